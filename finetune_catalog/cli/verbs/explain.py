"""`explain`: where a number comes from, step by step; or what an error code means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from finetune_catalog.cli.errors import FINE, unknown, wrong
from finetune_catalog.cli.spec import MODEL, Argument, Verb, format_option, metric_option
from finetune_catalog.cli.verbs import SUMMARIES

if TYPE_CHECKING:
    from finetune_catalog.cli.dispatch import Call
    from finetune_catalog.diagnostics.codes import CodePage

VERB = Verb(
    name="explain",
    summary=SUMMARIES["explain"],
    usage=(
        "explain METHOD [NAME=VALUE …] [--metric METRIC …]",
        "explain METHOD … --model MODEL",
        "explain FILE … --model MODEL",
        "explain CODE",
    ),
    arguments=(
        Argument("METHOD", "the method's id"),
        Argument("NAME=VALUE", "a parameter; those not given have their default"),
        Argument("FILE", "a file with one configuration, such as an adapter_config.json"),
        Argument("CODE", "the code of a message, such as FC204"),
    ),
    options=(
        metric_option("explain this metric, else all; may be given more than once"),
        MODEL,
        format_option("text", "json"),
    ),
    examples=(
        (
            "finetune-catalog explain lora rank=16 --metric training_speedup",
            "formula, inputs, result, source",
        ),
        ("finetune-catalog explain FC903", "what the message means and how to mend its cause"),
    ),
    least=1,
)

_CODE = re.compile(r"FC\d+", re.IGNORECASE)


def run(call: Call) -> int:
    """Print the page of a code, or the traces of metrics."""
    if _CODE.fullmatch(call.arguments.words[0]):
        return _explain_code(call, call.arguments.words[0].upper())
    return _explain_metrics(call)


def _explain_code(call: Call, code: str) -> int:
    from finetune_catalog.diagnostics.codes import PAGES

    if code not in PAGES:
        raise unknown(
            "FC905", "there is no code", code, PAGES, "`finetune-catalog list codes` shows them all"
        )
    if len(call.arguments.words) > 1:
        raise wrong(
            "FC903",
            "only one code can be explained at a time",
            hint=f"write `finetune-catalog explain {code}`",
        )
    if call.arguments.format == "json":
        from finetune_catalog.cli.plain import plain
        from finetune_catalog.output import json_text

        call.screen.write_data(json_text(plain(PAGES[code])) + "\n")
    else:
        call.screen.write(_page(call, PAGES[code]))
    return FINE


def _page(call: Call, page: CodePage) -> str:
    from finetune_catalog.cli.layout import BOLD, paint, wrapped

    screen = call.screen

    def prose(text: str) -> str:
        paragraphs = [" ".join(part.split()) for part in text.strip().split("\n\n")]
        return "\n\n".join("\n".join(wrapped(screen.shown(part), screen.width)) for part in paragraphs)

    def block(title: str, text: str) -> str:
        lines = "".join(f"    {line}".rstrip() + "\n" for line in text.strip("\n").splitlines())
        return f"{paint(title, BOLD, screen)}\n\n{lines}"

    parts = [f"{paint(page.code, BOLD, screen)}: {page.title}\n", prose(page.explanation) + "\n"]
    if page.bad:
        parts.append(block("wrong", page.bad))
    if page.good:
        parts.append(block("right", page.good))
    return "\n".join([*parts, prose(page.fix) + "\n"] if page.fix else parts)


def _explain_metrics(call: Call) -> int:
    from finetune_catalog.cli.given import asked, metrics_named

    data = call.catalog.data
    configuration = asked(call, VERB.name)
    method = configuration.method
    words = call.arguments.every("--metric")
    named = metrics_named(data, words) if words or call.model is None else tuple(data.metrics.values())
    computed = [metric for metric in named if metric.id in configuration.metrics]
    if not computed:
        raise wrong(
            "FC905",
            f"`{method}` does not compute `{named[0].id}`",
            hint="it is counted on a model: add `--model MODEL`, one that `finetune-catalog list models` shows, or a config.json"
            if call.model is None and named[0].on_model
            else f"`finetune-catalog show {method}` shows what it computes",
            allowed=configuration.metrics,
        )
    traces = {metric.id: configuration.explain(metric.id) for metric in computed}
    if call.arguments.format == "json":
        from finetune_catalog.cli.plain import plain
        from finetune_catalog.output import json_text

        call.screen.write_data(json_text(plain(traces)) + "\n")
    else:
        call.screen.write("\n\n".join(str(trace).rstrip("\n") for trace in traces.values()) + "\n")
    return FINE
