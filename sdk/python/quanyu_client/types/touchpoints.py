"""The API's answers about accounts, their codes and imports."""

from __future__ import annotations

from typing import Literal, TypedDict


class Touchpoint(TypedDict):
    """An account without its secrets."""

    id: str
    kind: str
    name: str
    app_id: str
    agent_id: str
    base_url: str
    state: str
    stop_reason: str | None
    created_at: str
    last_callback_at: str | None
    last_call_at: str | None
    callback_url: str


class Quota(TypedDict):
    """Calls of one API in the last 24 hours, and the documented ceiling of a day when there is one."""

    api: str
    calls: int
    errors: int
    refusals: int
    daily_limit: int | None


class Window(TypedDict):
    """What the platform allows after a person did something."""

    after: str
    messages: int
    seconds: int


class Health(TypedDict):
    """An account's state. Token times are the machine's clock, all others the workspace's."""

    state: str
    stop_reason: str | None
    token_fetched_at: str | None
    token_age_seconds: int | None
    token_expires_at: str | None
    last_callback_at: str | None
    last_call_at: str | None
    last_error_at: str | None
    last_error_code: str | None
    last_error_reason: str | None
    calls_24h: int
    errors_24h: int
    refusals_24h: int
    callbacks_24h: int
    callbacks_refused_24h: int
    quota: list[Quota]
    windows: list[Window]


class TouchpointWithHealth(Touchpoint):
    """An account and how it is doing."""

    health: Health


class Finding(TypedDict):
    """One thing found out, in words."""

    code: str
    level: Literal["ok", "warning", "error"]
    zh: str
    en: str


class Check(TypedDict):
    """What a check found. ``ok`` when nothing is an error."""

    ok: bool
    findings: list[Finding]


class Template(TypedDict):
    """A message template. ``fields`` are the names to fill."""

    id: str
    title: str
    content: str
    example: str
    fields: list[str]


class Code(TypedDict):
    """A code. ``scans`` counts everybody who came through it, ``follows`` those who were new by it."""

    id: str
    account_id: str
    name: str
    scene: str
    staff: list[str]
    remark: str
    content_url: str
    image_url: str
    created_at: str
    expires_at: str | None
    scans: int
    follows: int


class Import(TypedDict):
    """One import. ``progress`` runs from 0 to 1; ``skipped`` counts lines left out, by reason."""

    id: str
    filename: str
    state: str
    progress: float
    lines: int
    orders: int
    refunds: int
    anonymous_orders: int
    repeated: int
    skipped: dict[str, int]
    error: str | None
    created_at: str
    finished_at: str | None
