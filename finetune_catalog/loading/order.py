"""The order in which formulas are computed: each after those it uses; circles are found and named."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def ordered(uses: Mapping[str, Iterable[str]]) -> tuple[list[str], list[tuple[str, ...]]]:
    """Order names so that each comes after the names it uses, otherwise as they are given.

    Returns the order, which leaves out every name in a circle, and the circles, each from its first name on. Names that
    are used but not given count as known.
    """
    order: list[str] = []
    circles: list[tuple[str, ...]] = []
    state: dict[str, int] = {}  # 1: being visited, 2: done
    for name in uses:
        if name not in state:
            _visit(name, uses, state, order, circles)
    within = {name for circle in circles for name in circle}
    return [name for name in order if name not in within], circles


def _visit(
    start: str,
    uses: Mapping[str, Iterable[str]],
    state: dict[str, int],
    order: list[str],
    circles: list[tuple[str, ...]],
) -> None:
    """Walk depth first without recursion: a chain of formulas may be as long as a file."""
    trail = [start]
    pending = [iter(uses[start])]
    state[start] = 1
    while trail:
        step = next((name for name in pending[-1] if name in uses and state.get(name) != 2), None)
        if step is None:
            state[trail[-1]] = 2
            order.append(trail.pop())
            pending.pop()
        elif state.get(step) == 1:
            circles.append(tuple(trail[trail.index(step) :]))
        else:
            state[step] = 1
            trail.append(step)
            pending.append(iter(uses[step]))
