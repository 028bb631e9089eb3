"""What PEFT does with deliberate mistakes, on a small decoder: prints `probes.json`.

The mistakes are those that others probed before; the verdicts here are measured anew.
"""

import json
import logging
import warnings

import peft
import torch
import transformers

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
MODEL = {
    "model_type": "llama",
    "vocab_size": 64,
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "tie_word_embeddings": False,
}
LORA = {"peft_type": "LORA", "r": 4, "target_modules": ["q_proj"], "task_type": "CAUSAL_LM"}
ADALORA = {"peft_type": "ADALORA", "target_modules": ["q_proj"], "total_step": 100}
PREFIX = {"peft_type": "PREFIX_TUNING", "num_virtual_tokens": 4}
#: by name: the configuration, and what only this project's rules say of it where PEFT says nothing
PROBES = {
    "baseline": {**LORA, "target_modules": ["q_proj", "v_proj"]},
    "r=0": {**LORA, "r": 0},
    "r=-4": {**LORA, "r": -4},
    "r=4096>dim32": {**LORA, "r": 4096, "lora_alpha": 4096},
    "alpha=0": {**LORA, "lora_alpha": 0},
    "alpha<0": {**LORA, "lora_alpha": -8},
    "dropout=5": {**LORA, "lora_dropout": 5},
    "dropout=-1": {**LORA, "lora_dropout": -1},
    "fake only": {**LORA, "target_modules": ["FAKE"]},
    "one fake of two": {**LORA, "target_modules": ["q_proj", "FAKE"]},
    "string no regex": {**LORA, "target_modules": "q_proj"},
    "comma string": {**LORA, "target_modules": "q_proj,v_proj"},
    "empty list": {**LORA, "target_modules": []},
    "target layernorm": {**LORA, "target_modules": ["input_layernorm"]},
    "target mlp container": {**LORA, "target_modules": ["mlp"]},
    "layers oob": {**LORA, "layers_to_transform": [99]},
    "layers partly oob": {**LORA, "layers_to_transform": [0, 99]},
    "layers negative": {**LORA, "layers_to_transform": [0, -1]},
    "str+layers": {**LORA, "target_modules": ".*q_proj", "layers_to_transform": [0]},
    "layers_pattern only": {**LORA, "layers_pattern": "layers"},
    "bias=foo": {**LORA, "bias": "foo"},
    "init typo": {**LORA, "init_lora_weights": "pisa"},
    "task_type typo": {**LORA, "task_type": "CAUSALLM"},
    "rank_pattern unmatched": {**LORA, "rank_pattern": {"q_porj": 8}},
    "modules_to_save fake": {**LORA, "modules_to_save": ["FAKE"]},
    "modules_to_save = target": {**LORA, "target_modules": ["q_proj", "o_proj"], "modules_to_save": ["q_proj"]},
    "modules_to_save head": {**LORA, "modules_to_save": ["head"]},
    "inference_mode": {**LORA, "inference_mode": True},
    "loftq no init": {**LORA, "loftq_config": {"loftq_bits": 4, "loftq_iter": 1}},
    "dora+bias": {**LORA, "use_dora": True, "lora_bias": True},
    "exclude all": {**LORA, "exclude_modules": ["q_proj"]},
    "exclude fake": {**LORA, "exclude_modules": ["FAKE"]},
    "exclude no target": {**LORA, "exclude_modules": ["v_proj"]},
    "str r": {**LORA, "r": "4"},
    "float r": {**LORA, "r": 4.5},
    "trainable_token oob": {**LORA, "trainable_token_indices": [9999]},
    "ia3 ff not subset": {
        "peft_type": "IA3", "target_modules": ["k_proj"], "feedforward_modules": ["down_proj"]
    },
    "adalora no total": {**ADALORA, "total_step": None},
    "adalora target>init": {**ADALORA, "init_r": 4, "target_r": 8},
    "adalora tinit": {**ADALORA, "tinit": 60, "tfinal": 60},
    "adalora r": {**ADALORA, "r": 4},
    "adalora alpha": {**ADALORA, "lora_alpha": 0},
    "prefix no task": PREFIX,
    "prefix tokens None": {**PREFIX, "task_type": "CAUSAL_LM", "num_virtual_tokens": None},
    "prefix tokens 0": {**PREFIX, "task_type": "CAUSAL_LM", "num_virtual_tokens": 0},
    "prompt TEXT no tok": {
        "peft_type": "PROMPT_TUNING", "task_type": "CAUSAL_LM", "num_virtual_tokens": 4,
        "prompt_tuning_init": "TEXT", "prompt_tuning_init_text": "Say"
    },
    "oft both": {"peft_type": "OFT", "r": 4, "oft_block_size": 8, "target_modules": ["q_proj"]},
    "oft r nondiv": {"peft_type": "OFT", "r": 5, "oft_block_size": 0, "target_modules": ["q_proj"]},
    "oft size nondiv": {"peft_type": "OFT", "oft_block_size": 7, "target_modules": ["q_proj"]},
    "oft blocks of one": {"peft_type": "OFT", "oft_block_size": 1, "target_modules": ["q_proj"]},
    "oft str+layers": {"peft_type": "OFT", "target_modules": ".*q_proj", "layers_to_transform": [0]},
    "boft nondiv": {"peft_type": "BOFT", "boft_block_size": 5, "target_modules": ["q_proj"]},
    "lokr r=0": {"peft_type": "LOKR", "r": 0, "target_modules": ["q_proj"]},
    "loha alpha=0": {"peft_type": "LOHA", "alpha": 0, "target_modules": ["q_proj"]},
    "vera mixed": {"peft_type": "VERA", "r": 4, "target_modules": ["q_proj", "v_proj"]},
    "rank_pattern other": {**LORA, "rank_pattern": {"v_proj": 2}},
    "rank_pattern above dim": {**LORA, "rank_pattern": {"q_proj": 64}, "alpha_pattern": {"q_proj": 64}},
    "rank_pattern zero": {**LORA, "rank_pattern": {"q_proj": 0}},
    "alpha_pattern unmatched": {**LORA, "alpha_pattern": {"q_porj": 8}},
    "alpha_pattern zero": {**LORA, "alpha_pattern": {"q_proj": 0}},
    "rslora alpha low": {**LORA, "r": 16, "lora_alpha": 0.5, "use_rslora": True},
    "modules_to_save text": {**LORA, "modules_to_save": "norm"},
    "layers empty": {**LORA, "layers_to_transform": []},
    "list pattern beside a name": {**LORA, "target_modules": ["q_proj", "v_.*"]},
    "exclude list pattern": {**LORA, "exclude_modules": ["layers.1.*"]},
    "bias of none": {**LORA, "bias": "all"},
    "bias of none taken": {**LORA, "bias": "lora_only"},
    "tying of none": {**LORA, "ensure_weight_tying": True},
    "fan_in_fan_out linear": {**LORA, "fan_in_fan_out": True},
    "random start": {**LORA, "init_lora_weights": False},
    "hira rank_pattern": {
        "peft_type": "HIRA", "r": 4, "target_modules": ["q_proj"], "rank_pattern": {"q_proj": 2}
    },
    "gralora layers_pattern only": {
        "peft_type": "GRALORA", "r": 4, "target_modules": ["q_proj"], "layers_pattern": "layers"
    },
    "loha dropouts": {
        "peft_type": "LOHA", "target_modules": ["q_proj"], "module_dropout": 1.5, "rank_dropout": -1
    },
    "loha init": {"peft_type": "LOHA", "target_modules": ["q_proj"], "init_weights": False},
    "ia3 ff beside a pattern": {
        "peft_type": "IA3", "target_modules": ".*q_proj", "feedforward_modules": ["down_proj"]
    },
    "oft dropout": {"peft_type": "OFT", "target_modules": ["q_proj"], "module_dropout": 2.0},
    "vblora topk": {
        "peft_type": "VBLORA", "target_modules": ["q_proj"], "num_vectors": 8, "vector_length": 4, "topk": 9
    },
    "adalora keeps": {**ADALORA, "init_r": 8, "target_r": 8},
    "lily scaling 0": {"peft_type": "LILY", "r": 4, "target_modules": ["q_proj"], "scaling": 0.0},
    "prompt text unused": {
        "peft_type": "PROMPT_TUNING", "task_type": "CAUSAL_LM", "num_virtual_tokens": 4,
        "prompt_tuning_init_text": "Say"
    },
    "p_tuning layers": {
        "peft_type": "P_TUNING", "task_type": "CAUSAL_LM", "num_virtual_tokens": 4, "encoder_num_layers": 4
    },
    "unknown field": {**LORA, "lora_alhpa": 8},
}  # fmt: skip


