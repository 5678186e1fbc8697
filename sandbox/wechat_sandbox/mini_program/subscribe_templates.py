"""Subscribe templates of a Mini Program or service account, taken from WeChat's library."""

from wechat_sandbox.accounts import MINI_PROGRAM, OFFICIAL_ACCOUNT
from wechat_sandbox.errors import ApiError
from wechat_sandbox.mini_program.template_library import CATEGORIES, ONE_TIME, TITLES, Keyword, Title
from wechat_sandbox.registry import API, OK, Call, Json, endpoint

MOST_KEYWORDS = 5
LONGEST_SCENE = 15
MOST_TITLES = 30


@endpoint(API, "GET", "/wxaapi/newtmpl/gettemplate", MINI_PROGRAM, OFFICIAL_ACCOUNT)
def list_templates(call: Call) -> Json:
    """List the Mini Program's templates."""
    return {**OK, "data": call.world.store.all("subscribe template", call.account.id)}


@endpoint(API, "POST", "/wxaapi/newtmpl/addtemplate", MINI_PROGRAM, OFFICIAL_ACCOUNT)
def add_template(call: Call) -> Json:
    """Add a template from the library with the keywords asked for, in their order."""
    world, account = call.world, call.account
    title = _title(call.body.get("tid"))
    keywords = _keywords(call, title)
    _check_scene(call.body.get("sceneDesc"))
    if world.store.count("subscribe template", account.id) >= world.settings.mini_program_templates:
        raise ApiError(200012, f"{world.settings.mini_program_templates} templates a Mini Program")
    template_id = world.dice.word(43, "subscribe template", account.id, world.store.next_number("templates"))
    template = {
        "priTmplId": template_id,
        "title": title.title,
        "content": "".join(keyword.line for keyword in keywords),
        "example": "".join(f"{keyword.name}:{keyword.example}\n" for keyword in keywords),
        "type": ONE_TIME,
    }
    world.store.put("subscribe template", account.id, template_id, template)
    return {**OK, "priTmplId": template_id}


@endpoint(API, "POST", "/wxaapi/newtmpl/deltemplate", MINI_PROGRAM, OFFICIAL_ACCOUNT)
def delete_template(call: Call) -> Json:
    """Remove a template."""
    if not call.world.store.delete("subscribe template", call.account.id, call.text("priTmplId", 40037)):
        raise ApiError(40037, "no such template in this Mini Program")
    return OK


@endpoint(API, "GET", "/wxaapi/newtmpl/getcategory", MINI_PROGRAM, OFFICIAL_ACCOUNT)
def list_categories(call: Call) -> Json:
    """List the categories the Mini Program belongs to."""
    return {**OK, "data": [{"id": number, "name": name} for number, name in CATEGORIES.items()]}


@endpoint(API, "GET", "/wxaapi/newtmpl/getpubtemplatetitles", MINI_PROGRAM, OFFICIAL_ACCOUNT)
def list_titles(call: Call) -> Json:
    """List the library's templates of some categories."""
    ids = _categories(call.query.get("ids", ""))
    start = _whole(call.query.get("start", ""), 200016, 0, 10**6)
    limit = _whole(call.query.get("limit", ""), 200017, 1, MOST_TITLES)
    found = [title for title in TITLES.values() if title.category in ids]
    data = [
        {"tid": title.tid, "title": title.title, "type": ONE_TIME, "categoryId": str(title.category)}
        for title in found[start : start + limit]
    ]
    return {**OK, "count": len(found), "data": data}


@endpoint(API, "GET", "/wxaapi/newtmpl/getpubtemplatekeywords", MINI_PROGRAM, OFFICIAL_ACCOUNT)
def list_keywords(call: Call) -> Json:
    """List the keywords that a template of the library may have."""
    title = _title(call.query.get("tid"))
    data = [{"kid": one.kid, "name": one.name, "example": one.example, "rule": one.rule} for one in title.keywords]
    return {**OK, "count": len(data), "data": data}


def _title(tid: object) -> Title:
    number = int(tid) if isinstance(tid, str) and tid.isascii() and tid.isdigit() and len(tid) < 10 else tid
    title = TITLES.get(number) if isinstance(number, int) else None
    if title is None:
        raise ApiError(200014, "tid is the number of a template of the library")
    return title


def _keywords(call: Call, title: Title) -> list[Keyword]:
    numbers = call.body.get("kidList")
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= MOST_KEYWORDS:
        raise ApiError(200020, f"kidList holds 1 to {MOST_KEYWORDS}")
    by_number = {keyword.kid: keyword for keyword in title.keywords}
    if not all(isinstance(n, int) and n in by_number for n in numbers) or len(set(numbers)) < len(numbers):
        raise ApiError(200020, f"kidList holds different numbers of 1 to {len(title.keywords)}")
    return [by_number[number] for number in numbers]


def _check_scene(scene: object) -> None:
    if not isinstance(scene, str) or not 1 <= len(scene) <= LONGEST_SCENE:
        raise ApiError(200021, f"sceneDesc says in 1 to {LONGEST_SCENE} characters what the messages are for")


def _categories(ids: str) -> list[int]:
    if not ids:
        raise ApiError(200018, "ids holds categories, with commas between")
    numbers = [int(part) if part.isascii() and part.isdigit() and len(part) < 10 else 0 for part in ids.split(",")]
    if not all(number in CATEGORIES for number in numbers):
        raise ApiError(200019, "ids holds categories of this Mini Program")
    return numbers


def _whole(text: str, bad: int, least: int, most: int) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9 or not least <= int(text) <= most:
        raise ApiError(bad, f"a number of {least} to {most}")
    return int(text)
