"""`show`: one entry, whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.cli.errors import FINE, unknown, wrong
from finetune_catalog.cli.spec import Argument, Verb, format_option
from finetune_catalog.cli.verbs import SUMMARIES

if TYPE_CHECKING:
    from finetune_catalog.cli.dispatch import Call
    from finetune_catalog.cli.entries import Kind
    from finetune_catalog.records import CatalogData

VERB = Verb(
    name="show",
    summary=SUMMARIES["show"],
    usage=("show ID", "show KIND/ID"),
    arguments=(
        Argument(
            "ID",
            "the id of a method, metric, parameter, source, rule, architecture, model, framework, task, unit, "
            "function or code",
        ),
        Argument("KIND/ID", "the same where several kinds have that id, such as targets/lora"),
    ),
    options=(format_option("text", "json"),),
    examples=(
        ("finetune-catalog show lora", "a method's parameters, formulas and sources"),
        ("finetune-catalog show training_speedup --format json", "one line of JSON, for programs"),
    ),
    least=1,
    most=1,
)


def run(call: Call) -> int:
    """Print the card or the data of an entry."""
    data = call.catalog.data
    kind, key, entry = find(data, call.arguments.words[0])
    if call.arguments.format == "json":
        from finetune_catalog.cli.plain import plain
        from finetune_catalog.output import json_text

        call.screen.write_data(json_text({"kind": kind.one, "id": key, "entry": plain(entry)}) + "\n")
        return FINE
    from finetune_catalog.cli.cards import card

    call.screen.write(card(kind, key, entry, data, call.screen))
    return FINE


def find(data: CatalogData, word: str) -> tuple[Kind, str, Any]:
    """Find the entry of an id; raises CommandError where there is none, or several."""
    from finetune_catalog.cli.entries import KINDS

    first, slash, key = word.partition("/")
    kinds = [kind for kind in KINDS if kind.name == first] if slash else list(KINDS)
    if not kinds:
        kinds, key = list(KINDS), word
    key = key if slash and len(kinds) == 1 else word
    entries = {kind.name: kind.entries(data) for kind in kinds}
    found = [kind for kind in kinds if key in entries[kind.name]]
    found = [kind for kind in found if not kind.apart] or found
    if not found:
        every = [known for kind in kinds for known in entries[kind.name]]
        what = f"there is no {kinds[0].one if len(kinds) == 1 else 'entry'}"
        raise unknown("FC905", what, key, every, "`finetune-catalog list KIND` shows what there is")
    if len(found) > 1:
        raise wrong(
            "FC907",
            f"`{word}` is the id of {' and of '.join(f'a {kind.one}' for kind in found)}",
            hint=f"write `finetune-catalog show {found[0].name}/{word}`",
            allowed=[f"{kind.name}/{word}" for kind in found],
        )
    return found[0], key, entries[found[0].name][key]
