"""Every shared parameter is taken by a method, and every parameter of a method matters to something it says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from finetune_catalog.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finetune_catalog.checks.subject import Subject
    from finetune_catalog.records import CatalogData, Method

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Warn of parameters that nothing uses."""
    taken = {id_ for m in subject.data.methods.values() for id_ in (*m.parameters, *m.options)}
    for id_ in subject.data.parameters:
        if id_ not in taken:
            yield Diagnostic(
                "FC621",
                f"no method takes the parameter `{id_}`",
                Severity.WARNING,
                subject.key("parameters.yaml", (id_,)),
                help="take it in a method's `parameters`, or remove it",
            )
    for method in subject.data.methods.values():
        used = _used(method, subject.data)
        for id_ in method.parameters:
            if id_ not in used:
                yield Diagnostic(
                    "FC624",
                    f"nothing that `{method.id}` says depends on its parameter `{id_}`",
                    Severity.WARNING,
                    subject.key(f"methods/{method.id}.yaml", ("parameters", id_)),
                    help="use it in a formula, a default or the display, or remove it",
                )


def _used(method: Method, data: CatalogData) -> frozenset[str]:
    """Gather the names that a method's formulas, counts, defaults, display and rules use."""
    formulas = [*method.values.values(), *method.metrics.values()]
    formulas += [p.default_formula for p in method.parameters.values() if p.default_formula is not None]
    formulas += [rule.when for rule in data.rules.values()]
    names = {name for formula in formulas for name in formula.checked.names}
    if method.counting is not None:
        names |= method.counting.names
    return frozenset(names | set(_WORD.findall(method.display)))
