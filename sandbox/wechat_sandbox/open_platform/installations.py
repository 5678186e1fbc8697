"""Which corps have installed which suite of a WeCom provider."""

from wechat_sandbox.accounts import SUITE, WECOM, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.open_platform.authorizations import provider_of, token_kind
from wechat_sandbox.open_platform.notices import tell
from wechat_sandbox.registry import Endpoint, Json, guard
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

AUTH_CODE = "suite auth code"
PRE_AUTH = "suite pre-auth code"
INSTALLATION = "suite installation"


def install(world: World, suite: Account, corp: Account, userid: str, state: str = "") -> Json:
    """Install a suite: the provider gets a code, to exchange for the permanent one.

    Returns:
        the code and the deliveries that tell of it.
    """
    if find(world, suite, corp.app_id) is None:
        doc = {"account": corp.id, "corpid": corp.app_id, "permanent_code": "", "installer": userid, "generation": 1}
        world.store.put(INSTALLATION, suite.id, corp.app_id, doc)
    return _hand_out(world, suite, corp, "create_auth", {"State": state} if state else {})


def reset(world: World, suite: Account, corp: Account) -> Json:
    """Make a new permanent code, as the provider's console does when the old one is lost or leaked."""
    doc = need(world, suite, corp.app_id)
    world.tokens.take_back(corp, doc["permanent_code"])
    changed = {**doc, "permanent_code": "", "generation": doc["generation"] + 1}
    world.store.put(INSTALLATION, suite.id, corp.app_id, changed)
    return _hand_out(world, suite, corp, "reset_permanent_code", {"AuthCorpId": corp.app_id})


def change(world: World, suite: Account, corp: Account) -> list[int]:
    """Tell the provider that the corp has changed what the suite may see."""
    return tell(world, suite, "change_auth", AuthCorpId=corp.app_id)


def uninstall(world: World, suite: Account, corp: Account) -> list[int]:
    """Remove a suite; return the deliveries that tell of it."""
    if held := find(world, suite, corp.app_id):
        world.tokens.take_back(corp, held["permanent_code"])
    world.store.delete(INSTALLATION, suite.id, corp.app_id)
    return tell(world, suite, "cancel_auth", AuthCorpId=corp.app_id)


def find(world: World, suite: Account, corpid: str) -> Doc | None:
    """Return a corp's installation of a suite."""
    return world.store.get(INSTALLATION, suite.id, corpid)


def need(world: World, suite: Account, corpid: object) -> Doc:
    """Return a corp's installation of a suite.

    Raises:
        ApiError: 48004 without one.
    """
    held = find(world, suite, corpid) if isinstance(corpid, str) else None
    if held is None:
        raise ApiError(48004, "the corp has not installed the suite, or has removed it")
    return held


def permanent_code(world: World, suite: Account, corp: Account) -> str:
    """Return the code that lasts as long as the installation, made when first asked for; gettoken takes it as a secret."""
    doc = need(world, suite, corp.app_id)
    if not doc["permanent_code"]:
        doc = {**doc, "permanent_code": world.dice.word(43, "permanent code", suite.id, corp.id, doc["generation"])}
        world.store.put(INSTALLATION, suite.id, corp.app_id, doc)
        world.tokens.hand(corp, doc["permanent_code"], token_kind(suite))
    return str(doc["permanent_code"])


def choices(world: World) -> list[Account]:
    """List the corps that may install a suite."""
    return world.accounts.of_kind(WECOM)


@guard
def still_installed(world: World, endpoint: Endpoint, account: Account, token: str) -> None:
    """Refuse a corp's token that was given through a suite which the corp has removed.

    Raises:
        ApiError: 48004.
    """
    suite = provider_of(world, token)
    if suite is not None and suite.kind == SUITE:
        need(world, suite, account.app_id)


def _hand_out(world: World, suite: Account, corp: Account, info_type: str, more: Json) -> Json:
    number = world.store.next_number("suite auth codes")
    code = world.dice.word(43, "suite auth code", suite.id, number) + world.dice.word(21, "suite auth tail", number)
    world.codes.add(AUTH_CODE, suite.id, code, world.settings.suite_auth_code_wall_seconds, corpid=corp.app_id)
    return {"auth_code": code, "deliveries": tell(world, suite, info_type, AuthCode=code, **more)}
