"""Who visits a page opened in WeCom (网页授权): a member, a customer, or somebody the corp does not know."""

from html import escape
from urllib.parse import urlencode

from wechat_sandbox.accounts import WECOM, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.gateway.pages import PAGE_DOOR
from wechat_sandbox.official_account import visitor_pages
from wechat_sandbox.registry import LOGIN_WORK, OPEN_WORK, WORK, Act, ActError, Call, Json, Reply, action, endpoint, redirect
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom import contacts
from wechat_sandbox.wecom.identities import customer_openid
from wechat_sandbox.world import World

BASE, PRIVATE = "snsapi_base", "snsapi_privateinfo"
VISIT, TICKET, LOGIN = "work visit", "user ticket", "work js"
LONGEST_STATE = 128


def authorize(call: Call) -> Reply:
    """Lead a member or customer to the corp's page with a code.

    `sandbox_member` or `sandbox_person` in the query says who; else they choose.
    """
    query = call.query
    back = visitor_pages.allowed_address(call.account, query.get("redirect_uri", ""))
    if query.get("response_type") != "code":
        raise ApiError(10016, "response_type is code")
    scope, state = query.get("scope", ""), query.get("state", "")
    if scope not in (BASE, PRIVATE):
        raise ApiError(10005, f"scope is {BASE} or {PRIVATE}")
    if scope == PRIVATE and query.get("agentid") != str(call.account.agent_id):
        raise ApiError(40056, f"{PRIVATE} needs the application's agentid")
    if len(state.encode()) > LONGEST_STATE:
        raise ApiError(40035, f"state is at most {LONGEST_STATE} bytes")
    userid, person = query.get("sandbox_member", ""), visitor_pages.visitor(call)
    if userid and call.world.store.get("staff", call.account.id, userid) is None:
        raise ApiError(60111, "sandbox_member is the userid of a member")
    if not userid and person is None:
        return _choose(call)
    code = new_code(call.world, call.account, userid, person, scope)
    return redirect(visitor_pages.with_query(back, urlencode({"code": code, "state": state})))


@endpoint(OPEN_WORK, "GET", "/wwopen/sso/qrConnect", WECOM, bearer="", daily=0, door=PAGE_DOOR)
def scan_to_log_in(call: Call) -> Reply:
    """Let a member at a computer log in to the corp's site by scanning a code."""
    return _log_in(call)


@endpoint(LOGIN_WORK, "GET", "/wwlogin/sso/login", WECOM, bearer="", daily=0, door=PAGE_DOOR)
def log_in_at_computer(call: Call) -> Reply:
    """Do the same at the newer address."""
    if call.query.get("login_type", "CorpApp") != "CorpApp":
        raise ApiError(40035, "login_type is CorpApp")
    return _log_in(call)


@endpoint(WORK, "GET", "/cgi-bin/auth/getuserinfo", WECOM)
def who_visits(call: Call) -> Json:
    """Tell who visits: once for each code."""
    about = _use(call, VISIT, call.query.get("code", ""))
    if userid := about["userid"]:
        if about["scope"] != PRIVATE:
            return {"userid": userid}
        life = call.world.settings.user_ticket_wall_seconds
        ticket = call.world.dice.word(43, "user ticket", call.world.store.next_number("user tickets"))
        return {"userid": userid, "user_ticket": call.world.codes.add(TICKET, call.account.id, ticket, life, userid=userid)}
    return _outsider(call, about["person"])


@endpoint(WORK, "GET", "/cgi-bin/user/getuserinfo", WECOM)
def who_visits_formerly(call: Call) -> Json:
    """Tell who visits in the words of the interface before."""
    about = _use(call, VISIT, call.query.get("code", ""))
    if userid := about["userid"]:
        return {"UserId": userid, "DeviceId": call.world.dice.word(22, "device of member", call.account.id, userid)}
    told = _outsider(call, about["person"])
    return {"OpenId": told.pop("openid"), **told}


@endpoint(WORK, "POST", "/cgi-bin/auth/getuserdetail", WECOM)
def detail(call: Call) -> Json:
    """Tell what a member has agreed to show: picture, code and numbers."""
    held = call.world.codes.get(TICKET, call.account.id, call.text("user_ticket", 40078))
    doc = held and call.world.store.get("staff", call.account.id, held.about["userid"])
    if not doc:
        raise ApiError(40078, "the ticket is unknown or too old")
    told = {name: doc.get(name, "") for name in ("userid", "avatar", "qr_code", "mobile", "email", "biz_mail", "address")}
    return {**told, "gender": str(doc.get("gender", 0))}


