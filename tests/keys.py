#!/usr/bin/env python3
"""Measures the running app in a terminal: start, keys, what the journal adds to them, bytes, idle, memory.

    tests/keys.py HALLWAY

Nothing fails for a slow figure: a shared machine is no place for a timed test. One that is over its target is marked.
"""

import os
import pathlib
import statistics
import sys
import tempfile
import time

from bench import write_notebook
from screen import Program, environment

STARTS = 20
KEYS = 400
COLUMNS, ROWS = 120, 40
NOW = "2026-05-15T12:00:00+01:00"
TICKS = os.sysconf("SC_CLK_TCK")


def show(what, value, unit, target):
    """A row of the table."""
    over = "OVER" if value > target else ""
    print(f"| {what} | {value:,.{2 if target < 1 else 1}f} {unit} | {target:,} {unit} | {over} |".replace("|  |", "| |"), flush=True)


def processor(pid):
    """The seconds of processor time that a process has had."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory(pid):
    """What a process holds in memory, in megabytes."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def start(binary, folder, **more):
    """The app on the notebook in that folder, at its first frame with today's event; `more` goes into its environment."""
    env = environment(folder, HALLWAY_NOW=NOW, **more)
    program = Program([binary, "open", "event-000"], env, COLUMNS, ROWS)
    return program, program.wait("Enter write")


def starts(binary, folder, what):
    """Start to the first usable frame, and what the app holds then."""
    times = []
    for _ in range(STARTS):
        program, taken = start(binary, folder)
        times.append(taken * 1000)
        program.end()
    show(f"start to first usable frame, {what}", statistics.median(times), "ms", 15)
    program, _ = start(binary, folder)
    program.settle(2)
    show(f"memory, {what}", memory(program.pid), "MB", 60)
    before = processor(program.pid)
    time.sleep(10)
    used = (processor(program.pid) - before) / 10 * 100
    show(f"idle for 10 s, {what}", used, "% CPU", 0)
    program.end()


def write(binary, folder, lines, **more):
    """The app in the middle of a note of so many lines."""
    session = folder / "notebook/events/event-000/sessions/session-0000.toml"
    line = "The speaker showed how it is done, and compared it in three ways, none of them obvious.\n"
    session.write_text(
        f"""format = 1
kind = "talk"
title = "A long note"
starts = 2026-05-15T11:50:00+01:00
ends = 2026-05-15T12:30:00+01:00
status = "attended"
notes = '''
{line * lines}'''
"""
    )
    program, _ = start(binary, folder, **more)
    program.send("\r")
    program.wait("Esc back")
    program.settle(0.5)
    # To the middle of a line, a good way above the end.
    program.send("\x1b[A" * 10 + "\x1b[D" * 8)
    program.settle(1)
    return program


def press(program, n):
    """The milliseconds from the key of that number to the first byte of what it shows."""
    program.settle(0.01)
    shown = program.bytes
    began = time.perf_counter()
    program.send("abcdefgh "[n % 9])
    while program.bytes == shown:
        if time.perf_counter() > began + 10:
            sys.exit("keys: a key was not answered:\n" + program.screen.text())
        program.read(1)
    return (time.perf_counter() - began) * 1000


def most(times):
    """What 99 of 100 stay below."""
    return sorted(times)[int(len(times) * 0.99) - 1]


def keys(binary, folder, lines, target):
    """Key to screen in the middle of a note of so many lines."""
    program = write(binary, folder, lines)
    first = program.bytes
    times = [press(program, n) for n in range(KEYS)]
    program.settle(0.1)
    show(f"key to screen, {lines:,} lines: median", statistics.median(times), "ms", target)
    show(f"key to screen, {lines:,} lines: p99", most(times), "ms", target)
    show(f"bytes a key, {lines:,} lines", (program.bytes - first) / KEYS, "bytes", 1000)
    program.end()


def journal(binary, scratch, lines):
    """What the journal adds to a key: two apps at once, one of them without, and the keys go to them in turns."""
    apps = {}
    for how in ("on", "off"):
        write_notebook(scratch / how / "notebook", 1, 10)
        apps[how] = write(binary, scratch / how, lines, HALLWAY_JOURNAL=how)
    times = {how: [] for how in apps}
    for n in range(2 * KEYS):
        for how, program in apps.items():
            times[how].append(press(program, n))
    for program in apps.values():
        program.end()
    with_it, without = (most(times[how]) for how in ("on", "off"))
    show(f"key to screen, {lines:,} lines, with the journal: p99", with_it, "ms", 2)
    show(f"key to screen, {lines:,} lines, without it: p99", without, "ms", 2)
    show("what the journal adds to the median", statistics.median(times["on"]) - statistics.median(times["off"]), "ms", 0.3)
    show("what the journal adds to the p99", with_it - without, "ms", 0.3)


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    print(f"the app in a terminal of {COLUMNS} by {ROWS}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    print("| what | measured | target | |")
    print("| --- | ---: | ---: | --- |")
    with tempfile.TemporaryDirectory(prefix="hallway-keys-") as scratch:
        few, many = pathlib.Path(scratch) / "few", pathlib.Path(scratch) / "many"
        write_notebook(few / "notebook", 1, 10)
        write_notebook(many / "notebook", 200, 50)
        starts(binary, few, "10 sessions")
        starts(binary, many, "10,000 sessions")
        for lines, target in ((200, 2), (1_000, 8), (10_000, 60)):
            keys(binary, few, lines, target)
        journal(binary, pathlib.Path(scratch), 200)


if __name__ == "__main__":
    main()
