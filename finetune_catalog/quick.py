"""The quick path: `eval METHOD name=value … --format json` answered from the compiled cache alone.

Python takes 14 ms to start; YAML, JSON Schema and Jinja would take ten times that. So this module imports nothing that
is not on the way to the answer, and steps aside (returns None) at anything but the plain case: another verb or option,
no valid cache, a value that is refused. What it prints is what the whole program prints, to the byte.
"""

import marshal
import sys

from finetune_catalog import compiled
from finetune_catalog.output import eval_json
from finetune_catalog.resources import CATALOG, SCHEMAS, folder
from finetune_catalog.values import coerce, display_number, parse, widen

TYPE_CHECKING = False  # typing.TYPE_CHECKING without importing typing
if TYPE_CHECKING:
    from typing import Any

_VERB = "eval"


def answer(words: "list[str]") -> "str | None":
    """Return the line that a command prints, or None where the whole program has to be asked."""
    given = _given(words)
    if given is None:
        return None
    try:
        folders = [folder(CATALOG), folder(SCHEMAS)]
        stored = compiled.read_quick(folders)
        if stored is None:
            return None
        manifest, methods = marshal.loads(stored)
        method, texts = given
        return _evaluated(manifest, method, marshal.loads(methods[method]), texts)
    except Exception:  # noqa: BLE001 - whatever is wrong, the whole program says it well
        return None


def _given(words: "list[str]") -> "tuple[str, dict[str, str]] | None":
    """Return method and parameters of a command line of the plain form, None of any other."""
    if len(words) < 4 or words[0] != _VERB or "--format" not in words[2:]:
        return None
    place = words.index("--format")
    if words[place + 1 : place + 2] != ["json"]:
        return None
    method, *parameters = words[1:place] + words[place + 2 :]
    texts = dict(word.partition("=")[::2] for word in parameters)
    plain = len(texts) == len(parameters) and all("=" in word and word[0] != "-" for word in parameters)
    return (method, texts) if plain and method[0] != "-" else None


def _evaluated(
    manifest: "tuple[str, str]", method: str, entry: "Any", texts: "dict[str, str]"
) -> "str | None":
    """Configure and evaluate a method from its compiled entry."""
    tag, parts, parameters, metrics, code = entry
    functions: dict[str, Any] = {
        "_failed": None
    }  # calling it fails, and the whole program says precisely why
    exec(code, functions)
    values: dict[str, Any] = {}
    types: dict[str, str] = {}
    seen: list[Any] = []
    for name, type_, minimum, maximum, choices, default, formula in parameters:
        if name in texts:
            value = parse(type_, texts.pop(name))
        elif formula is not None:
            (value,) = functions[formula](*seen)
        else:
            value = default
        value, refusal = coerce(type_, minimum, maximum, choices, value)
        if refusal is not None:
            return None
        values[name], types[name] = value, type_
        seen.append(widen(type_, value))
    if texts:
        return None
    results = functions["metrics"](*seen)
    words = list(parts)
    for place in range(1, len(words), 2):
        words[place] = display_number(values[words[place]], types[words[place]])
    return eval_json(
        method=method,
        parameters=values,
        display="".join(words),
        config={tag: values} if values else tag,
        metrics=dict(zip(metrics, results, strict=True)),
        catalog=manifest,
    )


def write(line: str) -> int:
    """Print a line as UTF-8, whatever the terminal's encoding; returns the exit status."""
    data = (line + "\n").encode()
    out = getattr(sys.stdout, "buffer", None)
    if out is None:
        sys.stdout.write(line + "\n")
    else:
        out.write(data)
        out.flush()
    return 0
