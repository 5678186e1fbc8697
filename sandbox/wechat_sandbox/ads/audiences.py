"""Audiences (客户人群): people named by files, people like others, and their use in targeting."""

from base64 import b64decode, b64encode

import numpy as np

from wechat_sandbox.accounts import ADVERTISER, Account
from wechat_sandbox.ads import arguments
from wechat_sandbox.ads.adgroups import AUDIENCE
from wechat_sandbox.ads.door import ADS_DOOR
from wechat_sandbox.clock import china_date
from wechat_sandbox.errors import ApiError, ads
from wechat_sandbox.people.randomness import Flags
from wechat_sandbox.registry import ADS, Act, Call, Json, action, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

MEMBERS = "audience members"
FILES, LOOKALIKE = "CUSTOMER_FILE", "LOOKALIKE"
_TYPES = (FILES, LOOKALIKE)
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
        "created_time": written(world),
        "last_modified_time": written(world),
    }
    world.store.put(AUDIENCE, advertiser.id, str(number), audience)
    if model:
        later(world, advertiser, "ads_expands", {"audience": number, **model})
    return {"audience_id": number}


@endpoint(ADS, "GET", "/v3.0/custom_audiences/get", ADVERTISER, daily=0, door=ADS_DOOR)
def get_audiences(call: Call) -> Json:
    """List audiences, or show one."""
    held = call.world.store.all(AUDIENCE, call.account.id)
    if "audience_id" in call.body:
        held = [named(call)]
    return arguments.paged(call, held)


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
    fill(world, advertiser, int(act.params["audience"]), flags)
    return {"expanded": int(best.size)}


def members(world: World, advertiser: Account, number: int) -> Flags:
    """Return who is in an audience."""
    return read_flags(world, MEMBERS, advertiser, number)


def fill(world: World, advertiser: Account, number: int, flags: Flags) -> None:
    """Write who is in an audience."""
    write_flags(world, MEMBERS, advertiser, number, flags)
    audience = world.store.get(AUDIENCE, advertiser.id, str(number))
    if audience is not None:
        audience.update(status=READY, user_count=int(flags.sum()), last_modified_time=written(world))
        world.store.put(AUDIENCE, advertiser.id, str(number), audience)


def read_flags(world: World, kind: str, advertiser: Account, number: int) -> Flags:
    """Read a mark of some people, of nobody if none was written."""
    held = world.store.get(kind, advertiser.id, str(number))
    if held is None:
        return np.zeros(world.people.count, dtype=bool)
    bits = np.frombuffer(b64decode(held["bits"]), dtype=np.uint8)
    return np.unpackbits(bits, count=world.people.count).astype(bool)


def write_flags(world: World, kind: str, advertiser: Account, number: int, flags: Flags) -> None:
    """Write a mark of some people."""
    # Ads ask for their audiences every hour: bits are read a hundred times as quickly as a list of people.
    world.store.put(kind, advertiser.id, str(number), {"bits": b64encode(np.packbits(flags).tobytes()).decode()})


def named(call: Call) -> Doc:
    """Return the audience that a call names."""
    number = arguments.whole(call.body, "audience_id")
    audience = call.world.store.get(AUDIENCE, call.account.id, str(number))
    if audience is None:
        raise ApiError(ads.NOT_FOUND, "no such audience of this advertiser")
    return audience


def later(world: World, advertiser: Account, name: str, params: Json) -> None:
    """Let the platform do something when it has worked through its queue."""
    due = world.now() + world.settings.ads_audience_sim_minutes * 60
    world.store.plan(due, NOBODY, name, {"account": advertiser.id, **params})


def written(world: World) -> str:
    """Write the moment as Ads do."""
    return f"{china_date(world.now()):%Y-%m-%d %H:%M:%S}"


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
