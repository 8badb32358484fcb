"""A small convolutional net that scores the candidates of each word by all words around it; numpy only."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.language_model import UNKNOWN
from pipeline.restoration.seal import seal, unsealed

OTHER, COMMA, OPENED = 3, 4, 8  # how a word is written: shape or OTHER, comma after, bracket or quote before
STYLES = 16
MOST = 12  # candidates that the net sees
DILATIONS = (1, 1, 2, 4, 8, 1)
REACH = sum(DILATIONS)  # words on each side that a score depends on
PIECE = 4096  # words scored together
NONE = np.float32(-99)
ADVICE = "Make it again with: python models/restorer/rescorer/train_rescorer.py CORPUS_DIR"
FORMAT = 1

Floats = NDArray[np.float32]
Ints = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Rescorer:
    """The net's weights.

    Attributes:
        words: (words, width) small whole numbers; a row times its `steps` is the word's vector.
        steps: (words, 1) sizes of one step.
        bias: (words,) added to a word's score.
        style: (STYLES, width).
        mix: (layers, 3 * width, width) words before, here and after -> hidden.
        mix_bias: (layers, width).
        out: (layers, width, width) hidden -> change.
        head: (width, width) state -> wanted vector.
    """

    words: NDArray[np.int8]
    steps: Floats
    bias: Floats
    style: Floats
    mix: Floats
    mix_bias: Floats
    out: Floats
    head: Floats

    def score(self, ids: Ints, logs: Floats, style: Ints) -> Floats:
        """Return (length, candidates) log probabilities of the candidates of running text.

        Args:
            ids: (length, candidates) word ids.
            logs: The same shape: log share of each candidate by its own reading; NONE where there is none.
            style: (length,) how the word is written.
        """
        out = np.empty(logs.shape, np.float32)
        for start in range(0, len(ids), PIECE):
            first, end = max(0, start - REACH), min(len(ids), start + PIECE + REACH)
            scores = self._score(ids[first:end], logs[first:end], style[first:end])
            stop = min(len(ids), start + PIECE)
            out[start:stop] = scores[start - first : stop - first]
        return out

    def _score(self, ids: Ints, logs: Floats, style: Ints) -> Floats:
        vectors = self.words[ids] * self.steps[ids]
        share = np.exp(logs - logs.max(axis=1, keepdims=True))
        share /= share.sum(axis=1, keepdims=True)
        x = np.matmul(share[:, None, :], vectors)[:, 0] + self.style[style]
        length, width = x.shape
        for k, step in enumerate(DILATIONS):
            y = np.zeros((length + 2 * step, width), np.float32)
            y[step : step + length] = _normal(x)
            around = np.concatenate([y[s : s + length] for s in (0, step, 2 * step)], axis=1)
            x += np.maximum(around @ self.mix[k] + self.mix_bias[k], 0) @ self.out[k]
        wanted = _normal(x) @ self.head
        scores = logs + np.matmul(vectors, wanted[:, :, None])[:, :, 0] + self.bias[ids]
        top = scores.max(axis=1, keepdims=True)
        normal: Floats = scores - top - np.log(np.exp(scores - top).sum(axis=1, keepdims=True))
        return normal


def _normal(x: Floats) -> Floats:
    rows: Floats = x / np.sqrt(np.square(x).mean(axis=1, keepdims=True) + np.float32(1e-6))
    return rows


def save_rescorer(
    arrays: dict[str, NDArray[Any]], words: Sequence[str], folder: Path, config: dict[str, Any]
) -> None:
    """Write weights as torch has them, made small, with word list, `config.json` and `checksums.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    steps = np.abs(arrays["words"]).max(axis=1, keepdims=True) / 127 + 1e-9
    files: dict[str, NDArray[Any]] = {
        "words": np.rint(arrays["words"] / steps).astype(np.int8),
        "steps": steps.astype(np.float16),
        "mix": arrays["mix"].swapaxes(1, 2).astype(np.float16),
        "out": arrays["out"].swapaxes(1, 2).astype(np.float16),
        "head": arrays["head"].T.astype(np.float16),
    }
    files |= {name: arrays[name].astype(np.float16) for name in ("bias", "style", "mix_bias")}
    for name, array in files.items():
        np.save(folder / f"{name}.npy", np.ascontiguousarray(array), allow_pickle=False)
    (folder / "words.txt").write_text("\n".join(words), encoding="utf-8")
    settings = json.dumps({"format": FORMAT, **config}, indent=1) + "\n"
    (folder / "config.json").write_text(settings, encoding="utf-8")
    seal(folder, [*(f"{n}.npy" for n in files), "words.txt", "config.json"])


def load_rescorer(folder: Path, words: Sequence[str]) -> Rescorer | None:
    """Read the net for the words of a language model; words that it never saw count as unknown.

    A model without the folder is one without a net: None.

    Raises:
        ModelError: A file is missing, changed or of another format.
    """
    if not folder.is_dir():
        return None
    with unsealed(folder, FORMAT, what="rescorer", advice=ADVICE):
        return _read(folder, words)


def _read(folder: Path, words: Sequence[str]) -> Rescorer:
    parts = {f.name: np.load(folder / f"{f.name}.npy", allow_pickle=False) for f in fields(Rescorer)}
    own = (folder / "words.txt").read_text("utf-8").split("\n")
    if list(words) != own:
        place = {word: i for i, word in enumerate(own)}
        rows = np.array([place.get(word, UNKNOWN) for word in words])
        parts |= {name: parts[name][rows] for name in ("words", "steps", "bias")}
    return Rescorer(**{n: a if n == "words" else a.astype(np.float32) for n, a in parts.items()})
