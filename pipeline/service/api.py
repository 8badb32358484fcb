"""The HTTP API: uploads, jobs, documents, tasks, corrections, exports."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, File, HTTPException, Path, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, JSONResponse
from starlette.concurrency import run_in_threadpool

from pipeline.document import Document
from pipeline.export import FORMATS, export
from pipeline.export.corrections import Corrections
from pipeline.service.queries import TaskQuery, find_tasks
from pipeline.service.records import (
    CorrectionIn,
    DocumentId,
    DocumentList,
    DocumentSummary,
    Job,
    JobId,
    JobList,
    Problem,
    ReviewIn,
    TaskFilter,
    TaskList,
)
from pipeline.service.storage import Storage
from pipeline.service.uploads import take_in

_SAYS = {
    400: "The request cannot be understood",
    401: "A token is needed",
    403: "The request comes from another site",
    404: "There is no such thing",
    413: "The upload is too large",
    415: "The upload is no PDF, image or text",
    429: "Too many requests",
}
_REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": says} for status, says in _SAYS.items()
}
router = APIRouter(responses=_REFUSALS)

DocumentKey = Annotated[DocumentId, Path(description="SHA-256 of the scan")]
Limit = Annotated[int, Query(ge=1, le=500)]
Offset = Annotated[int, Query(ge=0, le=10_000_000)]


def storage_of(request: Request) -> Storage:
    """Return the server's storage."""
    storage: Storage = request.app.state.storage
    return storage


def known(storage: Storage, document_id: str) -> str:
    """Return the id of a document that is there.

    Raises:
        HTTPException: There is none.
    """
    if not storage.has(document_id):
        raise HTTPException(404, "There is no such document. See GET /documents.")
    return document_id


@router.post("/documents", status_code=202, tags=["documents"])
async def upload(request: Request, response: Response, file: Annotated[UploadFile, File()]) -> Job:
    """Upload a scan; it is converted when its turn comes."""
    storage, options = storage_of(request), request.app.state.settings.options
    job = await run_in_threadpool(take_in, storage, file.file, file.filename, options)
    request.app.state.worker.wake()
    response.headers["Location"] = f"/jobs/{job.id}"
    return job


@router.get("/jobs", tags=["jobs"])
def list_jobs(request: Request, limit: Limit = 50, offset: Offset = 0) -> JobList:
    """List jobs, the newest first."""
    total, items = storage_of(request).ledger.jobs(limit, offset)
    return JobList(total=total, items=tuple(items))


@router.get("/jobs/{job_id}", tags=["jobs"])
def get_job(request: Request, job_id: JobId) -> Job:
    """Say how far a job is."""
    job = storage_of(request).ledger.job(job_id)
    if job is None:
        raise HTTPException(404, "There is no such job. See GET /jobs.")
    return job


@router.get("/documents", tags=["documents"])
def list_documents(request: Request, limit: Limit = 50, offset: Offset = 0) -> DocumentList:
    """List documents; those that need eyes come first."""
    total, items = storage_of(request).ledger.documents(limit, offset)
    return DocumentList(total=total, items=tuple(items))


@router.get("/documents/{document_id}", tags=["documents"])
def get_document(request: Request, document_id: DocumentKey, corrected: bool = True) -> Document:
    """Return a document, as corrected or as extracted."""
    storage = storage_of(request)
    known(storage, document_id)
    return storage.document(document_id) if corrected else storage.extraction(document_id)


@router.delete("/documents/{document_id}", status_code=204, tags=["documents"])
def delete_document(request: Request, document_id: DocumentKey) -> None:
    """Forget a document with its scan and corrections."""
    storage = storage_of(request)
    storage.remove(known(storage, document_id))


@router.get(
    "/documents/{document_id}/pages/{number}",
    tags=["documents"],
    response_class=FileResponse,
    responses={200: {"content": {"image/jpeg": {}}, "description": "The page as scanned"}},
)
def get_page(
    request: Request, document_id: DocumentKey, number: Annotated[int, Path(ge=1, le=100_000)]
) -> FileResponse:
    """Return the picture of a page."""
    path = storage_of(request).page_picture(document_id, number)
    if not path.is_file():
        raise HTTPException(404, "There is no picture of this page. Text files have none.")
    return FileResponse(path, media_type="image/jpeg", headers={"Cache-Control": "private, max-age=86400"})


@router.get("/documents/{document_id}/corrections", tags=["corrections"])
def get_corrections(request: Request, document_id: DocumentKey) -> Corrections:
    """Return what reviewers corrected."""
    storage = storage_of(request)
    return storage.corrections(known(storage, document_id))


@router.post("/documents/{document_id}/corrections", tags=["corrections"])
def add_correction(request: Request, document_id: DocumentKey, correction: CorrectionIn) -> Corrections:
    """Correct a field; the extraction stays as it is."""
    storage = storage_of(request)
    known(storage, document_id)
    return storage.add_correction(document_id, correction.path, correction.value, correction.by)


@router.delete("/documents/{document_id}/corrections", tags=["corrections"])
def drop_correction(
    request: Request, document_id: DocumentKey, path: Annotated[str, Query(max_length=300)]
) -> Corrections:
    """Take the correction of a field back."""
    storage = storage_of(request)
    return storage.drop_correction(known(storage, document_id), path)


@router.post("/documents/{document_id}/review", tags=["corrections"])
def set_reviewed(request: Request, document_id: DocumentKey, review: ReviewIn) -> DocumentSummary:
    """Say whether somebody has looked the document through."""
    ledger = storage_of(request).ledger
    ledger.set_reviewed(known(storage_of(request), document_id), review.reviewed)
    summary = ledger.document(document_id)
    if summary is None:
        raise HTTPException(404, "The document was removed.")
    return summary


@router.get("/tasks", tags=["tasks"])
def list_tasks(request: Request, wanted: Annotated[TaskFilter, Query()]) -> TaskList:
    """List tasks, the earliest due first; `due_after` and `due_before` themselves do not count."""
    query = TaskQuery(**wanted.model_dump(exclude={"limit", "offset"}))
    return find_tasks(storage_of(request).engine, query, wanted.limit, wanted.offset)


@router.get(
    "/exports/{to}",
    tags=["exports"],
    response_class=Response,
    responses={
        200: {
            "content": {one.media_type.partition(";")[0]: {} for one in FORMATS.values()},
            "description": "The tasks as a file, with corrections",
        }
    },
)
def get_export(
    request: Request,
    to: Literal["csv", "xlsx", "jsonl", "ics"],
    document: Annotated[DocumentId | None, Query(description="One document; all where left out")] = None,
) -> Response:
    """Return tasks for a spreadsheet, a pipeline or a calendar."""
    data = export(storage_of(request).all_documents(document), to)
    headers = {"Content-Disposition": f'attachment; filename="vnplan.{to}"'}
    return Response(data, media_type=FORMATS[to].media_type, headers=headers)


@router.get(
    "/corrections",
    tags=["corrections"],
    response_class=Response,
    responses={200: {"content": {"application/x-ndjson": {}}, "description": "One correction a line"}},
)
def all_corrections(request: Request) -> Response:
    """Return all corrections with what stood there before, for lexicons and training."""
    return Response("".join(storage_of(request).training_lines()), media_type="application/x-ndjson")


@router.get("/healthz", tags=["server"])
def health() -> dict[str, str]:
    """Say that the server runs."""
    return {"status": "ok"}


def problem(status: int, detail: str) -> JSONResponse:
    """Return a refusal as JSON."""
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return JSONResponse({"detail": detail}, status, headers)
