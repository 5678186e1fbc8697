"""An order as the API shows it, and the buyer's address, masked unless it is decoded."""

from wechat_sandbox.accounts import Account
from wechat_sandbox.channels import orders
from wechat_sandbox.channels import shop as shops
from wechat_sandbox.registry import Json
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World


def province(world: World, person: int) -> str:
    """Return where a person lives."""
    return world.people.traits.households.town(person).province


def address(world: World, person: int, masked: bool) -> Json:
    """Return where a person's parcels go."""
    homes = world.people.traits.households
    home = homes.address(person)
    name, phone = world.people.name(person), world.people.phone(person)
    return {
        "user_name": name[:1] + "**" if masked else name,
        "postal_code": homes.town(person).postal_code,
        "province_name": home["province"],
        "city_name": home["city"],
        "county_name": home["district"],
        "detail_info": "****" if masked else home["street"],
        "tel_number": f"{phone[:3]}****{phone[-4:]}" if masked else phone,
    }


def shown(world: World, shop: Account, order: Doc) -> Json:
    """Write an order the way order/get does."""
    people, person = world.people, order["person"]
    body: Json = {
        "order_id": order["order_id"],
        "status": order["status"],
        "openid": people.openid(shop, person),
        "create_time": order["create_time"],
        "update_time": order["update_time"],
        "order_detail": _detail(world, shop, order),
        "aftersale_detail": {
            "aftersale_order_list": [{"aftersale_order_id": number} for number in order["aftersales"]],
            "on_aftersale_order_cnt": order["in_aftersale"],
        },
    }
    if unionid := people.unionid(shop, person):
        body["unionid"] = unionid
    return body


def _detail(world: World, shop: Account, order: Doc) -> Json:
    detail: Json = {
        "product_infos": [_product(world, order)],
        "price_info": _price(order),
        "pay_info": _payment(world, order),
        "delivery_info": _delivery(world, order),
        "ext_info": _more(world, shop, order),
        "commission_infos": _commissions(world, order),
        "settle_info": _settlement(world, order),
        "source_infos": [_source(world, shop, order)],
    }
    if order["coupon"]:
        detail["coupon_info"] = {"user_coupon_id": order["coupon"]["user_coupon_id"]}
    if order["sharer"]:
        sharer = _sharer(world, shop, order)
        detail["sharer_info"] = {**sharer, "handling_progress": 1}
        detail["sku_sharer_infos"] = [{**sharer, "sku_id": order["line"]["sku_id"]}]
    return detail


def _product(world: World, order: Doc) -> Json:
    line = order["line"]
    off, points = orders.discount(order), orders.deduction(order)
    whole = line["price"] * line["pieces"]
    return {
        "product_id": line["product_id"],
        "sku_id": line["sku_id"],
        "sku_cnt": line["pieces"],
        "on_aftersale_sku_cnt": order["in_aftersale"],
        "finish_aftersale_sku_cnt": order["sent_back"],
        "title": line["title"],
        "thumb_img": line["picture"],
        "sale_price": line["price"],
        "market_price": line["market_price"],
        "sku_attrs": [],
        "sku_code": line["item_id"],
        "out_product_id": line["item_id"],
        "out_sku_id": line["item_id"],
        "real_price": whole - off - points,
        "is_discounted": off > 0,
        "estimate_price": whole - off,
        "is_change_price": False,
        "use_deduction": points > 0,
        "deduction_price": points,
        "merchant_discounted_price": off,
        "finder_discounted_price": 0,
        "delivery_deadline": order.get("pay_time", 0)
        and order["pay_time"] + int(world.settings.store_delivery_sim_hours * 3600),
    }


def _price(order: Doc) -> Json:
    line, off, points = order["line"], orders.discount(order), orders.deduction(order)
    whole = line["price"] * line["pieces"]
    return {
        "product_price": whole,
        "order_price": orders.total(order),
        "freight": order["freight"],
        "discounted_price": off,
        "is_discounted": off > 0,
        "original_order_price": whole + order["freight"],
        "estimate_product_price": whole - off,
        "change_down_price": 0,
        "change_freight": 0,
        "is_change_freight": False,
        "use_deduction": points > 0,
        "deduction_price": points,
        "merchant_receieve_price": orders.total(order),
        "merchant_discounted_price": off,
        "finder_discounted_price": 0,
    }


def _payment(world: World, order: Doc) -> Json:
    prepaid = {"prepay_id": "wx" + world.dice.digest("prepay", order["order_id"]).hex()[:34]}
    if not order.get("pay_time"):
        return {**prepaid, "prepay_time": order["create_time"], "payment_method": 1}
    paid = {"transaction_id": order["transaction_id"], "pay_time": order["pay_time"]}
    return {**prepaid, "prepay_time": order["create_time"], **paid, "payment_method": 1}


def _delivery(world: World, order: Doc) -> Json:
    line = order["line"]
    parcels = [
        {
            "waybill_id": parcel["waybill_id"],
            "delivery_id": parcel["delivery_id"],
            "delivery_time": parcel["time"],
            "deliver_type": parcel["deliver_type"],
            "product_infos": [{"product_id": line["product_id"], "sku_id": line["sku_id"], "product_cnt": parcel["pieces"]}],
        }
        for parcel in order["parcels"]
    ]
    return {
        "address_info": address(world, order["person"], masked=True),
        "delivery_product_info": parcels,
        "ship_done_time": order.get("ship_done_time", 0),
        "deliver_method": 0,
    }


def _more(world: World, shop: Account, order: Doc) -> Json:
    return {
        "customer_notes": "",
        "merchant_notes": "",
        "confirm_receipt_time": order.get("confirm_time", 0),
        "finder_id": order["promoter"] or shops.finder_id(world, shop),
        "live_id": order["live_id"],
        "order_scene": order["scene"],
    }


def _commissions(world: World, order: Doc) -> list[Json]:
    if not order["commission"] or not order.get("pay_time"):
        return []
    nickname, ratio = order["commission"]
    shown = {
        "sku_id": order["line"]["sku_id"],
        "nickname": nickname,
        "type": 0,
        "status": 2 if order.get("settle_time") else 1,
        "amount": orders.paid(order) * ratio // 1_000_000,
        "finder_id": order["promoter"],
        "openfinderid": world.dice.word(28, "open finder", order["promoter"]),
    }
    return [shown]


def _settlement(world: World, order: Doc) -> Json:
    fee = orders.paid(order) * world.settings.store_fee_ppm // 1_000_000
    if not order.get("settle_time"):
        return {"predict_commission_fee": fee}
    return {"predict_commission_fee": fee, "commission_fee": fee, "settle_time": order["settle_time"]}


def _source(world: World, shop: Account, order: Doc) -> Json:
    promoter = order["promoter"]
    return {
        "sku_id": order["line"]["sku_id"],
        "account_type": 1,
        "account_id": promoter or shops.finder_id(world, shop),
        "sale_channel": 100 if promoter else 0,
        "account_nickname": order["commission"][0] if order["commission"] else shop.name,
    }


def _sharer(world: World, shop: Account, order: Doc) -> Json:
    person, scene, sharer_type = order["sharer"]
    return {
        "sharer_openid": world.people.openid(shop, person),
        "sharer_unionid": world.people.unionid(shop, person),
        "sharer_type": sharer_type,
        "share_scene": scene,
    }
