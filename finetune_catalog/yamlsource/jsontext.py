"""Reads JSON text with the place of every key and value; goes on after what can only mean one thing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NoReturn

from finetune_catalog.diagnostics import Problem
from finetune_catalog.frozen import slotted
from finetune_catalog.text import shorten
from finetune_catalog.yamlsource.build import Builder, Stop
from finetune_catalog.yamlsource.scalars import FINITE_HELP, plain

if TYPE_CHECKING:
    from collections.abc import Callable

_SPACE = re.compile(r"[ \t\r\n]*")
_AFTER_SPACE = frozenset(" \t\r\n/#")  #: what begins white space or a comment
_COMMENT = re.compile(r"//[^\r\n]*|\#[^\r\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?(?![0-9A-Za-z_.+-])")
_WORD = re.compile(r"[-+.\w]+")
_WORDS = {"true": True, "false": False, "null": None}
_NOT_FINITE = frozenset({"NaN", "Infinity", "-Infinity", "+Infinity", "nan", "inf", "-inf"})
_SIMPLE = re.compile('"([^"\\\\\x00-\x1f\ud800-\udfff]*)"')  #: a string without escapes
_SURROGATE = re.compile("[\ud800-\udfff]")


def scanned(text: str) -> Builder:
    """Read a JSON text with places: its builder holds the value, where everything stands, and what is wrong."""
    builder = Builder()
    try:
        Scanner(text, builder).run()
        builder.whole = True
    except Stop:
        pass
    return builder


@slotted
class Scanner:
    """Walks over a JSON text and hands what it finds to a builder."""

    text: str
    builder: Builder
    here: int = 0

    def run(self) -> None:
        """Read the one value of the text.

        Raises:
            Stop: the text is broken in a way that leaves no sense in going on; why is among the problems.
        """
        self.space()
        if self.here == len(self.text):
            self.builder.report(
                Problem("FC121", "the file holds no data", 0, 0, help="write `{}` for an empty object")
            )
            raise Stop
        self.value()
        while self.builder.frames:
            frame = self.builder.frames[-1]
            if type(frame.data) is dict:
                self.entry()
            else:
                self.item()
        self.space()
        if self.here < len(self.text):
            self.fail(
                "text after the end of the value",
                "a JSON file holds one value; for several, put them in a list or one a line in a .jsonl file",
            )

    def entry(self) -> None:
        """Read `"key": value` or the end of an object."""
        if self.separated("}", "an object"):
            return
        start = self.here
        if self.text[start : start + 1] != '"':
            self.fail("a key in double quotes must stand here", 'write keys as "key": value')
        name = self.string()
        self.builder.key(self.builder.frames[-1], name, '"', start, self.here)
        self.space()
        if self.text[self.here : self.here + 1] != ":":
            self.fail(f"`:` is missing after the key `{shorten(name)}`", 'write keys as "key": value')
        self.here += 1
        self.space()
        self.value()

    def item(self) -> None:
        """Read a value or the end of a list."""
        if not self.separated("]", "a list"):
            self.value()

    def separated(self, closing: str, what: str) -> bool:
        """Take the comma before an entry, or the closing bracket; say whether it was the bracket."""
        self.space()
        frame = self.builder.frames[-1]
        first = frame.end == frame.start + 1
        comma = self.here
        if self.text[comma : comma + 1] == ",":
            if first:
                self.fail("a comma before the first entry", "remove it")
            self.here += 1
            self.space()
        elif self.text[comma : comma + 1] != closing and not first:
            quote = "; or a quote is missing before it" if self.text[comma - 1 : comma] == '"' else ""
            self.fail(
                f"`,` or `{closing}` is missing here", f"entries of {what} are separated by commas{quote}"
            )
        if self.text[self.here : self.here + 1] == closing:
            if comma != self.here:
                message = f"a comma after the last entry of {what}"
                self.builder.report(Problem("FC130", message, comma, comma + 1, help="remove it"))
            self.here += 1
            self.builder.close(self.here)
            return True
        return False

    def value(self) -> None:
        """Read a scalar, or the opening of a collection."""
        start = self.here
        character = self.text[start : start + 1]
        if character in {"{", "["} and character:
            self.here += 1
            self.builder.open({} if character == "{" else [], start, self.here, flow=True)
        elif character == '"':
            text = self.string()
            self.builder.put(text, (start, self.here, '"', None))
        else:
            self.builder.put(self.word(), (start, self.here, "", None))

    def word(self) -> Any:
        """Read a number, true, false or null."""
        start = self.here
        number = _NUMBER.match(self.text, start)
        if number:
            self.here = number.end()
            value: Any = -0.0 if number[0] == "-0" else plain(number[0])  # as serde_json reads it
            if isinstance(value, Problem):
                return self.stand_in(value.code, value.message, start, value.help)
            return value
        match = _WORD.match(self.text, start)
        if match is None:
            self.fail(
                "a value must stand here",
                "that is an object, a list, a text in double quotes, a number, true, false or null",
            )
        self.here = match.end()
        word = match[0]
        if word in _WORDS:
            return _WORDS[word]
        if word in _NOT_FINITE:
            return self.stand_in(
                "FC119", f"`{word}` is not a number that can be computed with", start, FINITE_HELP
            )
        lower = word.lower()
        if lower in _WORDS or lower == "none":
            right = "null" if lower == "none" else lower
            return self.stand_in("FC130", f"`{shorten(word)}` is not JSON", start, f"write {right}")
        help_ = "text stands in double quotes; a number has digits before its point, no leading zero and no plus sign"
        return self.stand_in("FC130", f"`{shorten(word)}` is neither text nor a number", start, help_)

    def stand_in(self, code: str, message: str, start: int, help_: str | None) -> None:
        """Report a value that cannot be used and go on with null in its place."""
        self.builder.report(Problem(code, message, start, self.here, help=help_))
        self.builder.flaw()

    def string(self) -> str:
        """Read a string in double quotes."""
        simple = _SIMPLE.match(self.text, self.here)
        if simple is not None:
            self.here = simple.end()
            return str(simple[1])
        from json import JSONDecodeError
        from json.decoder import scanstring  # type: ignore[attr-defined]

        start = self.here
        scan: Callable[[str, int, bool], tuple[str, int]] = scanstring
        try:
            value, self.here = scan(self.text, start + 1, True)  # noqa: FBT003  (positional in C)
        except JSONDecodeError as error:
            self.broken_string(error.msg, start, error.pos)
        if _SURROGATE.search(value):
            message = "half of a surrogate pair stands alone in this text"
            self.builder.report(
                Problem("FC130", message, start, self.here, help="write both halves, or the character itself")
            )
            value = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value)
        return value

    def broken_string(self, problem: str, start: int, position: int) -> NoReturn:
        """Report a string that has no end or holds what it must not."""
        if "Unterminated" in problem:
            self.fail("this text is never closed", 'close it with "', start)
        if "control character" in problem:
            self.fail("a line break or tab inside a text", "write \\n or \\t", position)
        self.fail(
            "unknown escape in a text",
            "write \\\\ for a backslash",
            self.text.rfind("\\", start, position + 1),
        )

    def space(self) -> None:
        """Skip white space; comments are reported, each once, and skipped."""
        while self.text[self.here : self.here + 1] in _AFTER_SPACE:
            blank = _SPACE.match(self.text, self.here)
            self.here = blank.end() if blank else self.here
            comment = _COMMENT.match(self.text, self.here)
            if comment is None:
                return
            self.builder.report(
                Problem(
                    "FC130", "JSON has no comments", self.here, comment.end(), help="remove it, or use YAML"
                )
            )
            self.here = comment.end()

    def fail(self, message: str, help_: str, start: int | None = None) -> NoReturn:
        """Report what makes the rest unreadable and stop."""
        start = self.here if start is None else start
        if start >= len(self.text):
            message = f"the text ends too early: {message}"
        self.builder.report(Problem("FC130", message, start, start + 1, help=help_))
        raise Stop
