"""Given values become the parameters of a method: checked, rounded, completed by defaults; everything wrong is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from finetune_catalog.expression.errors import EvaluationError
from finetune_catalog.frozen import frozen
from finetune_catalog.text import nearest
from finetune_catalog.values import TYPES, Refusal, allowed_range, coerce, stated, widen
from finetune_catalog.wording import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from finetune_catalog.records import Parameter

#: the code of a value that is refused, by the kind of refusal
REFUSED = {"type": "FC704", "bounds": "FC705", "choice": "FC705", "overflow": "FC706"}


#: stands for a value that could not be read, which was reported where it stands
UNREADABLE = object()


@frozen
class Finding:
    """Something wrong with given parameters; `name` is the one it is about, and `part` whether its key or its value.

    `part` is "whole" where nothing was given that could be pointed at.
    """

    code: str
    message: str
    name: str
    part: str
    allowed: tuple[str, ...] = ()
    help: str | None = None
    notes: tuple[str, ...] = ()


class Resolved(NamedTuple):
    """Parameters in the method's order: `values` as people see them, `seen` as formulas do, `defaulted` the ones not given."""

    values: dict[str, Any]
    seen: tuple[Any, ...]
    defaulted: tuple[str, ...]


def resolve(
    parameters: Mapping[str, Parameter],
    defaults: Mapping[str, Callable[..., tuple[Any]]],
    given: Mapping[str, Any],
    options: Sequence[str] = (),
) -> tuple[Resolved | None, tuple[Finding, ...]]:
    """Check what is given, take defaults for the rest; None where anything is wrong.

    Args:
        options: further names that a configuration may give, which are seen to elsewhere
        parameters: the method's parameters, in order
        defaults: for each parameter with a default formula, the function of all earlier parameters that computes it
        given: values by name, from Python or from a document, where one may be UNREADABLE
    """
    findings = [] if given.keys() <= parameters.keys() else list(unknown_names(parameters, given, options))
    values: dict[str, Any] = {}
    seen: list[Any] = []
    defaulted: list[str] = []
    whole = True  # until then defaults can be computed
    for name, parameter in parameters.items():
        if name in given:
            if given[name] is UNREADABLE:
                whole = False
                continue
            value, refusal = accept(parameter, given[name])
        elif name in defaults:
            defaulted.append(name)
            if not whole:
                continue  # what it depends on is wrong, and was reported
            value, refusal = _default(parameter, defaults[name], seen)
        elif parameter.required:
            if not any(name == nearest(str(other.name), tuple(parameters)) for other in findings):
                findings.append(missing(parameter))  # else it is there, misspelt, and was reported
            whole = False
            continue
        else:
            defaulted.append(name)
            value, refusal = accept(parameter, parameter.default)
        if refusal is not None:
            findings.append(_refused(parameter, refusal, given=name in given))
            whole = False
            continue
        values[name] = value
        seen.append(widen(parameter.type, value))
    if findings or not whole:
        return None, tuple(findings)
    return Resolved(values, tuple(seen), tuple(defaulted)), ()


def accept(parameter: Parameter, value: Any) -> tuple[Any, None] | tuple[None, Refusal]:
    """Give a value as a parameter holds it, or why it cannot; None only where it is the parameter's default."""
    if value is None and _may_be_none(parameter):
        return None, None
    return coerce(parameter.type, parameter.minimum, parameter.maximum, parameter.choices, value)


def missing(parameter: Parameter) -> Finding:
    """Say that a parameter must be given, with an example."""
    example = shown(example_of(parameter))
    return Finding(
        "FC703",
        f"`{parameter.id}` is missing",
        parameter.id,
        "whole",
        allowed=(allowed(parameter),),
        help=f"give it a value, for example {example}",
    )


def example_of(parameter: Parameter) -> Any:
    """Give a value that a parameter accepts, the one in common use where it is known."""
    for value in (parameter.typical, parameter.minimum, parameter.maximum):
        if value is not None:
            return value
    if parameter.choices:
        return parameter.choices[0]
    return {"integer": 1, "float32": 1.0, "float64": 1.0, "boolean": True}.get(parameter.type, "text")


def allowed(parameter: Parameter) -> str:
    """Say in words which values a parameter takes."""
    if parameter.choices:
        return ", ".join(shown(choice) for choice in parameter.choices)
    text = TYPES[parameter.type]
    low, high = stated(parameter.type, parameter.minimum, parameter.maximum)
    if low is not None or high is not None:
        text = f"{text}, {allowed_range(parameter.type, low, high)}"
    return f"{text}, or null" if _may_be_none(parameter) else text


def unknown(
    name: str, known: Sequence[str], what: str, options: Sequence[str] = ()
) -> tuple[str, tuple[str, ...], str]:
    """Say that something has no such parameter: the message, what is allowed, and what to do.

    Options, of which there are many, are not listed; one may be the nearest word.
    """
    near = nearest(name, (*known, *options))
    message = f"{what} has no parameter `{name}`"
    if near:
        return message, tuple(known), f"did you mean `{near}`?"
    return message, tuple(known), "remove it" if known else f"remove it: {what} takes no parameters"


def _may_be_none(parameter: Parameter) -> bool:
    return not parameter.required and parameter.default is None and parameter.default_formula is None


def unknown_names(
    parameters: Mapping[str, Parameter], given: Mapping[str, Any], options: Sequence[str]
) -> Iterator[Finding]:
    """Yield a finding for every name given that is none of the parameters and options."""
    for name in given:
        if name not in parameters and name not in options:
            message, known, hint = unknown(str(name), tuple(parameters), "the method", options)
            yield Finding("FC702", message, name, "key", allowed=known, help=hint)


def _default(
    parameter: Parameter, function: Callable[..., tuple[Any]], seen: Sequence[Any]
) -> tuple[Any, None] | tuple[None, Refusal]:
    try:
        (value,) = function(*seen)
    except EvaluationError as error:
        return None, Refusal(
            "type", f"its default has no value: {error.problem.message}", (), "give it a value"
        )
    return accept(parameter, value)


def _refused(parameter: Parameter, refusal: Refusal, *, given: bool) -> Finding:
    formula = parameter.default_formula
    computed = not given and formula is not None
    return Finding(
        REFUSED[refusal.kind],
        f"`{parameter.id}`: {refusal}",
        parameter.id,
        "value" if given else "whole",
        allowed=refusal.allowed or (allowed(parameter),),
        help=refusal.help,
        notes=(f"it was not given, and its default is `{formula.text}`",) if computed and formula else (),
    )
