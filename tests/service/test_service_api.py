"""The API: jobs that survive, documents, tasks, corrections, exports."""

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

import openpyxl
import pytest
import vobject
from invented_plans import PLAN, document, due, task, unit
from service_running import client, keep, peak_mb, process

from pipeline.service import worker
from pipeline.service.conversion_process import ANSWER, Ended, work


@pytest.fixture
def still(monkeypatch):
    """The worker stands still: what is queued stays queued."""
    monkeypatch.setattr("pipeline.service.worker.Worker.start", lambda self: None)
    monkeypatch.setattr("pipeline.service.worker.Worker.stop", lambda self: None)


@pytest.fixture
def opened(tmp_path, still):
    with client(tmp_path) as one:
        yield one


def send(opened, text: str, name: str = "kế hoạch.txt"):
    return opened.post("/documents", files={"file": (name, io.BytesIO(text.encode()))})


def wait_for(opened, job_id: str, seconds: float = 60) -> dict:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        job = opened.get(f"/jobs/{job_id}").json()
        if job["state"] in {"done", "failed"}:
            return job
        time.sleep(0.1)
    raise AssertionError(f"still {job}")


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


def test_tasks_are_filtered_and_paged(opened):
    keep(
        opened,
        document(
            task(deadline=due("2026-06-30"), indicator_ids=("SIPAS",)),
            task("Hai.", number=2, deadline=due("2026-12-31"), coordination=(unit("Sở Y tế"),)),
            task("Ba.", number=3, lead=(unit("Sở Tài chính"),), needs_review=True),
        ),
    )

    def texts(**wanted):
        answer = opened.get("/tasks", params=wanted)
        assert answer.status_code == 200, answer.text
        return [item["text"] for item in answer.json()["items"]]

    assert texts() == ["Xây dựng báo cáo chuyên đề.", "Hai.", "Ba."]
    assert texts(due_before="2026-12-31") == ["Xây dựng báo cáo chuyên đề."]
    assert texts(due_after="2026-06-30") == ["Hai."]
    assert texts(lead="Tài chính") == ["Ba."]
    assert texts(lead="Y tế") == []
    assert texts(unit="Y tế") == ["Hai."]
    assert texts(indicator="SIPAS") == ["Xây dựng báo cáo chuyên đề."]
    assert texts(needs_review="true") == ["Ba."]
    assert texts(limit=1, offset=1) == ["Hai."]
    assert opened.get("/tasks", params={"limit": 1}).json()["total"] == 3
    assert opened.get("/tasks", params={"due_before": "soon"}).status_code == 422
    assert opened.get("/tasks", params={"limit": 501}).status_code == 422


def test_a_correction_is_kept_beside_and_goes_into_every_export(opened, tmp_path):
    digest = keep(opened, document(task(deadline=due("2026-06-30"))))
    before = (tmp_path / "documents" / f"{digest}.json").read_bytes()
    post = {"path": "/tasks/0/text", "value": "Nhiệm vụ đã sửa.", "by": "Hoa"}
    assert opened.post(f"/documents/{digest}/corrections", json=post).status_code == 200
    assert (tmp_path / "documents" / f"{digest}.json").read_bytes() == before
    assert opened.get(f"/documents/{digest}").json()["tasks"][0]["text"] == "Nhiệm vụ đã sửa."
    raw = opened.get(f"/documents/{digest}", params={"corrected": "false"}).json()
    assert raw["tasks"][0]["text"] == "Xây dựng báo cáo chuyên đề."
    assert opened.get("/tasks").json()["items"][0]["text"] == "Nhiệm vụ đã sửa."
    exports = {to: opened.get(f"/exports/{to}").content for to in ("csv", "xlsx", "jsonl", "ics")}
    assert "Nhiệm vụ đã sửa." in exports["csv"].decode("utf-8-sig")
    assert "Nhiệm vụ đã sửa." in exports["jsonl"].decode()
    assert openpyxl.load_workbook(io.BytesIO(exports["xlsx"])).worksheets[0]["B2"].value == "Nhiệm vụ đã sửa."
    assert vobject.readOne(exports["ics"].decode()).vtodo.summary.value == "Nhiệm vụ đã sửa."
    line = opened.get("/corrections").json()
    assert (line["was"], line["value"], line["by"]) == (
        "Xây dựng báo cáo chuyên đề.",
        "Nhiệm vụ đã sửa.",
        "Hoa",
    )
    assert (
        opened.delete(f"/documents/{digest}/corrections", params={"path": "/tasks/0/text"}).status_code == 200
    )
    assert opened.get(f"/documents/{digest}").json()["tasks"][0]["text"] == "Xây dựng báo cáo chuyên đề."


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/tasks/0/kind", "wish"),
        ("/file/sha256", "x"),
        ("/tasks/9", None),
        ("/nowhere", 1),
        ("/tasks/0/text", 7),
    ],
)
def test_a_correction_that_breaks_the_contract_is_refused(opened, path, value):
    digest = keep(opened, document())
    answer = opened.post(f"/documents/{digest}/corrections", json={"path": path, "value": value})
    assert answer.status_code == 400
    assert opened.get(f"/documents/{digest}/corrections").json()["corrections"] == []


