"""Telling friends: a card or a page goes from friend to friend, and friends help each other in campaigns."""

import math

from wechat_sandbox.accounts import MINI_PROGRAM
from wechat_sandbox.behaviour.wishes import wake
from wechat_sandbox.registry import ACTIONS, Act, ActError, Json, action
from wechat_sandbox.world import World

SHARED_BY_FRIEND = 1007
MOST_GENERATIONS = 20
MOST_FRIENDS_TOLD = 50
SOONEST_SECONDS = 60
_SHARED = ("account", "path", "query", "url", "title")
_LAUNCH = ("account", "path", "query")


@action("share_to_friend")
def share_to_friend(world: World, act: Act) -> Json:
    """Send a Mini Program page (`path`, `query`) or a web page (`url`), perhaps with a `title`, to a friend or to `to`."""
    friend = _friend(world, act)
    number = world.store.next_number("shares")
    title = {"title": str(act.params.get("title", ""))}
    day = wake(world, Act(act.at, friend, "", {}), "friend", f"share {number}", title, sender=act.person)
    opens = day is not None or world.dice.one("opens share", friend, number) < world.settings.share_open
    shared = {**act.only(*_SHARED), "share": number, "generation": int(act.params.get("generation", 0))}
    world.store.append("shares", {**shared, "from": act.person, "to": friend, "at": act.at, "opens": opens}, act.person)
    if opens:
        wait = 0.0 if day is not None else _wait(world, "opens share when", friend, number)
        why = {} if day is None else {"day": day, "cause": f"share {number}"}
        world.store.plan(act.at + SOONEST_SECONDS + wait, friend, "open_shared", {**shared, **why})
    return {"share": number, "to": friend, "opens": opens, "deliveries": []}


@action("open_shared")
def open_shared(world: World, act: Act) -> Json:
    """Open what a friend sent; some send it on to friends of their own."""
    world.people.put("aware", act.person, True, bool)
    _tell_others(world, act)
    launch = act.only(*_LAUNCH)
    if url := act.params.get("url"):
        account = world.accounts.get(str(act.params.get("account", ""))) or world.accounts.all()[0]
        world.phones.open_page(account, str(url))
        if "cause" not in act.params:
            return {"opened": url, "deliveries": []}
        launch = {}
    name = "shop" if "cause" in act.params else "open_mini_program"
    params = {**launch, **act.only("day", "cause"), "scene": SHARED_BY_FRIEND}
    return ACTIONS[name](world, Act(act.at, act.person, name, params))


@action("ask_for_help")
def ask_for_help(world: World, act: Act) -> Json:
    """Ask `friends` friends (3 unless said) to help in a campaign at `path` with `query`; some do."""
    wanted = act.params.get("friends", 3)
    if not isinstance(wanted, int) or not 1 <= wanted <= MOST_FRIENDS_TOLD:
        raise ActError(f"friends is a number from 1 to {MOST_FRIENDS_TOLD}")
    asked = world.people.traits.graph.friends(act.person)[:wanted]
    moment = int(act.at)
    helping = [n for n in asked if world.dice.one("helps", n, moment) < world.settings.help_accepted]
    for friend in helping:
        due = act.at + SOONEST_SECONDS + _wait(world, "helps when", friend, moment)
        world.store.plan(due, friend, "help_friend", {**act.only(*_LAUNCH), "friend": act.person})
    return {"asked": asked, "helping": helping, "deliveries": []}


@action("help_friend")
def help_friend(world: World, act: Act) -> Json:
    """Open the campaign page that `friend` sent and press its button: the Mini Program reports `campaign_help`."""
    account = world.account(act, MINI_PROGRAM)
    helped = {"friend": world.people.openid(account, _other(world, act, "friend"))}
    world.people.put("aware", act.person, True, bool)
    report = {"event": "campaign_help", "properties": helped}
    params = {**act.only(*_LAUNCH), "scene": SHARED_BY_FRIEND, "report": report}
    return ACTIONS["browse"](world, Act(act.at, act.person, "browse", params))


def _friend(world: World, act: Act) -> int:
    if "to" in act.params:
        return _other(world, act, "to")
    friends = world.people.traits.graph.friends(act.person)
    if not friends:
        raise ActError("the person has no friends")
    tick = int(act.at) * MOST_FRIENDS_TOLD + int(act.params.get("turn", 0))
    return friends[world.dice.pick("tells whom", act.person, tick, len(friends))]


def _other(world: World, act: Act, name: str) -> int:
    other = act.params.get(name)
    if not isinstance(other, int) or isinstance(other, bool) or not 0 <= other < world.people.count or other == act.person:
        raise ActError(f"{name} is the number of somebody else")
    return other


def _tell_others(world: World, act: Act) -> None:
    """Send it on to as many friends as the settings say on average: none, one, or several."""
    generation = int(act.params.get("generation", 0)) + 1
    if generation > MOST_GENERATIONS:
        return
    mean = world.settings.share_branching
    draw, number = world.dice.one("tells how many", act.person, int(act.params.get("share", 0))), 0
    chance = passed = math.exp(-mean)
    while draw >= passed and number < MOST_FRIENDS_TOLD:
        number += 1
        chance *= mean / number
        passed += chance
    for turn in range(number):
        params = {**act.only(*_SHARED), "generation": generation, "turn": turn}
        world.store.plan(act.at + 30 + 20 * turn, act.person, "share_to_friend", params)


def _wait(world: World, purpose: str, person: int, tick: int) -> float:
    """Draw how long somebody takes, in seconds."""
    return -math.log(1 - world.dice.one(purpose, person, tick)) * world.settings.share_delay_sim_minutes * 60
