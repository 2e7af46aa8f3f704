#!/usr/bin/env python3
"""Breaks things under the real program in a real terminal, and counts what is lost.

    tests/faults/run.py HALLWAY [ROW...]

Each row of the table prints the faults that were injected, the words that were shown, those of them that were lost, and the files that were left
broken; anything lost or broken, or said that is not true, makes the exit code 1. With words, only the rows whose names have one of them.

Counts are small; HALLWAY_FAULTS=full makes them large, a number that number at most. HALLWAY_BESIDE says how many rounds run beside one another. A row whose tools or rights are missing says why it is skipped.
"""

import dataclasses
import multiprocessing
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

import calls
import counts
import disks
import ends
import once
import places
import verbs
import writers
from rig import FULL, Rig, Skip, Tally

COUNTS = os.environ.get("HALLWAY_FAULTS", "")
# Most rounds wait most of the time, so several run beside one another; no more than so many of one row in one notebook.
BESIDE, SHARE = int(os.environ.get("HALLWAY_BESIDE", "4")), 50


@dataclasses.dataclass
class Row:
    """A row of the table; `function` does one of its rounds."""

    name: str
    function: Callable
    small: int
    large: int
    # Each round has a notebook of its own; otherwise the rounds go on with one, and words of earlier rounds have to stay.
    fresh: bool = False
    # What the rounds are about, found out beforehand; otherwise they have numbers.
    cases: Callable | None = None


ROWS = [
    Row("kill -9 at random while typing", ends.killed, 10, 1000),
    Row("SIGTERM, SIGINT, SIGHUP", ends.signalled, 3, 60),
    Row("a terminal that takes nothing, then the same", ends.unread, 3, 60),
    Row("hangup: the terminal is closed", ends.hung_up, 2, 60),
    Row("kill -9 while suspended", ends.suspended, 2, 60),
    Row("kill -9 while $EDITOR has the text", ends.with_editor, 2, 60),
    Row("kill -9 in a paste of 0.9 MB", ends.pasting, 3, 60, fresh=True),
    Row("kill -9 during recovery at the start", ends.recovering, 5, 200),
    Row("kill -9 in fields, lines, booth, introduction, closing, links", ends.anywhere, len(ends.PLACES), 50 * len(ends.PLACES), fresh=True),
    Row("kill -9 after a deletion", ends.deleted, 2, 60, fresh=True),
    Row("kill -9 at each writing call", calls.kill, 10, 0, fresh=True, cases=calls.calls),
    Row("ENOSPC, EIO, EROFS of each writing call", calls.fail, 12, 0, fresh=True, cases=calls.failing),
    Row("kill -9, ENOSPC, EIO, EROFS at each writing call of each verb", verbs.failing, 60, 0, cases=verbs.cases),
    Row("a disk that syncs in 2 s", calls.slow, 1, 5),
    Row("power cut, ext4", disks.cut("ext4"), 2, 100, fresh=True),
    Row("power cut, xfs", disks.cut("xfs"), 2, 100, fresh=True),
    Row("power cut, ext4 without a journal", disks.cut("ext4", "-O", "^has_journal"), 2, 100, fresh=True),
    Row("full disk", disks.full("size=64k", False), 1, 20, fresh=True),
    Row("no inodes left", disks.full("size=1m,nr_inodes=16", True), 1, 20, fresh=True),
    Row("read-only mount", disks.read_only, 1, 20),
    Row("files of somebody else", disks.somebody_else, 2, 20, fresh=True),
    Row("files that nobody may change (chattr +i)", disks.immutable, 2, 20),
    Row("no room for the journal", disks.no_room_for_the_journal, 1, 20, fresh=True),
    Row("no state folder", disks.no_state_folder, 2, 20, fresh=True),
    Row("the state folder is removed", places.state_removed, 2, 60),
    Row("the notebook is moved", places.moved, 2, 60, fresh=True),
    Row("the clock jumps", places.clock, 2, 60),
    Row("a second writer: in place", writers.race(writers.in_place), 5, 400),
    Row("a second writer: renames, as vim does", writers.race(writers.renaming), 5, 300),
    Row("a second writer: removes and makes, as git does", writers.race(writers.pulling), 5, 300),
    Row("two of the app on one note", writers.two_apps, 4, 200),
    Row("apps, shell loops and editors: every word once", once.round_of, 4, 200, fresh=True),
    Row("what is written reads back the same", counts.round_trips, 1, 1),
    Row("what two inserted is there after a merge", counts.merges, 1, 1),
]


def many(row, found):
    """How many rounds of a row are run; `found` is how many there are to choose from."""
    if FULL:
        return found
    return min(found, int(COUNTS)) if COUNTS.isdigit() else min(found, row.small)


