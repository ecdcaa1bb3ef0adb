say "Nobody calls. The program is in accept, and sleeps."
run_of 04_accept accept "$PORT"
look_at_processes "$it"
