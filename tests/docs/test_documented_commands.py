"""What the pages of docs/ tell a reader to run does run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ("docs/tutorial.md", "docs/howto/lexicon.md")
_BLOCK = re.compile(r"^ *```bash\n *# runs as a test\n(.*?)^ *```", re.M | re.S)
_LINK = re.compile(r"\]\(([^)#:]+)\)")


def _script(page: str) -> str:
    return "\n".join(_BLOCK.findall((ROOT / page).read_text(encoding="utf-8")))


@pytest.mark.tesseract
@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_a_page_run_one_after_another_in_an_empty_folder(page, samples, tmp_path):
    script = _script(page)
    assert "vnplan" in script
    shutil.copytree(samples, tmp_path / "samples")
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "vnplan").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pipeline.cli "$@"\n')
    (programs / "vnplan").chmod(0o755)
    env = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "NO_COLOR": "1"}
    command = ["bash", "-euo", "pipefail", "-c", script]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_links_between_pages_lead_somewhere():
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    broken = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in pages
        for link in _LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / link).exists()
    ]
    assert broken == []
