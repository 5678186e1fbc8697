"""Which address answers what."""

from starlette.routing import Route

from wechat_sandbox.admin import clock_and_settings as clock
from wechat_sandbox.admin import logs, merchant_keys, quotas, snapshots, truth
from wechat_sandbox.admin import people_and_accounts as people
from wechat_sandbox.admin.problems import Endpoint, guarded

_TABLE: tuple[tuple[str, str, Endpoint], ...] = (
    ("GET", "/clock", clock.show_clock),
    ("POST", "/clock", clock.change_clock),
    ("GET", "/settings", clock.show_settings),
    ("PATCH", "/settings", clock.change_settings),
    ("GET", "/settings/about", clock.about_settings),
    ("GET", "/faults", clock.list_faults),
    ("POST", "/faults", clock.add_fault),
    ("DELETE", "/faults", clock.remove_faults),
    ("DELETE", "/faults/{fault_id:int}", clock.remove_faults),
    ("GET", "/accounts", people.list_accounts),
    ("POST", "/accounts", people.create_account),
    ("GET", "/accounts/{account_id}", people.show_account),
    ("PATCH", "/accounts/{account_id}", people.change_account),
    ("POST", "/accounts/{account_id}/verify", people.verify_account),
    ("POST", "/accounts/{account_id}/expire_tokens", people.expire_tokens),
    ("POST", "/accounts/{account_id}/quota", people.change_quota),
    ("GET", "/accounts/{account_id}/quotas", quotas.list_quotas),
    ("GET", "/accounts/{account_id}/orders", logs.show_orders),
    ("GET", "/accounts/{account_id}/keys", merchant_keys.show_keys),
    ("POST", "/accounts/{account_id}/keys", merchant_keys.renew_keys),
    ("GET", "/people", people.list_people),
    ("GET", "/people/{number:int}", people.show_person),
    ("POST", "/people/{number:int}/act", people.act),
    ("GET", "/truth/{name}.jsonl", truth.show_table),
    ("GET", "/snapshots", snapshots.list_snapshots),
    ("POST", "/snapshots", snapshots.take_snapshot),
    ("POST", "/snapshots/{name}/restore", snapshots.restore_snapshot),
    ("GET", "/totals", people.show_totals),
    ("POST", "/deliveries/{delivery:int}/replay", logs.replay),
    ("GET", "/{log}", logs.show_log),
)


def routes() -> list[Route]:
    """Build the routes below /_sandbox."""
    return [Route("/_sandbox" + path, guarded(endpoint), methods=[method]) for method, path, endpoint in _TABLE]
