"""Coverage-guided fuzzing of the formulas' parser and checker; not part of the suite, its finds are (tests/expression).

    pip install atheris
    python tests/fuzz/fuzz_parser.py -max_total_time=600 corpus/

Whatever the text: nothing is raised, a tree or a finding comes back at once, Python reads the same tree, writing the
tree and reading it back changes nothing, and what the checker accepts has a value of the type it inferred.
"""

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

with atheris.instrument_imports(include=["finetune_catalog"]):
    from finetune_catalog.expression.check import check
    from finetune_catalog.expression.errors import EvaluationError
    from finetune_catalog.expression.evaluate import evaluate
    from finetune_catalog.expression.parser import parse
    from finetune_catalog.expression.tokens import MOST_CHARACTERS
    from finetune_catalog.expression.unparse import unparse

import random

from tests.expression.python_tree import ours, pythons
from tests.expression.test_parser import WORDS
from tests.expression.test_type_soundness import ATOMS, FUNCTIONS, NAMES, SCOPE, holds, value

#: what a byte stands for where the input is a list of tokens: they meet more often than as letters
TOKENS = [
    *WORDS, *ATOMS, *FUNCTIONS, "for m in modules", "for m in sizes", " if m is not None", "len(", "any(", "divisors(",
    "costs['a']", "'b'", "1e300", "0x1", "α", "=", "&&", "\x00", "\\", '"', "²", "lambda", "null", "maybe is not None",
]  # fmt: skip
VALUES = [{name: value(random.Random(seed), d.type) for name, d in NAMES.items()} for seed in range(3)]


def one_input(data: bytes) -> None:
    if not data:
        return
    if data[0] & 1:
        text = data[1:].decode("utf-8", "surrogatepass" if data[0] & 2 else "replace")
    else:
        text = "".join(TOKENS[byte % len(TOKENS)] for byte in data[1:])
    node, problems = parse(text)
    assert (node is None) == bool(problems)
    for problem in problems:
        assert 0 <= problem.start <= problem.end <= len(text) + 1
        said = f"{problem.message}{problem.help}{problem.notes}"
        assert said.isprintable(), said
        assert len(said) < 400, said
    if node is None:
        return
    assert ours(node) == pythons(text)
    written = unparse(node)
    if len(written) <= MOST_CHARACTERS:  # the blanks it is written with may be too many
        again, _ = parse(written)
        assert again is not None
        assert ours(again) == ours(node)
    check_and_evaluate(text)


def check_and_evaluate(text: str) -> None:
    checked, problems = check(text, SCOPE)
    assert (checked is None) == bool(problems)
    for problem in problems:
        said = f"{problem.message}{problem.help}"
        assert said.isprintable(), said
        assert len(said) < 600, said
    if checked is None:
        return
    for values in VALUES:
        try:
            found = evaluate(checked, values, FUNCTIONS)
        except EvaluationError as error:
            assert len(error.problem.message) < 3000  # noqa: PT017 - nothing is expected to be raised here
        else:
            assert holds(found, checked.result.type), (text, found)


def quietly(data: bytes) -> None:
    try:
        one_input(data)
    except UnicodeDecodeError:
        return


if __name__ == "__main__":
    atheris.Setup(sys.argv, quietly)
    atheris.Fuzz()
