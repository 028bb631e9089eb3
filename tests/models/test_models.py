"""The well-known models have as many parameters as the library makes of the same fields."""

import json
from pathlib import Path

import pytest

import finetune_catalog as fc

MEASURED = json.loads((Path(__file__).parents[1] / "oracle" / "models.json").read_text(encoding="utf-8"))
CATALOG = fc.load()
#: models whose config.json names no class, so that nothing says which head to count
WITHOUT_CLASS = {id_ for id_, model in CATALOG.data.models.items() if "architectures" not in model.config}


@pytest.mark.parametrize("id_", MEASURED)
def test_a_model_has_as_many_parameters_as_the_library_makes(id_: str) -> None:
    assert CATALOG.model(id_).parameters == MEASURED[id_]


def test_every_model_that_names_its_class_was_measured() -> None:
    assert CATALOG.data.models.keys() == MEASURED.keys() | WITHOUT_CLASS


@pytest.mark.parametrize("id_", MEASURED)
def test_a_model_is_found_by_where_it_is_published(id_: str) -> None:
    hub = CATALOG.data.models[id_].hub_id

    assert CATALOG.model(hub).name in {n for n, m in CATALOG.data.models.items() if m.hub_id == hub}
