"""What an attacker tries, and what stops it."""

from __future__ import annotations

import io
import time

import pytest
from invented_plans import document, due, task
from service_running import TOKEN, client, keep

from pipeline.errors import UsageError
from pipeline.service import Settings
from pipeline.service.access import COOKIE, Rate
from pipeline.service.settings import is_loopback
from pipeline.service.uploads import shown_name

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'>"


@pytest.fixture
def open_client(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.service.worker.Worker.start", lambda self: None)
    monkeypatch.setattr("pipeline.service.worker.Worker.stop", lambda self: None)
    with client(tmp_path) as opened:
        yield opened


@pytest.fixture
def guarded(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.service.worker.Worker.start", lambda self: None)
    monkeypatch.setattr("pipeline.service.worker.Worker.stop", lambda self: None)
    with client(tmp_path, token=TOKEN, host="0.0.0.0", address="192.0.2.7") as opened:
        yield opened


def upload(opened, data: bytes = b"KE HOACH\n", name: str = "a.txt", **more):
    return opened.post("/documents", files={"file": (name, io.BytesIO(data))}, **more)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::", "vp.example"])
def test_a_server_that_others_reach_does_not_start_without_a_token(tmp_path, host):
    with pytest.raises(UsageError, match="token"):
        Settings(folder=tmp_path, host=host)
    with pytest.raises(UsageError, match="too short"):
        Settings(folder=tmp_path, host=host, token="123")


def test_loopback_is_told_from_other_addresses():
    assert all(map(is_loopback, ("127.0.0.1", "127.1.2.3", "::1", "localhost")))
    assert not any(map(is_loopback, ("0.0.0.0", "10.0.0.1", "localhost.evil.example", "")))


@pytest.mark.parametrize("path", ["/documents", "/tasks", "/jobs", "/exports/csv", "/", "/openapi.json"])
@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Bearer x"}, {"Authorization": f"Basic {TOKEN}"}, {"Authorization": TOKEN}],
)
def test_without_the_token_nothing_is_shown(guarded, path, headers):
    assert guarded.get(path, headers=headers).status_code == 401


def test_with_the_token_everything_is(guarded):
    assert guarded.get("/documents", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_a_browser_logs_in_and_its_session_can_not_be_forged(guarded):
    assert guarded.get("/", headers={"Accept": "text/html"}).headers["location"] == "/login"
    assert guarded.post("/login", data={"token": "falsch"}).status_code == 401
    answer = guarded.post("/login", data={"token": TOKEN})
    assert answer.status_code == 303
    flags = answer.headers["set-cookie"].lower()
    assert "httponly" in flags
    assert "samesite=strict" in flags
    assert guarded.get("/").status_code == 200
    good = guarded.cookies[COOKIE]
    later, seal = str(int(time.time()) + 10**6), good.partition(".")[2]
    for forged in (
        f"{later}.{seal}",
        f"{later}.",
        f"{later}",
        "x.y",
        f"{good}0",
        f"{int(time.time()) - 5}.{seal}",
    ):
        guarded.cookies.clear()
        guarded.cookies.set(COOKIE, forged)
        assert guarded.get("/").status_code == 401, forged


def test_guessing_the_token_at_the_login_is_slow(guarded):
    answers = [guarded.post("/login", data={"token": f"guess{n}"}).status_code for n in range(12)]
    assert set(answers) == {401}
    assert (
        guarded.post("/login", data={"token": TOKEN}).status_code == 401
    )  # not heard until a minute is over


def test_another_name_for_this_machine_is_no_pass(open_client):
    """DNS rebinding: a page of evil.example that resolves to 127.0.0.1."""
    assert open_client.get("/documents", headers={"Host": "evil.example"}).status_code == 401
    assert open_client.get("/documents", headers={"Host": "localhost:8080"}).status_code == 200


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_a_proxy_on_this_machine_is_no_pass(open_client, name):
    assert open_client.get("/documents", headers={name: "127.0.0.1"}).status_code == 401


def test_a_caller_from_elsewhere_is_refused_where_there_is_no_token(tmp_path):
    with client(tmp_path, address="192.0.2.7") as opened:
        assert opened.get("/documents").status_code == 401


def test_a_page_of_another_site_cannot_change_anything(open_client):
    for headers in ({"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        assert upload(open_client, headers=headers).status_code == 403
    assert upload(open_client, headers={"Origin": "http://127.0.0.1"}).status_code == 202


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "..\\..\\win.ini", "/abs/ke hoach.txt", "a\x00b.txt", "....//x", ".", "..", ""],
)
def test_the_name_of_an_upload_never_becomes_a_path(open_client, tmp_path, name):
    before = {p for p in tmp_path.rglob("*") if p.is_dir()}
    answer = open_client.post("/documents", files={"file": (name or "x", io.BytesIO(b"KE HOACH\n"))})
    assert answer.status_code == 202
    job = answer.json()
    assert "/" not in job["file_name"]
    assert "\\" not in job["file_name"]
    assert {p for p in tmp_path.rglob("*") if p.is_dir()} == before
    assert [p.name for p in (tmp_path / "scans").iterdir()] == [f"{job['document_id']}.txt"]


def test_names_are_shown_without_folders_controls_or_turned_text():
    assert shown_name("../a\u202egpj.exe") == "agpj.exe"
    assert shown_name("C:\\quét\\kế hoạch.pdf") == "kế hoạch.pdf"
    assert shown_name(None) == "scan"
    assert len(shown_name("x" * 999)) == 200


@pytest.mark.parametrize(
    "path",
    [
        "/documents/../../service.sqlite",
        "/documents/%2e%2e%2fservice.sqlite",
        f"/documents/{'a' * 63}%2f",
        "/documents/ABC",
        "/static/../pages.py",
        "/static/%2e%2e/pages.py",
        f"/documents/{'a' * 64}/pages/..%2f1",
    ],
)
def test_no_address_leads_out_of_the_folder(open_client, path):
    assert open_client.get(path).status_code in {404, 422}


def test_an_upload_over_the_limit_is_refused_while_it_arrives(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.service.worker.Worker.start", lambda self: None)
    monkeypatch.setattr("pipeline.service.worker.Worker.stop", lambda self: None)
    with client(tmp_path, max_upload_bytes=100_000) as opened:
        assert upload(opened, b"x" * 300_000).status_code == 413

        def endless():  # chunked: no Content-Length to believe
            yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
            for _ in range(50):
                yield b"x" * 10_000
            yield b"\r\n--b--\r\n"

        headers = {"Content-Type": "multipart/form-data; boundary=b"}
        assert opened.post("/documents", content=endless(), headers=headers).status_code == 413
        assert opened.get("/jobs").json()["total"] == 0
    assert not list((tmp_path / "scans").iterdir())
    assert not list((tmp_path / "incoming").iterdir())


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"PK\x03\x04" + b"\0" * 99, "zip"), (b"MZ\x90\0\0\0", ""), (b"", "empty"), (b"\x7fELF\0\0", "")],
)
def test_what_is_no_scan_is_refused_and_not_kept(open_client, tmp_path, data, says):
    answer = upload(open_client, data, "kế hoạch.pdf")
    assert answer.status_code == 415
    assert says in answer.json()["detail"]
    assert not list((tmp_path / "scans").iterdir())
    assert not list((tmp_path / "incoming").iterdir())


