"""Methods as their files show them: display templates use what they may, and every example holds, to the bit and the character."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, Any

from finetune_catalog.configure import configure
from finetune_catalog.configure.display import DisplayError, read_display
from finetune_catalog.diagnostics import Diagnostic, nearest
from finetune_catalog.models.opening import open_model
from finetune_catalog.text import quoted
from finetune_catalog.wording import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finetune_catalog.checks.subject import Subject
    from finetune_catalog.configure import Configuration
    from finetune_catalog.diagnostics import Span
    from finetune_catalog.loading.raw import Path
    from finetune_catalog.records import Example, Method


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Check the display and the examples of every method."""
    for method in subject.data.methods.values():
        path = f"methods/{method.id}.yaml"
        broken = list(template_findings(method.display, method.parameters, subject, (path, ("display",))))
        yield from broken
        for index, example in enumerate(method.examples):
            yield from _example(subject, method, index, example, shows=not broken)


def template_findings(
    template: str,
    parameters: Mapping[str, object],
    subject: Subject,
    place: tuple[str, Path],
    *,
    dotted: bool = False,
) -> Iterator[Diagnostic]:
    """Say what is wrong with a template over these parameters, which stands at a path of a file."""
    file, at = place
    try:
        names = read_display(template, dotted=dotted).names
    except DisplayError as error:
        yield Diagnostic("FC640", f"the template cannot be used: {error}", span=subject.value(file, at))
        return
    for name in names:
        if name not in parameters:
            near = nearest(name, parameters)
            yield Diagnostic(
                "FC640",
                f"the template uses `{name}`, which is no parameter here",
                span=_word(subject, file, at, name),
                allowed=tuple(parameters),
                help=f"did you mean `{near}`?" if near else None,
            )


def _word(subject: Subject, file: str, at: Path, word: str) -> Span | None:
    """Where a word of a template stands."""
    sheet = subject.sheet(file)
    found = re.search(rf"\b{re.escape(word)}\b", str(sheet.get(at))) if sheet is not None else None
    if sheet is None or found is None:
        return subject.value(file, at)
    return sheet.inside(at, found.start(), found.end())


def _example(
    subject: Subject, method: Method, index: int, example: Example, *, shows: bool
) -> Iterator[Diagnostic]:
    path = f"methods/{method.id}.yaml"
    at = ("examples", index)
    model = None
    if example.model is not None:
        model, unopened = open_model(subject.data, example.model)
        if model is None:
            for finding in unopened:
                message = f"the example's model: {finding.message}"
                span = subject.value(path, (*at, "model"))
                yield Diagnostic("FC632", message, span=span, help=finding.help)
            return
    made, report = configure(subject.data, method.id, example.given, model)
    if made is None:
        for finding in report:
            name = next((name for name in example.given if f"`{name}`" in finding.message), None)
            place = (*at, "given") if name is None else (*at, "given", name)
            message = f"the example is no configuration: {finding.message}"
            yield Diagnostic(
                "FC632", message, span=subject.value(path, place), allowed=finding.allowed, help=finding.help
            )
        return
    yield from _metrics(subject, made, index, example)
    if shows and example.display is not None and str(made) != example.display:
        yield Diagnostic(
            "FC631",
            f"the example is shown as {shown(str(made))}, it says {shown(example.display)}",
            span=subject.value(path, (*at, "display")),
            help="correct the display or the example",
        )
    if example.config is not None and not same(made.to_dict(), example.config):
        yield Diagnostic(
            "FC633",
            f"the example is written {_json(made.to_dict())}, it says {_json(example.config)}",
            span=subject.value(path, (*at, "config")),
            help="`config` has the tag and every parameter, a float with its point",
        )


def _metrics(subject: Subject, made: Configuration, index: int, example: Example) -> Iterator[Diagnostic]:
    path = f"methods/{made.method}.yaml"
    for id_, expected in example.metrics.items():
        span = subject.value(path, ("examples", index, "metrics", id_))
        if id_ in made.failures:
            message = f"`{id_}` has no value here: {made.failures[id_].message}"
            yield Diagnostic("FC630", message, span=span)
        elif id_ not in made.metrics:
            known = tuple(made.metrics)
            message = f"`{made.method}` has no metric `{id_}`"
            help_ = (
                "name the model that it is counted on: `model: ID`"
                if _unmodelled(subject, example, id_)
                else None
            )
            yield Diagnostic("FC632", message, span=span, allowed=tuple(quoted(known)), help=help_)
        elif not equal(made.metrics[id_], expected):
            message = f"`{id_}` is {made.metrics[id_]!r} here, the example says {expected!r}"
            yield Diagnostic("FC630", message, span=span, help="correct the formula or the example")


def _unmodelled(subject: Subject, example: Example, metric: str) -> bool:
    known = subject.data.metrics.get(metric)
    return example.model is None and known is not None and known.on_model


def equal(value: Any, expected: Any) -> bool:
    """Whether a result is the expected number: to the bit, an integer standing for the float it is."""
    if isinstance(value, float) and isinstance(expected, (int, float)) and not isinstance(expected, bool):
        return struct.pack("<d", value) == struct.pack("<d", float(expected))
    return type(value) is type(expected) and bool(value == expected)


def same(made: Any, stated: Any) -> bool:
    """Whether two JSON values are the same, 16 and 16.0 being two."""
    if isinstance(made, dict) and isinstance(stated, dict):
        return made.keys() == stated.keys() and all(same(made[key], stated[key]) for key in made)
    return type(made) is type(stated) and bool(made == stated)


def _json(value: Any) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)
