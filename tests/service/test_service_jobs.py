"""Uploads become jobs that survive, read in a process of their own that may die."""

from __future__ import annotations

import hashlib
import http.client
import io
import json
import os
import socket
import threading
import time
import urllib.request

from invented_plans import PLAN
from service_running import client, peak_mb, process, send, wait_for

from pipeline.service import worker
from pipeline.service.conversion_process import ANSWER, Ended, work


def test_an_upload_becomes_a_job_and_the_job_a_document(tmp_path):
    with client(tmp_path) as opened:
        answer = send(opened, PLAN)
        assert answer.status_code == 202
        job = answer.json()
        assert answer.headers["location"] == f"/jobs/{job['id']}"
        assert job["document_id"] == hashlib.sha256(PLAN.encode()).hexdigest()
        done = wait_for(opened, job["id"])
        assert done["state"] == "done", done
        found = opened.get(f"/documents/{job['document_id']}").json()
        assert found["file"]["name"] == "kế hoạch.txt"
        assert found["header"]["number_symbol"] == "45/KH-UBND"
        assert opened.get("/tasks", params={"lead": "Sở Nội vụ"}).json()["total"] == 1
        again = wait_for(opened, send(opened, PLAN).json()["id"])
        assert again["state"] == "done"
        assert opened.get("/documents").json()["total"] == 1
        # a damaged file fails its own job and no other
        broken = opened.post(
            "/documents", files={"file": ("hỏng.pdf", io.BytesIO(b"%PDF-1.7\nbroken"))}
        ).json()
        failed = wait_for(opened, broken["id"])
        assert failed["state"] == "failed"
        assert "hỏng.pdf" in failed["message"]
        assert broken["document_id"] not in failed["message"]


def test_a_job_survives_a_restart_of_the_server(tmp_path, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr("pipeline.service.worker.Worker.start", lambda self: None)
        with client(tmp_path) as opened:
            waiting = send(opened, PLAN).json()
            running = send(opened, PLAN + "4. Sở Y tế báo cáo.\n").json()
            ledger = opened.app.state.storage.ledger
            assert ledger.next_job()[0].id == waiting["id"]  # in hand when the power went
            assert opened.get(f"/jobs/{waiting['id']}").json()["state"] == "running"
    with client(tmp_path) as opened:
        assert wait_for(opened, waiting["id"])["state"] == "done"
        assert wait_for(opened, running["id"])["state"] == "done"


def _die(connection):
    connection.recv()
    os._exit(9)


def test_a_scan_that_kills_its_process_fails_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(worker, "work", _die)
    with client(tmp_path) as opened:
        job = wait_for(opened, send(opened, PLAN).json()["id"])
        assert job["state"] == "failed"
        assert "was ended" in job["message"]
        assert opened.get("/healthz").json() == {"status": "ok"}


class _Trap:
    """Runs a program where it is unpickled."""

    def __reduce__(self):
        return os.mkdir, (os.environ["VNPLAN_TEST_TRAP"],)


def _taken_over(connection):
    connection.recv()
    connection.send(_Trap())


def test_a_process_that_a_scan_took_over_can_send_no_code(tmp_path, monkeypatch):
    monkeypatch.setenv("VNPLAN_TEST_TRAP", str(tmp_path / "sprung"))
    monkeypatch.setattr(worker, "work", _taken_over)
    with client(tmp_path / "data") as opened:
        job = wait_for(opened, send(opened, PLAN).json()["id"])
        assert job["state"] == "failed"
    assert not (tmp_path / "sprung").exists()


class _NoOrders:
    def recv(self):
        raise EOFError


def _calls_out(connection):
    work(_NoOrders())  # gives up what it has to and ends
    connection.recv()
    try:
        socket.socket().close()
    except OSError:
        connection.send_bytes(ANSWER.dump_json(Ended("refused")))
    else:
        connection.send_bytes(ANSWER.dump_json(Ended("called out")))


def test_the_process_that_reads_a_scan_has_no_network(tmp_path, monkeypatch):
    monkeypatch.setattr(worker, "work", _calls_out)
    with client(tmp_path / "data") as opened:
        job = wait_for(opened, send(opened, PLAN).json()["id"])
        assert job["message"] == "refused"


def _hang(connection):
    connection.recv()
    time.sleep(600)


def test_a_scan_that_hangs_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(worker, "work", _hang)
    with client(tmp_path, job_timeout_s=0.5) as opened:
        job = wait_for(opened, send(opened, PLAN).json()["id"])
        assert job["state"] == "failed"
        assert "longer than" in job["message"]


def test_two_hundred_uploads_at_once_are_all_kept_in_bounded_memory(tmp_path):
    """2 MB each: 400 MB pass through a real server, which may not hold a third of it."""
    size, count = 2_000_000, 200
    answers: list[tuple[int, str]] = []
    with process(tmp_path / "data") as (pid, port):
        before = peak_mb(pid)

        def post(number: int) -> None:
            head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.bmp"\r\n\r\n'
            body = head + b"BM" + f"{number:08d}".encode() + b"\0" * size + b"\r\n--b--\r\n"
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
            connection.request(
                "POST", "/documents", body, {"Content-Type": "multipart/form-data; boundary=b"}
            )
            answer = connection.getresponse()
            answers.append((answer.status, json.loads(answer.read()).get("document_id", "")))
            connection.close()

        threads = [threading.Thread(target=post, args=(n,)) for n in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        grown_mb = peak_mb(pid) - before
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/jobs") as answer:
            assert json.load(answer)["total"] == count
    assert [status for status, _ in answers] == [202] * count
    assert {p.stem for p in (tmp_path / "data" / "scans").iterdir()} == {digest for _, digest in answers}
    assert len({digest for _, digest in answers}) == count
    assert grown_mb < 130, grown_mb
