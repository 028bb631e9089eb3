"""The analysis of one formula: a walk, witnesses for what it leaves open, subdivision for the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.expression.analysis import codes
from finetune_catalog.expression.analysis.boxes import MOST_BOXES, subdivide
from finetune_catalog.expression.analysis.facts import finite_nodes, intervals, published, whole_nodes
from finetune_catalog.expression.analysis.record import Question, Record
from finetune_catalog.expression.analysis.tree import Context, Walk, numeric
from finetune_catalog.expression.analysis.values import Value, declared
from finetune_catalog.expression.analysis.verdicts import Findings, verdicts
from finetune_catalog.expression.intervals import EXACT, Numbers
from finetune_catalog.expression.nodes import Aggregate, Binary, Call, Unary
from finetune_catalog.expression.types import INTEGER, Analysis, Interval
from finetune_catalog.expression.walk import children

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from finetune_catalog.expression.types import Checked, Declaration, Scope

#: so many visits of nodes one analysis may cost, about 50 ms; most need as many as there are nodes
EFFORT = 20_000

#: what subdivision tries to close
_CLOSABLE = frozenset(
    (codes.ZERO, codes.RANGE, codes.OVERFLOW, codes.DOMAIN, codes.LOOKUP, codes.EMPTY, codes.ARGUMENT)
)
#: in so many of the boxes that subdivision leaves open witnesses are looked for again, at so many points
_REVISITED, _POINTS = 4, 12
#: so many times the effort may go into solving for zeros: a witness says more than a doubt
_SOLVING = 4


def analyse(
    checked: Checked, scope: Scope, declared_bounds: Interval | None = None, *, effort: int = EFFORT
) -> Analysis:
    """Analyse a checked formula over everything its names are declared to be.

    The facts hold for every input inside the declarations: callers check inputs against them first. Lists without a
    declared maximum length are taken to have at most 2**32 items.

    Args:
        checked: the formula
        scope: what its names and functions are declared to be
        declared_bounds: where the result has to lie
        effort: how many visits of nodes the analysis may cost; less leaves more unknown, and proves nothing false
    """
    run = _Run(checked, scope, declared_bounds, effort)
    findings = run.findings()
    record = findings.record
    result = numeric(record.seen.get(checked.node))
    return Analysis(
        None if result is None else published(result),
        intervals(record),
        verdicts(checked, findings, declared_bounds),
        nonzero=frozenset(
            q.node
            for q in record.asked
            if q.code == codes.ZERO and isinstance(q.node, Binary) and q not in record.doubts
        ),
        finite=finite_nodes(record),
        exact=whole_nodes(record),
    )


class _Run:
    """One analysis: the formula, the names' sets, and what may still be spent."""

    __slots__ = ("bounds", "box", "checked", "context", "effort", "search")

    def __init__(self, checked: Checked, scope: Scope, bounds: Interval | None, effort: int) -> None:
        self.checked = checked
        self.context = Context(scope.functions)
        self.bounds = bounds
        self.effort = effort
        self.box: Mapping[str, Value | None] = {
            name: declared(_declaration(name, checked, scope)) for name in checked.names
        }

    def findings(self) -> Findings:
        """Walk, look for witnesses, subdivide."""
        shapes = self.context.shapes_of(self.checked)
        if None in self.box.values():
            return Findings(Record(), {}, shapes)
        record = self.walk(self.box)
        wanted = self.open(record) | set(_inexact(self.checked, record))
        if not wanted:
            return Findings(record, {}, shapes)
        # only now: most formulas need neither the interpreter nor samples
        from finetune_catalog.expression.analysis.witness import Search

        search = Search(self.checked, self.context, wanted, self.bounds, _SOLVING * self.effort)
        search.box(self.box)
        search.solve(self.box)
        if any(question.code in _CLOSABLE for question in search.open):
            record, left = self.subdivided(record, search.found)
            search.open &= self.open(record) | set(_inexact(self.checked, record))
            for box in left[:_REVISITED]:
                search.box(box, most=_POINTS)
        for question in _inexact(self.checked, record):
            record.doubt(question.code, question.node)
        return Findings(record, search.found, shapes)

    def walk(self, box: Mapping[str, Value | None]) -> Record:
        """Walk over a box; the question about the result's bounds is asked at the root."""
        walk = Walk(self.checked, self.context)
        result = numeric(walk.run(box))
        if self.bounds is not None and result is not None:
            walk.record.asked.add(Question(codes.RANGE, self.checked.node))
            if not _inside(result, self.bounds):
                walk.record.doubt(codes.RANGE, self.checked.node)
        return walk.record

    def open(self, record: Record) -> set[Question]:
        """Return what a record leaves open and subdivision may close."""
        return {question for question in record.doubts if question.code in _CLOSABLE}

    def subdivided(
        self, record: Record, found: Iterable[Question]
    ) -> tuple[Record, list[dict[str, Value | None]]]:
        """Walk over smaller and smaller boxes, as long as the effort allows."""
        answered = frozenset(found)
        visits = max(len(self.checked.types), self.context.visits // 2, 1)
        most = min(MOST_BOXES, max(self.effort // visits, 1))
        return subdivide(self.box, record, lambda seen: self.open(seen) - answered, self.walk, most)


def _declaration(name: str, checked: Checked, scope: Scope) -> Declaration:
    known = scope.names.get(name)
    return checked.declared[name] if known is None else known


def _inside(result: Numbers, bounds: Interval) -> bool:
    return bounds.low <= result.low and result.high <= bounds.high


def _inexact(checked: Checked, record: Record) -> Iterable[Question]:
    """Yield the integer operations that may pass 2**53, their operands not having passed it already."""
    for node, value in record.seen.items():
        if not isinstance(node, Binary | Unary | Call | Aggregate) or checked.types[node].type != INTEGER:
            continue
        if isinstance(value, Numbers) and not _exact(value):
            inner = [record.seen.get(child) for child in children(node)]
            if all(not isinstance(v, Numbers) or not v.step or _exact(v) for v in inner):
                yield Question(codes.INEXACT, node)


def _exact(value: Numbers) -> bool:
    return value.low >= -EXACT and value.high <= EXACT
