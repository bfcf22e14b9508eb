"""Alembic migrations of the casebook, run by ``store.migrate``."""
