"""What people notice of a message before they open it: what it is about, what it offers, how it is put."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from wechat_sandbox import quick_json
from wechat_sandbox.people.interests import bits, topics
from wechat_sandbox.people.population import SURNAMES

# What people read. Ids, colours, addresses and the like are not for them.
_UNREAD = {
    *("template_id", "touser", "msgtype", "appid", "pagepath", "page", "url", "color"),
    *("media_id", "thumb_media_id", "lang", "miniprogram_state", "userid", "open_kfid"),
}
_TENTHS = re.compile(r"(?<!\d)(\d(?:\.\d)?|[一二三四五六七八九]) ?折")
_TAKEN_OFF = re.compile(r"满 ?(\d+(?:\.\d+)?) ?(?:元)? ?[立]?减 ?(\d+(?:\.\d+)?)")
_PER_CENT = re.compile(r"(?<!\d)(\d{1,2}) ?% ?off", re.IGNORECASE)
_COUPON = re.compile(r"优惠券|代金券|立减|红包|包邮|买一送一|coupon", re.IGNORECASE)
_EMOJI = re.compile("[\u2600-\u27bf\U0001f300-\U0001faff]")
_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九", start=1)}
COUPON_WORTH = 0.1
"""What an offer that does not say how much is taken to be worth."""


@dataclass(frozen=True)
class Wording:
    """A message as a person sees it: interests as bits, the share it takes off the price, and how it is put."""

    interests: int = 0
    discount: float = 0.0
    emoji: bool = False
    length: int = 0
    text: str = ""
    names_somebody: bool = False
    """Whether a name might be in it."""


def read(content: dict[str, Any]) -> Wording:
    """Tell what people notice of a message, whatever kind it is of."""
    return _read_text(_seen(quick_json.write(content)))


@lru_cache(maxsize=4096)
def _seen(content: bytes) -> str:
    return "\n".join(_texts(quick_json.read(content)))


@lru_cache(maxsize=4096)
def _read_text(text: str) -> Wording:
    return Wording(
        bits(topics(text)),
        discount(text),
        _EMOJI.search(text) is not None,
        len(text),
        text,
        any(letter in SURNAMES for letter in text),
    )


def discount(text: str) -> float:
    """Return the largest share off the price that a text promises."""
    offers = [0.0]
    for said in _TENTHS.findall(text):
        tenths = _DIGITS.get(said) or float(said)
        offers.append(1 - tenths / 10)
    for least, off in _TAKEN_OFF.findall(text):
        offers.append(float(off) / float(least) if float(least) > 0 else 0.0)
    offers += [int(said) / 100 for said in _PER_CENT.findall(text)]
    if _COUPON.search(text):
        offers.append(COUPON_WORTH)
    return min(max(offers), 0.9)


def _texts(value: Any, name: str = "") -> Iterator[str]:
    """Walk through everything that a person would read."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in _UNREAD:
                yield from _texts(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, name)
    elif isinstance(value, str) and value:
        yield value
