"""What to write instead: words for types, and the mistakes that YAML makes easy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from finetune_catalog.text import word_list
from finetune_catalog.wording import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

_TYPES = {
    "object": "a mapping",
    "array": "a list",
    "string": "a string",
    "integer": "an integer",
    "number": "a number",
    "boolean": "a boolean",
    "null": "null",
}
_TRUTHY = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}
_NUMBER = re.compile(r"[-+]?[0-9][0-9_,]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?")


def one_of_types(types: list[str]) -> str:
    """Say which types are wanted: `a number or a string`."""
    return word_list([_TYPES.get(name, name) for name in types], "or")


def for_type(types: list[str], value: Any) -> str | None:
    """Say how to mend a value of the wrong type, where what was meant is plain."""
    if isinstance(value, str):
        return _for_string(types, value)
    if value is None:
        return (
            "write its fields below it, indented, or `{}` for none" if "object" in types else "write a value"
        )
    if types == ["string"] and isinstance(value, (int, float)):
        return "put it in quotes"
    if "integer" in types and isinstance(value, float) and value.is_integer() and abs(value) < 2**63:
        return f"write {int(value)}"
    if "array" in types and not isinstance(value, dict):
        return f"write [{shown(value)}]"
    return None


def _for_string(types: list[str], text: str) -> str | None:
    if "boolean" in types and text.lower() in _TRUTHY:
        return f"YAML 1.2 reads `{text}` as a string; write {_TRUTHY[text.lower()]}"
    if {"number", "integer"} & set(types) and _NUMBER.fullmatch(text):
        plain = text.replace("_", "").replace(",", "")
        return f"write {plain}" + (" without quotes" if plain == text else "")
    if "array" in types and "object" not in types:
        return f"write [{text}]" if len(text) <= 40 else "write it as a list"
    return None


def example(schema: Mapping[str, Any]) -> str | None:
    """Quote the first example that a schema gives."""
    examples = schema.get("examples")
    return f"for example `{examples[0]}`" if examples and isinstance(examples[0], str) else None


_FOLDERS = frozenset({"method", "architecture"})  #: kinds whose entries have a file each


def where_to_add(kind: str) -> str:
    """Say where an entry of a kind would be added."""
    return f"add a file for it to {kind}s/" if kind in _FOLDERS else f"add it to {kind}s.yaml"


def slug(text: Any, pattern: str) -> str | None:
    """Give the id that a text was probably meant to be, where the pattern is that of an id."""
    if not isinstance(text, str) or len(text) > 60:
        return None
    words = re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")
    return words if words and pattern.startswith("^[a-z]") and re.search(pattern, words) else None
