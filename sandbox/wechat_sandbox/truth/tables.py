"""The truth as tables: each a name and a function that gives its rows."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import numpy as np

from wechat_sandbox import inbox
from wechat_sandbox.accounts import MINI_PROGRAM, OFFICIAL_ACCOUNT, WECOM
from wechat_sandbox.clock import DAY, china_day, rfc3339
from wechat_sandbox.official_account import fans
from wechat_sandbox.registry import Json
from wechat_sandbox.truth.orders import mini_program_orders, orders
from wechat_sandbox.truth.pages import documents
from wechat_sandbox.truth.people import households, people
from wechat_sandbox.truth.replay import Outcome, next_purchases, outcomes, replay
from wechat_sandbox.world import World

Rows = Iterator[Json]


def relations(world: World) -> Rows:
    """Who follows which account, is a customer of which member of staff, and has opened which Mini Program how often."""
    for account in world.accounts.of_kind(OFFICIAL_ACCOUNT):
        since = fans.followed(world, account)
        for person in (since > 0).nonzero()[0]:
            row = {"person": int(person), "account": account.id, "relation": "follows"}
            yield {**row, "since": rfc3339(float(since[person])), "with": ""}
    for corp in world.accounts.of_kind(WECOM):
        for doc in documents(world, "contact", corp):
            customer = world.people.find(corp, doc["external_userid"])
            row = {"person": customer, "account": corp.id, "relation": "customer"}
            yield {**row, "since": rfc3339(doc["since"]), "with": doc["userid"]}
    visits = world.people.array("visits", "int64")
    for account in world.accounts.of_kind(MINI_PROGRAM)[:1]:
        for person in visits.nonzero()[0]:
            row = {"person": int(person), "account": account.id, "relation": "visits"}
            yield {**row, "since": "", "with": int(visits[person])}
    for person in world.people.store_visitor.nonzero()[0]:
        yield {"person": int(person), "account": "", "relation": "goes to stores", "since": "", "with": ""}


def friendships(world: World) -> Rows:
    """Every friendship once."""
    graph = world.people.traits.graph
    starts, ends = graph.rows
    for one in range(world.people.count):
        for other in ends[starts[one] : starts[one + 1]]:
            if one < other:
                alike = bool(graph.community[one] == graph.community[other])
                yield {"one": one, "other": int(other), "same_community": alike}


def messages_truth(world: World) -> Rows:
    """What each message, share and so on did: purchases in the three days from its coming, with it and without it.

    `opened` is true whether chance let its person open it or somebody did so by hand on the phone's page.
    """
    for outcome in outcomes(world):
        doc = outcome.influence
        caused = outcome.with_it - outcome.without_it
        row = {name: doc[name] for name in ("person", "kind", "source", "lift", "late")}
        row |= {name: doc.get(name) for name in ("ordinal", "account", "client_id", "msgid", "fatigue")}
        yield {
            **row,
            "day": _date(doc["day"]),
            "opened": _is_opened(world, doc),
            "y_with": outcome.with_it,
            "y_without": outcome.without_it,
            "caused": caused,
            "caused_amount_fen": _amount(world, outcome),
            "type": outcome.type,
            "complete": outcome.complete,
        }


def channel_effects(world: World) -> Rows:
    """The true effect of each kind of message, over everything whose three days are over."""
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for outcome in outcomes(world):
        if not outcome.complete:
            continue
        sums, more = kinds[outcome.influence["kind"]], outcome.with_it - outcome.without_it
        sums["reached"] += 1
        sums["purchases_with"] += outcome.with_it
        sums["purchases_without"] += outcome.without_it
        sums["caused"] += max(more, 0)
        sums["prevented"] += max(-more, 0)
        sums["caused_amount_fen"] += _amount(world, outcome)
        sums["lift"] += outcome.influence["lift"]
    for kind, sums in sorted(kinds.items()):
        names = ("purchases_with", "purchases_without", "caused", "prevented", "caused_amount_fen")
        yield {
            "kind": kind,
            "planted_lift": getattr(world.settings, f"effect_{kind}", world.settings.effect_custom),
            "reached": sums["reached"],
            "mean_lift": round(sums["lift"] / sums["reached"], 6),
            **{name: sums[name] for name in names},
        }


def without_messages(world: World) -> Rows:
    """How often each person has bought until midnight, and would have if nothing had ever reached anybody.

    Only purchases that the daily draw decides are counted: those in the store, in live rooms and by Pay come at rates of
    their own, and nothing that reaches people changes them.
    """
    today = china_day(world.simulated_until)
    bought, alone = (np.zeros(world.people.count, dtype=np.int64) for _ in range(2))
    for _, order in mini_program_orders(world):
        if order.get("day") is not None and order["day"] < today:
            bought[order["person"]] += 1
    for day in replay(world):
        alone += day.draws < day.chance
    for person in range(world.people.count):
        yield {"person": person, "purchases": int(bought[person]), "purchases_without_messages": int(alone[person])}


def next_purchase(world: World) -> Rows:
    """When each person buys next if nothing reaches them any more, and how many purchases one would expect of them."""
    horizon = int(world.settings.next_purchase_horizon_sim_days)
    found, expected = next_purchases(world, horizon)
    today = china_day(world.simulated_until)
    for person in range(world.people.count):
        number = int(found[person])
        when = {"day": _date(number), "in_days": number - today} if number >= 0 else {"day": None, "in_days": None}
        yield {"person": person, **when, "horizon_days": horizon, "expected_purchases": round(float(expected[person]), 6)}


def settings(world: World) -> Rows:
    """Every number the world runs by."""
    yield from world.settings.about()


TABLES: dict[str, Callable[[World], Rows]] = {
    "people": people,
    "relations": relations,
    "households": households,
    "friendships": friendships,
    "messages_truth": messages_truth,
    "channel_effects": channel_effects,
    "without_messages": without_messages,
    "orders": orders,
    "next_purchase": next_purchase,
    "settings": settings,
}


def _is_opened(world: World, doc: Json) -> bool:
    """Tell whether chance or a hand opened a message. What is no message works when it comes: it counts as opened."""
    if doc.get("opens", True) or doc["persuaded"]:
        return True
    return inbox.opened_by_hand(world, doc["person"], doc["ordinal"])


def _amount(world: World, outcome: Outcome) -> int:
    """Return what a person paid on the days on which they bought because of something."""
    if outcome.with_it <= outcome.without_it:
        return 0
    key, days = str(outcome.influence["person"]), outcome.days_changed
    return sum(
        order["amount_fen"]
        for account in world.accounts.of_kind(MINI_PROGRAM)
        for _, _, order in world.store.by_key("order", account.id, key)
        if order.get("day") in days
    )


def _date(number: int) -> str:
    return datetime.fromtimestamp(number * DAY, UTC).date().isoformat()
