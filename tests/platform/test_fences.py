"""R6: PostgreSQL itself keeps workspaces apart, in every table that has a workspace. New tables are met by themselves."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, Table, text
from sqlalchemy.exc import ProgrammingError

from quanyu.infra.postgres import APP_ROLE
from quanyu.tables import METADATA
from tests.platform.rows import row_for

FENCED = [table for table in METADATA.sorted_tables if "workspace_id" in table.columns]


def _become(connection: Connection, workspace_id: UUID) -> None:
    connection.execute(
        text("SELECT set_config('role', :role, true), set_config('quanyu.workspace', :workspace, true)"),
        {"role": APP_ROLE, "workspace": str(workspace_id)},
    )


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(text(f'SELECT count(*) FROM "{table.name}"')).scalar_one())


@pytest.mark.parametrize("table", FENCED, ids=lambda table: table.name)
async def test_a_row_is_seen_from_its_own_workspace_only(connection: Connection, table: Table) -> None:
    mine, other = uuid4(), uuid4()
    # Rows here mean nothing: foreign keys rest, and checks are dropped until the transaction is undone.
    connection.execute(text("SET LOCAL session_replication_role = replica"))
    checks = "SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid = CAST(:table AS regclass)"
    for name in connection.execute(text(checks), {"table": f'"{table.name}"'}).scalars().all():
        connection.execute(text(f'ALTER TABLE "{table.name}" DROP CONSTRAINT "{name}"'))
    connection.execute(table.insert().values(row_for(table, mine)))

    _become(connection, other)
    assert _count(connection, table) == 0
    _become(connection, mine)
    assert _count(connection, table) == 1


@pytest.mark.parametrize("table", FENCED, ids=lambda table: table.name)
async def test_a_row_cannot_be_written_into_another_workspace(connection: Connection, table: Table) -> None:
    _become(connection, uuid4())

    with pytest.raises(ProgrammingError, match="row-level security"):
        connection.execute(text(f'INSERT INTO "{table.name}" (workspace_id) VALUES (:other)'), {"other": uuid4()})


async def test_a_transaction_without_a_workspace_sees_nothing(connection: Connection) -> None:
    connection.execute(text(f"SET LOCAL ROLE {APP_ROLE}"))

    assert {table.name: _count(connection, table) for table in FENCED} == {table.name: 0 for table in FENCED}


async def test_the_role_that_serves_requests_can_pass_no_fence(connection: Connection) -> None:
    rights = text("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = :role")

    assert tuple(connection.execute(rights, {"role": APP_ROLE}).one()) == (False, False, False)
