"""The program ends, is ended, or is killed: at any moment, in any place where a person can change something."""

import fcntl
import os
import pathlib
import random
import signal
import struct
import termios
import time

from rig import TALK, save, state, until


def killed(rig, _):
    program = rig.open()
    shown = rig.type(program, random.randint(1, 5))
    time.sleep(random.choice([0, 0, 0.05, 0.3, 2.1]))
    rig.kill(program)
    rig.check(shown)


def signalled(rig, n):
    """SIGTERM, SIGINT and SIGHUP: the words are in the file, within a second."""
    program = rig.open()
    shown = rig.type(program, 3)
    os.kill(program.pid, [signal.SIGTERM, signal.SIGINT, signal.SIGHUP][n % 3])
    ended(rig, program, shown)


def hung_up(rig, _):
    """The other end of the terminal is closed."""
    program = rig.open()
    shown = rig.type(program, 3)
    os.close(program.fd)
    ended(rig, program, shown)


def unread(rig, n):
    """Nobody reads the terminal any more; then SIGTERM, SIGINT or SIGHUP."""
    program = rig.open()
    shown = rig.type(program, 3)
    program.send("\x1b[200~" + "Many words fill the screen. " * 400 + "\x1b[201~" + "end")
    program.wait("end")
    for at in range(150):
        # Each size is a whole frame of ten kilobytes; together they are more than any terminal holds.
        fcntl.ioctl(program.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 60, 200 + at % 2, 0, 0))
        program.send("y")
        time.sleep(0.02)
    began = time.perf_counter()
    os.kill(program.pid, [signal.SIGTERM, signal.SIGINT, signal.SIGHUP][n % 3])
    if not until(lambda: state(program.pid) in "ZX", 3):
        rig.tally.fail("it did not end while nobody read the terminal")
    rig.tally.slowest("the end", time.perf_counter() - began)
    rig.kill(program)
    rig.check(shown)


def ended(rig, program, shown):
    rig.tally.slowest("the end", rig.ends(program, 3))
    missing = [word for word in shown if word not in (rig.notes() or "")]
    if missing:
        rig.tally.fail(f"it ended, and {' '.join(missing)} is not in the file")
    rig.check(shown)


def suspended(rig, n):
    """Stopped by Ctrl-Z in the list, or by a signal while typing; killed while stopped."""
    program = rig.open()
    shown = rig.type(program, 3)
    if n % 2:
        os.kill(program.pid, signal.SIGTSTP)
    else:
        program.send("\x1b")
        program.wait("Enter write")
        program.send("\x1a")
    if not until(lambda: program.read(0) or state(program.pid) == "T"):
        rig.tally.fail("it did not stop")
    while state(program.pid) != "T":
        program.read(0.01)
    rig.kill(program)
    rig.check(shown)


def with_editor(rig, n):
    """Killed while the person's own editor has the text."""
    sign = rig.folder / "editor"
    sign.unlink(missing_ok=True)
    program = rig.open(EDITOR=f"sh -c 'echo $$ > {sign}; exec sleep 60'")
    shown = rig.type(program, 2)
    if n % 2:
        save(program)
    shown += rig.type(program, 1)
    program.send("\x1be")
    while not (sign.exists() and sign.read_text().endswith("\n")):
        program.read(0.01)
    editor = int(sign.read_text())
    rig.kill(program)
    os.kill(editor, signal.SIGKILL)
    rig.check(shown)


