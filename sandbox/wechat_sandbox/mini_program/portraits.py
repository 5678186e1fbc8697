"""Who a crowd is: where they live, how old they are, what phones they carry."""

import numpy as np
from numpy.typing import NDArray

from wechat_sandbox.people.cities import CITIES
from wechat_sandbox.people.traits import DEVICES, MALE
from wechat_sandbox.registry import Json
from wechat_sandbox.world import World

_AGES = ((0, "17岁以下"), (18, "18-24岁"), (25, "25-29岁"), (30, "30-39岁"), (40, "40-49岁"), (50, "50岁以上"))
_PROVINCES = sorted({city.province for city in CITIES})
_PLATFORMS = ("iPhone", "Android")


def paint(world: World, crowd: NDArray[np.intp]) -> Json:
    """Count a crowd by each of WeChat's measures."""
    traits = world.people.traits
    cities = [CITIES[place] for place in traits.households.city[crowd]]
    devices = [DEVICES[place][0] for place in traits.device[crowd]]
    platforms = [_PLATFORMS[0] if name.startswith("iPhone") else _PLATFORMS[1] for name in devices]
    brackets = np.searchsorted([age for age, _ in _AGES], traits.age[crowd], side="right")
    return {
        "province": _counted([(1 + _PROVINCES.index(city.province), city.province) for city in cities]),
        "city": _counted([(1 + CITIES.index(city), city.name) for city in cities]),
        "genders": _counted([(1, "男") if gender == MALE else (2, "女") for gender in traits.gender[crowd]]),
        "platforms": _counted([(1 + _PLATFORMS.index(name), name) for name in platforms]),
        "devices": [{"name": one["name"], "value": one["value"]} for one in _counted([(0, name) for name in devices])],
        "ages": _counted([(int(place), _AGES[place - 1][1]) for place in brackets]),
    }


def _counted(named: list[tuple[int, str]]) -> list[Json]:
    numbers: dict[tuple[int, str], int] = {}
    for one in named:
        numbers[one] = numbers.get(one, 0) + 1
    return [{"id": number, "name": name, "value": value} for (number, name), value in sorted(numbers.items())]
