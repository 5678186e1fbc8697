"""The Mini Program's APIs: content and risk."""

from collections.abc import Awaitable, Callable

from rig import Sandbox
from wechat_sandbox.pictures import qr_png

from table import GONE, Case, Good
from table.mini_program import OK, after, present

PNG = qr_png("picture")


async def _text(sandbox: Sandbox) -> Good:
    body = {"openid": await present(sandbox), "version": 2, "scene": 2, "content": "好吃", "title": "评价"}
    return Good(body=body)


async def _media(sandbox: Sandbox) -> Good:
    body = {"openid": await present(sandbox), "version": 2, "scene": 1, "media_type": 2, "media_url": "https://x.cn/1.png"}
    return Good(body=body)


async def _picture(sandbox: Sandbox) -> Good:
    return Good(files={"media": ("cat.png", PNG, "image/png")})


async def _risk(sandbox: Sandbox) -> Good:
    body = {"appid": sandbox.account("mp").app_id, "openid": await present(sandbox), "scene": 1, "client_ip": "10.0.0.1"}
    return Good(body=body)


def long_gone(path: str, good: Callable[[Sandbox], Awaitable[Good]]) -> Callable[[Sandbox], Awaitable[int | str]]:
    """The person has not been there for more than two hours."""

    async def call(sandbox: Sandbox) -> int | str:
        given = await good(sandbox)
        await sandbox.simulation.jump(sandbox.world.now() + 8000)
        return int((await sandbox.post("mp", path, given.body))["errcode"])

    return call


async def _risky_picture(sandbox: Sandbox) -> int | str:
    files = {"media": ("porn.png", PNG, "image/png")}
    return int((await sandbox.call("mp", "POST", "/wxa/img_sec_check", files=files)).json()["errcode"])


TEXT_CHECK, MEDIA_CHECK, RISK = "/wxa/msg_sec_check", "/wxa/media_check_async", "/wxa/getuserriskrank"

_FINDING = {
    "strategy": str,
    "errcode": int,
    "suggest": str,
    "label": int,
    "prob?": int,
    "level?": int,
    "keyword?": str,
}

CONTENT = [
    Case(
        TEXT_CHECK,
        _text,
        {**OK, "result": {"suggest": str, "label": int}, "detail": [_FINDING], "trace_id": str},
        {
            47001: {"content": "字" * 2501},
            40129: {"scene": 5},
            40097: {"version": 3},
            40003: {"openid": "nobody"},
            87014: {"version": GONE, "content": "裸聊"},
            61010: long_gone(TEXT_CHECK, _text),
            44991: after({"text_checks_per_wall_minute": 0}, TEXT_CHECK, _text),
            45009: after({"text_checks_per_wall_minute": 4000, "text_checks_per_day": 0}, TEXT_CHECK, _text),
        },
        account="mp",
        quota=False,
    ),
    Case(
        MEDIA_CHECK,
        _media,
        {**OK, "trace_id": str},
        {
            40097: {"media_url": "x"},
            40129: {"scene": 5},
            61010: long_gone(MEDIA_CHECK, _media),
            44991: after({"media_checks_per_wall_minute": 0}, MEDIA_CHECK, _media),
            45009: after({"media_checks_per_wall_minute": 2000, "media_checks_per_day": 0}, MEDIA_CHECK, _media),
        },
        account="mp",
        quota=False,
    ),
    Case(
        "/wxa/img_sec_check",
        _picture,
        OK,
        {87014: _risky_picture, 40006: after({"checked_picture_bytes": 1}, "/wxa/img_sec_check", _picture)},
        account="mp",
    ),
    Case(
        RISK,
        _risk,
        {**OK, "risk_rank": int, "unoin_id": int},
        {
            40013: {"appid": "wx0000000000000000"},
            40003: {"openid": "nobody"},
            40129: {"scene": 2},
            47001: {"client_ip": "here"},
            61010: long_gone(RISK, _risk),
        },
        account="mp",
    ),
]


CASES = [*CONTENT]
