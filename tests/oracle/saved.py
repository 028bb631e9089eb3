"""Writes what PEFT counts where modules are trained whole: in ShadowPEFT's small model, in prompts, inside each other.

Usage: python saved.py

Also norms without parameters as targets, and words that settings take. One file a model, beside those of counts.py.
"""

from __future__ import annotations

import itertools
import warnings
from typing import Any

import torch
from corners import METHODS, WITHOUT_SAVED, write
from families import BART, FAMILIES, decoder, encoder

Json = dict[str, Any]

PROMPTS = ("PROMPT_TUNING", "PREFIX_TUNING", "P_TUNING", "MULTITASK_PROMPT_TUNING", "CPT", "CARTRIDGE")
#: sizes of the small model: some that its modules check, some that only the configuration does
SIZES: tuple[Json, ...] = (
    {},
    {"shadow_hidden_size": 24},
    {"shadow_hidden_size": 30, "shadow_intermediate_size": 40},
    {"shadow_num_attention_heads": 2},
    {"shadow_num_attention_heads": 5, "shadow_num_hidden_layers": 2},
    {"shadow_num_hidden_layers": 7, "share_embeddings": False},
)
#: settings by method, and words that the library takes for them or does not
WORDS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "ADALORA": ("init_lora_weights", ("default", "none", "gaussian", True, None)),
    "ADAMSS": ("init_weights", ("random", "orthogonal", None, False)),
    "C3A": ("init_weights", ("zeros", "xavier_uniform", "kaiming_uniform", True)),
    "HIRA": ("init_weights", ("default", "none", True, None)),
    "LOKR": ("init_weights", ("default", "none", "lycoris", False)),
    "LORA": ("init_lora_weights", ("default", "none", "unset", "gaussian", False)),
    "MISS": ("init_weights", ("default", "none", "bat", "mini")),
    "PREFIX_TUNING": ("init_weights", ("random", "zero", True)),
    "SHIRA": ("mask_type", ("none", "random", None)),
    "TINYLORA": ("init_weights", ("default", "none", True)),
}


def shadows(saved: tuple[str, ...], *, inference: bool = False) -> list[Json]:
    """Gives ShadowPEFT with these modules trained whole, and small models of every size."""
    base: Json = {"peft_type": "SHADOW", "r": 3}
    rows = [{**base, **sizes} for sizes in SIZES]
    rows += [{**base, **SIZES[n % 2], "modules_to_save": [name]} for n, name in enumerate(saved)]
    if inference:
        rows += [{**base, "modules_to_save": [name], "inference_mode": True} for name in saved]
    return rows


def prompts(saved: tuple[str, ...]) -> list[Json]:
    """Gives prompts with these modules trained whole, of which the input embedding goes by a second name."""
    return [
        {"peft_type": kind, **METHODS[kind], "modules_to_save": [name]}
        for kind, name in itertools.product(PROMPTS, saved)
    ]


def bare(norm: str, linear: str) -> list[Json]:
    """Gives every method that has targets with norms that own no parameters, as targets and trained whole."""
    rows: list[Json] = []
    for kind, fields in METHODS.items():
        if kind in PROMPTS or kind == "ADAPTION_PROMPT":
            continue
        targets: tuple[Any, ...] = ([norm], [norm, linear], f".*{norm}", [f"layers.0.{norm}", linear])
        rows += [{"peft_type": kind, **fields, "target_modules": one} for one in targets]
        if kind not in WITHOUT_SAVED:
            rows.append({"peft_type": kind, **fields, "target_modules": [linear], "modules_to_save": [norm]})
    return rows


def words() -> list[Json]:
    """Gives methods with words for a setting that stand for other values elsewhere."""
    return [
        {"peft_type": kind, **METHODS[kind], name: word}
        for kind, (name, taken) in WORDS.items()
        for word in taken
    ]


def ends(linear: str) -> list[Json]:
    """Gives every method that has targets with modules trained whole whose names end like its own parts, or lie in each other."""
    names = (["dropout"], ["w1_a"], ["gate"], ["self_attn", linear], ["model.layers.0", "k_proj"])
    return [
        {"peft_type": kind, **fields, "target_modules": ["o_proj"], "modules_to_save": name}
        for kind, fields in METHODS.items()
        if kind not in (*PROMPTS, *WITHOUT_SAVED)
        for name in names
    ]


