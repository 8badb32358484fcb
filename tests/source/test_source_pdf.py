"""PDF pages: which are text, which are scans, and whether the boxes stand where the letters do."""

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from pdf_building import add_text_page, rules, scan_pdf, text_pdf
from PIL import Image, ImageDraw

from pipeline.errors import DependencyError
from pipeline.options import Options
from pipeline.page import PageImage, PageText
from pipeline.source import identify, load, rendering, text_layer

BODY = [
    (72, 300, "Thực hiện Kế hoạch trồng rừng ven sông, Ủy ban nhân dân xã Đồi Sim"),
    (72, 316, "giao Công chức địa chính chủ trì rà soát, báo cáo trước ngày 05/6/2026."),
]


def _pages(path: Path, **options: object) -> list[PageImage | PageText]:
    return list(load(path, Options(**options)))  # type: ignore[arg-type]


def _text(path: Path, **options: object) -> PageText:
    (page,) = _pages(path, **options)
    assert isinstance(page, PageText), getattr(page, "notes", None)
    return page


def _scan(size: tuple[int, int] = (827, 1170)) -> Image.Image:
    """A page with a black mark top left, so that turns show."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((60, 60, 300, 200), fill="black")
    for y in range(300, size[1] - 100, 30):
        draw.rectangle((60, y, size[0] - 60, y + 10), fill="grey")
    return image


def test_a_born_digital_page_is_taken_word_for_word_with_boxes_on_the_rendered_page(tmp_path: Path) -> None:
    page = _text(text_pdf(tmp_path / "a.pdf", BODY))
    assert page.kind == "text_layer"
    assert [line.text for line in page.lines] == [text for _, _, text in BODY]
    assert page.scan_size_px == (2479, 3508)
    first = page.lines[0].words[0].box
    assert first is not None
    assert abs(first.x0 - 72 * 300 / 72) < 3
    assert first.y0 < 300 * 300 / 72 < first.y1 + 3


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_boxes_of_a_turned_page_are_those_of_the_page_as_seen(tmp_path: Path, rotate: int) -> None:
    page = _text(text_pdf(tmp_path / "a.pdf", BODY, rotate=rotate))
    width, height = page.scan_size_px
    assert (width > height) == (rotate != 180)
    assert {word.text for line in page.lines for word in line.words} >= {"Thực", "xã"}
    for line in page.lines:
        for word in line.words:
            assert word.box is not None
            assert -1 <= word.box.x0 <= word.box.x1 <= width + 1
            assert -1 <= word.box.y0 <= word.box.y1 <= height + 1


def test_letterhead_and_signature_are_read_column_by_column(tmp_path: Path) -> None:
    head = [
        (72, 60, "ỦY BAN NHÂN DÂN"),
        (300, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (90, 76, "XÃ ĐỒI SIM"),
        (340, 76, "Độc lập - Tự do - Hạnh phúc"),
        (72, 100, "Số: 12"),
        (130, 100, "/KH-UBND"),
        (320, 100, "Đồi Sim, ngày 05 tháng 4 năm 2026"),
        (250, 140, "KẾ HOẠCH"),
    ]
    page = _text(text_pdf(tmp_path / "a.pdf", head + BODY))
    assert [line.text for line in page.lines][:7] == [
        "ỦY BAN NHÂN DÂN",
        "XÃ ĐỒI SIM",
        "Số: 12 /KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Đồi Sim, ngày 05 tháng 4 năm 2026",
        "KẾ HOẠCH",
    ]
    assert [line.block for line in page.lines][:7] == [1, 1, 1, 2, 2, 2, 0]


def test_a_ruled_table_becomes_rows_of_cells_and_its_merged_cell_spans(tmp_path: Path) -> None:
    xs, ys = [72, 120, 330, 520], [400, 430, 460, 490]
    boxes = [(a, c, b, d) for a, b in zip(xs, xs[1:]) for c, d in zip(ys, ys[1:])]  # noqa: B905, RUF007
    # The last column's two lower cells are one.
    boxes = [box for box in boxes if not (box[0] == 330 and box[1] > 400)] + [(330, 430, 520, 490)]
    texts = [
        (80, 420, "TT"),
        (130, 420, "Nhiệm vụ"),
        (340, 420, "Thời hạn"),
        (80, 450, "1"),
        (130, 450, "Phát quang bờ kênh"),
        (340, 450, "Quý II"),
        (80, 480, "2"),
        (130, 480, "Sửa cầu gỗ"),
    ]
    page = _text(text_pdf(tmp_path / "a.pdf", BODY + texts, extra=rules(boxes)))
    rows = [line for line in page.lines if line.cells]
    assert [line.text for line in rows] == [
        "TT | Nhiệm vụ | Thời hạn",
        "1 | Phát quang bờ kênh | Quý II",
        "2 | Sửa cầu gỗ |",
    ]
    assert rows[1].cells[2].row_span == 2
    assert {line.table for line in rows} == {1}
    assert [line.text for line in page.lines if not line.cells] == [text for _, _, text in BODY]


def test_a_layer_in_an_old_encoding_is_converted_and_capital_fonts_give_capitals(tmp_path: Path) -> None:
    old = [
        (72, 300, "c¨n cø luËt tæ chøc, ñy ban nh©n d©n x· yªu cÇu c¸c th«n b¸o c¸o"),
        (72, 320, "viÖc söa ch÷a ®−êng bê, kÌ ®¸ vµ tr−êng häc tr−íc mïa m−a lò"),
    ]
    page = _text(text_pdf(tmp_path / "a.pdf", old, font=".VnTime"))
    assert page.kind == "legacy"
    assert page.lines[0].text == "căn cứ luật tổ chức, ủy ban nhân dân xã yêu cầu các thôn báo cáo"
    assert page.lines[1].text == "việc sửa chữa đường bờ, kè đá và trường học trước mùa mưa lũ"
    assert _text(text_pdf(tmp_path / "h.pdf", old, font=".VnTimeH")).lines[0].text.startswith("CĂN CỨ LUẬT")


def test_a_garbled_layer_is_rejected_and_the_page_drawn(tmp_path: Path) -> None:
    line = "Tnrong Dai h9c T§y D6 v/v kh§o s§t ngmrl hqc n§m cu6i v~ djch V\\l ch§m s6c"
    garbled = [(72, 300 + 16 * i, line) for i in range(5)]
    (page,) = _pages(text_pdf(tmp_path / "a.pdf", garbled), render_dpi=100)
    assert isinstance(page, PageImage)
    assert any(note.startswith("text_layer_rejected") for note in page.notes)
    assert page.pixels.shape == (1170, 827)
    assert page.dpi == 100


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("flip", [False, True])
def test_a_scan_gives_its_own_pixels_as_the_page_shows_them(tmp_path: Path, rotate: int, flip: bool) -> None:
    image = _scan()
    path = scan_pdf(tmp_path / "a.pdf", image, rotate=rotate, flip=flip)
    (page,) = _pages(path)
    assert isinstance(page, PageImage)
    shown = np.asarray(image)
    if flip:
        shown = np.flipud(shown)
    shown = np.rot90(shown, -rotate // 90)
    assert page.pixels.shape == shown.shape
    assert np.abs(page.pixels.astype(int) - shown).mean() < 3
    assert 99 < page.dpi < 101


def test_a_page_of_one_point_a_pixel_is_not_believed_to_be_huge(tmp_path: Path) -> None:
    (page,) = _pages(scan_pdf(tmp_path / "a.pdf", _scan((2480, 3508)), scale=4.2))
    assert isinstance(page, PageImage)
    assert 290 < page.dpi < 310


def test_a_picture_on_part_of_the_page_is_drawn_with_the_page(tmp_path: Path) -> None:
    (page,) = _pages(scan_pdf(tmp_path / "a.pdf", _scan(), cover=0.5), render_dpi=100)
    assert isinstance(page, PageImage)
    assert page.pixels.shape[:2] == (1170, 827)


def test_a_hidden_layer_over_a_scan_yields_to_the_scan(tmp_path: Path) -> None:
    path = scan_pdf(tmp_path / "a.pdf", _scan())
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        add_text_page(pdf, BODY, mode=3)
        layer, scan = pdf.pages[1], pdf.pages[0]
        scan.Resources.Font = layer.Resources.Font
        scan.Contents = pdf.make_stream(scan.Contents.read_bytes() + b"\n" + layer.Contents.read_bytes())
        del pdf.pages[1]
        pdf.save(path)
    (page,) = _pages(path)
    assert isinstance(page, PageImage)
    assert page.notes[0].startswith("text_layer_ignored")
    assert _text(path, text_layer="always").lines[0].text == BODY[0][2]


def test_one_bad_page_fails_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    with pikepdf.new() as pdf:
        add_text_page(pdf, BODY)
        pdf.add_blank_page(page_size=(14_000, 14_000))
        add_text_page(pdf, BODY)
        pdf.save(path)
    assert identify(path, Options()).page_count == 3
    first, second, third = _pages(path, max_pixels=1_000_000)
    assert isinstance(second, PageText)
    assert [getattr(p, "failed", False) for p in (first, second, third)] == [False, True, False]
    assert second.issues[0].code == "page_size"
    assert third.number == 3


def test_missing_poppler_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert shutil.which("pdftotext") is None
    with pytest.raises(DependencyError, match="poppler-utils"):
        _pages(text_pdf(tmp_path / "a.pdf", BODY))
    with pytest.raises(DependencyError, match="poppler-utils"):
        _pages(text_pdf(tmp_path / "b.pdf", BODY), text_layer="never")


def test_a_stuck_program_is_a_failed_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stuck(*_: object, timeout: float, **__: object) -> None:
        raise subprocess.TimeoutExpired("pdftotext", timeout)

    monkeypatch.setattr(text_layer.subprocess, "run", stuck)
    (page,) = _pages(text_pdf(tmp_path / "a.pdf", BODY))
    assert isinstance(page, PageText)
    assert page.failed
    assert page.issues[0].code == "text_layer_failed"


def test_a_page_too_large_for_the_limit_is_drawn_at_fewer_dpi(tmp_path: Path) -> None:
    (page,) = _pages(text_pdf(tmp_path / "a.pdf", BODY), text_layer="never", max_pixels=2_000_000)
    assert isinstance(page, PageImage)
    assert page.pixels.size <= 2_000_000 * 1.01
    assert rendering._LEAST_DPI <= page.dpi < 300


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("b-qngai-tb565", "text_layer"),
        ("t-tcvn3-bc022007", "legacy"),
        ("s-qngai-ct08-2018", "image"),
        ("s-camscanner-luat", "image"),
        ("x-dhtd-bc635", "image"),
    ],
)
def test_real_files_are_read_by_the_right_door(shared: Path, name: str, kind: str) -> None:
    (page,) = _pages(shared / "dev" / "scans" / name / "doc.pdf", pages="2")
    assert (page.kind if isinstance(page, PageText) else "image") == kind
