"""The packaged restorer kept to what it may and may not do, on sentences written for these tests."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import ModelError
from pipeline.page import Cell, Line, PageText, Word
from pipeline.restoration import (
    Evidence,
    Restorer,
    explain,
    load_restorer,
    model_version,
    restore,
    restore_text,
)
from pipeline.restoration.artefact import artefact_path, load_model, save_model
from pipeline.text import strip_marks

SOUND = [
    "Thực hiện Kế hoạch số 77/KH-UBND ngày 03/4/2025 của UBND tỉnh về nâng cao Chỉ số cải cách hành chính",
    "(PAR INDEX), Sở Nội vụ phối hợp với Văn phòng UBND tỉnh rà soát, đánh giá kết quả từng tiêu chí;",
    "a) Rà soát, công bố kịp thời các thủ tục hành chính thuộc thẩm quyền giải quyết của địa phương.",
    "Nơi nhận: - Như trên; - Lưu: VT, NC. Liên hệ: vanthu@sonbinh.gov.vn hoặc https://sonbinh.gov.vn/ke-hoach",
    "Đơn vị chủ trì: Sở Tài chính. Thời gian hoàn thành: trước ngày 15/9/2025 (13 giờ 30 phút).",
]
READ = [
    "Thuc hién Ké hoach sé 77/KH-UBND ngay 03/4/2025 ciia UBND tinh vé nang cao Chi s6 cai cach hanh chinh",
    "(PAR INDEX), Sé Néi vu phdi hop véi Van phong UBND tinh ra sodt, danh gid két qua ting tiéu chi;",
    "a) Tang cuong cong tac kiém tra viée thuc hién nhiém vu dugc giao;",
    "b) Cong khai két qua giai quyét thu tuc hanh chinh trén Cong dich vu cong;",
    "¢) Nang cao chat lugng phuc vu nguoi dan va doanh nghiép;",
    "d) Ra soat cac quy dinh khong con phu hop;",
    "d) Dao tao, boi dudng can bo, cong chirc;",
    "e) Bao cao két qua dinh ky hang quy;",
    "q) Sap xép t6 chirc b6 may tinh gon;",
]


@pytest.fixture(scope="module")
def restorer() -> Restorer:
    return load_restorer()


def evidence(lines: list[str]) -> list[list[Evidence]]:
    return [[Evidence(t) for t in line.split()] for line in lines]


def test_sound_text_stays_byte_for_byte(restorer: Restorer) -> None:
    text = "\n".join(SOUND) + "\n"
    assert restore_text(text, restorer) == text


def test_text_without_marks_gets_them_back(restorer: Restorer) -> None:
    text = "\n".join(SOUND)
    restored = restore_text(strip_marks(text), restorer).split()
    right = sum(a == b for a, b in zip(restored, text.split(), strict=True))
    assert right >= 0.95 * len(restored)


def test_wrong_language_reading_is_restored_and_markers_follow_their_sequence(restorer: Restorer) -> None:
    out = restore_text("\n".join(READ), restorer).split("\n")
    assert out[0].startswith("Thực hiện Kế hoạch số 77/KH-UBND ngày 03/4/2025 của UBND tỉnh về nâng cao")
    assert [line.split()[0] for line in out[2:]] == ["a)", "b)", "c)", "d)", "đ)", "e)", "g)"]
    assert "(PAR INDEX)," in out[1]


def test_a_stray_quote_before_a_word_of_a_wrong_language_goes(restorer: Restorer) -> None:
    stray = [READ[0].replace("nang cao", "’nang cao"), READ[1].replace("danh gid", "‘danh gid’"), *READ[2:]]
    out = restore_text("\n".join(stray), restorer).split("\n")
    assert " nâng cao " in out[0] and "‘đánh giá" in out[1]


@pytest.mark.parametrize("lines", [SOUND, READ, [strip_marks(s) for s in SOUND]])
def test_restoring_twice_changes_nothing_more(restorer: Restorer, lines: list[str]) -> None:
    once = restore_text("\n".join(lines), restorer)
    assert restore_text(once, restorer) == once


@pytest.mark.parametrize("lines", [SOUND, READ])
def test_every_token_comes_from_one_read_and_none_is_lost(restorer: Restorer, lines: list[str]) -> None:
    for line, items in zip(lines, restorer(evidence(lines)), strict=True):
        covered = [k for item in items for k in range(item.first, item.last + 1)]
        assert sorted(set(covered)) == list(range(len(line.split())))
        assert all(0 <= item.confidence <= 1 and item.text for item in items)
        assert all((item.reason is not None) == (item.text != line.split()[item.first]) for item in items)


@pytest.mark.parametrize(
    "token",
    [
        "146/KH-UBND",
        "29/5/2025",
        "134-KL/TW,",
        "(SIPAS)",
        "65%",
        "12.500.000",
        "a.b@xa.gov.vn",
        "TCVN",
        "2021-2030",
    ],
)
@pytest.mark.parametrize(
    "context", ["Thực hiện {} của tỉnh trong năm tới", "Thuc hién {} cua tinh trong nim t6i"]
)
def test_protected_tokens_come_out_byte_for_byte(restorer: Restorer, token: str, context: str) -> None:
    lines = [context.format(token)] * 3
    assert all(line.split()[2] == token for line in restore_text("\n".join(lines), restorer).split("\n"))


@pytest.mark.parametrize(
    "context",
    ["Thực hiện Đề án số {} của tỉnh", "Thuc hién Dé an s6 {} cia tinh", "Thuc hien De an so {} cua tinh"],
)
@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("48/DA-UBND", "48/ĐA-UBND"),
        ("7/2022/NQ-HDND,", "7/2022/NQ-HĐND,"),
        ("15/2023/TT-BLDTBXH", "15/2023/TT-BLĐTBXH"),
        ("12/HD-UBND", "12/HD-UBND"),
    ],
)
def test_a_stroke_lost_in_a_code_comes_back_where_only_one_code_is_known(
    restorer: Restorer, context: str, read: str, meant: str
) -> None:
    line = context.format(read)
    token = restore_text("\n".join([line] * 3), restorer).split("\n")[1].split()[5]
    assert token == (read if "ự" in context else meant)


def test_a_folder_named_by_the_environment_is_the_model(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VNPLAN_RESTORER", str(tmp_path))
    assert artefact_path() == tmp_path
    with pytest.raises(ModelError, match="not complete"):
        load_restorer()


def test_a_model_is_swapped_in_whole_and_keeps_its_metrics(tmp_path: Path) -> None:
    folder = tmp_path / "artefact"
    shutil.copytree(artefact_path(), folder)
    (folder / "stale.npy").write_bytes(b"old")
    (folder / "metrics.json").write_text("{}")
    save_model(load_model(artefact_path()), folder, json.loads((folder / "config.json").read_text()))
    assert load_model(folder).words == load_model(artefact_path()).words
    assert (folder / "metrics.json").exists()
    assert not (folder / "stale.npy").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["artefact"]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text("abcđêộ1/-.,;()¢} \t", max_size=30), min_size=1, max_size=5))
def test_lines_and_words_are_neither_dropped_nor_invented(lines: list[str]) -> None:
    tokens = [line.split() for line in lines]
    for line, items in zip(
        tokens, load_once()([[Evidence(t) for t in line] for line in tokens]), strict=True
    ):
        covered = [k for item in items for k in range(item.first, item.last + 1)]
        assert sorted(set(covered)) == list(range(len(line)))
        assert all(item.reason in {"split", "joined"} for item in items if covered.count(item.first) > 1)
    out = restore_text("\n".join(lines), load_once()).split("\n")
    assert [a[: len(a) - len(a.lstrip())] for a in out] == [b[: len(b) - len(b.lstrip())] for b in lines]


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("Uỷ ban nhân dân tỉnh giao các sở, ngành tổchức thựchiện Kế hoạch này", "tổ chức thực hiện"),
        ("TINHLANG GIANG trién khai cac nhiém vu cua Ké hoach", "TỈNH LẠNG GIANG"),
        ("ban hanh van ban quy pham phap luat (VBQPP L), theo quy dinh ciia phap luat", "(VBQPPL), theo"),
    ],
)
def test_lost_and_surplus_spaces_are_mended(restorer: Restorer, line: str, meant: str) -> None:
    assert meant in restore_text("\n".join([line, *READ]), restorer).split("\n")[0]


def test_another_reading_of_the_image_is_heard(restorer: Restorer) -> None:
    line = [Evidence(t, 0.96) for t in ["Tập", "trung", "thâm", "định", "các", "hồ", "sơ"]]
    line[2] = Evidence("tbâw", 0.4, ("thẩm",))
    assert [r.text for r in restorer([line])[0]] == ["Tập", "trung", "thẩm", "định", "các", "hồ", "sơ"]


@pytest.mark.parametrize("name", ["tokens", "spelling"])
def test_restoring_a_broken_page_twice_changes_nothing_more(restorer: Restorer, name: str) -> None:
    lines = [*READ, *SOUND] if name == "tokens" else [line.replace("n", "ri", 2) for line in SOUND]
    once = restore_text("\n".join(lines), restorer)
    assert restore_text(once, restorer) == once


def test_worn_vietnamese_is_mended_without_being_told(restorer: Restorer) -> None:
    read = [
        "UBND tỉnh yêu câu các sở, ban, ngành tiêp tục rà soát, đơn giản hoá thủ tục hành chính;",
        "tăng cường kiêm tra việc thực hiện nhiệm vụ được giao; kip thời báo cáo kêt quả theo quy định.",
        "Nâng cao chât lượng phục vụ người dân và doanh nghiệp trên địa bàn tỉnh năm 2025.",
    ]
    out = restore_text("\n".join(read), restorer)
    for word in ("yêu cầu", "tiếp tục", "kiểm tra", "kịp thời", "kết quả", "chất lượng"):
        assert word in out


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("Sơn Bình, ngày 15 tháng 1] năm 2024", "Sơn Bình, ngày 15 tháng 11 năm 2024"),
        ("Sơn Bình, ngày l5 tháng 4 năm 2024", "Sơn Bình, ngày 15 tháng 4 năm 2024"),
        ("họp lúc 8 giờ, 2O tháng 6", "họp lúc 8 giờ, 20 tháng 6"),
        ("ngày 3] tháng 13] năm", "ngày 31 tháng 13] năm"),
        ("[ngày 15 tháng 1] năm 2024", "[ngày 15 tháng 1] năm 2024"),
        ("theo mục 1] năm 2024", "theo mục 1] năm 2024"),
    ],
)
def test_a_broken_digit_of_a_proven_date_is_mended_and_told(
    restorer: Restorer, line: str, meant: str
) -> None:
    (items,) = restorer(evidence([line]))
    assert " ".join(item.text for item in items) == meant
    changed = [item for item, token in zip(items, line.split(), strict=True) if item.text != token]
    assert all(item.in_doubt and item.alternatives for item in changed)


@pytest.mark.parametrize(
    ("token", "meant"),
    [("sỐ", "số"), ("cỦa", "của"), ("SỐ", "SỐ"), ("Số", "Số"), ("mA", "mA"), ("kỹT", "kỹT")],
)
def test_a_capital_inside_a_syllable_is_small(restorer: Restorer, token: str, meant: str) -> None:
    line = f"Kết quả tại {token} địa phương còn hạn chế"
    assert restore_text(line, restorer).split()[3] == meant


def load_once(cache: list[Restorer] = []) -> Restorer:  # noqa: B006 - one model for all examples
    if not cache:
        cache.append(load_restorer())
    return cache[0]


def page_of(lines: list[str], **changes: str) -> PageText:
    words = (tuple(Word(t, t, confidence=0.9) for t in line.split()) for line in lines)
    return PageText(number=1, lines=tuple(Line(w) for w in words), **changes)  # type: ignore[arg-type]


def test_a_page_keeps_what_was_read_beside_what_is_believed(restorer: Restorer) -> None:
    page = page_of(READ, kind="ocr")
    out = restore(page, restorer)
    assert [line.ocr_text for line in out.lines] == READ
    assert out.lines[0].text.startswith("Thực hiện Kế hoạch")
    assert {w.reason for line in out.lines for w in line.words} >= {None, "restored", "marker"}
    assert restore(out, restorer) == out
    assert page == page_of(READ, kind="ocr")


def test_no_sentence_is_seen_across_the_cells_of_a_table(restorer: Restorer) -> None:
    def words(text: str) -> tuple[Word, ...]:
        return tuple(Word(t, t, confidence=0.93) for t in text.split())

    cells = [Cell(words(text), i) for i, text in enumerate(("TT", "Nhiệm vụ", "Cơ quan chủ trì"))]
    title = Line(words("(Kèm theo Quyết định của Ủy ban nhân dân Thành phố Vĩnh Hòa)"))
    page = PageText(1, (title, Line((), cells=tuple(cells), column_count=3)), kind="ocr")
    assert restore(page, restorer).lines[1].text == "TT | Nhiệm vụ | Cơ quan chủ trì"


@pytest.mark.parametrize("text", ["III", "VII", "Quí IV năm 2026", "kĩ năng quản lí"])
def test_roman_numbers_and_the_documents_own_way_to_write_y_stay(restorer: Restorer, text: str) -> None:
    lines = [[Evidence(t, 0.6) for t in text.split()], [Evidence(t, 0.9) for t in SOUND[1].split()]]
    assert " ".join(word.text for word in restorer(lines)[0]) == text


@pytest.mark.parametrize("line", ["- Lưu: VT, KGVX (2b)", "- BGH, HĐT, ĐU (để b/c);"])
def test_acronyms_of_recipients_make_no_line_in_capitals(restorer: Restorer, line: str) -> None:
    (restored,) = restorer([[Evidence(t, 0.9) for t in line.split()]])
    assert " ".join(token.text for token in restored) == line


def test_a_text_layer_passes_untouched(restorer: Restorer) -> None:
    page = page_of(READ, kind="text_layer")
    assert restore(page, restorer) is page


def test_explain_gives_each_change_its_reason(restorer: Restorer) -> None:
    records = [json.loads(r) for r in explain("\n".join(READ), restorer)]
    assert all(r["reason"] or r["in_doubt"] for r in records)
    assert any(r["ocr_text"] == "¢)" and r["text"] == "c)" and r["reason"] == "marker" for r in records)


def test_a_missing_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"train\.py"):
        load_restorer(tmp_path)
    with pytest.raises(ModelError, match="missing"):
        model_version(tmp_path)


@pytest.mark.parametrize("name", ["config.json", "words.txt", "trigram.npy"])
def test_a_changed_model_file_is_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "artefact"
    shutil.copytree(artefact_path(), folder)
    (folder / name).write_bytes((folder / name).read_bytes()[:-1] + b"#")
    with pytest.raises(ModelError, match="checksum"):
        load_restorer(folder)


def test_a_marker_that_a_word_sticks_to_is_not_lost_to_another_reading(restorer: Restorer) -> None:
    line = [Evidence("II.NHIỆM", 0.5, ("NHIỆM",)), Evidence("VỤ", 0.9)]
    ((first, _),) = restorer([line])
    assert first.text == "II.NHIỆM"
