"""What people see: the caret stands under what is meant, whatever the line holds."""

import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finetune_catalog.diagnostics import (
    Diagnostic,
    Report,
    Severity,
    Span,
    render_lines,
    render_text,
    summary,
)
from finetune_catalog.diagnostics.snippet import mark, width


def finding(line: int, start: int, end: int, **fields: object) -> Diagnostic:
    return Diagnostic("FC999", "wrong", span=Span("a.yaml", line, start, line, end), **fields)  # type: ignore[arg-type]


def drawn(text: str, diagnostic: Diagnostic, **options: object) -> list[str]:
    report = Report.of([diagnostic], {"a.yaml": text})
    return render_text(report, **options).splitlines()  # type: ignore[arg-type]


def under_the_caret(lines: list[str]) -> str:
    """What the terminal shows above the carets."""
    source, carets = next((a, b) for a, b in pairwise(lines) if re.search(r"\| +\^+|\| \^", b))
    start, end = carets.index("^"), carets.rindex("^") + 1
    column, shown = 0, ""
    for character in source:
        if start <= column < end:
            shown += character
        column += width(character)
    return shown


def test_a_finding_is_drawn_as_compilers_do() -> None:
    text = "metrics:\n  x:\n" + "\n" * 21 + '    formula: "layers * 2 * rank * d_modle"\n'
    diagnostic = Diagnostic(
        "FC204",
        "unknown name `d_modle`",
        span=Span("catalog/methods/lora.yaml", 24, 35, 24, 42),
        help="did you mean `d_model`?",
        notes=("names here: rank, alpha",),
        allowed=("alpha", "rank"),
    )

    assert render_text(Report.of([diagnostic], {"catalog/methods/lora.yaml": text})) == (
        "error[FC204]: unknown name `d_modle`\n"
        "  --> catalog/methods/lora.yaml:24:35\n"
        "   |\n"
        '24 |     formula: "layers * 2 * rank * d_modle"\n'
        "   |                                   ^^^^^^^\n"
        "   = help: did you mean `d_model`?\n"
        "   = allowed: alpha, rank\n"
        "   = note: names here: rank, alpha\n"
    )


def test_a_second_place_has_its_own_snippet_and_remark() -> None:
    diagnostic = finding(12, 1, 2, related=((Span("a.yaml", 1, 1, 1, 2), "first given here"),))

    assert drawn("a: 1\n" * 12, diagnostic)[1:] == [
        "  --> a.yaml:12:1",
        "   |",
        "12 | a: 1",
        "   | ^",
        "  ::: a.yaml:1:1",
        "   |",
        " 1 | a: 1",
        "   | - first given here",
    ]


def test_a_finding_without_a_file_names_its_subject() -> None:
    report = Report.of([Diagnostic("FC901", "unknown verb `lst`", subject="finetune-catalog lst")])

    assert render_text(report) == "error[FC901]: unknown verb `lst`\n --> finetune-catalog lst\n"


def test_a_finding_of_a_rule_is_labelled_with_it() -> None:
    lines = drawn("a: 1\n", finding(1, 1, 2, rule="rank-zero", severity=Severity.WARNING))

    assert lines[0] == "warning[rank-zero]: wrong"
    assert lines[-1] == "  = code: FC999"


def test_findings_are_sorted_by_place_and_separated_by_an_empty_line() -> None:
    report = Report.of(
        [finding(2, 1, 2), finding(1, 3, 4), finding(1, 1, 2), finding(1, 1, 2)], {"a.yaml": "abc\nd\n"}
    )

    text = render_text(report)

    assert re.findall(r"--> (.*)", text) == ["a.yaml:1:1", "a.yaml:1:3", "a.yaml:2:1"]
    assert text.count("\n\n") == 2


@pytest.mark.parametrize(
    ("line", "start", "end", "shown"),
    [
        ("abcdef", 2, 4, "cd"),
        ("日本語 rank", 4, 8, "rank"),
        ("日本語 rank", 1, 2, "本"),
        ("\ta\tb", 3, 4, "b"),
        ("a\tb", 1, 2, "    "),
        ("e\u0301e\u0301 rank", 5, 9, "rank"),
        ("α = r", 4, 5, "r"),
        ("👩\u200d🔬 x", 4, 5, "x"),
        ("한글 abc", 3, 6, "abc"),
        ("\x1b[31mred", 5, 8, "red"),
        ("a\u202eb c", 4, 5, "c"),
        ("abc", 3, 3, ""),
    ],
)  # fmt: skip
def test_the_caret_stands_under_what_is_meant(line: str, start: int, end: int, shown: str) -> None:
    assert under_the_caret(drawn(f"{line}\n", finding(1, start + 1, end + 1))) == shown


@pytest.mark.parametrize("place", [0, 50, 300, 595])
@pytest.mark.parametrize("terminal", [40, 80, 120])
def test_a_long_line_is_cropped_around_the_caret(place: int, terminal: int) -> None:
    line = "x" * place + "WRONG" + "y" * (595 - place)

    lines = drawn(line, finding(1, place + 1, place + 6), width=terminal)

    assert max(map(width, lines)) <= terminal
    assert under_the_caret(lines) == "WRONG"
    assert ("…x" in lines[3]) == (place > terminal)
    assert lines[3].endswith("y…") == (595 - place > terminal)


