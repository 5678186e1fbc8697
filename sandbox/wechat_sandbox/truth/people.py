"""Who is whom: every id, what a person is like, and with whom they live."""

from collections.abc import Iterator
from typing import Any

from wechat_sandbox.accounts import OFFICIAL_ACCOUNT, WECOM
from wechat_sandbox.official_account import fans
from wechat_sandbox.people.hours import RHYTHMS
from wechat_sandbox.people.traits import DEVICES, FEMALE
from wechat_sandbox.registry import Json
from wechat_sandbox.wecom import contacts
from wechat_sandbox.world import World

_SHELVES = ("beauty", "food", "home")
RISKS = ("honest", "hunter", "bot", "ring_member", "ring_leader")


def people(world: World) -> Iterator[Json]:
    """One row for each person."""
    for person in range(world.people.count):
        yield {**person_card(world, person), "traits": traits(world, person)}


def person_card(world: World, person: int) -> dict[str, Any]:
    """Gather a person's ids and what they have become."""
    people = world.people
    cards: list[Json] = []
    for account in world.accounts.all():
        openid = people.openid(account, person)
        card: Json = {"account": account.id, "kind": account.kind, "app_id": account.app_id}
        card["external_userid" if account.kind == WECOM else "openid"] = openid
        if account.kind == OFFICIAL_ACCOUNT:
            card["follows"] = fans.follows(world, account, person)
        if account.kind == WECOM:
            has_any = people.array(f"members:{account.id}", "int64")[person]
            held = contacts.of_customer(world, account, openid) if has_any else []
            card["staff"] = [doc["userid"] for doc in held]
        if unionid := people.unionid(account, person):
            card["unionid"] = unionid
        cards.append(card)
    return {
        "person": person,
        "name": people.name(person),
        "phone": people.phone(person),
        "member_no": people.member_numbers.get(person),
        "anonymous_id": people.anonymous_id(person),
        "aware": bool(people.array("aware", bool)[person]),
        "silent": bool(people.array("silent", bool)[person]),
        "visits": int(people.array("visits", "int64")[person]),
        "orders": int(people.array("orders", "int64")[person]),
        "messages": int(people.array("messages received", "int64")[person]),
        "accounts": cards,
    }


def traits(world: World, person: int) -> Json:
    """Tell what a person is like."""
    people, its = world.people, world.people.traits
    city = its.households.town(person)
    latitude, longitude = its.households.coordinates(person)
    model, system = DEVICES[int(its.device[its.device_owner(person)])]
    return {
        "age": int(its.age[person]),
        "gender": "female" if its.gender[person] == FEMALE else "male",
        "city": city.name,
        "province": city.province,
        "tier": city.tier,
        "latitude": latitude,
        "longitude": longitude,
        "household": int(its.households.of[person]),
        "community": int(its.graph.community[person]),
        "rhythm": RHYTHMS[int(people.rhythm[person])],
        "shelf": _SHELVES[int(people.taste[person])],
        "likes": its.liked(person),
        "spending": round(float(people.spending[person]), 4),
        "buying": round(float(its.buying[person]), 4),
        "price_sensitivity": round(float(its.price_sensitivity[person]), 4),
        "persuadable": round(float(its.persuadable[person]), 4),
        "patience": round(float(its.patience[person]), 4),
        "device": model,
        "system": system,
        "ip": its.households.ip(its.frauds.leader(person)),
        "risk": RISKS[int(its.frauds.risk[person])],
        "ring": int(its.frauds.ring[person]),
    }


def households(world: World) -> Iterator[Json]:
    """One row for each household: who lives there, and who of them shares a phone number or a device with its head."""
    homes = world.people.traits.households
    for home in range(homes.number):
        members = homes.members(home)
        yield {
            "household": home,
            "members": members,
            "address": homes.address(members[0]),
            "ip": homes.ip(members[0]),
            "share_phone": [n for n in members[1:] if homes.phone_owner(n) != n],
            "share_device": [n for n in members[1:] if homes.device_owner(n) != n],
        }
