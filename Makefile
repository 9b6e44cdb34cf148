# Two commands do all: `make run` opens the window, `make test` checks everything. Each sets up what it needs first.
#   make run [ARTICLES=folder]   the window on seeds/, or on your own articles
#   make setup                   only the set-up
#   make test                    style, types, import rules, dead code and tests, of Python and of the page
#   make check FILE=geo/units.py   one file: format, types and its own tests, in seconds
#   make schemas                 the columns of the exports and what the page is handed, held anew where they are meant to change
#   make architecture            the diagram of ARCHITECTURE.md, drawn anew from the imports
#   make no-network              the window and every command watched by strace: nothing may try to leave the machine
#   make fuzz [NUMBER=10000] [SEED=1] [READER="html csv"]   mutated input through every reader; finds go to build/fuzz; then damaged projects
#   make bench                   measurements
#   make bombs                   what texts and files made to cost much do cost: a table of time and memory
#   make huge-files              the same of archives, dumps and tables of up to 3 GB
#   make screenshot              the pictures of the README, from the sample corpus
#   make train                   the shipped models, from the development corpora beside the checkout; goes on where it stopped
#   make crossval [FOLD=lgl]     models of the next fold that leaves a corpus out; call it until all are done
#   make linker                  the linker's folds, trained and measured: which places belong to an event's word
#   make reader                  the reader of documents, trained and measured on articles kept from it; goes on where it stopped
#   make incidents               what weighs the reader against the rules, fitted on articles that neither learnt from
#   make certainty               how likely pins are right, fitted and measured on halves, with its reliability diagram
#   make curve                   the reader trained on none, 64, 128 and 255 of the annotated articles, and measured
#   make stories                 the model that tells which incidents of two articles are one; minutes, and goes on where it stopped
#   make truecaser               the model that gives text in capitals its case back, from the same corpora (two CPU-minutes)
#   make eval                    a table: each corpus read by the fold that has not seen it, beside other geotaggers
#   make torture               processes killed in 105 moments, and two windows in all orders; `make test` has a short form
#   make wheel                   a package in dist/
#   make update-dependencies [ONLY="pypdf lxml"]   newer releases of all packages, or of some, into the lists that set-up installs

SHELL := /bin/sh
ARTICLES ?= seeds
PYTHON ?=
export PYTHON
PY := .venv/bin/python
# Qt must not look for a display in checks and pictures.
HEADLESS := QT_QPA_PLATFORM=offscreen
# What needs one another's results stands in separate calls.
BOTH_CORES := --no-print-directory -j 2
# Tests of one file stay together: they share what they have read.
SIDE_BY_SIDE := -n 2 --dist loadfile

.DEFAULT_GOAL := run
.PHONY: torture run setup setup-dev environment page gazetteer libraries test lint bench bombs huge-files screenshot setup-train train crossval linker reader incidents certainty curve truecaser eval wheel update-dependencies clean

run: setup
	@$(PY) resources/setup/run.py "$(ARTICLES)"

setup: environment
	@$(PY) resources/setup/install.py
	@$(MAKE) $(BOTH_CORES) libraries page gazetteer

setup-dev: environment
	@$(PY) resources/setup/install.py --dev
	@$(MAKE) $(BOTH_CORES) libraries page gazetteer CHECKERS=--checkers

environment:
	@sh resources/setup/environment.sh

libraries:
	@$(PY) -m desktop.platform.system_libraries --install

page:
	@$(PY) resources/map/build.py $(CHECKERS)

gazetteer:
	@$(PY) resources/setup/gazetteer.py

lint: setup-dev
	@$(MAKE) $(BOTH_CORES) lint-types lint-style lint-page

.PHONY: lint-types lint-style lint-page
lint-types:
	$(PY) -m pyright

lint-style:
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	.venv/bin/lint-imports
	$(PY) -m vulture

lint-page:
	@$(PY) resources/map/build.py --check

test: lint
	$(HEADLESS) $(PY) -m pytest -m "not bench and not long" $(SIDE_BY_SIDE)

.PHONY: check schemas architecture
check:
	@$(PY) tests/support/check_file.py "$(FILE)"

schemas:
	@PYTHONPATH=.:tests/support $(PY) tests/support/export_schemas.py
	@$(PY) tests/support/page_format.py

architecture:
	@$(PY) tests/support/architecture.py

.PHONY: no-network
no-network: setup-dev
	$(HEADLESS) $(PY) -m pytest tests/network -o faulthandler_timeout=1800

.PHONY: fuzz
fuzz: setup-dev
	$(PY) -W ignore tests/fuzz/run.py $(if $(NUMBER),--number $(NUMBER)) $(if $(SEED),--seed $(SEED)) \
	  $(if $(READER),--reader $(READER)) $(if $(CASE),--case $(CASE))
	$(if $(READER),,$(PY) -W ignore tests/fuzz/flip_project.py $(if $(SEED),--seed $(SEED)))

bench: setup-dev
	$(HEADLESS) $(PY) -m pytest tests/bench/bench_*.py -m bench -s

bombs: setup-dev
	$(PY) tests/fuzz/bombs.py

huge-files: setup-dev
	$(PY) tests/fuzz/huge_files.py

torture: setup-dev
	DATELINE_KILLS=15 $(HEADLESS) $(PY) -m pytest tests/unit/test_kills.py tests/unit/test_one_file.py tests/unit/test_saving_as.py tests/unit/test_one_writer.py

screenshot: setup
	@$(PY) resources/setup/screenshot.py

setup-train: setup-dev
	@$(PY) resources/setup/install.py --train

train: setup-train
	@$(PY) -m geo.training.crossval --fold all --ship
	@$(PY) -m geo.training.incidents

crossval: setup-train
	@$(PY) -m geo.training.crossval $(if $(FOLD),--fold $(FOLD))

linker: setup-train
	@for fold in 0 1 2; do \
	  test -f build/models/linker-$$fold/linker.onnx || $(PY) -m geo.training.linker --fold $$fold || exit 1; \
	done
	@$(PY) -m geo.training.link_scores

reader: setup-train
	@test -f build/models/all/reader.json || $(PY) -m geo.training.reader --folder build/models/all
	@$(PY) -m geo.training.reader_scores build/models/all

incidents: setup-train
	@$(PY) -m geo.training.incidents

certainty: setup-train
	@$(PY) -m geo.training.certainty

curve: setup-train
	@for articles in 0 64 128 255; do \
	  test -f build/models/reader-$$articles/reader.json || \
	    $(PY) -m geo.training.reader --folder build/models/reader-$$articles --articles $$articles || exit 1; \
	done
	@$(PY) -m geo.training.reader_scores build/models/reader-0 build/models/reader-64 build/models/reader-128 build/models/reader-255

# Needs numpy only, so it may run without the training packages.
.PHONY: stories
stories: setup-dev
	@$(PY) -m geo.training.stories --ship

truecaser: setup-train
	@$(PY) -m geo.training.truecaser

# Texts read under other kernels and, where qemu-user is, as other processors; takes an hour.
.PHONY: sameness
sameness: setup-dev
	@$(PY) tests/support/same_reading.py compare

eval: setup-dev
	@$(PY) -m geo.training.evaluate

wheel: setup-dev
	@$(PY) -m build --wheel --no-isolation --outdir dist .

update-dependencies: setup-dev
	@$(PY) resources/setup/update_dependencies.py $(if $(ONLY),--only $(ONLY))

clean: # .venv stays; remove it by hand to start anew
	rm -rf build dist resources/map/vendor resources/map/node_modules
