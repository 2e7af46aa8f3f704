#!/usr/bin/env python3
"""Breaks things under the real program in a real terminal, and counts what is lost.

    tests/faults/run.py HALLWAY

Each row prints the faults that were injected, the shown words that were lost, and the files that were left broken; anything lost or broken
makes the exit code 1. Counts are small; HALLWAY_FAULTS=full makes them large, a number that number. A row whose tools or rights are missing says why it is skipped.
"""

import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from screen import Program, environment  # noqa: E402

import power  # noqa: E402

COUNTS = os.environ.get("HALLWAY_FAULTS", "")
SESSION = "notebook/events/fair/sessions/talk.toml"


def count(small, large):
    if COUNTS == "full":
        return large
    return min(large, int(COUNTS)) if COUNTS.isdigit() else small


class Rig:
    """A notebook with one session that is on, in a folder of its own."""

    def __init__(self, binary, folder):
        self.binary, self.folder = binary, pathlib.Path(folder)
        sessions = self.folder / "notebook/events/fair/sessions"
        sessions.mkdir(parents=True)
        (self.folder / "notebook/notebook.toml").write_text('format = 1\nid = "faults"\n')
        (self.folder / "notebook/events/fair/event.toml").write_text(
            'format = 1\ntitle = "Fair"\nstarts = 2026-05-15\nends = 2026-05-15\ntime_zone = "Europe/London"\n'
        )
        (self.folder / SESSION).write_text(
            'format = 1\nkind = "talk"\ntitle = "A talk"\nstarts = 2026-05-15T14:00:00+01:00\nends = 2026-05-15T15:00:00+01:00\n'
        )
        self.env = environment(self.folder)
        self.number = 0

    def open(self, *wrap):
        """Opens the app in the notes of the talk."""
        command = [*wrap, self.binary, "open", "fair"]
        command[0] = shutil.which(command[0]) or command[0]
        program = Program(command, self.env, 80, 24)
        program.wait("Intro")
        program.send("\r")
        program.wait("Esc back")
        return program

    def word(self):
        """A word that was never there."""
        self.number += 1
        return f"w{self.number:05}x"

    def type(self, program, words):
        """Types words, each after the one before was shown; gives those that were."""
        shown = []
        for _ in range(words):
            word = self.word()
            program.send(word + " ")
            program.wait(word)
            shown.append(word)
        return shown

    def hallway(self, *words):
        """A command, its standard output and its exit code."""
        done = subprocess.run([self.binary, *words], env=self.env, capture_output=True, text=True, timeout=60)
        return done.stdout, done.returncode

    def recovered(self):
        """Brings back what is to be brought back, and gives the notes; nothing when a file is broken."""
        listed, _ = self.hallway("recover", "list", "--json")
        value = json.loads(listed or "{}")
        for one in next((value[key] for key in ("journals", "pending", "recover") if key in value), []):
            self.hallway("recover", "restore", one["id"])
        try:
            return tomllib.loads((self.folder / SESSION).read_text()).get("notes", "")
        except (OSError, ValueError):
            return None


class Row:
    """What a row of the table counts."""

    def __init__(self, name):
        self.name, self.faults, self.lost, self.broken, self.words = name, 0, 0, 0, 0

    def check(self, notes, shown):
        self.faults += 1
        self.words += len(shown)
        if notes is None:
            self.broken += 1
        else:
            missing = [word for word in shown if word not in notes]
            self.lost += len(missing)
            if missing:
                print(f"  {self.name}: lost {missing}", flush=True)

    def show(self):
        print(f"| {self.name} | {self.faults:,} | {self.words:,} | {self.lost:,} | {self.broken:,} |", flush=True)
        return self.lost == 0 and self.broken == 0


def skipped(name, why):
    print(f"| {name} | skipped: {why} | | | |", flush=True)
    return True


def gone(program):
    """Waits for the end of a process that was killed."""
    os.waitpid(program.pid, 0)
    os.close(program.fd)


def killed(rig):
    row = Row("kill -9 at random while typing")
    for _ in range(count(10, 1000)):
        program = rig.open()
        shown = rig.type(program, random.randint(1, 5))
        time.sleep(random.choice([0, 0, 0.05, 0.3, 2.1]))
        os.kill(program.pid, signal.SIGKILL)
        gone(program)
        row.check(rig.recovered(), shown)
    return row.show()


