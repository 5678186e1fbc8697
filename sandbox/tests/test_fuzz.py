"""Thousands of damaged calls to every API: each is answered, none with a crash."""

import json
import random
from copy import deepcopy
from dataclasses import replace
from typing import Any

from rig import Sandbox
from table import Case, Good
from test_every_endpoint import every
from wechat_sandbox.registry import ENDPOINTS

DAMAGED_CALLS = 12
ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 2**31, 2**63, 2**64, 10**40, 0.1, 1e308, "", " ", "0", "-1", "null", "x" * 3000),
    *("\x00", "😀", "%00", "../../etc", "<xml>", "]]>", "'", '"', "\\", "\u202e", "{{1}}", "1" * 40),
    *([], {}, [[]], [{}], {"": ""}, [None] * 40),
)
ENTITY = b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///'>]><a>&b;</a>"
JSON, XML, FORM = "application/json", "text/xml", "multipart/form-data; boundary=b"
GARBAGE: tuple[tuple[str, bytes], ...] = (
    *((JSON, body) for body in (b"", b"{", b"[]", b"null", b"1", b"\xff\xfe", b'{"a":' * 3000, b"<xml><a/></xml>")),
    *((XML, body) for body in (b"", b"<xml>", b"{}", b"\xff", ENTITY, b"<a>" * 3000)),
    *((FORM, body) for body in (b"", b"--b", b"--b\r\n\r\n--b--", b"--b\r\n" * 3000, b"\xff" * 100)),
    ("multipart/form-data", b"--b--"),
)


@every
async def test_damaged_calls_are_answered_not_crashed_on(sandbox: Sandbox, case: Case) -> None:
    chance = random.Random(case.path)
    good = await case.good(sandbox)
    for _ in range(DAMAGED_CALLS):
        damaged = _damage(chance, case, good)
        answer = await case.caller(case, sandbox, damaged)
        assert answer.status < 500, (damaged, answer)


async def test_bodies_that_are_no_bodies_are_answered(sandbox: Sandbox) -> None:
    account = {"wecom": "corp", "mini_program": "mp", "store": "shop"}
    for endpoint in ENDPOINTS:
        token = await sandbox.token(account.get(endpoint.kinds[0], "oa")) if endpoint.door is None else ""
        path = "/" + endpoint.host + endpoint.path.replace("{", "").replace("}", "")
        for media_type, body in GARBAGE:
            for method in endpoint.methods:
                response = await sandbox.client.request(
                    method,
                    path,
                    params={endpoint.bearer or "access_token": token},
                    content=body,
                    headers={"content-type": media_type, "authorization": "WECHATPAY2-SHA256-RSA2048 mchid="},
                )
                assert response.status_code < 500, (method, path, body, response.text)


def _damage(chance: random.Random, case: Case, good: Good) -> Good:
    kind = chance.randrange(4)
    if kind == 0 and good.query:
        name = chance.choice(sorted(good.query))
        return replace(good, query={**good.query, name: str(chance.choice(ODD))[:2000]})
    if kind == 1 and good.params:
        name = chance.choice(sorted(good.params))
        return replace(good, params={**good.params, name: chance.choice(["0", "😀", "x" * 300, "%2e%2e", "null"])})
    if good.files:
        content = chance.choice([b"", b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF89a", b"x" * 5000])
        return replace(good, files={name: (file, content, kind_of) for name, (file, _, kind_of) in good.files.items()})
    body = json.loads(json.dumps(good.body))
    for _ in range(chance.randint(1, 3)):
        _damage_inside(chance, body)
    if kind == 2:
        body[chance.choice(["extra", "type", "limit", "cursor", "id", "text", "amount"])] = deepcopy(chance.choice(ODD))
    return replace(good, body=body)


def _damage_inside(chance: random.Random, value: Any) -> None:
    """Change one thing, somewhere in an object or list."""
    while value:
        place = chance.choice(sorted(value) if isinstance(value, dict) else range(len(value)))
        if isinstance(value[place], (dict, list)) and value[place] and chance.random() < 0.7:
            value = value[place]
            continue
        if chance.random() < 0.2:
            del value[place]
        else:
            value[place] = deepcopy(chance.choice(ODD))
        return
