"""From what people name to a model: an id of the catalog, a config.json as a mapping or a file, a model's folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finetune_catalog.diagnostics import Diagnostic, Report, nearest
from finetune_catalog.loading.functions import functions_of
from finetune_catalog.models.config import ABSENT, CLASSES, MODEL_TYPE, Config, Unfit
from finetune_catalog.models.fields import read_fields
from finetune_catalog.models.inventory import inventory
from finetune_catalog.models.plan import classes_of
from finetune_catalog.wording import found

if TYPE_CHECKING:
    from finetune_catalog.architecture import Architecture
    from finetune_catalog.models.model import Model
    from finetune_catalog.records import CatalogData, WellKnownModel

CONFIG = "config.json"
LARGEST = (
    4 * 2**20
)  #: bytes of a config.json; the longest published ones, with 21,000 class names, have 1 MiB
_MAPPING = "the configuration"


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
        return _from_folder(data, path, task)
    return _from_file(data, path, task)


def well_known(data: CatalogData, word: str) -> WellKnownModel | None:
    """Find a model of the catalog by its id, or by where it is published."""
    known = data.models.get(word)
    if known is None and "/" in word:
        known = next((each for each in data.models.values() if each.hub_id == word), None)
    return known


def for_task(data: CatalogData, model: Model, task: str | None) -> Model:
    """Give a model as the class that serves a task; the model itself where it does, or where no class does."""
    architecture = data.architectures.get(model.architecture)
    if task is None or task in model.tasks or architecture is None:
        return model
    class_ = classes_of(architecture, [model.class_name], task)
    if class_.id == model.class_name:
        return model
    return inventory(architecture, model.fields, class_, functions_of(data), model.name)


def from_config(
    data: CatalogData, config: Config, task: str | None = None, name: str = ""
) -> tuple[Model | None, Report]:
    """Make a model of the fields of a config.json."""
    architecture, findings = architecture_of(data, config)
    if architecture is None:
        return None, _report(config, findings)
    functions = functions_of(data)
    fields, findings = read_fields(architecture, config, functions)
    if fields is None:
        return None, _report(config, findings)
    named = config.data.get(CLASSES)
    class_ = classes_of(architecture, named if isinstance(named, list) else (), task)
    try:
        return inventory(architecture, fields, class_, functions, name or class_.id), Report()
    except Unfit as unfit:
        return None, _report(config, [config.finding(unfit.code, unfit.message, unfit.field, unfit.help)])


def architecture_of(data: CatalogData, config: Config) -> tuple[Architecture | None, list[Diagnostic]]:
    """Find the architecture that a config.json names."""
    word = config.data.get(MODEL_TYPE, ABSENT)
    if word is ABSENT or not isinstance(word, str):
        what = "is missing" if word is ABSENT else f"is a text, not {found(word)}"
        help_ = f'add it, as the model\'s own {CONFIG} has it: "{MODEL_TYPE}": "{next(iter(data.architectures), "")}"'
        field = None if word is ABSENT else MODEL_TYPE
        return None, [config.finding("FC741", f"`{MODEL_TYPE}` {what}", field, help_)]
    architecture = data.architectures.get(word)
    if architecture is None:
        return None, [_unknown_architecture(data, config, word)]
    return architecture, []


def _unknown_architecture(data: CatalogData, config: Config, word: str) -> Diagnostic:
    near = nearest(word, data.architectures)
    start = f"`finetune-catalog new architecture {word} --in FOLDER` starts its file in a catalog of your own"
    help_ = (
        f"did you mean `{near}`?"
        if near
        else f"name a folder with the model's *.safetensors, or add it: {start}"
    )
    return config.finding(
        "FC742", f"the catalog has no architecture `{word}`", MODEL_TYPE, help_, tuple(data.architectures)
    )


def _unknown(data: CatalogData, word: str) -> Diagnostic:
    near = nearest(word, data.models)
    hint = f"did you mean `{near}`?" if near else "`finetune-catalog list models` shows the models there are"
    message = f"there is no model `{word}`, and no file or folder of that name"
    return Diagnostic("FC740", message, allowed=tuple(data.models), help=hint)


def _report(config: Config, findings: list[Diagnostic]) -> Report:
    return Report.of(findings, {} if config.text is None else {config.name: config.text})


def _from_file(data: CatalogData, path: Path, task: str | None) -> tuple[Model | None, Report]:
    config, findings = read_config(path)
    if config is None:
        return None, Report.of(findings)
    return from_config(data, config, task, path.parent.name if path.name == CONFIG else path.stem)


def _from_folder(data: CatalogData, path: Path, task: str | None) -> tuple[Model | None, Report]:
    file = path / CONFIG
    if file.is_file():
        return _from_file(data, file, task)
    message = f"{path} holds no {CONFIG}"
    return None, Report.of([Diagnostic("FC747", message, subject=str(path), help="name a model's folder")])


def read_config(path: Path) -> tuple[Config | None, list[Diagnostic]]:
    """Read a config.json; a large file is refused before it is read whole, since none has that many fields."""
    shown = path.as_posix()
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        return None, [Diagnostic("FC747", f"cannot read {shown}: {why}", subject=shown)]
    if len(content) > LARGEST:
        message = f"{shown} is larger than {LARGEST // 2**20} MiB, and no {CONFIG} is"
        return None, [Diagnostic("FC747", message, subject=shown, help=f"name the {CONFIG} itself")]
    try:
        text = content.decode("utf-8-sig")
        read = json.loads(
            text
        )  # Infinity and NaN, which published files have, are taken where no field needs them
    except (ValueError, RecursionError):
        from finetune_catalog.yamlsource import read_json

        _, problems = read_json(content, shown)
        return None, list(problems) or [Diagnostic("FC747", f"{shown} is no JSON", subject=shown)]
    if not isinstance(read, dict):
        message = f"{shown} holds {found(read)}, not the fields of a model"
        return None, [Diagnostic("FC747", message, subject=shown, help=f"name a model's {CONFIG}")]
    return Config(read, shown, text), []
