"""A parsed file: its plain data, and where every key and value of it stands."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from finetune_catalog.diagnostics import Span
from finetune_catalog.diagnostics.snippet import LINE_BREAK

if TYPE_CHECKING:
    from collections.abc import Sequence

Path: TypeAlias = "tuple[str | int, ...]"

#: start, end (character offsets), scalar style ("" plain, "'", '"', "|", ">"; "{" and "[" for collections), children
Mark: TypeAlias = "tuple[int, int, str, dict[str, KeyMark] | list[Mark] | None]"
#: start and end of the key, the mark of its value
KeyMark: TypeAlias = "tuple[int, int, Mark]"


def at(data: Any, path: Sequence[str | int], otherwise: Any = None) -> Any:
    """Give the value at a path of plain data, something else where there is none."""
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return otherwise
    return data


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A parsed file. Paths are tuples of keys and list positions; `()` is the whole document.

    `data` is dicts, lists, str, int, float, bool and None. `flawed` are the paths whose value could not be read
    (each already reported): what stands there in `data` is a stand-in that no further check should judge.
    """

    name: str
    text: str
    data: Any
    mark: (
        Mark | None
    )  #: None: of JSON in which nothing is wrong, whose places are looked for when one is asked for
    flawed: tuple[Path, ...] = ()
    first_line: int = 1  #: the number of the text's first line, where the text is one line of a longer file
    _lines: list[int] = field(default_factory=list, repr=False)
    _marks: list[Mark] = field(default_factory=list, repr=False)

    def key(self, path: Sequence[str | int]) -> Span:
        """Where the key stands that leads to `path`; for a list item or the whole document, where its value stands."""
        parent, mark, key = self._find(path)
        if key is not None:
            return self.span(key[0], key[1])
        return self.value(path) if parent is not None else self.span(mark[0], mark[1])

    def value(self, path: Sequence[str | int]) -> Span:
        """Where the value at `path` stands; for an empty value its key, for an absent path its nearest ancestor."""
        _, mark, key = self._find(path)
        if mark[0] == mark[1] and key is not None:
            return self.span(key[0], key[1])
        return self.span(mark[0], mark[1])

    def locate(self, path: Sequence[str | int], part: Literal["key", "value"] = "value") -> Span:
        """Give `key(path)` or `value(path)`, as schema validation asks for places."""
        return self.key(path) if part == "key" else self.value(path)

    def inside(self, path: Sequence[str | int], start: int, end: int) -> Span:
        """Where characters `start` to `end` (exclusive) of the scalar at `path` stand, whatever its style.

        Offsets count in the scalar's value for strings, in its source text (`raw`) for numbers, booleans and null.
        """
        from finetune_catalog.yamlsource.inside import stretch

        _, mark, _ = self._find(path)
        value = self.get(path)
        found = stretch(self.text, mark, value, start, end) if isinstance(value, str) else None
        if found is None and mark[3] is None and not isinstance(value, str):
            found = (min(mark[0] + start, mark[1]), min(mark[0] + end, mark[1]))
        return self.span(*found) if found else self.value(path)

    def get(self, path: Sequence[str | int]) -> Any:
        """Give the value at `path`, None where there is none."""
        return at(self.data, path)

    def raw(self, path: Sequence[str | int]) -> str:
        """Give the source text of the value at `path` as it is written, quotes and all."""
        _, mark, _ = self._find(path)
        return self.text[mark[0] : mark[1]]

    def line(self, number: int) -> str:
        """Give a line, counted from 1, without its break."""
        starts = self._starts()
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")

    def span(self, start: int, end: int) -> Span:
        """Turn character offsets of the text into lines and columns."""
        starts = self._starts()
        start = min(max(start, 0), len(self.text))
        end = max(start, end)
        first = bisect_right(starts, start)
        last = bisect_right(starts, end, first - 1)
        before = self.first_line - 1
        column, end_column = start - starts[first - 1] + 1, end - starts[last - 1] + 1
        return Span(self.name, first + before, column, last + before, end_column)

    def _starts(self) -> list[int]:
        if not self._lines:
            self._lines.append(0)
            self._lines.extend(match.end() for match in LINE_BREAK.finditer(self.text))
        return self._lines

    def _marked(self) -> Mark:
        if self.mark is not None:
            return self.mark
        if not self._marks:
            from finetune_catalog.yamlsource.jsontext import scanned

            self._marks.append(scanned(self.text).mark)
        return self._marks[0]

    def _find(self, path: Sequence[str | int]) -> tuple[Mark | None, Mark, KeyMark | None]:
        """Walk to `path`, or as far towards it as the file goes: the parent's mark, the mark, the key's mark."""
        parent: Mark | None = None
        mark, key = self._marked(), None
        for step in path:
            children = mark[3]
            if isinstance(children, dict) and isinstance(step, str) and step in children:
                parent, key = mark, children[step]
                mark = key[2]
            elif isinstance(children, list) and isinstance(step, int) and 0 <= step < len(children):
                parent, key, mark = mark, None, children[step]
            else:
                break
        return parent, mark, key
