"""Fair timing: candidates take turns, round after round, and each is judged by its fastest round.

What else the machine does slows single rounds of all candidates; the fastest of many is what the code itself costs.
"""

from __future__ import annotations

import gc
import math
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


def fastest(candidates: Mapping[str, Callable[[], object]], *, rounds: int) -> dict[str, float]:
    """Give the seconds of each candidate's fastest round; every round runs each of them once, without collecting garbage."""
    best = dict.fromkeys(candidates, math.inf)
    collecting = gc.isenabled()
    gc.disable()
    try:
        for _ in range(rounds):
            for name, run in candidates.items():
                begin = time.perf_counter()
                run()
                best[name] = min(best[name], time.perf_counter() - begin)
            gc.collect()
    finally:
        if collecting:
            gc.enable()
    return best


def repeated(
    function: Callable[..., object], arguments: tuple[object, ...], times: int
) -> Callable[[], None]:
    """Make one round of a function: so many calls with positional arguments, written out to cost as little as a loop can."""
    names = {f"a{place}": argument for place, argument in enumerate(arguments)}
    text = f"def run():\n    for _ in repeat(None, {times}):\n        function({', '.join(names)})\n"
    from itertools import repeat

    scope: dict[str, object] = {"function": function, "repeat": repeat, **names}
    exec(text, scope)
    made = scope["run"]
    assert callable(made)
    return made


def mean_ratio(pairs: Iterable[tuple[float, float]]) -> float:
    """Give the geometric mean of ratios, ours to theirs."""
    logarithms = [math.log(ours / theirs) for ours, theirs in pairs]
    return math.exp(sum(logarithms) / len(logarithms))
