"""Filling in forms, answering surveys, and having had enough of messages."""

from wechat_sandbox.accounts import OFFICIAL_ACCOUNT
from wechat_sandbox.clock import rfc3339
from wechat_sandbox.people.forms import fill
from wechat_sandbox.people.interests import bits, topics
from wechat_sandbox.registry import ACTIONS, Act, ActError, Json, action
from wechat_sandbox.world import World

MOST_QUESTIONS = 100
_REASONS = ("too many messages", "advertising", "not relevant")
_PRAISE = ("质量很好", "物流快", "包装漂亮", "会回购")
_BLAME = ("消息太多了", "有点贵", "发货慢", "客服回复慢")


@action("complain_of_messages")
def complain_of_messages(world: World, act: Act) -> Json:
    """Complain about an account, as one does when too many messages come."""
    account = world.accounts.get(str(act.params.get("account", "")))
    if account is None:
        raise ActError("account names whom to complain about")
    number = world.store.next_number("complaints of people")
    reason = _REASONS[world.dice.pick("complains of what", act.person, number, len(_REASONS))]
    doc = {"person": act.person, "account": account.id, "kind": act.params.get("kind", ""), "reason": reason}
    world.store.append("complaints of messages", {**doc, "sim_time": rfc3339(act.at)}, act.person)
    return {"complained": True, "reason": reason, "deliveries": []}


@action("block_templates")
def block_templates(world: World, act: Act) -> Json:
    """Refuse an Official Account's template messages from now on; with `allow` take them again."""
    account = world.account(act, OFFICIAL_ACCOUNT)
    blocked = not act.params.get("allow", False)
    world.people.put(f"blocks templates:{account.id}", act.person, blocked, bool)
    return {"blocked": blocked, "deliveries": []}


@action("fill_form")
def fill_form(world: World, act: Act) -> Json:
    """Fill in name, phone and address, now and then with a slip; with `form_id` the Mini Program reports it."""
    number = world.people.add("forms filled in", act.person, 1, "int32")
    filled = fill(world.people, act.person, number, world.settings.form_typo)
    form_id = act.params.get("form_id")
    if form_id is None:
        return {"fields": filled.fields, "slips": filled.slips, "deliveries": []}
    happened = _report(world, act, "form_submitted", {"form_id": str(form_id), "fields": filled.fields})
    return {**happened, "fields": filled.fields, "slips": filled.slips}


@action("answer_survey")
def answer_survey(world: World, act: Act) -> Json:
    """Answer `questions` [{id, type: choice, choices, scale or text, options, most}] of `survey_id` as one is."""
    questions = act.params.get("questions", [])
    if not isinstance(questions, list) or len(questions) > MOST_QUESTIONS or not all(isinstance(q, dict) for q in questions):
        raise ActError(f"questions is a list of at most {MOST_QUESTIONS} objects")
    answers = {str(q.get("id", place)): _answer(world, act.person, place, q) for place, q in enumerate(questions)}
    survey_id = act.params.get("survey_id")
    if survey_id is None:
        return {"answers": answers, "deliveries": []}
    happened = _report(world, act, "survey_answered", {"survey_id": str(survey_id), "answers": answers})
    return {**happened, "answers": answers}


def spontaneous(world: World, person: int, survey_id: str) -> Json:
    """Return what somebody answers to a survey of which only the id is known: a score and what they like."""
    likes = world.people.traits.liked(person)
    return {"survey_id": survey_id, "answers": {"score": content(world, person), "likes": likes}}


def content(world: World, person: int, most: int = 10) -> int:
    """Return how content somebody is with the brand, from 0 to `most`: buyers more, those who are tired of it less."""
    people = world.people
    orders = min(int(people.array("orders", "int64")[person]), 5)
    tired = min(float(people.array("fatigue")[person]), 8.0) * float(people.traits.patience[person])
    mood = 0.55 + 0.06 * orders - 0.05 * tired + 0.35 * (world.dice.one("mood", person, 0) - 0.4)
    return round(min(max(mood, 0.0), 1.0) * most)


def _answer(world: World, person: int, place: int, question: Json) -> object:
    kind, options = question.get("type"), question.get("options")
    if kind == "scale":
        most = question.get("most", 10)
        return content(world, person, most if isinstance(most, int) and 0 < most <= 100 else 10)
    if kind in ("choice", "choices"):
        if not isinstance(options, list) or not options:
            raise ActError("a choice has options")
        likes = int(world.people.traits.likes[person])
        liked = [option for option in options if bits(topics(str(option))) & likes]
        among = liked or options
        return liked if kind == "choices" else among[world.dice.pick("answers", person, place, len(among))]
    if kind == "text":
        said = _PRAISE if content(world, person) >= 6 else _BLAME
        return said[world.dice.pick("says", person, place, len(said))]
    raise ActError("type is choice, choices, scale or text")


def _report(world: World, act: Act, event: str, properties: Json) -> Json:
    params = {**act.only("account", "path", "query"), "report": {"event": event, "properties": properties}}
    return ACTIONS["browse"](world, Act(act.at, act.person, "browse", params))
