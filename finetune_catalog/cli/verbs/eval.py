"""`eval`: one configuration and its metrics, or a stream of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.cli.errors import FINE, wrong
from finetune_catalog.cli.spec import MODEL, Argument, Option, Verb, format_option
from finetune_catalog.cli.verbs import SUMMARIES

if TYPE_CHECKING:
    from finetune_catalog.cli.dispatch import Call
    from finetune_catalog.cli.screen import Screen
    from finetune_catalog.configure import Configuration
    from finetune_catalog.records import Method

LINES = "jsonl"

VERB = Verb(
    name="eval",
    summary=SUMMARIES["eval"],
    usage=(
        "eval METHOD [NAME=VALUE …] [--model MODEL]",
        "eval FILE [--model MODEL]",
        "eval --input FILE [--model MODEL]",
    ),
    arguments=(
        Argument("METHOD", "the method's id; `finetune-catalog list` shows them"),
        Argument("NAME=VALUE", "a parameter; those not given have their default"),
        Argument("FILE", "a file with one configuration, such as an adapter_config.json"),
    ),
    options=(
        Option("--input", "read configurations from FILE (- is standard input), one a line", value="FILE"),
        MODEL,
        format_option("text", "json", LINES, "csv", "markdown"),
    ),
    examples=(
        ("finetune-catalog eval lora rank=16", "a table for people"),
        ("finetune-catalog eval lora rank=16 --format json", "one line of JSON"),
        ("finetune-catalog eval lora rank=16 --model llama-3.1-8b", "with exact counts on a model"),
        ("finetune-catalog eval adapter_config.json --model config.json", "what these two files make"),
        (
            "finetune-catalog eval --input configs.jsonl --format jsonl",
            "a result a line, in order, as they come",
        ),
    ),
    notes=(
        (
            "JSON has the keys method, parameters, display, config, metrics and catalog. A line of the input that cannot be "
            'evaluated gives {"line": n, "error": …} in its place; the others go on, and the exit status is 1.'
        ),
    ),
)


def run(call: Call) -> int:
    """Print one result, or one a line of the input."""
    source = call.arguments.value("--input")
    if source is not None:
        return _stream(call, source)
    from finetune_catalog.cli.given import asked

    data = call.catalog.data
    configuration = asked(call, VERB.name)
    if call.arguments.format in {"json", LINES}:
        from finetune_catalog.configure.result import result_text

        call.screen.write_data(result_text(data, configuration) + "\n")
    else:
        _print_table(call, configuration)
    return FINE


def _print_table(call: Call, configuration: Configuration) -> None:
    from finetune_catalog.cli.cards import pedigree, source_text
    from finetune_catalog.cli.tables import Column, Table, print_table
    from finetune_catalog.wording import unit_symbol

    data, people = call.catalog.data, call.arguments.format == "text"
    method = data.methods[configuration.method]
    columns = (
        Column("title", "metric"),
        Column("value", "value", number=True),
        Column("unit", "" if people else "unit"),
        Column("metric", "id"),
        Column("basis", "basis"),
        Column("source", "source", wide=True),
    )
    counted: list[tuple[object, ...]] = []
    others: list[tuple[object, ...]] = []
    for key, value in configuration.metrics.items():
        metric = data.metrics[key]
        basis, sources = pedigree(method, metric)
        cited = ", ".join(ref.ref for ref in sources) if people else source_text(sources)
        number = metric.format.format(value) if people else value
        unit = unit_symbol(data.units, metric.unit)
        rows = counted if people and metric.on_model else others
        rows.append((metric.title, number, unit or (" " if people else None), key, basis, cited))
    notes = tuple(
        f"{key} has no value here: {found.message}" for key, found in configuration.failures.items()
    )
    if people:
        call.screen.write(_heading(call.screen, method, configuration))
    # apart: together they are wider than a terminal, and rules of thumb are another kind of number
    if counted:
        print_table(Table(columns, tuple(counted)), call.arguments.format, call.screen)
    if counted and others:
        call.screen.write("\n")
    if others or notes or not counted:
        print_table(Table(columns, tuple(others), notes), call.arguments.format, call.screen)


def _heading(screen: Screen, method: Method, configuration: Configuration) -> str:
    from finetune_catalog.cli.layout import BOLD, DIM, paint, wrapped
    from finetune_catalog.cli.tables import shown
    from finetune_catalog.values import display_number

    words = []
    for name, value in configuration.parameters.items():
        known = method.declared[name]
        said = f"{name} {shown(value) if name in method.options else display_number(value, known.type)}"
        words.append(f"{said} (default)" if name in configuration.defaulted else said)
    lines = [f"{paint(screen.shown(str(configuration)), BOLD, screen)}  {method.title}"]
    if configuration.model is not None:
        model = configuration.model
        words.append(
            f"on {model.name}" + (f" ({model.class_name})" if model.class_name != model.name else "")
        )
    if words:
        lines += [paint(line, DIM, screen) for line in wrapped(", ".join(words), screen.width)]
    return "\n".join(lines) + "\n\n"


def _stream(call: Call, source: str) -> int:
    from finetune_catalog.cli.streams import evaluate

    if call.arguments.words:
        raise wrong(
            "FC903",
            f"`{call.arguments.words[0]}` cannot stand beside --input",
            hint="the configurations come from the input; write one thing or the other",
        )
    if call.arguments.format not in {"text", "json", LINES}:
        raise wrong(
            "FC904",
            f"a stream cannot be written as `{call.arguments.format}`",
            hint=f"write `--format {LINES}`",
            allowed=(LINES,),
        )
    return evaluate(call, source)
