"""All kinds of touchpoint. A new one registers itself; everything else learns of it from here."""

from importlib.metadata import entry_points

from quanyu.kit.errors import Invalid
from quanyu.touchpoints.types import Touchpoint

GROUP = "quanyu.touchpoints"
"""The entry-point group by which other packages bring touchpoints."""

_KINDS: dict[str, Touchpoint] = {}


class UnknownKind(Invalid):
    """No touchpoint of this kind is installed."""

    code = "unknown_touchpoint_kind"
    message = "There is no kind of touchpoint named {kind}. There are: {kinds}."


def register(touchpoint: Touchpoint) -> Touchpoint:
    """Make a kind of touchpoint known. Its name is taken once."""
    if touchpoint.kind in _KINDS:
        raise ValueError(f"two touchpoints are of kind {touchpoint.kind}")
    _KINDS[touchpoint.kind] = touchpoint
    return touchpoint


def touchpoint(kind: str) -> Touchpoint:
    """The touchpoint of a kind.

    Raises:
        UnknownKind: none is registered under this name.
    """
    if kind not in _KINDS:
        raise UnknownKind(kind=kind, kinds=", ".join(_KINDS))
    return _KINDS[kind]


def all_touchpoints() -> list[Touchpoint]:
    """Every kind, in the order they registered."""
    return list(_KINDS.values())


def load_installed() -> None:
    """Import the touchpoints that other installed packages bring; importing one registers it."""
    for one in entry_points(group=GROUP):
        one.load()