def test_html_that_the_ocr_read_is_text_on_every_page(open_client):
    plan = document(
        task(EVIL, deadline=due("2027-06-30", EVIL), indicator_ids=(EVIL[:30],)), name=EVIL, subject=EVIL
    )
    digest = keep(open_client, plan)
    open_client.post(f"/documents/{digest}/corrections", json={"path": "/header/place", "value": EVIL})
    for path in ("/", f"/review/{digest}", f"/timeline?unit={EVIL}", "/timeline"):
        text = open_client.get(path).text
        assert "<script>alert" not in text, path
        assert "<img src=x" not in text, path
        assert "&lt;script&gt;" in text, path


def test_every_answer_forbids_foreign_scripts_frames_and_sniffing(open_client):
    for path in ("/", "/documents", "/nowhere", "/static/style.css"):
        headers = open_client.get(path).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "unsafe-inline" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"


def test_pages_ask_nothing_of_other_machines(open_client):
    digest = keep(open_client, document())
    for path in ("/", f"/review/{digest}", "/timeline", "/login"):
        text = open_client.get(path).text
        assert "http://" not in text
        assert "https://" not in text
        assert "<script>" not in text


def test_too_many_requests_are_refused_until_time_passes(monkeypatch):
    clock = [0.0]
    monkeypatch.setattr("pipeline.service.access.time.monotonic", lambda: clock[0])
    rate = Rate(60)
    assert [rate.allow("a") for _ in range(61)] == [True] * 60 + [False]
    assert rate.allow("b")
    clock[0] += 1.01
    assert rate.allow("a")
    assert not rate.allow("a")


def test_uploads_have_a_rate_of_their_own(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.service.worker.Worker.start", lambda self: None)
    monkeypatch.setattr("pipeline.service.worker.Worker.stop", lambda self: None)
    with client(tmp_path, uploads_per_minute=2) as opened:
        assert [upload(opened, f"{n}".encode() * 9).status_code for n in range(3)] == [202, 202, 429]
        assert opened.get("/documents").status_code == 200


def test_formulas_and_sql_in_filters_are_only_text(open_client):
    keep(open_client, document())
    for value in ("' OR 1=1 --", "%", "_", "\\"):
        assert open_client.get("/tasks", params={"lead": value}).json()["total"] == 0
