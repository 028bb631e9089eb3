"""A formula gives the same before and after it is compiled, and the same reason where it has no value."""

import pytest

import finetune_catalog as fc
from finetune_catalog.expression.errors import EvaluationError
from finetune_catalog.expression.warming import Warming
from finetune_catalog.loading.functions import functions_of

DATA = fc.load().data
METHOD = DATA.methods["lora"]
FORMULAS = {id_: formula.checked for id_, formula in METHOD.metrics.items() if formula.checked.names}


@pytest.mark.parametrize("metric", FORMULAS)
def test_the_hundredth_time_gives_what_the_first_gave(metric: str) -> None:
    warming = Warming(FORMULAS[metric], functions_of(DATA))
    given = [3 for _ in FORMULAS[metric].names]

    values = [warming(given) for _ in range(100)]

    assert {(type(value), value) for value in values} == {(type(values[0]), values[0])}


def test_the_reason_of_what_has_no_value_stays_the_same() -> None:
    checked = FORMULAS["training_speedup"]
    warming = Warming(checked, {})
    reasons = set()
    for _ in range(100):
        with pytest.raises(EvaluationError) as failed:
            warming([-64])
        reasons.add(failed.value.problem.message)

    assert len(reasons) == 1
