"""Which parameters and options say more than a number: they choose modules, or the model that is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finetune_catalog.counting_records import Counting


def choosing_names(counting: Counting) -> frozenset[str]:
    """Give the names of those on which more depends than the values of formulas."""
    names = {counting.saves, counting.tokens, counting.bias, counting.task}
    names |= {counting.freezes, counting.freezes_saved}
    if counting.targets is not None:
        one = counting.targets
        names |= {one.modules, one.exclude, one.layers, one.containers, one.parameters}
    for rule in (*counting.varies.values(), *counting.marks.values()):
        names |= {rule.by, rule.among}
    if counting.repeats is not None:
        names.add(counting.repeats.by)
    if counting.holds is not None:
        names.add(counting.holds.by)
    if counting.ties is not None:
        names.add(counting.ties[0])
    if counting.mirror is not None:
        names |= _behind(
            counting, (used for size in counting.mirror.sizes.values() for used in size.value.names)
        )
    return frozenset(filter(None, names))


def _behind(counting: Counting, names: Iterable[str]) -> set[str]:
    """Give names, and those that the named values among them are made of."""
    found: set[str] = set()
    left = list(names)
    while left:
        name = left.pop().removesuffix(".given").removesuffix(".pattern")
        if name not in found:
            found.add(name)
            if name in counting.values:
                left += counting.values[name].formula.names
    return found
