"""What programs read: JSON, GitHub workflow commands, SARIF."""

import json
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from finetune_catalog.diagnostics import (
    Diagnostic,
    Report,
    Severity,
    Span,
    render_github,
    render_json,
    render_sarif,
)

REPORT = Report.of(
    [
        Diagnostic("FC201", "unknown key `rnak`", span=Span("conf igs/ä,b:c.yaml", 3, 2, 3, 6), allowed=("rank", "alpha"), help="did you mean `rank`?"),
        Diagnostic("FC112", "duplicate key `a`", span=Span("b.yaml", 9, 1, 9, 2), related=((Span("b.yaml", 1, 1, 1, 2), "first given here"),)),
        Diagnostic("FC701", "50% of\r\nit: wrong\x1b", Severity.WARNING, Span("/abs/c.json", 1, 1, 4, 2), rule="rank-zero", notes=("a note",)),
        Diagnostic("FC901", "unknown verb", Severity.NOTE, subject="command line"),
    ]
)  # fmt: skip


def test_json_has_every_field_that_has_a_value() -> None:
    data = json.loads(render_json(REPORT))

    assert {key: data[key] for key in ("errors", "warnings", "notes")} == {
        "errors": 2,
        "warnings": 1,
        "notes": 1,
    }
    assert data["findings"] == [
        {"severity": "note", "code": "FC901", "message": "unknown verb", "subject": "command line"},
        {
            "severity": "warning", "code": "FC701", "rule": "rank-zero", "message": "50% of\r\nit: wrong\x1b",
            "file": "/abs/c.json", "line": 1, "column": 1, "end_line": 4, "end_column": 2, "notes": ["a note"],
        },
        {
            "severity": "error", "code": "FC112", "message": "duplicate key `a`",
            "file": "b.yaml", "line": 9, "column": 1, "end_line": 9, "end_column": 2,
            "related": [{"file": "b.yaml", "line": 1, "column": 1, "end_line": 1, "end_column": 2, "message": "first given here"}],
        },
        {
            "severity": "error", "code": "FC201", "message": "unknown key `rnak`", "help": "did you mean `rank`?", "allowed": ["rank", "alpha"],
            "file": "conf igs/ä,b:c.yaml", "line": 3, "column": 2, "end_line": 3, "end_column": 6,
        },
    ]  # fmt: skip


@pytest.mark.parametrize("render", [render_json, render_sarif, render_github])
def test_a_lone_surrogate_does_not_keep_a_report_from_being_written(render: Any) -> None:
    report = Report.of([Diagnostic("FC201", "\udc80", span=Span("\udc80.yaml", 1, 1, 1, 2))])

    assert render(report).encode("utf-8")


# The escapes of the runner's own parser (github.com/actions/toolkit, packages/core/src/command.ts).
def test_github_commands_are_escaped_as_the_runner_reads_them() -> None:
    assert render_github(REPORT).splitlines() == [
        "::notice title=FC901::command line: unknown verb",
        "::warning file=/abs/c.json,line=1,endLine=4,title=rank-zero::50%25 of%0D%0Ait: wrong\\x1b%0Anote: a note".replace("%0D%0A", "\\r\\n"),
        "::error file=b.yaml,line=9,endLine=9,col=1,endColumn=2,title=FC112::duplicate key `a`%0Ab.yaml:1:1: first given here",
        "::error file=conf igs/ä%2Cb%3Ac.yaml,line=3,endLine=3,col=2,endColumn=6,title=FC201::unknown key `rnak`%0Ahelp: did you mean `rank`?%0Aallowed: rank, alpha",
    ]  # fmt: skip


def test_no_message_can_begin_a_github_command_of_its_own() -> None:
    report = Report.of(
        [Diagnostic("FC201", "x\n::set-output name=a::b", span=Span("a\n::error::.yaml", 1, 1, 1, 2))]
    )

    lines = render_github(report).splitlines()

    assert len(lines) == 1
    assert lines[0].startswith("::error file=")


def run_of(report: Report) -> dict[str, Any]:
    log = json.loads(render_sarif(report))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    return run  # type: ignore[no-any-return]


def test_sarif_has_what_the_standard_requires() -> None:
    """SARIF 2.1.0: sections 3.13 (log), 3.18 (tool), 3.19.23 (rules), 3.27 (result), 3.29 (location), 3.30 (region)."""
    run = run_of(REPORT)

    driver = run["tool"]["driver"]
    assert driver["name"] == "finetune-catalog"
    identifiers = [rule["id"] for rule in driver["rules"]]
    assert len(identifiers) == len(set(identifiers))
    assert run["columnKind"] == "unicodeCodePoints"
    for result in run["results"]:
        assert result["message"]["text"]
        assert result["level"] in {"none", "note", "warning", "error"}
        assert identifiers[result["ruleIndex"]] == result["ruleId"]
        for location in [*result.get("locations", []), *result.get("relatedLocations", [])]:
            physical = location["physicalLocation"]
            assert physical["region"].keys() == {"startLine", "startColumn", "endLine", "endColumn"}
            assert min(physical["region"].values()) >= 1
            uri = physical["artifactLocation"]["uri"]
            assert uri.isascii()
            assert not set(uri) & set(' <>"{}|\\^`')


def test_sarif_results_carry_their_places() -> None:
    run = run_of(REPORT)

    assert [result["ruleId"] for result in run["results"]] == ["FC901", "rank-zero", "FC112", "FC201"]
    assert "locations" not in run["results"][0]
    assert run["results"][0]["message"]["text"] == "command line: unknown verb"
    assert run["results"][2]["relatedLocations"][0]["message"]["text"] == "first given here"
    uris = [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in run["results"][1:]]
    assert uris[:2] == ["file:///abs/c.json", "b.yaml"]
    assert unquote(urlsplit(uris[2]).path) == "conf igs/ä,b:c.yaml"


def test_a_relative_path_with_a_colon_is_not_read_as_a_scheme() -> None:
    report = Report.of([Diagnostic("FC201", "x", span=Span("a:b.yaml", 1, 1, 1, 2))])

    uri = run_of(report)["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]

    assert not urlsplit(uri).scheme
    assert unquote(uri) == "a:b.yaml"


@pytest.mark.parametrize("file", ["C:\\configs\\a.yaml", "C:/configs/a.yaml"])
def test_a_windows_path_is_a_file_uri(file: str) -> None:
    report = Report.of([Diagnostic("FC201", "x", span=Span(file, 1, 1, 1, 2))])

    uri = run_of(report)["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]

    assert uri == "file:///C:/configs/a.yaml"


def test_sarif_explains_codes_by_their_pages() -> None:
    rules = {rule["id"]: rule for rule in run_of(REPORT)["tool"]["driver"]["rules"]}

    assert rules["FC112"]["shortDescription"]["text"] == "duplicate key"
    assert rules["rank-zero"] == {"id": "rank-zero"}


def test_an_empty_report_is_still_a_document() -> None:
    assert json.loads(render_json(Report())) == {"findings": [], "errors": 0, "warnings": 0, "notes": 0}
    assert run_of(Report())["results"] == []
    assert render_github(Report()) == ""
