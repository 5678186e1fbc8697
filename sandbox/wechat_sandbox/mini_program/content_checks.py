"""Checks of what people write and upload (内容安全)."""

import time

from wechat_sandbox.accounts import MINI_PROGRAM
from wechat_sandbox.clock import china_day
from wechat_sandbox.errors import ApiError
from wechat_sandbox.mini_program import traffic
from wechat_sandbox.mini_program.wordlist import NORMAL, PASS, RISKY, Finding, find
from wechat_sandbox.registry import API, OK, Act, Call, Json, action, endpoint
from wechat_sandbox.world import World

SCENES = (1, 2, 3, 4)
AUDIO, IMAGE = 1, 2
_SURE = 90
_SOMEWHAT = 60
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8")


@endpoint(API, "POST", "/wxa/msg_sec_check", MINI_PROGRAM, daily=0)
def check_text(call: Call) -> Json:
    """Tell at once whether a text is fit to be shown; without a version, the old way that only says yes or no."""
    content = call.body.get("content")
    most = call.world.settings.checked_text_characters
    if not isinstance(content, str) or not 1 <= len(content) <= most:
        raise ApiError(47001, f"content has 1 to {most} characters")
    if "version" in call.body:
        _check_version_and_scene(call)
        traffic.active(call, call.body.get("openid"))
    more = [call.body.get(name, "") for name in ("title", "nickname", "signature")]
    if not all(isinstance(text, str) for text in more):
        raise ApiError(47001, "title, nickname and signature are texts")
    settings = call.world.settings
    _count(call, "texts checked", settings.text_checks_per_wall_minute, settings.text_checks_per_day)
    found = find("\n".join([content, *more]))
    if "version" not in call.body:
        return _yes_or_no(found)
    return {**OK, **_verdict(found, by_keyword=True), "trace_id": _trace_id(call)}


@endpoint(API, "POST", "/wxa/media_check_async", MINI_PROGRAM, daily=0)
def check_media(call: Call) -> Json:
    """Take a picture or a recording; an event tells the verdict some minutes later.

    Nothing is fetched: what the media shows is told by the words of its address.
    """
    _check_version_and_scene(call)
    if call.number("media_type", 40097) not in (AUDIO, IMAGE):
        raise ApiError(40097, "media_type is 1 (audio) or 2 (image)")
    address = call.text("media_url", 40097, 2048)
    if not address.startswith(("http://", "https://")):
        raise ApiError(40097, "media_url is the address of the media")
    person = traffic.active(call, call.body.get("openid"))
    settings = call.world.settings
    _count(call, "media checked", settings.media_checks_per_wall_minute, settings.media_checks_per_day)
    trace_id = _trace_id(call)
    due = call.world.now() + settings.media_check_sim_minutes * 60
    params = {"account": call.account.id, "trace_id": trace_id, "address": address}
    call.world.store.plan(due, person, "media_is_checked", params)
    return {**OK, "trace_id": trace_id}


@action("media_is_checked")
def media_is_checked(world: World, act: Act) -> Json:
    """Be told of by the event that ends a check of media: `trace_id`, and `address`, whose words decide."""
    account = world.account(act, MINI_PROGRAM)
    verdict = _verdict(find(str(act.params.get("address", ""))), by_keyword=False)
    fields = {"appid": account.app_id, "trace_id": str(act.params.get("trace_id", "")), "version": 2, **verdict}
    sent = world.callback(account, act.person, act.at, Event="wxa_media_check", **fields)
    return {**verdict, "deliveries": sent}


@endpoint(API, "POST", "/wxa/img_sec_check", MINI_PROGRAM)
def check_picture(call: Call) -> Json:
    """Tell at once whether a small picture is fit to be shown; the words of its file name decide."""
    media = call.files.get("media")
    if media is None:
        raise ApiError(41005, "media is a picture in a form")
    if len(media.body) > call.world.settings.checked_picture_bytes:
        raise ApiError(40006, f"a picture of at most {call.world.settings.checked_picture_bytes} bytes")
    if not media.body.startswith(_PICTURES):
        raise ApiError(40005, "a picture is PNG, JPEG or GIF")
    return _yes_or_no(find(media.name))


def _check_version_and_scene(call: Call) -> None:
    if call.number("version", 40097) != 2:
        raise ApiError(40097, "version is 2")
    if call.number("scene", 40129) not in SCENES:
        raise ApiError(40129, "scene is 1 (profile), 2 (comment), 3 (forum) or 4 (journal)")


def _yes_or_no(found: list[Finding]) -> Json:
    if any(finding.suggest == RISKY for finding in found):
        raise ApiError(87014, f"holds {found[0].word!r}")
    return OK


def _verdict(found: list[Finding], by_keyword: bool) -> Json:
    suggest, label = (found[0].suggest, found[0].label) if found else (PASS, NORMAL)
    by_model = {"strategy": "content_model", "errcode": 0, "suggest": suggest, "label": label, "prob": _SURE}
    by_word = [
        {
            "strategy": "keyword",
            "errcode": 0,
            "suggest": finding.suggest,
            "label": finding.label,
            "level": _SURE if finding.suggest == RISKY else _SOMEWHAT,
            "keyword": finding.word,
        }
        for finding in found
    ]
    return {"detail": [by_model, *(by_word if by_keyword else [])], "result": {"suggest": suggest, "label": label}}


def _trace_id(call: Call) -> str:
    noise = call.world.dice.digest("content check", call.account.id, call.world.store.next_number("content checks")).hex()
    return f"{noise[:8]}-{noise[8:16]}-{noise[16:24]}"


def _count(call: Call, what: str, a_minute: int, a_day: int) -> None:
    minute, day = int(time.time() // 60), china_day(call.world.now())
    held = call.world.store.get("checks", call.account.id, what) or {"minute": 0, "in_minute": 0, "day": 0, "in_day": 0}
    in_minute = held["in_minute"] + 1 if held["minute"] == minute else 1
    in_day = held["in_day"] + 1 if held["day"] == day else 1
    if in_minute > a_minute:
        raise ApiError(44991, f"{a_minute} {what} in a minute")
    if in_day > a_day:
        raise ApiError(45009, f"{a_day} {what} in a day")
    counted = {"minute": minute, "in_minute": in_minute, "day": day, "in_day": in_day}
    call.world.store.put("checks", call.account.id, what, counted)
