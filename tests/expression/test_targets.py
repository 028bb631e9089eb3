"""Python, NumPy and JavaScript compute what the reference interpreter computes, bit for bit, on random formulas."""

import json
import math
import os
import random
import shutil
import struct
import subprocess
from typing import Any

import numpy as np
import pytest

from finetune_catalog.expression.analysis import analyse
from finetune_catalog.expression.check import check
from finetune_catalog.expression.errors import EvaluationError, TargetError
from finetune_catalog.expression.evaluate import evaluate
from finetune_catalog.expression.targets import javascript, numpy_runtime, python
from finetune_catalog.expression.types import FLOAT, INTEGER, Checked, Declaration, Interval, Program, Scope

FORMULAS = int(os.environ.get("TARGET_FORMULAS", "400"))
POINTS = 20
SCOPE = Scope(
    {
        "n": Declaration(INTEGER, interval=Interval(-1000, 1000)),
        "k": Declaration(INTEGER, interval=Interval(0, 64)),
        "x": Declaration(FLOAT, interval=Interval(-1e6, 1e6)),
        "y": Declaration(FLOAT, interval=Interval(0.0, 1e3)),
    }
)


def number(rng: random.Random, depth: int) -> str:
    """Make a formula that gives a number."""
    if depth == 0 or rng.random() < 0.15:
        return rng.choice(["n", "k", "x", "y", "1", "2", "3", "0.5", "7.25", "0", "10"])
    a, b = number(rng, depth - 1), number(rng, depth - 1)
    return rng.choice(
        [
            f"({a} + {b})",
            f"({a} - {b})",
            f"({a} * {b})",
            f"({a} / {b})",
            f"({a} // {b})",
            f"({a} % {b})",
            f"(-{a})",
            f"({a}) ** {rng.randint(0, 3)}",
            f"min({a}, {b})",
            f"max({a}, {b})",
            f"abs({a})",
            f"floor({a})",
            f"ceil({a})",
            f"round({a})",
            f"clamp({a}, -5, 5)",
            f"sqrt(abs({a}))",
            f"({a} if {truth(rng, depth - 1)} else {b})",
        ]
    )


def truth(rng: random.Random, depth: int) -> str:
    """Make a formula that is true or false."""
    a, b = number(rng, max(depth, 0)), number(rng, max(depth, 0))
    sign = rng.choice(["<", "<=", ">", ">=", "==", "!="])
    return rng.choice([f"{a} {sign} {b}", f"not {a} {sign} {b}", f"({a} {sign} {b} and k > 3)"])


def formulas(seed: int) -> list[Checked]:
    rng = random.Random(seed)
    made = []
    while len(made) < FORMULAS:
        checked, _ = check(number(rng, 3), SCOPE)
        if checked is not None:
            made.append(checked)
    return made


def points(seed: int) -> list[dict[str, Any]]:
    rng = random.Random(seed)
    special = [{"n": 0, "k": 0, "x": 0.0, "y": 0.0}, {"n": -1, "k": 1, "x": -0.0, "y": 0.5}]
    return special + [
        {
            "n": rng.randint(-1000, 1000),
            "k": rng.randint(0, 64),
            "x": rng.uniform(-1e6, 1e6),
            "y": rng.uniform(0, 1e3),
        }
        for _ in range(POINTS - 2)
    ]


def program(checked: Checked) -> Program:
    return Program(tuple(SCOPE.names), (("f", checked),), ("f",), {"f": analyse(checked, SCOPE)})


def expected(checked: Checked, point: dict[str, Any]) -> Any:
    try:
        return evaluate(checked, {name: point[name] for name in checked.names})
    except EvaluationError:
        return None


def bits(value: Any) -> Any:
    return struct.pack("<d", value) if isinstance(value, float) else value


FOUND = formulas(1)
AT = points(2)


def test_the_generated_python_function_gives_the_same_bits_or_the_same_refusal() -> None:
    for checked in FOUND:
        function = python.function(program(checked), bare=True)
        for point in AT:
            wanted = expected(checked, point)
            try:
                got = function(*point.values())
            except EvaluationError:
                got = None
            assert bits(got) == bits(wanted), (checked.text, point)
            assert type(got) is type(wanted), (checked.text, point)


