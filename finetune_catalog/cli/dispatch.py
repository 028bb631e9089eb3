"""From the words of a command line to a verb's run: what stands before the verb, which verb, what it takes."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from finetune_catalog.cli import arguments
from finetune_catalog.cli.errors import FINE, unknown, wrong
from finetune_catalog.cli.spec import COMMON, VERSION, Verb
from finetune_catalog.cli.verbs import SUMMARIES, module

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finetune_catalog.api import Catalog
    from finetune_catalog.cli.arguments import Arguments
    from finetune_catalog.cli.screen import Screen
    from finetune_catalog.models import Model

_ROOT = Verb("finetune-catalog", "", ("VERB [ARGUMENT …]",), (), options=(VERSION,))


class Call:
    """One call of a verb: its arguments, where it writes, and the catalog once it is asked for."""

    def __init__(self, arguments: Arguments, screen: Screen) -> None:
        self.arguments = arguments
        self.screen = screen

    @cached_property
    def catalog(self) -> Catalog:
        """The catalog with the overlays of `--catalog`; raises CatalogError where it does not load."""
        return load(self.arguments)

    @cached_property
    def model(self) -> Model | None:
        """The model of `--model`, None where there is none; raises ConfigurationError where it cannot be made."""
        source = self.arguments.value("--model")
        return None if source is None else self.catalog.model(source)


def load(given: Arguments) -> Catalog:
    """Load the catalog that the options ask for."""
    from finetune_catalog.api import load as load_catalog

    return load_catalog(*given.every("--catalog"))


def run(tokens: Sequence[str], screen: Screen) -> int:
    """Run one command line and return its exit status."""
    position = _verb_position(tokens)
    if position is None:
        return _without_verb(arguments.read(_ROOT, tokens), screen)
    name = tokens[position]
    if name not in SUMMARIES:
        raise unknown(
            "FC901",
            "there is no verb",
            name,
            SUMMARIES,
            "`finetune-catalog --help` shows what each verb does",
        )
    chosen = module(name)
    given = arguments.read(chosen.VERB, (*tokens[:position], *tokens[position + 1 :]))
    if given.switch("--help"):
        from finetune_catalog.cli.help import verb_help

        screen.write(verb_help(chosen.VERB))
        return FINE
    status: int = chosen.run(Call(given, screen))
    return status


def _verb_position(tokens: Sequence[str]) -> int | None:
    """Find the first word that is neither an option nor an option's value."""
    valued = {option.name for option in COMMON if option.value}
    skip = False
    for index, token in enumerate(tokens):
        if skip:
            skip = False
        elif token in valued:
            skip = True
        elif not token.startswith("-"):
            return index
    return None


def _without_verb(given: Arguments, screen: Screen) -> int:
    if given.switch("--help"):
        from finetune_catalog.cli.help import overview

        screen.write(overview())
        return FINE
    if given.switch("--version"):
        from finetune_catalog.version import __version__

        screen.write(f"finetune-catalog {__version__}\n")
        data = load(given).data
        for manifest in (data.manifest, *data.overlays):
            screen.write(f"catalog {manifest.name} {manifest.version}\n")
        return FINE
    raise wrong(
        "FC903",
        "no verb is given",
        hint="`finetune-catalog --help` shows what each verb does",
        allowed=SUMMARIES,
    )
