"""Which menu a person sees."""

from wechat_sandbox.accounts import Account
from wechat_sandbox.official_account import fans
from wechat_sandbox.registry import Json
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

MENU, CONDITIONAL, DEFAULT = "menu", "conditional menu", "menu"
PLATFORMS = ("1", "2", "3")
"""iOS, Android, anything else."""
_PHONES = ("1", "1", "2", "2", "2", "2", "2", "2", "2", "3")


def menu_for(world: World, account: Account, person: int) -> Doc | None:
    """Return the newest conditional menu whose rule matches the person, else the one for everybody."""
    for menu in world.store.all(CONDITIONAL, account.id)[::-1]:
        if _matches(world, account, person, menu["matchrule"]):
            return menu
    return world.store.get(MENU, account.id, DEFAULT)


def buttons_for(world: World, account: Account, person: int) -> list[Json]:
    """Return the buttons of that menu, none without one."""
    menu = menu_for(world, account, person)
    return list(menu["button"]) if menu else []


def platform_of(world: World, person: int) -> str:
    """Return the kind of phone a person has, as menus number it."""
    return _PHONES[world.dice.pick("phone platform", person, 0, len(_PHONES))]


def _matches(world: World, account: Account, person: int, rule: Json) -> bool:
    if "tag_id" in rule:
        tags = fans.card(world, account, world.people.openid(account, person))["tags"]
        if rule["tag_id"] not in [str(tag) for tag in tags]:
            return False
    return rule.get("client_platform_type") in (None, platform_of(world, person))
