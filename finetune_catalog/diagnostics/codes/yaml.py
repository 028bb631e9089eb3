"""Pages of the codes FC1xx: what a YAML or JSON file may hold."""

from __future__ import annotations

from finetune_catalog.diagnostics.codes.page import CodePage

PAGES: tuple[CodePage, ...] = (
    CodePage(
        "FC101",
        "not UTF-8",
        "Every file is read as UTF-8. The message names the first byte that is not, or says that the file is in another "
        "Unicode encoding.",
        "title: caf<byte E9>",
        "title: café",
        "Save the file as UTF-8; most editors show the encoding in their status line.",
    ),
    CodePage(
        "FC102",
        "byte-order mark",
        "The file begins with the invisible character U+FEFF, which some editors write before UTF-8. Other programs take it "
        "for a part of the first key.",
        "<U+FEFF>id: lora",
        "id: lora",
        "Save the file as UTF-8 without a byte-order mark.",
    ),
    CodePage(
        "FC103",
        "character that is not text",
        "Control characters, line breaks that editors do not show, and characters that reorder the text around them make a "
        "file read differently than it looks. None of them is needed in a catalog or configuration.",
        "title: LoRA<U+202E>",
        "title: LoRA",
        'Remove the character, or write it as an escape in a double-quoted string: "\\u202e".',
    ),
    CodePage(
        "FC104",
        "file too large",
        "A catalog file or configuration of several megabytes is a mistake, and reading it would take long. Streams of "
        "configurations (`.jsonl`) are read line by line and have no limit.",
        "a file of 10 MB",
        "several files, or one configuration a line",
        "Split the file.",
    ),
    CodePage(
        "FC105",
        "nested too deeply",
        "Collections inside collections, more than 64 levels of them. No file of a catalog needs more than eight.",
        "a: " + "[" * 65 + "]" * 65,
        "a: [[1]]",
        "Flatten the data; look for brackets that were never closed.",
    ),
    CodePage(
        "FC106",
        "too many findings",
        "Reading stopped because the file has a hundred mistakes of this kind already; there may be more further down.",
        "a: 1\n" * 101,
        "a: 1",
        "Mend the first ones; the others often go with them.",
    ),
    CodePage(
        "FC110",
        "broken YAML",
        "The text does not follow YAML's grammar where the caret points, or where something began that was never closed. "
        "The usual causes are a value with `: ` or a leading `*`, `@` or `%` that should be quoted, and lines that are not "
        "indented as their siblings are.",
        "summary: Two matrices: one thin, one wide",
        'summary: "Two matrices: one thin, one wide"',
        "Quote the value, or align the line with its siblings.",
    ),
    CodePage(
        "FC111",
        "tab used for indentation",
        "YAML is indented with spaces only: how wide a tab is depends on the reader.",
        "parameters:\n\trank: {}",
        "parameters:\n  rank: {}",
        "Replace the tab by spaces, and set the editor to insert spaces.",
    ),
    CodePage(
        "FC112",
        "duplicate key",
        "The same key stands twice in one mapping. Most programs silently keep the last one, so that a change to the first "
        "has no effect. Both places are shown.",
        "rank: {}\nalpha: {}\nrank: {default: 16}",
        "rank: {default: 16}\nalpha: {}",
        "Remove one of the two.",
    ),
    CodePage(
        "FC113",
        "anchor or alias",
        "`&name` and `*name` copy a value from elsewhere. Here every fact stands where it is read, so that it can carry a "
        "source of its own and change alone.",
        "a: &speed 4.0\nb: *speed",
        "a: 4.0\nb: 4.0",
        "Write the value out. For a result that several formulas share, use the method's `values:`.",
    ),
    CodePage(
        "FC114",
        "tag",
        "`!!float`, `!custom` and the like change what a value means. The plain forms of YAML 1.2 say all that is needed: "
        '`4.0` is a number, `"4.0"` is a string.',
        "a: !!float 4",
        "a: 4.0",
        "Leave the tag out; quote a value to make it a string.",
    ),
    CodePage(
        "FC115",
        "merge key",
        "`<<` pulls the keys of another mapping in. It is no part of YAML 1.2, and what a file means should be there to read.",
        "<<: {rank: 16}\nalpha: 32",
        "rank: 16\nalpha: 32",
        "Write the keys out. To change some fields of an entry of the bundled catalog, use an overlay.",
    ),
    CodePage(
        "FC116",
        "more than one plain document",
        "A file holds one document, without `%` directives before it. What follows a second `---` would be read by nobody.",
        "id: lora\n---\nid: qlora",
        "id: lora",
        "Give the second document a file of its own; remove the directive.",
    ),
    CodePage(
        "FC117",
        "key that is not text",
        "Keys are strings. An unquoted `1`, `true` or `null` is none, and `{{ … }}` without quotes is read as a mapping that is "
        "itself a key.",
        "1: plain number",
        '"1": plain number',
        "Quote the key; quote a template as a whole.",
    ),
    CodePage(
        "FC118",
        "number with a leading zero",
        "`012` is ten in YAML 1.1, twelve in YAML 1.2, and a syntax error in JSON and Python.",
        "rank: 012",
        "rank: 12",
        "Write the number without the zero, or quote it if it is text.",
    ),
    CodePage(
        "FC119",
        "not a finite number",
        "NaN and infinity are values that every comparison and sum silently spreads. No formula gives them and no parameter "
        "takes them.",
        "maximum: .inf",
        "maximum: 1e9",
        "Write a finite number; leave a bound out where there is none.",
    ),
    CodePage(
        "FC120",
        "number too large",
        "Integers have at most 128 bits, all other numbers are binary64. A number beyond that would become infinity or need "
        "memory without end.",
        "alpha: 1e999",
        "alpha: 1e9",
        "Write a smaller number; look for digits too many.",
    ),
    CodePage(
        "FC121",
        "no data",
        "The file is empty, or holds comments only.",
        "# nothing yet",
        "{}",
        "Write its entries, or `{}` for none; or remove the file.",
    ),
    CodePage(
        "FC130",
        "broken JSON",
        "The text does not follow JSON's grammar. Comments, a comma after the last entry, single quotes, unquoted keys and "
        "Python's `True` and `None` are no JSON, though some readers take them.",
        '{"method": "lora", "rank": 16,}',
        '{"method": "lora", "rank": 16}',
        "Write it as the message says. A file that is meant to have comments can be YAML.",
    ),
)
