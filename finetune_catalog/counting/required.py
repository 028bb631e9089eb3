"""What a method requires of a configuration whatever the model: the conditions that a library holds when it reads one."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from finetune_catalog.counting.formulas import Formulas
from finetune_catalog.counting.marking import hold_among
from finetune_catalog.counting.refusal import Refusal, RefusedError
from finetune_catalog.counting.surroundings import given_values
from finetune_catalog.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.counting_records import Counting
    from finetune_catalog.records import CatalogData, Method

LEVEL = "configuration"


def unfit(data: CatalogData, method: Method, values: Mapping[str, Any]) -> Refusal | None:
    """Say which condition a configuration does not meet that needs no model; None where it meets all of them.

    Args:
        data: the catalog
        method: the method
        values: every parameter and option by id, as formulas see them
    """
    if method.counting is None:
        return None
    known = given_values(values)
    try:
        Formulas(data, _without_model(method.counting, frozenset(known))).held(LEVEL, known)
        for rule in method.counting.marks.values():
            if values.get(rule.by) is not None:
                hold_among(rule, values[rule.by], values.get(rule.among or ""))
    except RefusedError as refused:
        return refused.refusal
    return None


def _without_model(counting: Counting, known: frozenset[str]) -> Counting:
    """Leave the conditions, and the values that they are made of, that use nothing but these names and each other."""
    names, steps = set(known), {}
    for name, step in counting.values.items():
        if step.each == LEVEL and names.issuperset(step.formula.names):
            names.add(name)
            steps[name] = step
    held = tuple(r for r in counting.requires if r.each == LEVEL and names.issuperset(r.that.names))
    return replace(counting, requires=held, values=MappingProxyType(steps))
