"""The comment on line 1 that tells an editor which schema holds the file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from finetune_catalog.diagnostics import Diagnostic, Severity, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_MODELINE = re.compile(r"#\s*yaml-language-server:\s*\$schema=(?P<schema>\S+)\s*")


def modeline_for(kind: str, depth: int) -> str:
    """Write the line for a file of a kind that lies `depth` folders below the catalog's own (methods/x.yaml: 1)."""
    return f"# yaml-language-server: $schema={'../' * (depth + 1)}schemas/{kind}.schema.json"


def modeline(text: str, name: str, kind: str, depth: int, *, overlay: bool = False) -> Iterator[Diagnostic]:
    """Check a file's line 1: in the catalog it names the schema beside it, in an overlay at least the right kind's."""
    line = text.partition("\n")[0].rstrip("\r")
    match = _MODELINE.fullmatch(line)
    wanted = modeline_for(kind, depth)
    span = Span(name, 1, 1, 1, len(line) + 1)
    if match is None:
        if not overlay:
            yield Diagnostic(
                "FC220", "line 1 does not name the schema", Severity.ERROR, span, help=f"write `{wanted}`"
            )
        return
    span = Span(name, 1, match.start("schema") + 1, 1, match.end("schema") + 1)
    if match["schema"].rpartition("/")[2] != f"{kind}.schema.json":
        severity = Severity.WARNING if overlay else Severity.ERROR
        help_ = f"name {kind}.schema.json" if overlay else f"write `{wanted}`"
        message = f"line 1 names another schema than that of this file's kind, `{kind}`"
        yield Diagnostic("FC221", message, severity, span, help=help_)
    elif not overlay and line.rstrip() != wanted:
        message = "line 1 names a schema elsewhere than beside the catalog"
        yield Diagnostic("FC221", message, Severity.ERROR, span, help=f"write `{wanted}`")
