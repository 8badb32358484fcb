"""What README and the pages of docs/ tell a reader to run does run."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import typer

from pipeline import Options, parse
from pipeline.cli.app import app
from pipeline.extraction import indicators

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    str(page.relative_to(ROOT)) for page in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")) if page.is_file()
)
# Every shell block of these pages runs, one after another: at a reader's desk, with scans of one page ...
AT_A_DESK = (
    "README.md",
    "docs/howto/batch.md",
    "docs/howto/review.md",
    "docs/howto/serve.md",
    "docs/howto/database.md",
    "docs/howto/calendar.md",
    "docs/howto/archive.md",
)
# ... or in an empty folder with the samples.
WITH_SAMPLES = ("docs/tutorial.md", "docs/howto/lexicon.md")
# Their targets and options are looked up: they want other machines (tests/batch/test_batch_dask.py has two
# workers), install things, or take hours.
NOT_RUN = ("docs/howto/dask.md", "docs/howto/training.md", "CONTRIBUTING.md")
_BLOCK = re.compile(r"^ *```(?:sh|bash)\n(.*?)^ *```", re.M | re.S)
_PYTHON = re.compile(r"^```python\n(.*?)^```", re.M | re.S)
_INLINE = re.compile(r"`vnplan ([^`]+)`")
_LONE_OPTION = re.compile(r"`(--[a-z-]+)")
_TARGET = re.compile(r"(?:^ *|`)make ([a-z]+)", re.M)
_BARE_SCAN = "samples/lam-giang-0256-du-lich/scan.pdf"
_OTHER_OPTIONS = {"--help", "--version", "--tls-ca-file", "--tls-cert", "--tls-key"}  # the last are Dask's


def _read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


# What runs until Ctrl-C is stopped after a while; that it still ran then is what is asked of it.
_PROGRAM = """#!/bin/sh
run() {{ "{python}" -m pipeline.cli "$@"; }}
case "$1" in
  serve) timeout -s INT 15 "{python}" -m pipeline.cli "$@" --port {port} ;;
  watch) timeout -s INT 15 "{python}" -m pipeline.cli "$@" ;;
  *) run "$@"; exit ;;
esac
[ $? = 124 ]
"""


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run in a folder where `vnplan` is this checkout's."""
    programs = folder / "programs"
    programs.mkdir()
    (programs / "vnplan").write_text(_PROGRAM.format(python=sys.executable, port=_free_port()))
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
    (tmp_path / "scanner").mkdir()
    shutil.copyfile(one_page, tmp_path / "scans" / "plan.pdf")
    shutil.copyfile(samples / "ha-son-118-so-hoa" / "text.txt", tmp_path / "ocr.txt")
    for sample in samples.glob("*/"):
        (tmp_path / "samples" / sample.name).mkdir(parents=True)
        shutil.copyfile(one_page, tmp_path / "samples" / sample.name / "scan.pdf")
    return tmp_path


def _whole(page: str) -> str:
    """Return all that a page tells to run, its name first, so that a failure says where it was."""
    lines = [line for block in _BLOCK.findall(_read(page)) for line in block.splitlines()]
    kept = [line for line in lines if not line.strip().startswith(("make ", "pip "))]
    assert any("vnplan" in line for line in kept), page
    return "\n".join([f"echo {page}: >&2", *kept])


@pytest.mark.tesseract
def test_every_command_of_the_readme_and_of_what_goes_on_from_it_runs(desk):
    done = _bash("\n".join(map(_whole, AT_A_DESK)), desk)
    assert done.returncode == 0, done.stderr


@pytest.mark.tesseract
@pytest.mark.parametrize("page", WITH_SAMPLES)
def test_the_commands_of_a_page_run_one_after_another_in_an_empty_folder(page, samples, tmp_path):
    shutil.copytree(samples, tmp_path / "samples")
    done = _bash(_whole(page), tmp_path)
    assert done.returncode == 0, done.stderr


def test_no_page_with_commands_is_forgotten():
    told = {page for page in PAGES if _BLOCK.search(_read(page))}
    assert told == {*AT_A_DESK, *WITH_SAMPLES, *NOT_RUN}


@pytest.mark.tesseract
def test_the_python_of_the_readme_prints_tasks(desk):
    (program,) = _PYTHON.findall(_read("README.md"))
    done = _run([sys.executable, "-W", "ignore", "-c", program], desk)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_every_target_that_a_page_names_is_one_of_the_makefile():
    named = sorted({target for page in PAGES for target in _TARGET.findall(_read(page))})
    assert {"demo", "test", "bench", "notebooks"} <= set(named)
    command = ["make", "-n", *named, "CORPUS=corpus", "OUT=pairs.jsonl.xz"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _commands(page: str) -> Iterator[list[str]]:
    """Yield the words of each command of ours, in blocks and in running text."""
    text = _read(page)
    for block in _BLOCK.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            words = line.partition(" #")[0].split()
            if words[:1] == ["vnplan"]:
                yield words[1:]
    yield from (told.split() for told in _INLINE.findall(text))


def _options_of(command: Any) -> set[str]:
    return {option for parameter in command.params for option in parameter.opts + parameter.secondary_opts}


@pytest.mark.parametrize("page", [page for page in PAGES if any(_commands(page))])
def test_every_command_and_option_that_a_page_names_exists(page):
    known = typer.main.get_command(app).commands
    for name, *words in _commands(page):
        assert name in known, f"{page}: vnplan {name}"
        told = {word.partition("=")[0] for word in words if word.startswith("-") and word != "-"}
        assert told - _options_of(known[name]) - {"--help"} == set(), f"{page}: vnplan {name}"


def test_every_option_that_stands_alone_is_one_of_some_command():
    known = set().union(*map(_options_of, typer.main.get_command(app).commands.values()))
    told = {option for page in PAGES for option in _LONE_OPTION.findall(_read(page))}
    assert told - known - _OTHER_OPTIONS == set()


def test_the_indicator_that_the_page_on_lexicons_adds_is_found(monkeypatch):
    (block,) = re.findall(r"^```toml\n(.*?)^```", _read("docs/howto/lexicon.md"), re.M | re.S)
    known = indicators.load("indicators")["indicator"]
    with monkeypatch.context() as patched:
        added = {"indicator": [*known, *tomllib.loads(block)["indicator"]]}
        patched.setattr(indicators, "load", lambda name: added)
        _forget_indicators()
        plan = "I. NHIỆM VỤ\n1. Nâng cao XYZ\n1.1. Về minh bạch thông tin\na) Sở Y tế rà soát thủ tục.\n"
        (task,) = parse(f"KẾ HOẠCH\nNâng cao XYZ năm 2026\n{plan}", Options(restore="never")).tasks
    _forget_indicators()
    assert (task.indicator_ids, task.component_ids) == (("XYZ",), ("XYZ.1",))


def _forget_indicators() -> None:
    indicators._entries.cache_clear()
    indicators._patterns.cache_clear()
