"""Mini Programs 小程序."""

from datetime import timedelta

from quanyu.touchpoints.envelopes import open_message, verify_open
from quanyu.touchpoints.mini_program.account import check, templates
from quanyu.touchpoints.mini_program.events import events_of
from quanyu.touchpoints.mini_program.login import LoginRefused, Session, session_of
from quanyu.touchpoints.mini_program.send import send
from quanyu.touchpoints.registry import register
from quanyu.touchpoints.types import Field, Touchpoint, Window

__all__ = ["MINI_PROGRAM", "LoginRefused", "Session", "session_of"]

MINI_PROGRAM = register(
    Touchpoint(
        kind="mini_program",
        label_zh="小程序",
        label_en="Mini Program",
        fields=(
            Field("app_id", "AppID", "AppID"),
            Field("secret", "AppSecret", "AppSecret", secret=True),
            Field("token", "消息推送 Token", "Callback token", secret=True, required=False),
            Field("aes_key", "消息推送 EncodingAESKey", "EncodingAESKey", secret=True, required=False),
        ),
        base_url="https://api.weixin.qq.com",
        person_id="openid",
        sends={"subscription": False, "customer_service": False},
        verify=verify_open,
        open=open_message,
        events_of=events_of,
        send=send,
        check=check,
        templates=templates,
        windows=(
            Window("text_message", 5, timedelta(hours=48)),
            Window("enter_session", 2, timedelta(minutes=1)),
        ),
    )
)