def share(number, binary, scratch, rounds):
    """Some rounds of the row of that number, what they counted, and the seconds they took."""
    row, tally, rig = ROWS[number], Tally(), None
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(dir=scratch, ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o755)
        for at, case in enumerate(rounds):
            if rig is None or row.fresh:
                rig = Rig(binary, pathlib.Path(folder) / f"home{at}", tally)
            try:
                row.function(rig, case)
            except Skip as why:
                tally.skipped = str(why)
                break
            except (Exception, SystemExit) as wrong:
                tally.fail(f"round {case}: {type(wrong).__name__}: {wrong}")
            finally:
                rig.close()
            if len(tally.wrong) > 5:
                break
            if row.fresh:
                shutil.rmtree(rig.folder, ignore_errors=True)
    return tally, time.perf_counter() - began


def shares(row, binary, scratch):
    """The rounds of a row, in portions."""
    if row.cases is None:
        rounds = list(range(many(row, row.large)))
    else:
        with tempfile.TemporaryDirectory(dir=scratch, ignore_cleanup_errors=True) as folder:
            rig = Rig(binary, folder, Tally())
            try:
                found = row.cases(rig)
            finally:
                rig.close()
        wanted = many(row, len(found))
        rounds = [found[at * len(found) // wanted] for at in range(wanted)]
    size = max(1, min(SHARE, -(-len(rounds) // BESIDE)))
    return [rounds[at:at + size] for at in range(0, len(rounds), size)]


def show(row, tally, seconds):
    """A line of the table, and what is to be said of it."""
    cells = [f"skipped: {tally.skipped}", "", "", ""]
    if not tally.skipped:
        cells = [f"{number:,}" for number in (tally.faults, tally.words, tally.lost, tally.broken)]
    print(f"| {row.name} | {' | '.join(cells)} |", flush=True)
    said = [f"{what}: {worst * 1000:.1f} ms at most" for what, worst in tally.worst.items()]
    if tally.slips:
        said.append(f"{tally.slips} more came at another call than was meant")
    for line in said + tally.told + [f"FAILED: {one}" for one in tally.wrong]:
        print(f"  {row.name}: {line}", file=sys.stderr, flush=True)
    print(f"  {row.name}: {seconds:.1f} s", file=sys.stderr, flush=True)


def sweep(scratch):
    """Unmounts whatever a round that was broken off left mounted, and removes everything."""
    for line in reversed(pathlib.Path("/proc/mounts").read_text().splitlines()):
        point = line.split()[1]
        if point.startswith(scratch + "/"):
            subprocess.run(["umount", "-l", point], check=False)
    if shutil.which("chattr"):
        subprocess.run(["chattr", "-R", "-f", "-i", scratch], check=False, capture_output=True)
    shutil.rmtree(scratch, ignore_errors=True)


def leave(*_):
    sys.exit(1)


def main():
    words = sys.argv[2:]
    if len(sys.argv) < 2 or any(word.startswith("-") for word in sys.argv[1:]):
        sys.exit(__doc__)
    signal.signal(signal.SIGTERM, leave)
    scratch = tempfile.mkdtemp(prefix="hallway-faults-")
    # Somebody without rights has to be able to run it, and a build that goes on must not change it.
    os.chmod(scratch, 0o755)
    binary = shutil.copy(sys.argv[1], scratch)
    passed = failed = skipped = 0
    print("| fault | injected | words shown | lost | broken files |\n| --- | ---: | ---: | ---: | ---: |", flush=True)
    try:
        with multiprocessing.Pool(BESIDE, signal.signal, (signal.SIGTERM, signal.SIG_DFL)) as pool:
            begun = []
            for number, row in enumerate(ROWS):
                if words and not any(word in row.name for word in words):
                    continue
                tally = Tally()
                try:
                    portions = shares(row, binary, scratch)
                except Skip as why:
                    portions, tally.skipped = [], str(why)
                begun.append((row, tally, [pool.apply_async(share, (number, binary, scratch, one)) for one in portions]))
            for row, tally, portions in begun:
                seconds = 0.0
                for portion in portions:
                    counted, took = portion.get()
                    tally.add(counted)
                    seconds += took
                show(row, tally, seconds)
                passed += tally.skipped is None and tally.fine()
                failed += not tally.fine()
                skipped += tally.skipped is not None and tally.fine()
    except BaseException:
        # An app that was left alone saves what it has, and ends, within a second.
        time.sleep(1.5)
        raise
    finally:
        sweep(scratch)
    print(f"\n{passed} passed, {failed} failed, {skipped} skipped", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
