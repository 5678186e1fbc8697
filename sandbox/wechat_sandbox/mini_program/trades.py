"""Payments in a Mini Program, as its order pages know them: through WeChat Pay's API, or in the shop people visit."""

from collections.abc import Iterator
from dataclasses import dataclass

from wechat_sandbox.accounts import MERCHANT, Account
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

_SHOP = "shop"
_CHUNK = 200
# The shop's own orders have no payment of WeChat Pay behind them; their number makes one.
_NUMBERED = "420000"
_NO_MERCHANT = "1900000001"


@dataclass(frozen=True)
class Trade:
    """One payment."""

    transaction_id: str
    out_trade_no: str
    mchid: str
    description: str
    fen: int
    openid: str
    person: int
    paid_at: int
    refunded: bool


def find(world: World, account: Account, transaction_id: str) -> Trade | None:
    """Return the payment of a transaction_id."""
    if shop_order := world.store.get("order", account.id, transaction_id.removeprefix(_NUMBERED)):
        return _of_shop(world, account, shop_order)
    for merchant in world.accounts.of_kind(MERCHANT):
        if held := world.store.get("pay transaction", merchant.id, transaction_id):
            return _of_pay(account, merchant, world.store.get("pay order", merchant.id, held["out_trade_no"]))
    return None


def find_by_number(world: World, account: Account, mchid: str, out_trade_no: str) -> Trade | None:
    """Return the payment of a merchant's own number."""
    merchant = world.accounts.by_app_id(mchid)
    if merchant is not None and (order := world.store.get("pay order", merchant.id, out_trade_no)):
        return _of_pay(account, merchant, order)
    shop_order = world.store.get("order", account.id, out_trade_no) if mchid == _mchid(world) else None
    return _of_shop(world, account, shop_order) if shop_order else None


def listed(world: World, account: Account, after: str) -> Iterator[tuple[str, Trade]]:
    """Go through payments in the order they were made, from behind a place on; each comes with its own place."""
    sources = [(_SHOP, "order", account.id)]
    sources += [(merchant.id, "pay order", merchant.id) for merchant in world.accounts.of_kind(MERCHANT)]
    name, _, seq = after.rpartition(":")
    names = [source[0] for source in sources]
    start = names.index(name) if name in names else 0
    place = int(seq) if name in names and seq.isascii() and seq.isdigit() and len(seq) < 18 else 0
    for source, kind, owner in sources[start:]:
        while page := world.store.page(kind, owner, place, _CHUNK):
            for number, _, doc in page:
                trade = _of_shop(world, account, doc) if source == _SHOP else _of_pay(account, world.accounts.get(owner), doc)
                if trade is not None:
                    yield f"{source}:{number}", trade
            place = page[-1][0]
        place = 0


def _of_shop(world: World, account: Account, order: Doc) -> Trade:
    return Trade(
        transaction_id=_NUMBERED + order["order_id"],
        out_trade_no=order["order_id"],
        mchid=_mchid(world),
        description="；".join(f"{item['item_name']}*{item['quantity']}" for item in order["items"]),
        fen=order["amount_fen"],
        openid=world.people.openid(account, order["person"]),
        person=order["person"],
        paid_at=int(order["at"]),
        refunded=bool(order["refunded"]),
    )


def _of_pay(account: Account, merchant: Account | None, order: Doc | None) -> Trade | None:
    """Return a payment by the API, None unless it is paid and was made in this Mini Program."""
    if merchant is None or order is None or order["appid"] != account.app_id or order["state"] not in ("SUCCESS", "REFUND"):
        return None
    return Trade(
        transaction_id=order["transaction_id"],
        out_trade_no=order["out_trade_no"],
        mchid=merchant.app_id,
        description=order["description"],
        fen=order["total"],
        openid=order["openid"],
        person=order["person"],
        paid_at=int(order["success_time"]),
        refunded=order["state"] == "REFUND",
    )


def _mchid(world: World) -> str:
    merchants = world.accounts.of_kind(MERCHANT)
    return merchants[0].app_id if merchants else _NO_MERCHANT
