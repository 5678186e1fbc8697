"""Alembic's entry: runs on the connection that quanyu.infra.migrate opened."""

from alembic import context

from quanyu.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
