"""Products that members show to customers (商品图册)."""

import re

from wechat_sandbox.accounts import WECOM
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import WORK, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom import media
from wechat_sandbox.wecom.arguments import EC, document, limit

LONGEST_DESCRIPTION = 300
HIGHEST_FEN = 5_000_000_00
MOST_PICTURES = 9


@endpoint(WORK, "POST", f"{EC}/add_product_album", WECOM)
def add_product(call: Call) -> Json:
    """Add a product."""
    world, account = call.world, call.account
    product = _given(call, {})
    product_id = world.dice.word(24, "product", account.id, world.store.next_number("products"))
    world.store.put("product", account.id, product_id, {"product_id": product_id, **product, "create_time": int(world.now())})
    return {"product_id": product_id}


@endpoint(WORK, "POST", f"{EC}/get_product_album", WECOM)
def get_product(call: Call) -> Json:
    """Show a product."""
    return {"product": _product(call)}


@endpoint(WORK, "POST", f"{EC}/get_product_album_list", WECOM)
def list_products(call: Call) -> Json:
    """List products, page by page."""
    most = limit(call, 50, 100)
    page = call.world.store.page("product", call.account.id, call.cursor(), most)
    shown = [{name: value for name, value in doc.items() if name != "create_time"} for _, _, doc in page]
    return {"product_list": shown, "next_cursor": str(page[-1][0]) if len(page) == most else ""}


@endpoint(WORK, "POST", f"{EC}/update_product_album", WECOM)
def update_product(call: Call) -> Json:
    """Change a product: what is given."""
    product = _product(call)
    call.world.store.put("product", call.account.id, product["product_id"], {**product, **_given(call, product)})
    return {}


@endpoint(WORK, "POST", f"{EC}/delete_product_album", WECOM)
def delete_product(call: Call) -> Json:
    """Remove a product."""
    call.world.store.delete("product", call.account.id, _product(call)["product_id"])
    return {}


def _product(call: Call) -> Doc:
    return document(call, "product", "product_id", 41075, 41075)


def _given(call: Call, before: Doc) -> Doc:
    given = {**before, **call.body}
    words, price, number = given.get("description"), given.get("price"), given.get("product_sn", "")
    if not isinstance(words, str) or not 1 <= len(words) <= LONGEST_DESCRIPTION:
        raise ApiError(41087, f"description has 1 to {LONGEST_DESCRIPTION} characters")
    if not isinstance(price, int) or isinstance(price, bool) or not 0 <= price <= HIGHEST_FEN:
        raise ApiError(41086, f"price is in fen, at most {HIGHEST_FEN}")
    if not isinstance(number, str) or not re.fullmatch(r"[A-Za-z0-9]{0,128}", number):
        raise ApiError(41085, "product_sn is at most 128 letters and digits")
    pictures = given.get("attachments")
    if not isinstance(pictures, list) or not pictures:
        raise ApiError(41088, "a product has pictures")
    if len(pictures) > MOST_PICTURES:
        raise ApiError(41064, f"at most {MOST_PICTURES} pictures")
    if "attachments" in call.body:
        for one in pictures:
            _check(call, one)
    return {"description": words, "price": price, "product_sn": number, "attachments": pictures}


def _check(call: Call, attachment: object) -> None:
    image = attachment.get("image") if isinstance(attachment, dict) and attachment.get("type") == "image" else None
    if not isinstance(image, dict):
        raise ApiError(41065, "a product's attachments are of type image")
    media.alive(call, image.get("media_id"), "image", media.FOR_PRODUCTS)
