"""Writes what PEFT counts on small models, one file a model, one row a line.

Usage: python counts.py [--all-rows FOLDER] [MODEL_TYPE ...]

The files beside this script hold a sample (see `kept`); with --all-rows every row is written to another folder too.
"""

from __future__ import annotations

import copy
import json
import sys
import tempfile
import time
import warnings
import zlib
from pathlib import Path
from typing import Any

import torch
from families import FAMILIES
from inventory import classes_of
from modelling import build_model, embedding_path, inventory
from peft import get_peft_model, get_peft_model_state_dict
from peft.config import PeftConfigMixin
from settings import Names, all_rows, head_rows, tying_rows

Json = dict[str, Any]

HERE = Path(__file__).parent
ENCODERS = ("bert", "roberta", "xlm-roberta", "albert", "electra", "deberta-v2", "distilbert", "modernbert")
TASKLESS = ("vit", "dinov2", "clip", "clip_text_model", "clip_vision_model", "whisper")
EXPERTS = ("mixtral", "qwen2_moe", "qwen3_moe", "olmoe", "deepseek_v2", "deepseek_v3", "gpt_oss")
EXPERT_WORDS = ("expert", "gate_proj", "gate_up_proj", '"w1"', '"w2"', '"gate"', "router")
SEQUENCE_TO_SEQUENCE = ("t5", "mt5", "bart")
TASK_OF = {
    "ForSequenceClassification": "SEQ_CLS",
    "ForTokenClassification": "TOKEN_CLS",
    "ForQuestionAnswering": "QUESTION_ANS",
}
XLORA_ON = ("llama", "gpt2", "mistral")
SEED = 7
WHOLE = ("llama", "llama-tied", "llama-seq_cls", "bert", "bert-masked_lm", "bert-token_cls")
DENSE = ("gpt2", "t5", "mixtral", "qwen3_moe", "deepseek_v3", "gpt_oss", "vit", "whisper", "opt")
SMALL_SIZES = (
    "r",
    "sparsity",
    "sparse_rate",
    "vector_length",
    "num_vectors",
    "n_frequency",
    "block_size",
    "group_size",
)
SAMPLE = {"whole": 1, "dense": 5, "head": 4, "sparse": 24}


def names_of(model: Any, has: Json) -> Names:
    """Picks the names that the settings refer to from a model's inventory."""
    inside = [m for m in has["modules"] if "*" in m["path"] or "{" in m["path"] or ".0." in m["path"]]
    linears = [m["path"] for m in inside if m["kind"] in {"linear", "hf_conv1d"}]
    suffixes = list(dict.fromkeys(p.rsplit(".", 1)[-1] for p in linears))
    suffixes += [suffixes[-1]] * 3
    real = [n for n, m in model.named_modules() if n.rsplit(".", 1)[-1] == suffixes[0]]
    full = real[0]
    segments = full.split(".")
    container = next((segments[i - 1] for i, s in enumerate(segments) if s.isdigit()), "layers")
    norms = [m["path"].rsplit(".", 1)[-1] for m in inside if m["kind"] == "norm"] or ["norm"]
    parameters = tuple(
        f"{m['path'].split('.')[-1]}.{p}"
        for m in inside
        if m["kind"] == "experts"
        for p, shape in m["parameters"].items()
        if len(shape) == 3
    )
    output = (embedding_path(model, "output") or "").rsplit(".", 1)[-1]
    head = next((n for n in ("classifier", "score", "qa_outputs") if hasattr(model, n)), "")
    embedding = (embedding_path(model, "input") or "embeddings").rsplit(".", 1)[-1]
    return Names(
        suffixes[0],
        suffixes[2],
        suffixes[1],
        suffixes[len(suffixes) - 4],
        ".".join(segments[-2:]),
        full,
        container,
        norms[0],
        embedding,
        output,
        head,
        tuple(dict.fromkeys(parameters)),
        max(has["containers"].values(), default=1),
    )


def stored(model: Any) -> Json:
    """Measures what the adapter file would hold."""
    try:
        state = get_peft_model_state_dict(model)
    except Exception as error:  # noqa: BLE001
        return {"not_stored": first_line(error)}
    tensors = [t for t in state.values() if isinstance(t, torch.Tensor)]
    return {
        "stored": [
            sum(t.numel() for t in tensors),
            len(tensors),
            sum(t.numel() * t.element_size() for t in tensors),
        ]
    }


def first_line(error: Exception) -> str:
    """Gives an exception's class and the start of its message."""
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {(lines or [''])[0][:100]}"


