"""HTTP API and review pages: uploads become jobs, jobs become documents, people look and correct."""

from pipeline.service.settings import Settings

__all__ = ["Settings", "check", "create_app"]


def create_app(settings: Settings):  # type: ignore[no-untyped-def]  # FastAPI is an extra
    """Return the ASGI application.

    Raises:
        DependencyError: The extra `serve` is not installed.
    """
    from pipeline.export.optional import require

    for module in ("fastapi", "uvicorn", "python_multipart", "sqlalchemy", "alembic"):
        require(module, "serve")
    from pipeline.service.application import build

    return build(settings)


def check(settings: Settings) -> None:
    """Open what the server keeps and close it: what cannot be is told before anybody is let in.

    Raises:
        UsageError: The folder cannot be written, or another server has it.
        InputError: A database cannot be opened.
        DependencyError: The database's driver is not installed.
    """
    from pipeline.service.storage import Storage

    Storage(settings.folder, settings.database).close()
