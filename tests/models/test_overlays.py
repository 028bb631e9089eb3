"""An architecture and a model are one file each: an overlay adds and corrects them, without a line of Python."""

from pathlib import Path

import pytest

import finetune_catalog as fc
from finetune_catalog.diff.compare import compare

MANIFEST = "extends: finetune-catalog\nid: ours\nname: ours\nversion: 1.0.0\nschema: 1\nlicense: MIT\n"
OURS = """\
id: ours
title: Ours
summary: One matrix.
sources: [{ref: seed}]
since: 1.0.0
fields: {size: {required: true}, depth: {default: 2}}
containers: {rows: depth}
dimensions: {hidden_size: size}
modules:
  rows.*.mix: {kind: linear, in: size, out: size * (layer + 1)}
classes: {OursModel: {}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("architectures", "models"):
        (tmp_path / name).mkdir()
    (tmp_path / "catalog.yaml").write_text(MANIFEST)
    (tmp_path / "architectures" / "ours.yaml").write_text(OURS)
    (tmp_path / "models" / "ours-1b.yaml").write_text(
        "id: ours-1b\ntitle: Ours 1B\narchitecture: ours\nhub_id: us/Ours-1B\nconfig: {size: 8, depth: 3}\n"
        "parameters: 384\nsources: [{ref: seed}]\nsince: 1.0.0\n"
    )
    return tmp_path


@pytest.mark.parametrize("cached", [False, True])
def test_a_file_adds_an_architecture_and_another_a_model(folder: Path, cached: bool) -> None:
    catalog = fc.load(folder)
    if cached:
        catalog = fc.load(folder)

    model = catalog.model("ours-1b")

    assert (model.name, model.architecture, model.class_name) == ("ours-1b", "ours", "OursModel")
    assert [module.shape.parameters for module in model.modules] == [
        (("weight", (8 * (layer + 1), 8)),) for layer in range(3)
    ]
    assert catalog.model("us/Ours-1B").parameters == 384


def test_an_overlay_corrects_a_field_of_an_architecture(folder: Path) -> None:
    (folder / "architectures" / "llama.yaml").write_text("fields: {vocab_size: {default: 7}}\n")

    catalog = fc.load(folder)

    assert catalog.model({"model_type": "llama"}).fields["vocab_size"] == 7
    changes = [(c.kind, c.id, c.at, c.bump.word) for c in compare(fc.load().data, catalog.data)]
    assert ("architecture", "llama", ("fields: vocab_size",), "minor") in changes
    assert ("architecture", "ours", (), "minor") in changes
    assert len([change for change in changes if change[0] == "architecture"]) == 2
