"""Show what a conversion found: `python -m benchmarks.demo FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from pipeline import Document


def main(folder: Path) -> None:
    """Print the tasks of every document in the folder and where the JSON lies."""
    console = Console()
    for path in sorted(folder.glob("*.json")):
        document = Document.from_json(path.read_text(encoding="utf-8"))
        header = document.header
        console.print(f"\n[bold]{header.number_symbol}[/] {header.issuing_organ}, {header.issue_date}")
        console.print(f"{header.subject}\n")
        console.print(_tasks(document))
        console.print(f"{len(document.tasks)} tasks, {len(document.references)} references; JSON: {path}")


def _tasks(document: Document) -> Table:
    table = Table("Mục", "Nhiệm vụ", "Chủ trì", "Thời hạn", "Tin cậy", show_lines=False)
    for task in document.tasks:
        deadline = task.deadline
        when = "" if deadline is None else deadline.due or deadline.surface
        text = task.text if len(task.text) <= 90 else task.text[:89] + "…"
        table.add_row(
            task.section_path or "",
            text,
            ", ".join(u.text for u in task.lead),
            when,
            f"{task.confidence:.2f}",
        )
    return table


if __name__ == "__main__":
    main(Path(sys.argv[1]))
