# vnplan: scanned Vietnamese plans to JSON. `make help` lists what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
PACKAGES := tesseract-ocr tesseract-ocr-vie tesseract-ocr-eng poppler-utils fonts-liberation2 libgl1 libglib2.0-0
# Real consumers of what is exported: a database server, a browser, a spreadsheet. Tests skip without them.
CONSUMERS := postgresql chromium libreoffice-calc-nogui
# More serif typefaces with all Vietnamese letters, for pages drawn in several.
TYPEFACES := fonts-freefont-ttf fonts-dejavu-core
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: help setup system consumers engines typefaces demo test check bench notebooks serve reference pairs train lock clean

help:  ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: system $(VENV)/.done  ## Install what is missing: system packages and the virtual environment

system: WANTED = $(PACKAGES)
consumers: WANTED = $(CONSUMERS)
typefaces: WANTED = $(TYPEFACES)
system consumers typefaces:
	@missing=; for package in $(WANTED); do \
	  dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; \
	done; \
	[ $@ != system ] || $(PYTHON) -c 'import ensurepip' 2>/dev/null || missing="$$missing python3-venv"; \
	if [ -n "$$missing" ]; then \
	  echo "Installing$$missing"; \
	  $(SUDO) apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq --no-install-recommends $$missing >/dev/null || \
	  { [ $@ != system ] && echo "Not installed; what needs$$missing is left out."; }; \
	fi

$(VENV)/.done: pyproject.toml requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

demo: setup  ## Convert the samples and show what was found
	$(BIN)/vnplan convert samples/*/scan.pdf --out out/demo
	$(BIN)/python -m benchmarks.demo out/demo

engines: setup
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[tesserocr]' || \
	  echo "Not installed; what needs tesserocr is left out."

test: setup consumers engines  ## Pass the tests
	$(BIN)/python -m pytest

check: setup  ## Lint, types, floors (changes nothing)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# A peer with an OpenCV of its own, which would replace ours.
$(VENV)-img2table/.done:
	$(PYTHON) -m venv $(VENV)-img2table
	$(VENV)-img2table/bin/python -m pip install --quiet --disable-pip-version-check img2table==2.0.0
	@touch $@

bench: setup $(VENV)-img2table/.done  ## Accuracy and speed next to bare Tesseract, in one run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python -m benchmarks.bench

notebooks: setup typefaces  ## Run the notebooks over drawn plans and samples, render them into docs/notebooks
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[notebooks]'
	$(BIN)/vnplan convert samples/*/scan.pdf --out out/demo --force
	$(BIN)/python -m benchmarks.study out/study
	$(BIN)/python -m nbconvert --execute --to html --template template \
	  --TemplateExporter.extra_template_basedirs=notebooks --output-dir docs/notebooks notebooks/*.ipynb

serve: setup  ## Serve the HTTP API and the review pages on this machine; what they hold lies in out/serve
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[serve]'
	$(BIN)/vnplan serve --data out/serve

reference: setup  ## Write docs/reference anew from docstrings, schema and command line
	$(BIN)/python docs/make_reference.py

pairs: setup  ## Draw corpus lines and read them: make pairs CORPUS=../shared/corpus OUT=pairs.jsonl.xz
	@test -n "$(CORPUS)" -a -n "$(OUT)" || { echo "Say: make pairs CORPUS=... OUT=FILE.jsonl.xz"; exit 2; }
	$(BIN)/python models/restorer/draw.py "$(CORPUS)" --out "$(OUT)"

# One recipe for the net, on a core (95 minutes) or larger on a GPU.
NET_cpu := --steps 18000 --every 1000
NET_cuda := --device cuda --width 384 --rows 256 --steps 40000

train: setup  ## Train the restorer: make train CORPUS=../shared/corpus PAIRS="a.jsonl.xz b.jsonl.xz" NET=cpu (or cuda, or none)
	@test -n "$(CORPUS)" || { echo "Say where the corpus is: make train CORPUS=..."; exit 2; }
	@test -z "$(NET)" -o -n "$(NET_$(NET))" || { echo "NET is cpu or cuda; without it the net stays as it is."; exit 2; }
	$(BIN)/python models/restorer/train.py "$(CORPUS)" $(if $(PAIRS),--pairs $(PAIRS))
	$(if $(NET),$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[train]')
	$(if $(NET),$(BIN)/python models/restorer/rescorer/train_rescorer.py "$(CORPUS)" $(NET_$(NET)))
	@echo "Now count how often it is right: $(BIN)/python models/restorer/calibrate.py SHARED_DIR"

lock:  ## Renew requirements.lock (names, versions, hashes; no address)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra dev --generate-hashes \
	  --no-emit-index-url --no-header -o requirements.lock pyproject.toml

clean:  ## Remove what was built
	rm -rf $(VENV) $(VENV)-img2table out build dist
