"""A model's folder: what its headers say, held against its config.json where the catalog knows the architecture."""

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

import finetune_catalog as fc
from tests.models.checkpoints import stored, write, write_raw

SMALL = {
    "model_type": "llama",
    "vocab_size": 301,
    "hidden_size": 48,
    "intermediate_size": 112,
    "num_attention_heads": 6,
    "num_hidden_layers": 11,
}


@pytest.fixture(scope="module")
def catalog() -> fc.Catalog:
    return fc.load()


def saved(folder: Path, config: dict[str, Any]) -> Path:
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    return folder


def codes(catalog: fc.Catalog, source: Any) -> list[str]:
    with pytest.raises(fc.ConfigurationError) as error:
        catalog.model(source)
    return [found.code for found in error.value.report]


def test_an_unknown_architecture_is_read_off_the_headers(catalog: fc.Catalog, tmp_path: Path) -> None:
    known = catalog.model(SMALL)
    write(tmp_path / "model.safetensors", stored(known))
    saved(tmp_path, {**SMALL, "model_type": "ours", "architectures": ["OursForCausalLM"]})

    model = catalog.model(tmp_path)

    assert [(m.path, m.shape.kind, m.shape.in_features, m.shape.parameters) for m in model.modules] == sorted(
        [(m.path, m.shape.kind, m.shape.in_features, m.shape.parameters) for m in known.modules],
        key=lambda each: [(0, int(s), "") if s.isdecimal() else (1, 0, s) for s in each[0].split(".")],
    )
    assert (model.parameters, model.input_embedding, model.output_embedding, model.layers) == (
        known.parameters,
        known.input_embedding,
        known.output_embedding,
        known.layers,
    )
    assert (model.class_name, model.architecture, model.library) == ("OursForCausalLM", "", False)
    assert model.dimensions["hidden_size"] == 48


def test_a_folder_without_config_is_enough(catalog: fc.Catalog, tmp_path: Path) -> None:
    write(
        tmp_path / "a.safetensors",
        {"wte.weight": (10, 4), "h.0.conv.weight": (6, 1, 4), "h.0.conv.bias": (6,)},
    )
    write(
        tmp_path / "b.safetensors",
        {"h.0.experts.up": (3, 4, 8), "h.0.scale": (), "h.0.attn.bias": (1, 1, 9, 9)},
    )

    model = catalog.model(tmp_path)

    assert [(m.path, m.shape.kind, m.shape.groups) for m in model.modules] == [
        ("h.0", "other", 1),
        ("h.0.conv", "conv1d", 6),
        ("h.0.experts", "experts", 1),
        ("wte", "embedding", 1),
    ]


def test_an_index_says_which_files_count(catalog: fc.Catalog, tmp_path: Path) -> None:
    write(tmp_path / "model-00001-of-00001.safetensors", {"a.weight": (2, 3)})
    write(tmp_path / "consolidated.safetensors", {"b.weight": (2, 3)})
    index = {"weight_map": {"a.weight": "model-00001-of-00001.safetensors"}}
    (tmp_path / "model.safetensors.index.json").write_text(json.dumps(index))

    assert [module.path for module in catalog.model(tmp_path).modules] == ["a"]


def test_a_known_architecture_counts_and_its_checkpoint_agrees(catalog: fc.Catalog, tmp_path: Path) -> None:
    known = catalog.model(SMALL)
    write(tmp_path / "model.safetensors", stored(known))

    model = catalog.model(saved(tmp_path, SMALL))

    assert (model.architecture, model.parameters, model.library) == ("llama", known.parameters, True)


def test_a_checkpoint_of_another_size_than_its_configuration_is_refused(
    catalog: fc.Catalog, tmp_path: Path
) -> None:
    write(tmp_path / "model.safetensors", stored(catalog.model(SMALL)))

    assert set(codes(catalog, saved(tmp_path, {**SMALL, "intermediate_size": 96}))) == {"FC749"}


def test_every_truncation_of_a_header_is_refused(catalog: fc.Catalog, tmp_path: Path) -> None:
    file = tmp_path / "model.safetensors"
    write(file, {"a.weight": (2, 3), "b.weight": (4,)})
    whole = file.read_bytes()

    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        assert codes(catalog, tmp_path) == ["FC748"], length


LYING = {
    "a length beyond the file": (b"{}", 0, 1000),
    "an enormous length": (b"{}", 0, 2**63),
    "no JSON": (b"{]", 0, None),
    "deep JSON": (b"[" * 100_000, 0, None),
    "a list": (b"[]", 0, None),
    "an entry that is no object": (b'{"a": 1}', 0, None),
    "an unknown type": (b'{"a": {"dtype": "F99", "shape": [1], "data_offsets": [0, 4]}}', 4, None),
    "a negative size": (b'{"a": {"dtype": "F32", "shape": [-1], "data_offsets": [0, 4]}}', 4, None),
    "a size that is true": (b'{"a": {"dtype": "F32", "shape": [true], "data_offsets": [0, 4]}}', 4, None),
    "a shape that is missing": (b'{"a": {"dtype": "F32", "data_offsets": [0, 4]}}', 4, None),
    "places out of order": (b'{"a": {"dtype": "F32", "shape": [1], "data_offsets": [4, 0]}}', 4, None),
    "more than is there": (b'{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}', 4, None),
    "less than is there": (b'{"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}', 8, None),
    "a shape of other bytes": (b'{"a": {"dtype": "F32", "shape": [3], "data_offsets": [0, 4]}}', 4, None),
    "a gap": (b'{"a": {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}}', 8, None),
}  # fmt: skip


@pytest.mark.parametrize("what", LYING)
def test_a_header_that_claims_what_cannot_be_is_refused(
    catalog: fc.Catalog, tmp_path: Path, what: str
) -> None:
    header, size, length = LYING[what]
    write_raw(tmp_path / "model.safetensors", header, size, length)

    assert codes(catalog, tmp_path) == ["FC748"]


def test_a_file_of_a_hundred_megabytes_is_refused_in_little_memory(
    catalog: fc.Catalog, tmp_path: Path
) -> None:
    for name in ("config.json", "other.safetensors.index.json"):
        with (tmp_path / name).open("wb") as file:
            file.write(b'{"model_type": "llama", "x": [')
            file.truncate(100 * 2**20)
        tracemalloc.start()

        found = codes(catalog, tmp_path)

        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert found in (["FC747"], ["FC748"])
        assert peak < 40 * 2**20
        (tmp_path / name).unlink()
