"""The kinds of id: how many a person may have, which is stronger, and which values mean nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

MAX_ID_LENGTH = 128


@dataclass(frozen=True)
class Kind:
    """One kind of id.

    ``limit`` counts ids of this kind on one profile; for a ``scoped`` kind, ids within one account (an openid is a
    person's name in one app only). Kinds are listed from the strongest to the weakest.
    """

    name: str
    limit: int
    scoped: bool = False
    strong: bool = True


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("unionid", 1),
        Kind("phone", 2),
        Kind("member_no", 1),
        Kind("external_userid", 1, scoped=True),
        Kind("openid", 1, scoped=True),
        Kind("anonymous_id", 20, strong=False),
    )
}
PRIORITY = {name: position for position, name in enumerate(KINDS)}

BLOCKED = frozenset(
    (
        "",
        "-1",
        "null",
        "undefined",
        "none",
        "nil",
        "anonymous",
        "guest",
        "true",
        "false",
        "[object object]",
        "nan",
        "n/a",
        "unknown",
    )
)
FILLER = re.compile(r"[0\-_ .]*")
PHONE_FILLER = re.compile(r"[\s\-()·.]")
CHINA = re.compile(r"(?:\+|00)?86(1\d{10})")


class Id(NamedTuple):
    """One id, normalised. ``scope`` is the account for scoped kinds, else empty."""

    kind: str
    scope: str
    value: str


def clean(kind: str, value: str, account: str) -> Id | None:
    """The id that a source's text means, or None when it names nobody (blank, "null", zeros, over 128 characters …)."""
    rule = KINDS.get(kind)
    text = value.strip().strip("\"'`").strip()
    if rule is None or len(text) > MAX_ID_LENGTH or not text.isprintable() or text.lower() in BLOCKED or FILLER.fullmatch(text):
        return None
    if kind == "phone":
        text = PHONE_FILLER.sub("", text)
        if china := CHINA.fullmatch(text):
            text = china[1]
        if not re.fullmatch(r"\+?[0-9]{5,15}", text) or FILLER.fullmatch(text):
            return None
    elif kind == "member_no":
        text = text.upper()
    return Id(kind, account if rule.scoped else "", text)
