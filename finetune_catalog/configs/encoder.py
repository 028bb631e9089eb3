"""From one method's parameters in plain JSON data straight to the text of its result: a function generated per method.

It takes only what is certainly right (plain values of the right types within bounds, in serde's named form) and gives
None for everything else, which then takes the slow way with its messages. Both ways write the same text; tests hold
them together.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from finetune_catalog.binary import display_binary64, faces_binary32, to_binary32
from finetune_catalog.configure.parameters import accept
from finetune_catalog.configure.plan import plans_of
from finetune_catalog.expression.types import FLOAT, INTEGER
from finetune_catalog.output import json_text
from finetune_catalog.values import limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finetune_catalog.configure.plan import Plan
    from finetune_catalog.records import CatalogData, Parameter

#: parameters, the whole line, how many quotes in it are not of the parameters -> the text of the result, or None
Encoder: TypeAlias = Callable[[Any, str, int], "str | None"]


def encoders(data: CatalogData) -> dict[str, Encoder]:
    """Make the encoders of a catalog's methods, by tag; a method whose display needs Jinja has none."""
    plans = plans_of(data)
    made = {}
    for name, method in data.methods.items():
        plan = plans.of(name)
        if plan.display.parts is not None and _plain(plan):
            made[method.tag] = _compiled(plan)
    return made


def _plain(plan: Plan) -> bool:
    """Whether no parameter can be null."""
    return all(
        p.required or p.default is not None or p.default_formula for p in plan.method.parameters.values()
    )


def _compiled(plan: Plan) -> Encoder:
    names: dict[str, Any] = {
        "metrics": plan.function,
        "json_text": json_text,
        "display_binary64": display_binary64,
        "faces_binary32": faces_binary32,
        "to_binary32": to_binary32,
        **{
            f"choices_{place}": parameter.choices
            for place, parameter in enumerate(plan.method.parameters.values())
        },
        **{
            f"default_{list(plan.method.parameters).index(name)}": made
            for name, made in plan.defaults.items()
        },
    }
    text = "\n".join(_source(plan))
    exec(compile(text, f"<encoder of {plan.method.id}>", "exec"), names)
    made: Encoder = names["encode"]
    return made


def _source(plan: Plan) -> Iterator[str]:
    """Write the function; parameter number i is v{i} as people see it, s{i} as formulas do, j{i} as JSON, d{i} displayed."""
    parameters = tuple(plan.method.parameters.values())
    yield "def encode(content, line, others):"
    yield f"    if {'type(content) is not dict' if parameters else 'content is not None'}:"
    yield "        return None"
    yield "    absent = strings = 0"
    for place, parameter in enumerate(parameters):
        yield from _taken(plan, place, parameter)
    # as many parameters as keys means no unknown one; as many quotes as keys and strings have, no key given twice
    yield f"    given = {len(parameters)} - absent"
    wrong = "len(content) != given or " if parameters else ""
    yield f"    if {wrong}line.count('\"') != others + 2 * (given + strings):"
    yield "        return None"
    results = ", ".join(f"m{place}" for place in range(len(plan.metrics)))
    if results:
        seen = ", ".join(f"s{place}" for place in range(len(parameters)))
        yield f"    {results}, = metrics({seen})"
    yield f"    return {_template(plan)}"


def _taken(plan: Plan, place: int, parameter: Parameter) -> Iterator[str]:
    """Take one parameter: given, or its default; leave the function where it is not certainly right."""
    if parameter.required:
        yield f"    v{place} = content[{parameter.id!r}]"  # a KeyError is caught by the caller
        yield from _checked("    ", place, parameter)
        return
    yield f"    v{place} = content.get({parameter.id!r})"
    yield f"    if v{place} is None:"
    yield f"        if {parameter.id!r} in content:"
    yield "            return None"
    yield "        absent += 1"
    if parameter.id in plan.defaults:
        earlier = ", ".join(f"s{before}" for before in range(place))
        yield f"        v{place}, = default_{place}({earlier})"
        yield from _checked("    ", place, parameter)
        return
    value = accept(parameter, parameter.default)[0]
    yield f"        v{place} = {value!r}"
    yield from _checked("    ", place, parameter)


