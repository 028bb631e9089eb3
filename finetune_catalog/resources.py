"""Where the bundled catalog and its schemas lie: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

import os

TYPE_CHECKING = (
    False  # typing.TYPE_CHECKING without importing typing: this module is on the path of the quick start
)

if TYPE_CHECKING:
    from pathlib import Path

MARKER = "finetune-catalog"  #: the `id` in the bundled catalog's manifest, which overlays extend; a stranger's catalog/ folder has another
MANIFEST = "catalog.yaml"  #: the file that makes a folder a catalog
CATALOG = "catalog"
SCHEMAS = "schemas"


class MissingDataError(FileNotFoundError):
    """The installation holds no catalog; the message says where it was looked for."""


def catalog_root() -> Path:
    """Give the folder of the bundled catalog.

    Raises:
        MissingDataError: neither the package nor a checkout around it holds one.
    """
    from pathlib import Path

    return Path(folder(CATALOG))


def schema_root() -> Path:
    """Give the folder of the JSON Schemas, which lies beside the bundled catalog.

    Raises:
        MissingDataError: neither the package nor a checkout around it holds them.
    """
    from pathlib import Path

    return Path(folder(SCHEMAS))


def folder(name: str) -> str:
    """Give a data folder by name as a string, without importing pathlib.

    Raises:
        MissingDataError: as for `catalog_root`.
    """
    package = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120
    candidates = [_join(package, "_data"), os.path.dirname(package)]  # noqa: PTH120
    for root in candidates:
        if _marked(_join(root, CATALOG, MANIFEST)) and os.path.isdir(_join(root, name)):  # noqa: PTH112
            return _join(root, name)
    places = " nor ".join(_join(root, CATALOG) for root in candidates)
    message = f"the bundled catalog is missing: neither {places} holds a {MANIFEST} with `id: {MARKER}`; reinstall finetune-catalog"
    raise MissingDataError(message)


def _join(*parts: str) -> str:
    return os.path.join(*parts)  # noqa: PTH118


def _marked(manifest: str) -> bool:
    """Whether a manifest says that it is ours, told without a YAML parser: the id stands on a line of its own."""
    try:
        with open(manifest, encoding="utf-8") as file:  # noqa: PTH123
            lines = file.read(4096).splitlines()
    except (OSError, UnicodeDecodeError):
        return False
    ids = (
        line.removeprefix("id:").partition("#")[0].strip().strip("\"'") for line in lines if line[:3] == "id:"
    )
    return MARKER in ids
