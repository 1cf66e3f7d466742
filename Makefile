# Interlaken: `make help` lists what there is. Everything that is fetched goes into build/ and .venv/, never elsewhere.
SHELL := /bin/bash
# What is fetched and what is built need not wait for each other.
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += --jobs=2
endif
.DEFAULT_GOAL := help

# What is generated, or used for little, by others: not inlining it halves what compiling it costs.
QUICK := github.com/aws/aws-sdk-go-v2/service/... github.com/apache/arrow-go/v18/arrow/compute/... github.com/goccy/...
# Keep what the machine set; the tag makes DuckDB hand out Arrow batches.
override GOFLAGS := $(strip $(GOFLAGS) -tags=duckdb_arrow -mod=readonly $(QUICK:%=-gcflags=%=-l))
export GOFLAGS QUICK

GO           ?= go
PYTHON       ?= python3
AWSCLI       := 1.45.11
BOTO3        := 1.43.11
STATICCHECK  := v0.8.2
GOFUMPT      := v0.12.0
TPCGEN       := 4.0.0
IAMDATA      := 0.21.202609261
IAMDATA_SUM  := 7e68cf0a12ffa7e159bca012422c3a5a375a0332a4bf0570378e6d7f20e25b72c97b60e84bb7bf488450893d32d9fa84f09e225a808803fe2921cf40a3255dd9
PAGES        := $(shell git ls-files -co --exclude-standard web ':!web/*.go' ':!web/absent' ':!web/test' 2>/dev/null)
SOURCES      := $(shell git ls-files -co --exclude-standard '*.go' go.mod go.sum 2>/dev/null)

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

.PHONY: build
build: bin/interlaken ## build bin/interlaken

bin/interlaken: $(SOURCES) web/dist/index.html
	@scripts/require go g++
	@scripts/build $(GO) $@

.PHONY: ui
ui: web/dist/index.html ## build the web app into web/dist

web/dist/index.html: $(PAGES)
	@scripts/require node npm
	@scripts/ui

.PHONY: demo
demo: build .venv/ready ## build, start three banks and a hub on this machine, ask the question, keep serving
	@bin/interlaken demo --aws .venv/bin/aws $(ARGS)

.PHONY: test
test: ## all tests; at most 12 minutes on 2 cores, cold
	@scripts/require go g++
	+@scripts/test

.PHONY: race
race: ## all tests, with the race detector wherever DuckDB is not linked
	@scripts/require go g++
	+@RACE=all scripts/test

.PHONY: check
check: build/tools/staticcheck build/tools/gofumpt .venv/ready web/dist/index.html ## vet, staticcheck, formatters, generated files
	+@scripts/check

.PHONY: walkthrough
walkthrough: build .venv/ready ## the published procedure, step by step, with the AWS CLI and with boto3
	$(GO) test ./test/walkthrough -count=1 -v

.PHONY: conformance
conformance: build .venv/ready build/clients/ready ## every operation of identity, organizations and QuickSight with the AWS CLI; Athena with it, PyAthena, awswrangler and dbt
	INTERLAKEN_CLIENT=cli $(GO) test ./test/walkthrough -run 'TestEveryOperation$$' -count=1 -v
	INTERLAKEN_CLIENTS=required $(GO) test ./test/clients -timeout 30m -count=1 -v

.PHONY: screenshots
screenshots: build .venv/ready ## start a demo and take pictures of each page, wide and narrow, light and dark, into docs/screenshots
	INTERLAKEN_PICTURES=$(CURDIR)/docs/screenshots $(GO) test ./test/moments -run 'TestBrowserMoments/look/every_page' -count=1 -v

# What the corpus' statements of benchmarks read, by folder.
CATALOGS     := test/sqlrun/testdata/catalogs
TABLES       := trino-tpch=$(CATALOGS)/tpch-plain.sql trino-tpch=$(CATALOGS)/tpch-template.sql trino-tpcds=$(CATALOGS)/tpcds.sql \
	trino-benchto=$(CATALOGS)/tpch-plain.sql trino-testing=$(CATALOGS)/tpch-plain.sql trino-docs=$(CATALOGS)/tpch-plain.sql \
	trino-definitive-guide=$(CATALOGS)/tpch-plain.sql

