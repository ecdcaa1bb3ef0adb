# The front door of Seven Calls: each target starts one script, or builds one
# program. `make help` lists the targets; `make` alone says where you are.

STRICT = -std=c17 -D_POSIX_C_SOURCE=200809L \
	-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes
CFLAGS = -g -O1
PROGRAMS = $(patsubst %.c,build/%,$(filter-out %/exercise.c,$(wildcard steps/*/*.c)))
TOOLS = $(patsubst %.c,build/%,$(wildcard tests/tools/*.c))

# $(call staff,SCRIPT): what only the whole kit has, not a handout for students.
staff = test -x $(1) || { echo "make $@: not in this copy: it is the handout for students" >&2; exit 2; }; $(1)

.DELETE_ON_ERROR:
.PHONY: where help build demo check watch hint solution \
	test soak golden readme lint handout clean
where:    ; @tests/bin/where
help:     ; @tests/bin/help
build:    $(PROGRAMS)
demo:     ; @tests/bin/demo
watch:    ; @tests/bin/watch
hint:     ; @tests/bin/hint
solution: ; @$(call staff,tests/kit/solution)
test:     ; @$(call staff,tests/kit/test)
soak:     ; @$(call staff,tests/kit/soak)
golden:   ; @UPDATE=1 $(call staff,tests/kit/test)
readme:   ; @$(call staff,tests/kit/readme)
lint:     ; @$(call staff,tests/kit/lint)
handout:  ; @$(call staff,tests/kit/handout)
clean:    ; rm -rf build

# `make check` exits 0 when all checks pass, 1 when one fails, 2 for trouble with
# usage or environment. By itself make answers 2 to whatever fails; but with
# --question it hands on a 1, silently, as if from a make below it, and a line
# that starts with + is run all the same.
ifneq ($(filter check,$(MAKECMDGOALS)),)
MAKEFLAGS += --question
endif
check: ; +@tests/bin/check

define compile
@mkdir -p $(@D)
$(CC) $(STRICT) $(CFLAGS) $(FLAGS) -o $@ $<
endef
build/%: %.c ; $(compile)
build/tests/tools/%: FLAGS = -D_GNU_SOURCE
build/tests/tools/%: tests/tools/%.c ; $(compile)

# Exercises are built so that mistakes show: with what the compiler has of
# address and undefined-behaviour sanitizers and locals that begin as rubbish.
build/flags: tests/bin/flags
	@mkdir -p $(@D)
	@tests/bin/flags >$@
%/exercise: FLAGS = $(file <build/flags)
build/steps/%/exercise: steps/%/exercise.c build/flags ; $(compile)
build/solutions/steps/%/exercise: solutions/steps/%.c build/flags ; $(compile)
build/misconceptions/%/exercise: build/misconceptions/%/exercise.c build/flags ; $(compile)
build/plain/%/exercise: FLAGS =
build/plain/steps/%/exercise: solutions/steps/%.c ; $(compile)