def test_a_task_is_added_corrected_and_another_taken_away(opened):
    digest = keep(opened, document())
    address = f"/documents/{digest}/corrections"
    opened.post(address, json={"path": "/tasks/-", "value": {"text": "Thêm."}})
    opened.post(address, json={"path": "/tasks/new-1/outputs", "value": ["Báo cáo"]})
    opened.post(address, json={"path": "/tasks/0", "value": None})
    tasks = opened.get(f"/documents/{digest}").json()["tasks"]
    assert [(one["text"], one["outputs"]) for one in tasks] == [("Thêm.", ["Báo cáo"])]
    assert "Thêm." in opened.get(f"/review/{digest}").text


def test_two_reviewers_at_once_lose_no_correction(opened):
    digest = keep(opened, document(*(task(f"Số {n}.", number=n) for n in range(1, 17))))

    def correct(number: int) -> None:
        post = {"path": f"/tasks/{number}/text", "value": f"Sửa {number}."}
        assert opened.post(f"/documents/{digest}/corrections", json=post).status_code == 200

    threads = [threading.Thread(target=correct, args=(n,)) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened.get(f"/documents/{digest}/corrections").json()["corrections"]) == 16


def test_documents_that_need_eyes_come_first_and_reviewed_ones_last(opened):
    sound = keep(opened, document(digest="a" * 64))
    doubtful = keep(opened, document(task(needs_review=True), digest="b" * 64))
    assert [one["id"] for one in opened.get("/documents").json()["items"]] == [doubtful, sound]
    answer = opened.post(f"/documents/{doubtful}/review", json={"reviewed": True})
    assert answer.json()["reviewed_at"]
    assert [one["id"] for one in opened.get("/documents").json()["items"]] == [sound, doubtful]


def test_a_document_can_be_forgotten(opened, tmp_path):
    digest = keep(opened, document())
    assert opened.delete(f"/documents/{digest}").status_code == 204
    assert opened.get(f"/documents/{digest}").status_code == 404
    assert opened.get("/tasks").json()["total"] == 0
    assert not list(tmp_path.rglob(f"*{digest}*"))


def test_what_is_not_there_is_404(opened):
    for path in (f"/documents/{'0' * 64}", f"/jobs/{'0' * 32}", f"/review/{'0' * 64}"):
        assert opened.get(path).status_code == 404
    digest = keep(opened, document())
    assert opened.get(f"/documents/{digest}/pages/1").status_code == 404


def test_pages_speak_vietnamese_or_english(opened):
    digest = keep(opened, document())
    shown = opened.get(f"/review/{digest}").text
    assert "Chủ trì" in shown and "Phím tắt" in shown
    assert "Lead" in opened.get(f"/review/{digest}?lang=en").text
    assert "Deadlines" in opened.get("/timeline").text  # kept in a cookie
    assert "Thời hạn" in opened.get("/timeline?lang=vi").text
