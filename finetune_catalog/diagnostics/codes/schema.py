"""Pages of the codes FC2xx: the shape of each kind of file."""

from __future__ import annotations

from finetune_catalog.diagnostics.codes.page import CodePage

PAGES: tuple[CodePage, ...] = (
    CodePage(
        "FC201",
        "unknown key",
        "Every mapping lists the keys it takes, and no others: a key that nobody reads looks as if it had an effect. What else "
        "can stand there is listed under `allowed`.",
        "rank:\n  title: Rank\n  type: integer\n  unit: ratio\n  symbol: r\n  doc: Inner dimension.\n  minimun: 0",
        "rank:\n  title: Rank\n  type: integer\n  unit: ratio\n  symbol: r\n  doc: Inner dimension.\n  minimum: 0",
        "Correct its spelling, or move it to where it belongs.",
    ),
    CodePage(
        "FC202",
        "missing key",
        "An entry lacks something that every entry of its kind has. The caret points at the entry.",
        "rank:\n  title: Rank\n  type: integer\n  unit: ratio\n  symbol: r",
        "rank:\n  title: Rank\n  type: integer\n  unit: ratio\n  symbol: r\n  doc: Inner dimension.",
        "Add the key; the help says what it means.",
    ),
    CodePage(
        "FC203",
        "wrong kind of value",
        "A value is a string where a number belongs, a list where a mapping belongs, and so on. In YAML 1.2 `yes` and `no` are "
        'strings, `1.0` is a number and `"1.0"` is a string, and a key with nothing after it has the value null.',
        "rank:\n  title: Rank\n  type: integer\n  unit: ratio\n  symbol: r\n  doc: Inner dimension.\n  minimum: '0'",
        "rank:\n  title: Rank\n  type: integer\n  unit: ratio\n  symbol: r\n  doc: Inner dimension.\n  minimum: 0",
        "Add or remove quotes, brackets or fields as the help says.",
    ),
    CodePage(
        "FC204",
        "none of the values allowed",
        "Only a few values can stand here; they are listed under `allowed`.",
        "rank:\n  title: Rank\n  type: int\n  unit: ratio\n  symbol: r\n  doc: Inner dimension.",
        "rank:\n  title: Rank\n  type: integer\n  unit: ratio\n  symbol: r\n  doc: Inner dimension.",
        "Write one of those.",
    ),
    CodePage(
        "FC205",
        "unknown id",
        "The file names a metric, parameter, source, unit, method or function that no entry defines: neither the bundled catalog nor "
        "an overlay given with it.",
        "rank:\n  title: Rank\n  type: integer\n  unit: ration\n  symbol: r\n  doc: Inner dimension.",
        "rank:\n  title: Rank\n  type: integer\n  unit: ratio\n  symbol: r\n  doc: Inner dimension.",
        "Correct its spelling, or add the entry.",
    ),
    CodePage(
        "FC206",
        "malformed text",
        "Ids, versions, dates, addresses and formats have a fixed form; the message says which.",
        "Rank:\n  title: Rank\n  type: integer\n  unit: ratio\n  symbol: r\n  doc: Inner dimension.",
        "rank:\n  title: Rank\n  type: integer\n  unit: ratio\n  symbol: r\n  doc: Inner dimension.",
        "Write it in that form.",
    ),
    CodePage(
        "FC207",
        "number out of range",
        "The number is less or more than makes sense here, whatever else the file says.",
        "hu2021lora:\n  kind: paper\n  title: Low-Rank Adaptation\n  year: 20221",
        "hu2021lora:\n  kind: paper\n  title: Low-Rank Adaptation\n  year: 2021",
        "Correct the number.",
    ),
    CodePage(
        "FC208",
        "too few or too many",
        "A list, mapping or text has fewer or more parts than it can have.",
        "rank:\n  title: Rank\n  type: integer\n  unit: ratio\n  symbol: r\n  doc: Inner dimension.\n  common: [256]",
        "rank:\n  title: Rank\n  type: integer\n  unit: ratio\n  symbol: r\n  doc: Inner dimension.\n  common: [1, 256]",
        "Add or remove parts.",
    ),
    CodePage(
        "FC209",
        "listed twice",
        "A list of things that are each named once names one of them again. Both places are shown.",
        "hu2021lora:\n  kind: paper\n  title: Low-Rank Adaptation\n  authors: [Edward J. Hu, Edward J. Hu]",
        "hu2021lora:\n  kind: paper\n  title: Low-Rank Adaptation\n  authors: [Edward J. Hu, Yelong Shen]",
        "Keep one of the two.",
    ),
    CodePage(
        "FC210",
        "not allowed here",
        "The key exists, but has no meaning beside the others: bounds of a string, choices of a number.",
        "task:\n  title: Task\n  type: string\n  doc: What it is for.\n  minimum: 0",
        "task:\n  title: Task\n  type: string\n  doc: What it is for.\n  choices: [chat, code]",
        "Remove the key, or change what makes it meaningless.",
    ),
    CodePage(
        "FC211",
        "key without its companion",
        "Some keys only make sense together: a formula with its basis and source, a multiple of a unit with its scale.",
        "kibibyte:\n  title: kibibytes\n  symbol: KiB\n  doc: 1,024 bytes.\n  base: byte",
        "kibibyte:\n  title: kibibytes\n  symbol: KiB\n  doc: 1,024 bytes.\n  base: byte\n  scale: 1024",
        "Add the companion that the message names.",
    ),
    CodePage(
        "FC220",
        "no schema on line 1",
        "The first line of every file of the catalog is a comment that names its schema: with it an editor completes, explains "
        "and checks what is typed.",
        "id: lora",
        "# yaml-language-server: $schema=../../schemas/method.schema.json\nid: lora",
        "Write the line that the help shows above everything else.",
    ),
    CodePage(
        "FC221",
        "another kind's schema on line 1",
        "Line 1 names a schema, but not the one of this kind of file, so that an editor complains about what is right.",
        "# yaml-language-server: $schema=../schemas/metrics.schema.json\nid: lora",
        "# yaml-language-server: $schema=../../schemas/method.schema.json\nid: lora",
        "Write the line that the help shows.",
    ),
)
