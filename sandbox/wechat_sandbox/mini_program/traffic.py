"""What happens in a Mini Program, counted as it happens: visits, pages, shares, and who was there when."""

from collections.abc import Sequence
from copy import deepcopy

import numpy as np

from wechat_sandbox.accounts import Account
from wechat_sandbox.clock import china_day
from wechat_sandbox.errors import ApiError
from wechat_sandbox.official_account import fans
from wechat_sandbox.people.population import Flags
from wechat_sandbox.phones import Reported, Visit
from wechat_sandbox.registry import Call
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

# Who was there on which of the last days is kept in the bits of one number, and so are the pages seen today.
REMEMBERED_DAYS = 32
_MOST_PAGES = 62
_COUNTED = ("visit_uv", "visit_uv_new", "session_cnt", "visit_pv", "depth", "seconds", "share_pv", "share_uv")
_COUNTED_OF_PAGES = (
    "page_visit_pv",
    "page_visit_uv",
    "entrypage_pv",
    "exitpage_pv",
    "page_share_pv",
    "page_share_uv",
    "seconds",
)
_NOTHING: Doc = {**dict.fromkeys(_COUNTED, 0), "pages": {}}
_DAY_BITS = (1 << REMEMBERED_DAYS) - 1


def note(world: World, visit: Visit) -> None:
    """Count a visit."""
    account = world.accounts.get(visit.account_id)
    if account is None:
        return
    note_activity(world, account, visit.person, visit.ended)
    if not any(event.event == "mp_launch" for event in visit.events):
        return
    last = int(world.people.array(f"visit day:{account.id}", np.int64)[visit.person])
    day = max(china_day(visit.events[0].at), last)
    counted = world.store.live("traffic", account.id, str(day), _NOTHING)
    first_today = day != last
    if first_today:
        counted["visit_uv"] += 1
        counted["visit_uv_new"] += not last
        _begin_day(world, account, visit.person, day, last)
    counted["session_cnt"] += 1
    counted["seconds"] += max(visit.ended - visit.events[0].at, 0.0)
    _count_pages(world, account, visit, counted)
    _count_shares(world, account, visit, counted)


def note_activity(world: World, account: Account, person: int, at: float) -> None:
    """Remember that a person is in the Mini Program."""
    world.people.put(f"active:{account.id}", person, at)


def active(call: Call, openid: object) -> int:
    """Return the person behind an openid that was in the Mini Program lately.

    Raises:
        ApiError: 40003 for an unknown openid, 61010 when the person has not been there for two hours.
    """
    person = fans.known(call.world, call.account, openid)
    seen = float(call.world.people.array(f"active:{call.account.id}")[person])
    if call.world.now() - seen > call.world.settings.active_sim_seconds:
        raise ApiError(61010, "the person has not been in the Mini Program for two hours")
    return person


def day_of(world: World, account: Account, day: int) -> Doc:
    """Return what was counted on a day."""
    return world.store.get("traffic", account.id, str(day)) or deepcopy(_NOTHING)


def visitors(world: World, account: Account, first: int, last: int) -> Flags:
    """Tell who was there between two days, for days that are still remembered."""
    latest = world.people.array(f"visit day:{account.id}", np.int64)
    bits = world.people.array(f"visit days:{account.id}", np.int64)
    there = np.zeros(world.people.count, dtype=bool)
    for day in range(first, last + 1):
        age = latest - day
        known = (latest > 0) & (age >= 0) & (age < REMEMBERED_DAYS)
        there |= known & ((bits >> np.where(known, age, 0)) & 1 == 1)
    return there


def newcomers(world: World, account: Account, first: int, last: int) -> Flags:
    """Tell whose first visit was between two days."""
    since = world.people.array(f"first visit day:{account.id}", np.int64)
    return np.asarray((since >= first) & (since <= last) & (since > 0))


def _begin_day(world: World, account: Account, person: int, day: int, last: int) -> None:
    bits = int(world.people.array(f"visit days:{account.id}", np.int64)[person]) if last else 0
    age = day - last
    bits = ((bits << age) & _DAY_BITS if age < REMEMBERED_DAYS else 0) | 1
    world.people.put(f"visit days:{account.id}", person, bits, np.int64)
    world.people.put(f"visit day:{account.id}", person, day, np.int64)
    world.people.put(f"pages seen:{account.id}", person, 0, np.int64)
    world.people.put(f"pages shared:{account.id}", person, 0, np.int64)
    if not last:
        world.people.put(f"first visit day:{account.id}", person, day, np.int64)


def _count_pages(world: World, account: Account, visit: Visit, counted: Doc) -> None:
    views = [event for event in visit.events if event.event == "page_view"]
    paths = [str(event.properties.get("page", "")) for event in views]
    counted["visit_pv"] += len(views)
    counted["depth"] += len(set(paths))
    seen = int(world.people.array(f"pages seen:{account.id}", np.int64)[visit.person])
    for place, (path, stay) in enumerate(zip(paths, _stays(views, visit.ended), strict=True)):
        page = _page(counted, path)
        page["page_visit_pv"] += 1
        page["seconds"] += stay
        page["entrypage_pv"] += place == 0
        page["exitpage_pv"] += place == len(paths) - 1
        bit = _bit(counted, path)
        page["page_visit_uv"] += not seen & bit
        seen |= bit
    world.people.put(f"pages seen:{account.id}", visit.person, seen, np.int64)


def _count_shares(world: World, account: Account, visit: Visit, counted: Doc) -> None:
    shares = [str(event.properties.get("page", "")) for event in visit.events if event.event == "share"]
    shared = int(world.people.array(f"pages shared:{account.id}", np.int64)[visit.person])
    for path in shares:
        page = _page(counted, path)
        bit = _bit(counted, path)
        counted["share_pv"] += 1
        counted["share_uv"] += shared == 0
        page["page_share_pv"] += 1
        page["page_share_uv"] += not shared & bit
        shared |= bit
    if shares:
        world.people.put(f"pages shared:{account.id}", visit.person, shared, np.int64)


def _stays(views: Sequence[Reported], ended: float) -> list[float]:
    """Return how long each page was looked at: until the next one, or the end of the visit."""
    leaves = [event.at for event in views[1:]] + [ended]
    return [max(left - event.at, 0.0) for event, left in zip(views, leaves, strict=True)]


def _page(counted: Doc, path: str) -> Doc:
    page: Doc | None = counted["pages"].get(path)
    if page is None:
        page = counted["pages"][path] = dict.fromkeys(_COUNTED_OF_PAGES, 0)
    return page


def _bit(counted: Doc, path: str) -> int:
    """Return the bit that stands for a page today; pages past the most that fit share the last one."""
    return 1 << min(list(counted["pages"]).index(path), _MOST_PAGES)
