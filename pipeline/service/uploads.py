"""Takes uploads in: size and kind are checked before anything else is done with them."""

from __future__ import annotations

import asyncio
import hashlib
import os
import tempfile
import unicodedata
import uuid
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from fastapi import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.options import Options
from pipeline.service.ledger import now
from pipeline.service.records import Job
from pipeline.service.storage import Storage
from pipeline.source.facts import media_type_of

_BLOCK = 1 << 20
_UPLOADS_AT_ONCE = 16
_NAME_LIMIT = 200  # characters
_FORM_BYTES = 64 * 1024  # what the form adds around the file
_SMALL_BODY = 1 << 20  # requests that are no uploads
_SUFFIXES = {
    "application/pdf": ".pdf",
    "image/tiff": ".tif",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    "image/bmp": ".bmp",
    "image/jp2": ".jp2",
    "text/plain": ".txt",
}


class BodyLimit:
    """Stops reading a body that grows over the limit, whatever its header says."""

    def __init__(self, app: ASGIApp, max_upload_bytes: int) -> None:
        self._app, self._max_upload_bytes = app, max_upload_bytes
        # each upload in hand holds about a megabyte: two hundred at once wait their turn outside
        self._turns = asyncio.Semaphore(_UPLOADS_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, its body counted."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._max_upload_bytes + _FORM_BYTES if scope["path"] == "/documents" else _SMALL_BODY
        stated = dict(scope["headers"]).get(b"content-length", b"0")
        too_large = stated.isdigit() and int(stated) > limit
        seen = 0
        refusal = HTTPException(413, f"The body is larger than {limit} bytes. Split the document.")

        async def counted() -> Message:
            nonlocal seen
            if too_large:
                raise refusal
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise refusal
            return message

        if scope["path"] == "/documents" and scope["method"] == "POST":
            async with self._turns:
                await self._app(scope, counted, send)
        else:
            await self._app(scope, counted, send)


def shown_name(name: str | None) -> str:
    """Return a file's name as it may be shown: no folder, no control characters, not too long."""
    last = PurePosixPath((name or "").replace("\\", "/")).name
    kept = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C")
    return kept.strip()[-_NAME_LIMIT:] or "scan"


def take_in(storage: Storage, stream: BinaryIO, name: str | None, options: Options) -> Job:
    """Keep an upload and note its job; when this returns, a crash loses neither.

    Raises:
        InputError: It is no PDF, image or text.
    """
    shown = shown_name(name)
    handle, part = tempfile.mkstemp(dir=storage.folder / "incoming", suffix=".part")
    path = Path(part)
    try:
        digest = hashlib.sha256()
        with os.fdopen(handle, "wb") as out:
            while block := stream.read(_BLOCK):
                digest.update(block)
                out.write(block)
            out.flush()
            os.fsync(out.fileno())
        suffix = _SUFFIXES[media_type_of(path, options)]
        job = Job(
            id=uuid.uuid4().hex,
            document_id=digest.hexdigest(),
            file_name=shown,
            state="queued",
            created_at=now(),
        )
        path.replace(storage.scan(job.document_id, suffix))
    finally:
        path.unlink(missing_ok=True)
    storage.ledger.add_job(job, suffix)
    return job
