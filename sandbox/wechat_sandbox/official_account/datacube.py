"""Statistics of followers, articles and messages, from what really happened; a day is ready the next morning."""

from collections import defaultdict
from datetime import date

from wechat_sandbox.accounts import OFFICIAL_ACCOUNT
from wechat_sandbox.clock import DAY, china_date, china_day
from wechat_sandbox.errors import ApiError
from wechat_sandbox.official_account import diary, fans
from wechat_sandbox.registry import API, Call, Json, endpoint
from wechat_sandbox.store import Doc

_EPOCH = date(1970, 1, 1)
FIRST_DAY = (date(2014, 12, 1) - _EPOCH).days
MESSAGE_TYPES = {"text": 1, "image": 2, "voice": 3, "video": 4, "shortvideo": 4, "location": 6, "link": 6}
# Ways to an article, as datacube numbers them.
BY_MESSAGE, BY_FRIEND, BY_MOMENTS, BY_HISTORY = 0, 1, 2, 4
_WAYS = {BY_MESSAGE: "session", BY_FRIEND: "friends", BY_MOMENTS: "feed", BY_HISTORY: "hist_msg"}
_SHARED_FROM = {"session": (BY_MESSAGE,), "feed": (BY_MOMENTS,), "other": (BY_FRIEND, BY_HISTORY)}
TO_FRIENDS, TO_MOMENTS = 1, 2


@endpoint(API, "POST", "/datacube/getusersummary", OFFICIAL_ACCOUNT)
def user_summary(call: Call) -> Json:
    """Count who came and who left, by day and by the way they came."""
    listed = []
    for day in _days(call, 7):
        ways: dict[int, list[int]] = defaultdict(lambda: [0, 0])
        for place, what in enumerate((diary.FOLLOWED, diary.LEFT)):
            for entry in diary.of_day(call.world, call.account, what, day):
                ways[entry.get("way", 0)][place] += 1
        for way, (new, gone) in sorted(ways.items()):
            listed.append({"ref_date": _written(day), "user_source": way, "new_user": new, "cancel_user": gone})
    return {"list": listed}


@endpoint(API, "POST", "/datacube/getusercumulate", OFFICIAL_ACCOUNT)
def user_cumulate(call: Call) -> Json:
    """Count the followers at the end of each day."""
    world, account = call.world, call.account
    days = _days(call, 7)
    total = int((fans.followed(world, account) > 0).sum())
    counted: dict[int, int] = {}
    # Nobody writes the totals down: they follow from today's and from who came and left since.
    for day in range(china_day(world.now()), days[0] - 1, -1):
        counted[day] = total
        total -= diary.count(world, account, diary.FOLLOWED, day) - diary.count(world, account, diary.LEFT, day)
    return {"list": [{"ref_date": _written(day), "user_source": 0, "cumulate_user": counted[day]} for day in days]}


@endpoint(API, "POST", "/datacube/getarticlesummary", OFFICIAL_ACCOUNT)
def article_summary(call: Call) -> Json:
    """Count what became of each article on the day it was sent."""
    (day,) = _days(call, 1)
    listed = [
        {"ref_date": _written(day), "msgid": msgid, "title": title, **_readings(_of_article(call, day, msgid))}
        for msgid, title, _ in _sent_on(call, day)
    ]
    return {"list": listed}


@endpoint(API, "POST", "/datacube/getarticletotal", OFFICIAL_ACCOUNT)
def article_total(call: Call) -> Json:
    """Count what became of each article sent on a day, on that day and the six after."""
    (day,) = _days(call, 1)
    last = min(day + 6, _newest(call))
    listed = []
    for msgid, title, target in _sent_on(call, day):
        details, so_far = [], _Happened()
        for stat_day in range(day, last + 1):
            so_far = so_far + _of_article(call, stat_day, msgid)
            counted = {"stat_date": _written(stat_day), "target_user": target, **_readings(so_far), **_by_way(so_far)}
            details.append(counted)
        listed.append({"ref_date": _written(day), "msgid": msgid, "title": title, "details": details})
    return {"list": listed}


@endpoint(API, "POST", "/datacube/getuserread", OFFICIAL_ACCOUNT)
def user_read(call: Call) -> Json:
    """Count readings of all articles, by day and way."""
    listed = []
    for day in _days(call, 3):
        happened = _of_day(call, day)
        for way in sorted({entry["way"] for entry in happened.reads}):
            of_way = _Happened([entry for entry in happened.reads if entry["way"] == way])
            listed.append({"ref_date": _written(day), "user_source": way, **_readings(of_way)})
    return {"list": listed}


@endpoint(API, "POST", "/datacube/getusershare", OFFICIAL_ACCOUNT)
def user_share(call: Call) -> Json:
    """Count shares of all articles, by day and whither."""
    listed = []
    for day in _days(call, 7):
        shares = diary.of_day(call.world, call.account, diary.SHARED, day)
        for scene in sorted({entry["scene"] for entry in shares}):
            of_scene = [entry for entry in shares if entry["scene"] == scene]
            counted = {"share_count": len(of_scene), "share_user": _people(of_scene)}
            listed.append({"ref_date": _written(day), "share_scene": scene, **counted})
    return {"list": listed}


