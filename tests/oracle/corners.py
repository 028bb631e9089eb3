"""Writes what PEFT counts where counts.py does not look, in files beside its own, one file a model.

Usage: python corners.py

Adapters that are only used (`inference_mode`); kernels that are not square; linear layers of classes of their own; what AdaLoRA
checks of LoRA's variants; embeddings that a class ties and does not say so, or says are tied and are not.
"""

from __future__ import annotations

import warnings
from typing import Any

import torch
from counts import HERE, measure, write_rows
from families import BART, FAMILIES, decoder, encoder
from modelling import build_model, total_parameters

Json = dict[str, Any]

SEED = 7
#: every method with the settings that it needs
METHODS: dict[str, Json] = {
    "LORA": {"r": 4},
    "ADALORA": {"total_step": 10},
    "ADAMSS": {"r": 4},
    "BEFT": {},
    "BOFT": {},
    "C3A": {"block_size": 4},
    "DEFT": {"r": 4},
    "DELORA": {"r": 4},
    "FOURIERFT": {"n_frequency": 9},
    "FROD": {},
    "GLORA": {"r": 4},
    "GRALORA": {"r": 4},
    "HIRA": {"r": 4},
    "HRA": {"r": 4},
    "IA3": {},
    "LILY": {"r": 4},
    "LOHA": {"r": 4},
    "LOKR": {"r": 4},
    "MISS": {"r": 4},
    "OFT": {"oft_block_size": 4},
    "OSF": {"effective_rank": 2},
    "PEANUT": {"r": 4},
    "POLY": {"r": 4},
    "PSOFT": {"r": 4},
    "PVERA": {"r": 4},
    "RANDLORA": {"r": 4},
    "ROAD": {"group_size": 4},
    "SHIRA": {"r": 2},
    "SUPERTUNING": {"sparsity": 0.9},
    "TINYLORA": {},
    "UNILORA": {},
    "VBLORA": {"vector_length": 4},
    "VERA": {"r": 4},
    "WAVEFT": {"n_frequency": 9},
    "LN_TUNING": {},
    "SHADOW": {"r": 4},
    "TRAINABLE_TOKENS": {"token_indices": [0, 1]},
    "ADAPTION_PROMPT": {"adapter_len": 4, "adapter_layers": 2},
    "PROMPT_TUNING": {"num_virtual_tokens": 5},
    "PREFIX_TUNING": {"num_virtual_tokens": 5},
    "P_TUNING": {"num_virtual_tokens": 5, "encoder_hidden_size": 20},
    "MULTITASK_PROMPT_TUNING": {"num_virtual_tokens": 5, "num_tasks": 3},
    "CPT": {"cpt_token_ids": [1, 2]},
    "CARTRIDGE": {"num_virtual_tokens": 5},
}
WITHOUT_SAVED = ("TRAINABLE_TOKENS", "ADAPTION_PROMPT")
WITH_BIAS = ("LORA", "BOFT", "OFT", "DEFT", "VERA", "TINYLORA", "VBLORA", "MISS")


def for_use(norm: str) -> list[Json]:
    """Gives every method for inference only: plain, with a module saved, with biases, and prompts with their encoders."""
    rows: list[Json] = []
    for kind, fields in METHODS.items():
        row = {"peft_type": kind, **fields, "inference_mode": True}
        rows.append(row)
        if kind not in WITHOUT_SAVED:
            rows.append({**row, "modules_to_save": [norm]})
        if kind in WITH_BIAS:
            rows.append({**row, "bias": "all"})
    prompt = {"num_virtual_tokens": 5, "encoder_hidden_size": 20}
    lstm = {"encoder_reparameterization_type": "LSTM"}
    rows.append({"peft_type": "PREFIX_TUNING", **prompt, "prefix_projection": True, "inference_mode": True})
    rows.append({"peft_type": "P_TUNING", **prompt, **lstm, "inference_mode": True})
    rows.append({"peft_type": "P_TUNING", **prompt, "encoder_num_layers": 3})
    rows.append(
        {
            "peft_type": "P_TUNING",
            **prompt,
            "encoder_num_layers": 3,
            "encoder_reparameterization_type": "MLP",
        }
    )
    rows.append({"peft_type": "LORA", "r": 4, "trainable_token_indices": [0, 1], "inference_mode": True})
    return rows


def kernels(names: tuple[str, ...]) -> list[Json]:
    """Gives methods that take convolutions, with sizes that divide one side of a kernel or both."""
    fields: list[Json] = [{"peft_type": "OFT", "oft_block_size": size} for size in (1, 3, 7, 14, 32, 98)]
    fields += [{"peft_type": "OFT", "r": r, "oft_block_size": 0} for r in (1, 7, 14, 98)]
    fields += [{"peft_type": "BOFT", "boft_block_size": size} for size in (1, 3, 7, 14, 49, 98)]
    fields += [{"peft_type": "HRA", "r": r} for r in (1, 4, 5)]
    fields += [{"peft_type": "LORA", "r": 4}, {"peft_type": "LOHA", "r": 4}, {"peft_type": "LOKR", "r": 4}]
    return [{**one, "target_modules": [name]} for one in fields for name in names]


def plain_only() -> list[Json]:
    """Gives GLoRA, which takes no layer of a class derived from a linear one, and others that do."""
    targets: list[Any] = [["out_proj"], ["k_proj", "v_proj"], "all-linear", r".*layers.*out_proj"]
    return [{"peft_type": kind, "r": 4, "target_modules": t} for kind in ("GLORA", "LORA") for t in targets]


