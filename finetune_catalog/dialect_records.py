"""How other programs write configurations, as frozen values without logic."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from finetune_catalog.frozen import field, frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.diagnostics import Span


@frozen
class FieldMapping:
    """A field of another program's configuration: the parameter it is, what it is where it is left out, how values change.

    `default` is a one-tuple where the program's own default differs; `present` stands for any value but null, `filled`
    for any but null and empty ones; `listed` says that one text is given in place of a list, `whole` that a number with a
    fraction counts by its whole part there, `refuses_null` that null is refused where it otherwise is false. With `fields`
    the field holds fields of its own.
    """

    to: str | None
    default: tuple[Any, ...] = ()
    values: tuple[tuple[Any, Any], ...] = ()
    present: tuple[Any, ...] = ()
    listed: bool = False
    filled: tuple[Any, ...] = ()
    fields: Mapping[str, FieldMapping] | None = None
    whole: bool = False
    refuses_null: bool = False

    @property
    def foreign(self) -> tuple[str, ...]:
        """Words that stand here for values of theirs, and are none of theirs themselves."""
        theirs = [value for value, _ in self.values]
        return tuple(
            dict.fromkeys(ours for _, ours in self.values if isinstance(ours, str) and ours not in theirs)
        )


@frozen
class Dialect:
    """How a framework's configurations write a method: since which version of it, and `later` fields since theirs."""

    name: str
    fields: Mapping[str, FieldMapping]
    ignored: tuple[str, ...] = ()
    since: str | None = None
    later: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@frozen
class Framework:
    """frameworks/<id>.yaml: a program's form of configurations."""

    id: str
    title: str
    summary: str
    sources: tuple[str, ...]
    since: str
    method_key: str
    fields: Mapping[str, FieldMapping]
    ignored: tuple[str, ...] = ()
    refuses_unknown: bool = False
    span: Span | None = None
    files: tuple[str, ...] = ()  #: what its files are called
    version_key: str | None = None  #: the field that says which version of it wrote a file
    null_is_false: bool = False  #: whether null stands for false where a field is true or false
