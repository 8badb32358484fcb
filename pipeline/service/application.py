"""Puts the server together: guard, limits, API, pages, worker."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from starlette.staticfiles import StaticFiles

from pipeline import __version__
from pipeline.errors import InputError, PipelineError, UsageError
from pipeline.service import api, pages
from pipeline.service.access import HEADERS, Guard
from pipeline.service.settings import Settings
from pipeline.service.storage import Storage
from pipeline.service.uploads import BodyLimit
from pipeline.service.worker import Worker

_STATIC = Path(__file__).parent / "static"


def build(settings: Settings) -> FastAPI:
    """Return the application; its databases open and its worker starts with it."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.storage = Storage(settings.folder, settings.database)
        app.state.worker = Worker(app.state.storage, settings)
        app.state.worker.start()
        yield
        app.state.worker.stop()
        app.state.storage.close()

    app = FastAPI(
        title="vnplan",
        version=__version__,
        summary="Scanned Vietnamese administrative plans to structured JSON",
        lifespan=lifespan,
        docs_url=None,  # the pages that FastAPI brings load scripts from a CDN
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.settings, app.state.guard = settings, Guard(settings)
    app.include_router(api.router)
    app.include_router(pages.router, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    _add_errors(app)
    app.add_middleware(BodyLimit, max_upload_bytes=settings.max_upload_bytes)
    app.middleware("http")(_guarded)  # outermost: who may not call takes no turn from who may
    return app


async def _guarded(request: Request, pass_on: Callable[[Request], Awaitable[Response]]) -> Response:
    refusal = request.app.state.guard.refusal(request)
    if refusal is None:
        response = await pass_on(request)
    elif refusal[0] == 401 and "text/html" in request.headers.get("accept", ""):
        response = RedirectResponse("/login", 303)
    else:
        response = api.problem(*refusal)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _add_errors(app: FastAPI) -> None:
    @app.exception_handler(PipelineError)
    async def _pipeline_error(request: Request, error: PipelineError) -> Response:
        if isinstance(error, UsageError):
            return api.problem(400, str(error))
        if isinstance(error, InputError) and request.url.path == "/documents":
            return api.problem(415, str(error))
        raise error
