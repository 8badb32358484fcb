"""From corpus and channels to the rescorer: `train_rescorer.py CORPUS_DIR [--device cuda --steps N]`."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

import prepare
from network import Rescorer
from streams import CHANNELS, Noise, Stream, corpus_streams, make_noise

from pipeline.restoration.artefact import load_model
from pipeline.restoration.language_model import NUMBER
from pipeline.restoration.rescorer import OTHER, save_rescorer
from pipeline.restoration.slots import Lexicon

HERE = Path(__file__).resolve().parent
SHARE = (0.45, 0.4, 0.15)  # of the channels among training stretches
WIKI_SHARE = 0.2  # of stretches, twice what its length gives
ADMIN_SHARE = 0.25  # of stretches from the administrative lines that come first
LENGTH = 96
PLAIN = 0.1  # share of words whose style is hidden, since scans lose commas and capitals
SEED = 20_251


@dataclass(frozen=True)
class Batch:
    """What the net sees and what it should find; target -1 where there is nothing to learn."""

    ids: Tensor
    logs: Tensor
    style: Tensor
    target: Tensor


class Batches:
    """Random stretches of text under random noise."""

    def __init__(self, parts: tuple[Stream, Stream], noise: Noise, seed: int) -> None:
        self.admin, self.wiki = parts
        self.noise = noise
        self.random = np.random.default_rng(seed)
        self.administrative = int(len(self.admin.ids) * prepare.ADMIN_LINES / 862_671)

    def draw(self, rows: int, channel: int | None = None) -> Batch:
        """Return one batch of stretches, all of one channel if it is given."""
        picked = [self._stretch() for _ in range(rows)]
        ids = np.stack([i for i, _ in picked]).astype(np.int64)
        style = np.stack([s for _, s in picked])
        drawn = self.random.choice(3, size=rows, p=SHARE) if channel is None else np.full(rows, channel)
        return self._noisy(ids, style, drawn)

    def _stretch(self) -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
        chance = self.random.random()
        stream = self.wiki if chance < WIKI_SHARE else self.admin
        end = len(stream.ids)
        if WIKI_SHARE <= chance < WIKI_SHARE + ADMIN_SHARE:
            end = self.administrative
        at = int(self.random.integers(max(end - LENGTH, 1)))
        return stream.ids[at : at + LENGTH], stream.style[at : at + LENGTH]

    def _noisy(self, ids: NDArray[np.int64], style: NDArray[np.uint8], channels: NDArray[np.int64]) -> Batch:
        noise = self.noise
        pattern = np.where(style & 3 == OTHER, 0, style & 3)
        where = channels[:, None], pattern, ids
        rows = noise.start[where] + (self.random.random(ids.shape) * noise.count[where]).astype(np.int64)
        candidates, logs = noise.ids[rows].astype(np.int64), noise.logs[rows].astype(np.float32)
        hits = candidates == ids[..., None]
        hits &= logs > -90
        open_ = ((logs > -90).sum(-1) > 1) & hits.any(-1) & (ids > NUMBER)
        target = np.where(open_, hits.argmax(-1), -1)
        hidden = self.random.random(ids.shape) < PLAIN
        style = np.where(hidden, style & 3 & ((style & 3 == OTHER) * 3), style)
        return Batch(*map(torch.from_numpy, (candidates, logs, style.astype(np.int64), target)))


def cached_noise(path: Path | None, lexicon: Lexicon, counts: NDArray[np.int64]) -> Noise:
    """Return the readings drawn for each word, from a file of an earlier run where there is one."""
    if path is not None and path.is_file():
        with np.load(path, allow_pickle=False) as stored:
            return Noise(**stored)
    noise = make_noise(lexicon, counts, np.random.default_rng(SEED))
    if path is not None:
        np.savez(path, **{f.name: getattr(noise, f.name) for f in fields(noise)})
    return noise


def loss_of(net: Rescorer, batch: Batch, device: str) -> tuple[Tensor, Tensor, Tensor]:
    """Return the mean loss, how many are right, and how many there are."""
    ids, logs, style, target = (t.to(device) for t in (batch.ids, batch.logs, batch.style, batch.target))
    scores = net(ids, logs, style)[target >= 0]
    wanted = target[target >= 0]
    return (
        torch.nn.functional.cross_entropy(scores, wanted),
        (scores.argmax(-1) == wanted).sum(),
        wanted.new_tensor(len(wanted)),
    )


@torch.no_grad()
def accuracy(net: Rescorer, batches: Batches, device: str, rows: int = 200) -> dict[str, float]:
    """Return the share of open words set right in each channel of the tuning text."""
    found = {}
    for c, name in enumerate(CHANNELS):
        parts = [loss_of(net, batches.draw(50, c), device)[1:] for _ in range(rows // 50)]
        found[name] = round(float(sum(r for r, _ in parts) / sum(n for _, n in parts)), 5)
    return found


def steps(arguments: argparse.Namespace, net: Rescorer) -> Iterator[tuple[int, torch.optim.Optimizer]]:
    """Yield each step with its learning rate set: a short rise, then half a cosine."""
    optimizer = torch.optim.Adam(net.parameters(), lr=arguments.rate, betas=(0.9, 0.98))
    for step in range(arguments.steps):
        rise = min(1.0, (step + 1) / 200)
        fall = 0.5 * (1 + np.cos(np.pi * step / arguments.steps)) * 0.98 + 0.02
        optimizer.param_groups[0]["lr"] = arguments.rate * rise * fall
        yield step, optimizer


def train(arguments: argparse.Namespace) -> None:
    """Build the data, train, and write the artefact with its learning curve."""
    torch.manual_seed(SEED)
    begun = time.perf_counter()
    lexicon = Lexicon(load_model(arguments.model))
    parts = corpus_streams(arguments.corpus, "train", lexicon.index)
    tune = corpus_streams(arguments.corpus, "tune", lexicon.index)
    words = lexicon.model.words
    counts = sum(np.bincount(p.ids, minlength=len(words)) for p in parts)
    print(f"{counts.sum():,} words, {time.perf_counter() - begun:.0f} s", flush=True)
    noise = cached_noise(arguments.noise, lexicon, counts)
    print(f"{len(noise.ids):,} readings, {time.perf_counter() - begun:.0f} s", flush=True)
    batches = Batches(parts, noise, SEED)
    net = Rescorer(len(words), arguments.width).to(arguments.device)
    curve, total, seen = [], 0.0, 0
    for step, optimizer in steps(arguments, net):
        loss, _, _ = loss_of(net, batches.draw(arguments.rows), arguments.device)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        total, seen = total + float(loss.detach()), seen + 1
        if (step + 1) % arguments.every == 0 or step + 1 == arguments.steps:
            point = {
                "step": step + 1,
                "words": (step + 1) * arguments.rows * LENGTH,
                "loss": round(total / seen, 5),
            }
            point |= accuracy(net, Batches(tune, noise, SEED + 1), arguments.device)
            curve.append(point | {"cpu_s": round(time.process_time())})
            print(json.dumps(curve[-1]), flush=True)
            total, seen = 0.0, 0
            write(net, words, arguments, curve)


def write(
    net: Rescorer, words: list[str], arguments: argparse.Namespace, curve: list[dict[str, float]]
) -> None:
    """Write the artefact."""
    arrays = {name: p.detach().cpu().numpy() for name, p in net.named_parameters()}
    config = {"width": arguments.width, "rows": arguments.rows, "rate": arguments.rate, "seed": SEED}
    save_rescorer(arrays, words, arguments.out, {**config, "curve": curve})


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path, help="folder with vi_admin.txt.xz and vi_wiki.txt.xz")
    parser.add_argument(
        "--model", type=Path, default=HERE.parent / "artefact", help="the trigrams and channels"
    )
    parser.add_argument("--out", type=Path, default=HERE.parent / "artefact" / "rescorer")
    parser.add_argument("--noise", type=Path, help="file to keep the drawn readings in (250 s to draw)")
    parser.add_argument("--width", type=int, default=192)
    parser.add_argument("--rows", type=int, default=24, help=f"stretches of {LENGTH} words a step")
    parser.add_argument("--steps", type=int, default=8_000)
    parser.add_argument("--every", type=int, default=500)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--device", default="cpu", help="cuda for the larger recipe")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
