"""Measure what the adapters library counts for bottleneck adapters: `python bottlenecks.py` writes bottlenecks.json.

It needs adapters 1.3.0 and transformers 4.57.6, in a folder apart from the other scripts' transformers.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import adapters
import transformers

SMALL = {"vocab_size": 60}
MODELS: dict[str, dict[str, Any]] = {
    "BertModel": {
        "hidden_size": 48,
        "num_hidden_layers": 3,
        "num_attention_heads": 4,
        "intermediate_size": 64,
    },
    "GPT2LMHeadModel": {"n_embd": 48, "n_layer": 3, "n_head": 4, "n_positions": 32},
    "LlamaForCausalLM": {
        "hidden_size": 48,
        "num_hidden_layers": 3,
        "num_attention_heads": 4,
        "intermediate_size": 64,
    },
    "T5ForConditionalGeneration": {
        "d_model": 48,
        "num_layers": 3,
        "num_decoder_layers": 2,
        "num_heads": 4,
        "d_kv": 12,
        "d_ff": 64,
    },
    "BartForConditionalGeneration": {
        "d_model": 48,
        "encoder_layers": 3,
        "decoder_layers": 2,
        "encoder_attention_heads": 4,
        "decoder_attention_heads": 4,
        "encoder_ffn_dim": 64,
        "decoder_ffn_dim": 64,
    },
}
KINDS = {
    "houlsby": ("DoubleSeqBnConfig", {}),
    "pfeiffer": ("SeqBnConfig", {}),
    "parallel": ("ParBnConfig", {}),
    "scaled_parallel": ("ParBnConfig", {"scaling": "learned"}),
    "compacter": ("CompacterConfig", {"reduction_factor": 4}),
    "compacter++": ("CompacterPlusPlusConfig", {"reduction_factor": 4}),
}
SIZES = (
    {},
    {"reduction_factor": 6},
    {"reduction_factor": 0.5},
    {"reduction_factor": 0.1},
    {"reduction_factor": 100},
)
FURTHER = (
    {"ln_before": True},
    {"ln_after": True},
    {"use_gating": True},
    {"scaling": "channel"},
    {"scaling": "learned"},
    {"inv_adapter": "nice", "inv_adapter_reduction_factor": 2},
    {"inv_adapter": "nice", "inv_adapter_reduction_factor": 5},
    {"factorized_phm_W": False},
    {"factorized_phm_rule": True},
    {"shared_phm_rule": False},
    {"shared_phm_rule": False, "factorized_phm_rule": True},
    {"phm_rank": 3},
    {"phm_dim": 2},
    {"phm_dim": 3},
    {"phm_dim": 5},
)  #: tried on the first model only: nothing in them depends on the model


def trained(model_class: str, name: str, given: dict[str, Any]) -> int | str:
    """Count what is trained, or give the class of the exception."""
    class_ = getattr(transformers, model_class)
    model = class_(class_.config_class(**SMALL, **MODELS[model_class]))
    adapters.init(model)
    try:
        model.add_adapter("one", config=getattr(adapters, name)(**given))
    except (AssertionError, ValueError) as error:
        return type(error).__name__
    model.train_adapter("one")
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def main() -> None:
    """Write every count."""
    rows = []
    for place, (model, config) in enumerate(MODELS.items()):
        model_type = getattr(transformers, model).config_class.model_type
        written = {"model_type": model_type, "architectures": [model], **SMALL, **config}
        for kind, (name, given) in KINDS.items():
            for further in SIZES if place else (*SIZES, *FURTHER):
                count = trained(model, name, {**given, **further})
                rows.append({"config": model, "kind": kind, "given": {**given, **further}, "trained": count})
        MODELS[model] = written
    lines = ",\n".join(json.dumps(row) for row in rows)
    text = f'{{"models": {json.dumps(MODELS)},\n"rows": [\n{lines}\n]}}\n'
    Path(__file__).with_suffix(".json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
