"""What a message from a person holds, and how the account hears of it."""

import time
from functools import lru_cache
from typing import Any

from wechat_sandbox import windows
from wechat_sandbox.accounts import OFFICIAL_ACCOUNT, Account
from wechat_sandbox.official_account import blacklist, diary, media, service_desk
from wechat_sandbox.official_account.datacube import MESSAGE_TYPES
from wechat_sandbox.official_account.media_files import IMAGE, THUMB, VIDEO, VOICE, MediaFile
from wechat_sandbox.pictures import qr_png
from wechat_sandbox.registry import Act, ActError, Json
from wechat_sandbox.world import World

PICTURES = 64
MEDIA_KINDS = ("image", "voice", "video", "shortvideo")
LONGEST_LABEL = 200
FIRST_MSG_ID = 24_000_000_000_000_000
_AMR = b"#!AMR\n" + bytes([0x3C]) * 32
_MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(32)


def said(world: World, account: Account, act: Act, kind: str, **fields: Any) -> list[int]:
    """Let an account hear a message; who is on its blacklist or talks to its service desk is not heard by the server."""
    openid = world.people.openid(account, act.person)
    windows.open_by_message(world, account, openid)
    world.store.put("talk", account.id, openid, {"wall": time.time(), "typing": 0.0})
    if account.kind == OFFICIAL_ACCOUNT:
        diary.note(world, account, diary.WROTE, act.person, act.at, kind=MESSAGE_TYPES[kind])
        if blacklist.blocked(world, account, openid) or service_desk.talks(world, account, openid):
            return []
    msgid = FIRST_MSG_ID + world.store.next_number("messages from people")
    return world.callback(account, act.person, act.at, MsgType=kind, **fields, MsgId=msgid)


def media_of(world: World, account: Account, act: Act, kind: str) -> Json:
    """Make a picture, voice or video, which the account may fetch for three days."""
    number = world.store.next_number("media of people")
    if kind == "image":
        doc = media.add_temporary(world, account, MediaFile(IMAGE, "png", "photo.png", _picture(number)))
        return {"PicUrl": doc["url"], "MediaId": doc["media_id"]}
    if kind == "voice":
        doc = media.add_temporary(world, account, MediaFile(VOICE, "amr", "voice.amr", _AMR))
        return {"MediaId": doc["media_id"], "Format": "amr"}
    doc = media.add_temporary(world, account, MediaFile(VIDEO, "mp4", "video.mp4", _MP4))
    thumb = media.add_temporary(world, account, MediaFile(THUMB, "png", "thumb.png", _picture(number)))
    return {"MediaId": doc["media_id"], "ThumbMediaId": thumb["media_id"]}


def place_of(world: World, act: Act) -> Json:
    """Say where a person is: near home, or at `latitude` and `longitude`."""
    label, latitude, longitude = _home(world, act)
    return {
        "Location_X": latitude,
        "Location_Y": longitude,
        "Scale": 15,
        "Label": str(act.params.get("label") or label)[:LONGEST_LABEL],
    }


def report_place(world: World, account: Account, act: Act) -> list[int]:
    """Opening a talk tells the account where a person is, if it asks for that and the person lets it."""
    lets = world.dice.one("reports location", act.person, 0) < world.settings.reports_location
    if not account.more.get("location_report") or not lets:
        return []
    _, latitude, longitude = _home(world, act)
    fields = {"Event": "LOCATION", "Latitude": latitude, "Longitude": longitude, "Precision": 65.0}
    return world.callback(account, act.person, act.at, **fields)


def _home(world: World, act: Act) -> tuple[str, float, float]:
    homes = world.people.traits.households
    home, (latitude, longitude) = homes.address(act.person), homes.coordinates(act.person)
    label = home["city"] + home["district"]
    given = act.params.get("latitude"), act.params.get("longitude")
    if given != (None, None):
        if not all(isinstance(value, (int, float)) and abs(value) <= 180 for value in given):
            raise ActError("latitude and longitude are numbers of degrees")
        return label, float(given[0]), float(given[1])  # type: ignore[arg-type]
    return label, latitude, longitude


def _picture(number: int) -> bytes:
    return _drawn(number % PICTURES)


@lru_cache(maxsize=PICTURES)
def _drawn(number: int) -> bytes:
    return qr_png(f"picture {number}", scale=2)
