"""The examples of functions.yaml hold: each call gives the stated result, to the bit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.diagnostics import Diagnostic
from finetune_catalog.expression.errors import EvaluationError
from finetune_catalog.expression.evaluate import evaluate
from finetune_catalog.expression.widening import conform
from finetune_catalog.loading.functions import functions_of
from finetune_catalog.text import quoted, word_list
from finetune_catalog.wording import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finetune_catalog.checks.subject import Subject
    from finetune_catalog.expression.types import Function
    from finetune_catalog.records import FunctionEntry


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Evaluate every example of a function."""
    functions = functions_of(subject.data)
    for id_, entry in subject.data.functions.items():
        for index, (given, expected) in enumerate(entry.examples):
            said = _difference(entry, given, expected, functions)
            if said is not None:
                place = (id_, "examples", index, "result")
                yield Diagnostic("FC634", said, span=subject.value("functions.yaml", place))


def _difference(
    entry: FunctionEntry, given: Mapping[str, Any], expected: Any, functions: Mapping[str, Function]
) -> str | None:
    declared = dict(entry.parameters)
    if given.keys() != declared.keys():
        return f"an example of `{entry.id}` has to give {word_list(quoted(declared))}"
    values = {name: conform(_frozen(value), declared[name].type) for name, value in given.items()}
    call = ", ".join(f"{name}={shown(value)}" for name, value in given.items())
    try:
        result = conform(evaluate(entry.formula.checked, values, functions), entry.result.type)
    except EvaluationError as error:
        return f"{entry.id}({call}) has no value: {error.problem.message}"
    wanted = conform(_frozen(expected), entry.result.type)
    if result == wanted and type(result) is type(wanted):
        return None
    return f"{entry.id}({call}) is {result!r}, the example says {expected!r}"


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
