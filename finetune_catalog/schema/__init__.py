"""The shape of each kind of file: JSON Schema validation that ends in findings a person can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Protocol

from finetune_catalog.schema.modeline import modeline, modeline_for
from finetune_catalog.schema.vocabulary import vocabulary_document, vocabulary_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finetune_catalog.diagnostics import Diagnostic, Span
    from finetune_catalog.schema.validators import Validators
    from finetune_catalog.schema.vocabulary import Vocabulary


class Located(Protocol):
    """Data that knows where each part of it stands: a Document, or several laid over each other."""

    @property
    def data(self) -> Any:
        """Plain dicts, lists and scalars."""

    @property
    def flawed(self) -> tuple[tuple[str | int, ...], ...]:
        """Paths whose value is a stand-in for one that could not be read."""

    def locate(self, path: Sequence[str | int], part: Literal["key", "value"] = "value") -> Span:
        """Where the key that leads to `path`, or the value there, stands."""


def validate(document: Located, kind: str, vocabulary: Vocabulary) -> tuple[Diagnostic, ...]:
    """Hold a file's data to the schema of its kind; every finding with its place, what is allowed, the nearest word.

    `vocabulary` maps kinds of entries (metric, parameter, source, unit, method, ...) to their ids; it stands in for
    vocabulary.schema.json, so that an id added anywhere is known everywhere at once. Pass the same object for every
    file of a catalog and leave it unchanged meanwhile: what is prepared for it is kept.
    """
    from finetune_catalog.schema.findings import findings

    refusals = _prepared(vocabulary).refusals(kind, document.data)
    return tuple(dict.fromkeys(findings(refusals, document)))


def _prepared(vocabulary: Vocabulary) -> Validators:
    """Prepare validators for a vocabulary, once for as long as the same object is passed."""
    from finetune_catalog.schema.validators import Validators

    if not _last or _last[0].vocabulary is not vocabulary:
        _last[:] = [Validators(vocabulary)]
    return _last[0]


_last: list[Validators] = []

__all__ = ["Located", "modeline", "modeline_for", "validate", "vocabulary_document", "vocabulary_text"]
