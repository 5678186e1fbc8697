"""The older ads API as wechatpy, unmodified, calls it."""

import pytest
from rig import Sandbox
from served import Served
from table.ads import get, running_ad
from wechatpy import WeChatClient
from wechatpy.exceptions import WeChatClientException


def test_wechatpy_reports_what_an_ad_has_brought(served: Served) -> None:
    account = served.account("oa")
    client = WeChatClient(account.app_id, account.secret)
    served.detour(client._http)
    number = client.marketing.add_user_action_sets("WECHAT", "official account", "after following")
    assert client.marketing.get_user_action_sets(number)[0]["name"] == "official account"
    served.run(_clicked(served.sandbox))
    user = {"wechat_app_id": account.app_id, "wechat_openid": served.sandbox.openid("oa", 3)}
    action = {"user_action_set_id": number, "action_type": "COMPLETE_ORDER", "user_id": user, "action_param": {"value": 9900}}
    client.marketing.add_user_actions([action])
    assert served.run(_brought(served.sandbox)) == (1, 9900)
    with pytest.raises(WeChatClientException) as refused:
        client.marketing.add_user_actions([{**action, "user_action_set_id": 1}])
    assert refused.value.errcode == 900351000


async def _clicked(sandbox: Sandbox) -> None:
    await sandbox.act(3, "click_ad", adgroup_id=await running_ad(sandbox))
    await sandbox.advance(60)


async def _brought(sandbox: Sandbox) -> tuple[int, int]:
    days = {"start_date": "2026-01-01", "end_date": "2026-01-02"}
    rows = (await get(sandbox, "/v3.0/daily_reports/get", level="REPORT_LEVEL_ADVERTISER", date_range=days))["list"]
    return rows[0]["conversions_count"], rows[0]["order_amount"]