def test_a_marked_text_longer_than_the_terminal_shows_its_beginning() -> None:
    lines = drawn("a: " + "x" * 500, finding(1, 4, 504))

    assert max(map(width, lines)) <= 80
    assert under_the_caret(lines).startswith("xxx")


@given(line=st.text(max_size=200).filter(lambda t: "\n" not in t and "\r" not in t), start=st.integers(0, 220), length=st.integers(0, 220), limit=st.integers(20, 100))  # fmt: skip
def test_no_line_is_wider_than_the_terminal_and_the_mark_is_within_it(
    line: str, start: int, length: int, limit: int
) -> None:
    marked = mark(line, start, start + length, limit)

    assert width(marked.line) <= limit
    assert 0 <= marked.before <= limit
    assert 1 <= marked.mark <= limit
    assert marked.line.isprintable() or all(
        unicodedata.category(c) == "Zs" or not c.isspace() for c in marked.line if not c.isprintable()
    )


def test_a_place_over_several_lines_marks_the_first_to_its_end() -> None:
    diagnostic = Diagnostic("FC999", "wrong", span=Span("a.yaml", 1, 4, 3, 2))

    assert drawn("a: bc\n  d\n  e\n", diagnostic)[3:5] == ["1 | a: bc", "  |    ^^"]


def test_what_a_terminal_would_obey_is_written_as_an_escape() -> None:
    diagnostic = Diagnostic("FC999", "unknown key `\x1b[2J\udc80\u202e`", subject="a\rb", help="\x07")

    text = render_text(Report.of([diagnostic]))

    assert text == "error[FC999]: unknown key `\\x1b[2J\\udc80\\u202e`\n --> a\\rb\n  = help: \\x07\n"


def test_help_and_notes_are_wrapped_under_their_first_word() -> None:
    lines = drawn("a\n", finding(1, 1, 2, notes=(" ".join(["word"] * 40), "x" * 100)))

    notes = lines[5:]
    assert notes[0].startswith("  = note: word word")
    assert all(line.startswith("          word") for line in notes[1:3])
    assert max(map(len, notes[:3])) <= 80
    assert notes[-1] == f"  = note: {'x' * 100}"


def test_colour_is_only_used_where_asked_for_and_changes_no_letter() -> None:
    diagnostic = finding(1, 1, 2, help="do this", related=((Span("a.yaml", 1, 2, 1, 3), "here"),))
    plain = drawn("ab\n", diagnostic)
    coloured = drawn("ab\n", diagnostic, color=True)

    assert "\x1b" not in "".join(plain)
    assert "\x1b[1;31merror[FC999]\x1b[0m" in coloured[0]
    assert [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in coloured] == plain


def test_lines_come_from_the_file_where_the_report_has_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"a: \xff\r\nb: 2\r\n")

    lines = render_text(Report.of([finding(2, 1, 2)]), root=tmp_path).splitlines()

    assert lines[3:5] == ["2 | b: 2", "  | ^"]


def test_a_file_that_is_gone_is_only_named(tmp_path: Path) -> None:
    assert (
        render_text(Report.of([finding(2, 1, 2)]), root=tmp_path) == "error[FC999]: wrong\n --> a.yaml:2:1\n"
    )


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_numbers_count_as_spans_do(newline: str) -> None:
    assert drawn(newline.join(["a", "b\u2028b", "c\x85c", "d"]), finding(4, 1, 2))[3] == "4 | d"


def test_lines_for_programs_have_place_severity_message_and_code() -> None:
    report = Report.of([finding(3, 7, 9), finding(1, 1, 2, rule="rank-zero", severity=Severity.NOTE), Diagnostic("FC901", "a\nb", subject="x")])  # fmt: skip

    assert render_lines(report).splitlines() == [
        "x: error: a\\nb [FC901]",
        "a.yaml:1:1: note: wrong [rank-zero]",
        "a.yaml:3:7: error: wrong [FC999]",
    ]


@pytest.mark.parametrize(
    ("help_", "allowed", "said"),
    [
        (None, ("1 to 8",), "; allowed: 1 to 8"),
        ("give less", ("1 to 8",), "; give less"),
        (None, ("a" * 100, "b" * 100), ""),
    ],
)
def test_a_line_says_what_to_do_else_what_is_allowed(
    help_: str | None, allowed: tuple[str, ...], said: str
) -> None:
    found = Diagnostic("FC705", "wrong", subject="x", help=help_, allowed=allowed)

    assert render_lines(Report.of([found])) == f"x: error: wrong{said} [FC705]\n"


def test_the_summary_counts_by_severity() -> None:
    findings = [
        finding(i, 1, 2, severity=s) for i, s in enumerate([Severity.ERROR, Severity.ERROR, Severity.NOTE])
    ]

    assert summary(Report.of(findings)) == "2 errors and 1 note"
    assert summary(Report.of([])) == "no findings"
