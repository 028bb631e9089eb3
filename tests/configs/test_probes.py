"""What PEFT did with deliberate mistakes, and what is said of them here: it refuses, or a rule tells what it passes over."""

import json
from pathlib import Path
from typing import Any

import pytest

import finetune_catalog as fc
from finetune_catalog import configs
from finetune_catalog.models.opening import open_model
from tests.configure.catalogs import bundled

PROBES = json.loads((Path(__file__).parents[1] / "oracle" / "probes.json").read_text(encoding="utf-8"))
ROWS = {row["case"]: row for row in PROBES["rows"]}
MODEL = open_model(bundled(), PROBES["config"])[0]

#: what the rules say of a configuration that the library takes in silence
RULES = {
    "r=4096>dim32": {"rank-above-size"},
    "alpha=0": {"alpha-zero"},
    "alpha<0": {"alpha-negative"},
    "dropout=-1": {"dropout-negative"},
    "one fake of two": {"target-unmatched"},
    "layers partly oob": {"layers-out-of-range"},
    "layers negative": {"layers-negative"},
    "rank_pattern unmatched": {"rank-pattern-unmatched"},
    "modules_to_save fake": {"saved-unmatched"},
    "modules_to_save = target": {"saved-targeted"},
    "modules_to_save head": {"saved-partial"},
    "loftq no init": {"loftq-unused"},
    "exclude fake": {"exclude-unmatched"},
    "exclude no target": {"exclude-idle"},
    "adalora target>init": {"adalora-grows"},
    "adalora r": {"adalora-plain-rank"},
    "adalora alpha": {"adalora-alpha"},
    "prefix tokens 0": {"no-virtual-tokens", "nothing-trained"},
    "oft r nondiv": {"block-count-adjusted"},
    "oft size nondiv": {"block-size-adjusted"},
    "oft blocks of one": {"blocks-of-one", "nothing-trained"},
    "oft str+layers": {"layers-with-pattern"},
    "loha alpha=0": {"alpha-zero"},
    "rank_pattern other": {"rank-pattern-unmatched"},
    "rank_pattern above dim": {"rank-above-size"},
    "alpha_pattern unmatched": {"alpha-pattern-unmatched"},
    "alpha_pattern zero": {"alpha-pattern-zero"},
    "rslora alpha low": {"rslora-alpha"},
    "modules_to_save text": {"saved-text"},
    "layers empty": {"layers-none"},
    "list pattern beside a name": {"target-pattern-listed"},
    "exclude list pattern": {"exclude-pattern-listed"},
    "bias of none": {"biases-none"},
    "bias of none taken": {"biases-none-taken"},
    "tying of none": {"tying-idle"},
    "fan_in_fan_out linear": {"transposed-idle"},
    "random start": {"random-start"},
    "hira rank_pattern": {"hira-one-rank"},
    "gralora layers_pattern only": {"layers-pattern-alone"},
    "loha dropouts": {"module-dropout-whole", "rank-dropout-negative"},
    "loha init": {"random-start-setting"},
    "ia3 ff beside a pattern": {"feedforward-unmatched"},
    "oft dropout": {"module-dropout-whole"},
    "vblora topk": {"vectors-too-few"},
    "adalora keeps": {"adalora-keeps"},
    "lily scaling 0": {"scaling-zero"},
    "prompt text unused": {"prompt-text-unused"},
    "p_tuning layers": {"encoder-layers-unused"},
    "unknown field": {"FC711"},
}
#: what the library refuses when it reads the file, before it sees a model
AT_ONCE = {
    "str+layers", "layers_pattern only", "init typo", "task_type typo", "dora+bias", "str r", "float r", "dropout=5",
    "ia3 ff not subset", "adalora no total", "adalora tinit", "prompt TEXT no tok", "oft both",
}  # fmt: skip


@pytest.mark.parametrize("case", ROWS)
def test_a_configuration_is_refused_where_the_library_refuses_it_and_counted_where_not(case: str) -> None:
    row = ROWS[case]
    made, report = configs.parse(bundled(), row["adapter_config"], MODEL)

    assert (made is None) is ("refused" in row), report
    if made is not None:
        assert made.metrics["trainable_parameters"] == row["trainable_parameters"]
        assert made.metrics["total_parameters"] == row["all_parameters"]


@pytest.mark.parametrize("case", [case for case, row in ROWS.items() if "refused" not in row])
def test_what_the_library_passes_over_is_said(case: str) -> None:
    report = configs.validate(bundled(), ROWS[case]["adapter_config"], MODEL)

    assert {finding.rule or finding.code for finding in report} == RULES.get(case, set())


@pytest.mark.parametrize("case", sorted(AT_ONCE))
def test_what_the_library_refuses_when_it_reads_a_file_is_refused_without_a_model(case: str) -> None:
    made, report = configs.parse(bundled(), ROWS[case]["adapter_config"])

    assert made is None
    assert not report.ok


@pytest.mark.parametrize("case", [case for case, row in ROWS.items() if "refused" not in row])
def test_what_the_library_reads_is_read_without_a_model(case: str) -> None:
    assert configs.parse(bundled(), ROWS[case]["adapter_config"])[0] is not None


def places(config: dict[str, Any]) -> list[tuple[str | None, int, int]]:
    text = json.dumps(config, indent=1)
    report = configs.validate(bundled(), configs.from_text(text, "adapter_config.json"), MODEL)
    return [(found.rule or found.code, found.span.line, found.span.column) for found in report if found.span]


