"""The whole language in every target: lists, records, tables, None, aggregates, on random formulas and points.

`AGREEMENT_FORMULAS=5000 pytest tests/expression/test_agreement.py` tries a hundred thousand points.
"""

import json
import os
import random
import shutil
import struct
import subprocess
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from finetune_catalog.expression.analysis import analyse
from finetune_catalog.expression.check import check
from finetune_catalog.expression.errors import EvaluationError, TargetError
from finetune_catalog.expression.evaluate import evaluate
from finetune_catalog.expression.targets import javascript, numpy_runtime, python
from finetune_catalog.expression.types import Checked, Program
from tests.expression.generate import COLUMNS, PYTHON, SCOPE, Formulas, point, python_names

FORMULAS = int(os.environ.get("AGREEMENT_FORMULAS", "150"))
SEED = int(os.environ.get("AGREEMENT_SEED", "1"))
NAMES = tuple(SCOPE.names)
#: what Python computes otherwise, or says otherwise that it has no value
DIFFERS = (ArithmeticError, ValueError, LookupError)
HARNESS = """
const view = new DataView(new ArrayBuffer(8));
const seen = (v) => { if (typeof v !== 'number') return v;
  view.setFloat64(0, v); return [v, view.getBigUint64(0).toString(16).padStart(16, '0')]; };
const answer = (f, row) => { try { const v = f(...row); return seen(Array.isArray(v) ? v[0] : v); }
  catch (e) { return null; } };
console.log(JSON.stringify(programs.map((text) => {
  const f = new Function(text + '; return f')(); return rows.map((row) => answer(f, row)); })));
"""


def formulas() -> Iterator[Checked]:
    source = random.Random(SEED)
    left = FORMULAS
    while left:
        text = Formulas(source, transcendental=False).make(source.choice((2, 3, 4)))
        checked, _ = check(text, SCOPE)
        if checked is not None:
            left -= 1
            yield checked


def program(checked: Checked) -> Program:
    return Program(NAMES, (("f", checked),), ("f",), {"f": analyse(checked, SCOPE)})


def wanted(checked: Checked, values: dict[str, Any]) -> Any:
    try:
        return evaluate(checked, {name: values[name] for name in checked.names})
    except EvaluationError:
        return None


def bits(value: Any) -> Any:
    return struct.pack(">d", value).hex() if isinstance(value, float) else value


FOUND = tuple(formulas())
POINTS = [point(random.Random(seed)) for seed in range(20)]


def test_the_generated_python_function_agrees() -> None:
    for checked in FOUND:
        function = python.function(program(checked), bare=True)
        for values in POINTS:
            want = wanted(checked, values)
            try:
                got = function(*values.values())
            except EvaluationError:
                got = None
            assert (type(got), bits(got)) == (type(want), bits(want)), (checked.text, values)


def test_pythons_own_eval_agrees_wherever_both_are_defined() -> None:
    compared = 0
    for checked in FOUND:
        if "**" in checked.text:  # a product here, the platform's pow there
            continue
        for values in POINTS:
            want = wanted(checked, values)
            try:
                got = eval(checked.text, {**PYTHON, **python_names(values)})
            except DIFFERS:
                continue
            if want is not None:
                assert got == want, (checked.text, values)
                compared += 1
    assert compared > FORMULAS * len(POINTS) // 4


@pytest.mark.skipif(shutil.which("node") is None, reason="node runs the JavaScript")
def test_javascript_agrees() -> None:
    programs, results = [], []
    for checked in FOUND:
        try:
            programs.append(javascript.source(program(checked), "f"))
        except TargetError:  # an integer that may pass 2**53
            continue
        results.append([wanted(checked, values) for values in POINTS])
    rows = [list(values.values()) for values in POINTS]
    script = f"const programs = {json.dumps(programs)}, rows = {json.dumps(rows)};{HARNESS}"

    done = subprocess.run(
        ["node", "-"], input=script, capture_output=True, text=True, check=True, timeout=300
    )

    assert len(programs) > FORMULAS // 2
    for text, answers, expected in zip(programs, json.loads(done.stdout), results, strict=True):
        for values, got, want in zip(POINTS, answers, expected, strict=True):
            if isinstance(want, float):
                assert got is not None, (text, values)
                assert got[1] == bits(want), (text, values)
            else:
                assert (got[0] if isinstance(got, list) else got) == want, (text, values)


def test_columns_beside_lists_that_are_the_same_in_all_rows_agree() -> None:
    compared = 0
    for checked in FOUND:
        if not set(checked.names) & set(COLUMNS):
            continue
        same = POINTS[compared % len(POINTS)]
        rows = [{**same, **{name: values[name] for name in COLUMNS}} for values in POINTS]
        expected = [wanted(checked, values) for values in rows]
        given = {
            name: np.array([values[name] for values in rows]) if name in COLUMNS else same[name]
            for name in NAMES
        }
        try:
            (got,) = numpy_runtime.function(program(checked))(*given.values())
        except TargetError:  # an integer that int64 may not hold
            continue
        except EvaluationError:
            assert None in expected, checked.text
            continue
        assert [bits(value) for value in got.tolist()] == [bits(want) for want in expected], checked.text
        compared += 1
    assert compared > FORMULAS // 10


def test_what_cannot_be_held_is_refused_where_only_one_branch_makes_it() -> None:
    checked, _ = check("1 + floor(1e300 if p else x)", SCOPE)
    assert checked is not None
    values = {**POINTS[0], "p": True}

    assert wanted(checked, values) is None
    with pytest.raises(EvaluationError):
        python.function(program(checked), bare=True)(*values.values())
    with pytest.raises(TargetError):
        javascript.source(program(checked), "f")
