"""What `import finetune_catalog` offers: a catalog that configures, parses, validates, sweeps and explains.

What a method of the catalog needs is imported when it is first asked for: a command needs little of it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from finetune_catalog import caching, compiled, resources

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeAlias

    from finetune_catalog.configure import Configuration
    from finetune_catalog.diagnostics import Report
    from finetune_catalog.models.model import Model
    from finetune_catalog.records import CatalogData

    #: a model, or what `Catalog.model` makes one of
    OnModel: TypeAlias = Model | str | os.PathLike[str] | Mapping[str, Any]


class CatalogError(ValueError):
    """A catalog that cannot be loaded; `report` holds every finding."""

    def __init__(self, report: Report) -> None:
        super().__init__(report)
        self.report = report

    def __str__(self) -> str:
        from finetune_catalog.diagnostics import render_lines

        return render_lines(self.report).rstrip("\n")


def load(*folders: str | os.PathLike[str], version: str | None = None) -> Catalog:
    """Load the bundled catalog, with overlays laid over it in the order given, or one of its frozen releases.

    A catalog is checked when it is first loaded and then kept compiled in the user's cache folder, until a byte of its
    files changes.

    Raises:
        CatalogError: a file has an error; its report says where and what to write.
    """
    if version is not None:
        return Catalog(_released(version, folders))
    roots = [resources.folder(resources.CATALOG), *(os.fspath(one) for one in folders)]
    kept = [os.path.realpath(root) for root in (*roots, resources.folder(resources.SCHEMAS))]
    data = caching.load(kept)
    return Catalog(_compiled(roots, kept) if data is None else data)


def _compiled(roots: list[str], kept: list[str]) -> CatalogData:
    """Read a catalog and keep it compiled; of processes that want the same at once, one does it."""
    from finetune_catalog.turns import turn

    with turn(f"{compiled.path(kept)}.lock"):
        data = caching.load(kept)
        if data is None:
            now = _state(kept)  # before the files are read: what changes meanwhile is then read again
            data = _read(roots)
            if now is not None:
                caching.store(kept, now, data)
    return data


def _state(kept: list[str]) -> tuple[bytes, bytes, bytes] | None:
    try:
        return compiled.state(kept)
    except OSError:  # a folder is missing or cannot be read: reading it says so with its place
        return None


def _read(roots: list[str]) -> CatalogData:
    from pathlib import Path

    from finetune_catalog import checks
    from finetune_catalog.loading import load_catalog

    loaded = load_catalog([Path(root) for root in roots])
    if loaded.data is None or not loaded.report.ok:
        raise CatalogError(loaded.report)
    found = checks.run(loaded.data, loaded.sheets)
    if not found.ok:
        raise CatalogError(found)
    return loaded.data


def _released(version: str, folders: tuple[str | os.PathLike[str], ...]) -> CatalogData:
    if folders:
        raise ValueError("a frozen release takes no overlays: give either folders or a version")
    from finetune_catalog.releases import read_release

    data, report = read_release(version)
    if data is None:
        raise CatalogError(report)
    return data


class Catalog:
    """A loaded catalog; `data` holds its records. It cannot be changed."""

    __slots__ = ("_data",)

    def __init__(self, data: CatalogData) -> None:
        self._data = data

    @property
    def data(self) -> CatalogData:
        """Every entry, as frozen records."""
        return self._data

    @property
    def name(self) -> str:
        """The catalog's name."""
        return self._data.manifest.name

    @property
    def version(self) -> str:
        """The version of the catalog's data."""
        return self._data.manifest.version

    def configure(self, method: str, /, *, model: OnModel | None = None, **given: Any) -> Configuration:
        """Configure a method, by its id or tag, with these parameters; absent ones have their defaults.

        On a model (one that is open, or what `model` opens) its metrics hold the exact counts of what it trains there as
        well.

        Raises:
            ConfigurationError: an unknown method or parameter, a missing one, a value out of bounds; or no such model.
        """
        from finetune_catalog.configure import ConfigurationError, configure

        made, report = configure(self._data, method, given, self._opened(model))
        if made is None:
            raise ConfigurationError(report)
        return made

    def parse(self, source: Any, *, model: OnModel | None = None) -> Configuration:
        """Read one configuration in any dialect the catalog knows: a mapping, JSON or YAML text, or the path of a file.

        On a model (one that is open, or what `model` opens) its metrics hold the exact counts of what it trains there as
        well.

        Raises:
            ConfigurationError: it is no configuration; the report says where and what to write. Or there is no such model.
        """
        from finetune_catalog import configs
        from finetune_catalog.configure import ConfigurationError

        made, report = configs.parse(self._data, source, self._opened(model))
        if made is None:
            raise ConfigurationError(report)
        return made

    def model(self, source: Any, task: str | None = None) -> Model:
        """Open a model: an id of the catalog, the fields of a config.json, the path of one, or a model's local folder.

        Args:
            source: what to open; of *.safetensors only the headers are read
            task: a task that the model's class should serve, as PEFT names it (`SEQ_CLS`)

        Raises:
            ConfigurationError: no model can be made of it; the report names the field.
        """
        from finetune_catalog.configure import ConfigurationError
        from finetune_catalog.models.opening import open_model

        made, report = open_model(self._data, source, task)
        if made is None:
            raise ConfigurationError(report)
        return made

    def sweep(self, method: str, /, *, model: OnModel | None = None, **columns: Any) -> dict[str, Any]:
        """Compute a method's metrics over columns of parameters (arrays broadcast, scalars repeat).

        Returns each parameter and each metric as a NumPy array; on a model (one that is open, or what `model` opens) the
        exact counts of each row as well.

        Raises:
            ConfigurationError: as for `configure`, naming the first row at fault.
        """
        from finetune_catalog.sweep import sweep

        return sweep(self._data, method, model=self._opened(model), **columns)

    def validate(self, source: Any, *, model: OnModel | None = None) -> Report:
        """Check configurations against types, bounds and the catalog's rules; returns every finding.

        On a model (one that is open, or what `model` opens) also what they take there, and the rules that need one.

        Raises:
            ConfigurationError: there is no such model.
        """
        from finetune_catalog import configs

        return configs.validate(self._data, source, self._opened(model))

    def _opened(self, model: OnModel | None) -> Model | None:
        """Give a model that is open as it is, and open anything else."""
        if model is None:
            return None
        from finetune_catalog.models.model import Model

        return model if isinstance(model, Model) else self.model(model)

    def __repr__(self) -> str:
        return f"<Catalog {self.name} {self.version}: {len(self._data.methods)} methods, {len(self._data.metrics)} metrics>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Catalog) and self._data.digest == other.data.digest

    def __hash__(self) -> int:
        return hash(self._data.digest)
