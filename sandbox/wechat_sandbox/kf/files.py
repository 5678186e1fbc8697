"""Pictures and voices that people send to customer service; a corp downloads them by media/get like its own files."""

from base64 import b64encode

from wechat_sandbox.accounts import Account
from wechat_sandbox.pictures import qr_png
from wechat_sandbox.world import World

_VOICE = b"#!AMR\n" + bytes(200)
_NAMES = {"image": ("picture.png", "image/png"), "voice": ("voice.amr", "audio/amr")}


def keep(world: World, corp: Account, kind: str, person: int, at: float) -> str:
    """Keep what a person has photographed or said; return its media_id."""
    media_id = "3" + world.dice.word(42, "kf file", corp.id, person, int(at))
    name, media_type = _NAMES.get(kind, ("file.bin", "application/octet-stream"))
    body = qr_png(f"photo {media_id}") if kind == "image" else _VOICE
    about = {"media_id": media_id, "type": kind, "use": 0, "created": int(at), "name": name, "media_type": media_type}
    world.store.put("work file", corp.id, media_id, about)
    world.store.put("work file body", corp.id, media_id, {"base64": b64encode(body).decode()})
    return media_id
