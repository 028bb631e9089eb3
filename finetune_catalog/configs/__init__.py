"""Configurations: reading them with their places, checking them against types, bounds and rules."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finetune_catalog.configs import documents, native
from finetune_catalog.configs.documents import Read, from_file, from_text
from finetune_catalog.configs.place import Place
from finetune_catalog.configs.rules import rule_findings
from finetune_catalog.configs.schema import schema
from finetune_catalog.configs.stream import is_error, stream
from finetune_catalog.diagnostics.model import Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from finetune_catalog.configure import Configuration
    from finetune_catalog.diagnostics.model import Diagnostic
    from finetune_catalog.records import CatalogData

__all__ = [
    "Entry",
    "Place",
    "Read",
    "from_file",
    "from_text",
    "is_error",
    "parse",
    "parse_all",
    "read_source",
    "schema",
    "stream",
    "validate",
]


@dataclass(frozen=True, slots=True)
class Entry:
    """One configuration of a source: where it stands, and what it is, None where it is none."""

    place: Place
    configuration: Configuration | None


def parse(data: CatalogData, source: Any) -> tuple[Configuration | None, Report]:
    """Read the one configuration of a source.

    Args:
        data: the catalog
        source: Python data, a text in JSON or YAML, or a path (a `Path`, or a string that names a file)

    Returns:
        The configuration, or None and every finding.
    """
    found, report = parse_all(data, source)
    if len(found) == 1 or not report.ok:
        return (found[0].configuration if report.ok else None), report
    place = found[1].place if found else Place()
    message = f"one configuration is expected here, found {len(found) or 'none'}"
    hint = "`parse_all` reads several" if found else "write one"
    return None, Report.of([*report, place.finding("FC707", message, help=hint)], report.texts)


def parse_all(data: CatalogData, source: Any) -> tuple[tuple[Entry, ...], Report]:
    """Read every configuration of a source, as `parse` does one: those of a list, of JSON lines, or the one it is."""
    read = read_source(data, source)
    values = [(source, Place())] if read is None else [(d.data, Place(d)) for d in read.documents]
    made = [pair for value, place in values for pair in _entries(data, value, place)]
    findings = [*(read.findings if read else ()), *(finding for _, found in made for finding in found)]
    return tuple(entry for entry, _ in made), Report.of(findings, read.texts if read else None)


def validate(data: CatalogData, sources: Iterable[Read]) -> Report:
    """Check every configuration of what was read: forms, names, types, bounds, and the catalog's rules.

    Args:
        data: the catalog
        sources: what `from_file` or `from_text` gave; what they found is part of the report
    """
    findings: list[Diagnostic] = []
    texts: dict[str, str] = {}
    for read in sources:
        findings += read.findings
        texts |= read.texts
        for document in read.documents:
            for entry, found in _entries(data, document.data, Place(document)):
                findings += found
                if entry.configuration is not None:
                    findings += rule_findings(entry.configuration, entry.place)
    return Report.of(findings, texts)


def read_source(data: CatalogData, source: Any) -> Read | None:
    """Read a text or a file; None for Python data, and for a string that is a method's tag and nothing else."""
    if isinstance(source, Path):
        return from_file(source)
    if isinstance(source, bytes):
        return from_text(source)
    if not isinstance(source, str) or native.tagged(data, source):
        return None
    return from_file(source) if _names_a_file(source) else from_text(source)


def _names_a_file(text: str) -> bool:
    """Tell a path from a text: it has one line and no brackets, and names a file or ends as one does."""
    if len(text) > 4096 or any(character in text for character in '\n\r{["'):
        return False
    path = Path(text)
    try:
        return path.suffix.lower() in documents.SUFFIXES or path.is_file()
    except (OSError, ValueError):
        return False


def _entries(data: CatalogData, value: Any, place: Place) -> Iterator[tuple[Entry, tuple[Diagnostic, ...]]]:
    if isinstance(value, (list, tuple)):
        pairs = [(place / position, item) for position, item in enumerate(value)]
    else:
        pairs = [(place, value)]
    for where, item in pairs:
        made, found = native.configuration(data, item, where)
        yield Entry(where, made), found
