"""Figures with Vietnamese labels that stay readable in grey: shape, dash and hatch say what colour would."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray
from pandas.io.formats.style import Styler

from pipeline.evaluation import Band, Figure, calibration_error, caught_by

INK, SHADE, PALE = "#1a1a1a", "#8c8c8c", "#e4e4e4"
DASHES = ("-", "--", "-.", ":", (0, (6, 1, 1, 1, 1, 1)))
MARKERS = ("o", "s", "^", "D", "v", "P")
WIDTH_IN = 7.6
plt.rcParams.update(
    {
        "figure.dpi": 96,
        "figure.constrained_layout.use": True,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlelocation": "left",
        "axes.titlesize": 12,
        "axes.titleweight": "bold",
        "font.size": 10,
        "hatch.linewidth": 0.6,
    }
)
Curve = Sequence[tuple[float, float]]
_Group = TypeVar("_Group")
GRADES = {"light": "nhẹ", "middle": "vừa", "heavy": "nặng", "fax": "bản fax"}
ERRORS = {
    "marks": "sai dấu",
    "letters": "sai chữ cái",
    "number": "sai số, số hiệu",
    "case": "sai hoa/thường",
    "punctuation": "sai dấu câu",
    "extra": "thừa (rác, vết bẩn)",
    "lost": "mất chữ",
}
METRICS = {
    "cer": "lỗi ký tự (CER)",
    "wer": "lỗi từ (WER)",
    "syllable_accuracy": "âm tiết đúng",
    "der": "lỗi dấu (DER)",
    "harm": "làm hỏng từ đúng",
    "repair": "chữa được từ sai",
    "tasks": "nhiệm vụ",
    "lead": "đơn vị chủ trì",
    "coordination": "đơn vị phối hợp",
    "deadline": "thời hạn",
    "deadline_exact": "thời hạn khớp hẳn",
    "deadline_invented": "thời hạn bịa ra",
    "indicators": "chỉ số",
    "references": "văn bản viện dẫn",
    "targets": "chỉ tiêu",
    "headings": "đề mục",
    "paths": "số thứ tự mục",
    "header": "phần đầu văn bản",
    "tables": "ô bảng",
}
FIELDS = (
    "tasks",
    "lead",
    "coordination",
    "deadline",
    "indicators",
    "references",
    "targets",
    "headings",
    "header",
)


def percent(value: float | None, digits: int = 1) -> str:
    """Return a share as per cent with the decimal comma."""
    return "" if value is None else f"{100 * value:.{digits}f}\N{NO-BREAK SPACE}%".replace(".", ",")


def _ticks(value: float, _: int) -> str:
    return percent(value, 0 if abs(100 * value - round(100 * value)) < 0.01 else 1)


def table(rows: Iterable[Mapping[str, object]]) -> Styler:
    """Return rows as a table for the eye; what is not there stays empty."""
    frame = pd.DataFrame(
        [{name: "" if value is None else str(value) for name, value in row.items()} for row in rows]
    )
    return frame.fillna("").style.hide()


def graded(groups: Mapping[str, _Group]) -> dict[str, _Group]:
    """Return groups named by grade of wear in their order, with their Vietnamese names; others follow."""
    ordered = [*(g for g in GRADES if g in groups), *(g for g in groups if g not in GRADES)]
    return {GRADES.get(name, name): groups[name] for name in ordered}


def intervals(figures: Mapping[str, Figure], title: str, axis: str) -> None:
    """Draw each figure as a point with its 95 % interval, the value written beside it."""
    shown = [(name, f) for name, f in figures.items() if f.value is not None]
    _, axes = plt.subplots(figsize=(WIDTH_IN, 0.9 + 0.36 * len(shown)))
    for row, (_, figure) in enumerate(shown):
        axes.plot([figure.low, figure.high], [row, row], color=SHADE, linewidth=3, solid_capstyle="butt")
        axes.plot(figure.value, row, "o", color=INK, markersize=7)
        axes.annotate(
            percent(figure.value), (1.01, row), xycoords=("axes fraction", "data"), va="center", color=INK
        )
    _rows(axes, [name for name, _ in shown])
    axes.xaxis.set_major_formatter(_ticks)
    axes.set(title=title, xlabel=f"{axis} (vạch: khoảng tin cậy 95 %)")
    axes.grid(axis="x", color=PALE)
    plt.show()


def _rows(axes: Axes, names: Sequence[str]) -> None:
    axes.set_yticks(range(len(names)), [textwrap.fill(name, 44) for name in names])
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)


def bars(counts: Mapping[str, float], title: str, axis: str) -> None:
    """Draw horizontal bars with their counts."""
    _, axes = plt.subplots(figsize=(WIDTH_IN, 0.9 + 0.34 * len(counts)))
    drawn = axes.barh(range(len(counts)), list(counts.values()), color=SHADE, edgecolor=INK, height=0.62)
    axes.bar_label(drawn, padding=4, fmt=lambda value: f"{value:g}")
    _rows(axes, list(counts))
    axes.set(title=title, xlabel=axis)
    axes.xaxis.get_major_locator().set_params(integer=True)
    plt.show()


def stacked(groups: Mapping[str, Mapping[str, float]], title: str, axis: str) -> None:
    """Draw a horizontal bar for each group, its parts told apart by grey and hatch."""
    parts = list(dict.fromkeys(part for group in groups.values() for part in group))
    figure, axes = plt.subplots(figsize=(WIDTH_IN, 1.5 + 0.4 * len(groups)))
    begun = np.zeros(len(groups))
    hatches = ("", "////", "....", "xxxx", "\\\\\\\\", "++++", "oo")
    greys = np.linspace(0.35, 1.0, len(parts))
    for part, hatch, grey in zip(parts, hatches, greys, strict=False):
        sizes = np.array([group.get(part, 0.0) for group in groups.values()])
        axes.barh(
            range(len(groups)), sizes, left=begun, label=part, color=str(grey), hatch=hatch, edgecolor=INK
        )
        begun += sizes
    _rows(axes, list(groups))
    axes.set(title=title, xlabel=axis)
    figure.legend(loc="outside lower center", ncols=4, frameon=False)
    plt.show()


def calibrated(bands: Sequence[Band]) -> None:
    """Draw how often words of a confidence are right, beside a confidence that keeps its word."""
    _, axes = plt.subplots(figsize=(5.4, 5.0))
    axes.plot([0, 1], [0, 1], ":", color=SHADE, label="lý tưởng: nói sao đúng vậy")
    for band in bands:
        axes.plot([band.confidence] * 2, [band.right.low, band.right.high], color=SHADE, linewidth=2.5)
    x, y = [band.confidence for band in bands], [band.right.value for band in bands]
    axes.plot(x, y, "o-", color=INK, label="đo được (vạch: khoảng tin cậy 95 %)")
    for band in bands:
        axes.annotate(f"{band.words}", (band.confidence, band.right.value or 0), (7, -12), fontsize=8,
                      textcoords="offset points")  # fmt: skip
    error = percent(calibration_error(bands), 2)
    axes.set(
        title=f"Độ tin cậy có giữ lời? Sai lệch trung bình {error}",
        xlabel="độ tin cậy máy ghi (số bên điểm: số từ)",
        ylabel="tỷ lệ từ đúng thật sự",
        xlim=(0, 1.04),
        ylim=(0, 1.04),
    )
    axes.legend(loc="upper left", frameon=False)
    plt.show()


def review(curves: Mapping[str, Curve], at: float) -> None:
    """Draw what share of the wrong words a review finds that begins with the least certain ones.

    Args:
        curves: By name; the first is drawn heavily and its value at `at` is written out.
        at: Share of the words that somebody has time for, 0..1.
    """
    _, axes = plt.subplots(figsize=(WIDTH_IN, 4.3))
    axes.plot([0, 1], [0, 1], color=PALE, linewidth=4, label="soát ngẫu nhiên")
    for rank, (name, curve) in enumerate(curves.items()):
        axes.plot(*zip(*curve, strict=True), color=INK if rank == 0 else SHADE, label=name,
                  linestyle=DASHES[rank % len(DASHES)], linewidth=2.6 if rank == 0 else 1.5)  # fmt: skip
    caught = caught_by(next(iter(curves.values())), at)
    axes.plot(at, caught, "o", color=INK, markersize=9)
    axes.annotate(
        f"soát {percent(at, 0)} số từ\nbắt được {percent(caught, 0)} lỗi",
        (at, caught),
        (0.12, caught - 0.24),
        arrowprops={"arrowstyle": "-", "color": INK},
        fontsize=11,
    )
    axes.set(
        title="Soát ít, bắt nhiều: từ kém chắc nhất trước",
        xlabel="tỷ lệ số từ được soát",
        ylabel="tỷ lệ từ sai được bắt",
        xlim=(0, 0.5),
        ylim=(0, 1.02),
    )
    for side in (axes.xaxis, axes.yaxis):
        side.set_major_formatter(_ticks)
    axes.legend(loc="lower right", frameon=False)
    plt.show()


def pieces(shown: Sequence[tuple[NDArray[np.uint8], str]], columns: int = 3, title: str = "") -> None:
    """Show pieces of scans with their captions."""
    if not shown:
        return
    rows = -(-len(shown) // columns)
    figure, grid = plt.subplots(rows, columns, figsize=(WIDTH_IN, 0.3 + 0.95 * rows), squeeze=False)
    for axes in grid.flat:
        axes.axis("off")
    for axes, (pixels, caption) in zip(grid.flat, shown, strict=False):
        axes.imshow(pixels, cmap="gray", vmin=0, vmax=255, aspect="equal", interpolation="antialiased")
        axes.set_title(caption, fontsize=9, fontweight="normal", loc="center")
    figure.suptitle(title, fontweight="bold", fontsize=12)
    plt.show()


def timeline(due: Mapping[str, Sequence[date]], title: str) -> None:
    """Draw for each plan on which days its tasks fall due, one dot a task, piled where days coincide."""
    _, axes = plt.subplots(figsize=(WIDTH_IN, 1.3 + 0.55 * len(due)))
    for row, (days, marker) in enumerate(zip(due.values(), MARKERS * len(due), strict=False)):
        axes.axhline(row, color=PALE, zorder=0)
        for day in sorted(set(days)):
            count = list(days).count(day)
            axes.plot(day, row, marker, color=INK, markersize=4 + 4 * count**0.5)
            if count > 1:
                at = (float(mdates.date2num(day)), row)
                axes.annotate(str(count), at, (0, 11), textcoords="offset points", ha="center")
    _rows(axes, list(due))
    axes.xaxis.set_major_formatter(mdates.DateFormatter("%m/%Y"))
    axes.set(title=title, xlabel="hạn cuối (số trên dấu: mấy nhiệm vụ cùng hạn)")
    plt.show()


def accuracies(shares: Mapping[str, float], least: float, title: str, axis: str) -> None:
    """Draw a share for each document as a dot, and the least that is asked for as a line."""
    _, axes = plt.subplots(figsize=(WIDTH_IN, 1.1 + 0.34 * len(shares)))
    for row, share in enumerate(shares.values()):
        axes.plot(share, row, "o" if share >= least else "X", color=INK, markersize=9)
        axes.annotate(percent(share), (1.01, row), xycoords=("axes fraction", "data"), va="center")
    axes.axvline(least, linestyle="--", color=INK)
    axes.annotate(f" yêu cầu {percent(least, 0)}", (least, -0.9), fontsize=9, va="center")
    _rows(axes, list(shares))
    axes.set_ylim(top=-1.3)
    axes.set(title=title, xlabel=axis, xlim=(min([*shares.values(), least]) - 0.01, 1.0))
    axes.xaxis.set_major_formatter(_ticks)
    axes.grid(axis="x", color=PALE)
    plt.show()


def scales(weights: Sequence[tuple[str, float, float]], title: str) -> None:
    """Draw what the eye and what the context say of each candidate.

    Args:
        weights: (word, nats by its look, nats by its neighbours), the best first.
        title: Of the figure.
    """
    figure, axes = plt.subplots(figsize=(WIDTH_IN, 1.3 + 0.36 * len(weights)))
    rows = np.arange(len(weights))
    best = [max(weight[side] for weight in weights) for side in (1, 2)]
    seen, said = (np.array([best[side - 1] - weight[side] for weight in weights]) for side in (1, 2))
    axes.barh(rows, seen, color=SHADE, edgecolor=INK, label="nét chữ trên ảnh không ủng hộ")
    axes.barh(rows, said, left=seen, color="white", hatch="////", edgecolor=INK, label="câu văn không ủng hộ")
    _rows(axes, [word for word, _, _ in weights])
    axes.set(title=title, xlabel="điểm trừ (nat): càng ngắn càng đáng tin")
    figure.legend(loc="outside lower center", ncols=2, frameon=False)
    plt.show()


def dial(thresholds: Mapping[str, float], title: str) -> None:
    """Draw for each reading up to which confidence of the OCR it is mended, and from where on it is kept."""
    figure, axes = plt.subplots(figsize=(WIDTH_IN, 1.4 + 0.34 * len(thresholds)))
    rows, ends = range(len(thresholds)), list(thresholds.values())
    axes.barh(
        rows, [end - 0.5 for end in ends], left=0.5, color="white", hatch="////", edgecolor=INK, label="chữa"
    )
    axes.barh(rows, [1 - end for end in ends], left=ends, color=SHADE, edgecolor=INK, label="giữ như OCR đọc")
    _rows(axes, list(thresholds))
    axes.set(title=title, xlabel="độ tin cậy của OCR vào chữ nó đọc", xlim=(0.5, 1))
    axes.xaxis.set_major_formatter(_ticks)
    figure.legend(loc="outside lower center", ncols=2, frameon=False)
    plt.show()
