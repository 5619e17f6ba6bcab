# Targets document themselves: `make` lists them.
GO ?= go
BIN := bin/tearsheet
GOLANGCI := v2.15.0
GOVULNCHECK := v1.9.0
FUZZTIME ?= 20s
TOOLS := $(CURDIR)/bin/tools

.DEFAULT_GOAL := help
.PHONY: help build run test race fuzz bench eval lint arch vuln demo golden pictures clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-9s %s\n", $$1, $$2}'

build: ## build bin/tearsheet, static and stripped
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '-s -w' -o $(BIN) ./cmd/tearsheet

run: build ## analyse a sample company: make run SYMBOL=MSFT
	$(BIN) analyze $(or $(SYMBOL),AAPL) --source sample; code=$$?; [ $$code -eq 3 ] || exit $$code

test: ## run the tests; needs only Go, and says what was skipped
	@skips=$$(mktemp); \
	TEARSHEET_SKIPS=$$skips $(GO) test ./... ; code=$$?; \
	n=$$(sort -u $$skips | wc -l); rm -f $$skips; \
	if [ $$n -gt 0 ]; then echo "$$n tests skipped: the folder of real data is not here (set TEARSHEET_DATA)"; \
	else echo "no test skipped for want of data"; fi; \
	exit $$code

race: ## run the tests with the race detector
	$(GO) test -race -short ./...

fuzz: ## fuzz every parser for FUZZTIME each
	@for pkg in $$($(GO) list ./...); do \
	  for f in $$($(GO) test -list '^Fuzz' $$pkg 2>/dev/null | grep '^Fuzz'); do \
	    echo "== $$pkg $$f"; $(GO) test -run '^$$' -fuzz "^$$f\$$" -fuzztime $(FUZZTIME) $$pkg || exit 1; \
	  done; done

bench: ## run the benchmarks; benchstat reads the output
	$(GO) test -run '^$$' -bench . -benchmem ./...

eval: ## measure quality on the real data and write docs/evals.md
	$(GO) run ./internal/eval -out docs/evals.md

lint: $(TOOLS)/golangci-lint ## gofmt, go vet and golangci-lint
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo "run gofmt -w on these"; exit 1; }
	$(GO) vet ./...
	$(TOOLS)/golangci-lint run ./...

arch: ## check the import law
	$(GO) test -count=1 ./internal/archtest

vuln: $(TOOLS)/govulncheck ## look for known vulnerabilities; says so when the database cannot be reached
	@out=$$($(TOOLS)/govulncheck ./... 2>&1); code=$$?; echo "$$out"; \
	if echo "$$out" | grep -q 'fetching vulnerabilities'; then \
	  echo "NOT CHECKED: the vulnerability database cannot be reached from here"; exit 0; fi; exit $$code

demo: build ## the first thing a newcomer sees: a tear sheet with no key, server or network
	$(BIN) analyze XMPL --source sample --home $$(mktemp -d) --format text; code=$$?; [ $$code -eq 0 ] || [ $$code -eq 3 ] || exit $$code

golden: ## rewrite golden files; look at the diff before committing it
	$(GO) test ./graph ./reports/... ./rag/... ./internal/cli -update

pictures: build ## make the README's pictures with Chromium
	sh docs/pictures.sh $(BIN)

clean: ## remove what was built
	rm -rf bin

$(TOOLS)/golangci-lint:
	GOBIN=$(TOOLS) $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI)

$(TOOLS)/govulncheck:
	GOBIN=$(TOOLS) $(GO) install golang.org/x/vuln/cmd/govulncheck@$(GOVULNCHECK)
