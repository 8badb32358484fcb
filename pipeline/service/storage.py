"""Scans, page pictures, documents and corrections as files, named by the hash of the scan.

The names that people give their files are shown, but never become part of a path.
"""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Engine

from pipeline.document import Document
from pipeline.errors import UsageError
from pipeline.export import corrections, reading
from pipeline.export.corrections import Correction, Corrections
from pipeline.export.database import open_database, writing
from pipeline.export.report.digest import review_weight
from pipeline.files import hold, write_whole
from pipeline.service.ledger import Ledger, now
from pipeline.service.records import DocumentSummary


def _entered(folder: Path) -> IO[str]:
    """Make a server's folder and return the file that keeps other servers out of it."""
    try:
        for name in ("incoming", "scans", "pages", "documents"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        return hold(folder / "lock")
    except BlockingIOError as error:
        raise UsageError(
            f"Another vnplan serves from {folder}. End it, or choose another folder with --data."
        ) from error
    except OSError as error:
        raise UsageError(
            f"The folder {folder} cannot be written ({error.strerror}). Choose another with --data."
        ) from error


class Storage:
    """The folder of a server and its databases.

    Raises:
        UsageError: The folder cannot be written, or another server has it.
        InputError: A database cannot be opened.
    """

    def __init__(self, folder: Path, database: str | None) -> None:
        self.folder = folder
        self._held = _entered(folder)
        for part in (folder / "incoming").iterdir():
            part.unlink()  # an upload that a crash cut off was never acknowledged
        self.ledger = Ledger(folder / "service.sqlite")
        self.engine: Engine = open_database(database or str(folder / "plans.sqlite"))
        self._lock = threading.Lock()  # corrections are read, changed and written

    def close(self) -> None:
        """Let go of the databases."""
        self.ledger.close()
        self.engine.dispose()
        self._held.close()

    def scan(self, document_id: str, suffix: str) -> Path:
        """Return where the scan lies."""
        return self.folder / "scans" / f"{document_id}{suffix}"

    def page_picture(self, document_id: str, number: int) -> Path:
        """Return where the picture of a page lies."""
        return self.folder / "pages" / document_id / f"{number}.jpg"

    def document_path(self, document_id: str) -> Path:
        """Return where the extraction lies; its corrections lie beside it."""
        return self.folder / "documents" / f"{document_id}.json"

    def has(self, document_id: str) -> bool:
        """Return whether the document was converted."""
        return self.document_path(document_id).is_file()

    def extraction(self, document_id: str) -> Document:
        """Return the document as it was extracted."""
        return reading.read(self.document_path(document_id), corrected=False)

    def document(self, document_id: str) -> Document:
        """Return the document as reviewers corrected it."""
        return reading.read(self.document_path(document_id))

    def all_documents(self, only: str | None = None) -> Iterator[Document]:
        """Yield the documents as corrected, one after the other."""
        for path in sorted((self.folder / "documents").glob("*.json")):
            document_id = path.name.partition(".")[0]
            if not path.name.endswith(corrections.SUFFIX) and only in {None, document_id}:
                yield reading.read(path)

    def corrections(self, document_id: str) -> Corrections:
        """Return the document's corrections, none where nobody corrected it."""
        return corrections.read(self.document_path(document_id)) or Corrections(sha256=document_id)

    def add_correction(self, document_id: str, path: str, value: Any, by: str) -> Corrections:
        """Keep a correction beside the extraction.

        Raises:
            UsageError: There is no such field, or the corrected document would break the contract.
        """
        with self._lock:
            extraction = self.extraction(document_id)
            added = path == "/tasks/-" or path.startswith("/tasks/new-")
            was = None if added else corrections.value_at(extraction, path)
            one = Correction(path=path, was=was, value=value, at=now(), by=by)
            kept = self.corrections(document_id).with_one(one)
            document, stale = corrections.correct(extraction, kept.corrections)
            if any(other.path == path for other in stale):
                raise UsageError(f"The field {path} cannot be corrected. Correct the value within it.")
            self._keep(document_id, kept, document)
        return kept

    def drop_correction(self, document_id: str, path: str) -> Corrections:
        """Take a correction back."""
        with self._lock:
            kept = self.corrections(document_id).without(path)
            document, _ = corrections.correct(self.extraction(document_id), kept.corrections)
            self._keep(document_id, kept, document)
        return kept

    def _keep(self, document_id: str, kept: Corrections, document: Document) -> None:
        beside = corrections.beside_of(self.document_path(document_id))
        write_whole(beside, kept.to_json().encode())
        self.index(document)

    def index(self, document: Document) -> None:
        """Write the document as it now stands into the databases."""
        writing.write(self.engine, document)
        self.ledger.put_document(self._summary(document))

    def remove(self, document_id: str) -> None:
        """Forget a document: its scan, pictures, extraction and corrections."""
        with self._lock:
            writing.remove(self.engine, document_id)
            self.ledger.remove_document(document_id)
            self.document_path(document_id).unlink(missing_ok=True)
            corrections.beside_of(self.document_path(document_id)).unlink(missing_ok=True)
            for scan in (self.folder / "scans").glob(f"{document_id}.*"):
                scan.unlink(missing_ok=True)
            shutil.rmtree(self.folder / "pages" / document_id, ignore_errors=True)

    def training_lines(self) -> Iterator[str]:
        """Yield each correction as a JSON line with what the OCR read: for lexicons and training."""
        for path in sorted((self.folder / "documents").glob(f"*{corrections.SUFFIX}")):
            document_id = path.name.partition(".")[0]
            for one in self.corrections(document_id).corrections:
                record = {"document_id": document_id, **one.model_dump(mode="json")}
                yield json.dumps(record, ensure_ascii=False) + "\n"

    def _summary(self, document: Document) -> DocumentSummary:
        header, quality = document.header, document.quality
        return DocumentSummary(
            id=document.file.sha256,
            file_name=document.file.name,
            doc_type=header.doc_type.name if header.doc_type else None,
            number_symbol=header.number_symbol,
            issue_date=header.issue_date,
            subject=header.subject,
            pages=document.file.page_count,
            tasks=len(document.tasks),
            tasks_in_doubt=sum(task.needs_review for task in document.tasks),
            words_in_doubt=quality.words_in_doubt,
            estimated_character_accuracy=quality.estimated_character_accuracy,
            needs_review=quality.needs_review,
            weight=review_weight(document),
            corrections=len(self.corrections(document.file.sha256).corrections),
        )
