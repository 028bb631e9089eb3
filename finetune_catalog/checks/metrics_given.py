"""Every metric is computed for some method; what a method leaves out is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.diagnostics import Diagnostic, Severity
from finetune_catalog.text import quoted, word_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finetune_catalog.checks.subject import Subject

SHOWN = 6  #: names of metrics in one message


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Warn of metrics that no method has; note the methods that lack metrics which have no formula of their own.

    A method that is counted on models and gives no metric without one has nothing left out.
    """
    data = subject.data
    computed = {id_ for method in data.methods.values() for id_ in method.metrics}
    for id_ in data.metrics:
        if id_ not in computed and not data.metrics[id_].on_model:
            sheet = subject.sheet("metrics.yaml")
            general = sheet is not None and sheet.get((id_, "formula")) is not None
            why = "no method has all the names of its formula" if general else "no method gives it a formula"
            yield Diagnostic(
                "FC622",
                f"the metric `{id_}` is computed for no method",
                Severity.WARNING,
                subject.key("metrics.yaml", (id_,)),
                help="give it a formula under a method's `metrics`, or remove it",
                notes=(why,),
            )
    everywhere = {id_ for id_, metric in data.metrics.items() if metric.formula is not None}
    for id_, method in data.methods.items():
        lacking = [name for name in data.metrics if name in computed - method.metrics.keys() - everywhere]
        if lacking and (method.metrics or method.counting is None):
            yield Diagnostic(
                "FC626",
                f"`{id_}` gives no {word_list(quoted(lacking), 'or', SHOWN)}",
                Severity.NOTE,
                subject.key(f"methods/{id_}.yaml", ("metrics",)),
                help="give it a formula for each that is known; tables leave the others empty",
            )
