"""The restorer's table: `python models/restorer/evaluate.py SHARED_DIR` writes metrics.json."""

from __future__ import annotations

import argparse
import json
import re
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import prepare
from rapidfuzz.distance import Levenshtein

from pipeline.restoration import Restorer, load_restorer, restore_text
from pipeline.text import nfc, strip_marks, tone_free

HERE = Path(__file__).resolve().parent
Lines = list[str]
Metrics = dict[str, float]


def loose(word: str) -> tuple[str, str]:
    """Return the word with the place of its tone forgiven."""
    return tone_free(word)


def compare(restorer: Restorer, gold: Sequence[str], read: Sequence[str]) -> Metrics:
    """Return the share of gold tokens that come out right, those harmed, and words a second of CPU time."""
    begun = time.process_time()
    out = restore_text("\n".join(read), restorer).split("\n")
    seconds = time.process_time() - begun
    total = right = before = harmed = 0
    for g, r, o in zip(gold, read, out, strict=True):
        words = [loose(w) for w in g.split()]
        was = _kept(words, [loose(w) for w in r.split()])
        now = _kept(words, [loose(w) for w in o.split()])
        total += len(words)
        right += len(now)
        before += len(was)
        harmed += len(was - now)
    return {
        "tokens": total,
        "before": round(before / total, 5),
        "accuracy": round(right / total, 5),
        "errors": total - right,
        "harmed": harmed,
        "words_per_s": round(total / seconds),
    }


def _kept(gold: Sequence[tuple[str, str]], other: Sequence[tuple[str, str]]) -> set[int]:
    blocks = Levenshtein.opcodes(gold, other)
    return {k for op in blocks if op.tag == "equal" for k in range(op.src_start, op.src_end)}


def held_out(path: Path, words: int) -> Lines:
    """Return whole held-out stretches of a corpus file, so many words."""
    lines, count = [], 0
    for line in prepare.corpus_lines(path, "test"):
        lines.append(re.sub(r"\s+", " ", nfc(line)).strip())
        count += len(lines[-1].split())
        if count >= words:
            break
    return lines


def plans(folder: Path) -> Lines:
    """Return the running text of the development plans (first line and table rows left out)."""
    texts = [
        path.read_text(encoding="utf-8").splitlines()[1:] for path in sorted(folder.glob("ke-hoach*.txt"))
    ]
    lines = [re.sub(r"\s+", " ", nfc(line)).strip() for text in texts for line in text]
    return [line for line in lines if len(line) >= 20 and "|" not in line]


def cases(shared: Path, seed_gold: Path | None) -> dict[str, Callable[[], tuple[Lines, Lines]]]:
    """Return for each test what makes its gold and its reading."""

    def stripped(lines: Lines) -> tuple[Lines, Lines]:
        return lines, [strip_marks(line) for line in lines]

    def drawn(model: str) -> tuple[Lines, Lines]:
        pairs = prepare.load_pairs([shared / "dev" / "ocr_pairs" / "pairs.jsonl.xz"], "test")
        chosen = [p for p in pairs if p.model == model]
        return [nfc(p.truth) for p in chosen], [nfc(p.read) for p in chosen]

    admin, wiki = shared / "corpus" / "vi_admin.txt.xz", shared / "corpus" / "vi_wiki.txt.xz"
    found: dict[str, Callable[[], tuple[Lines, Lines]]] = {
        "plans stripped": lambda: stripped(plans(shared / "dev" / "plans")),
        "plans clean": lambda: (plans(shared / "dev" / "plans"),) * 2,
        "held-out 100k clean": lambda: (held_out(admin, 100_000),) * 2,
        "wiki stripped": lambda: stripped(held_out(wiki, 20_000)),
        "drawn eng": lambda: drawn("eng"),
        "drawn vie": lambda: drawn("vie"),
    }
    if seed_gold is not None:
        read = (shared / "dev" / "seed" / "plan-ocr-eng.txt").read_text(encoding="utf-8").split("\n")
        found["seed"] = lambda: (seed_gold.read_text(encoding="utf-8").split("\n"), read)
    return found


def main() -> None:
    """Measure, print the table and write metrics.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--seed-gold", type=Path)
    parser.add_argument("--out", type=Path, default=HERE / "artefact" / "metrics.json")
    arguments = parser.parse_args()
    begun = time.perf_counter()
    restorer = load_restorer()
    metrics: dict[str, Metrics | float] = {"load_s": round(time.perf_counter() - begun, 3)}
    for name, make in cases(arguments.shared, arguments.seed_gold).items():
        metrics[name] = compare(restorer, *make())
        print(name, metrics[name], flush=True)
    metrics["memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    arguments.out.write_text(json.dumps(metrics, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
