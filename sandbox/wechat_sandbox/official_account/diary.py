"""What happened to an account, day by day: the ground of its statistics."""

from wechat_sandbox.accounts import Account
from wechat_sandbox.clock import china_day
from wechat_sandbox.registry import Json
from wechat_sandbox.world import World

FOLLOWED = "followed"
LEFT = "left"
WROTE = "wrote"
READ = "read"
SHARED = "shared"
FAVOURED = "favoured"
ORIGINAL = "original"


def note(world: World, account: Account, what: str, person: int, at: float, **about: object) -> None:
    """Write down that a person did something."""
    world.store.append("diary", {"person": person, **about}, key=_key(account, what, china_day(at)))


def of_day(world: World, account: Account, what: str, day: int) -> list[Json]:
    """Return everything of one kind that happened in a day."""
    return [entry for _, entry in world.store.entries("diary", limit=-1, key=_key(account, what, day))]


def count(world: World, account: Account, what: str, day: int) -> int:
    """Count it."""
    return world.store.size("diary", key=_key(account, what, day))


def _key(account: Account, what: str, day: int) -> str:
    return f"{account.id}:{what}:{day}"
