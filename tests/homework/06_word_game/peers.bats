# The word game with programs that nobody here wrote: Python's sockets and nc.
load ../../../tests/lib/checks
load ../../../homework/06_word_game/checks

# start_python TEXT: a program in Python.
start_python() {
    command -v python3 >/dev/null || cannot "python3 is not installed"
    printf '%s\n' "$1" >"$T/peer.py"
    launch fifo "$(command -v python3)" -u "$T/peer.py" "$PORT"
    peer=$started
    named python
}

@test "three players in Python guess letter by letter, until the word is open" {
    start_server 3 шалаш
    start_python '
import socket, sys, threading
def play(name, said):
    with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as connection:
        stream = connection.makefile("rw", encoding="utf-8", newline="\n")
        stream.write(name + "\n")
        stream.flush()
        letters = iter("абвшгдежзийклм")
        for line in stream:
            said.append(line)
            if line == "/turn\n":
                stream.write("/letter " + next(letters) + "\n")
                stream.flush()
logs = [[], [], []]
players = [threading.Thread(target=play, args=x) for x in zip(("Аня", "Боря", "Вера"), logs)]
for player in players:
    player.start()
for player in players:
    player.join()
print(all(log[-1] == "/quit\n" for log in logs))
print(len({"".join(log[-4:]) for log in logs}))
print(logs[0].count("Word: шалаш\n") in (1, 2))'
    peer_does True
    peer_does 1
    peer_does True
}

@test "the client plays with a server in Python that says each byte by itself" {
    start_python '
import socket, sys
listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
print("here")
connection, _ = listener.accept()
connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
stream = connection.makefile("r", encoding="utf-8", newline="\n")
def say(text):
    for byte in text.encode():
        connection.send(bytes([byte]))
print("name:", stream.readline(), end="")
for i in range(3):
    say("Turn: Женя\n/turn\n")
    print("said:", stream.readline(), end="")
say("Женя wins\n/quit\n")
print("then:", repr(stream.readline()))'
    peer_does here
    start client 127.0.0.1 "$PORT" Женя
    peer_does "name: Женя"
    type ш
    peer_does "said: /letter ш"
    type шалаш
    peer_does "said: /word шалаш"
    type щ
    peer_does "said: /letter щ"
    expect_exit 0
    peer_does "then: ''"
}

@test "two clients, one of whom ends its input, and nc play one game" {
    start_server 3 кот
    local anya borya
    start client 127.0.0.1 "$PORT" Аня
    anya=$it
    expect_line "Аня joined (1 of 3)"
    start client 127.0.0.1 "$PORT" Боря
    borya=$it
    expect_line "Боря joined (2 of 3)"
    joins Вера
    sees Вера "Вера joined (3 of 3)" "The game begins" "Word: ***" "Turn: Аня"
    it=$anya
    expect_prompts 1
    type к
    sees Вера "Аня: letter к" "Аня scores 1" "Word: к**" "Turn: Аня"
    expect_prompts 2
    end_input
    expect_exit 0
    sees Вера "Аня left" "Turn: Боря"
    it=$borya
    expect_prompts 1
    type кит
    sees Вера "Боря: word кит" "Боря loses all points" "Word: к**" "Turn: Вера" /turn
    types Вера "/letter о"
    sees Вера "Вера: letter о" "Вера scores 1" "Word: ко*" "Turn: Вера" /turn
    types Вера "/word кот"
    sees Вера "Вера: word кот" "Вера scores 1" "Word: кот (once or twice)" "Вера wins" "Score: Боря 0" "Score: Вера 5" /quit
    all_are_closed
    expect_exit 0
}
