"""A parameter's default, typical value and common range are values that it accepts, and its bounds leave some."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.diagnostics import Diagnostic
from finetune_catalog.structured import accept_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finetune_catalog.checks.subject import Subject
    from finetune_catalog.diagnostics import Span
    from finetune_catalog.records import Parameter


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Check shared parameters, then what methods change of them."""
    places: dict[Span | None, None] = {}
    for id_, parameter in subject.data.parameters.items():
        for field, finding in _findings(parameter):
            span = subject.value("parameters.yaml", (id_, field))
            places[span] = None
            yield _placed(finding, span)
    for method in subject.data.methods.values():
        for id_, parameter in method.declared.items():
            if parameter == subject.data.parameters.get(id_):
                continue
            for field, finding in _findings(parameter):
                span = subject.parameter(method, id_, field)
                if span not in places or span is None:
                    yield _placed(finding, span)


def _findings(parameter: Parameter) -> Iterator[tuple[str, tuple[str, str, tuple[str, ...], str | None]]]:
    """Yield the field at fault with code, message, what is allowed and help."""
    low, high = parameter.minimum, parameter.maximum
    if low is not None and high is not None and low > high:
        yield "minimum", ("FC613", f"the minimum {low} is above the maximum {high}", (), "swap them")
        return
    values = [("default", parameter.default), ("typical", parameter.typical)]
    values += [("common", end) for end in parameter.common or ()]
    for field, value in values:
        if value is None:
            continue
        _, refusal = accept_value(parameter.type, low, high, parameter.choices, value)
        if refusal is not None:
            word = {"typical": "typical value", "common": "common range"}.get(field, field)
            message = f"`{parameter.id}` does not accept its {word}: {refusal}"
            yield field, ("FC612", message, refusal.allowed, refusal.help)
    if parameter.common is not None and parameter.common[0] >= parameter.common[1]:
        message = f"the common range of `{parameter.id}` is empty: {list(parameter.common)}"
        yield "common", ("FC613", message, (), "write [least, greatest]")


def _placed(finding: tuple[str, str, tuple[str, ...], str | None], span: Span | None) -> Diagnostic:
    code, message, allowed, help_ = finding
    return Diagnostic(code, message, span=span, allowed=allowed, help=help_)
