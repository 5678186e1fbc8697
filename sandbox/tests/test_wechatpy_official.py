"""An SDK that knows nothing of the sandbox, wechatpy as it is published, led to it by a detour."""

from served import Served
from wechatpy import WeChatClient


def test_wechatpy_gets_a_token_and_lists_followers(served: Served) -> None:
    client = _client(served)
    assert len(client.access_token) > 100
    listed = client.user.get_followers()
    assert listed["count"] == len(listed["data"]["openid"]) > 0


def _client(served: Served) -> WeChatClient:
    account = served.account("oa")
    client = WeChatClient(account.app_id, account.secret)
    served.detour(client._http)
    return client
