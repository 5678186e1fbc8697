"""Official Accounts 公众号 / 服务号."""

from datetime import timedelta

from quanyu.touchpoints.envelopes import open_message, verify_open
from quanyu.touchpoints.official_account.account import check, make_code, templates, union_ids
from quanyu.touchpoints.official_account.events import events_of
from quanyu.touchpoints.official_account.send import send
from quanyu.touchpoints.registry import register
from quanyu.touchpoints.types import Field, Touchpoint, Window

OFFICIAL_ACCOUNT = register(
    Touchpoint(
        kind="official_account",
        label_zh="公众号",
        label_en="Official Account",
        fields=(
            Field("app_id", "AppID", "AppID"),
            Field("secret", "AppSecret", "AppSecret", secret=True),
            Field("token", "消息令牌 Token", "Callback token", secret=True, required=False),
            Field("aes_key", "消息加解密密钥 EncodingAESKey", "EncodingAESKey", secret=True, required=False),
        ),
        base_url="https://api.weixin.qq.com",
        person_id="openid",
        sends={"template": True, "customer_service": False},
        verify=verify_open,
        open=open_message,
        events_of=events_of,
        send=send,
        check=check,
        templates=templates,
        make_code=make_code,
        union_ids=union_ids,
        scenes={"subscribe": "scene", "scan": "scene"},
        windows=(
            Window("text_message", 5, timedelta(hours=48)),
            Window("subscribe", 3, timedelta(minutes=1)),
            Window("scan", 3, timedelta(minutes=1)),
            Window("menu_click", 3, timedelta(minutes=1)),
        ),
        daily_limits={
            "/cgi-bin/message/template/send": 100_000,
            "/cgi-bin/message/custom/send": 500_000,
            "/cgi-bin/qrcode/create": 100_000,
            "/cgi-bin/user/info/batchget": 5_000_000,
        },
    )
)
