"""Coverage-guided fuzzing of the YAML and JSON readers; not part of the suite, its finds are (tests/yamlsource).

    pip install atheris
    python tests/fuzz/fuzz_yaml.py -max_total_time=600 corpus/

Whatever the bytes: nothing is raised, a document or a finding comes back, every place lies inside the text, and what
JSON reads without complaint is what Python's json reads.
"""

import json
import math
import sys
from typing import Any

import atheris

with atheris.instrument_imports(include=["finetune_catalog", "yaml"]):
    import yaml

    from finetune_catalog.diagnostics import Report, Span, render_lines, render_text
    from finetune_catalog.yamlsource import Document, read, read_json, read_json_lines

LIBYAML = yaml.__with_libyaml__


def lines_of(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def check_span(span: Span, lines: list[str], first: int = 1) -> None:
    assert 1 <= span.line - first + 1 <= len(lines), span
    assert span.line <= span.end_line
    assert 1 <= span.column <= len(lines[span.line - first]) + 2, span
    assert (span.line, span.column) <= (span.end_line, span.end_column), span


def check_document(document: Document) -> None:
    lines = lines_of(document.text)

    def walk(value: Any, path: tuple[str | int, ...]) -> None:
        check_span(document.key(path), lines, document.first_line)
        check_span(document.value(path), lines, document.first_line)
        assert document.get(path) == value or value is None
        if isinstance(value, str):
            inner = [document.inside(path, i, i + 1) for i in range(min(len(value), 50))]
            assert [(s.line, s.column) for s in inner] == sorted((s.line, s.column) for s in inner)
            for span in inner:
                check_span(span, lines, document.first_line)
        elif isinstance(value, float):
            assert math.isfinite(value)
        elif isinstance(value, int):
            assert abs(value) < 2**128
        children = (
            value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        )
        for step, child in children:
            assert isinstance(step, str) or isinstance(value, list)
            walk(child, (*path, step))

    walk(document.data, ())


def check_answer(answer: tuple[Document | None, tuple[Any, ...]], text: str) -> None:
    document, found = answer
    assert document is not None or found
    report = Report.of(found, {"a": text})
    rendered = render_text(report)
    assert rendered.encode("utf-8").count(b"\x1b") == 0
    assert len(render_lines(report).splitlines()) == len(report)
    if document is not None:
        check_document(document)


def same(left: Any, right: Any) -> bool:
    if isinstance(left, dict) and isinstance(right, dict):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return left == right and (type(left) is type(right) or left == 0)


def one_input(data: bytes) -> None:
    if not data:
        return
    flag, content = data[0], data[1:]
    text = content.decode("utf-8", "replace").removeprefix("\ufeff")
    yaml.__with_libyaml__ = LIBYAML and bool(flag & 1)
    if flag & 2:
        check_answer(read(content, "a"), text)
        return
    answer = read_json(content, "a")
    check_answer(answer, text)
    if answer[0] is not None and not answer[1]:
        assert same(json.loads(content), answer[0].data)
    for line in read_json_lines(text, "a"):
        check_answer(line, text)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
