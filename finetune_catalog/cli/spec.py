"""What a verb takes, as data: the parser, the help, the messages and the reference page are all made from it.

argparse is not used: its messages and help differ between Python versions (a committed reference page must not), it
names no nearest word, and it takes 9 ms to import.
"""

from __future__ import annotations

from finetune_catalog.frozen import frozen


@frozen
class Option:
    """An option of a verb; without `value` it is a switch. `choices` are the values it takes, if they are few."""

    name: str
    doc: str
    value: str = ""
    choices: tuple[str, ...] = ()
    default: str = ""
    repeatable: bool = False
    short: str = ""


@frozen
class Argument:
    """A positional argument as the help shows it."""

    name: str
    doc: str


@frozen
class Verb:
    """A verb of the command: how it is called, what it does, examples that run.

    `least` and `most` bound the number of positional arguments, `name=value` among them; `most` None means any number.
    """

    name: str
    summary: str
    usage: tuple[str, ...]
    examples: tuple[tuple[str, str], ...]
    arguments: tuple[Argument, ...] = ()
    options: tuple[Option, ...] = ()
    least: int = 0
    most: int | None = None
    notes: tuple[str, ...] = ()

    @property
    def every_option(self) -> tuple[Option, ...]:
        """The verb's own options and those that every verb takes."""
        return self.options + COMMON


CATALOG = Option(
    "--catalog",
    "lay this folder over the bundled catalog; repeatable",
    value="DIR",
    repeatable=True,
)
DEBUG = Option("--debug", "show the traceback when something unforeseen happens")
HELP = Option("--help", "show this help", short="-h")
VERSION = Option("--version", "show the versions of the command and of its catalog")
COMMON = (CATALOG, DEBUG, HELP)

TABLE_FORMATS = ("text", "json", "csv", "markdown")


def format_option(*choices: str) -> Option:
    """Return the option that chooses the output's format; the first choice is the default."""
    return Option("--format", "how to print", value="FORMAT", choices=choices, default=choices[0])


MODEL = Option(
    "--model",
    "count on this model: an id of the catalog, a config.json, a folder with one or with *.safetensors",
    value="MODEL",
)


def metric_option(doc: str) -> Option:
    """Return the option that names the metrics to show."""
    return Option("--metric", doc, value="METRIC", repeatable=True)
