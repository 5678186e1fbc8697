"""What WeChat's reviewers decide about a Mini Program: of a new version, and of the data it may ask for."""

from wechat_sandbox.accounts import MINI_PROGRAM
from wechat_sandbox.registry import Act, ActError, Json, action
from wechat_sandbox.world import World

RESULTS = ("success", "fail", "delay")
GRANTED, REFUSED = 3, 2


@action("version_is_reviewed")
def version_is_reviewed(world: World, act: Act) -> Json:
    """Hear, as the Mini Program's administrator, of a review: `result` success, fail or delay, and `reason`."""
    account = world.account(act, MINI_PROGRAM)
    result = act.params.get("result", "success")
    if result not in RESULTS:
        raise ActError(f"result is one of {', '.join(RESULTS)}")
    reason = str(act.params.get("reason", "1:账号信息不符合规范:<br>(1):页面内容与服务类目不符<br>"))
    fields: dict[str, Json] = {
        "success": {"SuccTime": int(act.at)},
        "fail": {"Reason": reason, "FailTime": int(act.at), "ScreenShot": ""},
        "delay": {"Reason": reason, "DelayTime": int(act.at)},
    }
    sent = world.callback(account, act.person, act.at, Event=f"weapp_audit_{result}", **fields[result])
    return {"result": result, "deliveries": sent}


@action("privacy_is_reviewed")
def privacy_is_reviewed(world: World, act: Act) -> Json:
    """Hear whether the Mini Program may use an interface with private data: `api_name`, `granted`, `reason`."""
    account = world.account(act, MINI_PROGRAM)
    granted = bool(act.params.get("granted", True))
    result = {
        "api_name": str(act.params.get("api_name", "wx.chooseAddress")),
        "apply_time": str(int(act.at) - 3600),
        "audit_id": str(world.store.next_number("privacy reviews")),
        "audit_time": str(int(act.at)),
        "reason": "" if granted else str(act.params.get("reason", "小程序内未含有相应使用场景")),
        "status": str(GRANTED if granted else REFUSED),
    }
    sent = world.callback(account, act.person, act.at, Event="wxa_privacy_apply", result_info=result)
    return {"granted": granted, "deliveries": sent}
