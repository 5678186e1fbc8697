"""Reads callback bodies, XML or JSON, from anybody on the internet: a plain dictionary or a documented refusal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

MAX_DEPTH = 8
MAX_VALUES = 5_000


class Unreadable(ValueError):
    """Neither XML nor JSON of the kind that WeChat sends."""


def parse(body: bytes) -> dict[str, Any]:
    """The message in a callback body.

    An XML element is a text, or a dictionary of its children; one that occurs several times is a list.

    Raises:
        Unreadable: not XML or JSON, entities or a document type in XML, or nested too deeply.
    """
    try:
        found = _json(body) if body.lstrip()[:1] == b"{" else _xml(body)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError) as error:
        raise Unreadable(f"not readable: {type(error).__name__}") from error
    if not isinstance(found, dict):
        raise Unreadable("not an object")
    return found


def text_of(callback: Mapping[str, Any], name: str, longest: int = 512) -> str:
    """A value of a message as text, cut to ``longest`` characters; empty when there is none."""
    value = callback.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value)[:longest]


def list_of(value: Any) -> list[Mapping[str, Any]]:
    """WeChat sends a list of one as the thing itself: always a list of dictionaries."""
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, Mapping)]


def _json(body: bytes) -> Any:
    return _clean(json.loads(body, parse_constant=_refuse), _Budget(), 0)


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")


def _xml(body: bytes) -> Any:
    root = ElementTree.fromstring(body, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    found = _element(root, _Budget(), 0)
    return found if isinstance(found, dict) else {}


class _Budget:
    """How many values one message may still have."""

    left = MAX_VALUES

    def spend(self, depth: int) -> None:
        self.left -= 1
        if self.left < 0 or depth > MAX_DEPTH:
            raise ValueError("too deep or too many values")


def _element(element: Element, budget: _Budget, depth: int) -> Any:
    budget.spend(depth)
    if len(element) == 0:
        return element.text or ""
    found: dict[str, Any] = {}
    for child in element:
        value = _element(child, budget, depth + 1)
        if child.tag not in found:
            found[child.tag] = value
        elif isinstance(found[child.tag], list):
            found[child.tag].append(value)
        else:
            found[child.tag] = [found[child.tag], value]
    return found


def _clean(value: Any, budget: _Budget, depth: int) -> Any:
    """The value without characters that no store takes: NUL and half surrogates."""
    budget.spend(depth)
    if isinstance(value, str):
        return value.replace("\0", "").encode(errors="replace").decode()
    if isinstance(value, dict):
        return {_clean(key, budget, depth): _clean(one, budget, depth + 1) for key, one in value.items()}
    if isinstance(value, list):
        return [_clean(one, budget, depth + 1) for one in value]
    return value
