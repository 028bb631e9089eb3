"""A copy of a small catalog, the first release of the bundled one, to break, and overlays written from text."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = "extends: finetune-catalog\n"


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "tests" / "catalogs" / "core", tmp_path / "catalog"))


@pytest.fixture
def overlay(tmp_path: Path) -> Callable[..., Path]:
    """Writes an overlay folder: `overlay(**{"methods/x.yaml": text})`; its manifest unless one is given."""

    def write(files: dict[str, str], name: str = "ours") -> Path:
        folder = tmp_path / name
        for path, text in {"catalog.yaml": MANIFEST, **files}.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return folder

    return write


@pytest.fixture
def edit(catalog: Path) -> Callable[[str, str, str], None]:
    """Replaces a text that must be there in a file of the copied catalog."""

    def replace(path: str, old: str, new: str) -> None:
        file = catalog / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    return replace
