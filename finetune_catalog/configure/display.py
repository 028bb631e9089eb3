"""Display templates: text with names in it becomes parts; anything more is Jinja, restricted and imported late.

A template sees the parameters as people do. It may print names, choose between texts with `if`, compare, and use a few
filters; it has no loops, calls or attributes, so that printing a configuration always ends at once.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from finetune_catalog.frozen import frozen
from finetune_catalog.values import display_number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import jinja2

    from finetune_catalog.records import Parameter

#: literal text and names in turn, beginning and ending with text: ("LoRA(r=", "rank", ")")
Parts = tuple[str, ...]

_FILTERS = ("abs", "capitalize", "default", "join", "length", "lower", "round", "upper")
_NODES = frozenset(
    (
        *(
            "Template",
            "Output",
            "TemplateData",
            "Name",
            "Const",
            "If",
            "CondExpr",
            "Filter",
            "Concat",
            "List",
            "Tuple",
        ),
        *("Compare", "Operand", "And", "Or", "Not", "Test", "Neg"),
    )
)
_TESTS = (
    "defined",
    "none",
    "true",
    "false",
    "boolean",
    "number",
    "integer",
    "float",
    "string",
    "in",
    "eq",
    "ne",
)


class DisplayError(ValueError):
    """A display template cannot be used; the text says why."""


@frozen
class Display:
    """A template that was read: its parts, or None where it needs Jinja, and the names it uses."""

    template: str
    parts: Parts | None
    names: tuple[str, ...]

    def render(self, parameters: Mapping[str, Parameter], values: Mapping[str, Any]) -> str:
        """Write the values of the parameters as people see them into the template."""
        if self.parts is not None:
            return self.filled(lambda name: shown_as(parameters[name].type, values[name]))
        shown = {name: _printable(parameters[name].type, value) for name, value in values.items()}
        return _environment().from_string(self.template).render(shown)

    def filled(self, text_of: Callable[[str], str]) -> str:
        """Write the texts of names between the parts of a template that has nothing but names in it."""
        words = list(self.parts or ())
        words[1::2] = map(text_of, words[1::2])
        return "".join(words)


@lru_cache(maxsize=512)
def read_display(template: str, *, dotted: bool = False) -> Display:
    """Read a template; raises DisplayError where it is broken or uses what display templates must not.

    Names with dots in them, where they are allowed, stand in templates without anything but names.
    """
    parts = split(template, dotted=dotted)
    if parts is not None:
        return Display(template, parts, tuple(dict.fromkeys(parts[1::2])))
    return Display(template, None, _checked_names(template))


def split(template: str, *, dotted: bool = False) -> Parts | None:
    """Turn a template of text and bare names into parts; None where there is more to it."""
    if "{%" in template or "{#" in template or template.endswith("\n"):
        return None
    literal, *pieces = template.split("{{")
    parts = [literal]
    for piece in pieces:
        name, closing, literal = piece.partition("}}")
        name = name.strip()
        words = name.split(".") if dotted else [name]
        if not (closing and name.isascii() and all(map(str.isidentifier, words))):
            return None
        if name in ("True", "False", "None"):
            return None
        parts += (name, literal)
    return tuple(parts)


def shown_as(type_: str, value: Any) -> str:
    """Write a value of a type as people see it."""
    return "none" if value is None else display_number(value, type_)


class _Float32(float):
    """A float that prints as a binary32 does."""


def _printable(type_: str, value: Any) -> Any:
    return _Float32(value) if type_ == "float32" and value is not None else value


def _finalize(value: Any) -> Any:
    """Print what a template's `{{ }}` gave as a display string shows it."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return shown_as("boolean", value)
    if isinstance(value, _Float32):
        return shown_as("float32", value)
    return shown_as("float64", value) if isinstance(value, float) else value


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, finalize=_finalize, autoescape=False
    )
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in _FILTERS}
    return environment


def _checked_names(template: str) -> tuple[str, ...]:
    from jinja2 import TemplateSyntaxError, meta, nodes

    try:
        tree = _environment().parse(template)
    except TemplateSyntaxError as error:
        raise DisplayError(str(error.message)) from None
    for node in tree.find_all(nodes.Node):
        kind = type(node).__name__
        if kind not in _NODES:
            message = f"a display template has no {kind.lower()}"
            raise DisplayError(message)
        if isinstance(node, (nodes.Filter, nodes.Test)):
            known = _FILTERS if isinstance(node, nodes.Filter) else _TESTS
            if node.name not in known:
                message = (
                    f"a display template has no {kind.lower()} `{node.name}`; there are {', '.join(known)}"
                )
                raise DisplayError(message)
    return tuple(sorted(meta.find_undeclared_variables(tree)))
