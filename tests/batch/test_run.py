"""A batch survives what its documents do to it."""

from __future__ import annotations

import os
import signal

from pipeline.batch import BatchOptions, Input, run_batch
from pipeline.batch import run as run_module
from pipeline.options import Options


def _deadly(item, options, batch, threads):
    if item.stem == "killer":
        os.kill(os.getpid(), signal.SIGKILL)
    return run_module.Outcome(item, "written", pages=1)


def test_a_worker_killed_by_the_system_costs_only_its_own_document(tmp_path, monkeypatch):
    monkeypatch.setattr(run_module, "convert_one", _deadly)
    names = ["a", "killer", "b", "c"]
    items = [Input(tmp_path / f"{n}.txt", n, n) for n in names]
    outcomes = list(run_batch(items, Options(), BatchOptions(out=tmp_path / "out", jobs=2)))
    states = {o.input.stem: o.state for o in outcomes}
    assert states == {"a": "written", "b": "written", "c": "written", "killer": "failed"}
