"""`make train` is one recipe from corpus to artefact, the net included."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


def commands(*variables: str) -> str:
    shown = subprocess.run(
        ["make", "-n", "train", *variables], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return shown.stdout


@pytest.mark.parametrize(("net", "flag"), [("cpu", "--steps 18000"), ("cuda", "--device cuda")])
def test_make_train_reaches_the_net_on_either_device(net: str, flag: str) -> None:
    shown = commands("CORPUS=texts", f"NET={net}")
    trigrams, rescorer = shown.index("models/restorer/train.py"), shown.index("train_rescorer.py")
    assert trigrams < rescorer < shown.index(flag, rescorer) < shown.index("calibrate.py")


def test_make_train_leaves_the_net_alone_where_it_is_not_asked_for() -> None:
    assert "train_rescorer.py" not in commands("CORPUS=texts")
