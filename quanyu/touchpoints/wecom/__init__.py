"""WeCom 企业微信."""

from quanyu.touchpoints.envelopes import open_message, verify_sealed
from quanyu.touchpoints.registry import register
from quanyu.touchpoints.types import Field, Touchpoint
from quanyu.touchpoints.wecom.account import check, make_code, union_ids
from quanyu.touchpoints.wecom.events import events_of
from quanyu.touchpoints.wecom.send import send

WECOM = register(
    Touchpoint(
        kind="wecom",
        label_zh="企业微信",
        label_en="WeCom",
        fields=(
            Field("app_id", "企业 ID", "Corp id"),
            Field("secret", "应用 Secret", "App secret", secret=True),
            Field("agent_id", "应用 AgentId", "Agent id", required=False),
            Field("token", "接收消息 Token", "Callback token", secret=True, required=False),
            Field("aes_key", "接收消息 EncodingAESKey", "EncodingAESKey", secret=True, required=False),
        ),
        base_url="https://qyapi.weixin.qq.com",
        person_id="external_userid",
        sends={"welcome": False, "tag": True, "staff": False},
        verify=verify_sealed,
        open=open_message,
        events_of=events_of,
        send=send,
        check=check,
        make_code=make_code,
        union_ids=union_ids,
        scenes={"add_external_contact": "state"},
    )
)
