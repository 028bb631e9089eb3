"""LaTeX and MathML say what the formula says: brackets where they are needed, whole markup, whatever the formula."""

import random
import re
from xml.etree import ElementTree as ET

import pytest

from finetune_catalog.expression.check import check
from finetune_catalog.expression.parser import parse
from finetune_catalog.expression.targets import latex, mathml
from tests.expression.generate import SCOPE, Formulas

SHOWN = [
    ("0.95 + min(rank / 256.0, 0.05)", r"0.95 + \min\left(\frac{r}{256.0}, 0.05\right)"),
    ("(a + b) / 2 * 3", r"\frac{a + b}{2} \cdot 3"),
    ("a - (b - 1)", r"a - \left(b - 1\right)"),
    ("a - b - 1", "a - b - 1"),
    ("-(a + b)", r"-\left(a + b\right)"),
    ("2 ** 3 * (a + b)", r"2^{3} \cdot \left(a + b\right)"),
    ("(a / b) ** 2", r"\left(\frac{a}{b}\right)^{2}"),
    ("a // b", r"\left\lfloor \frac{a}{b} \right\rfloor"),
    ("1e-3 * a", r"10^{-3} \cdot a"),
    ("not p and (q or p)", r"\lnot p \land \left(q \lor p\right)"),
    ("1 < a <= 3", r"1 < a \le 3"),
    (
        "a if p else b if q else 1.0",
        r"\begin{cases} a & \text{if } p \\ b & \text{if } q \\ 1.0 & \text{otherwise} \end{cases}",
    ),
    (
        "sum(m.x * m.y for m in items if m.x > 0.5)",
        r"\sum_{m \in \mathrm{items},\; {x}_{m} > 0.5} {x}_{m} \cdot {y}_{m}",
    ),
]


@pytest.mark.parametrize(("text", "wanted"), SHOWN, ids=[text for text, _ in SHOWN])
def test_latex_reads_as_mathematics(text: str, wanted: str) -> None:
    node, _ = parse(text)
    assert node is not None

    printed = latex.text(node, {"rank": "r"})

    assert re.sub(r"\\mathrm\{(.)\}", r"\1", printed) == wanted


@pytest.mark.parametrize("text", [text for text, _ in SHOWN if " if " not in text and "1e" not in text])
def test_mathml_has_every_number_and_name_in_the_formulas_order(text: str) -> None:
    node, _ = parse(text)
    assert node is not None
    root = ET.fromstring(mathml.text(node, {}))

    leaves = [part.text for part in root.iter() if part.tag.endswith(("}mi", "}mn"))]
    assert leaves == re.findall(r"\b(?!and|or|not)(?:\w+(?:\.\d+)?)", text)


def test_the_markup_of_any_formula_is_whole() -> None:
    source = random.Random(1)
    done = 0
    while done < 300:
        checked, _ = check(Formulas(source).make(source.choice((2, 3, 4))), SCOPE)
        if checked is None:
            continue
        done += 1
        ET.fromstring(mathml.text(checked.node, {}))
        printed = latex.text(checked.node, {})
        assert printed.count(r"\left") == printed.count(r"\right")
        assert printed.count(r"\begin") == printed.count(r"\end")
        depth = 0
        for character in re.sub(r"\\[{}]", "", printed):
            depth += {"{": 1, "}": -1}.get(character, 0)
            assert depth >= 0, printed
        assert depth == 0, printed
