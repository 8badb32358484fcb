"""The restorer's parts by themselves: tables, decoding, markers, punctuation."""

import numpy as np
import pytest

from pipeline.restoration.acronyms import Acronyms
from pipeline.restoration.cutting import cut_token
from pipeline.restoration.decision import calibrated, margin, needed, settle
from pipeline.restoration.decoder import Slot
from pipeline.restoration.detection import Tally, detect, worn_lines
from pipeline.restoration.evidence import Evidence, Restored
from pipeline.restoration.language_model import NgramTable, hash_keys, split_hash, trigram_key
from pipeline.restoration.markers import mend_markers
from pipeline.restoration.protection import is_fixed
from pipeline.restoration.slots import Choice
from pipeline.restoration.spans import Span
from pipeline.restoration.tokens import LOWER, TITLE, UPPER, canonical, cut, peel, shape


def marked(labels: list[str], channel: str = "wrong_language") -> list[str]:
    lines = [[Restored(label, 0, 0), Restored("việc", 1, 1)] for label in labels]
    return [line[0].text for line in mend_markers(lines, [channel] * len(lines))]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        (["a)", "b)", "¢)", "d)", "d)", "e)", "2)", "h)"], ["a)", "b)", "c)", "d)", "đ)", "e)", "g)", "h)"]),
        (["a)", "b)", "c)", "d)", "e)", "q)"], ["a)", "b)", "c)", "d)", "e)", "g)"]),
        (["a)", "b)", "a)", "b)"], ["a)", "b)", "a)", "b)"]),
        (["1.", "2,", "3."], ["1.", "2.", "3."]),
        (["4,", "a)"], ["4,", "a)"]),
    ],
)
def test_markers_follow_their_sequence(read: list[str], meant: list[str]) -> None:
    assert marked(read) == meant


def test_markers_of_a_sound_page_stay() -> None:
    assert marked(["c)", "d)", "d)"], "sound") == ["c)", "d)", "d)"]


def test_roman_number_of_an_appendix_is_mended() -> None:
    line = [Restored("lục", 0, 0), Restored("11|", 1, 1)]
    assert mend_markers([line], ["wrong_language"])[0][1].text == "III"


@pytest.mark.parametrize("token", ["(PAPI),", "định./.", "“Công", "…", "-", "134-KL/TW,", "«x»"])
def test_peeled_parts_make_up_the_token(token: str) -> None:
    assert "".join(peel(token)) == token


def test_codes_are_cut_at_their_signs() -> None:
    assert cut("146/KH-UBND") == ["146", "/", "KH", "-", "UBND"]


@pytest.mark.parametrize(
    ("core", "pattern"), [("hội", LOWER), ("Hội", TITLE), ("HỘI", UPPER), ("PiCH", UPPER)]
)
def test_shape_tells_the_case(core: str, pattern: int) -> None:
    assert shape(core) == pattern


@pytest.mark.parametrize("marker", ["HI.", "II.", "IV,", "lV.", "d)"])
def test_a_marker_at_the_head_of_a_line_stays_for_its_sequence_to_mend(marker: str) -> None:
    def refuse(part: str, code: bool) -> Choice:
        raise AssertionError(part)

    token = cut_token(Span(marker, 0, 0), refuse, head=True)
    assert (token.before, token.parts) == (marker, ())


def test_tone_placement_is_one_word_to_the_model() -> None:
    assert canonical("Hoà") == canonical("hòa") == "hòa"


def test_table_finds_what_was_put_in_and_nothing_else() -> None:
    keys = trigram_key(np.arange(200), np.arange(200) + 1, np.arange(200) + 2)
    bucket, prints = split_hash(keys, 400)
    rows = np.zeros((400, 8), np.uint32)
    filled = np.zeros(400, int)
    for b, p in zip(bucket, prints, strict=True):
        rows[b, filled[b]] = (p << np.uint32(8)) | np.uint32(28)
        filled[b] += 1
    table = NgramTable(rows)
    assert np.allclose(table.find(keys), -2.0)
    assert np.isnan(table.find(keys + 7_000_000)).all()
    assert len(np.unique(hash_keys(keys))) == 200