def measured(config: dict[str, object]) -> dict[str, object]:
    """Load a configuration as a file's, and put it on the model."""
    fields = dict(MODEL)
    with torch.device("meta"):
        model = transformers.AutoModelForCausalLM.from_config(
            transformers.AutoConfig.for_model(fields.pop("model_type"), **fields)
        )
    model = model.to_empty(device="cpu")
    torch.nn.init.normal_(model.get_input_embeddings().weight)
    try:
        made = peft.PeftConfig.from_peft_type(**config)
        trained, every = peft.get_peft_model(model, made).get_nb_trainable_parameters()
    except Exception as error:  # noqa: BLE001  whatever the library answers is what is wanted
        return {"refused": f"{type(error).__name__}: {str(error).splitlines()[0][:160]}"}
    return {"trainable_parameters": trained, "all_parameters": every}


def main() -> None:
    """Print every probe with what the library said."""
    versions = {
        "peft": peft.__version__,
        "torch": torch.__version__,
        "transformers": transformers.__version__,
    }
    rows = [{"case": name, "adapter_config": config, **measured(config)} for name, config in PROBES.items()]
    text = ",\n".join(json.dumps(row) for row in rows)
    print(f'{{"versions": {json.dumps(versions)},\n"config": {json.dumps(MODEL)},\n"rows": [\n{text}\n]}}')


if __name__ == "__main__":
    main()
