"""Others write the same file at the same moment: an editor that renames, one that writes in place, git, another hallway."""

import os
import random
import re
import threading
import time

from rig import TALK, save

# The other writer's mark: a field that the app leaves alone.
TRACK = re.compile(r'^track = .*\n', re.M)


def marked(text, mark):
    """The text as the other one wants it: with its mark in a field."""
    kept = TRACK.sub("", text)
    return re.sub(r"^(title = .*\n)", rf'\1track = "{mark}"' + "\n", kept, count=1, flags=re.M)


def in_place(path, mark):
    """As a shell's > does: the file is emptied, then written, at once or in two halves."""
    text = marked(path.read_text(), mark)
    with open(path, "w") as file:
        if random.random() < 0.5:
            pause()
            file.write(text[: len(text) // 2])
            file.flush()
            pause()
            text = text[len(text) // 2:]
        file.write(text)


def pause():
    time.sleep(random.random() * 0.005)


def renaming(path, mark):
    """As vim does: the old file becomes the backup, a new one is written, the backup goes."""
    text = marked(path.read_text(), mark)
    backup = path.with_name(path.name + "~")
    path.rename(backup)
    if random.random() < 0.5:
        pause()
    with open(path, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    backup.unlink()


def pulling(path, mark):
    """As git does: the old file is removed, and a new one is made, which must not be there."""
    text = marked(path.read_text(), mark)
    path.unlink()
    if random.random() < 0.5:
        pause()
    with open(path, "x") as file:
        file.write(text)


def race(write):
    """A row: somebody else writes while the app saves. Both texts are in the file afterwards, or in what was put aside."""

    def round_of(rig, n):
        path = rig.notebook / TALK
        program = rig.open()
        shown = rig.type(program, 2)
        mark = f"theirs{rig.number:05}"
        failed = []

        def other():
            time.sleep(random.choice([0, 0, 0.005, 0.01, 0.02]) * random.random())
            # It would say so, and write nothing.
            try:
                write(path, mark)
            except OSError as error:
                failed.append(error)

        racer = threading.Thread(target=other)
        racer.start()
        save(program)
        racer.join()
        # Whatever was in the way has gone now.
        shown += rig.type(program, 1)
        save(program)
        rig.kill(program)
        counted(rig, shown, mark, failed)

    return round_of


def counted(rig, shown, mark, failed):
    """Counts as lost what is nowhere; tells what is in what was put aside only."""
    rig.tally.faults += 1
    rig.tally.words += len(shown)
    rig.recover()
    texts = rig.texts()
    for word in [*shown, *([] if failed else [mark])]:
        if word in texts:
            continue
        if rig.kept(word):
            rig.tally.tell("what one of them wrote over the other is among the earlier versions")
        else:
            rig.tally.lost += 1
            rig.tally.tell(f"lost: {word}")


def two_apps(rig, n):
    """Two of the app on one note, of which one at a time writes; they take it from each other, with text that is not saved yet, or after a save."""
    apps = [rig.open(), rig.open()]
    shown = []
    for turn in range(2 + n % 3):
        program = apps[(turn + n) % 2]
        take_over(program)
        shown += rig.type(program, 1)
        if random.random() < 0.5:
            save(program)
    for program in apps if n % 2 else reversed(apps):
        rig.kill(program)
    rig.check(shown)


def take_over(program):
    """Waits until it is known who writes, and takes over from the other one."""
    program.settle(0.05)
    if "takes over" in program.screen.text() or "takes it back" in program.screen.text():
        program.send("\x1bw")
        # The line below may say something else meanwhile.
        latest = time.perf_counter() + 10
        while "takes over" in program.screen.text():
            if time.perf_counter() > latest:
                raise TimeoutError(f"it does not take over:\n{program.screen.text()}")
            program.read(0.05)
