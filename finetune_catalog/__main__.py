"""`python -m finetune_catalog` and the `finetune-catalog` command."""

import sys

from finetune_catalog import quick


def main() -> int:
    """Run the command: the quick path where it can answer, the whole program otherwise."""
    line = quick.answer(sys.argv[1:])
    if line is not None:
        return quick.write(line)
    from finetune_catalog.cli import main as whole

    return whole()


if __name__ == "__main__":
    sys.exit(main())
