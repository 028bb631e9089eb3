"""YAML and JSON files as plain data with the place of every key and value; what misleads readers is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.diagnostics.snippet import LINE_BREAK
from finetune_catalog.yamlsource.decode import LARGEST
from finetune_catalog.yamlsource.document import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finetune_catalog.diagnostics import Diagnostic


def read(
    text: str | bytes, name: str, *, limit: int = LARGEST
) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """Read one YAML document: its data with places, and everything wrong with the file.

    Scalars mean what YAML 1.2's core schema says. Duplicate keys, anchors, aliases, tags, merge keys and directives
    are errors that leave a document all the same; broken syntax, wrong encodings, deep nesting and files larger
    than `limit` leave None. Never raises; hostile input takes bounded time and memory.
    """
    from finetune_catalog.yamlsource.decode import decode
    from finetune_catalog.yamlsource.events import parse

    decoded, found = decode(text, name, limit)
    if decoded is None:
        return None, tuple(found)
    document, more = parse(decoded, name)
    return document, (*found, *more)


def read_json(
    text: str | bytes, name: str, *, limit: int = LARGEST, first_line: int = 1
) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """Read one JSON value as `read` does YAML; `first_line` is the number of the text's first line in its file.

    `-0` is the float -0.0 (as serde_json has it). Comments and commas after a last entry are errors that leave a
    document all the same.
    """
    from finetune_catalog.yamlsource.decode import decode
    from finetune_catalog.yamlsource.quickjson import data_of

    decoded, found = decode(text, name, limit, first_line)
    if decoded is None:
        return None, tuple(found)
    quick = data_of(decoded)
    if quick is not None:
        return Document(name, decoded, quick[0], None, first_line=first_line), tuple(found)
    from finetune_catalog.yamlsource.jsontext import scanned

    document, more = scanned(decoded).finish(name, decoded, first_line)
    return document, (*found, *more)


def read_json_lines(
    text: str, name: str, *, limit: int = LARGEST
) -> Iterator[tuple[Document | None, tuple[Diagnostic, ...]]]:
    """Read one JSON value a line, lazily; blank lines are skipped; `limit` holds for each line.

    Each document's `text` is its own line, its places are those of the whole file.
    """
    for number, line in enumerate(_lines_of(text), 1):
        if line.strip(" \t"):
            yield read_json(line, name, limit=limit, first_line=number)


def _lines_of(text: str) -> Iterator[str]:
    """Yield the lines of a text without their breaks, one after the other: there may be millions."""
    start = 0
    for match in LINE_BREAK.finditer(text):
        yield text[start : match.start()]
        start = match.end()
    yield text[start:]


__all__ = ["LARGEST", "Document", "read", "read_json", "read_json_lines"]
