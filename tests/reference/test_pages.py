"""Pages say what the catalog says: a page an architecture, counts that are the counts, refusals with their reason."""

import re
from pathlib import Path

import pytest

import finetune_catalog as fc
from finetune_catalog.reference import words
from finetune_catalog.reference.pages import pages

OVERLAY = Path(__file__).resolve().parents[1] / "extending" / "our-catalog"
CATALOG = fc.load()


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return pages(CATALOG.data, [("finetune-catalog", "help")])


def row(page: str, section: str, method: str) -> list[str]:
    """Return the cells of a method's row in a section of the counts page."""
    body = page.split(f"\n## {section}\n")[1].split("\n## ", maxsplit=1)[0]
    line = next(line for line in body.splitlines() if f"(methods/{method}.md)" in line)
    return [cell.strip() for cell in line.strip("|").split(" | ")]


def test_every_entry_with_a_page_of_its_own_has_one(made: dict[str, str]) -> None:
    wanted = {f"methods/{id_}.md" for id_ in CATALOG.data.methods}
    wanted |= {f"architectures/{id_}.md" for id_ in CATALOG.data.architectures}

    assert {name for name in made if name.startswith(("methods/", "architectures/"))} == wanted


def test_the_first_page_leads_to_every_page_and_method(made: dict[str, str]) -> None:
    linked = set(re.findall(r"\]\(([^)#]+)", made["README.md"]))

    assert {name for name in made if "/" not in name and name != "README.md"} <= linked
    assert {f"methods/{id_}.md" for id_ in CATALOG.data.methods} <= linked


def test_two_makings_are_equal(made: dict[str, str]) -> None:
    assert pages(CATALOG.data, [("finetune-catalog", "help")]) == made


def test_a_count_of_the_page_is_what_the_library_counts(made: dict[str, str]) -> None:
    model = CATALOG.model("llama-3.1-8b")
    metrics = CATALOG.configure("lora", model=model, rank=16).metrics

    shown_as, estimate, trained, share = row(made["counts.md"], "Llama 3.1 8B", "lora")

    assert shown_as == "[LoRA(r=16, α=16)](methods/lora.md)"
    assert float(estimate) == metrics["trainable_params_percent"]
    assert int(trained.replace(",", "")) == metrics["trainable_parameters"] == 6_815_744
    assert share == f"{metrics['trainable_percent']:.4f}"


def test_what_cannot_be_applied_is_said_with_its_reason(made: dict[str, str]) -> None:
    _, estimate, trained, share = row(made["counts.md"], "gpt2", "oft")

    assert (estimate, share) == ("–", "–")
    note = re.fullmatch(r"– \((\d+)\)", trained)
    assert note
    section = made["counts.md"].split("\n## gpt2\n")[1].split("\n## ")[0]
    assert f"\n{note[1]}. `transformer.h.0.attn.c_attn` is of the kind hf\\_conv1d" in section


def test_a_method_with_a_rule_of_thumb_shows_it_beside_the_count(made: dict[str, str]) -> None:
    assert "| model | rule of thumb, % | trainable parameters |" in made["methods/lora.md"]
    assert "| model | trainable parameters |" in made["methods/oft.md"]


def test_an_architectures_page_has_its_fields_modules_and_classes(made: dict[str, str]) -> None:
    page = made["architectures/t5.md"]

    assert "| `num_decoder_layers` | integer | `num_layers` | at least 1; null counts as absent |" in page
    assert "| `encoder.block.*.layer.0.SelfAttention.q` | linear | `weight [inner, d_model]` |" in page
    assert (
        "| `weight [vocab_size, d_model]`<br>`weight` is `shared.weight` if `tie_word_embeddings` |" in page
    )
    assert "### T5ForTokenClassification" in page


def test_no_page_shows_a_template(made: dict[str, str]) -> None:
    prose = {name: re.sub(r"`[^`\n]*`|```.*?```", "", text, flags=re.DOTALL) for name, text in made.items()}

    assert [name for name, text in prose.items() if name != "errors.md" and "{{" in text] == []


def test_names_in_formulas_are_typeset_once(made: dict[str, str]) -> None:
    assert [name for name, text in made.items() if "backslash" in text and name != "errors.md"] == []


def test_an_overlays_pages_hold_what_it_adds() -> None:
    made = pages(fc.load(OVERLAY).data, [])

    assert "[Grouped LoRA](methods/grouped_lora.md)" in made["README.md"]
    assert "grouped_lora" not in made["counts.md"]  # it does not say what it trains


@pytest.mark.parametrize(
    ("number", "text"), [(0.0, "0.0000"), (0.00004, "< 0.0001"), (0.00016, "0.0002"), (100.0, "100.0000")]
)
def test_what_is_too_small_to_show_is_no_zero(number: float, text: str) -> None:
    assert words.value(CATALOG.data.metrics["trainable_percent"], number) == text


def test_a_message_means_itself_in_markdown() -> None:
    assert words.prose("`a_b` is no [*]") == "`a_b` is no \\[\\*\\]"
    assert words.untemplated("rank {{ rank }} of {{ x | f }}") == "rank `rank` of `x`"


def test_every_row_of_a_table_has_as_many_cells_as_its_head(made: dict[str, str]) -> None:
    wrong = []
    for name, text in made.items():
        rows = re.sub(r"```.*?```", "", text, flags=re.DOTALL).splitlines()
        width = 0
        for line in rows:
            cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
            if cells and width and cells != width:
                wrong.append(f"{name}: {line[:80]}")
            width = cells
    assert wrong == []


def test_an_example_on_a_model_is_a_command_that_can_be_copied_and_says_what_its_counts_come_from(
    made: dict[str, str],
) -> None:
    page = made["methods/lora.md"]

    assert (
        "`finetune-catalog eval lora rank=8 target_modules=q_proj,v_proj 'rank_pattern={\"q_proj\": 32}' --model qwen2.5-0.5b`"
        " | trainable parameters 1,572,864; total parameters 495,605,632 | [peft](../sources.md#peft), "
    ) in page
