"""Other evaluators, each used as its documentation says is fastest: parsed once, evaluated often."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks import compiled
from benchmarks.handwritten import CEL, METHOD, NUMEXPR

if TYPE_CHECKING:
    from collections.abc import Callable

    #: makes, of a metric's name, a function of the values; ImportError where the evaluator is not installed
    Peer = Callable[[str], Callable[..., Any]]


def simpleeval(metric: str) -> Callable[..., Any]:
    from simpleeval import SimpleEval

    text = compiled.text(METHOD, metric)
    evaluator = SimpleEval(functions={"min": min, "max": max})
    parsed = evaluator.parse(text)

    def run(rank: int, alpha: float) -> Any:
        evaluator.names = {"rank": rank, "alpha": alpha}
        return evaluator.eval(text, previously_parsed=parsed)

    return run


def asteval(metric: str) -> Callable[..., Any]:
    from asteval import Interpreter

    text = compiled.text(METHOD, metric)
    interpreter = Interpreter(use_numpy=False, minimal=True)
    parsed = interpreter.parse(text)
    table = interpreter.symtable

    def run(rank: int, alpha: float) -> Any:
        table["rank"], table["alpha"] = rank, alpha
        return interpreter.run(parsed)

    return run


def numexpr(metric: str) -> Callable[..., Any]:
    import numexpr

    compiled_expression = numexpr.NumExpr(NUMEXPR[metric], [("rank", float)])
    return lambda rank, alpha: compiled_expression(float(rank)).item()


def cel(metric: str) -> Callable[..., Any]:
    from cel_expr_python import cel

    environment = cel.NewEnv(variables={"rank": cel.Type.DOUBLE, "alpha": cel.Type.DOUBLE})
    expression = environment.compile(CEL[metric])
    return lambda rank, alpha: expression.eval(data={"rank": float(rank), "alpha": alpha}).value()


def numexpr_columns(metric: str) -> Callable[..., Any]:
    import numexpr

    text = NUMEXPR[metric]
    return lambda rank, alpha: numexpr.evaluate(text, {"rank": rank})


SINGLE: dict[str, Peer] = {
    "simpleeval": simpleeval,
    "asteval": asteval,
    "numexpr": numexpr,
    "cel-expr-python": cel,
}
COLUMNS: dict[str, Peer] = {"numexpr": numexpr_columns}