def test_pythons_own_eval_gives_the_same_wherever_both_are_defined() -> None:
    names = {
        "ceil": math.ceil,
        "floor": math.floor,
        "sqrt": math.sqrt,
        "clamp": lambda x, a, b: min(max(x, a), b),
    }
    compared = 0
    for checked in FOUND:
        powers = "**" in checked.text  # on floats a product here, the platform's pow there
        for point in AT:
            wanted = expected(checked, point)
            if wanted is None or isinstance(wanted, bool):
                continue
            try:
                got = eval(checked.text, {**names, **point})
            except (ArithmeticError, ValueError):
                continue
            close = 1e-9 * max(1.0, abs(wanted)) if powers else 0.0
            if powers and any(step in checked.text for step in ("//", "%", "floor", "ceil", "round")):
                continue  # a last bit decides which integer it is
            assert abs(got - wanted) <= close, (checked.text, point)
            compared += 1
    assert compared > FORMULAS * POINTS // 3


def test_columns_hold_the_same_bits_or_are_refused_with_the_row() -> None:
    columns = {name: np.array([point[name] for point in AT]) for name in SCOPE.names}
    compared = 0
    for checked in FOUND:
        if not checked.names:
            continue  # the same in all rows, however many there are
        wanted = [expected(checked, point) for point in AT]
        try:
            function = numpy_runtime.function(program(checked))
            (got,) = function(*columns.values())
        except TargetError:
            continue  # an integer that int64 may not hold
        except EvaluationError:
            assert None in wanted, checked.text
            continue
        assert None not in wanted, checked.text
        assert [bits(v) for v in got.tolist()] == [bits(v) for v in wanted], checked.text
        compared += 1
    assert compared > FORMULAS // 10


@pytest.mark.skipif(shutil.which("node") is None, reason="node runs the JavaScript")
def test_javascript_gives_the_same_bits_or_fails() -> None:
    programs, wanted = [], []
    for checked in FOUND:
        try:
            programs.append(javascript.source(program(checked), "f"))
        except TargetError:
            continue
        wanted.append([expected(checked, point) for point in AT])
    rows = [list(point.values()) for point in AT]
    script = (
        "const programs = " + json.dumps(programs) + ", rows = " + json.dumps(rows) + ";\n"
        "const view = new DataView(new ArrayBuffer(8));\n"
        "const out = programs.map((text) => { const f = new Function(text + '; return f')();\n"
        "  return rows.map((row) => { try { let v = f(...row); if (Array.isArray(v)) v = v[0];\n"
        "    if (typeof v !== 'number') return v; view.setFloat64(0, v, true);\n"
        "    return [v, view.getBigUint64(0, true).toString(16)]; } catch (e) { return null } }) });\n"
        "console.log(JSON.stringify(out));\n"
    )
    done = subprocess.run(
        ["node", "-"], input=script, capture_output=True, text=True, check=True, timeout=120
    )

    results = json.loads(done.stdout)
    assert len(results) > FORMULAS // 3
    for source, got, want in zip(programs, results, wanted, strict=True):
        for point, mine, theirs in zip(AT, want, got, strict=True):
            if mine is None:
                assert theirs is None, (source, point)
            elif isinstance(mine, float):
                assert theirs[1] == f"{struct.unpack('<Q', struct.pack('<d', mine))[0]:x}", (source, point)
            else:
                assert (theirs[0] if isinstance(theirs, list) else theirs) == mine, (source, point)


def test_a_binding_that_is_the_same_in_all_rows_is_used_by_another_that_is() -> None:
    scope = Scope(
        {
            "rank": Declaration(INTEGER, interval=Interval(1, 100)),
            "groups": Declaration(INTEGER, interval=Interval(1, 64)),
        }
    )
    texts = {
        "constant": "1.2",
        "shared": "1.0 / groups",
        "both": "shared / constant",
        "column": "both * rank",
    }
    known = dict(scope.names)
    bindings = []
    for name, text in texts.items():
        checked, problems = check(text, Scope(known))
        assert checked is not None, problems
        bindings.append((name, checked))
        known[name] = Declaration(FLOAT, interval=Interval(0.001, 100.0))
    analyses = {name: analyse(checked, Scope(known)) for name, checked in bindings}
    made = Program(("rank", "groups"), tuple(bindings), tuple(texts), analyses)

    results = numpy_runtime.function(made)(np.array([1, 2]), 4)

    assert [result.tolist() for result in results] == [
        [1.2, 1.2],
        [0.25, 0.25],
        [0.25 / 1.2, 0.25 / 1.2],
        [0.25 / 1.2 * 1, 0.25 / 1.2 * 2],
    ]
