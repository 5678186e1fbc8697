"""The page of every API on offer, written from the registry, so that it is never out of date."""

from collections.abc import Iterator

from wechat_sandbox.registry import ACTIONS, ENDPOINTS, Endpoint

_NO_CEILING = "–"


def listing() -> str:
    """Write the page as Markdown: the APIs of each host and what they do, then what people can do."""
    hosts = sorted({endpoint.host for endpoint in ENDPOINTS})
    lines = ["# What the sandbox offers", "", "Written by `wechat-sandbox apis`. Quotas are calls a day for one account.", ""]
    for host in hosts:
        offered = sorted((one for one in ENDPOINTS if one.host == host), key=lambda one: one.path)
        lines += [f"## {host} ({len(offered)})", "", "| API | what it does | who calls | a day |", "|---|---|---|---|"]
        lines += [*_rows(offered), ""]
    lines += [f"## What people and staff can do ({len(ACTIONS)})", "", "| action | what it is |", "|---|---|"]
    lines += [f"| `{name}` | {_first_line(ACTIONS[name].__doc__)} |" for name in sorted(ACTIONS)]
    return "\n".join(lines) + "\n"


def _rows(offered: list[Endpoint]) -> Iterator[str]:
    for one in offered:
        daily = f"{one.daily:,}" if one.daily else _NO_CEILING
        kinds = ", ".join(one.kinds)
        yield f"| `{' '.join(one.methods)} {one.path}` | {_first_line(one.handler.__doc__)} | {kinds} | {daily} |"


def _first_line(text: str | None) -> str:
    return (text or "").strip().partition("\n")[0].replace("|", "\\|")
