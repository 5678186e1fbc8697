"""Pictures in messages, found by the media_id that they were sent with."""

from base64 import b64decode

from wechat_sandbox.official_account import media_files
from wechat_sandbox.world import World

# What a browser may be told a picture is, by its first bytes; anything else is not shown.
_BEGINNINGS = ((b"\x89PNG", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF8", "image/gif"), (b"BM", "image/bmp"))


def find(world: World, account_id: str, media_id: str) -> tuple[bytes, str] | None:
    """Return a picture's bytes and type, None when there is no such picture."""
    body = media_files.body_of(world, account_id, media_id)
    if not body and (held := world.store.get("work file body", account_id, media_id)):
        body = b64decode(held["base64"])
    kind = next((kind for beginning, kind in _BEGINNINGS if body.startswith(beginning)), None)
    return (body, kind) if kind else None
