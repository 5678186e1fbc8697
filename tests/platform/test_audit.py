"""R5: the audit log cannot be edited by the product, nor unnoticed by anybody else."""

import asyncio
from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import ProgrammingError

from quanyu.infra.runtime import Runtime
from quanyu.kit.scope import Scope
from quanyu.platform import audit
from tests.conftest import Home


@pytest.fixture
def superuser(postgres_url: str) -> Iterator[Connection]:
    """Somebody with the database's own password."""
    engine = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


async def _write(runtime: Runtime, scope: Scope, count: int) -> None:
    for number in range(count):
        async with runtime.postgres.transaction(scope.workspace_id) as tx:
            await audit.record(tx, scope, "segments.archive", "segment", number, {"people": number, "share": 0.1, "名": "甲"})


async def _verdict(runtime: Runtime, scope: Scope) -> audit.Verdict:
    async with runtime.postgres.transaction(scope.workspace_id) as tx:
        return await audit.verify(tx, scope)


async def test_what_admins_do_is_listed_newest_first(client: httpx.AsyncClient) -> None:
    await client.patch("/v1/workspace", json={"name": "Renamed"})
    await client.patch("/v1/workspace", json={"name": "Renamed"})
    token = (await client.post("/v1/tokens", json={"name": "shop", "role": "ingest"})).json()
    await client.delete(f"/v1/tokens/{token['id']}")

    entries = (await client.get("/v1/audit")).json()["items"]

    assert [one["action"] for one in entries[:3]] == ["tokens.revoke", "tokens.create", "workspace.change"]
    assert entries[2]["facts"] == {"name": {"from": "Test brand", "to": "Renamed"}}
    assert (await client.get(f"/v1/audit?object_id={token['id']}&action=tokens.revoke")).json()["items"] == [entries[0]]


async def test_the_log_is_read_page_by_page(runtime: Runtime, home: Home) -> None:
    await _write(runtime, home.scope, 4)

    first = (await home.client.get("/v1/audit?limit=3")).json()
    rest = (await home.client.get(f"/v1/audit?limit=3&cursor={first['next_cursor']}")).json()

    numbers = [one["number"] for one in first["items"] + rest["items"]]
    assert numbers == list(range(len(numbers), 0, -1))


async def test_an_untouched_log_is_intact(runtime: Runtime, home: Home) -> None:
    await _write(runtime, home.scope, 3)

    verdict = (await home.client.get("/v1/audit/verification")).json()

    assert verdict["first_altered"] is None
    assert verdict["entries"] >= 3


@pytest.mark.parametrize(
    "crime",
    [
        "UPDATE audit_entry SET facts = '{}' WHERE workspace_id = :workspace AND number = 3",
        "UPDATE audit_entry SET actor = 'member:somebody' WHERE workspace_id = :workspace AND number = 3",
        "UPDATE audit_entry SET at = at - interval '1 microsecond' WHERE workspace_id = :workspace AND number = 3",
        "DELETE FROM audit_entry WHERE workspace_id = :workspace AND number = 3",
    ],
)
async def test_an_altered_entry_is_found(runtime: Runtime, home: Home, superuser: Connection, crime: str) -> None:
    await _write(runtime, home.scope, 4)

    superuser.execute(text(crime), {"workspace": home.scope.workspace_id})

    assert (await _verdict(runtime, home.scope)).first_altered == 3


async def test_entries_cut_off_at_the_end_change_the_head(runtime: Runtime, home: Home, superuser: Connection) -> None:
    await _write(runtime, home.scope, 4)
    before = await _verdict(runtime, home.scope)

    cut = "DELETE FROM audit_entry WHERE workspace_id = :workspace AND number > 3"
    superuser.execute(text(cut), {"workspace": home.scope.workspace_id})

    assert (await _verdict(runtime, home.scope)).head != before.head


@pytest.mark.parametrize("crime", ["UPDATE audit_entry SET actor = 'x'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"])
async def test_the_product_itself_cannot_change_the_log(runtime: Runtime, home: Home, crime: str) -> None:
    await _write(runtime, home.scope, 1)

    with pytest.raises(ProgrammingError, match="permission denied"):
        async with runtime.postgres.transaction(home.scope.workspace_id) as tx:
            await tx.execute(text(crime))


async def test_entries_written_at_the_same_moment_make_one_chain(runtime: Runtime, home: Home) -> None:
    before = (await _verdict(runtime, home.scope)).entries

    await asyncio.gather(*(_write(runtime, home.scope, 5) for _ in range(6)))

    verdict = await _verdict(runtime, home.scope)
    assert (verdict.entries, verdict.first_altered) == (before + 30, None)


async def test_a_change_that_is_rolled_back_leaves_no_entry(runtime: Runtime, home: Home) -> None:
    before = (await _verdict(runtime, home.scope)).entries

    async with runtime.postgres.transaction(home.scope.workspace_id) as tx:
        await audit.record(tx, home.scope, "segments.archive", "segment", 1)
        await tx.rollback()

    assert (await _verdict(runtime, home.scope)).entries == before


async def test_personal_data_does_not_enter_the_log(runtime: Runtime, home: Home) -> None:
    async with runtime.postgres.transaction(home.scope.workspace_id) as tx:
        with pytest.raises(ValueError, match="personal"):
            await audit.record(tx, home.scope, "people.reveal", "profile", 7, {"phone": "13800000000"})
