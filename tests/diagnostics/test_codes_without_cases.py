"""The codes that no broken file can show by itself: each is provoked here as it comes about."""

import json
import shutil
from pathlib import Path

import pytest

from finetune_catalog import releases
from finetune_catalog.diff.gate import version_gate
from finetune_catalog.expression.analysis import analyse
from finetune_catalog.expression.analysis import problems as analysis_problems
from finetune_catalog.expression.check import check
from finetune_catalog.expression.errors import EvaluationError, TargetError
from finetune_catalog.expression.evaluate import evaluate
from finetune_catalog.expression.targets import javascript
from finetune_catalog.expression.types import (
    FLOAT,
    INTEGER,
    STRING,
    Checked,
    Declaration,
    Function,
    Interval,
    Program,
    Scope,
    Table,
)
from finetune_catalog.inspection import inspect
from finetune_catalog.loading import load_catalog
from finetune_catalog.reference import build

BASE = Path(__file__).resolve().parents[1] / "bad" / "base"
SCOPE = Scope(
    {
        "rank": Declaration(INTEGER),
        "word": Declaration(STRING),
        "sizes": Declaration(Table(Declaration(FLOAT))),
    }
)


def checked(text: str) -> Checked:
    made, problems = check(text, SCOPE)
    assert made is not None, problems
    return made


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "catalog"))


def test_fc511_an_argument_outside_what_a_function_declares_is_found() -> None:
    small = Declaration(INTEGER, interval=Interval(0, 10))
    body, _ = check("x // 2", Scope({"x": small}))
    assert body is not None
    halved = Function("halved", (("x", small),), Declaration(INTEGER), body)
    scope = Scope({"rank": Declaration(INTEGER, interval=Interval(0, 100))}, {"halved": halved})
    made, problems = check("halved(rank)", scope)
    assert made is not None, problems

    found = analysis_problems(analyse(made, scope))

    assert "FC511" in {problem.code for problem in found}


def test_fc557_a_name_without_a_value_is_named() -> None:
    with pytest.raises(EvaluationError) as caught:
        evaluate(checked("rank / 2"), {})

    assert caught.value.problem.code == "FC557"
    assert "rank" in str(caught.value)


def test_fc558_an_entry_that_a_table_lacks_is_named() -> None:
    with pytest.raises(EvaluationError) as caught:
        evaluate(checked("sizes[word]"), {"sizes": {"one": 1.0}, "word": "two"})

    assert caught.value.problem.code == "FC558"
    assert "'two'" in str(caught.value)


def test_fc560_an_integer_that_javascript_cannot_hold_is_refused() -> None:
    with pytest.raises(TargetError) as caught:
        javascript.source(Program(("rank",), (("cube", checked("rank * rank")),), ("cube",)), "f")

    assert caught.value.problem.code == "FC560"


def test_fc650_changed_facts_ask_for_a_later_version(catalog: Path) -> None:
    releases.freeze(load_catalog([catalog]), catalog)
    method = catalog / "methods" / "full.yaml"
    method.write_text(method.read_text(encoding="utf-8").replace("4.0", "5.0"), encoding="utf-8")

    found = list(version_gate(load_catalog([catalog]), catalog))

    assert [(d.code, d.help) for d in found] == [("FC650", "write `version: 1.1.0`")]


def test_fc651_a_release_that_was_edited_is_refused(catalog: Path) -> None:
    path, _ = releases.freeze(load_catalog([catalog]), catalog)
    assert path is not None
    data = json.loads(path.read_text(encoding="utf-8"))
    data["catalog"]["license"] = "none"
    path.write_text(json.dumps(data), encoding="utf-8")

    made, report = releases.read_release("1.0.0", catalog)

    assert made is None
    assert [d.code for d in report] == ["FC651"]


def test_fc652_a_release_that_is_not_there_is_answered_with_those_that_are(catalog: Path) -> None:
    releases.freeze(load_catalog([catalog]), catalog)

    made, report = releases.read_release("1.0.1", catalog)

    assert made is None
    assert [(d.code, d.allowed) for d in report] == [("FC652", ("1.0.0",))]


def test_fc653_a_release_never_changes(catalog: Path) -> None:
    releases.freeze(load_catalog([catalog]), catalog)
    method = catalog / "methods" / "full.yaml"
    method.write_text(method.read_text(encoding="utf-8").replace("4.0", "5.0"), encoding="utf-8")

    path, report = releases.freeze(load_catalog([catalog]), catalog)

    assert path is None
    assert [d.code for d in report] == ["FC653"]


def test_a_release_is_the_catalog_it_was_frozen_from(catalog: Path) -> None:
    loaded = load_catalog([catalog])
    releases.freeze(loaded, catalog)

    made, report = releases.read_release("1.0.0", catalog)

    assert report.ok
    assert made is not None
    assert loaded.data is not None
    assert made.digest == loaded.data.digest


def test_fc680_a_stale_page_is_found(tmp_path: Path) -> None:
    report = build.check({"page.md": "text\n"}, tmp_path)

    assert [d.code for d in report] == ["FC680"]


def test_fc660_a_stale_vocabulary_is_found(catalog: Path) -> None:
    schemas = catalog.parent / "schemas"
    schemas.mkdir()
    (schemas / "vocabulary.schema.json").write_text("{}", encoding="utf-8")

    found = inspect([catalog]).report

    assert "FC660" in {d.code for d in found}
