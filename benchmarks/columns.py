"""Formulas over columns: our functions, hand-written NumPy, numexpr."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from benchmarks import compiled, handwritten, peers
from benchmarks.handwritten import METHOD
from benchmarks.rows import Row
from benchmarks.timing import fastest, mean_ratio

if TYPE_CHECKING:
    from collections.abc import Iterator

HAND = "hand-written NumPy"
#: rows, rounds, and what is asked
SIZES = ((1_000_000, 40, 1.0), (10_000_000, 6, 0.75))


def rows(sizes: tuple[tuple[int, int, float], ...] = SIZES) -> Iterator[Row]:
    """Measure every formula that depends on a parameter, at each size; the geometric mean over the formulas."""
    try:
        import numpy as np
    except ImportError:
        yield Row("columns", HAND, None, note="not installed")
        return
    by_hand = handwritten.columns()
    ours = {metric: compiled.column(METHOD, metric) for metric in by_hand}
    for size, rounds, limit in sizes:
        rank = np.random.default_rng(1).integers(1, 2048, size)
        alpha = rank.astype(np.float64)
        others = {}
        pairs: dict[str, list[tuple[float, float]]] = {"ours": []}
        for name, peer in peers.COLUMNS.items():
            try:
                others[name] = {metric: peer(metric) for metric in by_hand}
                pairs[name] = []
            except ImportError:
                yield Row(f"{name}, one formula over {size:,} rows", HAND, None, note="not installed")
        for metric, function in by_hand.items():
            made = {"ours": ours[metric], **{name: one[metric] for name, one in others.items()}}
            want = function(rank, alpha)
            turns = {"theirs": partial(function, rank, alpha)}
            for name, candidate in made.items():
                (got,) = candidate(rank, alpha) if name == "ours" else (candidate(rank, alpha),)
                if not np.array_equal(got, want):
                    message = f"{name} and NumPy differ in {metric}"
                    raise AssertionError(message)
                turns[name] = partial(candidate, rank, alpha)
            del got, want
            best = fastest(turns, rounds=rounds)
            for name in made:
                pairs[name].append((best[name], best["theirs"]))
        for name, found in pairs.items():
            what = "one formula" if name == "ours" else f"{name}, one formula"
            note = " ".join(f"{mine / theirs:.2f}" for mine, theirs in found)
            asked = limit if name == "ours" else None
            yield Row(
                f"{what} over {size:,} rows", HAND, mean_ratio(found), asked, note=f"of 4 formulas: {note}"
            )
