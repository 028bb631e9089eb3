"""A configuration and its metrics as the one line of JSON that every way to it prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.output import eval_json

if TYPE_CHECKING:
    from finetune_catalog.configure import Configuration
    from finetune_catalog.records import CatalogData


def result_text(data: CatalogData, made: Configuration) -> str:
    """Write what `eval --format json` prints of a configuration."""
    return eval_json(
        method=made.method,
        parameters=made.parameters,
        display=str(made),
        config=made.to_dict(),
        metrics=made.metrics,
        catalog=(data.manifest.name, data.manifest.version),
        **counted_data(made),
    )


def counted_data(made: Configuration) -> dict[str, Any]:
    """Give what a result on a model says beside: which model, and every tensor."""
    model, counts = made.model, made.counts
    if model is None or counts is None:
        return {}
    from finetune_catalog.configure.on_model import breakdown

    named = {"name": model.name, "model_type": model.architecture, "class": model.class_name}
    return {"model": named, "breakdown": breakdown(counts)}
