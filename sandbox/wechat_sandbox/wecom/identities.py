"""Other ids of customers and members: openids for payment, passing ids of people who are no customers."""

from wechat_sandbox.accounts import WECOM, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import WORK, Call, Json, endpoint
from wechat_sandbox.wecom import contacts, groups
from wechat_sandbox.wecom.arguments import EC, choice, limit, member
from wechat_sandbox.world import World

MOST_IDS = 100
CUSTOMERS, MEMBERS = 1, 3


@endpoint(WORK, "POST", f"{EC}/convert_to_openid", WECOM)
def customer_to_openid(call: Call) -> Json:
    """Give the openid by which a customer is paid."""
    person = call.world.people.find(call.account, call.text("external_userid", 41035))
    if person is None:
        raise ApiError(40096, "not a customer id of this corp")
    return {"openid": customer_openid(call.world, call.account, person)}


@endpoint(WORK, "POST", "/cgi-bin/user/convert_to_openid", WECOM)
def member_to_openid(call: Call) -> Json:
    """Give the openid by which a member is paid."""
    userid = member(call, call.body.get("userid"))
    openid = "o" + call.world.dice.word(27, "member openid", call.account.id, userid)
    call.world.store.put("member openid", call.account.id, openid, {"userid": userid})
    return {"openid": openid}


@endpoint(WORK, "POST", "/cgi-bin/user/convert_to_userid", WECOM)
def openid_to_member(call: Call) -> Json:
    """Tell whose openid this is."""
    held = call.world.store.get("member openid", call.account.id, call.text("openid", 40073))
    if held is None or call.world.store.get("staff", call.account.id, held["userid"]) is None:
        raise ApiError(40073, "no member's openid")
    return {"userid": held["userid"]}


@endpoint(WORK, "POST", "/cgi-bin/idconvert/convert_tmp_external_userid", WECOM)
def convert_passing_ids(call: Call) -> Json:
    """Turn ids of sidebars and contact_list into ids that stay, for those that the corp may know."""
    choice(call, "business_type", (1, 2, 3))
    choice(call, "user_type", (1, 2, 3, 4))
    results, unknown = [], []
    for passing in call.texts("tmp_external_userid_list", 40058, MOST_IDS):
        held = call.world.store.get("passing id", call.account.id, passing)
        if held is None:
            unknown.append(passing)
        else:
            external = call.world.people.openid(call.account, held["person"])
            results.append({"tmp_external_userid": passing, "external_userid": external, "corpid": call.account.app_id})
    return {"results": results, "invalid_tmp_external_userid_list": unknown}


@endpoint(WORK, "POST", f"{EC}/contact_list", WECOM)
def list_everybody(call: Call) -> Json:
    """List everybody whom members have as friends or in groups, customers by their id, others by a passing one."""
    most, after = limit(call, 1000, 1000), call.cursor()
    page = call.world.store.page("contact", call.account.id, after, most)
    listed = [
        {
            "is_customer": True,
            "tmp_openid": passing_id(call.world, call.account, doc["external_userid"]),
            "external_userid": doc["external_userid"],
            "follow_userid": doc["userid"],
            "add_time": int(doc["since"]),
        }
        for _, _, doc in page
    ]
    if len(page) == most:
        return {"info_list": listed, "next_cursor": str(page[-1][0])}
    # Who is only in groups comes with the last page; the platform mixes them, their number is small.
    return {"info_list": [*listed, *_in_groups(call)], "next_cursor": ""}


def customer_openid(world: World, corp: Account, person: int) -> str:
    """Return the openid that the corp's payments know a customer by."""
    return world.people.ids.write("o", 28, f"pay {corp.app_id}", person)


def passing_id(world: World, corp: Account, external: str) -> str:
    """Return an id for somebody that says nothing to other applications."""
    person = world.people.find(corp, external)
    passing = "wo" + world.dice.word(30, "passing id", corp.id, external)
    world.store.put("passing id", corp.id, passing, {"person": person})
    return passing


def _in_groups(call: Call) -> list[Json]:
    listed = []
    for group in call.world.store.all("group chat", call.account.id):
        for external in groups.customers(group):
            friend = bool(contacts.of_customer(call.world, call.account, external))
            person = call.world.people.find(call.account, external)
            if friend or person is None:
                continue
            # Of a stranger no more than the end of the name is told.
            told = {"is_customer": False, "name": f"***{call.world.people.name(person)[-1]}"}
            place = {"chat_id": group["chat_id"], "chat_name": group["name"]}
            joined = group["members"][external]["join_time"]
            listed.append({**told, "tmp_openid": passing_id(call.world, call.account, external), **place, "add_time": joined})
    return listed
