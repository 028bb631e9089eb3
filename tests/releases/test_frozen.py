"""A release never changes: its digest is pinned here, and the file is what it says."""

import json
from pathlib import Path

import pytest

import finetune_catalog as fc

RELEASES = Path(__file__).resolve().parents[2] / "catalog" / "releases"
#: a release that is missing here, or differs, was edited after it was frozen: restore it, and freeze a new version
PINNED = {
    "1.0.0": "sha256:75a08d99749bdb4c0fb2b6aa168d8981d653015498e3fad2d2830611b7598020",
}


def test_every_release_is_pinned() -> None:
    assert {path.stem for path in RELEASES.glob("*.json")} == set(PINNED)


@pytest.mark.parametrize("version", PINNED)
def test_a_release_is_what_was_frozen(version: str) -> None:
    assert json.loads((RELEASES / f"{version}.json").read_text(encoding="utf-8"))["digest"] == PINNED[version]


@pytest.mark.parametrize("version", PINNED)
def test_a_release_is_loaded_by_its_version(version: str) -> None:
    catalog = fc.load(version=version)

    assert catalog.version == version
    assert catalog.configure("lora", rank=16).metrics["training_speedup"] == 4.0
