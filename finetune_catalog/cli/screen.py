"""What the output can show (colour, width, characters), and writing to it so that no character crashes it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TextIO

from finetune_catalog.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_WIDTH = 80
NARROWEST, WIDEST = 40, 160  #: tables narrower than this are unreadable, wider than this hard to follow

#: what stands for characters that the output's encoding lacks; others are decomposed, named or escaped
ASCII = {
    "─": "-", "│": "|", "•": "*", "█": "#", "·": "-", "…": "...", "×": "x", "→": "->", "↑": "^", "↓": "v",
    "≤": "<=", "≥": ">=", "–": "-", "—": "-", "’": "'", "‘": "'", "“": '"', "”": '"',
}  # fmt: skip


@frozen
class Screen:
    """Where the command writes: results on `out`, remarks and errors on `err`."""

    out: TextIO
    err: TextIO
    environ: Mapping[str, str]

    @property
    def color(self) -> bool:
        """Whether results are coloured."""
        return _color(self.out, self.environ)

    @property
    def error_color(self) -> bool:
        """Whether remarks and errors are coloured."""
        return _color(self.err, self.environ)

    def watched(self, *, printing: bool) -> bool:
        """Whether a person watches standard error and sees nothing else: no results that are being printed meanwhile."""
        seen = printing and _terminal(self.out)
        return _terminal(self.err) and not seen and self.environ.get("TERM") != "dumb"

    @property
    def width(self) -> int:
        """How many columns a table may have."""
        return max(NARROWEST, min(_width(self.out, self.environ), WIDEST))

    def can_show(self, text: str) -> bool:
        """Whether the output's encoding has all these characters."""
        try:
            text.encode(_encoding(self.out))
        except UnicodeEncodeError:
            return False
        return True

    def shown(self, text: str) -> str:
        """Return the text with the characters that the output lacks replaced."""
        return encodable(text, _encoding(self.out))

    def shown_in_errors(self, line: str) -> str:
        """Return a line cut to the width of standard error, with the characters that it lacks replaced."""
        return encodable(line, _encoding(self.err))[: _width(self.err, self.environ) - 1]

    def write(self, text: str) -> None:
        """Write text for people."""
        self.out.write(encodable(text, _encoding(self.out)))

    def remark(self, text: str) -> None:
        """Write text for people that is no result: errors, summaries, what to do next."""
        self.out.flush()
        self.err.write(encodable(text, _encoding(self.err)))
        self.err.flush()

    def write_data(self, text: str) -> None:
        """Write text for programs: UTF-8 with plain newlines, whatever the locale."""
        buffer = getattr(self.out, "buffer", None)
        if buffer is None:
            self.out.write(text)
            return
        self.out.flush()
        buffer.write(text.encode("utf-8", "surrogatepass"))


def here() -> Screen:
    """Return the screen of this process."""
    return Screen(sys.stdout or _nowhere(), sys.stderr or _nowhere(), os.environ)


def _nowhere() -> TextIO:
    """Stand in for a stream that was closed before the process began."""
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123  # lives as long as the process


def encodable(text: str, encoding: str) -> str:
    """Return the text with each character that the encoding lacks replaced by a likeness that it has."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_likeness(character, encoding) for character in text)
    return text


def _likeness(character: str, encoding: str) -> str:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return ASCII.get(character) or _plain(character)
    return character


def _plain(character: str) -> str:
    import unicodedata

    plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode("ascii")
    if plain:
        return plain  # `³` is `3`, `é` is `e`
    words = unicodedata.name(character, "").split()
    if words[:1] == ["GREEK"] and words[2:3] == ["LETTER"]:
        return words[-1].lower()  # `α` is `alpha`
    return character.encode("ascii", "backslashreplace").decode("ascii")


def _encoding(stream: TextIO) -> str:
    return getattr(stream, "encoding", None) or "utf-8"


def _terminal(stream: TextIO) -> bool:
    try:
        return stream.isatty()
    except ValueError:  # the stream is closed
        return False


def _color(stream: TextIO, environ: Mapping[str, str]) -> bool:
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR", "0") not in {"", "0"}:
        return True
    return _terminal(stream) and environ.get("TERM") != "dumb"


def _width(stream: TextIO, environ: Mapping[str, str]) -> int:
    columns = environ.get("COLUMNS", "")
    if columns.isdecimal() and len(columns) < 6 and int(columns) > 0:
        return int(columns)
    try:
        return os.get_terminal_size(stream.fileno()).columns or DEFAULT_WIDTH
    except (OSError, ValueError, AttributeError):
        return DEFAULT_WIDTH
