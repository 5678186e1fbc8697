"""Runs the table: every API on offer, its answer, its errors, wrong types, and the end of its quota."""

import importlib
import itertools
import pkgutil
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
import table
from rig import Sandbox
from table import Answer, Case, Good, changed, mismatch
from wechat_sandbox.registry import ENDPOINTS

_MODULES = [importlib.import_module(f"table.{found.name}") for found in pkgutil.iter_modules(table.__path__)]
CASES: list[Case] = [case for module in _MODULES for case in getattr(module, "CASES", ())]
HOSTILE: tuple[Any, ...] = (
    None,
    True,
    -1,
    2**63,
    1.5,
    "",
    "x" * 5000,
    "\x00😀]]>",
    [],
    [None],
    ["x"] * 3,
    {},
    {"a": {"b": []}},
)

every = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.account}:{case.method}{case.path}")


def test_no_api_is_left_out() -> None:
    offered = {(one.path, method) for one in ENDPOINTS for method in one.methods}
    assert offered - {(case.path, case.method) for case in CASES} == set()


@every
async def test_answers_have_the_documented_shape(sandbox: Sandbox, case: Case) -> None:
    answer = await case.caller(case, sandbox, await case.good(sandbox))
    assert answer.code in (0, ""), answer
    if case.shape is bytes:
        assert isinstance(answer.body, bytes)
        assert len(answer.body) > 0
    else:
        assert mismatch(answer.body, case.shape) == ""


@every
async def test_every_documented_error_is_given(sandbox: Sandbox, case: Case) -> None:
    for code, change in case.errors.items():
        if isinstance(change, Mapping):
            answer = await case.caller(case, sandbox, _with(case, await case.good(sandbox), change))
            assert answer.code == code, (change, answer)
        else:
            assert await change(sandbox) == code, code


@every
async def test_wrong_types_are_refused_or_borne(sandbox: Sandbox, case: Case) -> None:
    good = await case.good(sandbox)
    given = good.query if case.method == "GET" else good.body
    for name, value in itertools.product(given, HOSTILE):
        if case.method == "GET" and not isinstance(value, str):
            continue
        answer = await case.caller(case, sandbox, _with(case, good, {name: value}))
        assert answer.status < 500, (name, value, answer)


@every
async def test_a_spent_quota_is_said(sandbox: Sandbox, case: Case) -> None:
    if not case.quota:
        return
    good = await case.good(sandbox)
    await sandbox.admin("PATCH", "/settings", {"wecom_calls_per_wall_minute": 1})
    await sandbox.admin("POST", f"/accounts/{case.account}/quota", {"api": case.path, "daily": 1})
    answers = [await case.caller(case, sandbox, good) for _ in range(3)]
    assert _is_quota(answers[-1]), answers


def _is_quota(answer: Answer) -> bool:
    return answer.code in (45009, 45011, 11017, 11018, "FREQUENCY_LIMITED", "RATELIMIT_EXCEEDED") or answer.status == 429


def _with(case: Case, good: Good, change: Mapping[str, Any]) -> Good:
    if case.method == "GET":
        return replace(good, query=changed(good.query, change))
    return replace(good, body=changed(good.body, change))
