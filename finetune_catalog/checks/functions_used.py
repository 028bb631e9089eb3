"""Every function of functions.yaml is called by a formula."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.checks.sources_used import formulas
from finetune_catalog.diagnostics import Diagnostic, Severity
from finetune_catalog.expression.nodes import Call
from finetune_catalog.expression.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finetune_catalog.checks.subject import Subject
    from finetune_catalog.expression.types import Checked
    from finetune_catalog.records import CatalogData


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Warn of functions that no formula and no rule calls."""
    data = subject.data
    if not data.functions:
        return
    pedigreed = (f.checked for f in (*formulas(data), *(rule.when for rule in data.rules.values())))
    checked = {id(c): c for c in (*pedigreed, *_counting(data))}
    called = {node.function for c in checked.values() for node in walk(c.node) if isinstance(node, Call)}
    for id_ in data.functions:
        if id_ not in called:
            yield Diagnostic(
                "FC625",
                f"no formula calls the function `{id_}`",
                Severity.WARNING,
                subject.key("functions.yaml", (id_,)),
                help="call it, or remove it",
            )


def _counting(data: CatalogData) -> Iterator[Checked]:
    """Yield every formula that counts."""
    for method in data.methods.values():
        if method.counting is not None:
            yield from method.counting.formulas
