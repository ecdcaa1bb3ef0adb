# The front door of Seven Calls: each target starts one script, or builds one
# program. `make help` lists the targets; `make` alone says where you are.

STRICT = -std=c17 -D_POSIX_C_SOURCE=200809L \
	-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes
CFLAGS = -g -O1
# A step's C files without a main are linked into each of its programs. In 10 the exercise
# is such a part, the handler, and linked with the program; in 12 it has a handler of its own.
PARTS = listener.c handle.c address.c
PROGRAMS = $(patsubst %.c,build/%,$(filter-out $(addprefix %/,exercise.c $(PARTS)),$(wildcard steps/*/*.c homework/*/experiment/*.c)))
parts = $(wildcard $(addprefix $(1)/,$(PARTS)))
steps/10_handler_PARTS = listener.c handler.c
steps/12_threads_PARTS = listener.c
exercise_parts = $(if $($(1)_PARTS),$(addprefix $(1)/,$($(1)_PARTS)),$(parts))
TOOLS = $(patsubst %.c,build/%,$(wildcard tests/tools/*.c))

# $(call staff,SCRIPT): what only the whole kit has, not a handout for students.
staff = test -x $(1) || { echo "make $@: not in this copy: it is the handout for students" >&2; exit 2; }; $(1)

.DELETE_ON_ERROR:
.PHONY: where help build demo live check watch hint submission solution \
	slides slides-pdf captures \
	grade regrade grade-doctor gradescope test test-engines soak bench golden lint handout clean
where:    ; @tests/bin/where
help:     ; @tests/bin/help
build:    $(PROGRAMS)
demo:     ; @tests/bin/demo
live:     ; @tests/bin/live
watch:    ; @tests/bin/watch
hint:     ; @tests/bin/hint
solution: ; @$(call staff,tests/kit/solution)
slides:   ; @$(call staff,slides/build) html
slides-pdf: ; @$(call staff,slides/build) pdf
regrade: export FORCE = 1
grade-doctor: ; @$(call staff,tests/grader/doctor)
test:     ; @$(call staff,tests/kit/test)
test-engines: ; @$(call staff,tests/kit/test-engines)
soak:     ; @$(call staff,tests/kit/soak)
bench:    ; @$(call staff,tests/bench/bench)
golden: export UPDATE = 1
golden:   ; @$(call staff,tests/kit/test)
captures: ; @$(call staff,tests/kit/readme)
lint:     ; @$(call staff,tests/kit/lint)
handout:  ; @$(call staff,tests/kit/handout)
gradescope: ; @$(call staff,tests/grader/gradescope)
clean:    ; rm -rf build

# `make check` exits 0 when all checks pass, 1 when one fails, 2 for trouble with
# usage or environment; so do `make submission` and `make grade`. By itself make
# answers 2 to whatever fails; but with --question it hands on a 1, silently, as
# if from a make below it, and a line that starts with + is run all the same.
ifneq ($(filter check submission grade regrade,$(MAKECMDGOALS)),)
MAKEFLAGS += --question
endif
check submission: ; +@tests/bin/$@
grade regrade: ; +@$(call staff,tests/grader/grade)

define compile
@mkdir -p $(@D)
$(CC) $(STRICT) $(CFLAGS) -pthread $(FLAGS) -o $@ $(filter %.c %.o,$^)
endef
.SECONDEXPANSION:
.SECONDARY:
$(PROGRAMS): build/%: %.c $$(call parts,$$(*D)) ; $(compile)
build/tests/tools/%: FLAGS = -D_GNU_SOURCE
build/tests/tools/trace: FLAGS = -D_GNU_SOURCE -shared -fPIC
build/tests/tools/%: tests/tools/%.c ; $(compile)
# Load generators; what is for Linux says so in its first comment.
build/tests/bench/%: FLAGS = -O2 $(if $(shell grep -l 'Linux only' $<),-D_GNU_SOURCE)
build/tests/bench/%: tests/bench/%.c ; $(compile)
build/tests/bench/epoll build/tests/bench/hot: steps/14_poll/listener.c

# Exercises are built so that mistakes show: with what the compiler has of address and
# undefined-behaviour sanitizers, and locals that begin as rubbish; where threads are
# the subject, with the thread sanitizer instead of the address one.
build/flags build/flags-thread: build/%: tests/bin/flags
	@mkdir -p $(@D)
	@tests/bin/flags $(filter thread,$(subst -, ,$*)) >$@.new && mv $@.new $@
%/exercise build/checked/%: FLAGS = $(file <build/flags)
$(foreach f,build build/solutions,$f/steps/12_threads/exercise) \
build/misconceptions/steps/12_threads/% build/checked/steps/12_threads/%: \
	FLAGS = $(file <build/flags-thread)
FLAG_FILES = build/flags build/flags-thread
build/checked/%.o: %.c $(FLAG_FILES) ; $(compile) -c
checked_parts = $(patsubst %.c,build/checked/%.o,$(exercise_parts))
build/steps/%/exercise: steps/%/exercise.c $(FLAG_FILES) $$(call checked_parts,steps/$$*) ; $(compile)
build/solutions/steps/%/exercise: solutions/steps/%.c $(FLAG_FILES) $$(call checked_parts,steps/$$*) ; $(compile)
build/misconceptions/%/exercise: build/misconceptions/%/exercise.c $(FLAG_FILES) $$(call checked_parts,$$(*D)) ; $(compile)
build/plain/%/exercise: FLAGS =
build/plain/steps/%/exercise: solutions/steps/%.c $$(call exercise_parts,steps/$$*) ; $(compile)
