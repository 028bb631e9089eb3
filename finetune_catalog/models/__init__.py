"""Models: from config.json, or the headers of a checkpoint, to an inventory of modules."""

from finetune_catalog.models.model import Model, Module, ModuleShape

__all__ = ["Model", "Module", "ModuleShape"]
