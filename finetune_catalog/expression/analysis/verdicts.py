"""From what a walk saw, and the witnesses found, to verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.expression.analysis import codes
from finetune_catalog.expression.analysis.record import Question, Record
from finetune_catalog.expression.analysis.values import Truth
from finetune_catalog.expression.analysis.wording import Wording
from finetune_catalog.expression.nodes import Binary, Call
from finetune_catalog.expression.types import Verdict
from finetune_catalog.expression.walk import names, walk
from finetune_catalog.frozen import slotted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finetune_catalog.expression.analysis.state import Shapes
    from finetune_catalog.expression.nodes import Node
    from finetune_catalog.expression.types import Checked, Interval

#: questions whose answer is no witness, but the walk itself
_PLAIN = frozenset((codes.IDLE, codes.SETTLED, codes.EQUALITY))


@slotted
class Findings:
    """What was seen over all boxes, and the witnesses: values of the names, and the value of the node where it has one."""

    record: Record
    found: Mapping[Question, tuple[dict[str, Any], Any]]
    shapes: Shapes


def verdicts(checked: Checked, findings: Findings, declared: Interval | None) -> tuple[Verdict, ...]:
    """Return a verdict for every question that was asked, in the order of their places."""
    record = findings.record
    wording = Wording(checked.text, record.seen, declared)
    questions = record.asked | set(findings.found)
    told = _told(checked, findings)
    made = [
        _answered(q, findings, wording)
        for q in questions
        if q.code not in _PLAIN
        and (not told or q in findings.found or _subject(q, findings.shapes) not in told)
    ]
    made += _idle(record, wording)
    made += _settled(record, wording)
    for question in record.doubts:
        if question.code == codes.EQUALITY:
            message = f"{wording.quoted(question.node)} compares computed floats for equality"
            made.append(Verdict(codes.EQUALITY, "found", question.node, message, help=wording.help(question)))
    return tuple(sorted(made, key=lambda verdict: (verdict.node.start, verdict.node.end, verdict.code)))


def _subject(question: Question, shapes: Shapes) -> tuple[str, int]:
    return question.code, shapes.of(_place(question))


def _told(checked: Checked, findings: Findings) -> frozenset[tuple[str, int]]:
    """What has been found of a sub-expression is not said again as unknown where the same one stands once more."""
    free = frozenset(checked.names)
    return frozenset(
        _subject(question, findings.shapes)
        for question in findings.found
        if question.code in (codes.ZERO, codes.DOMAIN) and free.issuperset(names(question.node))
    )


def _place(question: Question) -> Node:
    """The sub-expression a question is about: the divisor, not the division."""
    node = question.node
    return node.right if question.code == codes.ZERO and isinstance(node, Binary) else node


def _answered(question: Question, findings: Findings, wording: Wording) -> Verdict:
    doubt = findings.record.doubts.get(question)
    node = _place(question)
    if question in findings.found:
        witness, value = findings.found[question]
        message = wording.found(question, witness, value, doubt[1] if doubt else "")
        return Verdict(question.code, "found", node, message, tuple(witness.items()), wording.help(question))
    if doubt is None:
        return Verdict(question.code, "proved", node, wording.proved(question))
    message = wording.unknown(question, doubt[1])
    return Verdict(question.code, "unknown", node, message, help=wording.help(question))


def _idle(record: Record, wording: Wording) -> Iterator[Verdict]:
    for node, deciding in record.deciding.items():
        if isinstance(node, Call):
            for place in range(len(node.arguments)):
                if place not in deciding:
                    question = Question(codes.IDLE, node.arguments[place])
                    message = wording.idle(node, place, deciding)
                    yield Verdict(codes.IDLE, "found", question.node, message, help=wording.help(question))


def _settled(record: Record, wording: Wording) -> Iterator[Verdict]:
    """Yield conditions with one outcome: the smallest, where a larger one has one outcome for that reason."""
    constant = [
        question
        for question in record.asked
        if question.code == codes.SETTLED
        and isinstance(value := record.seen.get(question.node), Truth)
        and value.true is not value.false
    ]
    nodes = {question.node for question in constant}
    for question in constant:
        if not any(inner in nodes for inner in walk(question.node) if inner is not question.node):
            message = wording.settled(question.node)
            yield Verdict(codes.SETTLED, "found", question.node, message, help=wording.help(question))
