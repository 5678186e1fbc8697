"""QR codes with a scene: what a store prints and people scan."""

from wechat_sandbox.accounts import OFFICIAL_ACCOUNT
from wechat_sandbox.errors import ApiError
from wechat_sandbox.gateway.pages import PAGE_DOOR
from wechat_sandbox.pictures import qr_png
from wechat_sandbox.registry import API, PAGES, Call, Json, Reply, endpoint, picture

TEMPORARY = ("QR_SCENE", "QR_STR_SCENE")
PERMANENT = ("QR_LIMIT_SCENE", "QR_LIMIT_STR_SCENE")
SHORTEST_LIFE = 60


@endpoint(API, "POST", "/cgi-bin/qrcode/create", OFFICIAL_ACCOUNT, daily=100_000)
def create_code(call: Call) -> Json:
    """Make a code; the sandbox's stores post it at once."""
    world, account = call.world, call.account
    name = call.text("action_name", 40053)
    if name not in TEMPORARY + PERMANENT:
        raise ApiError(40053, f"action_name is one of {', '.join(TEMPORARY + PERMANENT)}")
    scene = _scene(call, name)
    life = _life(call) if name in TEMPORARY else 0
    if name in PERMANENT:
        _count_permanent(call)
    number = world.store.next_number("qr codes")
    ticket = "gQ" + world.dice.word(43, "ticket", number) + world.dice.word(43, "ticket tail", number)
    url = "http://weixin.qq.com/q/" + world.dice.word(22, "qr url", number)
    expires = world.now() + life if life else 0
    doc = {"ticket": ticket, "scene": scene, "url": url, "expires": expires}
    world.store.put("scene code", account.id, ticket, doc)
    world.store.put("qr ticket", "", ticket, {"account": account.id})
    answer: Json = {"ticket": ticket, "url": url}
    return {**answer, "expire_seconds": life} if life else answer


@endpoint(PAGES, "GET", "/cgi-bin/showqrcode", OFFICIAL_ACCOUNT, bearer="", daily=0, door=PAGE_DOOR)
def show_code(call: Call) -> Reply:
    """Draw a code for its ticket."""
    code = call.world.store.get("scene code", call.account.id, call.query["ticket"])
    if code is None or (code["expires"] and code["expires"] <= call.world.now()):
        raise ApiError(40035, "the code's life is over")
    return picture(qr_png(code["url"]))


def _scene(call: Call, name: str) -> str:
    info = call.body.get("action_info")
    scene = info.get("scene") if isinstance(info, dict) else None
    if not isinstance(scene, dict):
        raise ApiError(40053, "action_info.scene is missing")
    if "STR" in name:
        text = scene.get("scene_str")
        if not isinstance(text, str) or not 1 <= len(text) <= 64:
            raise ApiError(40169, "scene_str is a text of 1 to 64")
        return text
    number = scene.get("scene_id")
    most = 100_000 if name in PERMANENT else 2**32 - 1
    if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= most:
        raise ApiError(40169, f"scene_id is a number of 1 to {most}")
    return str(number)


def _life(call: Call) -> int:
    life = call.number("expire_seconds", 40035, SHORTEST_LIFE)
    return min(max(life, SHORTEST_LIFE), call.world.settings.temporary_qr_sim_seconds)


def _count_permanent(call: Call) -> None:
    made = call.world.store.next_number(f"permanent codes of {call.account.id}")
    if made > call.world.settings.permanent_qr_codes:
        raise ApiError(45029, f"{call.world.settings.permanent_qr_codes} permanent codes an account")
