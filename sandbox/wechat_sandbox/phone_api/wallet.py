"""What a person can pay, take and spend: an order before them, red packets, transfers, coupons."""

from collections.abc import Iterator

from wechat_sandbox.accounts import MERCHANT, Account
from wechat_sandbox.registry import Json
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

MOST_READ = 2000


def order(world: World, name: str) -> Json | None:
    """Return what a person is asked to pay, by the prepay_id or code_url of the order."""
    where = world.store.get("prepay", "", name)
    merchant = world.accounts.get(where["account"]) if where else None
    found = world.store.get("pay order", merchant.id, where["out_trade_no"]) if where and merchant else None
    if merchant is None or found is None:
        return None
    about = {"account": merchant.id, "merchant": merchant.name, "about": found["description"]}
    return {**about, "fen": found["total"], "state": found["state"], "out_trade_no": found["out_trade_no"]}


def of_person(world: World, person: int) -> list[Json]:
    """List a person's red packets, transfers and coupons; with each what they can do about it."""
    return [item for merchant in world.accounts.of_kind(MERCHANT) for item in _items(world, merchant, person)]


def _items(world: World, merchant: Account, person: int) -> Iterator[Json]:
    for packet in _mine(world, merchant, "red packet", person):
        waiting = packet["status"] == "SENT"
        params = {"account": merchant.id, "mch_billno": packet["mch_billno"]}
        yield _item(
            "red_packet", packet["send_name"], packet["wishing"], packet["amount"], waiting, "collect_red_packet", params
        )
    for bill in _mine(world, merchant, "transfer", person):
        waiting = bill["state"] == "WAIT_USER_CONFIRM"
        params = {"account": merchant.id, "out_bill_no": bill["out_bill_no"]}
        yield _item("transfer", merchant.name, str(bill.get("remark", "")), bill["amount"], waiting, "confirm_transfer", params)
    for _, coupon_id, _ in world.store.page(f"coupons held {merchant.id}", str(person), limit=MOST_READ):
        if coupon := world.store.get("coupon", merchant.id, coupon_id):
            about = str(coupon.get("description") or "")
            yield _item("coupon", coupon["name"], about, coupon["amount"], coupon["status"] == "SENDED")
    for _, code, _ in world.store.page(f"merchant coupons held {merchant.id}", str(person), limit=MOST_READ):
        if coupon := world.store.get("merchant coupon", merchant.id, code):
            stock = world.store.get("merchant stock", merchant.id, coupon["stock_id"]) or {}
            yield _item("merchant_coupon", str(stock.get("stock_name", code)), code, 0, coupon["state"] == "SENDED")


def _mine(world: World, merchant: Account, kind: str, person: int) -> list[Doc]:
    """Read the newest documents of a kind and keep the person's."""
    return [doc for doc in world.store.all(kind, merchant.id)[-MOST_READ:] if doc["person"] == person]


def _item(kind: str, name: str, about: str, fen: int, waiting: bool, action: str = "", params: Json | None = None) -> Json:
    shown = {"kind": kind, "name": name, "about": about, "fen": fen, "waiting": waiting}
    return {**shown, "action": action, "params": params or {}}
