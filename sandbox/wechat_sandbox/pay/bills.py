"""Bills of the day before, written from what happened, and the files they are downloaded as."""

import gzip
import hashlib

from wechat_sandbox.accounts import MERCHANT, Account
from wechat_sandbox.clock import DAY, china_date, china_day
from wechat_sandbox.errors.pay import PayError
from wechat_sandbox.pay import bill_files, fields
from wechat_sandbox.pay.door import PAY_DOOR
from wechat_sandbox.registry import PAY, Call, Json, Reply, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

_CODE = "pay bill"


@endpoint(PAY, "GET", "/v3/bill/tradebill", MERCHANT, door=PAY_DOOR)
def trade_bill(call: Call) -> Json:
    """Offer the file of a day's payments and refunds."""
    part = fields.one_of(call.query, "bill_type", ("ALL", "SUCCESS", "REFUND"), "ALL")
    return _offer(call, {"bill": "trade", "part": part, "day": _day(call)})


@endpoint(PAY, "GET", "/v3/bill/fundflowbill", MERCHANT, door=PAY_DOOR)
def fund_flow_bill(call: Call) -> Json:
    """Offer the file of what moved on the merchant's account in a day."""
    part = fields.one_of(call.query, "account_type", ("BASIC", "OPERATION", "FEES"), "BASIC")
    return _offer(call, {"bill": "flow", "part": part, "day": _day(call)})


@endpoint(PAY, "GET", "/v3/billdownload/file", MERCHANT, door=PAY_DOOR)
def download(call: Call) -> Reply:
    """Give the file that a link was made for."""
    code = call.world.codes.get(_CODE, call.account.id, call.query.get("token", ""))
    if code is None:
        raise PayError("INVALID_REQUEST", "the link is unknown or its time is over")
    raw = _write(call.world, call.account, code.about)
    if code.about["gzip"]:
        # Without its own time in it, the same file is the same bytes.
        return Reply(gzip.compress(raw, mtime=0), "application/x-gzip")
    return Reply(raw, "text/plain; charset=utf-8")


def offer_file(call: Call, about: Doc) -> tuple[str, bytes]:
    """Make a link that lives for some minutes; return it and what it leads to."""
    world = call.world
    raw = _write(world, call.account, about)
    token = world.dice.word(40, _CODE, world.store.next_number("bill links"))
    life = world.settings.pay_bill_link_wall_seconds
    world.codes.add(_CODE, call.account.id, token, life, **about)
    return f"{fields.here(call)}/v3/billdownload/file?token={token}", raw


def _offer(call: Call, about: Doc) -> Json:
    zipped = bool(call.query.get("tar_type"))
    if zipped:
        fields.one_of(call.query, "tar_type", ("GZIP",))
    url, raw = offer_file(call, {**about, "gzip": zipped})
    # The digest is of the file before it was compressed.
    digest = hashlib.sha1(raw, usedforsecurity=False).hexdigest()
    return {"download_url": url, "hash_type": "SHA1", "hash_value": digest}


def _day(call: Call) -> int:
    """Read the day of a bill, which is ready on the next day's morning."""
    settings = call.world.settings
    begins = fields.day(call.query, "bill_date").timestamp()
    now = call.world.now()
    if begins + DAY > now:
        raise PayError("INVALID_REQUEST", "bill_date is yesterday or before (in simulated time)", "bill_date")
    if now < begins + DAY + settings.pay_bill_hour * 3600:
        raise PayError("STATEMENT_CREATING", f"ready at {settings.pay_bill_hour} o'clock of the next day")
    return china_day(begins)


def _write(world: World, merchant: Account, about: Doc) -> bytes:
    if about["bill"] == "coupons used":
        return bill_files.coupons_used(world, merchant, about["stock_id"])
    if about["bill"] == "coupons refunded":
        return bill_files.coupons_refunded(world, merchant, about["stock_id"])
    raw = bill_files.trades(world, merchant, about) if about["bill"] == "trade" else bill_files.flows(world, merchant, about)
    if not raw:
        date = china_date(about["day"] * DAY - 8 * 3600 + 1)
        raise PayError("NO_STATEMENT_EXIST", f"nothing happened on {date:%Y-%m-%d}")
    return raw
