"""What a schema has against a value, without the machinery that found it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from finetune_catalog.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jsonschema import ValidationError

Path: TypeAlias = tuple[str | int, ...]


@frozen
class Refusal:
    """A keyword of a schema that a value breaks.

    `wanted` is the keyword's own value, `schema` the mapping that holds it, `path` leads to the value (or, where
    `part` is key, to the value of the key that is refused), `inside` tells whether the path goes below the value that
    an enclosing `oneOf` or `anyOf` is about, `branch` which of its alternatives this is about.
    """

    keyword: str
    wanted: Any
    schema: Mapping[str, Any]
    value: Any
    path: Path
    part: Literal["key", "value"]
    inside: int = 0
    branch: Any = None
    alternatives: tuple[Refusal, ...] = ()


def refusal(error: ValidationError) -> Refusal:
    """Make a refusal of a jsonschema error and of the errors it is made of."""
    path: Path = tuple(error.absolute_path)
    value: Any = error.instance
    about_key = "propertyNames" in error.absolute_schema_path and isinstance(value, str)
    schema: Any = error.schema
    return Refusal(
        keyword=str(error.validator),
        wanted=error.validator_value,
        schema=schema if isinstance(schema, dict) else {},
        value=value,
        path=(*path, value) if about_key else path,
        part="key" if about_key else "value",
        inside=len(error.relative_path),
        branch=error.relative_schema_path[0] if error.relative_schema_path else None,
        alternatives=tuple(map(refusal, error.context or ())),
    )
