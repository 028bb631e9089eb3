"""What a method's page says of counting: its options, the modules it takes, the tensors it adds, what must hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.expression.targets import latex
from finetune_catalog.reference import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finetune_catalog.counting_records import Counting, FieldMapping, Tensor
    from finetune_catalog.records import CatalogData, Method

#: how typeset formulas write what they know of a module
SYMBOLS: Mapping[str, str] = {
    "module.in_features": "n",
    "module.out_features": "m",
    "module.kernel_size": "k",
    "module.groups": "g",
    "module.experts": "E",
    "module.weight": "W",
    "module.size": "P",
    "group.count": "c",
    "model.hidden_size": "d",
    "model.num_layers": "L",
    "model.num_attention_heads": "h",
    "model.vocab_size": "V",
    "model.submodules": "s",
    "model.layer_size": "B",
}
_EACH = {
    "module": "module taken",
    "parameter": "parameter taken",
    "group": "group of modules of one name and shape",
    "model": "model",
}


def options(method: Method) -> list[dict[str, Any]]:
    """List a method's options as the page shows them."""
    return [
        {"entry": entry, "allowed": words.allowed(entry), "default": words.default(entry)}
        for entry in method.options.values()
    ]


def counting(method: Method) -> dict[str, Any] | None:
    """Gather what the page says of counting, None for a method that counts nothing."""
    found = method.counting
    if found is None:
        return None
    known = {**_symbols(method), **SYMBOLS}
    return {
        "entry": found,
        "tensors": [_tensor(tensor, known) for tensor in found.adds.values()],
        "steps": [
            {"id": id_, "doc": step.doc, "latex": f"{_word(id_)} = {latex.text(step.formula.node, known)}"}
            for id_, step in found.values.items()
        ],
        "requires": [
            {"text": requirement.that.text, "help": words.sentence(requirement.help)}
            for requirement in found.requires
        ],
        "targets": list(_targets(found)),
        "cited": "; ".join(
            f"[{ref}](../sources.md#{ref})" + (f", {at}" if at else "") for ref, at in found.sources
        ),
    }


def dialects(data: CatalogData, method: Method) -> list[dict[str, Any]]:
    """List how other programs write a method."""
    return [
        {
            "title": data.frameworks[id_].title,
            "key": data.frameworks[id_].method_key,
            "name": dialect.name,
            "fields": list(_fields(dialect.fields)),
            "ignored": dialect.ignored,
        }
        for id_, dialect in method.dialects.items()
        if id_ in data.frameworks
    ]


def _symbols(method: Method) -> dict[str, str]:
    entries = {**method.parameters, **method.options}
    return {name: entry.symbol if entry.symbol != name else _word(name) for name, entry in entries.items()}


def _word(name: str) -> str:
    return "\\mathrm{" + name.replace("_", "\\_") + "}"


def _tensor(tensor: Tensor, known: Mapping[str, str]) -> dict[str, Any]:
    kinds = f", {', '.join(tensor.kinds)}" if tensor.kinds else ""
    return {
        "id": tensor.id,
        "each": _EACH.get(tensor.each, tensor.each) + kinds,
        "latex": latex.text(tensor.size.node, known),
        "text": tensor.size.text,
        "when": tensor.when.text if tensor.when else "",
        "trained": "no, a buffer"
        if not tensor.counted
        else (f"`{tensor.trained.text}`" if tensor.trained else "yes"),
        "doc": tensor.doc or "",
    }


def _targets(found: Counting) -> Iterator[tuple[str, str]]:
    targets = found.targets
    if targets is None:
        return
    if targets.modules:
        yield "named by", f"`{targets.modules}`"
    if targets.table:
        yield "where none is named", f"[by model type](../targets.md#{targets.table})"
    if targets.otherwise:
        yield "where that has no row", f"`{targets.otherwise}`"
    kinds = "any" if targets.kinds is None else ", ".join(targets.kinds)
    yield "kinds", kinds + ("; others are left as they are" if targets.skips else "")
    for name, said in (("exclude", "left out"), ("layers", "layers"), ("parameters", "parameters")):
        option = getattr(targets, name)
        if option:
            yield said, f"`{option}`"
    if found.saves:
        yield "trained whole", f"`{found.saves}`"
    if found.bias:
        yield "biases", f"`{found.bias}`"
    if found.tokens:
        yield "single tokens", f"`{found.tokens}`"


def _fields(fields: Mapping[str, FieldMapping], head: str = "") -> Iterator[tuple[str, str, str]]:
    for name, mapped in fields.items():
        if mapped.fields is not None:
            yield from _fields(mapped.fields, f"{head}{name}.")
        else:
            default = f"`{words.plain(mapped.default[0])}`" if mapped.default else ""
            yield f"{head}{name}", mapped.to or "", default
