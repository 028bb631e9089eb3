"""Facts stay in the catalog: no id of an entry is a literal or an identifier of the package."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "finetune_catalog").rglob("*.py"))
ONE_FILE_AN_ENTRY = ("methods", "architectures", "models", "frameworks", "hardware")
ONE_FILE_A_KIND = ("parameters.yaml", "metrics.yaml")
#: what torch calls a tensor of a layer, whatever a parameter of the catalog is called
TENSORS = frozenset({"bias", "weight"})


def catalog_ids() -> frozenset[str]:
    folders = (ROOT / "catalog" / kind for kind in ONE_FILE_AN_ENTRY)
    ids = {path.stem for folder in folders for path in folder.glob("*.yaml")}
    for name in ONE_FILE_A_KIND:
        ids |= set(yaml.safe_load((ROOT / "catalog" / name).read_text(encoding="utf-8")))
    return frozenset(ids) - TENSORS


IDS = catalog_ids()


def words_of(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every string constant and every identifier of a module, with its line."""
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        match node:
            case ast.Constant(value=str(text)):
                yield line, text
            case (
                ast.Name(id=name) | ast.arg(arg=name) | ast.Attribute(attr=name) | ast.keyword(arg=str(name))
            ):
                yield line, name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield line, name
            case ast.alias(name=name, asname=asname):
                yield from ((line, part) for part in (*name.split("."), asname) if part)
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield line, name
            case ast.Global(names=names) | ast.Nonlocal(names=names):
                yield from ((line, name) for name in names)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_catalog_id_is_a_literal_or_an_identifier(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))

    named = [f"{module.name}:{line}: {word}" for line, word in words_of(tree) if word in IDS]

    assert not named, "state these in the catalog instead"


def test_the_search_finds_an_id_wherever_python_can_hold_one() -> None:
    sample = (
        "import m.lora\ndef rank(alpha, *, bits=1): return {'qlora': x.ia3, 'k': f(memory_multiplier=1)}\n"
    )

    found = {word for _, word in words_of(ast.parse(sample))} & IDS

    assert found == {"lora", "rank", "alpha", "bits", "qlora", "ia3", "memory_multiplier"}


def test_the_ids_are_those_of_the_catalog() -> None:
    assert {"lora", "full", "rank", "quality_retention"} <= IDS
