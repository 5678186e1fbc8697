"""Web authorisation, the person's side: the page of open.weixin.qq.com that ends at the brand's page with a code."""

from urllib.parse import urlencode

from wechat_sandbox.accounts import OFFICIAL_ACCOUNT, WECOM, Account
from wechat_sandbox.codes import OAUTH
from wechat_sandbox.errors import ApiError
from wechat_sandbox.gateway.pages import PAGE_DOOR
from wechat_sandbox.official_account import visitor_pages
from wechat_sandbox.registry import OPEN, Call, Reply, endpoint, redirect
from wechat_sandbox.wecom import visits
from wechat_sandbox.world import World

BASE, USERINFO, LOGIN = "snsapi_base", "snsapi_userinfo", "snsapi_login"
LONGEST_STATE = 128


@endpoint(OPEN, "GET", "/connect/oauth2/authorize", OFFICIAL_ACCOUNT, WECOM, bearer="", daily=0, door=PAGE_DOOR)
def authorize(call: Call) -> Reply:
    """Lead a person in WeChat or WeCom to the brand's page: silently, or after they agreed."""
    if call.account.kind == WECOM:
        return visits.authorize(call)
    return _lead(call, (BASE, USERINFO))


@endpoint(OPEN, "GET", "/connect/qrconnect", OFFICIAL_ACCOUNT, bearer="", daily=0, door=PAGE_DOOR)
def log_in(call: Call) -> Reply:
    """Let a person at a computer log in with WeChat."""
    return _lead(call, (LOGIN,))


def new_code(world: World, account: Account, person: int, scope: str) -> str:
    """Make the code that a brand's page gets."""
    number = world.store.next_number("oauth codes")
    code = world.dice.word(32, "oauth code", account.id, number)
    snapshot = world.dice.one("snapshot", person, number) < world.settings.snapshot_users
    life = world.settings.oauth_code_wall_seconds
    return world.codes.add(OAUTH, account.id, code, life, person=person, scope=scope, snapshot=snapshot)


def _lead(call: Call, scopes: tuple[str, ...]) -> Reply:
    query = call.query
    back = visitor_pages.allowed_address(call.account, query.get("redirect_uri", ""))
    if query.get("response_type") != "code":
        raise ApiError(10016, "response_type is code")
    scope, state = query.get("scope", ""), query.get("state", "")
    if scope not in scopes:
        raise ApiError(10005, f"scope is {' or '.join(scopes)}")
    if len(state.encode()) > LONGEST_STATE:
        raise ApiError(40035, f"state is at most {LONGEST_STATE} bytes")
    person = visitor_pages.visitor(call)
    if person is None:
        return visitor_pages.choose(call)
    answer = query.get("sandbox_consent", "")
    if scope != BASE and answer == "deny":
        return visitor_pages.refused()
    if scope != BASE and answer != "allow":
        return visitor_pages.consent(call, person, "微信授权", "申请获得你的昵称、头像")
    code = new_code(call.world, call.account, person, scope)
    return redirect(visitor_pages.with_query(back, urlencode({"code": code, "state": state})))
