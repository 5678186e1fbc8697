"""Welcome messages for customer groups (入群欢迎语): templates that owners may choose, shown to who joins."""

from wechat_sandbox.accounts import WECOM
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import WORK, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom.arguments import EC, choice, document
from wechat_sandbox.wecom.content import ATTACHMENTS, check_part, text_of

LONGEST_TEXT_BYTES = 3000


@endpoint(WORK, "POST", f"{EC}/group_welcome_template/add", WECOM)
def add_template(call: Call) -> Json:
    """Add a template."""
    world, account = call.world, call.account
    choice(call, "notify", (0, 1), default=1)
    template = _given(call)
    if world.store.count("group welcome", account.id) >= world.settings.group_welcomes:
        raise ApiError(41055, f"{world.settings.group_welcomes} templates a corp")
    template_id = "msg" + world.dice.word(32, "group welcome", account.id, world.store.next_number("group welcomes"))
    world.store.put("group welcome", account.id, template_id, template)
    return {"template_id": template_id}


@endpoint(WORK, "POST", f"{EC}/group_welcome_template/edit", WECOM)
def edit_template(call: Call) -> Json:
    """Change a template; what is not given is gone."""
    _template(call)
    call.world.store.put("group welcome", call.account.id, call.body["template_id"], _given(call))
    return {}


@endpoint(WORK, "POST", f"{EC}/group_welcome_template/get", WECOM)
def get_template(call: Call) -> Json:
    """Show a template."""
    return _template(call)


@endpoint(WORK, "POST", f"{EC}/group_welcome_template/del", WECOM)
def delete_template(call: Call) -> Json:
    """Remove a template."""
    _template(call)
    call.world.store.delete("group welcome", call.account.id, call.body["template_id"])
    return {}


def _template(call: Call) -> Doc:
    return document(call, "group welcome", "template_id", 40058, 40058)


def _given(call: Call) -> Doc:
    """Read a text, and one of picture, link, Mini Program, file and video: the first of them that is given."""
    if call.body.get("agentid") is not None and call.body["agentid"] != call.account.agent_id:
        raise ApiError(40056, "agentid is the application's own")
    words = text_of(call.body.get("text"), LONGEST_TEXT_BYTES)
    kept: Json = {"text": {"content": words}} if words else {}
    for kind in ATTACHMENTS:
        part = call.body.get(kind)
        if isinstance(part, dict) and part:
            check_part(call, kind, part)
            return {**kept, kind: part}
    if not kept:
        raise ApiError(40058, "a template needs text or an attachment")
    return kept
