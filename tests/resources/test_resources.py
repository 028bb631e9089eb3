from pathlib import Path

import pytest

from finetune_catalog import resources

MANIFEST = "# a comment\nid: finetune-catalog\nname: x\n"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package folder whose surroundings hold no catalog."""
    folder = tmp_path / "checkout" / "finetune_catalog"
    folder.mkdir(parents=True)
    monkeypatch.setattr(resources, "__file__", str(folder / "resources.py"))
    return folder


def lay(root: Path, manifest: str = MANIFEST) -> None:
    (root / "catalog").mkdir(parents=True)
    (root / "schemas").mkdir()
    (root / "catalog" / "catalog.yaml").write_text(manifest, encoding="utf-8")


def test_a_checkout_uses_the_folders_beside_the_package(package: Path) -> None:
    lay(package.parent)

    assert resources.catalog_root() == package.parent / "catalog"
    assert resources.schema_root() == package.parent / "schemas"


def test_an_installed_package_uses_the_folders_it_carries(package: Path) -> None:
    lay(package.parent)
    lay(package / "_data")

    assert resources.catalog_root() == package / "_data" / "catalog"
    assert resources.schema_root() == package / "_data" / "schemas"


@pytest.mark.parametrize(
    "manifest",
    [
        "id: somebody-else\n",
        "name: finetune-catalog\n",
        "# id: finetune-catalog\n",
        "  id: finetune-catalog\n",
        "",
    ],
)
def test_a_strangers_catalog_is_never_taken(package: Path, manifest: str) -> None:
    lay(package.parent, manifest)

    with pytest.raises(resources.MissingDataError, match="`id: finetune-catalog`"):
        resources.catalog_root()


@pytest.mark.parametrize(
    "line", ['id: "finetune-catalog"', "id: finetune-catalog  # the marker", "id:   'finetune-catalog'"]
)
def test_the_marker_may_be_quoted_or_commented(package: Path, line: str) -> None:
    lay(package.parent, f"name: x\n{line}\n")

    assert resources.catalog_root() == package.parent / "catalog"


def test_a_manifest_that_is_not_text_is_not_ours(package: Path) -> None:
    lay(package.parent)
    (package.parent / "catalog" / "catalog.yaml").write_bytes(b"\xff\xfe\0id")

    with pytest.raises(resources.MissingDataError):
        resources.catalog_root()


def test_where_schemas_are_missing_the_message_says_where_they_were_looked_for(package: Path) -> None:
    with pytest.raises(resources.MissingDataError) as error:
        resources.schema_root()

    assert str(package / "_data" / "catalog") in str(error.value)
    assert str(package.parent / "catalog") in str(error.value)
