"""A config.json: its data, and where each field of it stands, where it came from a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.diagnostics import Diagnostic
from finetune_catalog.frozen import frozen
from finetune_catalog.wording import found, system_reason

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CONFIG = "config.json"
LARGEST = (
    4 * 2**20
)  #: bytes of a config.json; the longest published ones, with 21,000 class names, have 1 MiB
ABSENT: Any = object()  #: stands for a field that is not there
MODEL_TYPE = "model_type"
CLASSES = "architectures"
CACHE = "use_cache"  #: whether the library keeps keys and values, which some methods do not bear
LABEL_NAMES = "id2label"


class Unfit(Exception):  # noqa: N818 - a value on its way to a finding, not an error that callers see
    """A configuration that makes no model; `field` is the dotted name of the field to blame, where there is one."""

    def __init__(self, code: str, message: str, field: str | None, help_: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field
        self.help = help_


@frozen(eq=False)
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
        notes: tuple[str, ...] = (),
    ) -> Diagnostic:
        """Make a finding about a field, or about the whole."""
        span = self._span(field)
        subject = None if span is not None else self.name
        return Diagnostic(code, message, span=span, subject=subject, allowed=allowed, help=help_, notes=notes)

    def _span(self, field: str | None) -> Any:
        """Find where a field stands: only now is the text read with its places, for most files have no faults."""
        if self.text is None:
            return None
        from finetune_catalog.yamlsource import read_json

        document, _ = read_json(self.text, self.name)
        if document is None:
            return None
        return document.value(tuple(field.split(".")) if field else ())


def read_config(path: Path) -> tuple[Config | None, list[Diagnostic]]:
    """Read a config.json; a large file is refused before it is read whole, since none has that many fields."""
    shown = path.as_posix()
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        message = f"cannot read {shown}: {system_reason(error)}"
        return None, [Diagnostic("FC747", message, subject=shown)]
    if len(content) > LARGEST:
        message = f"{shown} is larger than {LARGEST // 2**20} MiB, and no {CONFIG} is"
        return None, [Diagnostic("FC747", message, subject=shown, help=f"name the {CONFIG} itself")]
    try:
        text = content.decode("utf-8-sig")
        import json

        read = json.loads(
            text
        )  # Infinity and NaN, which published files have, are taken where no field needs them
    except (ValueError, RecursionError):
        from finetune_catalog.yamlsource import read_json

        _, problems = read_json(content, shown)
        return None, list(problems) or [Diagnostic("FC747", f"{shown} is no JSON", subject=shown)]
    if not isinstance(read, dict):
        message = f"{shown} holds {found(read)}, not the fields of a model"
        return None, [Diagnostic("FC747", message, subject=shown, help=f"name a model's {CONFIG}")]
    return Config(read, shown, text), []
