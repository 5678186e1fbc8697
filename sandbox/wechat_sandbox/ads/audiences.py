"""Audiences (客户人群): people named by a file of hashed ids, people like others, and their use in targeting."""

from base64 import b64decode, b64encode

import numpy as np

from wechat_sandbox.accounts import ADVERTISER, Account
from wechat_sandbox.ads import arguments
from wechat_sandbox.ads.adgroups import AUDIENCE
from wechat_sandbox.ads.clicks import phone_hash
from wechat_sandbox.ads.door import ADS_DOOR
from wechat_sandbox.clock import china_date
from wechat_sandbox.errors import ApiError, ads
from wechat_sandbox.people.randomness import Flags
from wechat_sandbox.registry import ADS, Act, Call, Json, action, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

MEMBERS, FILE = "audience members", "audience file"
FILES, LOOKALIKE = "CUSTOMER_FILE", "LOOKALIKE"
_TYPES = (FILES, LOOKALIKE)
_ID_TYPES = ("HASH_MOBILE_PHONE", "HASH_PHONE", "WECHAT_OPENID", "WECHAT_UNIONID")
_OPERATIONS = ("APPEND", "REDUCE")
PENDING, READY = "PENDING", "SUCCESS"
FIRST_ID = 30_000_000
LARGEST_EXPANSION = 100_000_000
NOBODY = -1


@endpoint(ADS, "POST", "/v3.0/custom_audiences/add", ADVERTISER, daily=0, door=ADS_DOOR)
def add_audience(call: Call) -> Json:
    """Make an audience: empty until a file comes, or of people like those of another."""
    world, advertiser = call.world, call.account
    name = arguments.text(call.body, "name", 32)
    if any(one["name"] == name for one in world.store.all(AUDIENCE, advertiser.id)):
        raise ApiError(ads.NAME_TAKEN, "an audience of this advertiser has the name")
    kind = arguments.choice(call.body, "type", _TYPES)
    model = _model(call) if kind == LOOKALIKE else {}
    number = FIRST_ID + world.store.next_number("custom audiences")
    audience = {
        "audience_id": number,
        "name": name,
        "description": arguments.text(call.body, "description", 100, ""),
        "type": kind,
        "status": PENDING,
        "error_code": 0,
        "user_count": 0,
        "created_time": _written(world),
        "last_modified_time": _written(world),
    }
    world.store.put(AUDIENCE, advertiser.id, str(number), audience)
    if model:
        _later(world, advertiser, "ads_expands", {"audience": number, **model})
    return {"audience_id": number}


@endpoint(ADS, "GET", "/v3.0/custom_audiences/get", ADVERTISER, daily=0, door=ADS_DOOR)
def get_audiences(call: Call) -> Json:
    """List audiences, or show one."""
    held = call.world.store.all(AUDIENCE, call.account.id)
    if "audience_id" in call.body:
        held = [_audience(call)]
    return arguments.paged(call, held)


@endpoint(ADS, "POST", "/v3.0/custom_audience_files/add", ADVERTISER, daily=1000, door=ADS_DOOR)
def add_file(call: Call) -> Json:
    """Add the people of a file, one id a line, to an audience, or take them out of it."""
    audience = _audience(call)
    if audience["type"] != FILES:
        raise ApiError(ads.BAD_ARGUMENT, f"the audience is of type {FILES}")
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
        "process_status": PENDING,
        "line_count": len(lines),
        "valid_line_count": 0,
        "user_count": 0,
        "created_time": _written(call.world),
    }
    call.world.store.put(FILE, call.account.id, str(number), doc)
    _later(call.world, call.account, "ads_matches", {"file": number, "lines": lines})
    return {"custom_audience_file_id": number}


@endpoint(ADS, "GET", "/v3.0/custom_audience_files/get", ADVERTISER, daily=0, door=ADS_DOOR)
def get_files(call: Call) -> Json:
    """List the files of an audience with what was found in them."""
    number = _audience(call)["audience_id"]
    held = [one for one in call.world.store.all(FILE, call.account.id) if one["audience_id"] == number]
    return arguments.paged(call, held)


