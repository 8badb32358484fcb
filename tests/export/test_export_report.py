"""The report of a batch: true figures, self-contained, safe."""

from __future__ import annotations

from datetime import date

from invented_plans import document, due, task
from lxml import html

from pipeline.document import DocumentIssue
from pipeline.export.report import make_report

TODAY = date(2026, 5, 1)


def cells(page: str, heading: str) -> list[str]:
    tree = html.fromstring(page)
    (table,) = tree.xpath(f"//h2[@id='{heading}']/following-sibling::*[1][self::table]")
    return [" ".join(cell.text_content().split()) for cell in table.xpath(".//td")]


def test_the_figures_add_up():
    page = make_report(
        [document(task(deadline=due("2026-06-30")), task("Hai.", number=2)), document()], TODAY
    )
    shown = {
        d.xpath("./dt")[0].text: d.xpath("./dd")[0].text for d in html.fromstring(page).xpath("//dl/div")
    }
    assert shown["Văn bản"] == "2"
    assert shown["Nhiệm vụ"] == "3"
    assert shown["Nhiệm vụ có ngày hết hạn"] == "1"
    assert shown["Văn bản cần xem lại"] == "0"


def test_deadlines_ahead_are_listed_by_day_and_past_ones_only_counted():
    plan = document(
        task("Sau.", deadline=due("2026-12-31")),
        task("Trước.", number=2, deadline=due("2026-05-01")),
        task("Đã qua.", number=3, deadline=due("2026-04-30")),
    )
    page = make_report([plan], TODAY)
    shown = cells(page, "deadlines")
    assert shown[0] == "01/05/2026"
    assert shown.index("Trước.") < shown.index("Sau.")
    assert "Đã qua." not in shown
    assert "1 thời hạn đã qua" in page


def test_the_document_that_needs_eyes_most_comes_first():
    good = document(task(needs_review=True), name="ít.pdf")
    bad = document(name="nhiều.pdf")
    bad = bad.model_copy(
        update={"quality": bad.quality.model_copy(update={"pages_failed": 2, "needs_review": True})}
    )
    shown = cells(make_report([good, bad], TODAY), "review")
    assert shown.index("nhiều.pdf") < shown.index("ít.pdf")
    assert any("2 trang không đọc được" in cell for cell in shown)


def test_failures_are_shown_and_notes_are_not():
    issue = {"stage": "ocr", "page": 2, "code": "x"}
    plan = document().model_copy(
        update={
            "issues": (
                DocumentIssue(severity="info", message="chú ý", **issue),
                DocumentIssue(severity="error", message="hỏng trang", **issue),
            )
        }
    )
    shown = cells(make_report([plan], TODAY), "failures")
    assert "hỏng trang" in shown
    assert "chú ý" not in shown


def test_the_page_needs_nothing_from_outside_and_runs_no_script():
    page = make_report([document()], TODAY)
    tree = html.fromstring(page)
    assert not tree.xpath("//script | //link | //img | //iframe | //@src | //@href | //@onclick")
    assert "http:" not in page
    assert "https:" not in page


def test_html_in_what_the_ocr_read_stays_text():
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    page = make_report([document(task(evil, deadline=due("2026-06-30")), name=evil, subject=evil)], TODAY)
    tree = html.fromstring(page)
    assert not tree.xpath("//script | //img")
    assert evil in tree.text_content()


def test_an_empty_batch_is_a_page_that_says_so():
    page = make_report([], TODAY)
    assert "Không có văn bản nào cần xem lại." in page


def test_the_command_writes_the_report(vnplan, tmp_path):
    (tmp_path / "a.json").write_text(document().to_json())
    done = vnplan("report", "a.json", "-o", "report.html")
    assert done.returncode == 0, done.stderr
    assert "45/KH-UBND" in (tmp_path / "report.html").read_text()
