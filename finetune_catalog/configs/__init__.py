"""Configurations: reading them with their places, checking them against types, bounds and rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finetune_catalog.configs import documents, native
from finetune_catalog.configs.documents import Read, from_file, from_text
from finetune_catalog.configs.json_schema import schema
from finetune_catalog.configs.place import Place
from finetune_catalog.configs.rules import rule_findings
from finetune_catalog.configs.streaming import is_error, stream
from finetune_catalog.configure import Configuration
from finetune_catalog.configure.result import result_text
from finetune_catalog.diagnostics.model import Report
from finetune_catalog.frozen import frozen

if TYPE_CHECKING:
    from finetune_catalog.diagnostics.model import Diagnostic
    from finetune_catalog.models import Model
    from finetune_catalog.records import CatalogData

__all__ = [
    "Entry",
    "Place",
    "Read",
    "from_file",
    "from_text",
    "in_folder",
    "is_error",
    "parse",
    "parse_all",
    "read_source",
    "result_text",
    "schema",
    "stream",
    "validate",
]


@frozen
class Entry:
    """One configuration of a source: where it stands, and what it is, None where it is none."""

    place: Place
    configuration: Configuration | None


def parse(data: CatalogData, source: Any, model: Model | None = None) -> tuple[Configuration | None, Report]:
    """Read the one configuration of a source.

    Args:
        data: the catalog
        source: Python data, a text in JSON or YAML, or a path (a `Path`, or a string that names a file)
        model: the model to count on, None to leave counts out

    Returns:
        The configuration, or None and every finding.
    """
    found, report = parse_all(data, source, model)
    if len(found) == 1 or not report.ok:
        return (found[0].configuration if report.ok else None), report
    place = found[1].place if found else Place()
    message = f"one configuration is expected here, found {len(found) or 'none'}"
    hint = "`parse_all` reads several" if found else "write one"
    return None, Report.of([*report, place.finding("FC707", message, help=hint)], report.texts)


def parse_all(data: CatalogData, source: Any, model: Model | None = None) -> tuple[tuple[Entry, ...], Report]:
    """Read every configuration of a source, as `parse` does one: those of a list, of JSON lines, or the one it is."""
    read = read_source(data, source)
    made = list(_entries(data, source, read, model))
    findings = [finding for _, found in made for finding in found]
    found = tuple(entry for entry, _ in made if entry is not None)
    if read is None:
        return found, Report(tuple(findings))  # in the order of the data, which has no lines to sort by
    return found, Report.of(findings, read.texts)


def validate(data: CatalogData, source: Any, model: Model | None = None) -> Report:
    """Check every configuration of a source: forms, names, types, bounds, and the catalog's rules.

    Args:
        data: the catalog
        model: the model to count on, None to leave counts out
        source: as for `parse`; or what `from_file` and `from_text` read, one of these or an iterable of them
    """
    findings: list[Diagnostic] = []
    texts: dict[str, str] = {}
    for one, read in _sources(data, source):
        texts |= read.texts if read else {}
        for entry, found in _entries(data, one, read, model):
            findings += found
            if entry is not None and entry.configuration is not None:
                findings += rule_findings(entry.configuration, entry.place)
    return Report.of(findings, texts)


def _sources(data: CatalogData, source: Any) -> Iterator[tuple[Any, Read | None]]:
    """Yield each source with what was read of it, None for Python data."""
    if isinstance(source, Read):
        yield None, source
    elif isinstance(source, (str, bytes, Path, Mapping, Configuration)):
        yield source, read_source(data, source)
    elif not isinstance(source, Iterable):
        yield source, None
    else:
        given: list[Any] = []
        for one in source:
            if isinstance(one, Read):
                yield None, one
            else:
                given.append(one)
        if given:
            yield given, None


def read_source(data: CatalogData, source: Any) -> Read | None:
    """Read a text or a file; None for Python data, and for a string that is a method's tag and nothing else."""
    if isinstance(source, Path):
        return from_file(in_folder(data, source))
    if isinstance(source, bytes):
        return from_text(source)
    if not isinstance(source, str) or native.tagged(data, source):
        return None
    return from_file(in_folder(data, Path(source))) if _names_a_file(data, source) else from_text(source)


def in_folder(data: CatalogData, path: Path) -> Path:
    """Give the file that a program keeps its configuration in, of a folder that has one; else the path itself."""
    names = (name for framework in data.frameworks.values() for name in framework.files)
    try:
        return next((path / name for name in names if (path / name).is_file()), path)
    except (OSError, ValueError):
        return path


def _names_a_file(data: CatalogData, text: str) -> bool:
    """Tell a path from a text: it has one line and no brackets, and names a file, or ends as one does."""
    if len(text) > 4096 or any(character in text for character in '\n\r{["'):
        return False
    path = Path(text)
    try:
        return path.suffix.lower() in documents.SUFFIXES or in_folder(data, path).is_file()
    except (OSError, ValueError):
        return False


def _entries(
    data: CatalogData, source: Any, read: Read | None, model: Model | None = None
) -> Iterator[tuple[Entry | None, tuple[Diagnostic, ...]]]:
    """Yield every configuration of a source with what is wrong with it, of Python data where nothing was read.

    What is wrong with a text as such comes with no configuration.
    """
    if read is None:
        yield from _configurations(data, source, Place(data=source), model)
        return
    for document, findings in read.parts:
        if findings:
            yield None, findings
        if document is not None:
            yield from _configurations(data, document.data, Place(document), model)


def _configurations(
    data: CatalogData, value: Any, place: Place, model: Model | None
) -> Iterator[tuple[Entry, tuple[Diagnostic, ...]]]:
    """Yield the one configuration that a value is, or those of a list."""
    several = isinstance(value, (list, tuple))
    items = ((place / i, item) for i, item in enumerate(value)) if several else [(place, value)]
    for where, item in items:
        made, found = native.configuration(data, item, where, model)
        yield Entry(where, made), found
