"""The rescorer as numbers: its files, its independence of how text is cut, its place among the slots."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import ModelError
from pipeline.restoration import rescorer as runtime
from pipeline.restoration.decoder import Slot
from pipeline.restoration.opinion import rescored
from pipeline.restoration.rescorer import (
    DILATIONS,
    MOST,
    NONE,
    REACH,
    STYLES,
    Rescorer,
    load_rescorer,
    save_rescorer,
)

WORDS = 40
WIDTH = 16
NAMES = [f"w{i}" for i in range(WORDS)]
WEIGHTS = {"stripped": 0.5}


def weights(seed: int = 3) -> dict[str, np.ndarray]:
    random = np.random.default_rng(seed)
    layers = len(DILATIONS)
    shapes = {
        "words": (WORDS, WIDTH),
        "bias": (WORDS,),
        "style": (STYLES, WIDTH),
        "mix": (layers, WIDTH, 3 * WIDTH),
        "mix_bias": (layers, WIDTH),
        "out": (layers, WIDTH, WIDTH),
        "head": (WIDTH, WIDTH),
    }
    return {name: random.normal(0, 0.3, shape).astype(np.float32) for name, shape in shapes.items()}


@pytest.fixture
def net(tmp_path: Path) -> Rescorer:
    save_rescorer(weights(), NAMES, tmp_path / "net", {"width": WIDTH})
    return load_rescorer(tmp_path / "net", NAMES)


def text(length: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    logs = random.normal(0, 2, (length, MOST)).astype(np.float32)
    logs[:, 5:] = NONE
    return random.integers(0, WORDS, (length, MOST)), logs, random.integers(0, STYLES, length)


def test_scores_are_log_probabilities_of_the_candidates_there_are(net: Rescorer) -> None:
    scores = net.score(*text(30, 1))
    assert np.allclose(np.exp(scores).sum(axis=1), 1, atol=1e-4)
    assert scores[:, 5:].max() < -50


def test_a_long_text_scores_the_same_in_pieces(net: Rescorer, monkeypatch: pytest.MonkeyPatch) -> None:
    ids, logs, style = text(150, 2)
    whole = net.score(ids, logs, style)
    monkeypatch.setattr(runtime, "PIECE", 40)
    assert np.allclose(net.score(ids, logs, style), whole, atol=1e-4)


@settings(max_examples=10, deadline=None)
@given(at=st.integers(0, 79))
def test_a_word_is_heard_within_reach_and_not_beyond(
    tmp_path_factory: pytest.TempPathFactory, at: int
) -> None:
    folder = tmp_path_factory.mktemp("net")
    save_rescorer(weights(), NAMES, folder, {})
    net = load_rescorer(folder, NAMES)
    ids, logs, style = text(80, 3)
    before = net.score(ids, logs, style)
    ids[at] = (ids[at] + 1) % WORDS
    moved = np.flatnonzero(np.abs(net.score(ids, logs, style) - before).max(axis=1) > 1e-5)
    assert len(moved) > 1
    assert moved.min() >= at - REACH
    assert moved.max() <= at + REACH


def test_small_files_keep_the_weights_to_half_a_step(net: Rescorer) -> None:
    exact = weights()
    error = np.abs(net.words * net.steps - exact["words"]).max(axis=1)
    assert (error <= 0.52 * net.steps[:, 0]).all()
    assert np.allclose(net.mix, exact["mix"].swapaxes(1, 2), atol=1e-3)


def test_a_changed_or_missing_file_is_refused_with_advice(tmp_path: Path, net: Rescorer) -> None:
    folder = tmp_path / "net"
    stored = (folder / "bias.npy").read_bytes()
    (folder / "bias.npy").write_bytes(stored[:-1] + bytes([stored[-1] ^ 1]))
    with pytest.raises(ModelError, match=r"bias\.npy does not match.*train_rescorer"):
        load_rescorer(folder, NAMES)
    (folder / "bias.npy").unlink()
    with pytest.raises(ModelError, match="missing"):
        load_rescorer(folder, NAMES)


def test_another_format_is_refused(tmp_path: Path, net: Rescorer) -> None:
    folder = tmp_path / "net"
    (folder / "config.json").write_text(json.dumps({"format": 99}))
    (folder / "checksums.json").write_text("{}")
    with pytest.raises(ModelError, match="format 99"):
        load_rescorer(folder, NAMES)


def test_words_are_found_by_name_in_another_vocabulary(tmp_path: Path, net: Rescorer) -> None:
    moved = ["<unk>", "w9", "new", "w4"]
    other = load_rescorer(tmp_path / "net", moved)
    assert np.array_equal(other.words, net.words[[0, 9, 0, 4]])
    assert np.array_equal(other.bias, net.bias[[0, 9, 0, 4]])


def test_only_open_slots_get_an_opinion_and_places_stay(net: Rescorer) -> None:
    fixed, open_ = Slot((7,), (7,), (0.0,)), Slot((4, 5, 6), (4, 5, 6), (0.0, -1.0, -2.0))
    run = [(None, fixed), (None, open_), (None, fixed)]
    out = rescored(net, np.zeros(WORDS, np.float32), [], [(run, "stripped")], WEIGHTS)
    ((new, channel),) = out
    assert channel == "stripped"
    assert [slot for _, slot in new][::2] == [fixed, fixed]
    assert new[1][1].first == open_.first
    assert new[1][1].score != open_.score


def test_a_model_without_a_net_does_without(tmp_path: Path) -> None:
    assert load_rescorer(tmp_path / "none", NAMES) is None


def test_a_channel_that_is_not_named_keeps_its_scores(net: Rescorer) -> None:
    slots = [(None, Slot((k, k + 1), (k, k + 1), (-0.5, -1.5))) for k in range(39)]
    ((new, _),) = rescored(net, np.zeros(WORDS, np.float32), [], [(slots, "sound")], WEIGHTS)
    assert new == slots


def test_more_candidates_than_the_net_sees_are_kept(net: Rescorer) -> None:
    many = tuple(range(30))
    slot = Slot(many, many, tuple(-0.1 * k for k in many))
    ((new, _),) = rescored(net, np.zeros(WORDS, np.float32), [], [([(None, slot)], "stripped")], WEIGHTS)
    assert len(new[0][1].score) == 30
    assert np.isfinite(new[0][1].score).all()