def measure(model: Any, adapter: Json) -> Json:
    """Applies one adapter to a copy of a model and counts, or says why PEFT refuses."""
    row: Json = {"adapter_config": adapter}
    try:
        config = PeftConfigMixin.from_peft_type(**json.loads(json.dumps(adapter)))
        peft_model = get_peft_model(copy.deepcopy(model), config)
        trainable, everything = peft_model.get_nb_trainable_parameters()
    except Exception as error:  # noqa: BLE001
        return {**row, "refused": first_line(error)}
    row |= {"trainable_parameters": int(trainable), "all_parameters": int(everything)}
    tuner = getattr(peft_model, "base_model", None)
    hit = getattr(tuner, "targeted_module_names", None)
    if hit is not None:
        row["modules_hit"] = len(hit)
    if getattr(tuner, "targeted_parameter_names", None):
        row["parameters_hit"] = len(tuner.targeted_parameter_names)
    return {**row, **stored(peft_model)}


def mixture_rows(model: Any, names: Names) -> list[Json]:
    """Measures X-LoRA over two or three stored LoRA experts."""
    hidden = model.config.hidden_size
    expert = {
        "peft_type": "LORA",
        "r": 4,
        "target_modules": [names.first, names.second],
        "task_type": "CAUSAL_LM",
    }
    variants: list[Json] = [
        {},
        {"layerwise_scalings": True},
        {"xlora_depth": 2, "xlora_size": 20},
        {"xlora_depth": 3, "xlora_size": 20},
        {"xlora_depth": 3, "xlora_size": 20, "layerwise_scalings": True},
        {"use_trainable_adapters": True},
        {"hidden_size": None},
        {"top_k_lora": 1},
        {"enable_softmax_topk": True},
    ]
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        base = copy.deepcopy(model)
        get_peft_model(base, PeftConfigMixin.from_peft_type(**expert)).save_pretrained(folder)
        for keys in (("first", "second"), ("0", "1", "2")):
            for variant in variants:
                adapter = {
                    "peft_type": "XLORA",
                    "hidden_size": hidden,
                    "task_type": "CAUSAL_LM",
                    "adapters": dict.fromkeys(keys, folder),
                    **variant,
                }
                changed = copy.deepcopy(model)
                changed.config.use_cache = False
                row = measure(changed, adapter)
                rows.append(
                    {
                        **row,
                        "adapter_config": {**adapter, "adapters": {k: k for k in keys}},
                        "experts": dict.fromkeys(keys, expert),
                    }
                )
        row = measure(
            model,
            {
                "peft_type": "XLORA",
                "hidden_size": hidden,
                "task_type": "CAUSAL_LM",
                "adapters": {"first": folder},
            },
        )
        rows.append(
            {
                **row,
                "adapter_config": {**row["adapter_config"], "adapters": {"first": "first"}},
                "experts": {"first": expert},
                "use_cache": True,
            }
        )
    return rows


def task_of(model_type: str, class_name: str) -> str | None:
    """Gives the PEFT task type that fits a class."""
    for ending, task in TASK_OF.items():
        if class_name.endswith(ending):
            return task
    if model_type in SEQUENCE_TO_SEQUENCE and "Conditional" in class_name:
        return "SEQ_2_SEQ_LM"
    return (
        "CAUSAL_LM"
        if class_name.endswith(("CausalLM", "LMHeadModel")) and model_type not in TASKLESS
        else None
    )


def with_task(rows: list[Json], task: str | None) -> list[Json]:
    """Adds the task type and drops repeated rows."""
    complete = [{**row, "task_type": task} if task else row for row in rows]
    return list({json.dumps(row): row for row in complete}.values())


def about_experts(name: str, adapter: Json) -> bool:
    """Says whether a row is about the experts of a mixture."""
    text = json.dumps(adapter)
    return name in EXPERTS and any(word in text for word in EXPERT_WORDS)


def kept(name: str, adapter: Json, one_in: int) -> bool:
    """Says whether a row is in the sample: defaults, plain all-linear, experts, and one in so many of the rest."""
    if about_experts(name, adapter):
        return True
    options = set(adapter) - {
        "peft_type",
        "task_type",
        "target_modules",
        "total_step",
        "num_virtual_tokens",
        *SMALL_SIZES,
    }
    small_default = "target_modules" not in adapter and any(size in adapter for size in SMALL_SIZES)
    plain = not options and not small_default and adapter.get("target_modules", "all-linear") == "all-linear"
    return plain or zlib.crc32(f"{name} {json.dumps(adapter, sort_keys=True)}".encode()) % one_in == 0


