"""Pictures at addresses of their own: the QR codes of live codes and groups, and what `uploadimg` keeps for ever."""

from base64 import b64decode, b64encode

from wechat_sandbox.accounts import WECOM, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.official_account.named_pages import NamedPageDoor
from wechat_sandbox.pictures import qr_png
from wechat_sandbox.registry import WORK_IMAGES, Call, Reply, endpoint, picture
from wechat_sandbox.world import World

_KIND = "work picture"


@endpoint(WORK_IMAGES, "GET", "/wwpic/{name}/0", WECOM, bearer="", daily=0, door=NamedPageDoor(_KIND))
def show(call: Call) -> Reply:
    """Show a picture. A QR code says its own address, by which a phone finds what it is for."""
    held = call.world.store.get(_KIND, "", call.params["name"])
    if held is None:
        raise ApiError(40007, "nothing is at this address", 404)
    if held["body"]:
        return picture(b64decode(held["body"]), "image/png" if held["png"] else "image/jpeg")
    return picture(qr_png(_address(call.params["name"])))


def new_code(world: World, corp: Account, *about: object) -> str:
    """Make the picture of a code; return its address."""
    return _keep(world, corp, b"", *about)


def new_picture(world: World, corp: Account, body: bytes, *about: object) -> str:
    """Keep a picture for ever; return its address."""
    return _keep(world, corp, body, *about)


def _keep(world: World, corp: Account, body: bytes, *about: object) -> str:
    name = world.dice.word(40, _KIND, corp.id, *about)
    doc = {"account": corp.id, "body": b64encode(body).decode(), "png": body.startswith(b"\x89PNG")}
    world.store.put(_KIND, "", name, doc)
    return _address(name)


def _address(name: str) -> str:
    return f"https://{WORK_IMAGES}/wwpic/{name}/0"
