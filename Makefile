# Shortcuts for the commands that the README and .ci/run spell out.
.PHONY: try test ci docs bench

try: .venv/bin/finetune-catalog   ## install and count what LoRA trains
	.venv/bin/finetune-catalog eval lora rank=16 --model llama-3.1-8b

test: .venv/bin/finetune-catalog  ## install and run the tests
	.venv/bin/pytest -q -n auto --dist worksteal

ci:                               ## everything that must hold on main
	bash .ci/run

docs: .venv/bin/finetune-catalog  ## regenerate reference pages and the output shown in hand-written ones
	.venv/bin/finetune-catalog docs build
	.venv/bin/python -m tests.docs.console

bench: .venv/bin/finetune-catalog ## how fast it is, beside hand-written code and other evaluators
	.venv/bin/pip install --quiet -e '.[benchmarks]'
	.venv/bin/python -m benchmarks

.venv/bin/finetune-catalog: pyproject.toml
	python3 -m venv .venv
	.venv/bin/pip install --quiet -e '.[dev]'
