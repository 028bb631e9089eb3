"""What a method requires of a configuration whatever the model: the conditions that a library holds when it reads one."""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from finetune_catalog.counting.formulas import Formulas
from finetune_catalog.counting.marking import hold_among
from finetune_catalog.counting.refusal import Refusal, RefusedError
from finetune_catalog.counting.surroundings import GIVEN
from finetune_catalog.frozen import replace
from finetune_catalog.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.counting_records import Counting
    from finetune_catalog.records import CatalogData, Method

LEVEL = "configuration"
_KEPT = 512  #: countings: those of every method of a few catalogs


def unfit(data: CatalogData, method: Method, values: Mapping[str, Any]) -> Refusal | None:
    """Say which condition a configuration does not meet that needs no model; None where it meets all of them.

    Args:
        data: the catalog
        method: the method
        values: every parameter and option by id, as formulas see them
    """
    if method.counting is None:
        return None
    counting, derived = _held.get(
        id(method.counting), partial(_without_model, method.counting, values), method
    )
    known = {**values, **{name: GIVEN[fact](values[option]) for name, option, fact in derived}}
    try:
        Formulas(data, counting).held(LEVEL, known)
        for rule in method.counting.marks.values():
            if values.get(rule.by) is not None:
                hold_among(rule, values[rule.by], values.get(rule.among or ""))
    except RefusedError as refused:
        return refused.refusal
    return None


#: by a method's counting: what `_without_model` leaves of it
_held: Remembered[tuple[Counting, tuple[tuple[str, str, str], ...]]] = Remembered(_KEPT)


def _without_model(
    counting: Counting, values: Mapping[str, Any]
) -> tuple[Counting, tuple[tuple[str, str, str], ...]]:
    """Leave the conditions, and the values that they are made of, that use nothing but these values and each other.

    Returns:
        What is left, and what it knows of values beside themselves: each by its name, whose it is, and which fact.
    """
    facts = {f"{name}.{fact}": (name, fact) for name in values for fact in GIVEN}
    names: set[str] = {*values, *facts}
    steps = {}
    for name, step in counting.values.items():
        if step.each == LEVEL and names.issuperset(step.formula.names):
            names.add(name)
            steps[name] = step
    held = tuple(r for r in counting.requires if r.each == LEVEL and names.issuperset(r.that.names))
    left = replace(counting, requires=held, values=MappingProxyType(steps), adds=MappingProxyType({}))
    return left, tuple((name, *facts[name]) for name in left.names if name in facts)
