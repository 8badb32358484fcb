"""How often the restorer is right when it says so: `python models/restorer/calibrate.py SHARED_DIR`.

Counts on the tuning part of corpus and drawn pages, writes the curve into the artefact, and measures
the expected calibration error on the test part.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import prepare
from rapidfuzz.distance import Levenshtein

from pipeline.restoration import Evidence, Restorer, load_restorer
from pipeline.restoration.artefact import load_model, save_model
from pipeline.restoration.decision import EVEN_CONFIDENCE, FIXED, calibrated, log_odds
from pipeline.restoration.detection import STRIPPED, WORN, WRONG_LANGUAGE
from pipeline.text import nfc, strip_marks, tone_free

HERE = Path(__file__).resolve().parent
WORDS = 25_000  # of each corpus file
KNOTS = 24
PRIOR = 2.0  # pseudo-sightings, half of them right, that keep a knot from 0 and 1
BINS = 15
Numbers = NDArray[np.float64]
Sample = Numbers  # (tokens, 2): what was said, whether it was right
Lines = Sequence[str]


def samples(shared: Path, drawn: Sequence[Path], part: str) -> Iterator[tuple[str, Lines, Lines]]:
    """Yield for each channel the gold lines and the read lines of one part."""
    gold: list[str] = []
    for name in ("vi_admin.txt.xz", "vi_wiki.txt.xz"):
        words = 0
        for line in prepare.corpus_lines(shared / "corpus" / name, part):
            gold.append(" ".join(nfc(line).split()))
            words += len(gold[-1].split())
            if words >= WORDS:
                break
    yield STRIPPED, gold, [strip_marks(line) for line in gold]
    pairs = prepare.load_pairs([shared / "dev" / "ocr_pairs" / "pairs.jsonl.xz", *drawn], part)
    for channel, model in ((WRONG_LANGUAGE, "eng"), (WORN, "vie")):
        chosen = [p for p in pairs if p.model == model]
        yield channel, [nfc(p.truth) for p in chosen], [nfc(p.read) for p in chosen]


def judged(restorer: Restorer, gold: Lines, read: Lines, *, scanned: bool) -> tuple[Sample, Sample]:
    """Return the confidences of tokens with a choice and of those without, each with its truth."""
    confidence = EVEN_CONFIDENCE if scanned else 1.0
    restored = restorer([[Evidence(t, confidence) for t in line.split()] for line in read])
    free: list[tuple[float, bool]] = []
    fixed: list[tuple[float, bool]] = []
    for line, items in zip(gold, restored, strict=True):
        out = [tone_free(item.text) for item in items]
        blocks = Levenshtein.opcodes([tone_free(t) for t in line.split()], out)
        right = {k for op in blocks if op.tag == "equal" for k in range(op.dest_start, op.dest_end)}
        for k, item in enumerate(items):
            (fixed if item.confidence == 1 else free).append((item.confidence, k in right))
    return np.array(free, float), np.array(fixed, float)


def isotonic(sample: Sample) -> list[list[float]]:
    """Return log odds and shares right of a rising curve through the sample, by pooling neighbours."""
    x = np.array([log_odds(p) for p in sample[:, 0]])
    order = np.argsort(x, kind="stable")
    groups = [g for g in np.array_split(order, KNOTS) if len(g)]
    pools = [[float(x[g].mean()), float(sample[g, 1].sum()) + PRIOR / 2, len(g) + PRIOR] for g in groups]
    merged: list[list[float]] = []
    for pool in pools:
        merged.append(pool)
        while len(merged) > 1 and not _rises(*merged[-2:]):
            (xa, ra, na), (xb, rb, nb) = merged.pop(-2), merged.pop()
            merged.append([(xa * na + xb * nb) / (na + nb), ra + rb, na + nb])
    return [[round(m[0], 4) for m in merged], [round(m[1] / m[2], 5) for m in merged]]


def _rises(one: list[float], other: list[float]) -> bool:
    """Return whether the other pool says more and is right more often."""
    return other[0] - one[0] > 0.01 and other[1] / other[2] > one[1] / one[2]


def reliability(
    said: NDArray[np.float64], right: NDArray[np.float64]
) -> tuple[float, list[dict[str, float]]]:
    """Return the expected calibration error over bins of equal width, and the bins."""
    bins = np.minimum((said * BINS).astype(int), BINS - 1)
    error, table = 0.0, []
    for b in np.unique(bins):
        chosen = bins == b
        mean, share = float(said[chosen].mean()), float(right[chosen].mean())
        error += abs(mean - share) * chosen.mean()
        table.append({"said": round(mean, 3), "right": round(share, 3), "tokens": int(chosen.sum())})
    return error, table


def main() -> None:
    """Count, write, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--model", type=Path, default=HERE / "artefact")
    parser.add_argument("--drawn", type=Path, nargs="*", default=[], help="more pairs, of draw.py")
    arguments = parser.parse_args()
    bare = dataclasses.replace(load_model(arguments.model), calibration={})
    config = json.loads((arguments.model / "config.json").read_text("utf-8"))
    save_model(bare, arguments.model, config)
    knots: dict[str, list[list[float]]] = {}
    restorer = load_restorer(arguments.model)
    for channel, gold, read in samples(arguments.shared, arguments.drawn, "tune"):
        free, fixed = judged(restorer, gold, read, scanned=channel == WORN)
        knots[channel] = isotonic(free)
        knots[FIXED + channel] = [[0.0], [round(float(fixed[:, 1].mean()), 5)]]
    tests = []
    for channel, gold, read in samples(arguments.shared, arguments.drawn, "test"):
        free, fixed = judged(restorer, gold, read, scanned=channel == WORN)
        said = np.array([calibrated(knots, channel, float(p)) for p in free[:, 0]])
        tests.append((channel, reliability(free[:, 0], free[:, 1])[0], *reliability(said, free[:, 1])))
    save_model(dataclasses.replace(bare, calibration=knots), arguments.model, config)
    report = {c: {"before": round(b, 4), "ece": round(e, 4), "bins": table} for c, b, e, table in tests}
    (arguments.model / "reliability.json").write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    for channel, before, error, _ in tests:
        print(f"{channel}: expected calibration error {before:.4f} -> {error:.4f}")


if __name__ == "__main__":
    main()
