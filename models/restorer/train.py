"""From corpus to artefact: `models/restorer/train.py CORPUS_DIR [--pairs FILE ...] [--gazetteer DIR]`."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import align
import channels
import ngrams
import prepare

from pipeline.restoration.artefact import Model, save_model
from pipeline.restoration.language_model import BOUNDARY, LanguageModel, trigram_key

HERE = Path(__file__).resolve().parent


def language_model(corpus: prepare.Corpus, min_bigram: int, min_trigram: int) -> LanguageModel:
    """Count and smooth; what stands before a boundary says nothing of what follows it."""
    ids = corpus.ids
    before = np.where(ids[1:-1] == BOUNDARY, BOUNDARY, ids[:-2])
    counts = ngrams.count_keys(trigram_key(before, ids[1:-1], ids[2:]))
    return ngrams.build(counts, len(corpus.words), min_bigram, min_trigram)


def train(arguments: argparse.Namespace) -> None:
    """Build and write the artefact."""
    begun = time.perf_counter()
    corpus = prepare.load_corpus(arguments.corpus, arguments.gazetteer)
    print(f"{len(corpus.ids):,} tokens, {len(corpus.words):,} words, {time.perf_counter() - begun:.0f} s")
    language = language_model(corpus, arguments.min_bigram, arguments.min_trigram)
    letters = channels.alphabet_of(corpus.words)
    trie = channels.build_trie(corpus.words, corpus.counts, {c: i for i, c in enumerate(letters)})
    pairs = prepare.load_pairs(arguments.pairs, "train")
    learned = {}
    for name in ("eng", "vie"):
        counted = align.word_pairs(pairs, name)
        learned[name] = channels.build_channel(
            align.same_shape(counted), corpus.words, trie, letters, language.unigram, worn=name == "eng"
        )
        print(f"channel {name}: {counted.total():,} words, {time.perf_counter() - begun:.0f} s")
    config = {
        "channels": sorted(learned),
        "order": 3,
        "min_bigram": arguments.min_bigram,
        "min_trigram": arguments.min_trigram,
        "tokens": len(corpus.ids),
        "words": len(corpus.words),
        "drawn_lines": len(pairs),
    }
    codes = prepare.count_codes(arguments.corpus / "vi_admin.txt.xz")
    acronyms = prepare.count_acronyms(arguments.corpus / "vi_admin.txt.xz")
    save_model(Model(corpus.words, language, learned, codes, acronyms), arguments.out, config)
    size = sum(f.stat().st_size for f in arguments.out.iterdir())
    print(f"{arguments.out}: {size / 1e6:.1f} MB, {time.perf_counter() - begun:.0f} s")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path, help="folder with vi_admin.txt.xz and vi_wiki.txt.xz")
    parser.add_argument(
        "--pairs",
        type=Path,
        nargs="+",
        help="drawn lines and readings, of draw.py (default: beside the corpus)",
    )
    parser.add_argument("--gazetteer", type=Path, help="folder of place names (default: beside the corpus)")
    parser.add_argument("--out", type=Path, default=HERE / "artefact")
    parser.add_argument("--min-bigram", type=int, default=1)
    parser.add_argument("--min-trigram", type=int, default=1)
    arguments = parser.parse_args()
    beside = arguments.corpus.resolve().parent
    arguments.pairs = arguments.pairs or [beside / "dev" / "ocr_pairs" / "pairs.jsonl.xz"]
    arguments.gazetteer = arguments.gazetteer or beside / "gazetteer"
    train(arguments)


if __name__ == "__main__":
    main()
