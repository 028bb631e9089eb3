"""How the pages say things: ranges, defaults, citations, values with their units."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from shlex import quote
from typing import TYPE_CHECKING, Any

from finetune_catalog.values import stated

if TYPE_CHECKING:
    from finetune_catalog.records import Formula, Metric, Parameter, Source, SourceRef

_SPECIAL = re.compile(r"[\\*_\[\]<>|#]")  #: what Markdown gives a meaning
_EXPRESSION = re.compile(r"\{\{ *([^|}]+?) *(?:\|[^}]*)?\}\}")
_DIRECTIONS = {"higher": "Higher is better.", "lower": "Lower is better.", "neither": ""}


def allowed(parameter: Parameter) -> str:
    """Return the values a parameter takes: its choices, or its bounds."""
    if parameter.choices:
        return ", ".join(f"`{choice}`" for choice in parameter.choices)
    low, high = stated(parameter.type, parameter.minimum, parameter.maximum)
    if low is None and high is None:
        return "any"
    if low is None or high is None:
        return f"at least {plain(low)}" if high is None else f"at most {plain(high)}"
    return f"{plain(low)} to {plain(high)}"


def plain(value: Any) -> str:
    """Return a number in as few digits as it takes, or any other literal as YAML shows it."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def default(parameter: Parameter) -> str:
    """Return what an absent parameter means."""
    if parameter.default_formula is not None:
        return f"`{parameter.default_formula.text}`"
    if parameter.required:
        return "must be given"
    return "not given" if parameter.default is None else f"`{plain(parameter.default)}`"


def better(metric: Metric) -> str:
    """Return which way a metric is better, as a sentence."""
    return _DIRECTIONS.get(metric.direction, "")


def bounds(metric: Metric) -> str:
    """Return the bounds every result keeps."""
    if metric.minimum is None and metric.maximum is None:
        return "none"
    low = "" if metric.minimum is None else f"at least {plain(metric.minimum)}"
    high = "" if metric.maximum is None else f"at most {plain(metric.maximum)}"
    return ", ".join(filter(None, (low, high)))


def value(metric: Metric, number: float) -> str:
    """Return a metric's value in the metric's own format; one too small for it as less than the least it can show."""
    text = metric.format.format(number)
    if number > 0 and "." in text and not text.strip("0."):
        return f"< {text[:-1]}1"
    return text


def cited(formula: Formula, *, up: str) -> str:
    """Return a formula's sources as links into the sources page, `up` being the way to the reference's folder."""
    return "; ".join(reference(source, up) for source in formula.sources)


def reference(source: SourceRef, up: str) -> str:
    """Return a link to a source, with the place in it."""
    where = f", {source.where}" if source.where else ""
    return f"[{source.ref}]({up}sources.md#{source.ref}){where}"


def reference_to(source: str, up: str) -> str:
    """Return a link to a source as a whole."""
    return f"[{source}]({up}sources.md#{source})"


def bibliography(source: Source) -> str:
    """Return one line of a bibliography: authors, year, title, version, link."""
    link = source.url or (f"https://doi.org/{source.doi}" if source.doi else None)
    title = f"[{source.title}]({link})" if link else source.title
    who = _people(source.authors)
    parts = (
        who,
        str(source.year) if source.year else "",
        f"*{title}*",
        source.version or "",
        source.commit or "",
    )
    accessed = f" (accessed {source.accessed})" if source.accessed else ""
    return ", ".join(part for part in parts if part) + accessed + "."


def _people(authors: tuple[str, ...]) -> str:
    if len(authors) > 3:
        return f"{authors[0]} et al."
    return " and ".join(filter(None, (", ".join(authors[:-1]), *authors[-1:])))


def sentence(text: str) -> str:
    """Return a message as a sentence: a capital at its beginning, a full stop at its end."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def prose(text: str) -> str:
    """Make a message safe in Markdown: what stands outside of code means itself."""
    parts = text.split("`")
    parts[::2] = (_SPECIAL.sub(r"\\\g<0>", part) for part in parts[::2])
    return "`".join(parts)


def untemplated(text: str) -> str:
    """Show a template with its expressions as code."""
    return _EXPRESSION.sub(r"`\1`", text)


def is_template(text: str) -> bool:
    """Whether a text is nothing but an expression, whose value is known only where it is used."""
    return _EXPRESSION.fullmatch(text) is not None


def assignments(given: Mapping[str, Any]) -> str:
    """Return parameters and options as the command takes them."""
    return " ".join(quote(f"{name}={_argument(entry)}") for name, entry in given.items())


def _argument(entry: Any) -> str:
    if isinstance(entry, (list, tuple)) and entry and all(isinstance(item, str) for item in entry):
        return ",".join(entry)
    return json.dumps(entry) if isinstance(entry, (list, tuple, Mapping)) else plain(entry)
