"""The merchant: its account at first start, the apps it is bound to, its money, and how fast it may call."""

import time

from wechat_sandbox.accounts import MERCHANT, MINI_PROGRAM, OFFICIAL_ACCOUNT, WECOM, Account
from wechat_sandbox.clock import china_day
from wechat_sandbox.errors.pay import PayError
from wechat_sandbox.registry import seed
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom.identities import customer_openid
from wechat_sandbox.world import World

FLOWS = "fund flow"


@seed
def open_merchant(world: World) -> None:
    """Give the brand a merchant number, with the two keys that a person sets in the merchant console."""
    v3, v2 = (world.dice.digest(purpose, "mch").hex()[:32] for purpose in ("api v3 key", "api v2 key"))
    world.accounts.create(MERCHANT, "全域品牌公司", "mch", more={"api_v3_key": v3, "api_v2_key": v2})


def app(world: World, merchant: Account, appid: str, corps: bool = False) -> Account:
    """Return the app of this appid; with `corps` it may be a WeCom corp, whose customers are paid by openids of their own.

    Without `appids` in its `more`, a merchant is bound to every app there is.

    Raises:
        PayError: APPID_MCHID_NOT_MATCH when the merchant is not bound to it.
    """
    found = world.accounts.by_app_id(appid)
    bound = merchant.more.get("appids")
    kinds = (OFFICIAL_ACCOUNT, MINI_PROGRAM, WECOM) if corps else (OFFICIAL_ACCOUNT, MINI_PROGRAM)
    if found is None or found.kind not in kinds:
        raise PayError("APPID_MCHID_NOT_MATCH", "no app has this appid")
    if isinstance(bound, list) and appid not in bound:
        raise PayError("APPID_MCHID_NOT_MATCH", "the merchant is not bound to this appid")
    return found


def payer(world: World, app_account: Account, openid: str) -> int:
    """Return the person behind an openid.

    Raises:
        PayError: PARAM_ERROR when this app knows nobody by it.
    """
    if app_account.kind == WECOM:
        person = world.people.ids.read("o", 28, f"pay {app_account.app_id}", openid)
    else:
        person = world.people.find(app_account, openid)
    if person is None:
        raise PayError("PARAM_ERROR", "openid is not one of this appid", "openid")
    return person


def openid(world: World, app_account: Account, person: int) -> str:
    """Return what payments of this app know a person by."""
    if app_account.kind == WECOM:
        return customer_openid(world, app_account, person)
    return world.people.openid(app_account, person)


def balance(world: World, merchant: Account) -> int:
    """Return what the merchant holds, in fen."""
    held = world.store.get("balance", merchant.id, "basic")
    return int(held["fen"]) if held else world.settings.pay_opening_balance_fen


def move(world: World, merchant: Account, fen: int, kind: str, ticket: str, note: str = "") -> None:
    """Move money into the merchant's account, or out of it, and write it down for the bill.

    Raises:
        PayError: NOT_ENOUGH when it holds less.
    """
    left = balance(world, merchant) + fen
    if fen < 0 and left < 0:
        raise PayError("NOT_ENOUGH", f"the balance is {left - fen} fen")
    world.store.put("balance", merchant.id, "basic", {"fen": left})
    now = world.now()
    number = world.store.next_number(f"{FLOWS} {merchant.id}")
    flow: Doc = {"at": now, "fen": fen, "left": left, "kind": kind, "ticket": ticket, "note": note, "number": number}
    world.store.append(FLOWS, flow, key=f"{merchant.id}:{china_day(now)}")


def pace(world: World, merchant: Account, what: str, most: int, seconds: int) -> bool:
    """Count a call in its stretch of wall-clock time; say whether there was room for it."""
    stretch = int(time.time() // seconds)
    counted = world.store.get("pace", merchant.id, what)
    used = counted["used"] + 1 if counted and counted["stretch"] == stretch else 1
    world.store.put("pace", merchant.id, what, {"stretch": stretch, "used": used})
    return not most or used <= most


def number(world: World, merchant: Account, what: str, prefix: str, digits: int) -> str:
    """Make an id of digits that belongs to this merchant and comes once."""
    count = world.store.next_number(f"{what} of {merchant.id}")
    noise = int.from_bytes(world.dice.digest(what, merchant.id, count)[:12], "big")
    return prefix + str(noise).zfill(30)[-digits:]
