"""A config.json: its data, and where each field of it stands, where it came from a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from finetune_catalog.diagnostics import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Mapping

ABSENT: Any = object()  #: stands for a field that is not there
MODEL_TYPE = "model_type"
CLASSES = "architectures"
LABEL_NAMES = "id2label"


class Unfit(Exception):  # noqa: N818 - a value on its way to a finding, not an error that callers see
    """A configuration that makes no model; `field` is the dotted name of the field to blame, where there is one."""

    def __init__(self, code: str, message: str, field: str | None, help_: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field
        self.help = help_


class Sought(NamedTuple):
    """What stands at a dotted name: the value (ABSENT where there is none), and the name it stands under."""

    value: Any
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Config:
    """The fields of a config.json; `name` is the file, or what messages call it; `text` the file's text, None for a mapping."""

    data: Mapping[str, Any]
    name: str
    text: str | None = None

    def get(self, name: str) -> Any:
        """Give the value at a dotted name, ABSENT where there is none or an object around it is null.

        Raises:
            Unfit: what should be an object around it is something else.
        """
        value: Any = self.data
        steps = name.split(".")
        for place, step in enumerate(steps):
            if not isinstance(value, dict) and not hasattr(value, "keys"):
                if value is None:
                    return ABSENT
                from finetune_catalog.wording import found

                outer = ".".join(steps[:place])
                raise Unfit("FC743", f"`{outer}` takes an object, not {found(value)}", outer)
            value = value.get(step, ABSENT)
            if value is ABSENT:
                return ABSENT
        return value

    def finding(
        self,
        code: str,
        message: str,
        field: str | None = None,
        help_: str | None = None,
        allowed: tuple[str, ...] = (),
    ) -> Diagnostic:
        """Make a finding about a field, or about the whole."""
        span = self._span(field)
        subject = None if span is not None else self.name
        return Diagnostic(code, message, span=span, subject=subject, allowed=allowed, help=help_)

    def _span(self, field: str | None) -> Any:
        """Find where a field stands: only now is the text read with its places, for most files have no faults."""
        if self.text is None:
            return None
        from finetune_catalog.yamlsource import read_json

        document, _ = read_json(self.text, self.name)
        if document is None:
            return None
        return document.value(tuple(field.split(".")) if field else ())
