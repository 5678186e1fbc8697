"""Words that members may not write to customers (敏感词)."""

from wechat_sandbox.accounts import WECOM, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import WORK, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom import departments
from wechat_sandbox.wecom.arguments import EC, choice, document, member, numbers
from wechat_sandbox.world import World

BLOCK, WARN = 1, 2
LONGEST_NAME = 20
MOST_WORDS = 300
LONGEST_WORD_BYTES = 32
SEMANTICS = (1, 2, 3)


@endpoint(WORK, "POST", f"{EC}/add_intercept_rule", WECOM)
def add_rule(call: Call) -> Json:
    """Add a rule."""
    world, account = call.world, call.account
    name, words = _name(call, ""), _words(call)
    semantics = _semantics(call.body.get("semantics_list"))
    rule: Doc = {"rule_name": name, "word_list": words, "semantics_list": semantics, "create_time": int(world.now())}
    rule |= {"intercept_type": choice(call, "intercept_type", (BLOCK, WARN)), "range": _range(call, "applicable_range")}
    if not words and not semantics:
        raise ApiError(40058, "a rule has words or semantics")
    if not any(rule["range"].values()):
        raise ApiError(40058, "applicable_range names members or departments")
    if world.store.count("intercept rule", account.id) >= world.settings.intercept_rules:
        raise ApiError(41069, f"{world.settings.intercept_rules} rules a corp")
    rule_id = world.dice.word(24, "intercept rule", account.id, world.store.next_number("intercept rules"))
    world.store.put("intercept rule", account.id, rule_id, {"rule_id": rule_id, **rule})
    return {"rule_id": rule_id}


@endpoint(WORK, "GET", f"{EC}/get_intercept_rule_list", WECOM)
def list_rules(call: Call) -> Json:
    """List the rules by name."""
    rules = call.world.store.all("intercept rule", call.account.id)
    return {"rule_list": [{name: rule[name] for name in ("rule_id", "rule_name", "create_time")} for rule in rules]}


@endpoint(WORK, "POST", f"{EC}/get_intercept_rule", WECOM)
def get_rule(call: Call) -> Json:
    """Show a rule."""
    rule = _rule(call)
    told = {name: rule[name] for name in ("rule_id", "rule_name", "word_list", "intercept_type")}
    return {"rule": {**told, "extra_rule": {"semantics_list": rule["semantics_list"]}, "applicable_range": rule["range"]}}


@endpoint(WORK, "POST", f"{EC}/update_intercept_rule", WECOM)
def update_rule(call: Call) -> Json:
    """Change a rule: what is given; members and departments are added and taken off."""
    rule = dict(_rule(call))
    if call.body.get("rule_name") is not None:
        rule["rule_name"] = _name(call, rule["rule_id"])
    if call.body.get("word_list") is not None:
        rule["word_list"] = _words(call)
    extra = call.body.get("extra_rule")
    if isinstance(extra, dict) and "semantics_list" in extra:
        rule["semantics_list"] = _semantics(extra["semantics_list"])
    rule["intercept_type"] = choice(call, "intercept_type", (BLOCK, WARN), default=rule["intercept_type"])
    more, less = _range(call, "add_applicable_range"), _range(call, "remove_applicable_range")
    rule["range"] = {
        name: [one for one in dict.fromkeys([*held, *more[name]]) if one not in less[name]]
        for name, held in rule["range"].items()
    }
    call.world.store.put("intercept rule", call.account.id, rule["rule_id"], rule)
    return {}


@endpoint(WORK, "POST", f"{EC}/del_intercept_rule", WECOM)
def delete_rule(call: Call) -> Json:
    """Remove a rule."""
    call.world.store.delete("intercept rule", call.account.id, _rule(call)["rule_id"])
    return {}


def blocked_word(world: World, corp: Account, userid: str, words: str) -> str:
    """Return the word for which a member may not send a text, empty when they may."""
    for rule in world.store.all("intercept rule", corp.id):
        if rule["intercept_type"] == BLOCK and userid in departments.everybody(
            world, corp, rule["range"]["user_list"], rule["range"]["department_list"]
        ):
            for word in rule["word_list"]:
                if word in words:
                    return str(word)
    return ""


def _rule(call: Call) -> Doc:
    return document(call, "intercept rule", "rule_id", 41070, 41070)


def _name(call: Call, own: str) -> str:
    name = call.text("rule_name", 40058, LONGEST_NAME)
    rules = call.world.store.all("intercept rule", call.account.id)
    if any(rule["rule_name"] == name and rule["rule_id"] != own for rule in rules):
        raise ApiError(41077, "the name is taken")
    return name


def _words(call: Call) -> list[str]:
    given = call.body.get("word_list") or []
    if isinstance(given, list) and len(given) > MOST_WORDS:
        raise ApiError(41068, f"at most {MOST_WORDS} words")
    words = call.some_texts("word_list", 41083, MOST_WORDS)
    if not all(0 < len(word.encode()) <= LONGEST_WORD_BYTES for word in words):
        raise ApiError(41083, f"a word has 1 to {LONGEST_WORD_BYTES} bytes")
    return words


def _semantics(given: object) -> list[int]:
    found = numbers(given, 41084, "semantics_list")
    if not set(found) <= set(SEMANTICS):
        raise ApiError(41084, "1 telephone numbers, 2 mail addresses, 3 red packets")
    return found


def _range(call: Call, name: str) -> Json:
    given = call.body.get(name) or {}
    users = given.get("user_list") or [] if isinstance(given, dict) else None
    if not isinstance(users, list):
        raise ApiError(40058, f"{name} has user_list and department_list")
    parties = numbers(given.get("department_list"), 40058, "department_list")
    departments.members(call.world, call.account, parties)
    return {"user_list": [member(call, userid) for userid in users], "department_list": parties}
