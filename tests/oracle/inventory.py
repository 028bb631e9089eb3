"""Writes what modules the library makes from a configuration, one file a model type.

Usage: python inventory.py [MODEL_TYPE ...]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from families import FAMILIES, MORE_TYPES, Family
from modelling import build_config, build_model, forces_tying, inventory
from transformers import CONFIG_MAPPING
from transformers.models.auto import modeling_auto

Json = dict[str, Any]

HERE = Path(__file__).parent
HEADS: tuple[str, ...] = (
    "",
    "FOR_CAUSAL_LM",
    "FOR_SEQ_TO_SEQ_CAUSAL_LM",
    "FOR_SPEECH_SEQ_2_SEQ",
    "FOR_MASKED_LM",
    "FOR_PRETRAINING",
    "FOR_SEQUENCE_CLASSIFICATION",
    "FOR_TOKEN_CLASSIFICATION",
    "FOR_QUESTION_ANSWERING",
    "FOR_MULTIPLE_CHOICE",
    "FOR_NEXT_SENTENCE_PREDICTION",
    "FOR_IMAGE_CLASSIFICATION",
    "FOR_AUDIO_CLASSIFICATION",
    "FOR_MASKED_IMAGE_MODELING",
    "FOR_TEXT_ENCODING",
    "FOR_ZERO_SHOT_IMAGE_CLASSIFICATION",
    "FOR_CTC",
)
MAIN_HEADS: tuple[str, ...] = (
    "FOR_SEQ_TO_SEQ_CAUSAL_LM",
    "FOR_SPEECH_SEQ_2_SEQ",
    "FOR_CAUSAL_LM",
    "FOR_MASKED_LM",
    "FOR_IMAGE_CLASSIFICATION",
    "FOR_CTC",
    "",
)
PREFERRED_MASKED = {
    "bert",
    "roberta",
    "xlm-roberta",
    "electra",
    "camembert",
    "megatron-bert",
    "rembert",
    "ernie",
    "roformer",
}
EXTRA_CLASSES: dict[str, tuple[str, ...]] = {
    "clip_text_model": ("CLIPTextModelWithProjection",),
    "clip_vision_model": ("CLIPVisionModelWithProjection",),
    "gpt2": ("GPT2DoubleHeadsModel",),
    "t5": ("T5EncoderModel",),
    "mt5": ("MT5EncoderModel",),
    "bart": ("BartForCausalLM",),
    "whisper": ("WhisperForCausalLM",),
}
TWO_TOWERS = {"clip", "siglip"}
LABELLED = (
    "ForSequenceClassification",
    "ForTokenClassification",
    "ForImageClassification",
    "ForAudioClassification",
)
UNTOUCHED = {
    "model_type",
    "architectures",
    "transformers_version",
    "id2label",
    "label2id",
    "torch_dtype",
    "dtype",
    "problem_type",
    "output_hidden_states",
    "output_attentions",
    "return_dict",
    "use_cache",
    "chunk_size_feed_forward",
    "_name_or_path",
    "layer_types",
    "attention_layers",
}


def classes_of(model_type: str) -> list[str]:
    """Lists the library's classes for a model type, the main one first."""
    tables = {
        h: getattr(modeling_auto, f"MODEL_{h}_MAPPING_NAMES" if h else "MODEL_MAPPING_NAMES", {})
        for h in HEADS
    }
    order = [h for h in MAIN_HEADS if h in tables] if model_type not in TWO_TOWERS else [""]
    if model_type in PREFERRED_MASKED:
        order.remove("FOR_CAUSAL_LM")
    names: list[str] = []
    for head in [*order, *HEADS]:
        found = tables[head].get(model_type)
        for name in [found] if isinstance(found, str) else list(found or ()):
            if name not in names:
                names.append(name)
    return names + [n for n in EXTRA_CLASSES.get(model_type, ()) if n not in names]


def measure(model_type: str, name: str, fields: Json, class_name: str) -> Json:
    """Measures one case, or says why the library refuses it."""
    case: Json = {"name": name, "class": class_name, "config": fields}
    try:
        if forces_tying(build_config(model_type, fields), fields):
            case["library_would_tie"] = True
        return {**case, **inventory(build_model(model_type, fields, class_name))}
    except Exception as error:  # noqa: BLE001
        first_line = str(error).strip().splitlines()
        return {**case, "refused": f"{type(error).__name__}: {(first_line or [''])[0][:200]}"}


def what_it_has(case: Json) -> str:
    """Gives the part of a case that two equal models share."""
    return json.dumps(
        {k: v for k, v in case.items() if k not in {"name", "class", "config", "library_would_tie"}},
        sort_keys=True,
    )


