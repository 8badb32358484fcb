"""The model on disk: plain arrays and word lists with checksums, mapped into memory."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import ModelError
from pipeline.files import sha256_of
from pipeline.restoration.channel import Channel, Trie
from pipeline.restoration.language_model import LanguageModel, NgramTable
from pipeline.restoration.seal import CHECKSUMS, seal, unsealed

ADVICE = "Reinstall vnplan, or make the model again with: python models/restorer/train.py CORPUS_DIR"
FORMAT = 1
RESCORER = "rescorer"  # folder of the net inside the model's


@dataclass(frozen=True, slots=True)
class Model:
    """All that training learned.

    Attributes:
        words: By id, small letters.
        language: Their trigrams.
        channels: By name (`eng`, `vie`).
        codes: Part of a document's number-and-symbol (QĐ, UBND) -> how often the corpus has it.
        acronyms: Acronym of running text -> how often the corpus has it.
        calibration: Of `decision.calibrated`.
    """

    words: list[str]
    language: LanguageModel
    channels: dict[str, Channel]
    codes: dict[str, int]
    acronyms: dict[str, int]
    calibration: dict[str, list[list[float]]] = field(default_factory=dict)


def artefact_path() -> Path:
    """Return where the model lies.

    The environment variable VNPLAN_RESTORER names another folder; else it is the packaged model: in a
    wheel beside this file, in a checkout under models/.
    """
    chosen = os.environ.get("VNPLAN_RESTORER")
    if chosen:
        return Path(chosen)
    here = Path(__file__).resolve()
    packed = here.parent / "artefact"
    return packed if packed.is_dir() else here.parents[2] / "models" / "restorer" / "artefact"


def save_model(model: Model, folder: Path, config: dict[str, Any]) -> None:
    """Write the model as .npy and .txt files with `config.json` and `checksums.json`.

    It is written beside the folder and swapped in when it is whole: a conversion that runs meanwhile
    sees the old model or the new one. What others put there (metrics.json, the rescorer) is kept.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    fresh.chmod(0o755)
    _write(model, fresh, config)
    old = fresh.with_name(fresh.name + "-old")
    if folder.exists():
        for path in folder.iterdir():
            if path.suffix == ".json" and not (fresh / path.name).exists():
                shutil.copy2(path, fresh)
        if (folder / RESCORER).is_dir():
            shutil.copytree(folder / RESCORER, fresh / RESCORER)
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _write(model: Model, folder: Path, config: dict[str, Any]) -> None:
    arrays = _arrays(model)
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)
    texts = {"words": model.words}
    for name, counts in (("codes", model.codes), ("acronyms", model.acronyms)):
        texts[name] = [f"{form}\t{n}" for form, n in counts.items()]
    for name, channel in model.channels.items():
        texts[f"{name}_segments"] = list(channel.segments)
        texts[f"{name}_readings"] = list(channel.readings)
    for name, lines in texts.items():
        (folder / f"{name}.txt").write_text("\n".join(lines), encoding="utf-8")
    settings = {"format": FORMAT, **config}
    (folder / "config.json").write_text(json.dumps(settings, indent=1, ensure_ascii=False) + "\n", "utf-8")
    knots = json.dumps(model.calibration, indent=1) + "\n"
    (folder / "calibration.json").write_text(knots, "utf-8")
    plain = ["calibration.json", "config.json"]
    seal(folder, [f"{n}.npy" for n in arrays] + [f"{n}.txt" for n in texts] + plain)


def load_model(folder: Path) -> Model:
    """Map the model into memory.

    Raises:
        ModelError: A file is missing, changed or of another format.
    """
    with unsealed(folder, FORMAT, what="restorer", advice=ADVICE) as config:
        return _read(folder, config)


def model_version(folder: Path | None = None) -> str:
    """Return the name of the model: its format and the beginning of the checksum over its checksums.

    The rescorer's are among them where there is one.

    Raises:
        ModelError: There is no model.
    """
    chosen = folder or artefact_path()
    try:
        sums = sha256_of(chosen / CHECKSUMS)
        if (chosen / RESCORER).is_dir():
            both = sums + sha256_of(chosen / RESCORER / CHECKSUMS)
            sums = hashlib.sha256(both.encode()).hexdigest()
        return f"trigram-{FORMAT}-{sums[:12]}"
    except OSError as error:
        raise ModelError(f"The restorer's model is missing: {error.filename}. {ADVICE}") from error


def _arrays(model: Model) -> dict[str, NDArray[Any]]:
    lm = model.language
    arrays: dict[str, NDArray[Any]] = {
        "unigram": lm.unigram,
        "unigram_backoff": lm.unigram_backoff,
        "bigram": lm.bigram.rows,
        "bigram_backoff": lm.bigram_backoff.rows,
        "trigram": lm.trigram.rows,
    }
    for name, channel in model.channels.items():
        arrays[f"{name}_logs"] = channel.logs.astype(np.float16)
        arrays[f"{name}_ids"] = channel.known_ids
        arrays[f"{name}_logs_known"] = channel.known_logs
        arrays[f"{name}_words"] = channel.word_counts
    first = next(iter(model.channels.values()))
    arrays["upper"] = first.upper
    arrays["trie_sizes"] = np.array([len(level) for level in first.trie.parents], np.int32)
    arrays["trie"] = np.stack(
        [np.concatenate(part) for part in (first.trie.parents, first.trie.letters, first.trie.ends)]
    )
    return arrays


def _read(folder: Path, config: dict[str, Any]) -> Model:
    def array(name: str) -> NDArray[Any]:
        mapped: NDArray[Any] = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
        return mapped

    def lines(name: str) -> list[str]:
        return (folder / f"{name}.txt").read_text("utf-8").split("\n")

    language = LanguageModel(
        np.asarray(array("unigram")),
        np.asarray(array("unigram_backoff")),
        NgramTable(np.asarray(array("bigram"))),
        NgramTable(np.asarray(array("bigram_backoff"))),
        NgramTable(np.asarray(array("trigram"))),
    )
    cuts = np.cumsum(array("trie_sizes"))[:-1]
    trie = Trie(*(tuple(np.split(row, cuts)) for row in np.asarray(array("trie"))))
    channels = {}
    for name in config["channels"]:
        channels[name] = Channel(
            {s: i for i, s in enumerate(lines(f"{name}_segments"))},
            np.asarray(array(f"{name}_logs")).astype(np.float32),
            np.asarray(array("upper")),
            {s: i for i, s in enumerate(lines(f"{name}_readings"))},
            np.asarray(array(f"{name}_ids")),
            np.asarray(array(f"{name}_logs_known")),
            np.asarray(array(f"{name}_words")),
            trie,
        )

    def counts(name: str) -> dict[str, int]:
        return {form: int(n) for form, _, n in (line.partition("\t") for line in lines(name))}

    knots = json.loads((folder / "calibration.json").read_text("utf-8"))
    return Model(lines("words"), language, channels, counts("codes"), counts("acronyms"), knots)