@endpoint(WORK, "GET", "/cgi-bin/miniprogram/jscode2session", WECOM)
def log_in(call: Call) -> Json:
    """Log a member in to a Mini Program opened in WeCom."""
    if call.query.get("grant_type") != "authorization_code":
        raise ApiError(40058, "grant_type is authorization_code")
    about = _use(call, LOGIN, call.query.get("js_code", ""))
    key = call.world.dice.word(22, "work session", call.account.id, about["userid"]) + "=="
    return {"corpid": call.account.app_id, "userid": about["userid"], "session_key": key.replace("-", "+").replace("_", "/")}


@action("get_member_login_code")
def get_member_login_code(world: World, act: Act) -> Json:
    """Let a member (`userid`) call qy.login in a Mini Program, and hand the code out."""
    corp = world.account(act, WECOM)
    userid = _member(world, corp, act)
    code = world.dice.word(43, "work js code", corp.id, world.store.next_number("work js codes"))
    life = world.settings.member_code_wall_seconds
    return {"code": world.codes.add(LOGIN, corp.id, code, life, userid=userid), "deliveries": []}


@action("visit_work_page")
def visit_work_page(world: World, act: Act) -> Json:
    """Open a page of the corp in WeCom as a member (`userid`), else as the person, and hand out the code it gets."""
    corp = world.account(act, WECOM)
    userid = _member(world, corp, act) if act.params.get("userid") else ""
    scope = PRIVATE if act.params.get("scope") == PRIVATE else BASE
    return {"code": new_code(world, corp, userid, act.person, scope), "deliveries": []}


def new_code(world: World, corp: Account, userid: str, person: int | None, scope: str) -> str:
    """Make the code that a page gets for its visitor."""
    code = world.dice.word(43, "work visit", corp.id, world.store.next_number("work visits"))
    life = world.settings.member_code_wall_seconds
    return world.codes.add(VISIT, corp.id, code, life, userid=userid, person=person, scope=scope)


def _log_in(call: Call) -> Reply:
    back = visitor_pages.allowed_address(call.account, call.query.get("redirect_uri", ""))
    if call.query.get("agentid") != str(call.account.agent_id):
        raise ApiError(40056, "agentid is the application's own")
    userid = call.query.get("sandbox_member", "")
    if not userid:
        return _choose(call, outsiders=False)
    if call.world.store.get("staff", call.account.id, userid) is None:
        raise ApiError(60111, "sandbox_member is the userid of a member")
    code = new_code(call.world, call.account, userid, None, BASE)
    return redirect(visitor_pages.with_query(back, urlencode({"code": code, "state": call.query.get("state", "")})))


def _use(call: Call, kind: str, given: str) -> Doc:
    code = call.world.codes.get(kind, call.account.id, given)
    if code is None or code.used:
        raise ApiError(40029, f"the code is unknown, used, or older than {call.world.settings.member_code_wall_seconds} s")
    code.used = True
    return code.about


def _outsider(call: Call, person: int) -> Json:
    told: Json = {"openid": customer_openid(call.world, call.account, person)}
    external = call.world.people.openid(call.account, person)
    if contacts.of_customer(call.world, call.account, external):
        told["external_userid"] = external
    return told


def _member(world: World, corp: Account, act: Act) -> str:
    userid = str(act.params.get("userid", ""))
    if world.store.get("staff", corp.id, userid) is None:
        raise ActError("no such member of staff")
    return userid


def _choose(call: Call, outsiders: bool = True) -> Reply:
    """Ask which member, or if outsiders may come which person, this browser is."""
    people, staff = call.world.people, call.world.store.all("staff", call.account.id)[: visitor_pages.PEOPLE_A_PAGE]
    links = [_link(call, "sandbox_member", doc["userid"], doc["name"], "成员") for doc in staff]
    others = range(min(people.count, visitor_pages.PEOPLE_A_PAGE) if outsiders else 0)
    links += [_link(call, "sandbox_person", str(person), people.name(person), "外部联系人") for person in others]
    hint = "<p><small>在地址中加入 sandbox_member=账号 或 sandbox_person=编号 可跳过此页。</small></p>"
    return visitor_pages.shown("你是谁？", f"<h1>你是谁？</h1>{''.join(links)}{hint}")


def _link(call: Call, name: str, value: str, words: str, told: str) -> str:
    query = urlencode({**call.query, name: value})
    return f'<a href="?{escape(query)}">{escape(words)} <small>{escape(value)} · {told}</small></a>'
