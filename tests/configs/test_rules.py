"""The catalog's rules find what they say they find, where it stands, and apply to every method that has their names."""

from pathlib import Path

import pytest

from finetune_catalog import configs
from finetune_catalog.configs.rule_facts import option_facts
from finetune_catalog.configs.rule_view import View
from finetune_catalog.configs.rules import finds
from finetune_catalog.counting.reach import facts, reach
from finetune_catalog.loading.rule_scope import OPTION_FACTS, REACH, RULED
from finetune_catalog.models.opening import open_model
from tests.configure.catalogs import CATALOG, MANIFEST, bundled, loaded

EXAMPLES = [(rule, *example) for rule in bundled().rules.values() for example in rule.examples]

RULES = """\
# yaml-language-server: $schema=../../schemas/rules.schema.json
slow:
  title: slower than training from scratch
  severity: note
  when: training_speedup < 1
  message: "rank {{ rank }} trains slower than from scratch"
  help: "take a rank below {{ rank }}"
  source: {ref: seed}
  methods: [lora]
  examples:
    - {config: {LoRA: {rank: 512}}, finds: true}
    - {config: {LoRA: {rank: 8}}, finds: false}
undecided:
  title: undecided
  severity: error
  when: 1 / bits < 0.004 / (bits - 16)
  message: never
  help: never
  source: {ref: seed}
  examples:
    - {config: {QLoRA: {rank: 8}}, finds: false}
    - {config: {QLoRA: {rank: 8, bits: 17}}, finds: true}
"""


@pytest.fixture
def with_rules(tmp_path: Path):
    (tmp_path / "rules").mkdir()
    (tmp_path / "catalog.yaml").write_text(MANIFEST, encoding="utf-8")
    (tmp_path / "rules" / "more.yaml").write_text(RULES, encoding="utf-8")
    return loaded([CATALOG, tmp_path])


def said(data, text: str) -> list[tuple[str | None, str, int]]:
    report = configs.validate(data, configs.from_text(text, "c.yaml"))
    return [(d.rule, d.severity.value, d.span.column) for d in report if d.span]


@pytest.mark.parametrize(
    ("rule", "config", "found", "on"), EXAMPLES, ids=lambda value: getattr(value, "id", repr(value))
)
def test_rules_find_what_their_examples_say(rule, config, found: bool, on: str | None) -> None:
    model = open_model(bundled(), on)[0] if on else None
    configuration, report = configs.parse(bundled(), config, model)

    assert configuration is not None, report
    assert finds(rule, configuration) is found


def test_every_rule_has_an_example_of_either_kind_and_sources() -> None:
    for rule in bundled().rules.values():
        assert {found for _, found, _ in rule.examples} == {True, False}
        assert rule.sources


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"LoRA": {"rank": 0}}', [("rank-zero", "error", 19)]),
        ('{"QLoRA": {"rank": 0}}', [("rank-zero", "error", 20)]),
        ('{"LoRA": [0, 2]}', [("rank-zero", "error", 11)]),
        ('{"method": "lora", "rank": 8, "alpha": 0}', [("alpha-zero", "error", 40)]),
        ('{"LoRA": {"rank": 8, "alpha": -1}}', [("alpha-negative", "warning", 31)]),
        ('{"LoRA": {"rank": 8, "alpha": 33}}', [("alpha-rank-ratio", "warning", 31)]),
        ('{"LoRA": {"rank": 8, "alpha": 32}}', []),
        ('{"LoRA": {"rank": 64, "alpha": 16}}', []),
        ('{"LoRA": {"rank": 64, "alpha": 15.999}}', [("alpha-rank-ratio", "warning", 32)]),
        ('{"LoRA": [64, 1]}', [("alpha-rank-ratio", "warning", 15)]),
        ('{"QLoRA": {"rank": 8, "bits": 16}}', [("bits-uncommon", "warning", 31)]),
        ('{"QLoRA": {"rank": 8}}', []),
        ('"Full"', []),
    ],
)
def test_findings_bear_their_rule_and_point_at_the_value(
    text: str, found: list[tuple[str, str, int]]
) -> None:
    assert said(bundled(), text) == found


def test_a_finding_of_python_data_names_its_path() -> None:
    report = configs.validate(bundled(), [{"LoRA": {"rank": 0}}])

    assert [(finding.rule, finding.subject) for finding in report] == [("rank-zero", "[0].LoRA.rank")]


def test_a_rule_may_use_metrics_and_name_its_methods(with_rules) -> None:
    assert said(with_rules, '["Full", {"LoRA": {"rank": 512}}]') == [("slow", "note", 11)]
    report = configs.validate(with_rules, {"LoRA": {"rank": 512}})
    assert [(finding.message, finding.help) for finding in report] == [
        ("rank 512 trains slower than from scratch", "take a rank below 512")
    ]


def test_a_condition_without_a_value_is_a_note_of_its_rule(with_rules) -> None:
    (finding,) = (d for d in configs.validate(with_rules, {"QLoRA": [8, 16]}) if d.rule == "undecided")

    assert finding.severity.value == "note"
    assert "division by zero" in finding.message


def test_rules_cite_their_sources() -> None:
    (finding,) = configs.validate(bundled(), '{"LoRA": {"rank": 0}}')

    assert any("PEFT" in note and "0.21.2" in note and "ValueError" in note for note in finding.notes)


def test_every_fact_that_rules_may_name_is_known() -> None:
    data = bundled()
    model = open_model(data, "llama-3.1-8b")[0]
    adapter = {"peft_type": "LORA", "target_modules": ["q_proj"]}
    configuration = configs.parse(data, adapter, model)[0]
    assert model is not None
    assert configuration is not None
    method, seen = configuration.plan.method, configuration.options.seen
    assert method.counting is not None
    assert method.counting.targets is not None
    option = method.counting.targets.modules
    assert option is not None

    of_option, _ = option_facts(data, method, seen, option, on_model=True)
    reached = facts(reach(method.counting, option, seen, model, ()), model)

    assert of_option.keys() == OPTION_FACTS
    assert reached.keys() == REACH.keys()
    assert [View(configuration).said(f"{{{{ {name} }}}}") for name in RULED] == [
        "0",
        "False",
        "8,030,261,248",
        "128,256",
    ]
