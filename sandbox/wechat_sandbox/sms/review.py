"""The review of signs and templates: some time later somebody at the gateway approves or refuses."""

from wechat_sandbox.accounts import SMS_SENDER, Account
from wechat_sandbox.registry import Act, Json, action
from wechat_sandbox.sms.receipts import notify
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

PENDING, APPROVED, REFUSED = "pending", "approved", "refused"
NOBODY = -1
# What a reviewer's list of words holds; a real one is secret and longer.
_FORBIDDEN = ("贷款", "博彩", "彩票", "返利", "刷单", "代开发票", "投资理财", "稳赚", "国家级", "最高级", "最佳")
_WAY_OUT = ("退订", "拒收")


def begin(world: World, sender: Account, kind: str, doc_id: str) -> None:
    """Put a sign or a template on a reviewer's desk."""
    due = world.now() + world.settings.sms_review_sim_minutes * 60
    world.store.plan(due, NOBODY, "sms_reviewed", {"account": sender.id, "kind": kind, "id": doc_id})


@action("sms_reviewed")
def reviewed(world: World, act: Act) -> Json:
    """A reviewer decides about a sign or a template: `kind` and `id`; `approve` overrules them."""
    sender = world.account(act, SMS_SENDER)
    kind, doc_id = str(act.params.get("kind")), str(act.params.get("id"))
    doc = world.store.get(kind, sender.id, doc_id)
    if doc is None or (doc["status"] != PENDING and "approve" not in act.params):
        return {"reviewed": False, "deliveries": []}
    reason = _reason(world, sender, doc)
    if "approve" in act.params:
        reason = "" if act.params["approve"] else "审核员拒绝"
    doc.update(status=REFUSED if reason else APPROVED, reason=reason)
    world.store.put(kind, sender.id, doc_id, doc)
    told = {"id": doc_id, "status": doc["status"], "reason": reason}
    return {**told, "deliveries": notify(world, sender, NOBODY, f"{kind.removeprefix('sms ')}_reviewed", told)}


def _reason(world: World, sender: Account, doc: Doc) -> str:
    """Return why a reviewer refuses, empty when they do not."""
    text = doc.get("content", "") + doc["name"]
    if found := next((word for word in _FORBIDDEN if word in text), ""):
        return f"含有禁用词：{found}"
    if doc.get("kind") == "marketing" and not any(word in text for word in _WAY_OUT):
        return "营销短信须写明退订方式"
    number = int.from_bytes(world.dice.digest("sms review", sender.id, doc["id"])[:4], "big")
    return "资质材料不全" if number / 2**32 < world.settings.sms_review_refuses else ""