def _checked(indent: str, place: int, parameter: Parameter) -> Iterator[str]:
    """Check type and bounds, and make the faces of the value."""
    conditions, statements = _FACES[parameter.type]
    low, high = limits(parameter.type, parameter.minimum, parameter.maximum)
    if parameter.type not in ("boolean", "string") and not (low is None and high is None):
        within = ("" if low is None else f"{low!r} <= ") + "s{0}" + ("" if high is None else f" <= {high!r}")
        conditions = (*conditions, f"not {within}")
    if parameter.choices is not None:
        conditions = (*conditions, "v{0} not in choices_{0}")
    for line in (
        *_SEEN.get(parameter.type, ("s{0} = v{0}",)),
        f"if {' or '.join(conditions)}:",
        "    return None",
    ):
        yield indent + line.format(place)
    if parameter.type == "string":
        yield f"{indent}strings += {parameter.id!r} in content"
    for line in statements:
        yield indent + line.format(place)


_NUMBER = "if type(v{0}) is not float and type(v{0}) is not int:"
_SEEN = {
    "float32": (_NUMBER, "    return None", "s{0} = to_binary32(v{0})"),
    "float64": (_NUMBER, "    return None", "s{0} = float(v{0})"),
}
#: by type, when a value is not certainly right, and the statements that make its faces; -0 is a float in serde's JSON,
#: not in Python's
_FACES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "float32": (
        ("s{0} - s{0} != 0", "not s{0} and '-0' in line"),
        (
            "if s{0}.is_integer() and -16777216.0 <= s{0} <= 16777216.0:",
            "    j{0} = repr(s{0})",
            "    d{0} = j{0}[:-2]",
            "else:",
            "    j{0}, d{0} = faces_binary32(s{0})",
        ),
    ),
    "float64": (
        ("s{0} - s{0} != 0", "not s{0} and '-0' in line"),
        ("j{0} = repr(s{0})", "d{0} = display_binary64(s{0})"),
    ),
    "integer": (("type(v{0}) is not int", "not s{0} and '-0' in line"), ("j{0} = d{0} = repr(v{0})",)),
    "boolean": (("type(v{0}) is not bool",), ("j{0} = d{0} = 'true' if v{0} else 'false'",)),
    "string": (
        ("type(v{0}) is not str", "not v{0}.isascii()", "not v{0}.isprintable()"),
        ("j{0} = json_text(v{0})", "d{0} = j{0}[1:-1]"),
    ),
}


def _template(plan: Plan) -> str:
    """Write the expression of the result's text: an f-string of the JSON that `output.eval_json` writes."""
    method, manifest = plan.method, plan.data.manifest
    names = tuple(method.parameters)
    values = "{{" + ",".join(f"{_literal(json_text(name))}:{{j{i}}}" for i, name in enumerate(names)) + "}}"
    shown = "".join(
        f"{{d{names.index(part)}}}" if place % 2 else _literal(json_text(part)[1:-1])
        for place, part in enumerate(plan.display.parts or ())
    )
    tag = _literal(json_text(method.tag))
    config = f"{{{{{tag}:{values}}}}}" if names else tag
    metrics = ",".join(
        f"{_literal(json_text(name))}:{_metric(plan, place, name)}" for place, name in enumerate(plan.metrics)
    )
    catalog = json_text({"name": manifest.name, "version": manifest.version})
    text = (
        f'{{{{"method":{_literal(json_text(method.id))},"parameters":{values},"display":"{shown}",'
        f'"config":{config},"metrics":{{{{{metrics}}}}},"catalog":{_literal(catalog)}}}}}'
    )
    return "f'''" + text + "'''"


def _metric(plan: Plan, place: int, name: str) -> str:
    type_ = plan.method.metrics[name].checked.result.type
    if type_ in (FLOAT, INTEGER):
        return f"{{m{place}!r}}"
    return f"{{json_text(m{place})}}"


def _literal(text: str) -> str:
    """Escape what an f-string would read: braces, quotes and backslashes."""
    return text.replace("\\", "\\\\").replace("{", "{{").replace("}", "}}").replace("'", "\\'")
