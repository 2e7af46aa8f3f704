"""What moves under the program while it runs: the clock, the state folder, the notebook."""

import pathlib
import shutil
import time

from rig import Skip, header, save, says_saved

FAKER = ("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1", "/usr/lib/faketime/libfaketime.so.1",
         "/usr/lib64/faketime/libfaketime.so.1", "/usr/local/lib/faketime/libfaketime.so.1")
JUMPS = ("+1d", "-2y", "+30y", "-3h", "@1970-01-02 00:00:00", "@2038-01-20 00:00:00")


def clock(rig, n):
    """The clock jumps while somebody types: what was typed is saved by itself all the same, and nothing changes its order."""
    faker = next((path for path in FAKER if pathlib.Path(path).exists()), None)
    if not faker:
        raise Skip("there is no libfaketime (on Debian: apt-get install faketime)")
    moment = rig.folder / "moment"
    moment.write_text("+0")
    faked = {"LD_PRELOAD": faker, "FAKETIME_TIMESTAMP_FILE": str(moment), "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1"}
    program = rig.open(**faked)
    shown = rig.type(program, 2)
    jumps = [JUMPS[n % len(JUMPS)], "+0", JUMPS[(n + 1) % len(JUMPS)]]
    for jump in jumps:
        moment.write_text(jump)
        shown += rig.type(program, 1)
    # Two seconds after the last key, and no less.
    began = time.perf_counter()
    while not says_saved(program) and time.perf_counter() < began + 8:
        program.read(0.05)
    rig.tally.slowest("until it is saved", time.perf_counter() - began)
    notes = rig.notes() or ""
    if any(word not in notes for word in shown):
        rig.tally.fail(f"after {jump} of the clock nothing was saved by itself: {header(program)!r}")
    moment.write_text(JUMPS[(n + 2) % len(JUMPS)])
    shown += rig.type(program, 2)
    rig.kill(program)
    rig.check(shown)
    if (rig.notes() or "").split() != rig.before:
        rig.tally.fail("the words have another order now")


def state_removed(rig, n):
    """The state folder goes while somebody types; what was shown is back in a journal, or saved, within a second."""
    program = rig.open()
    shown = rig.type(program, 2)
    shutil.rmtree(rig.folder / "state")
    shown += rig.type(program, n % 3)
    program.settle(0.01)
    until_safe = time.perf_counter() + 1.0
    while time.perf_counter() < until_safe:
        program.read(0.05)
    if n % 2:
        shown += rig.type(program, 1)
    rig.kill(program)
    rig.check(shown)


def moved(rig, n):
    """The notebook goes to another folder while somebody types: that it is not saved is said, and what was shown comes back there."""
    program = rig.open()
    shown = rig.type(program, 2)
    if n % 2:
        save(program)
    elsewhere = rig.folder / "elsewhere"
    rig.notebook.rename(elsewhere)
    shown += rig.type(program, 2)
    save(program)
    if says_saved(program):
        rig.tally.fail(f"`saved` is said of a notebook that has gone: {header(program)!r}")
    if rig.notebook.exists():
        rig.tally.fail("half a notebook was made where it was")
    rig.kill(program)
    if n % 3 == 0:
        # Somebody puts it back.
        elsewhere.rename(rig.notebook)
    else:
        shutil.rmtree(rig.notebook, ignore_errors=True)
        rig.notebook = elsewhere
        rig.env["HALLWAY_NOTEBOOK"] = str(elsewhere)
    rig.check(shown)
