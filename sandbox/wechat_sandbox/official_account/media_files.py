"""Media: what a file is by its bytes, how large it may be, and keeping it."""

from base64 import b64decode, b64encode
from dataclasses import dataclass

from wechat_sandbox.accounts import Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import IMAGES, Call, Json, Upload
from wechat_sandbox.settings import Settings
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

IMAGE, VOICE, VIDEO, THUMB, NEWS = "image", "voice", "video", "thumb", "news"
TYPES = (IMAGE, VOICE, VIDEO, THUMB)

MEDIA_TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "amr": "audio/amr",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "mp4": "video/mp4",
}
_FORMATS = {
    IMAGE: ("jpg", "png", "gif", "bmp"),
    VOICE: ("amr", "mp3", "wav"),
    VIDEO: ("mp4",),
    THUMB: ("jpg", "png"),
}


@dataclass(frozen=True)
class MediaFile:
    """A file that has been looked at."""

    type: str
    format: str
    name: str
    body: bytes


def format_of(body: bytes) -> str:
    """Tell a file's format by its first bytes, empty when it is none that WeChat takes."""
    if body.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if body.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if body.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if body.startswith(b"#!AMR"):
        return "amr"
    if body.startswith((b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")):
        return "mp3"
    if body[:4] == b"RIFF" and body[8:12] == b"WAVE":
        return "wav"
    if body[4:8] == b"ftyp":
        return "mp4"
    return "bmp" if body.startswith(b"BM") else ""


def uploaded(call: Call, kind: str, most_bytes: int = 0) -> MediaFile:
    """Read the file of an upload.

    Args:
        kind: one of TYPES.
        most_bytes: a limit of its own instead of the kind's.

    Raises:
        ApiError: 40004 for a kind that is none, 41005 without a file, 40005 for a file of another kind, 45001 when too large.
    """
    if kind not in TYPES:
        raise ApiError(40004, f"type is one of {', '.join(TYPES)}")
    upload = _file(call)
    found = format_of(upload.body)
    if found not in _FORMATS[kind]:
        raise ApiError(40005, f"the bytes are those of {found or 'no known format'}; {kind} is {', '.join(_FORMATS[kind])}")
    most = most_bytes or _most_bytes(call.world.settings, kind)
    if len(upload.body) > most:
        raise ApiError(45001, f"{kind} is at most {most} bytes")
    return MediaFile(kind, found, upload.name[:200] or f"{kind}.{found}", upload.body)


def keep(world: World, account: Account, media_id: str, file: MediaFile, **about: object) -> Doc:
    """Keep a file under its media_id; `about` says more, such as `expires` of temporary media."""
    number = world.store.next_number("media pictures")
    picture_id = world.dice.word(43, "media address", account.id, number)
    url = f"http://{IMAGES}/mmbiz_{file.format}/{picture_id}/0"
    doc = {"media_id": media_id, "type": file.type, "format": file.format, "name": file.name, "url": url, **about}
    world.store.put("media body", account.id, media_id, {"body": b64encode(file.body).decode()})
    world.store.put("media address", "", picture_id, {"account": account.id, "media_id": media_id})
    return doc


def body_of(world: World, account_id: str, media_id: str) -> bytes:
    """Return a file's bytes, none when it is gone."""
    held = world.store.get("media body", account_id, media_id)
    return b64decode(held["body"]) if held else b""


def alive(world: World, account: Account, media_id: object, *types: str) -> Doc:
    """Find temporary media that still live, or permanent ones, of one of the types.

    Raises:
        ApiError: 40007.
    """
    doc = find(world, account, media_id) if isinstance(media_id, str) and media_id else None
    if doc is None or doc["type"] not in types:
        raise ApiError(40007, f"media_id is of living {' or '.join(types)} of this account")
    return doc


def find(world: World, account: Account, media_id: str) -> Doc | None:
    """Find media by id, None when there are none or their life is over."""
    temporary = world.store.get("temporary media", account.id, media_id)
    if temporary is not None:
        return temporary if temporary["expires"] > world.now() else None
    return world.store.get("material", account.id, media_id)


def disposition(doc: Doc) -> dict[str, str]:
    """Write the header that names a downloaded file."""
    return {"content-disposition": f'attachment; filename="{doc["media_id"]}.{doc["format"]}"'}


def named(doc: Doc) -> Json:
    """Name new media as WeChat does: a thumb has a thumb_media_id."""
    return {"thumb_media_id" if doc["type"] == THUMB else "media_id": doc["media_id"]}


def _file(call: Call) -> Upload:
    upload = call.files.get("media") or next(iter(call.files.values()), None)
    if upload is None or not upload.body:
        raise ApiError(41005, "the form has a file called media")
    return upload


def _most_bytes(settings: Settings, kind: str) -> int:
    sizes = {
        IMAGE: settings.image_bytes,
        VOICE: settings.voice_bytes,
        VIDEO: settings.video_bytes,
        THUMB: settings.thumb_bytes,
    }
    return sizes[kind]
