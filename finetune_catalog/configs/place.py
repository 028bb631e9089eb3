"""Where in what was given something stands: a path into a document, or into Python data, which has no lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.diagnostics.model import Diagnostic, Severity
from finetune_catalog.frozen import frozen
from finetune_catalog.yamlsource.document import at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finetune_catalog.diagnostics.model import Span
    from finetune_catalog.yamlsource import Document


@frozen
class Place:
    """A path into a document; without a document, into what Python code gave, which is `data`."""

    document: Document | None = None
    path: tuple[str | int, ...] = ()
    data: Any = None

    def __truediv__(self, step: str | int) -> Place:
        return Place(self.document, (*self.path, step), self.data)

    def below(self, steps: Iterable[str | int]) -> Place:
        """Give the place that these steps lead to from here."""
        return Place(self.document, (*self.path, *steps), self.data)

    @property
    def key(self) -> Span | None:
        """The span of the key that leads here."""
        return self.document.key(self.path) if self.document else None

    @property
    def value(self) -> Span | None:
        """The span of what stands here."""
        return self.document.value(self.path) if self.document else None

    @property
    def unreadable(self) -> bool:
        """Whether what stands here could not be read, which was reported."""
        return self.document is not None and self.path in self.document.flawed

    def get(self) -> Any:
        """Give what stands here, None where nothing does."""
        return at(self.document.data if self.document else self.data, self.path)

    def span(self, part: str) -> Span | None:
        """Give the span of the `key` or the `value`."""
        return self.key if part == "key" else self.value

    def __str__(self) -> str:
        text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path)
        return text.removeprefix(".")

    def finding(
        self, code: str, message: str, part: str = "value", severity: Severity = Severity.ERROR, **more: Any
    ) -> Diagnostic:
        """Make a finding here; where there is no document, its subject says where."""
        span = self.span(part)
        return Diagnostic(code, message, severity, span, None if span else str(self) or None, **more)