@action("ads_matches")
def match(world: World, act: Act) -> Json:
    """The platform has matched a file: its people are in the audience, or out of it."""
    advertiser = world.account(act, ADVERTISER)
    doc = world.store.get(FILE, advertiser.id, str(act.params.get("file")))
    if doc is None:
        return {"matched": 0}
    found = _people(world, doc, act.params.get("lines", []))
    flags = members(world, advertiser, doc["audience_id"])
    flags[found] = doc["operation_type"] == "APPEND"
    doc.update(process_status=READY, valid_line_count=len(found), user_count=len(found))
    world.store.put(FILE, advertiser.id, str(doc["custom_audience_file_id"]), doc)
    _fill(world, advertiser, doc["audience_id"], flags)
    return {"matched": len(found)}


@action("ads_expands")
def expand(world: World, act: Act) -> Json:
    """The platform has found people like those of another audience: of their tastes, as freely spending."""
    advertiser = world.account(act, ADVERTISER)
    seeds = np.flatnonzero(members(world, advertiser, int(act.params["seed"])))
    people, wanted = world.people, int(act.params["count"])
    if not seeds.size:
        return {"expanded": 0}
    share = np.bincount(people.taste[seeds], minlength=int(people.taste.max()) + 1) / seeds.size
    near = 1 - np.abs(people.spending - float(people.spending[seeds].mean()))
    score = share[people.taste] + near + 0.2 * world.dice.roll("ads expands", people.everyone, int(act.params["audience"]))
    score[seeds] = -np.inf
    best = np.argsort(-score, kind="stable")[: min(wanted, people.count - seeds.size)]
    flags = np.zeros(people.count, dtype=bool)
    flags[best] = True
    _fill(world, advertiser, int(act.params["audience"]), flags)
    return {"expanded": int(best.size)}


def members(world: World, advertiser: Account, number: int) -> Flags:
    """Return who is in an audience."""
    held = world.store.get(MEMBERS, advertiser.id, str(number))
    if held is None:
        return np.zeros(world.people.count, dtype=bool)
    bits = np.frombuffer(b64decode(held["bits"]), dtype=np.uint8)
    return np.unpackbits(bits, count=world.people.count).astype(bool)


def _fill(world: World, advertiser: Account, number: int, flags: Flags) -> None:
    # Ads ask for their audiences every hour: bits are read a hundred times as quickly as a list of people.
    world.store.put(MEMBERS, advertiser.id, str(number), {"bits": b64encode(np.packbits(flags).tobytes()).decode()})
    audience = world.store.get(AUDIENCE, advertiser.id, str(number))
    if audience is not None:
        audience.update(status=READY, user_count=int(flags.sum()), last_modified_time=_written(world))
        world.store.put(AUDIENCE, advertiser.id, str(number), audience)


def _people(world: World, doc: Doc, lines: list[str]) -> list[int]:
    """Find the people whom the lines of a file name; lines that name nobody count for nothing."""
    if doc["user_id_type"].startswith("HASH"):
        wanted = {line.lower() for line in lines}
        return [person for person in range(world.people.count) if phone_hash(world.people.phone(person)) in wanted]
    account = world.accounts.by_app_id(doc["open_app_id"])
    if account is None:
        return []
    find = world.people.find if doc["user_id_type"] == "WECHAT_OPENID" else world.people.find_unionid
    return sorted({person for line in lines if (person := find(account, line)) is not None})


def _model(call: Call) -> Json:
    """Read which audience others are to be like, and how many they are to be."""
    spec = call.body.get("audience_spec")
    inner = spec.get("lookalike_spec") if isinstance(spec, dict) else None
    if not isinstance(inner, dict):
        raise ApiError(ads.BAD_ARGUMENT, "audience_spec.lookalike_spec holds seed_audience_id and expand_user_count")
    like = arguments.whole(inner, "seed_audience_id")
    if call.world.store.get(AUDIENCE, call.account.id, str(like)) is None:
        raise ApiError(ads.NOT_FOUND, "seed_audience_id is an audience of this advertiser")
    return {"seed": like, "count": arguments.whole(inner, "expand_user_count", None, 1, LARGEST_EXPANSION)}


def _audience(call: Call) -> Doc:
    number = arguments.whole(call.body, "audience_id")
    audience = call.world.store.get(AUDIENCE, call.account.id, str(number))
    if audience is None:
        raise ApiError(ads.NOT_FOUND, "no such audience of this advertiser")
    return audience


def _later(world: World, advertiser: Account, name: str, params: Json) -> None:
    due = world.now() + world.settings.ads_audience_sim_minutes * 60
    world.store.plan(due, NOBODY, name, {"account": advertiser.id, **params})


def _written(world: World) -> str:
    return f"{china_date(world.now()):%Y-%m-%d %H:%M:%S}"
