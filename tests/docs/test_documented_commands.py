"""What README and the pages of docs/ tell a reader to run does run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
import typer

from pipeline.cli.app import app

ROOT = Path(__file__).parents[2]
MARKED = ("docs/tutorial.md", "docs/howto/lexicon.md")
# Every shell block of these runs, one page after another, but for what installs packages.
WHOLE = ("README.md", "docs/howto/database.md", "docs/howto/calendar.md", "docs/howto/archive.md")
PAGES = sorted(
    str(page.relative_to(ROOT)) for page in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")) if page.is_file()
)
_MARKED_BLOCK = re.compile(r"^ *```bash\n *# runs as a test\n(.*?)^ *```", re.M | re.S)
_BLOCK = re.compile(r"^ *```(?:sh|bash)\n(.*?)^ *```", re.M | re.S)
_PYTHON = re.compile(r"^```python\n(.*?)^```", re.M | re.S)
_TARGET = re.compile(r"(?:^|`)make ([a-z]+)", re.M)
_LINK = re.compile(r"\]\(([^)#:]+)\)")
_BARE_SCAN = "samples/lam-giang-0256-du-lich/scan.pdf"


def _read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run in a folder where `vnplan` and `python` are this checkout's."""
    programs = folder / "programs"
    programs.mkdir()
    (programs / "vnplan").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pipeline.cli "$@"\n')
    (programs / "vnplan").chmod(0o755)
    env = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "NO_COLOR": "1", "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


def _bash(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return _run(["bash", "-euo", "pipefail", "-c", script], folder)


@pytest.fixture(scope="module")
def one_page(tmp_path_factory, samples) -> Path:
    """The first page of a sample, in the place of a reader's scans."""
    path = tmp_path_factory.mktemp("scan") / "scan.pdf"
    with pikepdf.open(samples.parent / _BARE_SCAN) as pdf:
        del pdf.pages[1:]
        pdf.save(path)
    return path


@pytest.fixture
def desk(tmp_path, samples, one_page) -> Path:
    """A folder as the pages think of it: `scans/`, `ocr.txt`, and `samples/` with scans of one page."""
    (tmp_path / "scans").mkdir()
    shutil.copyfile(one_page, tmp_path / "scans" / "plan.pdf")
    shutil.copyfile(samples / "ha-son-118-so-hoa" / "text.txt", tmp_path / "ocr.txt")
    for sample in samples.glob("*/"):
        (tmp_path / "samples" / sample.name).mkdir(parents=True)
        shutil.copyfile(one_page, tmp_path / "samples" / sample.name / "scan.pdf")
    return tmp_path


@pytest.mark.tesseract
@pytest.mark.parametrize("page", MARKED)
def test_the_commands_of_a_page_run_one_after_another_in_an_empty_folder(page, samples, tmp_path):
    script = "\n".join(_MARKED_BLOCK.findall(_read(page)))
    assert "vnplan" in script
    shutil.copytree(samples, tmp_path / "samples")
    done = _bash(script, tmp_path)
    assert done.returncode == 0, done.stderr


def _whole(page: str) -> str:
    """Return all that a page tells to run, its name first, so that a failure says where it was."""
    lines = [line for block in _BLOCK.findall(_read(page)) for line in block.splitlines()]
    kept = [line for line in lines if not line.startswith(("make ", "pip "))]
    assert any("vnplan" in line for line in kept), page
    return "\n".join([f"echo {page}: >&2", *kept])


@pytest.mark.tesseract
def test_every_command_of_the_readme_and_of_what_goes_on_from_it_runs(desk):
    done = _bash("\n".join(map(_whole, WHOLE)), desk)
    assert done.returncode == 0, done.stderr


@pytest.mark.tesseract
def test_the_python_of_the_readme_prints_tasks(desk):
    (program,) = _PYTHON.findall(_read("README.md"))
    done = _run([sys.executable, "-W", "ignore", "-c", program], desk)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def _targets(page: str) -> Iterator[str]:
    yield from _TARGET.findall(_read(page))


def test_every_target_that_a_page_names_is_one_of_the_makefile():
    named = sorted({target for page in PAGES for target in _targets(page)})
    assert {"demo", "test", "bench", "notebooks"} <= set(named)
    command = ["make", "-n", *named, "CORPUS=corpus"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _commands(page: str) -> Iterator[list[str]]:
    for block in _BLOCK.findall(_read(page)):
        for line in block.replace("\\\n", " ").splitlines():
            words = line.partition(" #")[0].split()
            if "vnplan" in words:
                yield words[words.index("vnplan") + 1 :]


@pytest.mark.parametrize("page", [page for page in PAGES if any(_commands(page))])
def test_every_command_and_option_that_a_page_names_exists(page):
    known = typer.main.get_command(app).commands
    for name, *words in _commands(page):
        assert name in known, f"{page}: vnplan {name}"
        options = {
            option for parameter in known[name].params for option in parameter.opts + parameter.secondary_opts
        }
        told = {word.partition("=")[0] for word in words if word.startswith("-") and word != "-"}
        assert told - options - {"--help"} == set(), f"{page}: vnplan {name}"


def test_links_between_pages_lead_somewhere():
    broken = [
        f"{page}: {link}"
        for page in PAGES
        for link in _LINK.findall(_read(page))
        if not (ROOT / page).parent.joinpath(link).exists()
    ]
    assert broken == []
