"""The example of the page on counting is an overlay that loads, and counts what the page says."""

import re
import shutil
from pathlib import Path

import pytest

import finetune_catalog as fc
from tests.docs.test_pages import statements

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "counting.md").read_text(encoding="utf-8")
OVERLAY = ROOT / "tests" / "extending" / "our-catalog"


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> fc.Catalog:
    folder = tmp_path_factory.mktemp("overlay") / "our-catalog"
    shutil.copytree(OVERLAY, folder)
    ((name, text),) = re.findall(r"`our-catalog/(methods/\w+\.yaml)`:\n\n```yaml\n(.*?)```", PAGE, re.DOTALL)
    (folder / name).write_text(text, encoding="utf-8")
    return fc.load(folder)


def test_its_snippet_gives_what_its_comments_say(
    catalog: fc.Catalog, capsys: pytest.CaptureFixture[str]
) -> None:
    (snippet,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names: dict[str, object] = {"catalog": catalog}
    for statement, expected in statements(snippet):
        if expected is None:
            exec(statement, names)
        else:
            assert repr(eval(statement, names)) == expected, statement

    assert "shared_A of *.q_proj" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("rank", "said"), [(0, "rank 0 trains nothing"), (2000, "more than the smaller side of v_proj")]
)
def test_its_conditions_refuse(catalog: fc.Catalog, rank: int, said: str) -> None:
    with pytest.raises(fc.ConfigurationError, match=said):
        catalog.configure("shared_lora", model=catalog.model("llama-3.1-8b"), rank=rank)


def test_it_names_everything_that_counts_may_say() -> None:
    import json

    counts = json.loads((ROOT / "schemas" / "counts.schema.json").read_text(encoding="utf-8"))["$defs"][
        "counts"
    ]

    assert [key for key in counts["properties"] if f"`{key}`" not in PAGE] == []


def test_it_names_everything_that_formulas_may_use() -> None:
    from finetune_catalog.loading.count_scope import LEVELS
    from finetune_catalog.loading.rule_scope import HEADS, ODD, PLAIN, REACH, RULED, ZEROS

    names = {name for level in LEVELS.values() for name in level}
    names |= {*RULED, *(f"target_modules.{name}" for name in (*REACH, *HEADS.facts, *ODD.facts, PLAIN))}
    names |= {f"alpha_pattern.{name}" for name in ZEROS.facts}

    assert [name for name in sorted(names) if f"`{name}`" not in PAGE] == []
