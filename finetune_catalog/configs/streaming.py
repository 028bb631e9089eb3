"""One configuration a line in, one result a line out: in order, in constant memory, going on after a bad line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from finetune_catalog.configs.encoder import Encoder, encoders
from finetune_catalog.configs.native import configuration
from finetune_catalog.configs.place import Place
from finetune_catalog.configs.shapes import METHOD_KEY
from finetune_catalog.configure.result import result_text
from finetune_catalog.diagnostics.model import Severity
from finetune_catalog.output import json_text
from finetune_catalog.yamlsource import read_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from finetune_catalog.diagnostics.model import Diagnostic
    from finetune_catalog.models import Model
    from finetune_catalog.records import CatalogData

INPUT_NAME = "<input>"
LONGEST = 1 << 20  #: characters of one line
_ENDS = ("", "\n", "\r\n")
_UNSURE = (ValueError, KeyError, AttributeError, TypeError, ArithmeticError, RecursionError, StopIteration)


def stream(
    data: CatalogData, lines: Iterable[str], name: str = INPUT_NAME, model: Model | None = None
) -> Iterator[str]:
    """Evaluate configurations in JSON, one a line, to what `eval --format json` prints, one a line without its break.

    Blank lines are passed over. A line that is no configuration gives `{"line": n, "error": message, "findings": …}`.

    Args:
        data: the catalog
        lines: the lines, with or without their breaks; nothing is kept of them
        name: what findings call the input
        model: the model to count on, None to leave counts out
    """
    if model is not None:
        yield from filter(None, (_slowly(data, line, n, name, model) for n, line in enumerate(lines, 1)))
        return
    known: dict[str, Encoder] = encoders(data)
    by_word = {
        word: known[method.tag]
        for method in data.methods.values()
        if method.tag in known
        for word in (method.tag, method.id)
    }
    # what json.loads calls, without its two searches for blanks
    scan: Callable[[str, int], tuple[Any, int]] = json.JSONDecoder().scan_once  # type: ignore[attr-defined]
    for number, line in enumerate(lines, 1):
        text = None
        try:
            value, end = scan(line, 0)
            if line[end:] not in _ENDS:
                value = json.loads(line)
            if type(value) is str:
                text = known[value](None, line, 2)
            elif METHOD_KEY in value:
                text = by_word[value.pop(METHOD_KEY)](value or None, line, 4)
            else:
                ((tag, content),) = value.items()
                text = known[tag](content, line, 2)
        except _UNSURE:
            pass  # whatever is not certainly right takes the way that says what is wrong
        if text is None:
            text = _slowly(data, line, number, name)
        if text:
            yield text


def is_error(text: str) -> bool:
    """Whether a line that `stream` gave tells of an error."""
    return text.startswith('{"line":')


def _slowly(data: CatalogData, line: str, number: int, name: str, model: Model | None = None) -> str:
    """Read a line with places and messages; an empty text for a blank one."""
    line = line.rstrip("\r\n")
    if not line.strip():
        return ""
    document, findings = read_json(line, name, limit=LONGEST, first_line=number)
    made = None
    if document is not None:
        made, found = configuration(data, document.data, Place(document), model)
        findings = (*findings, *found)
    wrong = tuple(finding for finding in findings if finding.severity is Severity.ERROR)
    if made is None or wrong:
        return _error(number, wrong or findings)
    return result_text(data, made)


def _error(number: int, findings: tuple[Diagnostic, ...]) -> str:
    return json_text(
        {"line": number, "error": _said(findings[0]), "findings": [_finding(one) for one in findings]}
    )


def _said(finding: Diagnostic) -> str:
    return f"{finding.message}; {finding.help}" if finding.help else finding.message


def _finding(finding: Diagnostic) -> dict[str, Any]:
    made: dict[str, Any] = {"code": finding.code, "message": finding.message}
    if finding.span is not None:
        made["column"] = finding.span.column
    if finding.allowed:
        made["allowed"] = finding.allowed
    if finding.help:
        made["help"] = finding.help
    return made
