"""From YAML events to plain data with marks, in one pass without recursion; what the catalog does not allow is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from finetune_catalog.diagnostics import Diagnostic, Problem
from finetune_catalog.frozen import field, replace, slotted
from finetune_catalog.text import shorten
from finetune_catalog.yamlsource.document import Document
from finetune_catalog.yamlsource.scalars import plain

if TYPE_CHECKING:
    from finetune_catalog.yamlsource.document import Mark, Path

DEEPEST = 64  #: levels of nesting
MOST_VALUES = 250_000  #: values in one file; a short text can hold millions, which take hundreds of megabytes
MOST = 100  #: findings in one file; reading stops there

#: a second place: offsets, and what to say of it
Related: TypeAlias = tuple[int, int, str]

NOTHING: Mark = (0, 0, "", None)


class Stop(Exception):  # noqa: N818  (it ends the reading; the errors are among the problems)
    """Reading cannot go on; why is among the problems."""


@slotted
class Frame:
    """A collection under construction; a mapping's `key` is None while a key is awaited."""

    data: Any
    marks: Any  # the children of its Mark: dict[str, KeyMark] or list[Mark]
    start: int
    flow: bool
    key: str | None = None
    key_start: int = 0
    key_end: int = 0
    end: int = 0


@slotted
class Builder:
    """Takes events in order; afterwards `data`, `mark` and `flawed` are the document, `problems` what is wrong with it."""

    problems: list[tuple[Problem, Related | None]] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    flawed: list[Path] = field(default_factory=list)
    data: Any = None
    mark: Mark = NOTHING
    documents: int = 0
    values: int = 0
    skipping: int = 0  #: depth inside a collection that stands as a key, or below a refused key
    whole: bool = False  #: whether the text was read to its end
    dropped: bool = False  #: whether the value that comes next belongs to a refused key

    def report(self, problem: Problem, related: Related | None = None) -> None:
        """Note a problem at offsets of the text, with a second place where there is one."""
        self.problems.append((problem, related))
        if len(self.problems) >= MOST:
            raise Stop

    def scalar(self, text: str, style: str | None, start: int, end: int) -> None:
        """Take a scalar, as a key or as a value."""
        if self.skipping:
            return
        frame = self.frames[-1] if self.frames else None
        if frame is not None and frame.key is None and not self.dropped and type(frame.data) is dict:
            self.key(frame, text, style, start, end)
            return
        value: Any = text if style else plain(text)
        if isinstance(value, Problem):
            self.report(replace(value, start=start, end=end))
            self.flaw()
            value = None
        self.put(value, (start, end, style or "", None))

    def key(self, frame: Frame, text: str, style: str | None, start: int, end: int) -> None:
        """Take a mapping's key: a string, once."""
        frame.end = end
        if not style:
            if text == "<<":
                self.report(
                    Problem("FC115", "merge keys (`<<`) are not used here", start, end, help=MERGE_HELP)
                )
                self.dropped = True
                return
            value = plain(text)
            if not isinstance(value, str):
                shown = shorten(text) or "an empty key"
                message = f"a key must be text, and {shown} is not"
                self.report(Problem("FC117", message, start, end, help=f'quote it: "{shorten(text)}"'))
        if text in frame.data:
            first = frame.marks[text]
            message = f"duplicate key `{shorten(text)}`"
            related = (first[0], first[1], "first given here")
            self.report(Problem("FC112", message, start, end, help="keep one of the two"), related)
            self.dropped = True
            return
        frame.key, frame.key_start, frame.key_end = text, start, end

    def open(self, data: Any, start: int, end: int, *, flow: bool) -> None:
        """Begin a collection."""
        if len(self.frames) + self.skipping >= DEEPEST:
            message = f"nested more than {DEEPEST} levels deep"
            self.report(Problem("FC105", message, start, max(end, start + 1), help="flatten it"))
            raise Stop
        frame = self.frames[-1] if self.frames else None
        if self.skipping:
            self.skipping += 1
        elif self.dropped:
            self.skipping = 1
        elif frame is not None and frame.key is None and type(frame.data) is dict:
            message = "a key must be text, not a collection"
            self.report(Problem("FC117", message, start, end, help=COLLECTION_KEY_HELP))
            self.skipping = 1
        else:
            marks: Any = {} if type(data) is dict else []
            self.frames.append(Frame(data, marks, start, flow, end=end))

    def close(self, end: int) -> None:
        """End the innermost collection; a block collection ends where its last item does."""
        if self.skipping:
            self.skipping -= 1
            if not self.skipping:
                self.dropped = (
                    not self.dropped
                )  # a refused key's value is dropped next; a dropped value is done
            return
        frame = self.frames.pop()
        style = "{" if type(frame.data) is dict else "["
        self.put(frame.data, (frame.start, end if frame.flow else frame.end, style, frame.marks))

    def alias(self, name: str, start: int, end: int) -> None:
        """Refuse an alias; its value stays unknown."""
        if self.skipping:
            return
        message = f"aliases (`*{shorten(name)}`) are not used here"
        self.report(Problem("FC113", message, start, end, help=ALIAS_HELP))
        frame = self.frames[-1] if self.frames else None
        if frame is not None and frame.key is None and not self.dropped and type(frame.data) is dict:
            self.dropped = True
            return
        self.flaw()
        self.put(None, (start, end, "", None))

    def put(self, value: Any, mark: Mark) -> None:
        """Place a finished value into the collection around it."""
        self.values += 1
        if self.values > MOST_VALUES:
            message = f"the file has more than {MOST_VALUES:,} values"
            self.report(Problem("FC104", message, mark[0], mark[1], help="split it into several files"))
            raise Stop
        if self.dropped:
            self.dropped = False
            if self.frames:
                self.frames[-1].end = mark[1]
            return
        if not self.frames:
            self.data, self.mark = value, mark
            return
        frame = self.frames[-1]
        frame.end = mark[1]
        if type(frame.data) is list:
            frame.data.append(value)
            frame.marks.append(mark)
        else:
            frame.data[frame.key] = value
            frame.marks[frame.key] = (frame.key_start, frame.key_end, mark)
            frame.key = None

    def flaw(self) -> None:
        """Remember that the value which comes next is a stand-in."""
        if self.dropped:
            return
        steps = (frame.key if frame.key is not None else len(frame.data) for frame in self.frames)
        self.flawed.append(tuple(steps))

    def finish(self, name: str, text: str, first_line: int = 1) -> tuple[Document | None, list[Diagnostic]]:
        """Give the document, or None where the text was not read to its end, and the findings."""
        document = Document(name, text, self.data, self.mark, tuple(self.flawed), first_line)
        found = [_diagnostic(document, problem, related) for problem, related in self.problems]
        if len(found) >= MOST:
            found.append(Diagnostic("FC106", f"reading stopped after {MOST} findings", span=found[-1].span))
        return (document if self.whole else None), found


def _diagnostic(document: Document, problem: Problem, related: Related | None) -> Diagnostic:
    span = document.span(problem.start, problem.end)
    places = ((document.span(related[0], related[1]), related[2]),) if related else ()
    return Diagnostic(problem.code, problem.message, span=span, help=problem.help, related=places)


MERGE_HELP = "write the keys out; an overlay changes single keys of an entry without repeating the others"
ALIAS_HELP = "write the value out where it is used, so that every fact stands where it is read"
COLLECTION_KEY_HELP = "quote it if text was meant: keys that begin with [ or { are read as collections"
