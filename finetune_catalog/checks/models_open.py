"""Every well-known model can be made, and has as many weights as its entry states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.diagnostics import Diagnostic
from finetune_catalog.models.opening import open_model

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finetune_catalog.checks.subject import Subject


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Make each model of its config, and count."""
    for id_, entry in subject.data.models.items():
        if entry.architecture not in subject.data.architectures:
            continue  # it has faults of its own, which were said
        path = f"models/{id_}.yaml"
        model, report = open_model(subject.data, id_)
        for found in report:
            yield Diagnostic(found.code, found.message, span=subject.key(path, ("config",)), help=found.help)
        if model is not None and entry.parameters is not None and model.parameters != entry.parameters:
            message = f"`{id_}` has {model.parameters} weights by its config, {entry.parameters} are stated"
            help_ = "correct the config, the number, or the architecture"
            yield Diagnostic("FC636", message, span=subject.value(path, ("parameters",)), help=help_)
