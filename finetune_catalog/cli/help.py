"""The help of the command and of its verbs, at most 80 columns wide on any terminal and any Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.cli.spec import COMMON, VERSION
from finetune_catalog.cli.verbs import SUMMARIES, spec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from finetune_catalog.cli.spec import Option, Verb

WIDTH = 80
LEAD = 24  #: columns of the left of two columns; a longer entry has its text on the next line

ABOUT = "what a fine-tuning method costs and does: numbers with their formulas and sources, from a catalog of YAML files."
PARAMETERS = "Parameters are name=value, the numbers and words as YAML writes them; - is standard input."
EXITS = (
    ("0", "fine"),
    ("1", "findings: errors or warnings in what was checked, or a line of a stream that failed"),
    ("2", "wrong use, or a file that could not be read or written"),
    ("130", "interrupted"),
)
ENVIRONMENT = (
    ("NO_COLOR", "when set, nothing is coloured"),
    ("FORCE_COLOR", "when set, colours are used in pipes too"),
    ("COLUMNS", "the width of tables; else that of the terminal, else 80"),
)


def overview() -> str:
    """Return the help of the command as a whole."""
    return _page(
        _wrap(f"finetune-catalog: {ABOUT}", 0),
        [
            _section(
                "usage", ["finetune-catalog VERB [ARGUMENT …] [--OPTION …]", "finetune-catalog VERB --help"]
            )
        ],
        [_section("verbs", _pairs(SUMMARIES.items()))],
        [_section("every verb takes", _pairs((*map(_option, COMMON), _option(VERSION))))],
        _wrap(PARAMETERS, 0),
        [_section("exit status", _pairs(EXITS))],
        [_section("environment", _pairs(ENVIRONMENT))],
    )


def verb_help(verb: Verb) -> str:
    """Return the help of one verb."""
    return _page(
        _wrap(f"finetune-catalog {verb.name}: {verb.summary}", 0),
        [_section("usage", (f"finetune-catalog {line}" for line in verb.usage))],
        [_section("arguments", _pairs((a.name, a.doc) for a in verb.arguments))] if verb.arguments else (),
        [_section("options", _pairs(map(_option, verb.every_option)))],
        [_section("examples", _examples(verb.examples))],
        *(_wrap(note, 0) for note in verb.notes),
    )


def pages() -> dict[str, str]:
    """Return every help page by what is typed before `--help`, the command's own under the empty string."""
    return {"": overview(), **{name: verb_help(spec(name)) for name in SUMMARIES}}


def _page(*parts: Iterable[str]) -> str:
    return "\n\n".join("\n".join(part) for part in map(tuple, parts) if part) + "\n"


def _section(title: str, lines: Iterable[str]) -> str:
    return "\n".join((f"{title}:", *(f"  {line}" for line in lines)))


def _option(option: Option) -> tuple[str, str]:
    name = f"{option.short}, {option.name}" if option.short else option.name
    doc = option.doc
    if option.choices:
        doc += f": {', '.join(option.choices)}"
    if option.default:
        doc += f" (default: {option.default})"
    return f"{name} {option.value}".rstrip(), doc


def _pairs(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    rows = tuple(pairs)
    lead = min(LEAD, max((len(left) for left, _ in rows), default=0) + 2)
    for left, right in rows:
        lines = tuple(_wrap(right, 2 + lead))
        if len(left) + 2 > lead:
            yield left
            yield from (" " * lead + line for line in lines)
        else:
            yield f"{left:<{lead}}{lines[0] if lines else ''}".rstrip()
            yield from (" " * lead + line for line in lines[1:])


def _examples(examples: Sequence[tuple[str, str]]) -> Iterator[str]:
    for command, remark in examples:
        yield command
        yield from ("  # " + line for line in _wrap(remark, 6))


def _wrap(text: str, taken: int) -> Iterator[str]:
    """Break a text into lines of at most WIDTH columns less those `taken`."""
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > WIDTH - taken:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    if line:
        yield line
