"""Who lives with whom: two to five under one roof, or one alone; some share a phone number or a device."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from wechat_sandbox.people.cities import CITIES, City
from wechat_sandbox.people.randomness import Dice, Floats
from wechat_sandbox.people.shapes import weighted
from wechat_sandbox.settings import Settings

# Shares of households with one, two … five people.
_SIZES = np.array([0.22, 0.28, 0.28, 0.15, 0.07])
_STREETS = ("人民路", "解放路", "中山路", "建设路", "文化路", "和平路", "新华路", "长江路", "学府路", "滨江大道")
_DISTRICTS = ("城东区", "城西区", "城南区", "城北区", "高新区", "新城区")


class Households:
    """Every person has a place in one long row of neighbours, in which households and cities stand together."""

    def __init__(self, dice: Dice, settings: Settings, count: int) -> None:
        self._dice, self._settings, self._count = dice, settings, count

    @cached_property
    def _rows(self) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int16]]:
        """Build the row of people, where in it each household begins, and its city."""
        numbers = np.arange(self._count, dtype=np.int64)
        sizes = 1 + weighted(self._dice.roll("household size", numbers, 0), _SIZES)
        ends = np.cumsum(sizes)
        homes = int(np.searchsorted(ends, self._count)) + 1
        weights = np.array([city.weight for city in CITIES])
        # In the order of their cities, so that neighbours in the row are neighbours in town.
        cities = np.sort(weighted(self._dice.roll("household city", numbers[:homes], 0), weights)).astype(np.int16)
        starts = np.concatenate([[0], ends[: homes - 1], [self._count]]).astype(np.int32)
        row = np.argsort(self._dice.roll("household place", numbers, 0), kind="stable").astype(np.int32)
        return row, starts, cities

    @property
    def row(self) -> NDArray[np.int32]:
        """The people in the order in which they live."""
        return self._rows[0]

    @cached_property
    def place(self) -> NDArray[np.int32]:
        """Where in the row each person stands."""
        places = np.empty(self._count, dtype=np.int32)
        places[self.row] = np.arange(self._count, dtype=np.int32)
        return places

    @cached_property
    def of(self) -> NDArray[np.int32]:
        """The household of each person."""
        _, starts, _ = self._rows
        homes = np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))
        return homes[self.place]

    @property
    def number(self) -> int:
        """How many households there are."""
        return len(self._rows[2])

    @cached_property
    def city(self) -> NDArray[np.int16]:
        """The city of each person."""
        return self._rows[2][self.of]

    def members(self, home: int) -> list[int]:
        """List who lives in a household; the first is its head."""
        row, starts, _ = self._rows
        return [int(person) for person in row[starts[home] : starts[home + 1]]]

    def head(self, person: int) -> int:
        """Return the head of a person's household."""
        row, starts, _ = self._rows
        return int(row[starts[self.of[person]]])

    def phone_owner(self, person: int) -> int:
        """Return whose phone number a person gives: their own, or the head's in some families."""
        shares = self._dice.one("shares phone", person, 0) < self._settings.shared_phones
        return self.head(person) if shares else person

    def device_owner(self, person: int) -> int:
        """Return on whose device a person opens Mini Programs: their own, or the head's in some families."""
        shares = self._dice.one("shares device", person, 0) < self._settings.shared_devices
        return self.head(person) if shares else person

    def address(self, person: int) -> dict[str, str]:
        """Return where a person lives; the same for the whole household."""
        home = int(self.of[person])
        city = self.town(person)
        dice = self._dice
        street = _STREETS[dice.pick("street", home, 0, len(_STREETS))]
        door = f"{street}{1 + dice.pick('house', home, 0, 400)}号{1 + dice.pick('floor', home, 0, 30)}层{home % 4 + 1}室"
        district = _DISTRICTS[dice.pick("district", home, 0, len(_DISTRICTS))]
        return {"province": city.province, "city": city.name + "市", "district": district, "street": door}

    def town(self, person: int) -> City:
        """Return the city a person lives in."""
        return CITIES[int(self.city[person])]

    def coordinates(self, person: int) -> tuple[float, float]:
        """Return latitude and longitude of a person's home, some kilometres around the middle of their city."""
        home, city = int(self.of[person]), self.town(person)
        north, east = self._dice.one("home north", home, 0) - 0.5, self._dice.one("home east", home, 0) - 0.5
        return round(city.latitude + north * 0.24, 5), round(city.longitude + east * 0.24, 5)

    def ip(self, person: int) -> str:
        """Return the address from which a household reaches the network."""
        home = int(self.of[person])
        parts = [self._dice.pick("ip", home, place, 254) + 1 for place in range(3)]
        return f"{(36, 58, 101, 113, 117, 183, 218, 222)[home % 8]}.{parts[0]}.{parts[1]}.{parts[2]}"

    def sizes(self) -> Floats:
        """Return the share of people who live alone, in pairs … in fives."""
        sizes = np.bincount(np.diff(self._rows[1]), minlength=6)[1:6].astype(np.float64)
        return np.asarray(sizes * np.arange(1, 6) / self._count)
