"""From what people name to a model: an id of the catalog, a config.json as a mapping or a file, a model's folder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from finetune_catalog.diagnostics import Diagnostic, Report, nearest
from finetune_catalog.loading.functions import functions_of
from finetune_catalog.models.config import CONFIG, MODEL_TYPE, Config, read_config
from finetune_catalog.models.inventory import inventory
from finetune_catalog.models.making import FEW, from_config, with_sizes
from finetune_catalog.models.plan import classes_of
from finetune_catalog.remembered import Remembered
from finetune_catalog.text import shorten
from finetune_catalog.wording import found

if TYPE_CHECKING:
    from finetune_catalog.models.model import Model
    from finetune_catalog.records import CatalogData, WellKnownModel

_MAPPING = "the configuration"
_KEPT = 32  #: models

#: models as the classes that serve tasks, by what they were made of
_served: Remembered[Model] = Remembered(_KEPT)


def open_model(data: CatalogData, source: Any, task: str | None = None) -> tuple[Model | None, Report]:
    """Open a model.

    Args:
        data: the catalog
        source: an id of its models (or where one is published, owner/name), the fields of a config.json, the path of
            one, or a folder with one or with *.safetensors
        task: a task that the model's class should serve; without it the class that config.json names counts

    Returns:
        The model, or None and every finding.
    """
    if isinstance(source, Mapping):
        return from_config(data, Config(source, _MAPPING), task)
    if isinstance(source, str):
        known = well_known(data, source)
        if known is not None:
            fields = {MODEL_TYPE: known.architecture, **known.config}
            return from_config(data, Config(fields, known.id), task, known.id)
    from pathlib import Path

    try:
        path = Path(source)
        there = path.exists()
    except (TypeError, ValueError, OSError):
        message = f"no model can be made of {found(source)}"
        help_ = "give a model's id, the fields of a config.json, the path of one, or a model's folder"
        return None, Report.of([Diagnostic("FC740", message, help=help_)])
    if not there:
        return None, Report.of([_unknown(data, str(source))])
    if path.is_dir():
        from finetune_catalog.models.folder import from_folder

        return from_folder(data, path, task)
    config, findings = read_config(path)
    if config is None:
        return None, Report.of(findings)
    return from_config(data, config, task, path.parent.name if path.name == CONFIG else path.stem)


def well_known(data: CatalogData, word: str) -> WellKnownModel | None:
    """Find a model of the catalog by its id, or by where it is published."""
    known = data.models.get(word)
    if known is None and "/" in word:
        known = next((each for each in data.models.values() if each.hub_id == word), None)
    return known


def for_task(data: CatalogData, model: Model, task: str | None) -> Model:
    """Give a model as the class that serves a task; itself where it does, where no class does, or where it has no configuration."""
    architecture = data.architectures.get(model.architecture)
    if task is None or task in model.tasks or architecture is None or not model.fields:
        return model
    class_ = classes_of(architecture, [model.class_name], task)
    if class_.id == model.class_name:
        return model

    def made() -> Model:
        functions = functions_of(data)
        other = inventory(architecture, model.fields, class_, functions, model.name, cached=model.cached)
        return with_sizes(other, model.dimensions)

    return _served.get((id(model), id(class_)), made, (model, class_))


def _unknown(data: CatalogData, word: str) -> Diagnostic:
    near = nearest(word, data.models)
    listed = "`finetune-catalog list models` shows the models there are"
    message = f"there is no model `{shorten(word)}`, and no file or folder of that name"
    if near is None:
        return Diagnostic("FC740", message, help=f"check the path; {listed}")
    few = tuple(data.models) if len(data.models) <= FEW else ()
    notes = () if few else (listed,)
    return Diagnostic("FC740", message, allowed=few, help=f"did you mean `{near}`?", notes=notes)
