"""Reading what may be long, a page at a time."""

from collections.abc import Iterator

from wechat_sandbox.accounts import Account
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

PAGE = 2000


def documents(world: World, kind: str, account: Account) -> Iterator[Doc]:
    """Read an account's documents of one kind in the order of first writing."""
    after = 0
    while page := world.store.page(kind, account.id, after, PAGE):
        yield from (doc for _, _, doc in page)
        after = page[-1][0]


def entries(world: World, log: str, after: int = 0, most: int | None = None) -> Iterator[tuple[int, Doc]]:
    """Read a log in order: (sequence, entry), at most so many."""
    left = most
    while left is None or left > 0:
        page = world.store.entries(log, after, PAGE if left is None else min(PAGE, left))
        if not page:
            return
        yield from page
        after = page[-1][0]
        left = None if left is None else left - len(page)
