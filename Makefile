# The commands of Rounds. `make help` lists them.

SCENARIO ?= scenarios/specialty-launch.yaml
SLOW ?= 0
PORTABLE ?= 0
REPEATS ?= 5

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
.PHONY: help run build test bench format lint clean setup

help:
	@echo 'make run      build Rounds and run $(SCENARIO)'
	@echo 'make test     run the tests; SLOW=1 adds the slow statistical ones'
	@echo 'make build    build .build/release/rounds'
	@echo 'make bench    measure speed, as described in bench/README.md'
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

bench: setup
	@swift build --package-path bench -c release $(native) --product rounds-bench
	@bench/.build/release/rounds-bench $(REPEATS) \
	  "$$(git describe --always --dirty --abbrev=9)" "$$(date +%F)"

format: setup
	@swift format --in-place --recursive --parallel $(format_places)

lint: setup
	@swift format lint --strict --recursive --parallel $(format_places)

clean:
	@rm -rf .build bench/.build

setup:
	@.ci/setup