def ended(rig):
    row = Row("SIGTERM, SIGHUP, window closed")
    for n in range(count(6, 60)):
        program = rig.open()
        shown = rig.type(program, 3)
        if n % 3 == 2:
            os.close(program.fd)
            os.waitpid(program.pid, 0)
        else:
            os.kill(program.pid, [signal.SIGTERM, signal.SIGHUP][n % 3])
            drain(program)
        row.check(rig.recovered(), shown)
    return row.show()


def drain(program):
    """Reads until the program has gone."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            program.read(0.1)
        except SystemExit:
            break
    gone(program)


def injected(rig):
    """A kill, and an error, at each of the calls that make a save."""
    if not shutil.which("strace"):
        return skipped("strace: kill and errors at the calls of a save", "there is no strace")
    probe = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True)
    if probe.returncode:
        return skipped("strace: kill and errors at the calls of a save", "strace may not trace here")
    fine = True
    kills, errors = Row("kill at an fsync or rename of a save"), Row("ENOSPC, EIO, EROFS at the calls of a save")
    for when in range(1, min(count(1, 8), 8) + 1):
        for call in ("fsync", "renameat2", "renameat", "rename"):
            program = rig.open("strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={when}")
            shown = rig.type(program, 2)
            try:
                program.send("\x13")
                until = time.monotonic() + 3
                while time.monotonic() < until and "saved 14:05" not in program.screen.text():
                    program.read(0.2)
            except (SystemExit, OSError):
                pass
            end_all(program)
            kills.check(rig.recovered(), shown)
        for error in ("ENOSPC", "EIO", "EROFS"):
            for call in ("fsync", "renameat2", "renameat", "rename"):
                program = rig.open("strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={when}+")
                shown = rig.type(program, 2)
                program.send("\x13")
                program.settle(0.8)
                said = program.screen.text().splitlines()[0]
                on_disk = (rig.folder / SESSION).read_text()
                if "saved 14:05" in said and "not confirmed" not in said and any(word not in on_disk for word in shown):
                    print(f"  {call} {error}: `saved` was shown for text that is not there", flush=True)
                    errors.lost += 1
                end_all(program)
                errors.check(rig.recovered(), shown)
    fine &= kills.show()
    fine &= errors.show()
    return fine


def end_all(program):
    """Kills a traced program with its tracer."""
    children = pathlib.Path(f"/proc/{program.pid}/task/{program.pid}/children")
    try:
        for child in children.read_text().split():
            os.kill(int(child), signal.SIGKILL)
    except (OSError, ProcessLookupError):
        pass
    try:
        os.kill(program.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    gone(program)


def slow(rig):
    """A disk that takes two seconds to sync must not be felt."""
    name = "a disk that syncs in 2 s"
    if not shutil.which("strace"):
        return skipped(name, "there is no strace")
    program = rig.open("strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:delay_enter=2000000")
    row, times = Row(name), []
    shown = []
    for _ in range(count(12, 60)):
        word = rig.word()
        # What is still on its way belongs to the key before.
        program.settle(0.1)
        before = program.bytes
        began = time.perf_counter()
        program.send(word[0])
        while program.bytes == before:
            program.read(1)
        times.append(time.perf_counter() - began)
        program.send(word[1:] + " ")
        program.wait(word)
        shown.append(word)
    end_all(program)
    row.check(rig.recovered(), shown)
    print(f"  slowest key {max(times) * 1000:.1f} ms (the aim is 50)", flush=True)
    return row.show()


def writers(rig):
    """Another program writes the file while the app types."""
    row = Row("a second writer of the same file")
    path = rig.folder / SESSION
    for n in range(count(10, 1000)):
        program = rig.open()
        shown = rig.type(program, 2)
        theirs = f"theirs{n:05}"
        text = path.read_text()
        line = f'track = "{theirs}"\n'
        kept = [one for one in text.splitlines(keepends=True) if not one.startswith("track =")]
        at = next(i for i, one in enumerate(kept) if one.startswith("title"))
        path.write_text("".join(kept[: at + 1] + [line] + kept[at + 1:]))
        program.send("\x13")
        program.wait("saved 14:05")
        program.end()
        notes = rig.recovered()
        row.check(notes, shown)
        if theirs not in path.read_text():
            print(f"  the other writer's {theirs} is lost", flush=True)
            row.lost += 1
    return row.show()


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    print("| fault | injected | words shown | lost | broken files |\n| --- | ---: | ---: | ---: | ---: |", flush=True)
    fine = True
    for row in (killed, ended, injected, slow, writers):
        with tempfile.TemporaryDirectory(prefix="hallway-faults-") as folder:
            fine &= row(Rig(binary, folder))
    for row in (power.cut, power.full, power.read_only):
        fine &= row(binary, Rig, Row, skipped, count)
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
