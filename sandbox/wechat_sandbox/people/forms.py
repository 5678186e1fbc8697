"""What people write into forms: their name, number and address, now and then with a slip."""

from collections.abc import Callable
from dataclasses import dataclass

from wechat_sandbox.people.population import Population

_SOUND_ALIKE = {
    "伟": "玮",
    "芳": "方",
    "娜": "那",
    "敏": "民",
    "丽": "莉",
    "强": "蔷",
    "磊": "雷",
    "军": "君",
    "洋": "阳",
    "勇": "永",
    "艳": "燕",
    "杰": "洁",
    "娟": "涓",
    "涛": "滔",
    "明": "铭",
    "超": "朝",
    "霞": "侠",
    "平": "萍",
    "刚": "钢",
    "桂": "贵",
    "英": "瑛",
    "华": "桦",
    "玉": "钰",
    "兰": "岚",
    "婷": "亭",
    "雪": "学",
    "琳": "林",
    "晨": "辰",
    "宇": "雨",
    "欣": "心",
    "怡": "宜",
    "梓": "子",
    "涵": "含",
    "轩": "宣",
    "浩": "皓",
    "诗": "施",
    "佳": "嘉",
    "慧": "惠",
    "思": "丝",
    "张": "章",
    "王": "汪",
    "陈": "程",
    "杨": "扬",
    "黄": "皇",
    "吴": "武",
    "徐": "许",
    "何": "河",
    "梁": "粱",
    "韩": "寒",
}


@dataclass(frozen=True)
class Filled:
    """A form as it was filled in, and which fields hold which slip."""

    fields: dict[str, str]
    slips: dict[str, str]


def fill(people: Population, person: int, tick: int, slip_rate: float) -> Filled:
    """Fill a form in; the same person may fill the next one in better.

    Args:
        tick: which form this is.
        slip_rate: the share of fields with a slip.
    """
    households = people.traits.households
    right = {
        "name": people.name(person),
        "phone": people.phone(person),
        **households.address(people.traits.frauds.leader(person)),
    }
    written, slips = dict(right), {}
    for place, (field, value) in enumerate(right.items()):
        if people.dice.one(f"slips in {field}", person, tick) >= slip_rate:
            continue
        kinds = _SLIPS[field]
        kind = kinds[people.dice.pick("which slip", person, tick * 16 + place, len(kinds))]
        wrong = _WAYS[kind](value, people.dice.pick("slips where", person, tick * 16 + place, 1000))
        if wrong != value:
            written[field], slips[field] = wrong, kind
    return Filled(written, slips)


def _swap(value: str, where: int) -> str:
    """Change the places of two digits beside each other that differ; the first three of a number are seldom mistaken."""
    places = [n for n in range(3, len(value) - 1) if value[n] != value[n + 1]]
    if not places:
        return value
    place = places[where % len(places)]
    return value[:place] + value[place + 1] + value[place] + value[place + 2 :]


def _sound_alike(value: str, where: int) -> str:
    places = [n for n, letter in enumerate(value) if _SOUND_ALIKE.get(letter, letter) != letter]
    if not places:
        return value
    place = places[where % len(places)]
    return value[:place] + _SOUND_ALIKE[value[place]] + value[place + 1 :]


def _full_width(value: str, where: int) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in value)


def _lose_one(value: str, where: int) -> str:
    place = 3 + where % max(len(value) - 3, 1)
    return value[:place] + value[place + 1 :]


def _spaced(value: str, where: int) -> str:
    return f"{value[:3]} {value[3:7]} {value[7:]}" if value.isdigit() else f"{value[:1]} {value[1:]}"


def _country(value: str, where: int) -> str:
    return "+86" + value


def _missing(value: str, where: int) -> str:
    return ""


def _short(value: str, where: int) -> str:
    for ending in ("省", "市", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "区"):
        if value.endswith(ending):
            return value.removesuffix(ending)
    return value


_WAYS: dict[str, Callable[[str, int], str]] = {
    "transposed": _swap,
    "sound_alike": _sound_alike,
    "full_width": _full_width,
    "digit_lost": _lose_one,
    "spaced": _spaced,
    "country_code": _country,
    "missing": _missing,
    "short": _short,
}
_SLIPS = {
    "name": ("sound_alike", "sound_alike", "spaced"),
    "phone": ("transposed", "full_width", "digit_lost", "spaced", "country_code"),
    "province": ("missing", "short"),
    "city": ("short",),
    "district": ("missing", "short"),
    "street": ("full_width", "digit_lost"),
}
