"""The same pages through a Dask scheduler and two workers, one of which is killed in the middle."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from killing import contents, start
from PIL import Image

from pipeline.batch import BatchOptions, gather, run_batch
from pipeline.errors import UsageError
from pipeline.options import Options

pytest.importorskip("distributed", reason="needs the extra dask")
HERE = Path(__file__).parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _dask(folder, *arguments):
    path = os.pathsep.join([str(HERE), *(entry for entry in sys.path if entry)])
    return subprocess.Popen(
        [sys.executable, "-m", "dask", *arguments],
        env=os.environ | {"PYTHONPATH": path, "LIGHT_SECONDS": "0.1"},
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


@pytest.fixture
def cluster(tmp_path):
    address = f"tcp://127.0.0.1:{_free_port()}"
    host, port = address.removeprefix("tcp://").split(":")
    started = [_dask(tmp_path, "scheduler", "--host", host, "--port", port, "--no-dashboard")]
    for _ in range(2):
        one = ("--nworkers", "1", "--nthreads", "1", "--no-dashboard", "--no-nanny")
        started.append(_dask(tmp_path, "worker", address, *one, "--local-directory", str(tmp_path)))
    try:
        yield address, started
    finally:
        for process in started:
            process.kill()
            process.wait()


def test_dask_gives_the_results_of_the_local_engine_even_when_a_worker_is_killed(cluster, tmp_path):
    address, processes = cluster
    folder = tmp_path / "in"
    folder.mkdir()
    for stem, pages in (("a", 30), ("b", 3)):
        sheets = [Image.new("L", (60, 60), n) for n in range(pages)]
        sheets[0].save(folder / f"{stem}.tif", save_all=True, append_images=sheets[1:])
    found, _ = gather([str(folder)])
    local = BatchOptions(out=tmp_path / "local", jobs=2, workshop="batch_light")
    list(run_batch(found, Options(restore="never"), local))
    process = start(folder, tmp_path / "dask", 2, "batch_light", address)
    end = time.monotonic() + 90
    while len(list(tmp_path.glob("dask/.vnplan/pages/*/*.page"))) < 8 and time.monotonic() < end:
        time.sleep(0.05)
    assert process.poll() is None
    os.kill(processes[1].pid, signal.SIGKILL)
    assert process.wait(120) == 0
    assert contents(tmp_path / "dask") == contents(tmp_path / "local")


def test_a_scheduler_that_is_not_there_is_wrong_usage(tmp_path, monkeypatch):
    from pipeline.batch import dask_crew

    monkeypatch.setattr(dask_crew, "_CONNECT_S", 0.5)
    (tmp_path / "a.txt").write_text("x")
    batch = BatchOptions(out=tmp_path / "out", engine="dask", scheduler=f"tcp://127.0.0.1:{_free_port()}")
    with pytest.raises(UsageError, match="no Dask scheduler"):
        list(run_batch(gather([str(tmp_path / "a.txt")])[0], Options(restore="never"), batch))
