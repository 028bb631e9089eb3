"""Other people's adapter configurations: read as PEFT reads them; those that went wrong for someone are found.

The files lie beside the project under their own licences, where there are any; nothing of them is here.
"""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from finetune_catalog import configs
from finetune_catalog.models.opening import open_model
from tests.configure.catalogs import bundled

VERSION = "0.21.2"
CORPUS, ORACLE = (os.environ.get(f"FINETUNE_CATALOG_{name}") for name in ("CORPUS", "ORACLE"))
HERE = Path(__file__).parent
BROKEN = yaml.safe_load((HERE / "data" / "broken_peft.yaml").read_text(encoding="utf-8"))


def verdicts() -> list[dict[str, Any]]:
    if not CORPUS or not ORACLE:
        return []
    found: list[dict[str, Any]] = json.loads(
        (Path(ORACLE) / "peft_verdicts.json").read_text(encoding="utf-8")
    )[VERSION]
    return found


VERDICTS = verdicts()
rows = pytest.mark.parametrize("row", VERDICTS, ids=lambda row: row["file"].rpartition("experiments/")[2])


def corpus_file(row: dict[str, Any]) -> Path:
    return Path(str(CORPUS)) / row["file"]


@rows
def test_a_file_is_read_where_the_library_reads_it(row: dict[str, Any]) -> None:
    made, report = configs.parse(bundled(), corpus_file(row))

    assert (made is not None) is (row["verdict"] == "ok"), report


@rows
def test_fields_that_the_library_drops_are_warned_of_and_no_others(row: dict[str, Any]) -> None:
    said = " ".join(row["warnings"])
    dropped = set(re.findall(r"'(\w+)'", said.partition("arguments [")[2].partition("]")[0]))

    report = configs.validate(bundled(), corpus_file(row))

    unknown = [finding for finding in report if finding.code == "FC711"]
    assert {finding.message.split("`")[1] for finding in unknown} == dropped
    assert all(finding.span and finding.span.line > 1 for finding in unknown)


@rows
def test_a_file_of_the_library_itself_is_nowhere_found_to_be_wrong(row: dict[str, Any]) -> None:
    model = open_model(bundled(), "llama-3.2-3b")[0] if "llama-3.2-3B" in row["file"] else None

    report = configs.validate(bundled(), corpus_file(row), model)

    assert [finding for finding in report if finding.code != "FC711"] == []


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case["id"])
def test_what_went_wrong_for_people_is_found(case: dict[str, Any]) -> None:
    model = open_model(bundled(), case["model"])[0] if "model" in case else None

    report = configs.validate(bundled(), case["config"], model)

    found = [finding.rule or finding.code for finding in report if finding.severity.value != "note"]
    assert set(case["finds"]) <= set(found)
    assert case["finds"] or not found
