"""Run by Alembic: migrates over the connection that ``bot.storage.upgrade`` hands it."""

from alembic import context

from bot.storage.schema import TABLES

# The transaction is the caller's, so that a step that fails leaves the database as it was.
context.configure(
    connection=context.config.attributes["connection"], target_metadata=TABLES, render_as_batch=True
)
context.run_migrations()