def main() -> None:
    """Measures all of them."""
    warnings.filterwarnings("ignore")
    torch.set_num_threads(1)

    def family(name: str, **more: Any) -> Json:
        return {"model_type": name, **FAMILIES[name].base, **more}

    llama = {"model_type": "llama", **decoder()}
    qwen2 = {"model_type": "qwen2", **decoder(num_key_value_heads=None)}
    bert = {"model_type": "bert", **encoder(), "num_labels": 3}
    roberta = family("roberta", num_labels=3)
    bart = {"model_type": "bart", **BART, "num_labels": 3}
    t5, mt5 = family("t5", num_labels=3), family("mt5", num_labels=3)
    for name, class_name, task, config, saved in (
        ("llama", "LlamaForCausalLM", "CAUSAL_LM", llama, ("k_proj", "model.layers.0.mlp.up_proj")),
        ("llama-seq", "LlamaForSequenceClassification", "SEQ_CLS", llama, ("k_proj", "embed_tokens", "mlp")),
        ("qwen2", "Qwen2ForCausalLM", "CAUSAL_LM", qwen2, ("k_proj",)),
        ("qwen2-token", "Qwen2ForTokenClassification", "TOKEN_CLS", qwen2, ("k_proj", "norm")),
        ("gpt2", "GPT2LMHeadModel", "CAUSAL_LM", family("gpt2"), ("c_fc",)),
        ("gptj", "GPTJForCausalLM", "CAUSAL_LM", family("gptj"), ("fc_in", "transformer.h.0.mlp")),
        ("bloom-qa", "BloomForQuestionAnswering", "QUESTION_ANS", family("bloom"), ("dense_h_to_4h",)),
        ("bart-qa", "BartForQuestionAnswering", "QUESTION_ANS", bart, ("fc1", "k_proj", "shared")),
        ("bart-causal", "BartForCausalLM", "CAUSAL_LM", bart, ("fc1",)),
        ("opt", "OPTForCausalLM", "CAUSAL_LM", family("opt"), ("model.decoder.layers.0.fc2", "fc1")),
        ("stablelm", "StableLmForTokenClassification", "TOKEN_CLS", family("stablelm"), ("up_proj",)),
        ("deepseek_v2", "DeepseekV2ForCausalLM", "CAUSAL_LM", family("deepseek_v2"), ("gate",)),
        ("t5", "T5ForConditionalGeneration", "SEQ_2_SEQ_LM", t5, ("wo",)),
        ("t5-token", "T5ForTokenClassification", "TOKEN_CLS", t5, ("wo",)),
        ("t5-seq", "T5ForSequenceClassification", "SEQ_CLS", t5, ("shared",)),
        ("mt5", "MT5ForConditionalGeneration", "SEQ_2_SEQ_LM", {**mt5, "tie_word_embeddings": False}, ()),
        ("smollm3", "SmolLM3ForCausalLM", "CAUSAL_LM", family("smollm3"), ()),
        ("gpt_neo", "GPTNeoForCausalLM", "CAUSAL_LM", family("gpt_neo"), ()),
    ):
        rows = shadows(saved, inference=task in ("SEQ_CLS", "TOKEN_CLS"))
        if name in ("t5", "t5-token", "t5-seq", "mt5"):
            rows = [{**row, "target_modules": r".*block\.[01]"} for row in rows]
        write(f"{name}-shadow", class_name, task, config, rows)
    embeddings = ("word_embeddings", "embeddings", "encoder", "dense")
    for name, class_name, task, config in (
        ("bert-prompts", "BertForQuestionAnswering", "QUESTION_ANS", bert),
        ("roberta-prompts", "RobertaForSequenceClassification", "SEQ_CLS", roberta),
        ("bert-feature-prompts", "BertModel", "FEATURE_EXTRACTION", bert),
    ):
        write(name, class_name, task, config, prompts(embeddings))
    olmo = family("olmo")
    write("olmo-bare", "OlmoForCausalLM", "CAUSAL_LM", olmo, bare("input_layernorm", "q_proj"))
    modernbert = family("modernbert", pad_token_id=0)
    write("modernbert-bare", "ModernBertForMaskedLM", None, modernbert, bare("attn_norm", "Wo"))
    write("llama-words", "LlamaForCausalLM", "CAUSAL_LM", llama, words())
    write("llama-ends", "LlamaForCausalLM", "CAUSAL_LM", llama, ends("v_proj"))


if __name__ == "__main__":
    main()
