"""A folder of files that want to crash, hang, fill or leave: all are reported, and nothing else happens."""

from __future__ import annotations

import csv
import json
import os
from dataclasses import replace
from pathlib import Path

import hostile_files
import pytest

from pipeline.batch import BatchOptions, Limits, gather, run_batch
from pipeline.errors import InputError
from pipeline.options import Options

OPTIONS = Options(restore="never", max_pixels=20_000_000)


def _tree(root):
    return {os.fsencode(Path(parent) / name) for parent, _, names in os.walk(root) for name in names}


def test_a_folder_of_hostile_files_is_reported_file_by_file_and_nothing_leaves_it(tmp_path):
    (tmp_path / "in").mkdir()
    _, count = hostile_files.make(tmp_path / "in", 6, each=4)
    assert count >= 60
    before = _tree(tmp_path / "in")
    found, skipped = gather([str(tmp_path / "in")])
    assert len(found) == count
    assert {"outside.txt", "nowhere.pdf", "self.pdf", "device.pdf", "pipe.pdf"} <= {
        name.rsplit("/", 1)[1] for name in skipped
    }
    limits = Limits(page_s=20, memory_bytes=2 << 30)
    batch = BatchOptions(out=tmp_path / "out", jobs=2, limits=limits, workshop="batch_stand_ins")
    outcomes = list(run_batch(found, OPTIONS, replace(batch, on_failure="skip")))
    assert len(outcomes) == count
    assert 1 not in {outcome.exit_code for outcome in outcomes}, [o for o in outcomes if o.exit_code == 1]
    assert all(outcome.message for outcome in outcomes if outcome.state == "failed")
    assert _tree(tmp_path / "in") == before
    results = [outcome.output for outcome in outcomes if outcome.state == "written"]
    assert len(set(results)) == len(results)
    for result in results:
        assert result.parent == tmp_path / "out"
        json.loads(result.read_text())
    with (tmp_path / "out" / "summary.csv").open(encoding="utf-8-sig", newline="") as table:
        rows = list(csv.DictReader(table))
    assert len(rows) == count
    assert not any(row["name"].startswith(("=", "+", "-", "@")) for row in rows)


def test_hostile_archives_are_refused_or_kept_in_the_output_folder(tmp_path):
    escape, *others = sorted(
        hostile_files.make_archives(tmp_path / "zips"), key=lambda p: p.name != "escape.zip"
    )
    for archive in others:
        with pytest.raises(InputError):
            gather([str(archive)])
    found, _ = gather([str(escape)])
    batch = BatchOptions(out=tmp_path / "out", workshop="batch_light")
    outcomes = list(run_batch(found, OPTIONS, batch))
    assert [outcome.state for outcome in outcomes] == ["written", "written"]
    assert {o.output.parent for o in outcomes} == {tmp_path / "out"}
    assert {p.name for p in tmp_path.iterdir()} == {"zips", "out"}
    assert not (tmp_path / "out" / ".vnplan" / "inputs").exists()
