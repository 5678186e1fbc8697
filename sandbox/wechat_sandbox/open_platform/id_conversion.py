"""One person, many ids: what a WeCom provider may ask to have turned into what, and how often.

Ids differ by corp and by whose application asks. An application developed for a corp (代开发) sees the corp's own
external_userids, which are those of its APIs; the provider's own application (第三方应用) sees others.
"""

from wechat_sandbox.accounts import MINI_PROGRAM, OFFICIAL_ACCOUNT, SUITE, WECOM, Account
from wechat_sandbox.clock import DAY, china_date, china_day
from wechat_sandbox.errors import ApiError
from wechat_sandbox.open_platform import installations
from wechat_sandbox.open_platform.authorizations import provider_of
from wechat_sandbox.open_platform.doors import PROVIDER_DOOR, SUITE_DOOR
from wechat_sandbox.registry import WORK, Call, Json, endpoint
from wechat_sandbox.wecom import contacts, groups
from wechat_sandbox.world import World

_EC = "/cgi-bin/externalcontact"
_CONVERT = "/cgi-bin/idconvert"
_SERVICE_EC = "/cgi-bin/service/externalcontact"
PENDING = "pending id"
OF_CORP, OF_PROVIDER = 0, 1
MIGRATED_A_CALL = 1000


@endpoint(WORK, "POST", f"{_CONVERT}/unionid_to_external_userid", WECOM)
def from_unionid(call: Call) -> Json:
    """Tell which customer a visitor is; of somebody who is none yet, give an id to ask with later."""
    suite = _suite(call)
    subject = call.number("subject_type", 40058, OF_CORP)
    if subject not in (OF_CORP, OF_PROVIDER):
        raise ApiError(40058, "subject_type is 0 (the corp's own app) or 1 (the provider's)")
    settings = call.world.settings
    hour, day = settings.unionid_conversions_per_hour, settings.unionid_conversions_per_day
    person = _visitor(call, suite if subject == OF_PROVIDER else call.account)
    _count(call, "unionid", {"hour": hour, "day": day, "month": settings.unionid_conversions_per_month})
    external = call.world.people.openid(call.account, person)
    if contacts.of_customer(call.world, call.account, external):
        return {"external_userid": external}
    pending = "pm" + call.world.dice.word(30, "pending", suite.id, call.account.id, person)
    doc = {"pending_id": pending, "expires": call.world.now() + settings.pending_id_sim_days * DAY}
    call.world.store.put(PENDING, f"{suite.id}:{call.account.id}", external, doc)
    return {"pending_id": pending}


@endpoint(WORK, "POST", f"{_CONVERT}/batch/external_userid_to_pending_id", WECOM)
def to_pending(call: Call) -> Json:
    """Tell which of these customers had been given a pending_id when they were none yet."""
    suite = _suite(call)
    asked = call.texts("external_userid", 40058, call.world.settings.ids_per_conversion)
    for external in asked:
        _customer(call, external)
    held = {one: call.world.store.get(PENDING, f"{suite.id}:{call.account.id}", one) for one in asked}
    alive = {one: doc for one, doc in held.items() if doc and doc["expires"] > call.world.now()}
    return {"result": [{"external_userid": one, "pending_id": doc["pending_id"]} for one, doc in alive.items()]}


@endpoint(WORK, "POST", f"{_SERVICE_EC}/unionid_to_external_userid_3rd", SUITE, bearer="suite_access_token", door=SUITE_DOOR)
def from_unionid_everywhere(call: Call) -> Json:
    """Tell which customer a visitor is in the corps that have installed the suite, or in the one of `corpid`."""
    suite, world = call.account, call.world
    corpid = call.body.get("corpid")
    named = [installations.need(world, suite, corpid)] if corpid else world.store.all(installations.INSTALLATION, suite.id)
    person = _visitor(call, suite)
    settings = world.settings
    most = {"hour": settings.unionid_conversions_3rd_per_hour, "day": settings.unionid_conversions_3rd_per_day}
    _count(call, "unionid 3rd", most)
    corps = [corp for doc in named if (corp := world.accounts.get(doc["account"])) is not None]
    known = [corp for corp in corps if contacts.of_customer(world, corp, world.people.openid(corp, person))]
    found = [{"corpid": corp.app_id, "external_userid": service_id(world, suite, corp, person)} for corp in known]
    return {"external_userid_info": found}


