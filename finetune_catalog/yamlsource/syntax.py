"""What a YAML syntax error means to the one who wrote it; both parsers' wordings lead to the same message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.diagnostics import Problem

if TYPE_CHECKING:
    from yaml import YAMLError

    from finetune_catalog.yamlsource.build import Related

_QUOTE = "quote the whole value"
_INDENT = "compare its indentation with the lines above: keys of one mapping begin in the same column"

#: fragments of the parsers' messages (libyaml's, then PyYAML's own), what they mean, what to do
_MEANINGS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("mapping values are not allowed",), "a second `: ` on one line", f"{_QUOTE} if the colon belongs to it"),
    (("sequence entries are not allowed",), "a list item (`- `) where none can stand", "begin the list on a line of its own, below its key"),
    (("mapping keys are not allowed",), "a key where none can stand", _INDENT),
    (("unexpected end of stream",), "this quote is never closed", "close it with the same kind of quote"),
    (("unknown escape character",), "unknown escape in a double-quoted string", "write \\\\ for a backslash, or use single quotes"),
    (("tag", "URI", "'!'"), "`!` has a meaning of its own at the beginning of a value", _QUOTE),
    (("hexdecimal", "hexadecimal", "Unicode character escape"), "broken escape in a double-quoted string", "write \\xHH, \\uHHHH or \\UHHHHHHHH"),
    (("unexpected document",), "a quoted string runs into `---` or `...`", "close the quote, or indent the line"),
    (("alphabetic or numeric",), "`*` and `&` have a meaning of their own at the beginning of a value", _QUOTE),
    (("indentation indicator equal", "indentation indicator in the range", "chomping or indentation", "comment or line break", "comment or a line break"), "`|` or `>` must be followed by a line break", f"begin the text on the next line, or {_QUOTE}"),
    (("',' or ']'",), "this list in brackets is not closed", "put `,` between items and `]` at the end; quote items that hold [ ] { } or ,"),
    (("',' or '}'",), "this mapping in braces is not closed", "put `,` between entries and `}` at the end; quote values that hold [ ] { } or ,"),
    (("expected key", "'-' indicator", "<block end>"), "this line fits none of the blocks above it", _INDENT),
    (("node content",), "a value is missing or begins with a character that has a meaning of its own", _QUOTE),
    (("<document start>",), "text after the end of the document", _INDENT),
    (("directive", "YAML document", "%YAML"), "broken directive (`%…`)", "leave it out"),
)  # fmt: skip

#: the problem is where something began that was never closed, not where the file ran out
_AT_CONTEXT = (
    "unexpected end of stream",
    "unexpected document",
    "',' or ']'",
    "',' or '}'",
    "alphabetic or numeric",
)


def explain(error: YAMLError, text: str) -> tuple[Problem, Related | None]:
    """Say a parser's error in the catalog's words, at the place where it can be mended."""
    problem = str(getattr(error, "problem", None) or error)
    here = _index(error, "problem_mark", len(text))
    context = _index(error, "context_mark", here)
    if "\t" in (text[here : here + 1], text[here - 1 : here]) or "tab character" in problem:
        return _tab(text, here), None
    if "cannot start any token" in problem:
        return _reserved(text, here), None
    if "mapping values are not allowed" in problem and _alone(text, here):
        return _continued(text, here), None
    if "could not find expected ':'" in problem:
        return _no_key(text, context), None
    for fragments, meaning, help_ in _MEANINGS:
        if any(fragment in problem for fragment in fragments):
            if context != here and any(fragment in problem for fragment in _AT_CONTEXT):
                related = (here, here, "noticed here") if here - context > 1 and here < len(text) else None
                return Problem("FC110", meaning, context, context + 1, help=help_), related
            start = text.rfind("\\", 0, here + 1) if "escape" in meaning else here
            start = start if start >= 0 else here
            return Problem("FC110", meaning, start, max(here, start) + 1, help=help_), None
    return Problem("FC110", f"broken YAML: {problem}", here, here + 1, help=_INDENT), None


def _tab(text: str, here: int) -> Problem:
    start = here if text[here : here + 1] == "\t" else text.rfind("\t", 0, here)
    help_ = "indent with spaces; set the editor to insert them"
    return Problem("FC111", "a tab where only spaces can stand", start, start + 1, help=help_)


def _reserved(text: str, here: int) -> Problem:
    shown = text[here : here + 1] or "the end"
    return Problem("FC110", f"no value can begin with `{shown}`", here, here + 1, help=_QUOTE)


def _alone(text: str, here: int) -> bool:
    """Whether the colon at `here` is the first of its line: then the line is a key, in a place where none can stand."""
    line = text[max(text.rfind("\n", 0, here), text.rfind("\r", 0, here)) + 1 : here]
    return ": " not in line and not line.lstrip().startswith(("- ", "? "))


def _no_key(text: str, start: int) -> Problem:
    """The line at `start` was expected to be a key, and has no colon."""
    line = text[start : start + 500].partition("\n")[0].rstrip()
    help_ = "put `: ` after a key, `- ` before an item; indent the further lines of a text more than its key"
    return Problem(
        "FC110",
        "this line is neither `key: value` nor a list item",
        start,
        start + max(len(line), 1),
        help=help_,
    )


def _continued(text: str, here: int) -> Problem:
    start = max(text.rfind("\n", 0, here), text.rfind("\r", 0, here)) + 1
    start += len(text[start:here]) - len(text[start:here].lstrip())
    help_ = (
        "begin it in the column of its sibling keys, or end the line above with `:` if it belongs under that"
    )
    return Problem(
        "FC110", "this key continues the text of the line above", start, max(here, start + 1), help=help_
    )


def _index(error: Any, mark: str, default: int) -> int:
    found = getattr(getattr(error, mark, None), "index", None)
    return found if isinstance(found, int) else default
