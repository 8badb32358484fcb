"""The notebooks run from a clean kernel, stand in git without outputs, and are rendered into docs/."""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.plans import PLANS
from benchmarks.study import make_study
from pipeline import parse

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NEEDED = ("nbconvert", "ipykernel", "matplotlib", "pandas")
NAMES = [path.stem for path in NOTEBOOKS]
MOST_RENDERED_BYTES = 2_000_000
LONGEST_CELL = 28


@pytest.fixture(scope="module")
def converted(tmp_path_factory, samples) -> dict[str, str]:
    """A small study (one worn page in two grades) and the samples understood from their texts."""
    if missing := [name for name in NEEDED if importlib.util.find_spec(name) is None]:
        pytest.skip(f"needs {', '.join(missing)}: pip install vnplan[notebooks]")
    home = tmp_path_factory.mktemp("notebooks")
    make_study(home / "study", PLANS[-1:], ["fax", "heavy"], pages=2)
    (home / "json").mkdir()
    for name in PLANS:
        document = parse((samples / name / "text.txt").read_text(encoding="utf-8"))
        (home / "json" / f"{name}.json").write_text(document.to_json(), encoding="utf-8")
    return {"VNPLAN_STUDY": str(home / "study"), "VNPLAN_JSON": str(home / "json")}


def _render(name: str, out: Path, variables: dict[str, str]) -> str:
    """Run one notebook in its own kernel and return the page that it becomes."""
    command = [sys.executable, "-m", "nbconvert", "--execute", "--to", "html", "--template", "template"]
    command += ["--TemplateExporter.extra_template_basedirs=notebooks", "--output-dir", str(out)]
    done = subprocess.run(
        [*command, f"notebooks/{name}.ipynb"],
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1", **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return (out / f"{name}.html").read_text(encoding="utf-8")


STORIES = {
    "01_quality": ("VNPLAN_STUDY", 7, "trần của 5 %</th>"),
    "02_extraction": ("VNPLAN_JSON", 4, "entities"),
    "03_restorer": ("VNPLAN_STUDY", 4, "cán bộ công chức"),
    "04_your_scans": ("VNPLAN_JSON", 2, "0256/KH-UBND"),
}


@pytest.mark.tesseract
@pytest.mark.parametrize("name", STORIES)
def test_a_notebook_tells_its_story_from_a_clean_kernel(name, converted, tmp_path):
    variable, figures, said = STORIES[name]
    page = _render(name, tmp_path, {variable: converted[variable]})
    assert page.count("data:image/png") >= figures
    assert said in page


@pytest.mark.tesseract
def test_a_folder_of_json_without_gold_is_enough(converted, tmp_path):
    variables = {"VNPLAN_JSON": f"{converted['VNPLAN_STUDY']}/json", "VNPLAN_GOLD": str(tmp_path / "none")}
    assert "No gold for these documents" in _render("02_extraction", tmp_path, variables)


def test_a_relative_folder_is_meant_from_where_jupyter_was_started(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "notebooks")
    monkeypatch.chdir(ROOT / "notebooks")  # where a kernel works
    monkeypatch.setenv("PWD", str(tmp_path))
    monkeypatch.setenv("VNPLAN_JSON", "out")
    monkeypatch.setenv("VNPLAN_GOLD", str(tmp_path / "elsewhere"))
    inputs = importlib.import_module("inputs")
    assert inputs.json_folder() == tmp_path / "out"
    assert inputs.gold_folder() == tmp_path / "elsewhere"
    monkeypatch.delenv("VNPLAN_JSON")
    assert inputs.json_folder() == ROOT / "out" / "demo"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_a_notebook_stands_in_git_without_outputs_and_without_long_cells(path):
    cells = [
        cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"
    ]
    assert cells
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in cells)
    assert max(len(cell["source"]) for cell in cells) <= LONGEST_CELL


def test_every_notebook_is_rendered_into_docs():
    rendered = sorted((ROOT / "docs" / "notebooks").glob("*.html"))
    assert [path.stem for path in rendered] == NAMES
    assert sum(path.stat().st_size for path in rendered) < MOST_RENDERED_BYTES
    assert all("data:image/png" in path.read_text(encoding="utf-8") for path in rendered)
