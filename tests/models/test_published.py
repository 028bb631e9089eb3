"""Published models have as many weights, and the linear layers, that the library was measured to make of their config.json."""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import finetune_catalog as fc

FOLDER = os.environ.get("FINETUNE_CATALOG_ORACLE")
FILES = sorted(Path(FOLDER, "counts").glob("*.json")) if FOLDER else []


@pytest.fixture(scope="module")
def catalog() -> fc.Catalog:
    return fc.load()


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_a_published_model_is_what_the_library_makes_of_it(file: Path, catalog: fc.Catalog) -> None:
    measured: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    if measured["config"]["model_type"] not in catalog.data.architectures:
        pytest.skip("the catalog lacks the architecture")

    model = catalog.model(measured["config"])

    assert (model.class_name, model.parameters) == (measured["class"], measured["total_parameters"])
    linear = Counter(m.shape.pattern for m in model.modules if m.shape.kind in {"linear", "hf_conv1d"})
    assert linear == {each["path"]: each["count"] for each in measured["linear_modules"]}