@pytest.mark.parametrize(
    ("tally", "channel"),
    [
        (Tally(words=100, strong=55), "sound"),
        (Tally(words=100, noisy=30, plain=60, syllables=55), "wrong_language"),
        (Tally(words=100, plain=95, syllables=93), "stripped"),
        (Tally(words=100, plain=95, syllables=12), "sound"),
        (Tally(), "sound"),
    ],
)
def test_channel_is_found_by_what_the_words_look_like(tally: Tally, channel: str) -> None:
    assert detect([tally]) == [channel]


def test_lines_among_misread_words_are_worn_and_others_stay_sound() -> None:
    channels = ["sound"] * 40
    mended = [0] * 20 + [1] * 6 + [0] * 14
    out = worn_lines(channels, [12] * 40, mended)
    assert out[20:26] == ["worn"] * 6
    assert out[0] == out[39] == "sound"
    assert worn_lines(channels, [12] * 40, [0] * 39 + [1]) == channels


@pytest.mark.parametrize(
    ("part", "misread", "fixed"),
    [
        ("2b", True, True),
        ("1y", True, False),
        ("s6", True, False),
        ("s6", False, True),
        ("A01", False, True),
        ("km²", False, True),
        ("1.Tuân", False, True),
        ("v1ệc", False, False),
    ],
)
def test_labels_and_numbers_are_told_from_misread_words(part: str, misread: bool, fixed: bool) -> None:
    assert is_fixed(part, upper=False, capitals=False, misread=misread) is fixed


def test_an_acronym_is_known_again_by_its_look() -> None:
    acronyms = Acronyms({"TTHC": 390, "HĐND": 200, "BCA": 700}, {"QĐ": 90, "QD": 1, "HD": 4, "HĐ": 5})
    assert acronyms.acronym("ITHC", misread=True) == "TTHC"
    assert acronyms.acronym("HDND", misread=True) == "HĐND"
    assert acronyms.acronym("HDND", misread=False) == ""
    assert acronyms.acronym("PCA", misread=True) == ""
    assert (acronyms.code("QD"), acronyms.code("HD")) == ("QĐ", "HD")


@pytest.mark.parametrize(
    ("channel", "confidence", "cheap"), [("worn", 0.8, True), ("worn", 0.99, False), ("sound", 1.0, False)]
)
def test_a_word_that_the_ocr_doubted_is_changed_cheaply(channel: str, confidence: float, cheap: bool) -> None:
    assert (needed(channel, Evidence("quyên", confidence)) < 0) is cheap


def test_a_toll_keeps_the_reading_until_another_word_is_better_by_as_much() -> None:
    choice = Choice("quyên", Slot((5, 6), (5, 6), (0.0, 0.0)), free=True, own=0)
    scores = np.array([0.1, 0.9], np.float32)
    assert settle(choice, scores, 0.0)[0] == 1
    assert settle(choice, scores, 4.0)[0] == 0
    assert settle(choice, np.array([0.6, 0.4], np.float32), -2.0)[0] == 1
    assert margin(scores, 0) == pytest.approx(np.log(9), abs=1e-5)


def test_a_word_that_was_chosen_is_told_from_one_without_a_choice_by_its_confidence() -> None:
    choice = Choice("quyên", Slot((5, 6), (5, 6), (0.0, 0.0)), free=True, own=0)
    sure = np.array([1.0, 0.0], np.float32)
    assert all(0.999 < settle(choice, sure, toll)[1] < 1 for toll in (0.0, 4.0))


def test_confidence_is_what_was_counted_at_such_odds() -> None:
    knots = {"worn": [[0.0, 4.0], [0.5, 0.9]], "fixed worn": [[0.0], [0.97]]}
    assert calibrated(knots, "worn", 0.5) == pytest.approx(0.5)
    assert calibrated(knots, "worn", 1.0) == pytest.approx(0.9)
    assert calibrated(knots, "fixed worn", 1.0) == pytest.approx(0.97)
    assert calibrated(knots, "sound", 0.7) == 0.7


def test_a_foreign_reading_beside_sound_text_is_judged_by_its_like() -> None:
    foreign = Tally(words=9, noisy=1, plain=6, syllables=6)
    assert detect(
        [foreign, Tally(words=7, noisy=3, plain=4, syllables=3), *[Tally(words=20, strong=10)] * 4]
    )[0] == ("wrong_language")
