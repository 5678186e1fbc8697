"""Whose phone it is: a person found by number or by any id, and what stands on the phone's first screens."""

from wechat_sandbox.accounts import MINI_PROGRAM, OFFICIAL_ACCOUNT, WECOM
from wechat_sandbox.clock import rfc3339
from wechat_sandbox.official_account import fans
from wechat_sandbox.registry import ACTIONS, Json
from wechat_sandbox.wecom import contacts
from wechat_sandbox.world import World

MOST_NAMES_READ = 20_000
MOST_FOUND = 30


def find(world: World, asked: str) -> int | None:
    """Return the person with this number, phone number, member number, openid, external_userid or unionid."""
    asked = asked.strip()
    if asked.isascii() and asked.isdigit() and len(asked) < 9:
        return int(asked) if int(asked) < world.people.count else None
    if (person := world.people.find_phone(asked)) is not None:
        return person
    for account in world.accounts.all():
        person = world.people.find(account, asked)
        if person is None:
            person = world.people.find_unionid(account, asked)
        if person is not None:
            return person
    return next((n for n, number in world.people.member_numbers.items() if number == asked), None)


def search(world: World, asked: str) -> list[int]:
    """List people by an id, or by a part of their name among the first of them."""
    if not asked:
        return list(range(min(MOST_FOUND, world.people.count)))
    person = find(world, asked)
    if person is not None:
        return [person]
    found = []
    for number in range(min(world.people.count, MOST_NAMES_READ)):
        if asked in world.people.name(number):
            found.append(number)
            if len(found) == MOST_FOUND:
                break
    return found


def brief(world: World, person: int) -> Json:
    """Return what a list of people shows."""
    return {
        "person": person,
        "name": world.people.name(person),
        "phone": world.people.phone(person),
        "member_no": world.people.member_numbers.get(person),
    }


def home(world: World, person: int) -> Json:
    """Return what the phone's own screens show: its owner, the accounts, and what can be done."""
    return {
        **brief(world, person),
        "now": rfc3339(world.now()),
        "orders": int(world.people.array("orders", "int64")[person]),
        "visits": int(world.people.array("visits", "int64")[person]),
        "official_accounts": [
            {"id": one.id, "name": one.name, "app_id": one.app_id, "follows": fans.follows(world, one, person)}
            for one in world.accounts.of_kind(OFFICIAL_ACCOUNT)
        ],
        "mini_programs": [
            {"id": one.id, "name": one.name, "app_id": one.app_id} for one in world.accounts.of_kind(MINI_PROGRAM)
        ],
        "staff": _staff(world, person),
        "actions": sorted(ACTIONS),
    }


def _staff(world: World, person: int) -> list[Json]:
    found = []
    for corp in world.accounts.of_kind(WECOM):
        added = {doc["userid"] for doc in contacts.of_customer(world, corp, world.people.openid(corp, person))}
        for member in world.store.all("staff", corp.id):
            about = {"corp": corp.id, "company": corp.name, "userid": member["userid"], "name": member["name"]}
            found.append({**about, "added": member["userid"] in added})
    return found
