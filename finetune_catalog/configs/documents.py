"""From a file or a text to documents: JSON, JSON lines or YAML, by the file's name, else by what the text looks like."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from finetune_catalog.diagnostics.model import Diagnostic
from finetune_catalog.frozen import field, frozen
from finetune_catalog.wording import system_reason
from finetune_catalog.yamlsource import read, read_json, read_json_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from finetune_catalog.yamlsource import Document

TEXT_NAME = "<text>"
LINES = "lines"  #: the form of a file with one value a line
LARGEST = 64 * 2**20  #: bytes of one file of lines
LARGEST_WHOLE = 8 * 2**20  #: bytes of any other: more values than are read of one have no room in fewer
_LINES = re.compile(r'[ \t]*(?:[{["]|null|true|false|-?[0-9])')


#: a document, None where there is none, and what is wrong with its text as such
Part: TypeAlias = "tuple[Document | None, tuple[Diagnostic, ...]]"


@frozen
class Read:
    """What a source holds: its documents in order, and the text for messages. Those of lines are read whenever they are asked for."""

    parts: Iterable[Part]
    texts: dict[str, str] = field(default_factory=dict)


@frozen
class _Lines:
    """The values of a text, one a line: no more of them is kept than is asked for."""

    text: str
    name: str

    def __iter__(self) -> Iterator[Part]:
        return read_json_lines(self.text, self.name)


def from_file(path: Path | str, name: str | None = None) -> Read:
    """Read a file; its findings call it `name`, or as it was named. Of one that is too large nothing is looked at."""
    shown = name or str(path).replace("\\", "/")
    form = _FORMS.get(Path(path).suffix.lower())
    try:
        with Path(path).open("rb") as file:
            content = file.read((LARGEST if form in (None, LINES) else LARGEST_WHOLE) + 1)
    except (OSError, ValueError) as error:
        message = f"cannot read {shown}: {system_reason(error)}"
        return Read(((None, (Diagnostic("FC710", message, subject=shown),)),))
    return from_text(content, shown, form)


def from_text(text: str | bytes, name: str = TEXT_NAME, form: str | None = None) -> Read:
    """Read a text as `json`, `lines` or `yaml`; without a form, as the first of these that it can be."""
    if form is None:
        form = _guess(text)
    shown = text if isinstance(text, str) else text.decode("utf-8", "replace")
    texts = {name: shown.removeprefix("\ufeff")}
    if form != LINES:
        reader = read_json if form == "json" else read
        return Read((reader(text, name, limit=LARGEST_WHOLE),), texts)
    try:
        return Read(_Lines(text if isinstance(text, str) else text.decode("utf-8"), name), texts)
    except UnicodeDecodeError:
        return Read((read_json(text, name, limit=LARGEST),), texts)  # which says which byte it is


_FORMS = {".json": "json", ".jsonl": LINES, ".ndjson": LINES, ".yaml": "yaml", ".yml": "yaml"}
SUFFIXES = frozenset(_FORMS)


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
