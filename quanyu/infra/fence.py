"""Row-level security: the second wall between workspaces, for migrations to put around a table."""

from sqlalchemy import text
from sqlalchemy.engine import Connection

POLICY = "current_setting('quanyu.workspace', true) = '*' OR workspace_id::text = current_setting('quanyu.workspace', true)"


def fence(connection: Connection, table: str) -> None:
    """Let the serving role see only rows of the transaction's workspace. ``table`` is a name from our own code."""
    connection.execute(text(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'))
    connection.execute(text(f'DROP POLICY IF EXISTS workspace ON "{table}"'))
    connection.execute(text(f'CREATE POLICY workspace ON "{table}" USING ({POLICY}) WITH CHECK ({POLICY})'))
