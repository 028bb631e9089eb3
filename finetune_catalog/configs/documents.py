"""From a file or a text to documents: JSON, JSON lines or YAML, by the file's name, else by what the text looks like."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from finetune_catalog.diagnostics.model import Diagnostic
from finetune_catalog.frozen import field, frozen
from finetune_catalog.wording import system_reason
from finetune_catalog.yamlsource import read, read_json, read_json_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from finetune_catalog.yamlsource import Document

TEXT_NAME = "<text>"
LINES = "lines"  #: the form of a file with one value a line
LARGEST = 64 * 2**20  #: bytes of one file of lines
LARGEST_WHOLE = 8 * 2**20  #: bytes of any other: more values than are read of one have no room in fewer
_LINES = re.compile(r'[ \t]*(?:[{["]|null|true|false|-?[0-9])')


@frozen
class Read:
    """What a source holds: documents in order, everything wrong with the text as such, and the text for messages."""

    documents: tuple[Document, ...]
    findings: tuple[Diagnostic, ...]
    texts: dict[str, str] = field(default_factory=dict)


def from_file(path: Path | str, name: str | None = None) -> Read:
    """Read a file; its findings call it `name`, or as it was named. Of one that is too large nothing is looked at."""
    shown = name or str(path).replace("\\", "/")
    form = _FORMS.get(Path(path).suffix.lower())
    try:
        with Path(path).open("rb") as file:
            content = file.read((LARGEST if form in (None, LINES) else LARGEST_WHOLE) + 1)
    except (OSError, ValueError) as error:
        message = f"cannot read {shown}: {system_reason(error)}"
        return Read((), (Diagnostic("FC710", message, subject=shown),))
    return from_text(content, shown, form)


def from_text(text: str | bytes, name: str = TEXT_NAME, form: str | None = None) -> Read:
    """Read a text as `json`, `lines` or `yaml`; without a form, as the first of these that it can be."""
    if form is None:
        form = _guess(text)
    if form == LINES:
        documents, findings = _read_lines(text, name)
    else:
        reader: Callable[..., tuple[Document | None, tuple[Diagnostic, ...]]] = (
            read_json if form == "json" else read
        )
        document, findings = reader(text, name, limit=LARGEST_WHOLE)
        documents = () if document is None else (document,)
    shown = text if isinstance(text, str) else text.decode("utf-8", "replace")
    return Read(documents, findings, {name: shown.removeprefix("\ufeff")})


_FORMS = {".json": "json", ".jsonl": LINES, ".ndjson": LINES, ".yaml": "yaml", ".yml": "yaml"}
SUFFIXES = frozenset(_FORMS)


def _read_lines(text: str | bytes, name: str) -> tuple[tuple[Document, ...], tuple[Diagnostic, ...]]:
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError:
            return (), read_json(text, name, limit=LARGEST)[1]  # which says which byte it is
    documents: list[Document] = []
    findings: list[Diagnostic] = []
    for document, found in read_json_lines(text, name):
        findings += found
        if document is not None:
            documents.append(document)
    return tuple(documents), tuple(findings)


def _guess(text: str | bytes) -> str:
    """Tell JSON and JSON lines from YAML, of which JSON is a part: by whether the whole, or each line, can be read as JSON."""
    start = text[:1000] if isinstance(text, str) else text[:1000].decode("utf-8", "replace")
    if not start.lstrip("\ufeff \t\r\n").startswith(("{", "[", '"')):
        return "yaml"
    if len(text) <= LARGEST_WHOLE and _is_json(text):
        return "json"
    shown = text if isinstance(text, str) else text.decode("utf-8", "replace")
    lines = [line for line in shown.splitlines() if line.strip()]
    if len(lines) > 1 and all(_LINES.match(line) for line in lines) and _is_json(lines[0]):
        return LINES
    return "yaml"


def _is_json(text: str | bytes) -> bool:
    import json

    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
