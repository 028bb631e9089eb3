"""Reads YAML text: libyaml where PyYAML has it, the pure parser where not; both give the same document and messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.diagnostics import Problem
from finetune_catalog.text import shorten
from finetune_catalog.yamlsource.build import ALIAS_HELP, Builder, Stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finetune_catalog.diagnostics import Diagnostic
    from finetune_catalog.yamlsource.document import Document


def parse(text: str, name: str) -> tuple[Document | None, list[Diagnostic]]:
    """Parse one YAML document; None where its syntax is broken."""
    builder, error = _build(text)
    if error is not None and "nesting depth" in str(error):
        # libyaml 0.2.6 gives up while it scans ahead, before it yields the event at which our own limit is passed;
        # the text before that place holds the event, and not its limit.
        builder, error = _build(text[: error.problem_mark.index])
    if error is not None:
        from finetune_catalog.yamlsource.syntax import explain

        builder.problems.append(explain(error, text))
    return builder.finish(name, text)


def _build(text: str) -> tuple[Builder, Any]:
    """Feed all events to a builder; the parser's error where the syntax is broken."""
    from yaml import YAMLError

    builder = Builder()
    try:
        _feed(builder, text)
        builder.whole = True
    except Stop:
        pass
    except YAMLError as error:
        return builder, error
    return builder, None


def _events(text: str) -> Iterator[Any]:
    """Yield events lazily, so that reading can stop at any of them."""
    import yaml

    loader: Any = (yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader)(text)
    try:
        while (event := loader.get_event()) is not None:
            yield event
    finally:
        loader.dispose()


def _feed(builder: Builder, text: str) -> None:
    from yaml import events as kinds

    scalar, alias = kinds.ScalarEvent, kinds.AliasEvent
    mapping, sequence = kinds.MappingStartEvent, kinds.SequenceStartEvent
    ends = (kinds.MappingEndEvent, kinds.SequenceEndEvent)
    for event in _events(text):
        kind = type(event)
        start, end = event.start_mark.index, event.end_mark.index
        if kind is scalar:
            if event.anchor or event.tag:
                start = _strip(builder, text, start, end)
            builder.scalar(event.value, event.style, start, end)
        elif kind is mapping or kind is sequence:
            if event.anchor or event.tag:
                _strip(builder, text, start, end)
            builder.open({} if kind is mapping else [], start, end, flow=event.flow_style)
        elif kind in ends:
            builder.close(end)
        elif kind is alias:
            builder.alias(event.anchor, start, end)
        elif kind is kinds.DocumentStartEvent:
            _document(builder, event, start, max(end, start + 1))
    if not builder.documents:
        builder.report(Problem("FC121", "the file holds no data", 0, 0, help=EMPTY_HELP))


def _strip(builder: Builder, text: str, start: int, end: int) -> int:
    """Report a node's anchor and tag, and give the offset at which its own text begins."""
    here = start
    for _ in range(2):
        word_end = here
        while word_end < end and text[word_end] not in " \t\r\n":
            word_end += 1
        word = text[here:word_end]
        if word[:1] == "&":
            message = f"anchors (`{shorten(word)}`) are not used here"
            builder.report(Problem("FC113", message, here, word_end, help=ALIAS_HELP))
        elif word[:1] == "!":
            message = f"tags (`{shorten(word)}`) are not used here"
            builder.report(Problem("FC114", message, here, word_end, help=TAG_HELP))
        else:
            break
        here = word_end
        while here < end and text[here] in " \t\r\n":
            here += 1
    return here


EMPTY_HELP = "write `{}` for an empty mapping"
TAG_HELP = "leave it out; quote a value to make it text"


def _document(builder: Builder, event: Any, start: int, end: int) -> None:
    if event.version or event.tags:
        message = "YAML directives (`%…`) are not used here"
        builder.report(Problem("FC116", message, start, end, help="leave it out"))
    builder.documents += 1
    if builder.documents > 1:
        message = "a second document begins here"
        builder.report(Problem("FC116", message, start, end, help="give it a file of its own"))
        raise Stop
