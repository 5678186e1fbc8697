"""Files of hashed ids that name the people of an audience, matched some people and some lines at a time."""

from math import ceil

import numpy as np

from wechat_sandbox.accounts import ADVERTISER, Account
from wechat_sandbox.ads import arguments, audiences, digests
from wechat_sandbox.ads.door import ADS_DOOR
from wechat_sandbox.errors import ApiError, ads
from wechat_sandbox.people.randomness import Ints
from wechat_sandbox.registry import ADS, Act, ActError, Call, Json, action, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

FILE, PART, MATCHED = "audience file", "audience file part", "audience file people"
LINES_AT_ONCE, PEOPLE_AT_ONCE = 5000, 2000
"""What is matched and hashed in one turn of the loop: the rest waits until others have had theirs."""
_ID_TYPES = ("HASH_MOBILE_PHONE", "HASH_PHONE", "WECHAT_OPENID", "WECHAT_UNIONID")
_OPERATIONS = ("APPEND", "REDUCE")


@endpoint(ADS, "POST", "/v3.0/custom_audience_files/add", ADVERTISER, daily=1000, door=ADS_DOOR)
def add_file(call: Call) -> Json:
    """Add the people of a file, one id a line, to an audience, or take them out of it."""
    audience = audiences.named(call)
    if audience["type"] != audiences.FILES:
        raise ApiError(ads.BAD_ARGUMENT, f"the audience is of type {audiences.FILES}")
    id_type = arguments.choice(call.body, "user_id_type", _ID_TYPES)
    operation = arguments.choice(call.body, "operation_type", _OPERATIONS, "APPEND")
    app_id = str(call.body.get("open_app_id", ""))
    if id_type.startswith("WECHAT") and call.world.accounts.by_app_id(app_id) is None:
        raise ApiError(ads.BAD_ARGUMENT, "open_app_id is the account that the ids belong to")
    upload = call.files.get("file")
    if upload is None or not upload.body.strip():
        raise ApiError(ads.BAD_ARGUMENT, "file holds one id a line")
    number = 50_000_000 + call.world.store.next_number("audience files")
    lines = [line.strip() for line in upload.body.decode(errors="replace").splitlines() if line.strip()]
    doc = {
        "custom_audience_file_id": number,
        "audience_id": audience["audience_id"],
        "name": upload.name,
        "user_id_type": id_type,
        "operation_type": operation,
        "open_app_id": app_id,
        "process_status": audiences.PENDING,
        "line_count": len(lines),
        "valid_line_count": 0,
        "user_count": 0,
        "created_time": audiences.written(call.world),
    }
    call.world.store.put(FILE, call.account.id, str(number), doc)
    for start in range(0, len(lines), LINES_AT_ONCE):
        part = {"lines": lines[start : start + LINES_AT_ONCE]}
        call.world.store.put(PART, call.account.id, f"{number}:{start // LINES_AT_ONCE}", part)
    audiences.later(call.world, call.account, "ads_matches", {"file": number})
    return {"custom_audience_file_id": number}


@endpoint(ADS, "GET", "/v3.0/custom_audience_files/get", ADVERTISER, daily=0, door=ADS_DOOR)
def get_files(call: Call) -> Json:
    """List the files of an audience with what was found in them."""
    number = audiences.named(call)["audience_id"]
    held = [one for one in call.world.store.all(FILE, call.account.id) if one["audience_id"] == number]
    return arguments.paged(call, held)


@action("ads_matches")
def match(world: World, act: Act) -> Json:
    """The platform matches a file, a part at a time; at the end its people are in the audience, or out of it."""
    advertiser = world.account(act, ADVERTISER)
    doc = world.store.get(FILE, advertiser.id, str(act.params.get("file")))
    if doc is None or doc["process_status"] == audiences.READY:
        return {"matched": 0}
    number, part = doc["custom_audience_file_id"], act.params.get("part", 0)
    if not isinstance(part, int) or part < 0:
        raise ActError("part is a number from 0")
    hashes = doc["user_id_type"].startswith("HASH")
    if hashes and not digests.of(world.people).extend(PEOPLE_AT_ONCE):
        _go_on(world, act, part)
        return {"matched": 0}
    if part < ceil(doc["line_count"] / LINES_AT_ONCE):
        held = world.store.get(PART, advertiser.id, f"{number}:{part}")
        if held is not None:
            flags = audiences.read_flags(world, MATCHED, advertiser, number)
            flags[_people(world, doc, held["lines"])] = True
            audiences.write_flags(world, MATCHED, advertiser, number, flags)
            world.store.delete(PART, advertiser.id, f"{number}:{part}")
        _go_on(world, act, part + 1)
        return {"matched": 0}
    return {"matched": _finish(world, advertiser, doc)}


def _go_on(world: World, act: Act, part: int) -> None:
    world.store.plan(act.at, audiences.NOBODY, "ads_matches", {**act.params, "part": part})


def _finish(world: World, advertiser: Account, doc: Doc) -> int:
    number = doc["custom_audience_file_id"]
    found = audiences.read_flags(world, MATCHED, advertiser, number)
    world.store.delete(MATCHED, advertiser.id, str(number))
    flags = audiences.members(world, advertiser, doc["audience_id"])
    flags[found] = doc["operation_type"] == "APPEND"
    count = int(found.sum())
    doc.update(process_status=audiences.READY, valid_line_count=count, user_count=count)
    world.store.put(FILE, advertiser.id, str(number), doc)
    audiences.fill(world, advertiser, doc["audience_id"], flags)
    return count


def _people(world: World, doc: Doc, lines: list[str]) -> Ints:
    """Find the people whom the lines of a file name; lines that name nobody count for nothing."""
    if doc["user_id_type"].startswith("HASH"):
        return digests.of(world.people).find(lines)
    account = world.accounts.by_app_id(doc["open_app_id"])
    if account is None:
        return np.array([], dtype=np.int64)
    find = world.people.find if doc["user_id_type"] == "WECHAT_OPENID" else world.people.find_unionid
    return np.array([person for line in lines if (person := find(account, line)) is not None], dtype=np.int64)