def other_values(value: Any) -> list[Any]:
    """Lists values to try in a field's place."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value * 2, value + 1] if value > 0 else [3, 1]
    if isinstance(value, float):
        return [value * 2] if value >= 1 else []
    if value is None:
        return [True, 2, 24]
    return []


def merged(base: Json, field: str, value: Any) -> Json:
    """Sets a field, or a field of a nested configuration named with a dot."""
    outer, dot, inner = field.partition(".")
    return {**base, outer: {**base.get(outer, {}), inner: value} if dot else value}


def field_alternatives(model_type: str, base: Json) -> list[tuple[str, list[Any]]]:
    """Lists the fields worth changing, nested ones by dotted name, with the values to try."""
    given = build_config(model_type, base).to_dict()
    flat = dict(given)
    for outer in ("text_config", "vision_config", "attn_config"):
        flat.update({f"{outer}.{k}": v for k, v in (given.get(outer) or {}).items() if k not in UNTOUCHED})
    wanted = {k: v for k, v in flat.items() if k not in UNTOUCHED and not k.endswith("_token_id")}
    return [(k, other_values(v)) for k, v in sorted(wanted.items()) if other_values(v)]


def single_field_cases(
    model_type: str, base: Json, class_name: str, reference: Json
) -> tuple[list[Json], list[str], Json]:
    """Changes one field at a time: cases that differ, fields without effect, fields the library refuses to change."""
    cases: list[Json] = []
    inert: list[str] = []
    refused: Json = {}
    for field, alternatives in field_alternatives(model_type, base):
        outcomes = [
            measure(model_type, f"{field}={v}", merged(base, field, v), class_name) for v in alternatives
        ]
        changed = [c for c in outcomes if "refused" not in c and what_it_has(c) != what_it_has(reference)]
        if changed:
            cases.append(changed[0])
        elif all("refused" in c for c in outcomes):
            refused[field] = outcomes[0]["refused"]
        else:
            inert.append(field)
    return cases, inert, refused


def head_cases(model_type: str, base: Json, classes: list[str], prefix: str = "") -> list[Json]:
    """Measures every other class of the family, classification with two and five labels."""
    wanted: list[tuple[str, str, Json]] = []
    for class_name in classes:
        if class_name.endswith(LABELLED):
            wanted += [(f"{class_name}, {n} labels", class_name, {"num_labels": n}) for n in (2, 5)]
        else:
            wanted.append((class_name, class_name, {}))
    return [measure(model_type, prefix + name, {**base, **more}, cls) for name, cls, more in wanted]


def measure_family(model_type: str, family: Family) -> Json:
    """Measures a model type: defaults, the small base, its variants, single fields, other heads."""
    classes = classes_of(model_type)
    main = classes[0]
    cases = [measure(model_type, "defaults", {}, main)]
    reference = cases[0]
    if family.base:
        reference = measure(model_type, "base", family.base, main)
        cases.append(reference)
    for name, fields in family.variants.items():
        cases.append(measure(model_type, name, {**family.base, **fields}, main))
    flipped, inert, refused = single_field_cases(model_type, family.base, main, reference)
    cases += flipped
    cases += head_cases(model_type, family.base, classes[1:])
    if family.base:
        cases += head_cases(
            model_type, {}, [c for c in classes[1:] if c.endswith(LABELLED)][:1], "defaults, "
        )
    return {
        "model_type": model_type,
        "classes": classes,
        "fields_without_effect": inert,
        "fields_refused": refused,
        "cases": cases,
    }


def compact_case(case: Json) -> str:
    """Writes one case, one module a line."""
    head = {k: v for k, v in case.items() if k != "modules"}
    text = json.dumps(head, separators=(",", ":"))
    if "modules" not in case:
        return text
    lines = ",\n ".join(json.dumps(m, separators=(",", ":")) for m in case["modules"])
    return f'{text[:-1]},"modules":[\n {lines}]}}'


def drop_repeats(cases: list[Json]) -> list[Json]:
    """Drops modules from cases that equal an earlier one, naming it."""
    seen: dict[str, str] = {}
    kept = []
    for case in cases:
        key = what_it_has(case)
        if "refused" not in case and key in seen:
            kept.append(
                {
                    k: case[k]
                    for k in ("name", "class", "config", "library_would_tie", "total_parameters")
                    if k in case
                }
                | {"same_as": seen[key]}
            )
        else:
            seen.setdefault(key, case["name"])
            kept.append(case)
    return kept


def write_family(record: Json) -> int:
    """Writes one inventory file and returns its size."""
    cases = ",\n".join(compact_case(c) for c in drop_repeats(record.pop("cases")))
    head = json.dumps(record, separators=(",", ":"))
    text = f'{head[:-1]},"cases":[\n{cases}]}}\n'
    json.loads(text)
    path = HERE / "inventories" / f"{record['model_type']}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return len(text)


def write_defaults(model_types: list[str]) -> None:
    """Writes every model type's default fields and attribute map."""
    dropped = {
        "transformers_version",
        "architectures",
        "_name_or_path",
        "id2label",
        "label2id",
        "dtype",
        "torch_dtype",
    }
    lines = []
    for model_type in sorted(model_types):
        cls = CONFIG_MAPPING[model_type]
        fields = {
            k: v for k, v in json.loads(cls().to_json_string(use_diff=False)).items() if k not in dropped
        }
        stated = {
            k: v
            for k, v in vars(cls).items()
            if k in fields and isinstance(v, bool | int | float | str | list | None)
        }
        unset = sorted(k for k, v in stated.items() if v is None and fields[k] is not None)
        record = {"attribute_map": cls.attribute_map, "computed": unset, "fields": fields}
        lines.append(f"{json.dumps(model_type)}:{json.dumps(record, separators=(',', ':'))}")
    (HERE / "defaults.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def main(arguments: list[str]) -> None:
    """Measures the named model types, or all."""
    more = {t: Family({}) for t in MORE_TYPES if t in CONFIG_MAPPING and t not in FAMILIES and classes_of(t)}
    families = {**FAMILIES, **more}
    if not arguments:
        write_defaults(list(families))
    for model_type in arguments or families:
        record = measure_family(model_type, families[model_type])
        cases = len(record["cases"])
        print(model_type, cases, "cases,", write_family(record), "bytes", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
