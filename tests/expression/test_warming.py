"""A formula gives the same before and after it is compiled, and the same reason where it has no value."""

import pytest

import finetune_catalog as fc
from finetune_catalog.configure.programs import metrics_program
from finetune_catalog.expression.analysis import proved
from finetune_catalog.expression.check import check
from finetune_catalog.expression.errors import EvaluationError
from finetune_catalog.expression.types import INTEGER, Declaration, ListOf, Program, Scope
from finetune_catalog.expression.warming import Warming, WarmingFormula
from finetune_catalog.loading.functions import functions_of

DATA = fc.load().data
METHOD = DATA.methods["lora"]
FORMULAS = {id_: formula.checked for id_, formula in METHOD.metrics.items() if formula.checked.names}


@pytest.mark.parametrize("metric", FORMULAS)
def test_the_hundredth_time_gives_what_the_first_gave(metric: str) -> None:
    warming = WarmingFormula(FORMULAS[metric], functions_of(DATA))
    given = [3 for _ in FORMULAS[metric].names]

    values = [warming(given) for _ in range(100)]

    assert {(type(value), value) for value in values} == {(type(values[0]), values[0])}


def test_the_reason_of_what_has_no_value_stays_the_same() -> None:
    checked = FORMULAS["training_speedup"]
    warming = WarmingFormula(checked, {})
    reasons = set()
    for _ in range(100):
        with pytest.raises(EvaluationError) as failed:
            warming([-64])
        reasons.add(failed.value.problem.message)

    assert len(reasons) == 1


def test_a_program_is_proved_and_compiled_once_and_gives_what_it_gave_before() -> None:
    program = metrics_program(DATA, METHOD)
    asked = []

    def made() -> Program:
        asked.append(program)
        return proved(program)

    warming = Warming(program, made)
    first = warming(16, 16.0)

    assert (warming.compiled, asked) == (None, [])
    assert {warming(16, 16.0) for _ in range(100)} == {first}
    assert warming.compiled is not None
    assert asked == [program]


def test_a_formula_over_a_long_list_is_compiled_sooner() -> None:
    scope = {"sizes": Declaration(ListOf(Declaration(INTEGER)))}
    checked, _ = check("sum(size for size in sizes)", Scope(scope))
    assert checked is not None
    program = Program.of(tuple(scope), checked, {})
    short, long = Warming(program, bare=True), Warming(program, bare=True)

    assert [short((1, 2)), long((1,) * 5_000)] == [3, 5_000]
    assert (short.compiled is None, long.compiled is None) == (True, False)
