"""Alembic's migrations; `open_database` runs them."""