def checked_only() -> list[Json]:
    """Gives AdaLoRA with settings of LoRA's variants, which it checks and does not use."""
    variants: list[Json] = [
        {"kasa_config": {}},
        {"kasa_config": {"beta": -1.0}},
        {"kasa_config": {"gamma": -1.0}},
        {"monteclora_config": {"num_samples": 3}},
        {"monteclora_config": {"num_samples": 0}},
        {"velora_config": {"num_groups": 4}},
        {"velora_config": {"num_groups": 0}},
        {"eva_config": {"rho": 1.5}},
        {"eva_config": {"rho": 0.5}},
    ]
    base = {"peft_type": "ADALORA", "total_step": 10, "target_modules": ["q_proj", "v_proj"]}
    whole: list[Json] = [
        {"peft_type": "ADALORA", "total_step": 10, "target_modules": t}
        for t in (["lm_head"], ["q_proj", "lm_head"])
    ]
    return [{**base, **variant} for variant in variants] + whole


def tied(query: str, embedding: str) -> list[Json]:
    """Gives what depends on which modules are said to share the input embedding."""
    lora: Json = {"peft_type": "LORA", "r": 4}
    tokens: Json = {"peft_type": "TRAINABLE_TOKENS", "token_indices": [0, 1]}
    rows: list[Json] = [tokens, *({**tokens, "target_modules": [e]} for e in (embedding, "embed_tokens"))]
    for kept in ({}, {"ensure_weight_tying": True}):
        saved = ([embedding], ["lm_head"], [embedding, "lm_head"], ["embed_tokens"])
        rows += [{**lora, **kept, "target_modules": [query], "modules_to_save": s} for s in saved]
        targets = ([embedding], ["lm_head"], [embedding, "embed_tokens"], [embedding, "lm_head", query])
        rows += [{**lora, **kept, "target_modules": t} for t in targets]
        indices: tuple[Any, ...] = ([0, 1], {embedding: [0, 1]}, {embedding: [0, 1], "lm_head": [0, 1]})
        rows += [{**lora, **kept, "target_modules": [query], "trainable_token_indices": i} for i in indices]
    return rows


def write(name: str, class_name: str, task: str | None, config: Json, adapters: list[Json]) -> None:
    """Measures one model with these adapters and writes its file."""
    model_type, fields = config["model_type"], {k: v for k, v in config.items() if k != "model_type"}
    torch.manual_seed(SEED)
    model = build_model(model_type, fields, class_name, device="cpu")
    rows = [measure(model, {**adapter, "task_type": task} if task else adapter) for adapter in adapters]
    head = {
        "model": name,
        "class": class_name,
        "task": task,
        "config": {"architectures": [class_name], **config},
        "total_parameters": total_parameters(model),
    }
    size = write_rows(HERE / "counts", head, rows)
    print(
        f"{name}: {len(rows)} rows, {sum('refused' in row for row in rows)} refused, {size} bytes", flush=True
    )


def main() -> None:
    """Measures all of them."""
    warnings.filterwarnings("ignore")
    torch.set_num_threads(1)
    llama = {"model_type": "llama", **decoder(attention_bias=True)}
    bert = {"model_type": "bert", **encoder(), "num_labels": 3}
    t5 = {"model_type": "t5", **FAMILIES["t5"].base}
    mt5 = {"model_type": "mt5", **FAMILIES["mt5"].base, "tie_word_embeddings": False}
    bart = {"model_type": "bart", **BART}
    vit = {"model_type": "vit", **FAMILIES["vit"].base, "patch_size": [7, 14]}
    siglip_text = encoder()
    del siglip_text["type_vocab_size"]
    siglip = {
        "model_type": "siglip",
        "text_config": siglip_text,
        "vision_config": {**FAMILIES["vit"].base, "num_hidden_layers": 2},
    }
    masked = [
        {"peft_type": "LORA", "r": 4, "target_modules": ["query"], "modules_to_save": [name]}
        for name in ("head", "lm_head", "decoder")
    ]
    write("llama-inference", "LlamaForCausalLM", "CAUSAL_LM", llama, for_use("input_layernorm"))
    write("bert-inference", "BertForSequenceClassification", "SEQ_CLS", bert, for_use("LayerNorm"))
    write("t5-inference", "T5ForConditionalGeneration", "SEQ_2_SEQ_LM", t5, for_use("layer_norm"))
    write("vit-kernels", "ViTForImageClassification", None, vit, kernels(("projection",)))
    write("siglip-plain", "SiglipModel", None, siglip, plain_only())
    write("llama-adalora", "LlamaForCausalLM", "CAUSAL_LM", llama, checked_only())
    write(
        "roberta-shared_bias",
        "RobertaForMaskedLM",
        None,
        {"model_type": "roberta", **FAMILIES["roberta"].base},
        masked,
    )
    write("mt5-said_tied", "MT5ForConditionalGeneration", "SEQ_2_SEQ_LM", mt5, tied("q", "shared"))
    for class_name, task in (
        ("T5ForSequenceClassification", "SEQ_CLS"),
        ("T5ForTokenClassification", "TOKEN_CLS"),
    ):
        write(f"t5-{task.lower()}-tied", class_name, task, {**t5, "num_labels": 3}, tied("q", "shared"))
    for class_name, task in (
        ("BartForSequenceClassification", "SEQ_CLS"),
        ("BartForQuestionAnswering", "QUESTION_ANS"),
    ):
        write(
            f"bart-{task.lower()}-tied", class_name, task, {**bart, "num_labels": 3}, tied("q_proj", "shared")
        )


if __name__ == "__main__":
    main()
