"""A report as SARIF 2.1.0, the form that code-scanning services take."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from finetune_catalog.diagnostics.snippet import safe
from finetune_catalog.version import __version__

if TYPE_CHECKING:
    from finetune_catalog.diagnostics.model import Diagnostic, Report, Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")


def render_sarif(report: Report) -> str:
    """Write a SARIF log with one run: every finding a result, every code or rule a reporting descriptor."""
    import json

    rules: dict[str, dict[str, Any]] = {}
    for diagnostic in report:
        rules.setdefault(_rule_id(diagnostic), _descriptor(diagnostic))
    order = {rule: index for index, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {"name": "finetune-catalog", "version": __version__, "rules": list(rules.values())}
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(diagnostic, order[_rule_id(diagnostic)]) for diagnostic in report],
    }
    return (
        json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)
        + "\n"
    )


def _rule_id(diagnostic: Diagnostic) -> str:
    return diagnostic.rule or diagnostic.code


def _descriptor(diagnostic: Diagnostic) -> dict[str, Any]:
    from finetune_catalog.diagnostics.codes import PAGES

    page = PAGES.get(diagnostic.code)
    if page is None or diagnostic.rule:
        return {"id": _rule_id(diagnostic)}
    return {
        "id": page.code,
        "shortDescription": {"text": page.title},
        "fullDescription": {"text": page.explanation},
        "help": {"text": page.fix},
    }


def _result(diagnostic: Diagnostic, rule: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": _rule_id(diagnostic),
        "ruleIndex": rule,
        "level": diagnostic.severity.value,
        "message": {"text": _text(diagnostic)},
    }
    if diagnostic.span:
        result["locations"] = [{"physicalLocation": _location(diagnostic.span)}]
    if diagnostic.related:
        result["relatedLocations"] = [
            {"id": index, "message": {"text": safe(remark)}, "physicalLocation": _location(span)}
            for index, (span, remark) in enumerate(diagnostic.related)
        ]
    return result


def _text(diagnostic: Diagnostic) -> str:
    parts = [
        diagnostic.message if diagnostic.span else f"{diagnostic.subject or 'here'}: {diagnostic.message}"
    ]
    if diagnostic.help:
        parts.append(diagnostic.help)
    if diagnostic.allowed:
        parts.append(f"allowed: {', '.join(diagnostic.allowed)}")
    return safe("; ".join([*parts, *diagnostic.notes]))


def _location(span: Span) -> dict[str, Any]:
    region = {"startLine": span.line, "startColumn": span.column, "endLine": span.end_line}
    return {"artifactLocation": _artifact(span.file), "region": {**region, "endColumn": span.end_column}}


def _artifact(file: str) -> dict[str, str]:
    """Write a path as a URI: relative to the root of the sources, or absolute with its scheme."""
    from urllib.parse import quote

    path = quote(
        file.replace("\\", "/"),
        safe="/:@!$&'()*+,;=~" if _DRIVE.match(file) else "/@!$&'()*+,;=~",
        errors="replace",
    )
    if file.startswith("/"):
        return {"uri": f"file://{path}"}
    if _DRIVE.match(file):
        return {"uri": f"file:///{path}"}
    return {"uri": path}
