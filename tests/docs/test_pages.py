"""What the pages show is what the commands print and what the snippets give; links lead somewhere."""

import re
from functools import cache
from pathlib import Path

import pytest

from tests.docs.console import PAGES, ROOT, Command, commands_of, run, skipped

COMMANDS = [command for page in PAGES for command in commands_of(page) if not skipped(command.text)]
SNIPPETS = [
    (page, block)
    for page in PAGES
    if page.name != "counting.md"  # its snippet needs the overlay that it shows: test_counting_page.py
    for block in re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
]
LINKED = [*PAGES, *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: f"{c.page.name}:{c.line}: {c.text}"[:70])
def test_a_command_prints_what_its_page_shows(command: Command) -> None:
    assert run(command.text) == command.output


@pytest.mark.parametrize(("page", "snippet"), SNIPPETS, ids=lambda value: getattr(value, "name", "snippet"))
def test_a_snippet_gives_what_its_comments_say(
    page: Path, snippet: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    for statement, expected in statements(snippet):
        if expected is None:
            exec(statement, names)
        else:
            assert repr(eval(statement, names)) == expected, f"{page.name}: {statement}"


def statements(snippet: str) -> list[tuple[str, str | None]]:
    """Split a snippet into statements; `expression  # => value` states what the expression gives."""
    found: list[tuple[str, str | None]] = []
    waiting: list[str] = []
    for line in snippet.splitlines():
        code, mark, expected = line.partition("  # => ")
        if mark:
            found += [("\n".join(waiting), None), (code, expected)]
            waiting = []
        else:
            waiting.append(line)
    return [*found, ("\n".join(waiting), None)]


@pytest.mark.parametrize("page", LINKED, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_to_a_file(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)

    missing = [link for link in links if "://" not in link and not (page.parent / link).exists()]

    assert not missing


@pytest.mark.parametrize("page", LINKED, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_into_a_page_leads_to_a_heading(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    links = re.findall(r"\]\(([^)#\s]*)#([^)\s]+)\)", text)
    targets = {(page.parent / link if link else page, anchor) for link, anchor in links if "://" not in link}

    assert [
        (path.name, anchor) for path, anchor in sorted(targets) if anchor not in anchors(path.resolve())
    ] == []


@cache
def anchors(page: Path) -> frozenset[str]:
    """The anchors that a code host gives a page's headings; a second heading of one text is numbered."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    found: list[str] = []
    for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE):
        kept = "".join(letter for letter in heading.lower() if letter.isalnum() or letter in " -_")
        found.append(kept.replace(" ", "-"))
    numbered = [
        anchor if (n := found[:at].count(anchor)) == 0 else f"{anchor}-{n}" for at, anchor in enumerate(found)
    ]
    return frozenset(numbered)
