"""The ground: extensions, the role that serves requests, and the jobs' own schema."""

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS citext")
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.execute(
        """
        DO $$ BEGIN
            CREATE ROLE quanyu_app NOLOGIN NOBYPASSRLS;
        EXCEPTION WHEN duplicate_object THEN NULL;
        END $$
        """
    )
    op.execute("GRANT USAGE ON SCHEMA public TO quanyu_app")
    op.get_bind().exec_driver_sql(SchemaManager.get_schema().replace("%", "%%"))
    for kind, rights in (("TABLES", "SELECT, INSERT, UPDATE, DELETE"), ("SEQUENCES", "USAGE, SELECT")):
        op.execute(f"GRANT {rights} ON ALL {kind} IN SCHEMA public TO quanyu_app")
        op.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {rights} ON {kind} TO quanyu_app")
