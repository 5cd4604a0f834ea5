# SOP Portal. `make run` and `make test` do all the set-up they need; `make help` lists the rest.
VENV ?= .venv
PYTHON ?= python3
PORT ?= 8000
PY := $(VENV)/bin/python
MANAGE := $(PY) manage.py
export VENV PYTHON PORT
.DEFAULT_GOAL := help
.PHONY: help run test check docs messages bench lock runtime dev

help: ## List these commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

run: export SOP_PORTAL_MODE = demo
run: runtime ## Start the portal with its demo world on http://127.0.0.1:8000/ (PORT=9000 for another port)
	@exec $(MANAGE) prepare --then demo --then serve

test: dev ## Run all tests: SQLite, then PostgreSQL and a real browser where this machine has them
	@$(PY) -m tests $(PARTS)

check: export SOP_PORTAL_MODE = test
check: dev ## Lint, types, import contracts, templates, migrations, deployment settings, size limits
	@sh .ci/check

docs: export SOP_PORTAL_MODE = test
docs: dev ## Write the generated pages of docs/ again and check every link in the documents
	@$(MANAGE) print_lifecycle > docs/lifecycle.md.new && mv docs/lifecycle.md.new docs/lifecycle.md
	@$(PY) -m pytest -q tests/house/rules/test_documents.py

messages: export SOP_PORTAL_MODE = test
messages: dev ## Gather the sentences to translate into locale/, and compile those that are (needs gettext)
	@$(MANAGE) makemessages --locale vi --add-location file --no-obsolete --no-wrap \
	    --ignore '.venv*' --ignore var --ignore tests --ignore benchmarks
	@$(MANAGE) compilemessages --locale vi --ignore '.venv*'

bench: dev ## Measure reading and searching beside a bare Django view
	@$(PY) -m benchmarks

lock: dev ## Compile requirements/*.in into the locks again (UPGRADE=--upgrade takes newer releases)
	@for name in runtime dev; do \
	    $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	        --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(UPGRADE) \
	        requirements/$$name.in --output-file requirements/$$name.lock || exit 1; \
	done

runtime dev:
	@sh requirements/install.sh $@
