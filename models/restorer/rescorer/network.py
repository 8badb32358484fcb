"""The net in torch: expected embeddings of the candidates, dilated convolutions, scores of the candidates."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from pipeline.restoration.rescorer import DILATIONS, STYLES


def normal(x: Tensor) -> Tensor:
    """Return rows of root mean square 1."""
    return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + 1e-6)


class Rescorer(nn.Module):
    """Scores the candidates of each word by all words around; its twin is `pipeline.restoration.rescorer`."""

    def __init__(self, words: int, width: int) -> None:
        super().__init__()
        self.words = nn.Parameter(torch.randn(words, width) * 0.05)
        self.bias = nn.Parameter(torch.zeros(words))
        self.style = nn.Parameter(torch.randn(STYLES, width) * 0.05)
        shape = len(DILATIONS), width, 3 * width
        self.mix = nn.Parameter(torch.randn(shape) * (2 / (3 * width)) ** 0.5)
        self.mix_bias = nn.Parameter(torch.zeros(len(DILATIONS), width))
        self.out = nn.Parameter(torch.randn(len(DILATIONS), width, width) * 0.3 / width**0.5)
        self.head = nn.Parameter(torch.randn(width, width) / width**0.5)

    def forward(self, ids: Tensor, logs: Tensor, style: Tensor) -> Tensor:
        """Return (rows, length, candidates) log scores.

        Args:
            ids: (rows, length, candidates) word ids.
            logs: The same shape: log share of each candidate by its own reading.
            style: (rows, length) how the word is written.
        """
        vectors = functional.embedding(ids, self.words)
        share = torch.softmax(logs, -1)
        x = torch.einsum("blk,blkd->bld", share, vectors) + functional.embedding(style, self.style)
        for k, step in enumerate(DILATIONS):
            y = functional.pad(normal(x), (0, 0, step, step))
            length = x.shape[1]
            around = torch.cat([y[:, s : s + length] for s in (0, step, 2 * step)], -1)
            y = functional.relu(functional.linear(around, self.mix[k], self.mix_bias[k]))
            x = x + functional.linear(y, self.out[k])
        wanted = functional.linear(normal(x), self.head)
        context = torch.einsum("bld,blkd->blk", wanted, vectors) + functional.embedding(
            ids, self.bias[:, None]
        ).squeeze(-1)
        return logs + context
