# The commands of Rounds. `make help` lists them.

SCENARIO ?= scenarios/specialty-launch.yaml
SLOW ?= 0
PORTABLE ?= 0
REPEATS ?= 5
FULL ?= 0
PART ?= all

# Native instructions reach the optimizer of Swift through the importer of C headers. They make
# simulations faster and change no result; PORTABLE=1 builds for every machine of this architecture.
ifeq ($(PORTABLE),1)
native =
else
native = -Xcc -march=native
endif

# Tests see internal declarations, so SwiftPM compiles every module anew for them. A place of their
# own keeps `make run` and `make test` from undoing each other's builds.
test_scratch = .build/tests

format_places = Package.swift Sources Tests bench

ifeq ($(SLOW),1)
export ROUNDS_SLOW = 1
endif

.DEFAULT_GOAL := help
.PHONY: help run build test bench bench-scaling bench-profile bench-program format lint clean setup

help:
	@echo 'make run      build Rounds and run $(SCENARIO)'
	@echo 'make test     run the tests; SLOW=1 adds the slow statistical ones'
	@echo 'make build    build .build/release/rounds'
	@echo 'make bench    measure speed, as described in bench/README.md; FULL=1 adds what takes minutes,'
	@echo '               PART=mix measures marketing-mix models only, PART=experiments tests,'
	@echo '               PART=calibration what learning from the past takes'
	@echo 'make bench-scaling  measure how time grows with agents, weeks, channels, arms and threads'
	@echo 'make bench-profile  count instructions by function, with valgrind'
	@echo 'make format   format the Swift sources'
	@echo 'make lint     check the format without changing anything'
	@echo 'make clean    remove what was built'
	@echo
	@echo 'SCENARIO=file runs another scenario; PORTABLE=1 builds without native instructions;'
	@echo 'REPEATS=n measures each work n times.'

run: build
	@.build/release/rounds run $(SCENARIO)

build: setup
	@swift build -c release $(native)

# Simulations run about thirteen times faster in release, and so do their tests.
test: setup
	@swift test -c release --disable-xctest --scratch-path $(test_scratch) $(native)

bench: build bench-program
	@bench/.build/release/rounds-bench figures repeats=$(REPEATS) full=$(FULL) part=$(PART) \
	  rounds=.build/release/rounds \
	  revision="$$(git describe --always --dirty --abbrev=9)" date="$$(date +%F)"

bench-program: setup
	@swift build --package-path bench -c release $(native) --product rounds-bench

# The picture is drawn where Python is there; the figures do not need it.
bench-scaling: bench-program
	@bench/.build/release/rounds-bench scaling repeats=$(REPEATS) | tee bench/scaling.csv
	@if command -v python3 >/dev/null; then \
	  { test -x bench/.venv/bin/python || python3 -m venv bench/.venv; } \
	  && bench/.venv/bin/pip install --quiet matplotlib==3.10.7 \
	  && bench/.venv/bin/python bench/plot.py bench/scaling.csv bench/scaling.png; \
	else echo 'There is no python3, so bench/scaling.png was not drawn.'; fi

# Built without native instructions, because valgrind knows no AVX-512, and stripped of what it
# cannot read: the compiler's debugging information.
bench-profile: setup
	@command -v valgrind >/dev/null || { echo 'This needs valgrind: apt-get install valgrind'; exit 1; }
	@swift build --package-path bench --scratch-path bench/.build/portable -c release \
	  --product rounds-bench
	@objcopy --strip-debug bench/.build/portable/release/rounds-bench bench/.build/portable/bare
	@python3 bench/profile.py bench/.build/portable/bare bench/profile-before.csv

format: setup
	@swift format --in-place --recursive --parallel $(format_places)

lint: setup
	@swift format lint --strict --recursive --parallel $(format_places)

clean:
	@rm -rf .build bench/.build

setup:
	@.ci/setup
