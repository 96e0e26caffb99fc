PYTHON ?= python3
START = $(PYTHON) scripts/start.py

.PHONY: site test test-fast check serve posters bench clean

# Build the exhibition into site/.
site:
	$(START) build

# Linters, types, layers and all tests, with a real browser.
test:
	$(START) test

# ruff and the quick tests, without a browser: under a minute.
test-fast:
	$(START) test-fast

# Check the content only.
check:
	$(START) check

# Preview with live reload.
serve:
	$(START) serve

# Posters for a print shop: make posters ARGS="--product a4 --street 高境镇"
posters:
	$(START) posters $(ARGS)

# Every figure beside its peer; some forty minutes on an idle machine: make bench ARGS="--runs 1"
bench:
	$(START) bench $(ARGS)

# One table alone. These are made only when they are named, and take many minutes each: make bench-edits,
# bench-kills, bench-photographs, bench-question, bench-scale.
bench-%:
	$(START) bench --only $* $(ARGS)

# Forget what was made; content, the ledger and the environment stay.
clean:
	rm -rf .cache site
