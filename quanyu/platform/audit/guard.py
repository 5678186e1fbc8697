"""The audit log's lock, for migrations to put on its table."""

from sqlalchemy import text
from sqlalchemy.engine import Connection

from quanyu.infra.postgres import APP_ROLE

STATEMENT = f"REVOKE UPDATE, DELETE, TRUNCATE ON audit_entry FROM {APP_ROLE}"


def guard(connection: Connection) -> None:
    """Take from the serving role the right to change or remove entries: it may only add and read."""
    connection.execute(text(STATEMENT))
