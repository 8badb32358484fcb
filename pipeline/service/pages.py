"""The pages for people: documents, review, deadlines, login."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.service import queries, review
from pipeline.service.access import COOKIE
from pipeline.service.api import Offset, known, storage_of
from pipeline.service.queries import TaskQuery
from pipeline.service.records import DocumentId

router = APIRouter()
LANGUAGES = ("vi", "en")
_PAGE = 100


@cache
def words(language: str) -> dict[str, Any]:
    """Return the words of the pages in one language."""
    text = (files("pipeline.service") / "lexicon" / f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("pipeline.service", "templates"),
        autoescape=True,  # what the OCR read may hold HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = _day
    return environment


def _day(value: date | str | None) -> str:
    if not value:
        return ""
    try:
        day = value if isinstance(value, date) else date.fromisoformat(value[:10])
    except ValueError:
        return str(value)
    return f"{day:%d/%m/%Y}"


def language_of(request: Request) -> str:
    """Return the reader's language: chosen, kept in a cookie, asked for by the browser, or Vietnamese."""
    for choice in (request.query_params.get("lang"), request.cookies.get("lang")):
        if choice in LANGUAGES:
            return str(choice)
    asked = request.headers.get("accept-language", "").lower()
    return "en" if asked.startswith("en") and "vi" not in asked else "vi"


def render(request: Request, template: str, **values: Any) -> HTMLResponse:
    """Return a page in the reader's language."""
    language = language_of(request)
    page = _templates().get_template(template)
    text = page.render(
        words=words(language),
        language=language,
        here=request.url.path,
        has_token=request.app.state.settings.token is not None,
        **values,
    )
    response = HTMLResponse(text)
    if request.query_params.get("lang") in LANGUAGES:
        response.set_cookie("lang", language, max_age=31_536_000, samesite="lax", httponly=True)
    return response


@router.get("/")
def show_documents(request: Request, offset: Offset = 0) -> Response:
    """List the documents, those that need eyes first, and the jobs that are not done."""
    ledger = storage_of(request).ledger
    total, documents = ledger.documents(_PAGE, offset)
    _, jobs = ledger.jobs(_PAGE, 0)
    open_jobs = [job for job in jobs if job.state != "done"]
    return render(
        request, "documents.html", documents=documents, total=total, offset=offset, size=_PAGE, jobs=open_jobs
    )


@router.get("/review/{document_id}")
def show_review(request: Request, document_id: DocumentId) -> Response:
    """Show a document beside its scan."""
    storage = storage_of(request)
    known(storage, document_id)
    view = review.view(
        storage.extraction(document_id),
        storage.document(document_id),
        storage.corrections(document_id),
        lambda number: storage.page_picture(document_id, number).is_file(),
    )
    summary = storage.ledger.document(document_id)
    reviewed = summary is not None and summary.reviewed_at is not None
    return render(request, "review.html", view=view, reviewed=reviewed)


@router.get("/timeline")
def show_timeline(
    request: Request,
    unit: Annotated[str, Query(max_length=200)] = "",
    indicator: Annotated[str, Query(max_length=40)] = "",
    offset: Offset = 0,
) -> Response:
    """List deadlines by month, filtered by unit and indicator."""
    engine = storage_of(request).engine
    query = TaskQuery(unit=unit or None, indicator=indicator or None, with_due=True)
    found = queries.find_tasks(engine, query, _PAGE, offset)
    months: dict[str, list[Any]] = {}
    for task in found.items:
        months.setdefault(f"{task.due:%m/%Y}" if task.due else "", []).append(task)
    return render(
        request,
        "timeline.html",
        months=months,
        total=found.total,
        offset=offset,
        size=_PAGE,
        unit=unit,
        indicator=indicator,
        units=queries.known_units(engine),
        indicators=queries.known_indicators(engine),
        today=date.today(),
    )


@router.get("/login")
def show_login(request: Request) -> Response:
    """Ask for the token."""
    return render(request, "login.html", wrong=False)


@router.post("/login")
def login(request: Request, token: Annotated[str, Form(max_length=1000)]) -> Response:
    """Open a session for a browser that knows the token."""
    guard, caller = request.app.state.guard, request.client.host if request.client else ""
    if not guard.may_try(caller) or not guard.is_token(token, caller):
        page = render(request, "login.html", wrong=True)
        page.status_code = 401
        return page
    response = RedirectResponse("/", 303)
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, guard.session(), httponly=True, samesite="strict", secure=secure)
    return response


@router.post("/logout")
def logout() -> Response:
    """Close the browser's session."""
    response = RedirectResponse("/login", 303)
    response.delete_cookie(COOKIE)
    return response
