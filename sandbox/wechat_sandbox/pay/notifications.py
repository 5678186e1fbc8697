"""Notifications of WeChat Pay v3: a sealed resource, signed over its exact bytes, posted until it is taken."""

import json
import time
from collections.abc import Sequence

from wechat_sandbox.accounts import Account
from wechat_sandbox.faults import Fault
from wechat_sandbox.pay import keys
from wechat_sandbox.pay.ciphers import seal
from wechat_sandbox.pay.door import signature_headers
from wechat_sandbox.pay.fields import written
from wechat_sandbox.posts import COURIERS
from wechat_sandbox.registry import Json
from wechat_sandbox.settings import Settings
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

VIA = "pay"
PROBE = "WECHATPAY/SIGNTEST/"
"""What the signature of a probe begins with; who takes such a notification does not verify."""
_PAUSES = (15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10_800, 10_800, 10_800, 21_600, 21_600)
_AN_HOUR = 3600


def notify(world: World, merchant: Account, person: int, url: str, event: str, original: str, resource: Json) -> list[int]:
    """Tell the merchant's server what happened, if it named an address; return the delivery."""
    if not url:
        return []
    number = world.store.next_number("pay notifications")
    summary = _SUMMARIES.get(event, event)
    message = {
        "id": world.dice.uuid("pay notification", number),
        "create_time": written(world.now()),
        "event_type": event,
        "resource_type": "encrypt-resource",
        "summary": summary,
        "original_type": original,
        "resource": resource,
    }
    return [world.posts.send(VIA, merchant, person, url, event, message)]


class PayCourier:
    """Seals and signs each try anew, as its timestamp must be fresh."""

    def write(self, world: World, doc: Doc, fault: Fault | None) -> tuple[dict[str, str], bytes]:
        """Write headers and body of one try."""
        merchant = world.accounts.get(doc["account"])
        assert merchant is not None
        message = doc["message"]
        original = message["original_type"]
        nonce = world.dice.word(12, "resource nonce", message["id"], doc["attempts"])
        plain = json.dumps(message["resource"], ensure_ascii=False, separators=(",", ":"))
        resource = {
            "original_type": original,
            "algorithm": "AEAD_AES_256_GCM",
            "ciphertext": seal(keys.api_v3_key(world, merchant), nonce, original, plain),
            "associated_data": original,
            "nonce": nonce,
        }
        shown = {name: value for name, value in message.items() if name not in ("original_type", "resource")}
        body = json.dumps({**shown, "resource": resource}, ensure_ascii=False, separators=(",", ":")).encode()
        return _headers(world, merchant, body, fault), body

    def pauses(self, settings: Settings) -> Sequence[float]:
        """Return the ladder of pauses, shortened as the settings say."""
        tries = max(1, settings.pay_notify_tries)
        return [pause / (settings.pay_notify_speed or 1) for pause in _PAUSES[: tries - 1]]

    def patience(self, settings: Settings) -> float:
        """Return how long an answer may take."""
        return settings.pay_notify_answer_wall_seconds

    def taken(self, status: int) -> bool:
        """Only 200 and 204 say that it was taken."""
        return status in (200, 204)


COURIERS[VIA] = PayCourier()


def _headers(world: World, merchant: Account, body: bytes, fault: Fault | None) -> dict[str, str]:
    stamp = int(time.time()) - (_AN_HOUR if fault is not None and fault.old_timestamp else 0)
    headers = signature_headers(world, keys.signing(world, merchant), body, stamp)
    if fault is not None and fault.wrong_signature:
        headers["Wechatpay-Signature"] = PROBE + headers["Wechatpay-Signature"][len(PROBE) :]
    request_id = world.dice.uuid("pay request", world.store.next_number("pay requests"))
    return {"Content-Type": "application/json", "Request-ID": request_id, **headers}


_SUMMARIES = {
    "TRANSACTION.SUCCESS": "支付成功",
    "REFUND.SUCCESS": "退款成功",
    "REFUND.ABNORMAL": "退款异常",
    "REFUND.CLOSED": "退款关闭",
    "MCHTRANSFER.BILL.FINISHED": "商家转账单据终态通知",
    "MCHTRANSFER.AUTHORIZATION.CONFIRMED": "免确认收款授权结果通知",
    "COUPON.USE": "代金券核销通知",
    "COUPON.SEND": "领券事件通知",
    "COMPLAINT.CREATE": "产生新投诉",
    "COMPLAINT.STATE_CHANGE": "投诉单状态变化",
}
