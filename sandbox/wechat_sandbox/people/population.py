"""The people: who they are follows from the seed, what became of them is kept in arrays."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wechat_sandbox.accounts import Account
from wechat_sandbox.people.randomness import Dice, Floats, Ints
from wechat_sandbox.settings import Settings
from wechat_sandbox.store import Arrays

Flags = NDArray[np.bool_]

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
GIVEN_NAMES = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰婷雪琳晨宇欣怡梓涵子轩浩然诗雨佳慧思彤"
PHONE_PREFIXES = ("138", "139", "150", "158", "186", "188", "177", "199")
RHYTHMS = 4
CATEGORIES = 3


class Population:
    """`count` people numbered from 0.

    `traits` never change; `state` holds one array for each thing that does, and is saved with the store.
    """

    def __init__(self, dice: Dice, settings: Settings, count: int, members: Sequence[str]) -> None:
        self.dice = dice
        self.count = count
        self.everyone: Ints = np.arange(count, dtype=np.int64)
        self.member_numbers = _hand_out_members(dice, count, members)
        self.is_member: Flags = np.zeros(count, dtype=bool)
        self.is_member[list(self.member_numbers)] = True
        self.rhythm: Ints = (self._draw("rhythm") * RHYTHMS).astype(np.int64)
        self.taste: Ints = (self._draw("taste") * CATEGORIES).astype(np.int64)
        self.store_visitor: Flags = self._draw("store visitor") < settings.store_visitors
        self.visits_per_day: Floats = self._gamma(settings.visit_shape, settings.visit_scale)
        self.visits_per_day[self.is_member] *= 1.2
        self.spending: Floats = 0.6 + 0.8 * self._draw("spending")
        self.state: Arrays = {}
        self._openids: dict[str, tuple[list[str], dict[str, int]]] = {}

    def array(self, name: str, dtype: Any = np.float64, fill: Any = 0) -> NDArray[Any]:
        """Return the state array of this name, made on first use."""
        found = self.state.get(name)
        if found is None:
            found = self.state[name] = np.full(self.count, fill, dtype=dtype)
        return found

    # Ids

    def openid(self, account: Account, person: int) -> str:
        """Return what the account knows this person by; for WeCom the external_userid."""
        return self._ids(account)[0][person]

    def find(self, account: Account, openid: str) -> int | None:
        """Return the person behind an openid of this account."""
        return self._ids(account)[1].get(openid)

    def unionid(self, account: Account, person: int) -> str:
        """Return the id shared by all accounts on one open-platform account, empty without one."""
        return "oU" + self.dice.word(26, "unionid", account.open_platform, person) if account.open_platform else ""

    def anonymous_id(self, person: int) -> str:
        """Return the id that the Mini Program's SDK gave to this person's phone."""
        return self.dice.uuid("device", person)

    def phone(self, person: int) -> str:
        """Return the phone number; no two people share one."""
        prefix = PHONE_PREFIXES[self.dice.pick("phone", person, 0, len(PHONE_PREFIXES))]
        # Multiplying by a number coprime to 10^8 scatters neighbours without collisions.
        return f"{prefix}{(person * 61_803_399 + self.dice.seed * 7919) % 100_000_000:08d}"

    def name(self, person: int) -> str:
        """Return the name shown in WeChat."""
        given = [GIVEN_NAMES[self.dice.pick("given name", person, n, len(GIVEN_NAMES))] for n in (0, 1)]
        surname = SURNAMES[self.dice.pick("surname", person, 0, len(SURNAMES))]
        return surname + "".join(given[: 1 + self.dice.pick("name length", person, 0, 2)])

    def _ids(self, account: Account) -> tuple[list[str], dict[str, int]]:
        known = self._openids.get(account.app_id)
        if known is None:
            prefix, length = ("wm", 30) if account.kind == "wecom" else ("o", 27)
            ids = [prefix + self.dice.word(length, "openid", account.app_id, n) for n in range(self.count)]
            known = self._openids[account.app_id] = (ids, {openid: n for n, openid in enumerate(ids)})
        return known

    # Traits

    def _draw(self, purpose: str, tick: int = 0) -> Floats:
        return self.dice.roll(purpose, self.everyone, tick)

    def _gamma(self, shape: float, scale: float) -> Floats:
        """Draw from a gamma distribution by the inverse of its distribution function on a grid."""
        grid = np.linspace(0, scale * (shape + 12), 4001)
        density = np.where(grid > 0, grid, 1e-9) ** (shape - 1) * np.exp(-grid / scale)
        total = np.cumsum(density)
        return np.interp(self._draw("visits per day"), total / total[-1], grid)


def _hand_out_members(dice: Dice, count: int, members: Sequence[str]) -> dict[int, str]:
    """Give each member number to one person, as many as there are people."""
    order = np.argsort(dice.roll("member", np.arange(count, dtype=np.int64), 0), kind="stable")
    return {int(person): number for person, number in zip(order, members, strict=False)}
