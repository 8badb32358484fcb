"""The API: documents, tasks, corrections, exports."""

from __future__ import annotations

import io
import threading

import openpyxl
import pytest
import vobject
from invented_plans import document, due, task, unit
from service_running import client, keep


@pytest.fixture
def still(monkeypatch):
    """The worker stands still: what is queued stays queued."""
    monkeypatch.setattr("pipeline.service.worker.Worker.start", lambda self: None)
    monkeypatch.setattr("pipeline.service.worker.Worker.stop", lambda self: None)


@pytest.fixture
def opened(tmp_path, still):
    with client(tmp_path) as one:
        yield one


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
