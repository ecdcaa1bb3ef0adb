say "0.0.0.0 in bind: every address of this machine."
run_of 03_listen listen "$PORT" 0.0.0.0
look
