"""What is proved of the formulas of a program, each with what is proved of the ones before it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from finetune_catalog.expression.analysis.analyse import analyse
from finetune_catalog.expression.types import Declaration, Interval, Program, Scope
from finetune_catalog.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.expression.types import Analysis


def proved(program: Program, within: Mapping[str, Interval] | None = None) -> Program:
    """Give a program with the analysis of each of its formulas.

    Args:
        program: what is known of its parameters is what its formulas declare
        within: where parameters are known to lie, where that is narrower than what is declared
    """
    known: dict[str, Interval | None] = dict(within or {})
    analyses: dict[str, Analysis] = {}
    for name, checked in program.bindings:
        declared = {used: _narrowed(checked.declared[used], used, known) for used in checked.declared}
        analyses[name] = analyse(checked, Scope(MappingProxyType(declared), program.functions))
        known[name] = analyses[name].result
    return replace(program, analyses=MappingProxyType(analyses))


def _narrowed(declared: Declaration, name: str, known: Mapping[str, Interval | None]) -> Declaration:
    return replace(declared, interval=known[name]) if name in known else declared
