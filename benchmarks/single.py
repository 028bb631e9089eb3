"""One evaluation at a time: our compiled formulas and configurations, hand-written functions, other evaluators."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING, Any

import finetune_catalog as fc
from benchmarks import compiled, handwritten, peers
from benchmarks.handwritten import ALPHA, METHOD, RANK
from benchmarks.rows import Row
from benchmarks.timing import fastest, mean_ratio, repeated
from finetune_catalog.configure import Configuration
from finetune_catalog.expression.warming import Warming

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HAND = "a hand-written function"
SIX = "six hand-written functions"


def rows(*, times: int = 20_000, rounds: int = 60) -> Iterator[Row]:
    """Measure evaluations of single formulas, of configurations, and of all metrics of a method."""
    yield one_formula("one formula, by position", compiled_by_metric(), times, rounds, limit=1.0)
    yield from configuration(times, rounds)
    yield several(times, rounds)
    for name, peer in peers.SINGLE.items():
        try:
            made = {metric: peer(metric) for metric in handwritten.SINGLE}
        except ImportError:
            yield Row(f"{name}, one formula", HAND, None, note="not installed")
            continue
        agree(name, made)
        yield one_formula(f"{name}, one formula", made, max(times // 50, 1), max(rounds // 4, 1))


def compiled_by_metric() -> dict[str, Callable[..., Any]]:
    return {metric: compiled.single(METHOD, metric) for metric in handwritten.SINGLE}


def agree(name: str, made: dict[str, Callable[..., Any]]) -> None:
    """Make sure that all compute the same; a benchmark of something else says nothing."""
    for metric, function in made.items():
        for rank in (1, RANK, 300):
            want, got = handwritten.SINGLE[metric](rank, ALPHA), function(rank, ALPHA)
            if want != got:
                message = f"{name} gives {got} for {metric} at rank {rank}, not {want}"
                raise AssertionError(message)


def one_formula(
    what: str, made: dict[str, Callable[..., Any]], times: int, rounds: int, limit: float | None = None
) -> Row:
    """Compare functions of single metrics with the hand-written ones; the geometric mean over the metrics."""
    agree(what, made)
    pairs = []
    for metric, function in made.items():
        turns = {
            "ours": repeated(function, (RANK, ALPHA), times),
            "theirs": repeated(handwritten.SINGLE[metric], (RANK, ALPHA), times),
        }
        best = fastest(turns, rounds=rounds)
        pairs.append((best["ours"], best["theirs"]))
    note = " ".join(f"{ours / theirs:.2f}" for ours, theirs in pairs)
    return Row(what, HAND, mean_ratio(pairs), limit, note=f"of {len(pairs)} formulas: {note}")


def configuration(times: int, rounds: int) -> Iterator[Row]:
    """Compare metrics read from a configuration: read once more, and for the first time, which computes all of them."""
    made = fc.load().configure(METHOD, rank=RANK)
    metric = "quality_retention"
    function = handwritten.SINGLE[metric]

    def again() -> None:
        for _ in repeat(None, times):
            made.metrics[metric]

    plain = repeated(function, (RANK, ALPHA), times)
    best = fastest({"ours": again, "theirs": plain}, rounds=rounds)
    yield Row("a metric of a configuration", HAND, best["ours"] / best["theirs"], 3.0, note="read again")

    few = max(times // 10, 1)
    fresh: list[Configuration] = []

    def first() -> None:
        for one in fresh:
            one.metrics[metric]

    best = dict.fromkeys(("ours", "theirs"), float("inf"))
    by_hand = repeated(handwritten.all_metrics, (RANK, ALPHA), few)
    for _ in range(rounds):
        fresh[:] = [Configuration(made.plan, made._resolved) for _ in range(few)]  # noqa: SLF001
        turn = fastest({"ours": first, "theirs": by_hand}, rounds=1)
        best = {name: min(best[name], seconds) for name, seconds in turn.items()}
    note = "read first: computes all six"
    yield Row("a metric of a configuration", SIX, best["ours"] / best["theirs"], 3.0, note=note)


def several(times: int, rounds: int) -> Row:
    """Compare the one function of all of a method's metrics with a call of each."""
    plan = fc.load().configure(METHOD, rank=RANK).plan
    while isinstance(plan.function, Warming):  # the first ones are computed node by node
        plan.function(RANK, ALPHA)
    functions = [compiled.single(METHOD, metric) for metric in plan.metrics]
    text = ", ".join(f"f{place}(rank, alpha)" for place in range(len(functions)))
    scope: dict[str, Any] = {f"f{place}": function for place, function in enumerate(functions)}
    exec(f"def separately(rank, alpha):\n    return ({text})\n", scope)
    turns = {
        "ours": repeated(plan.function, (RANK, ALPHA), times),
        "theirs": repeated(scope["separately"], (RANK, ALPHA), times),
    }
    best = fastest(turns, rounds=rounds)
    ratio = best["ours"] / best["theirs"]
    return Row("all metrics as one function", "a compiled function each", ratio, 1.0)
