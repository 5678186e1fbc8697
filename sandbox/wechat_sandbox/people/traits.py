"""What people are like: it follows from the seed, never changes, and is worked out when first asked for."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from wechat_sandbox.people.cities import CITIES
from wechat_sandbox.people.frauds import Frauds
from wechat_sandbox.people.graph import Graph
from wechat_sandbox.people.households import Households
from wechat_sandbox.people.interests import INTERESTS
from wechat_sandbox.people.randomness import Dice, Floats, Ints
from wechat_sandbox.people.shapes import Small, gamma, normal
from wechat_sandbox.settings import Settings

FEMALE, MALE = 0, 1
LIKED = 3
"""How many interests a person has."""
# Of those who like beauty, food and the home best: how many are women.
_WOMEN = np.array([0.8, 0.55, 0.6])
# Mean age of early birds, office hours, evenings and night owls.
_AGES = np.array([47.0, 37.0, 33.0, 25.0])
_OWN_SHELF = 3.0
_CHUNK = 100_000

DEVICES = (
    ("iPhone 15", "iOS 18.1"),
    ("iPhone 13", "iOS 17.6"),
    ("HUAWEI Mate 60", "HarmonyOS 4.2"),
    ("HUAWEI nova 12", "HarmonyOS 4.0"),
    ("Xiaomi 14", "Android 14"),
    ("Redmi Note 13", "Android 13"),
    ("OPPO Reno11", "Android 14"),
    ("vivo Y100", "Android 13"),
    ("HONOR X50", "Android 13"),
)


@dataclass(frozen=True)
class Reader:
    """What decides how a person meets a message."""

    persuadable: float
    price_sensitivity: float
    patience: float
    likes: int
    age: int
    rhythm: int


class Traits:
    """One array for each trait, of all people."""

    def __init__(self, dice: Dice, settings: Settings, taste: Ints, rhythm: Ints) -> None:
        """
        Args:
            taste: the shelf each person likes best.
            rhythm: which hours of the day are theirs.
        """
        self._dice, self._settings = dice, settings
        self._taste, self._rhythm = taste, rhythm
        self.count = len(taste)
        self.households = Households(dice, settings, self.count)
        self.graph = Graph(dice, settings, self.households)
        self.frauds = Frauds(dice, settings, self.count)

    @cached_property
    def gender(self) -> NDArray[np.int8]:
        """FEMALE or MALE."""
        return (self._roll("gender") >= _WOMEN[self._taste]).astype(np.int8)

    @cached_property
    def age(self) -> NDArray[np.int8]:
        """Years, 16 to 80."""
        spread = normal(self._roll("age"), self._roll("age", 1))
        return np.clip(_AGES[self._rhythm] + 9 * spread, 16, 80).astype(np.int8)

    @cached_property
    def tier(self) -> NDArray[np.int8]:
        """The tier of each person's city, 1 the largest."""
        return np.array([city.tier for city in CITIES], dtype=np.int8)[self.households.city]

    @cached_property
    def price_sensitivity(self) -> Small:
        """How much a discount moves a person; 1 on average, more in small cities."""
        raw = gamma(self._roll("price sensitivity"), 3.0) * (0.7 + 0.12 * self.tier)
        return np.asarray(raw / raw.mean(), dtype=np.float32)

    @cached_property
    def buying(self) -> Small:
        """How often a person buys, 1 on average; those who visit often mostly buy often."""
        return gamma(self._buying_draws(), self._settings.buying_shape)

    @cached_property
    def spending(self) -> Small:
        """How freely a person spends when they buy, 1 on average; those who buy often spend a little more."""
        alike = self._roll("spends as buys") < self._settings.spending_follows_buying
        draws = np.where(alike, self._buying_draws(), self._roll("spending"))
        return gamma(draws, self._settings.spending_shape)

    @cached_property
    def persuadable(self) -> Small:
        """What a message does to a person, 1 on average; below 0 for those whom messages put off."""
        contrary = self._settings.contrary_people
        moved = gamma(self._roll("persuadable"), 2.0, (1 + contrary) / max(1 - contrary, 1e-6))
        return np.where(self._roll("contrary") < contrary, -1.0, moved).astype(np.float32)

    @cached_property
    def patience(self) -> Small:
        """How badly a person takes too many messages, 1 on average."""
        return gamma(self._roll("patience"), 1.5)

    @cached_property
    def fickleness(self) -> Small:
        """How easily a person loses interest in the brand, 1 on average."""
        return gamma(self._roll("fickleness"), self._settings.fickleness_shape)

    @cached_property
    def cycle(self) -> Small:
        """After how many days a person needs the same again, 14 to 45."""
        return (14 + 31 * self._roll("cycle")).astype(np.float32)

    @cached_property
    def phase(self) -> Small:
        """Where in the cycle a person is on day 0."""
        return self._roll("cycle phase").astype(np.float32)

    @cached_property
    def device(self) -> NDArray[np.int8]:
        """Which of `DEVICES` a person has."""
        return (self._roll("device model") * len(DEVICES)).astype(np.int8)

    @cached_property
    def slowness(self) -> Small:
        """How long pages take on a person's phone and network, with a median of 1."""
        spread = normal(self._roll("network"), self._roll("network", 1))
        return np.exp(0.3 * spread).astype(np.float32)

    @cached_property
    def likes(self) -> NDArray[np.int16]:
        """The interests a person has, as bits."""
        liked = np.zeros(self.count, dtype=np.int16)
        for start in range(0, self.count, _CHUNK):
            weights = self.interests(np.arange(start, min(start + _CHUNK, self.count), dtype=np.int64))
            best = np.argpartition(-weights, LIKED, axis=1)[:, :LIKED]
            liked[start : start + _CHUNK] = (1 << best).sum(axis=1)
        return liked

    def interests(self, who: Ints) -> Floats:
        """Return how much each of these people likes each interest; a row adds up to 1."""
        weights = np.empty((len(who), len(INTERESTS)))
        for place, interest in enumerate(INTERESTS):
            drawn = -np.log1p(-self._dice.roll("interest", who, place))
            weights[:, place] = drawn * np.where(self._taste[who] == interest.shelf, _OWN_SHELF, 1.0)
        return np.asarray(weights / weights.sum(axis=1, keepdims=True))

    def reader(self, person: int) -> Reader:
        """Return what decides how a person meets a message."""
        return Reader(
            float(self.persuadable[person]),
            float(self.price_sensitivity[person]),
            float(self.patience[person]),
            int(self.likes[person]),
            int(self.age[person]),
            int(self._rhythm[person]),
        )

    def device_owner(self, person: int) -> int:
        """Return on whose device a person opens Mini Programs: a ring's, a family's, else their own."""
        owner = self.frauds.device_owner(person)
        return owner if owner != person else self.households.device_owner(person)

    def liked(self, person: int) -> list[str]:
        """Name what a person likes."""
        mask = int(self.likes[person])
        return [interest.name for place, interest in enumerate(INTERESTS) if mask >> place & 1]

    def _buying_draws(self) -> Floats:
        alike = self._roll("buys as visits") < self._settings.buying_follows_visits
        return np.where(alike, self._roll("visits per day"), self._roll("buying"))

    def _roll(self, purpose: str, tick: int = 0) -> Floats:
        return self._dice.roll(purpose, np.arange(self.count, dtype=np.int64), tick)