@endpoint(API, "POST", "/datacube/getupstreammsg", OFFICIAL_ACCOUNT)
def upstream_messages(call: Call) -> Json:
    """Count what people wrote, by day and kind."""
    listed = []
    for day in _days(call, 7):
        written = diary.of_day(call.world, call.account, diary.WROTE, day)
        for kind in sorted({entry["kind"] for entry in written}):
            of_kind = [entry for entry in written if entry["kind"] == kind]
            counted = {"msg_user": _people(of_kind), "msg_count": len(of_kind)}
            listed.append({"ref_date": _written(day), "msg_type": kind, **counted})
    return {"list": listed}


class _Happened:
    """What was done with articles, by kind."""

    def __init__(self, reads: list[Doc] | None = None, rest: dict[str, list[Doc]] | None = None) -> None:
        self.reads = reads or []
        self.rest = rest or {}

    def __add__(self, other: "_Happened") -> "_Happened":
        kinds = {*self.rest, *other.rest}
        rest = {kind: self.rest.get(kind, []) + other.rest.get(kind, []) for kind in kinds}
        return _Happened(self.reads + other.reads, rest)

    def of(self, msgid: str) -> "_Happened":
        """Leave out what was done with other articles."""
        rest = {kind: [entry for entry in found if entry["msgid"] == msgid] for kind, found in self.rest.items()}
        return _Happened([entry for entry in self.reads if entry["msgid"] == msgid], rest)


def _of_day(call: Call, day: int) -> _Happened:
    kinds = (diary.SHARED, diary.FAVOURED, diary.ORIGINAL)
    rest = {kind: diary.of_day(call.world, call.account, kind, day) for kind in kinds}
    return _Happened(diary.of_day(call.world, call.account, diary.READ, day), rest)


def _of_article(call: Call, day: int, msgid: str) -> _Happened:
    return _of_day(call, day).of(msgid)


def _readings(happened: _Happened) -> Json:
    counted: Json = {"int_page_read_user": _people(happened.reads), "int_page_read_count": len(happened.reads)}
    names = {diary.ORIGINAL: "ori_page_read", diary.SHARED: "share", diary.FAVOURED: "add_to_fav"}
    for kind, name in names.items():
        entries = happened.rest.get(kind, [])
        counted |= {f"{name}_user": _people(entries), f"{name}_count": len(entries)}
    return counted


def _by_way(happened: _Happened) -> Json:
    """Count readings by the way to the article, and shares in Moments by the way their sharers had come."""
    counted: Json = {}
    moments = [entry for entry in happened.rest.get(diary.SHARED, []) if entry["scene"] == TO_MOMENTS]
    for way, name in _WAYS.items():
        reads = [entry for entry in happened.reads if entry["way"] == way]
        counted[f"int_page_from_{name}_read_user"] = _people(reads)
        counted[f"int_page_from_{name}_read_count"] = len(reads)
    for name, ways in _SHARED_FROM.items():
        shares = [entry for entry in moments if entry.get("way", BY_MESSAGE) in ways]
        counted[f"feed_share_from_{name}_user"] = _people(shares)
        counted[f"feed_share_from_{name}_cnt"] = len(shares)
    return counted


def _sent_on(call: Call, day: int) -> list[tuple[str, str, int]]:
    """List the articles sent on a day: msgid with the place, title, how many were sent to."""
    found = []
    for job in call.world.store.all("mass job", call.account.id):
        if china_day(job["at"]) == day:
            for place, article in enumerate(job["news"], start=1):
                found.append((f"{job['msg_data_id']}_{place}", article["title"], job.get("filtered", 0)))
    return found


def _people(entries: list[Doc]) -> int:
    return len({entry["person"] for entry in entries})


def _days(call: Call, most: int) -> list[int]:
    """Read the days of a call.

    Raises:
        ApiError: 61500 for what is no date, 61501 for a span that is too long or not over yet.
    """
    first, last = (_day(call.body.get(name)) for name in ("begin_date", "end_date"))
    if first < FIRST_DAY:
        raise ApiError(61501, "there are no statistics from before December 2014")
    if last < first or last - first >= most:
        raise ApiError(61501, f"begin_date to end_date is 1 to {most} days")
    if last > _newest(call):
        hour = call.world.settings.statistics_ready_hour
        raise ApiError(61501, f"end_date is yesterday at the latest, and that from {hour} o'clock on")
    return list(range(first, last + 1))


def _newest(call: Call) -> int:
    """Return the newest day whose statistics are ready."""
    now = call.world.now()
    return china_day(now) - (1 if china_date(now).hour >= call.world.settings.statistics_ready_hour else 2)


def _day(text: object) -> int:
    try:
        return (date.fromisoformat(text) - _EPOCH).days if isinstance(text, str) and len(text) == 10 else _no_date()
    except ValueError:
        return _no_date()


def _no_date() -> int:
    raise ApiError(61500, "a date is like 2026-01-31")


def _written(day: int) -> str:
    return china_date(day * DAY - 8 * 3600).strftime("%Y-%m-%d")