def density(name: str, model_type: str) -> int:
    """Gives how thinly a model's rows are sampled."""
    if name in WHOLE:
        return SAMPLE["whole"]
    if name != model_type:
        return SAMPLE["head"]
    return SAMPLE["dense" if name in DENSE else "sparse"]


def write_rows(folder: Path, head: Json, rows: list[Json]) -> int:
    """Writes one file and returns its size."""
    lines = ",\n".join(json.dumps(r, separators=(",", ":")) for r in rows)
    text = f'{json.dumps(head, separators=(",", ":"))[:-1]},"rows":[\n{lines}]}}\n'
    folder.mkdir(exist_ok=True, parents=True)
    (folder / f"{head['model']}.json").write_text(text, encoding="utf-8")
    return len(text)


def write_model(
    name: str,
    model_type: str,
    class_name: str,
    fields: Json,
    task: str | None,
    rows_of: Any,
    everything: Path | None,
) -> None:
    """Measures one model with a list of settings and writes its file."""
    started = time.perf_counter()
    torch.manual_seed(SEED)
    model = build_model(model_type, fields, class_name, device="cpu")
    has = inventory(model)
    names = names_of(model, has)
    one_in = density(name, model_type)
    adapters = [a for a in with_task(rows_of(names), task) if everything or kept(name, a, one_in)]
    rows = [measure(model, adapter) for adapter in adapters]
    mixtures = (
        mixture_rows(model, names)
        if model_type in XLORA_ON and task == "CAUSAL_LM" and name == model_type
        else []
    )
    config = {"architectures": [class_name], "model_type": model_type, **fields}
    head = {
        "model": name,
        "class": class_name,
        "task": task,
        "config": config,
        "total_parameters": has["total_parameters"],
    }
    sample = [r for r in rows if kept(name, r["adapter_config"], one_in)] + mixtures
    size = write_rows(HERE / "counts", head, sample)
    if everything:
        write_rows(everything, head, rows + mixtures)
    refused = sum("refused" in r for r in rows)
    print(
        f"{name}: {len(rows)} rows, {refused} refused, {len(sample)} kept, {size} bytes, {time.perf_counter() - started:.0f} s",
        flush=True,
    )


def write_family(model_type: str, everything: Path | None) -> None:
    """Measures a family's main class, its heads and its other tying."""
    base = FAMILIES[model_type].base
    classes = [c for c in classes_of(model_type) if c.endswith(tuple(TASK_OF))]
    main = (
        next((c for c in classes if c.endswith("ForSequenceClassification")), classes_of(model_type)[0])
        if model_type in ENCODERS
        else classes_of(model_type)[0]
    )
    labels = {"num_labels": 2} if main.endswith("ForSequenceClassification") else {}
    experts = model_type in EXPERTS
    write_model(
        model_type,
        model_type,
        main,
        {**base, **labels},
        task_of(model_type, main),
        lambda names: all_rows(names, experts=experts),
        everything,
    )
    for class_name in classes:
        task = task_of(model_type, class_name)
        if (
            class_name != main
            and task
            and (
                model_type in ENCODERS
                or task == "SEQ_CLS"
                or model_type in {"llama", "gpt2", "bloom", "t5", "bart"}
            )
        ):
            more = {} if task == "QUESTION_ANS" else {"num_labels": 5}
            write_model(
                f"{model_type}-{task.lower()}",
                model_type,
                class_name,
                {**base, **more},
                task,
                head_rows,
                everything,
            )
    if model_type in ENCODERS:
        masked = classes_of(model_type)[0]
        write_model(f"{model_type}-masked_lm", model_type, masked, base, None, tying_rows, everything)
        plain = next(c for c in classes_of(model_type) if c.endswith("Model") and "LMHead" not in c)
        write_model(
            f"{model_type}-features", model_type, plain, base, "FEATURE_EXTRACTION", head_rows, everything
        )
    elif model_type not in TASKLESS:
        tied = bool(inventory(build_model(model_type, base, main))["modules"][-1].get("tied"))
        write_model(
            f"{model_type}-{'untied' if tied else 'tied'}",
            model_type,
            main,
            {**base, "tie_word_embeddings": not tied},
            task_of(model_type, main),
            tying_rows,
            everything,
        )


def main(arguments: list[str]) -> None:
    """Measures the named model types, or all."""
    warnings.filterwarnings("ignore")
    torch.set_num_threads(1)
    (HERE / "counts").mkdir(exist_ok=True)
    everything = Path(arguments[1]) if arguments[:1] == ["--all-rows"] else None
    for model_type in arguments[2 if everything else 0 :] or FAMILIES:
        write_family(model_type, everything)


if __name__ == "__main__":
    main(sys.argv[1:])