@endpoint(WORK, "POST", f"{_EC}/unionid_to_external_userid", WECOM)
def from_corps_unionid(call: Call) -> Json:
    """Tell by which id the provider's own application knows a visitor of the corp's Mini Program."""
    suite = _suite(call)
    person = _visitor(call, call.account)
    if not contacts.of_customer(call.world, call.account, call.world.people.openid(call.account, person)):
        raise ApiError(84061, "the person is no customer of the corp")
    return {"external_userid": service_id(call.world, suite, call.account, person)}


@endpoint(WORK, "POST", f"{_EC}/to_service_external_userid", WECOM)
def to_service(call: Call) -> Json:
    """Turn a customer's id of the corp into that of the provider's own application."""
    suite = _suite(call)
    person = _customer(call, call.text("external_userid", 40096))
    return {"external_userid": service_id(call.world, suite, call.account, person)}


@endpoint(WORK, "POST", f"{_EC}/get_new_external_userid", WECOM)
def migrate(call: Call) -> Json:
    """Turn many ids of the corp's customers into those of the provider's own application, before they are switched."""
    return {"items": _migrated(call)}


@endpoint(WORK, "POST", f"{_EC}/groupchat/get_new_external_userid", WECOM)
def migrate_group(call: Call) -> Json:
    """Turn the ids of a customer group's members, who need not be any member's customers."""
    group = groups.find(call.world, call.account, call.body.get("chat_id"))
    if group is None:
        raise ApiError(40050, "no such customer group")
    return {"items": [pair for pair in _migrated(call) if pair["external_userid"] in group["members"]]}


@endpoint(
    WORK, "POST", f"{_SERVICE_EC}/finish_external_userid_migration", SUITE, bearer="provider_access_token", door=PROVIDER_DOOR
)
def finish_migration(call: Call) -> Json:
    """Say that a corp's ids have been switched."""
    installations.need(call.world, call.account, call.body.get("corpid"))
    return {}


def service_id(world: World, suite: Account, corp: Account, person: int) -> str:
    """Return the id by which a provider's own application knows a corp's customer."""
    return world.people.ids.write("wm", 32, f"service {suite.app_id} {corp.app_id}", person)


def _migrated(call: Call) -> list[Json]:
    suite = _suite(call)
    asked = call.texts("external_userid_list", 40058, MIGRATED_A_CALL)
    pairs = [(one, call.world.people.find(call.account, one)) for one in asked]
    return [
        {"external_userid": one, "new_external_userid": service_id(call.world, suite, call.account, person)}
        for one, person in pairs
        if person is not None
    ]


def _suite(call: Call) -> Account:
    """Return the suite through which a corp's token was given.

    Raises:
        ApiError: 48002 for the corp's own token: only providers' applications convert ids.
    """
    suite = provider_of(call.world, call.query["access_token"])
    if suite is None or suite.kind != SUITE:
        raise ApiError(48002, "ids are converted by the applications of a provider")
    return suite


def _visitor(call: Call, owner: Account) -> int:
    """Return who a unionid and an openid name together, in an app of `owner`'s open-platform account.

    Raises:
        ApiError: 40058 when they do not, 40003 when the openid is that of another app.
    """
    world = call.world
    person = world.people.find_unionid(owner, call.text("unionid", 40058))
    if person is None:
        raise ApiError(40058, "unionid is not one of this open-platform account")
    openid = call.text("openid", 40058)
    apps = [*world.accounts.of_kind(MINI_PROGRAM), *world.accounts.of_kind(OFFICIAL_ACCOUNT)]
    same = [app for app in apps if app.open_platform == owner.open_platform]
    if not any(world.people.openid(app, person) == openid for app in same):
        raise ApiError(40003, "openid and unionid are of one person, in an app of the same subject")
    return person


def _customer(call: Call, external: str) -> int:
    person = call.world.people.find(call.account, external)
    if person is None:
        raise ApiError(40096, "not a customer id of this corp")
    return person


def _count(call: Call, what: str, most: dict[str, int]) -> None:
    """Count a conversion against the ceilings of an hour, a day and a month.

    Raises:
        ApiError: 45009.
    """
    now = call.world.now()
    current = {"hour": int(now // 3600), "day": china_day(now), "month": int(f"{china_date(now):%Y%m}")}
    held = call.world.store.get("conversions", call.account.id, what) or {}
    counted = {}
    for stretch, ceiling in most.items():
        when, number = held.get(stretch, (0, 0))
        number = number + 1 if when == current[stretch] else 1
        if number > ceiling:
            raise ApiError(45009, f"{ceiling} conversions in a {stretch}")
        counted[stretch] = (current[stretch], number)
    call.world.store.put("conversions", call.account.id, what, counted)