def pasting(rig, n):
    """Killed while a paste of nearly a megabyte is on its way, or as soon as its last line is shown."""
    program = rig.open()
    shown = rig.type(program, 1)
    lines = [f"{rig.word()} is a line of what was pasted\n" for _ in range(900_000 // 37)]
    paste = "\x1b[200~" + "".join(lines) + "\x1b[201~"
    if n % 3 == 0:
        program.send(paste)
        program.wait(lines[-1].split()[0])
        shown += [line.split()[0] for line in lines]
    elif n % 3 == 1:
        program.send(paste[: random.randrange(len(paste))])
    else:
        program.send(paste)
        time.sleep(random.random() * 0.3)
    rig.kill(program)
    rig.check(shown)


def recovering(rig, n):
    """Killed while the next start brings back what the last one left."""
    program = rig.open()
    shown = rig.type(program, 3)
    rig.kill(program)
    for _ in range(2):
        program = rig.start("open", "fair")
        time.sleep(random.random() * 0.03)
        rig.kill(program)
    rig.check(shown)


# What a person can change: the keys that lead there, what is typed (a word where there is a *), and what a file has to say of it.
PLACES = (
    ("the title, in the fields", "f", " *", "*"),
    ("the room, in the fields", "f\x1b[B\x1b[B\x1b[B", "*", 'room = "*"'),
    ("the event's place", "F\x1b[B\x1b[B\x1b[B", "*", 'place = "*"'),
    ("a line to keep, not entered", "a", "*", 'text = "*"'),
    ("a line to keep", "a", "*\r", 'text = "*"'),
    ("another title, not entered", "r", " *", "*"),
    ("the introduction", "I", "*", "*"),
    ("the closing", "C", "*", "*"),
    ("the notes of a new talk", "n\r", "*", "*"),
    ("the title of a new talk, not entered", "n", "*", "*"),
    ("the status", "s", "s", 'status = "planned"'),
    ("the kind", "tt", "t", 'kind = "section"'),
    ("what the post has", "", "o", "in_post = false"),
    ("a booth's visitors", "b", "vvv", "count = 3"),
    ("a booth's crowd", "b", "hh", 'name = "hobbyist"\ncount = 2'),
    ("a booth's question, not entered", "b\r", "*", "*"),
    ("a booth's new counter, not entered", "b+", "*", "*"),
    ("a link's URL, in the notes", "\rPodman\x0b", "https://*.example/\r", 'name = "Podman"\nurl = "https://*.example/"'),
    ("a link's URL, in the notes, not entered", "\rPodman\x0b", "https://*.example/", 'name = "Podman"\nurl = "https://*.example/"'),
    ("a URL in the link book", "4/shelf\rl\x15", "https://*.example/\r", 'name = "Shelf"\nurl = "https://*.example/"'),
    ("a URL in the link book, not entered", "4/shelf\rl\x15", "https://*.example/", 'name = "Shelf"\nurl = "https://*.example/"'),
    ("a name in the link book", "4/shelf\rr\x15", "*\r", 'name = "*"'),
    ("a link that goes into the link book", "\rPodman\x0bhttps://podman.example/\r\x1b4", " ", 'name = "Podman"\nurl = "https://podman.example/"'),
)


def anywhere(rig, n):
    """Killed right after something else than notes was changed."""
    what, keys, typed, wanted = PLACES[n % len(PLACES)]
    rig.write("links.toml", more='\n[[links]]\nname = "Shelf"\nurl = "https://shelf.example/"\n')
    program = rig.start("open", "fair")
    program.wait("Intro")
    for key in split(keys):
        program.send(key)
        program.settle(0.08)
    word = rig.word()
    program.send(typed.removesuffix("\r").replace("*", word))
    if "*" in typed:
        program.wait(word)
    program.send("\r" if typed.endswith("\r") else "")
    program.settle(0.08)
    rig.kill(program)
    rig.check([])
    rig.tally.words += 1
    if wanted.replace("*", word) not in rig.texts():
        rig.tally.lost += 1
        rig.tally.tell(f"lost: {what}")


def split(keys):
    """Single keys; an arrow is one."""
    while keys:
        length = 3 if keys.startswith("\x1b[") else 1
        yield keys[:length]
        keys = keys[length:]


def deleted(rig, _):
    """Killed right after a talk was deleted: its words are in its file, or in the trash."""
    program = rig.open()
    shown = rig.type(program, 2)
    program.send("\x1b")
    program.wait("Enter write")
    program.send("d")
    program.wait("Deleted")
    time.sleep(random.choice([0, 0.05, 0.3]))
    rig.kill(program)
    rig.check([])
    rig.tally.words += len(shown)
    lost = [word for word in shown if not rig.kept(word)]
    rig.tally.lost += len(lost)
    if lost:
        rig.tally.tell(f"lost with a deleted talk: {' '.join(lost)}")
    if not pathlib.Path(rig.notebook / TALK).exists():
        rig.write(TALK, kind="talk", title="A talk", more="starts = 2026-05-15T14:00:00+01:00\nends = 2026-05-15T15:00:00+01:00\n")
