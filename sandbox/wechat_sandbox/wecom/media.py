"""Files: pictures, voices, videos and others that a corp uploads for three days, and pictures that stay."""

import re
from base64 import b64decode, b64encode

from wechat_sandbox.accounts import WECOM
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import WORK, Call, Json, Reply, Upload, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom import pictures

MB = 1024 * 1024
LARGEST = {"image": 10 * MB, "voice": 2 * MB, "video": 10 * MB, "file": 20 * MB}
LARGEST_PICTURE = 2 * MB
SMALLEST = 5
FOR_MOMENTS, FOR_PRODUCTS = 1, 2
_UNKNOWN = "application/octet-stream"


@endpoint(WORK, "POST", "/cgi-bin/media/upload", WECOM)
def upload(call: Call) -> Json:
    """Keep a file for three days."""
    return _keep(call, _kind(call, "type"), 0)


@endpoint(WORK, "POST", "/cgi-bin/media/upload_attachment", WECOM)
def upload_attachment(call: Call) -> Json:
    """Keep a picture or video for moments, or a picture for products."""
    kind = _kind(call, "media_type")
    use = call.query.get("attachment_type")
    if use not in ("1", "2"):
        raise ApiError(40058, "attachment_type is 1 for moments or 2 for products")
    if kind not in ("image", "video", "file") or (use == "2" and kind != "image"):
        raise ApiError(40004, "moments take pictures and videos, products pictures")
    return _keep(call, kind, int(use))


@endpoint(WORK, "POST", "/cgi-bin/media/uploadimg", WECOM)
def upload_picture(call: Call) -> Json:
    """Keep a picture for ever, under an address."""
    body = _file(call, LARGEST_PICTURE).body
    number = call.world.store.next_number("work pictures")
    return {"url": pictures.new_picture(call.world, call.account, body, "uploaded", number)}


@endpoint(WORK, "GET", "/cgi-bin/media/get", WECOM)
def download(call: Call) -> Reply:
    """Give a file back."""
    held = alive(call, call.query.get("media_id"))
    body = call.world.store.get("work file body", call.account.id, held["media_id"])
    assert body is not None
    headers = {"content-disposition": f'attachment; filename="{held["name"]}"'}
    return Reply(b64decode(body["base64"]), held["media_type"], headers=headers)


def alive(call: Call, media_id: object, kind: str = "", use: int | None = None) -> Doc:
    """Return what is known of a file.

    Raises:
        ApiError: 41006 without an id, 40007 for a file that is unknown, too old or of another kind, 41072 for one that
            was uploaded for something else.
    """
    if not isinstance(media_id, str) or not media_id:
        raise ApiError(41006, "media_id is missing")
    held = call.world.store.get("work file", call.account.id, media_id)
    if held is None or (kind and held["type"] != kind):
        raise ApiError(40007, f"no such {kind or 'file'}")
    if call.world.now() - held["created"] > call.world.settings.media_sim_seconds:
        raise ApiError(40007, f"files live {call.world.settings.media_sim_seconds} s")
    if use is not None and held["use"] != use:
        raise ApiError(41072, "the file was uploaded for something else")
    return held


def _kind(call: Call, name: str) -> str:
    kind = call.query.get(name, "")
    if kind not in LARGEST:
        raise ApiError(40004, f"{name} is one of {', '.join(LARGEST)}")
    return kind


def _file(call: Call, largest: int) -> Upload:
    file = next(iter(call.files.values()), None)
    if file is None or not file.body:
        raise ApiError(44001, "a form with a file is needed")
    if not SMALLEST <= len(file.body) <= largest:
        raise ApiError(45001, f"a file of {SMALLEST} to {largest} bytes")
    return file


def _keep(call: Call, kind: str, use: int) -> Json:
    world, account = call.world, call.account
    file = _file(call, LARGEST[kind])
    number = world.store.next_number("work files")
    media_id = "3" + world.dice.word(42, "work file", account.id, number) + world.dice.word(20, "work file tail", number)
    created = int(world.now())
    about = {"media_id": media_id, "type": kind, "use": use, "created": created}
    # Both go into headers again when the file is given back.
    named = {"name": re.sub(r"[^\w.-]", "_", file.name, flags=re.ASCII)[:100]}
    named["media_type"] = file.media_type if re.fullmatch(r"[\w.+-]+/[\w.+-]+", file.media_type, re.ASCII) else _UNKNOWN
    world.store.put("work file", account.id, media_id, {**about, **named})
    world.store.put("work file body", account.id, media_id, {"base64": b64encode(file.body).decode()})
    # media/upload writes the moment as a text, upload_attachment as a number.
    return {"type": kind, "media_id": media_id, "created_at": str(created) if not use else created}