.PHONY: corpus
corpus: ## read real dashboards and data sets, decide and mend cases of IAM, check real SQL (INTERLAKEN_SHARED names the folder)
	INTERLAKEN_CORPUS=required $(GO) test ./hub/definition ./policy/replay ./policy/repair ./sql/parser ./calc ./hub/quicksight -run 'TestCorpus$$' -count=1 -v
	INTERLAKEN_CORPUS=required $(GO) test ./test/sqlrun -run 'TestCorpusIsAccepted$$' -count=1 -v
	$(GO) run ./cmd/interlaken sql check $${INTERLAKEN_SHARED:-../shared}/corpus/sql --templates --ratchet test/sqlrun/corpus.ratchet $(TABLES:%=--catalog %)

.PHONY: tpch
tpch: ## make TPC-H and TPC-DS at scale factor 1 and run all their queries through the API, with their answers compared
	@scripts/tpc $(PYTHON) $(TPCGEN)
	INTERLAKEN_TPC=$(CURDIR)/build/tpc INTERLAKEN_CORPUS=required $(GO) test ./test/tpc -count=1 -v -timeout 30m

.PHONY: mutations
mutations: ## have the engine's processes read 10,000 broken files and bombs (INTERLAKEN_MUTATIONS)
	INTERLAKEN_MUTATIONS=$${INTERLAKEN_MUTATIONS:-10000} $(GO) test ./engine/worker -run 'TestBrokenFiles$$' -count=1 -v -timeout 60m

.PHONY: soak
soak: ## kill the process 200 times amid ingestions of data sets in memory (INTERLAKEN_CRASHES)
	INTERLAKEN_CRASHES=$${INTERLAKEN_CRASHES:-200} $(GO) test ./test/dashboards -run 'TestCrashes$$' -count=1 -v -timeout 60m

.PHONY: fuzz
fuzz: ## feed each parser of what strangers send with made-up input, a minute each (FUZZTIME)
	@scripts/require go
	@scripts/fuzz

.PHONY: bench
bench: build .venv/ready ## figures beside their peers, as JSON lines under bench/results
	$(GO) run ./bench

.PHONY: generate
generate: .venv/ready ## regenerate wire/ from the SDK's source and botocore's models, the web app's types from Go's, AWS's actions, docs/parity
	$(GO) run ./internal/gen/wiregen registry
	$(GO) run ./internal/gen/wiregen constraints -models $$(echo .venv/lib/python3*/site-packages/botocore/data)
	$(GO) run ./internal/gen/tsgen
	INTERLAKEN_WRITE=1 $(GO) test ./hub/quicksight -run 'TestParity$$' -count=1
	@scripts/require node npm
	scripts/reference $(GO) $(IAMDATA) $(IAMDATA_SUM)

.PHONY: clean
clean: ## remove what was built and fetched
	rm -rf bin build .venv web/dist web/node_modules

# The AWS CLI whose QuickSight model knows ConsumerAccountRoleArn, and boto3 with the same botocore.
.venv/ready: Makefile
	@scripts/venv $(PYTHON) $(AWSCLI) $(BOTO3)

# The Athena clients of make conformance, in environments of their own.
build/clients/ready: scripts/clients test/clients/pyathena.txt test/clients/dbt.txt
	@scripts/clients $(PYTHON)

build/tools/staticcheck: Makefile
	GOBIN=$(CURDIR)/build/tools GOFLAGS= $(GO) install honnef.co/go/tools/cmd/staticcheck@$(STATICCHECK)

build/tools/gofumpt: Makefile
	GOBIN=$(CURDIR)/build/tools GOFLAGS= $(GO) install mvdan.cc/gofumpt@$(GOFUMPT)
