"""YAML and JSON files as plain data with the place of every key and value; what misleads readers is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.yamlsource.decode import LARGEST
from finetune_catalog.yamlsource.document import Document

if TYPE_CHECKING:
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


__all__ = ["LARGEST", "Document", "read"]
