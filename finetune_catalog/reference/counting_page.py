"""What a method's page says of counting: its options, the modules it takes, the tensors it adds, what must hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.expression.targets import latex
from finetune_catalog.reference import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finetune_catalog.counting_records import Counting, Tensor
    from finetune_catalog.dialect_records import FieldMapping
    from finetune_catalog.expression.types import Checked
    from finetune_catalog.records import CatalogData, Method

#: how typeset formulas write what they know of a module and a model, and what that is
SYMBOLS: Mapping[str, tuple[str, str]] = {
    "module.in_features": ("n", "a module's in features"),
    "module.out_features": ("m", "a module's out features"),
    "module.kernel_size": ("k", "the size of a kernel"),
    "module.kernel_side": ("κ", "the first side of a kernel"),
    "module.groups": ("g", "the groups of a convolution"),
    "module.experts": ("E", "the experts in a parameter"),
    "module.weight": ("W", "the numbers in a weight"),
    "module.size": ("P", "the numbers in all parameters of a module"),
    "group.count": ("c", "the modules of a group"),
    "model.hidden_size": ("d", "the model's width"),
    "model.num_layers": ("L", "the model's layers"),
    "model.num_attention_heads": ("h", "the model's attention heads"),
    "model.vocab_size": ("V", "the model's tokens"),
    "model.submodules": ("s", "the model's parts that read a prompt"),
    "model.layer_size": ("B", "the numbers in one of the model's layers"),
}
_SHORT = 80  #: characters of a formula that is typeset
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
    known = _symbols(method)
    return {
        "entry": found,
        "legend": _legend(method, known, found),
        "tensors": [_tensor(tensor, known, found) for tensor in found.adds.values()],
        "steps": [
            {"id": id_, "doc": step.doc, "formula": _typeset(step.formula, known, found, id_)}
            for id_, step in found.values.items()
        ],
        "requires": _requirements(found),
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
            "fields": list(fields(dialect.fields)),
            "ignored": dialect.ignored,
        }
        for id_, dialect in method.dialects.items()
        if id_ in data.frameworks
    ]


def _symbols(method: Method) -> dict[str, str]:
    """Give the names that formulas may use their symbols; where two have one, the first of them."""
    known = {name: symbol for name, (symbol, _) in SYMBOLS.items()}
    taken = set(known.values())
    for name, entry in method.declared.items():
        if entry.symbol and entry.symbol != name and entry.symbol not in taken:
            known[name] = entry.symbol
            taken.add(entry.symbol)
    return known


def _legend(method: Method, known: Mapping[str, str], found: Counting) -> str:
    """Say what the symbols of typeset formulas stand for."""
    formulas = [step.formula for step in found.values.values()] + [t.size for t in found.adds.values()]
    used = {name for formula in formulas if _is_short(formula, known, found) for name in formula.names}
    said = [f"{symbol} {meaning}" for name, (symbol, meaning) in SYMBOLS.items() if name in used]
    said += [f"{known[name]} `{name}`" for name in (*method.parameters, *method.options) if name in used]
    return ", ".join(said)


def _is_short(formula: Checked, known: Mapping[str, str], found: Counting) -> bool:
    """Whether a formula is easier to read typeset: short, and of nothing but symbols and steps."""
    if len(formula.text) > _SHORT:
        return False
    if any(name not in known and name not in found.values for name in formula.names):
        return False
    return "\\_" not in latex.text(formula.node, known)


def _typeset(formula: Checked, known: Mapping[str, str], found: Counting, result: str = "") -> str:
    """Typeset a formula where that is easier to read, else give it as code."""
    if not _is_short(formula, known, found):
        return f"`{result} = {formula.text}`" if result else f"`{formula.text}`"
    left = f"{latex.word(result)} = " if result else ""
    return f"${left}{latex.text(formula.node, known)}$"


def _tensor(tensor: Tensor, known: Mapping[str, str], found: Counting) -> dict[str, Any]:
    kinds = f", {', '.join(tensor.kinds)}" if tensor.kinds else ""
    return {
        "id": tensor.id,
        "each": _EACH.get(tensor.each, tensor.each) + kinds,
        "size": _typeset(tensor.size, known, found),
        "when": tensor.when.text if tensor.when else "",
        "trained": "no, a buffer"
        if not tensor.counted
        else (f"`{tensor.trained.text}`" if tensor.trained else "yes"),
        "doc": tensor.doc or "",
    }


def _requirements(found: Counting) -> list[dict[str, str]]:
    """List the conditions, each once, with what is said where one does not hold."""
    rows = []
    for requirement in found.requires:
        said = f"{words.sentence(requirement.message)} {words.sentence(requirement.help)}"
        row = {"text": requirement.that.text, "said": words.untemplated(said)}
        if row not in rows:
            rows.append(row)
    return rows


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


def fields(mapped: Mapping[str, FieldMapping], head: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield what each field of another program's configuration is here: (its name, the parameter, its default there)."""
    for name, field in mapped.items():
        if field.to is not None:
            default = f"`{words.plain(field.default[0])}`" if field.default else ""
            yield f"{head}{name}", field.to, default
        yield from fields(field.fields or {}, f"{head}{name}.")
