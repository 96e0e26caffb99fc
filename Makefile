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

# Every figure beside its peer.
bench:
	$(START) bench

# Forget what was made; content, the ledger and the environment stay.
clean:
	rm -rf .cache site
