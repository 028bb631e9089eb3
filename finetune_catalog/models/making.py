"""From the fields of a config.json to a model: its architecture found, its fields read, its modules made."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from finetune_catalog.diagnostics import Diagnostic, Report, nearest
from finetune_catalog.frozen import replace
from finetune_catalog.loading.count_scope import OPTIONAL_SIZES
from finetune_catalog.loading.functions import functions_of
from finetune_catalog.models.config import ABSENT, CACHE, CLASSES, CONFIG, MODEL_TYPE, Unfit
from finetune_catalog.models.fields import read_fields
from finetune_catalog.models.inventory import inventory
from finetune_catalog.models.plan import classes_of
from finetune_catalog.wording import found

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.architecture import Architecture
    from finetune_catalog.models.config import Config
    from finetune_catalog.models.model import Model
    from finetune_catalog.records import CatalogData

FEW = 24  #: of more entries than this a message does not list the names


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
        cached = config.data.get(CACHE) is True
        model = inventory(architecture, fields, class_, functions, name or class_.id, cached=cached)
    except Unfit as unfit:
        return None, _report(config, [config.finding(unfit.code, unfit.message, unfit.field, unfit.help)])
    return with_sizes(model, _stated_sizes(architecture, config)), Report()


def _stated_sizes(architecture: Architecture, config: Config) -> dict[str, int]:
    """Give sizes that a type's configuration has no field for: the library keeps what it does not know, and it is read there."""
    stated = {name: config.data.get(name) for name in OPTIONAL_SIZES if name not in architecture.aliases}
    return {name: size for name, size in stated.items() if type(size) is int and size > 0}


def with_sizes(model: Model, sizes: Mapping[str, int | None]) -> Model:
    """Give a model those of these sizes that it lacks itself."""
    more = {name: size for name, size in sizes.items() if model.dimensions.get(name, 0) is None}
    if all(size is None for size in more.values()):
        return model
    return replace(model, dimensions=MappingProxyType({**model.dimensions, **more}))


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
    start = f"`finetune-catalog new architecture {word} --catalog FOLDER` starts its file in a catalog of your own"
    help_ = (
        f"did you mean `{near}`?"
        if near
        else f"name a folder with the model's *.safetensors, or add it: {start}"
    )
    message = f"the catalog has no architecture `{word}`"
    few = tuple(data.architectures) if len(data.architectures) <= FEW else ()
    notes = () if few else ("`finetune-catalog list architectures` shows the architectures there are",)
    return config.finding("FC742", message, MODEL_TYPE, help_, few, notes)


def _report(config: Config, findings: list[Diagnostic]) -> Report:
    return Report.of(findings, {} if config.text is None else {config.name: config.text})
