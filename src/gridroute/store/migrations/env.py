"""Runs the revisions on the connection that ``store.database`` hands over, in its transaction."""

from __future__ import annotations

from alembic import context

from gridroute.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
context.run_migrations()
