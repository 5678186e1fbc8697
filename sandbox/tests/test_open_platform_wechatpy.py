"""wechatpy as it is published runs a third-party platform here, and opens what a Mini Program seals."""

import json

import pytest
from brand import Brand
from rig import BRAND_URL
from served import Served
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from wechat_sandbox.open_platform import tickets
from wechatpy import WeChatClient
from wechatpy.component import WeChatComponent
from wechatpy.crypto import WeChatWxaCrypto
from wechatpy.exceptions import WeChatClientException

PERSON = 8


class PostBox(Brand):
    """A brand that keeps the platform's notices unopened, for the test to open with wechatpy."""

    def __init__(self) -> None:
        super().__init__()
        self.sealed: list[tuple[str, str, str, str]] = []

    async def callback(self, request: Request) -> Response:
        query, body = request.query_params, (await request.body()).decode()
        if request.path_params["account"] == "component":
            self.sealed.append((body, query["msg_signature"], query["timestamp"], query["nonce"]))
        return PlainTextResponse("success")


@pytest.fixture
def brand() -> PostBox:
    return PostBox()


@pytest.fixture
def component(served: Served, brand: PostBox) -> WeChatComponent:
    """The platform after its first ticket."""

    async def listen() -> None:
        change = {"callback_url": f"{BRAND_URL}/callback/component"}
        account = served.sandbox.world.accounts.change(served.account("component"), change)
        for delivery in tickets.push(served.sandbox.world, account):
            await served.sandbox.world.callbacks.settled(delivery)

    served.run(listen())
    account = served.account("component")
    component = WeChatComponent(account.app_id, account.secret, account.token, account.aes_key)
    served.detour(component._http)
    assert component.parse_message(*brand.sealed[0]).type == "component_verify_ticket"
    return component


def test_an_account_is_let_in_and_acted_for(served: Served, brand: PostBox, component: WeChatComponent) -> None:
    url = component.get_pre_auth_url("https://platform.example/back")
    chosen = {"authorize": served.account("oa").app_id}
    led = component._http.get(url, params=chosen, allow_redirects=False)
    assert "auth_code=" in led.headers["location"]
    served.run(served.sandbox.simulation.drained())
    notice = component.parse_message(*brand.sealed[-1])
    assert notice.type == "authorized"
    client = component.get_client_by_appid(notice.authorizer_appid)
    served.detour(client._http)
    assert len(client.user.get_followers()["data"]["openid"]) > 0
    listed = component.get_authorizer_list()
    assert [one["authorizer_appid"] for one in listed["list"]] == [notice.authorizer_appid]
    assert component.get_authorizer_info(notice.authorizer_appid)["authorizer_info"]["nick_name"] == "全域好物"


def test_an_account_that_leaves_is_told_and_closed(served: Served, brand: PostBox, component: WeChatComponent) -> None:
    served.run(served.sandbox.act(PERSON, "authorize_component", account="oa"))
    app_id = component.parse_message(*brand.sealed[-1]).authorizer_appid
    client = component.get_client_by_appid(app_id)
    served.detour(client._http)
    served.run(served.sandbox.act(PERSON, "revoke_component", account="oa"))
    assert component.parse_message(*brand.sealed[-1]).type == "unauthorized"
    with pytest.raises(WeChatClientException) as refused:
        client.user.get_followers()
    assert refused.value.errcode == 61003


def test_a_mini_programs_user_data_opens(served: Served) -> None:
    account = served.account("mp")
    client = WeChatClient(account.app_id, account.secret)
    served.detour(client._http)
    code = served.run(served.sandbox.act(PERSON, "get_login_code"))["code"]
    session = client.wxa.code_to_session(code)
    handed = served.run(served.sandbox.act(PERSON, "get_user_data"))
    opener = WeChatWxaCrypto(session["session_key"], handed["iv"], account.app_id)
    opened = opener.decrypt_message(handed["encryptedData"])
    assert opened["openId"] == session["openid"]
    assert json.loads(handed["rawData"])["nickName"] == opened["nickName"]


def test_a_mini_program_is_run(served: Served) -> None:
    account = served.account("mp")
    client = WeChatClient(account.app_id, account.secret)
    served.detour(client._http)
    assert client.wxa.get_wxa_code_unlimited("s=1", page="pages/index/index").content.startswith(b"\x89PNG")
    assert client.wxa.check_text_security("hello")["errcode"] == 0
    with pytest.raises(WeChatClientException) as risky:
        client.wxa.check_text_security("porn")
    assert risky.value.errcode == 87014
