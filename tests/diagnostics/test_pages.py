"""Error codes and their pages belong together, and the pages' examples show what they say."""

import re
from pathlib import Path

import pytest

from finetune_catalog.diagnostics.codes import FAMILIES, PAGES, CodePage
from finetune_catalog.schema import modeline, validate
from finetune_catalog.yamlsource import read, read_json

PACKAGE = Path(__file__).resolve().parents[2] / "finetune_catalog"
CODE = re.compile(r"FC[0-9]{3}")
#: pages whose example cannot be written down as text
UNWRITABLE = {"FC101", "FC102", "FC103", "FC104"}
KINDS = {"FC207": "sources", "FC209": "sources", "FC211": "units"}
KNOWN = {
    "unit": {"ratio": "", "byte": ""},
    "source": {},
    "metric": {},
    "parameter": {},
    "method": {},
    "function": {},
}

pages = pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())


def found_in(page: CodePage, text: str) -> set[str]:
    """The codes that reading, or validating, an example of a page gives."""
    if page.code == "FC130":
        return {d.code for d in read_json(text, "a.json")[1]}
    document, found = read(text, "a.yaml")
    if page.code in {"FC220", "FC221"}:
        found = tuple(modeline(text, "a.yaml", "method", 1))
    elif page.code > "FC200" and document:
        found = validate(document, KINDS.get(page.code, "parameters"), KNOWN)
    return {d.code for d in found}


def test_every_code_belongs_to_one_family() -> None:
    codes = [page.code for family in FAMILIES for page in family.PAGES]

    assert len(codes) == len(set(codes))


@pages
def test_a_page_says_all_there_is_to_say(page: CodePage) -> None:
    assert CODE.fullmatch(page.code)
    assert re.fullmatch(r"\S.*[^.\s]", page.title)
    assert page.explanation.endswith(".")
    assert page.fix.endswith(".")
    assert page.bad != page.good


@pytest.mark.parametrize(
    "page", [p for p in PAGES.values() if p.code < "FC300" and p.code not in UNWRITABLE], ids=lambda p: p.code
)  # fmt: skip
def test_the_bad_example_has_the_fault_and_the_good_one_has_none(page: CodePage) -> None:
    assert page.code in found_in(page, page.bad)
    assert not found_in(page, page.good)


def used_codes() -> dict[str, str]:
    """Every code that the package can report, with a module that does."""
    modules = [path for path in PACKAGE.rglob("*.py") if "codes" not in path.parts]
    return {
        code: str(path.relative_to(PACKAGE))
        for path in modules
        for code in CODE.findall(path.read_text("utf-8"))
    }


def test_every_code_that_is_reported_has_a_page() -> None:
    assert {code: module for code, module in used_codes().items() if code not in PAGES} == {}


def test_every_page_is_of_a_code_that_is_reported() -> None:
    assert sorted(PAGES.keys() - used_codes().keys()) == []