@pytest.mark.parametrize(
    ("config", "found"),
    [
        ({"peft_type": "LORA", "r": 4, "lora_alpha": 0, "target_modules": ["q_proj"]}, ("alpha-zero", 4, 16)),
        ({"peft_type": "LORA", "r": 64, "target_modules": ["q_proj"]}, ("alpha-rank-ratio", 3, 7)),
        ({"peft_type": "LORA", "target_modules": ["q_proj", "x"]}, ("target-unmatched", 5, 3)),
        ({"peft_type": "LORA", "target_modules": ["q_proj"], "rank_pattern": {"q_proj": 2, "w": 3}},
         ("rank-pattern-unmatched", 8, 8)),
        ({"peft_type": "LORA", "target_modules": ["q_proj"], "alpha_pattern": {"q_proj": 8, "v_proj": 8}},
         ("alpha-pattern-unmatched", 8, 13)),
        ({"peft_type": "LORA", "target_modules": ["q_proj", "v_proj"], "rank_pattern": {"q_proj": 4, "v_proj": 17}},
         ("rank-above-size", 9, 13)),
        ({"peft_type": "LORA", "target_modules": ["q_proj", "v_proj"], "alpha_pattern": {"q_proj": 8, "v_proj": 0}},
         ("alpha-pattern-zero", 9, 13)),
        ({"peft_type": "LORA", "target_modules": ["q_proj", "v_.*"]}, ("target-pattern-listed", 5, 3)),
        ({"peft_type": "LORA", "target_modules": ["q_proj", "x.score"], "task_type": "SEQ_CLS"},
         ("head-targeted", 5, 3)),
        ({"peft_type": "LORA", "target_modules": ["q_proj"], "modules_to_save": "norm"}, ("saved-text", 6, 21)),
        ({"peft_type": "LORA", "target_modules": "q"}, ("FC751", 3, 20)),
        ({"peft_type": "ADALORA"}, ("FC750", 2, 15)),
        ({"peft_type": "LORA", "lora_alhpa": 8}, ("FC711", 3, 2)),
    ],
)  # fmt: skip
def test_findings_stand_at_the_field_of_the_file_and_at_the_name_in_its_list(
    config: dict[str, Any], found: tuple[str, int, int]
) -> None:
    assert found in places(config)


def test_a_target_that_matches_nothing_is_answered_with_what_the_model_has() -> None:
    config = {"peft_type": "LORA", "target_modules": ["q_proj", "v_porj", "query"]}
    (finding,) = configs.validate(bundled(), config, MODEL)

    assert finding.message.startswith("`v_porj` and `query`: no module of the model is called so")
    assert finding.help == "did you mean `v_proj`?"
    assert finding.subject == "target_modules[1]"


def test_a_rank_of_one_module_is_the_one_that_is_said() -> None:
    config = {"peft_type": "LORA", "target_modules": ["q_proj", "v_proj"], "rank_pattern": {"v_proj": 17}}
    found = {finding.rule: finding for finding in configs.validate(bundled(), config, MODEL)}

    assert found["rank-above-size"].message.startswith(
        "rank 17 is above the smaller side of `v_proj` (16 × 32)"
    )
    assert found["rank-above-size"].subject == "rank_pattern.v_proj"


def test_a_name_in_a_pattern_is_looked_for_among_what_is_adapted() -> None:
    config = {"peft_type": "LORA", "target_modules": ["q_proj"], "alpha_pattern": {"q_porj": 8, "v_proj": 8}}
    (finding,) = configs.validate(bundled(), config, MODEL)

    assert finding.message.startswith("`q_porj` and `v_proj`: no module that is adapted is called so")
    assert finding.help == "did you mean `q_proj`?"
    (finding,) = configs.validate(bundled(), {**config, "alpha_pattern": {"mlp": 8}}, MODEL)
    assert finding.help == "adapted are `q_proj`"


def test_rules_that_need_a_model_say_nothing_without_one() -> None:
    config = {"peft_type": "LORA", "target_modules": ["q_proj", "FAKE"], "layers_to_transform": [99]}

    assert list(configs.validate(bundled(), config)) == []
    assert fc.load().validate(config).ok


@pytest.mark.parametrize(
    ("config", "found"),
    [
        ({"peft_type": "LORA", "exclude_modules": None, "peft_version": "0.13.2"}, {"FC712"}),
        ({"peft_type": "LORA", "exclude_modules": None, "peft_version": "0.14.0"}, set()),
        ({"peft_type": "LORA", "kasa_config": {}, "peft_version": "0.20.1.dev0@UNKNOWN"}, set()),
        ({"peft_type": "LORA", "exclude_modules": None, "peft_version": 13}, set()),
        ({"peft_type": "LORA", "exclude_modules": None}, set()),
        ({"peft_type": "LILY", "r": 8, "peft_version": "0.18.1"}, {"FC712"}),
        ({"peft_type": "LORA", "r": 8, "exclude_modules": None, "peft_version": "0.21.2"}, set()),
    ],
)  # fmt: skip
def test_what_is_newer_than_the_version_a_file_names_is_warned_of(
    config: dict[str, Any], found: set[str]
) -> None:
    report = configs.validate(bundled(), config)

    assert {finding.rule or finding.code for finding in report} == found
