"""Telling a sender's server what became of its messages, and letting it read what people answered."""

import json
import secrets
import time
from collections.abc import Sequence
from urllib.parse import urlsplit

from wechat_sandbox.accounts import SMS_SENDER, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.faults import Fault
from wechat_sandbox.posts import COURIERS
from wechat_sandbox.registry import SMS, Call, Json, endpoint
from wechat_sandbox.settings import Settings
from wechat_sandbox.sms.door import BAD_CALL, SMS_DOOR, signature
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

VIA = "sms"
PAGE = 100


class SmsCourier:
    """Signs a notification the way a sender signs its calls."""

    def write(self, world: World, doc: Doc, fault: Fault | None) -> tuple[dict[str, str], bytes]:
        """Write headers and body of one try."""
        account = world.accounts.get(doc["account"])
        secret = account.secret if account else ""
        body = json.dumps(doc["message"], ensure_ascii=False).encode()
        age = 3600 if fault is not None and fault.old_timestamp else 0
        stamp, nonce = str(int(time.time()) - age), secrets.token_hex(8)
        split = urlsplit(doc["url"])
        target = split.path + (f"?{split.query}" if split.query else "")
        signed = signature(secret, "POST", target, stamp, nonce, body)
        headers = {
            "content-type": "application/json",
            "x-sms-key": account.app_id if account else "",
            "x-sms-timestamp": stamp,
            "x-sms-nonce": nonce,
            "x-sms-signature": "0" * 64 if fault is not None and fault.wrong_signature else signed,
        }
        return headers, body

    def pauses(self, settings: Settings) -> Sequence[float]:
        """Try as often as callbacks are tried."""
        return [settings.callback_pause_wall_seconds] * settings.callback_resends

    def patience(self, settings: Settings) -> float:
        """Wait as long as for callbacks."""
        return settings.callback_answer_wall_seconds

    def taken(self, status: int) -> bool:
        """Any 2xx will do."""
        return 200 <= status < 300


COURIERS[VIA] = SmsCourier()


def notify(world: World, sender: Account, person: int, event: str, fields: Json) -> list[int]:
    """Post an event to the sender's server; return the deliveries that carry it."""
    if not sender.callback_url:
        return []
    return [world.posts.send(VIA, sender, person, sender.callback_url, event, {"event": event, **fields})]


@endpoint(SMS, "GET", "/v1/replies", SMS_SENDER, door=SMS_DOOR)
def list_replies(call: Call) -> Json:
    """Read what people have answered, from `cursor` on."""
    cursor = call.query.get("cursor", "0")
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= 18):
        raise ApiError(BAD_CALL, "cursor is the next_cursor of a page")
    found = call.world.store.entries(f"sms replies {call.account.id}", int(cursor), PAGE)
    return {"items": [reply for _, reply in found], "next_cursor": str(found[-1][0]) if found else cursor}
