"""The review page in headless Chromium: places on the scan, corrections by keyboard, no foreign request."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from invented_plans import document, due, task
from PIL import Image
from playwright.sync_api import sync_playwright
from service_running import server

from pipeline.service import Settings
from pipeline.service.storage import Storage

EVIL = "Xây dựng <img src=x onerror=\"document.title='hit'\"> báo"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    plan = document(
        task(EVIL, deadline=due("2026-06-30"), needs_review=True), task("Công khai kết quả.", number=2)
    )
    storage = Storage(folder, None)
    storage.document_path(plan.file.sha256).write_text(plan.to_json())
    picture = storage.page_picture(plan.file.sha256, 1)
    picture.parent.mkdir(parents=True)
    Image.new("L", (620, 877), 255).save(picture)
    storage.index(plan)
    storage.close()
    with server(Settings(folder=folder)) as opened:
        yield opened


@pytest.fixture
def page(address):
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        opened = browser.new_page(viewport={"width": 1280, "height": 720}, locale="vi-VN")
        opened.asked = []
        opened.faults = []
        opened.on("request", lambda request: opened.asked.append(request.url))
        opened.on("pageerror", lambda error: opened.faults.append(str(error)))
        opened.goto(f"{address}/review/{'ab' * 32}")
        yield opened
        assert opened.faults == []
        assert all(url.startswith((address, "data:")) for url in opened.asked)
        browser.close()


def test_the_page_shows_a_task_on_the_scan_and_corrects_it_by_keyboard_alone(page, address, tmp_path):
    page.keyboard.press("j")
    shown = page.locator("#page-1 .shown")
    assert shown.get_attribute("x") == "94"  # the task's box, six pixels wider
    mark = page.locator("#task-T1 mark")
    assert "bao" in mark.get_attribute("title")
    assert "bảo" in mark.get_attribute("title")
    assert page.title().startswith("45/KH-UBND")  # what the OCR read was not run
    page.keyboard.press("e")
    page.keyboard.press("Control+A")
    page.keyboard.type("Xây dựng báo cáo năm.")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert page.locator("#task-T1 .read").inner_text().strip() == "Xây dựng báo cáo năm."
    exported = page.request.get(f"{address}/exports/jsonl").text().splitlines()
    assert json.loads(exported[0])["text"] == "Xây dựng báo cáo năm."
    # the next task is none: one key
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("x")
    assert len(page.request.get(f"{address}/exports/jsonl").text().splitlines()) == 1
    folder = Path(os.environ.get("VNPLAN_SCREENSHOTS") or tmp_path)
    page.screenshot(path=folder / "review.png")


def test_a_click_on_the_scan_chooses_the_task_and_the_layout_fits_the_screen(page):
    page.locator("rect.box").first.click(force=True)
    assert page.locator(".task.current").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert page.evaluate("document.documentElement.scrollHeight") <= 720
