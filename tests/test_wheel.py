"""What a user installs is whole: the wheel carries the code, the lexicons and the model."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new virtual environment with the wheel; the dependencies are lent from this one."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", str(folder), str(ROOT)], check=True)
    venv.create(folder / "venv", with_pip=False)
    python = folder / "venv" / "bin" / "python"
    (wheel,) = folder.glob("vnplan-*.whl")
    subprocess.run([*pip, "--python", str(python), "install", "--no-deps", str(wheel)], check=True)
    (site,) = folder.glob("venv/lib/python3*/site-packages")
    (site / "lent.pth").write_text(sysconfig.get_path("purelib"))
    return folder / "venv" / "bin"


@pytest.mark.tesseract
def test_the_wheel_converts_a_pdf_from_another_folder(installed, samples, tmp_path):
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}  # may name the checkout
    where = subprocess.run(
        [installed / "python", "-c", "import pipeline; print(pipeline.__file__)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env=env,
    )
    assert str(installed.parent) in where.stdout, "the checkout was imported, not the wheel"
    scan = sorted(samples.glob("*/scan.pdf"))[0]
    done = subprocess.run(
        [installed / "vnplan", "convert", scan, "-o", tmp_path / "out", "--pages", "1"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=env,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    document = json.loads((tmp_path / "out" / "scan.json").read_text())
    assert document["header"]["doc_type"]["code"] == "KH"
    assert document["quality"]["words"] > 100
    assert document["processing"]["models"]["restorer"] != "none"
