"""What the pages point to is there: links, files, tests, programs and their options, figures."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLACES = ("*.md", "docs/**/*.md", "models/**/*.md", "samples/**/*.md", "benchmarks/*.md")
PAGES = sorted(path for place in PLACES for path in ROOT.glob(place))
_LINK = re.compile(r"\]\(([^)\s:]+)\)")
_HEADING = re.compile(r"^#+ (.*)$", re.M)
_PATH = re.compile(r"`((?:pipeline|models|benchmarks|notebooks|docs|tests|samples)/[\w./*-]*)`")
_TEST = re.compile(r"`(test_\w+)`")
_MODULE = re.compile(r"python3? -m ((?:pipeline|benchmarks)[\w.]*)")
_SCRIPT = re.compile(r"(models/[\w/]+\.py)([^`\n]*)")
_OPTION = re.compile(r"--[a-z-]+")


def _said(pattern: re.Pattern[str]) -> list[tuple[Path, str]]:
    return [(page, match[1]) for page in PAGES for match in pattern.finditer(page.read_text("utf-8"))]


def _anchors(page: Path) -> set[str]:
    """Return what the headings of a page are called in links, as GitHub does it."""
    titles = (re.sub(r"[^\w\- ]", "", title.lower()) for title in _HEADING.findall(page.read_text("utf-8")))
    return {title.strip().replace(" ", "-") for title in titles}


def _leads_somewhere(page: Path, link: str) -> bool:
    place, _, anchor = link.partition("#")
    target = page.parent / place if place else page
    if not target.exists():
        return False
    return not anchor or target.suffix != ".md" or anchor in _anchors(target)


def test_every_link_leads_somewhere():
    assert [(str(page), link) for page, link in _said(_LINK) if not _leads_somewhere(page, link)] == []


def test_every_file_that_a_page_names_is_there():
    gone = [(str(page), path) for page, path in _said(_PATH) if not [*ROOT.glob(path.rstrip("/"))]]
    assert gone == []


def test_nothing_points_to_papers_that_the_repository_lacks():
    places = ("pipeline/**/*.py", "pipeline/**/*.toml", "models/**/*.py", "benchmarks/*.py")
    files = [*PAGES, *(path for place in places for path in ROOT.glob(place))]
    paper = re.compile(r"\b(?:CONTRACT|DOMAIN|GROUND|HOUSE)\b")
    assert [str(path) for path in files if paper.search(path.read_text("utf-8"))] == []


def test_every_test_that_a_page_names_is_there():
    tests = "\n".join(path.read_text("utf-8") for path in ROOT.glob("tests/**/test_*.py"))
    files = {path.stem for path in ROOT.glob("tests/**/test_*.py")}
    named = [name for _, name in _said(_TEST)]
    assert named
    assert [name for name in named if f"def {name}(" not in tests and name not in files] == []


def test_every_module_that_a_page_runs_is_there():
    assert [name for _, name in _said(_MODULE) if importlib.util.find_spec(name) is None] == []


def test_every_script_that_a_page_runs_is_there_with_its_options():
    for page in PAGES:
        for script, rest in _SCRIPT.findall(page.read_text("utf-8")):
            text = (ROOT / script).read_text("utf-8")
            assert [option for option in _OPTION.findall(rest) if f'"{option}"' not in text] == [], page


def _rows(page: str) -> list[list[str]]:
    lines = (ROOT / page).read_text("utf-8").splitlines()
    return [[cell.strip(" *") for cell in line.strip("|").split("|")] for line in lines if "|" in line]


def test_the_peers_of_the_readme_are_those_of_the_benchmark():
    measured = {
        (row[0], row[1]): row[3].split()[0] for row in _rows("benchmarks/RESULTS.md") if len(row) == 9
    }
    readers = ("bare Tesseract", "OCRmyPDF --deskew", "Tesseract + pyvi", "vnplan")
    told = {row[0]: row[1:] for row in _rows("README.md") if len(row) == 5}
    for wear in ("light", "middle", "heavy", "fax"):
        assert told[wear] == [measured[wear, reader] for reader in readers], "README: the row of make bench"
