"""One module a verb; a module is imported when its verb is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    from finetune_catalog.cli.spec import Verb

#: every verb with its line in the overview, in the order in which they are read
SUMMARIES = {
    "list": "list the methods, metrics, parameters or other entries",
    "show": "show one entry with everything the catalog says about it",
    "eval": "compute a method's metrics, or those of a stream of methods",
    "compare": "put methods side by side",
    "sweep": "compute metrics over ranges of parameters; tables, files, plots",
    "explain": "show how a number comes about, or what an error code means",
    "validate": "check configuration files",
    "check": "check the catalog itself, or one of your own",
    "docs": "write the reference pages, or check that they are up to date",
    "diff": "compare two catalogs by meaning",
    "freeze": "keep the catalog as it is now as a release",
    "new": "start a new entry from a commented template",
}


def module(name: str) -> ModuleType:
    """Import the module of a verb."""
    from importlib import import_module

    return import_module(f"{__name__}.{name}")


def spec(name: str) -> Verb:
    """Return what a verb takes."""
    verb: Verb = module(name).VERB
    return verb
