"""Every call to the system by which something is written: it fails, or it is the last one.

A dry run with strace finds the calls: those of the thread that writes the journal, of the one that brings it to the disk itself, and of the one that saves. Then
each round attaches to that thread, right before, and has one call fail or kill. The log of strace tells whether it was hit.
"""

import collections
import contextlib
import dataclasses
import pathlib
import re
import time

from rig import comes, header, need, save, says_saved, state, traced

# Calls that change something on a disk, or open what is to be changed.
WRITING = (
    "openat,openat2,write,pwrite64,writev,fsync,fdatasync,sync_file_range,fallocate,ftruncate,truncate,copy_file_range,rename,renameat,renameat2,link,linkat,"
    "symlink,symlinkat,unlink,unlinkat,mkdir,mkdirat,chmod,fchmod,fchmodat,chown,fchown,fchownat,setxattr,fsetxattr,utimensat,flock"
)
CALL = re.compile(r"^(\d+) +(\w+)\((.*)")
ERRORS = ("ENOSPC", "EIO", "EROFS")
# How often a call is tried that strace missed, because a frame more or less was drawn before it.
TRIES = 4


@dataclasses.dataclass(frozen=True)
class Call:
    """One call of one thread in one of the steps."""

    step: str
    # Its place among the threads of the program, in the order in which they began.
    thread: int
    name: str
    # The how manieth of its name it is in that thread and step.
    number: int
    # What its line in the log has of the file, without what is different each time.
    about: str


def begun(rig, program):
    """The first key of a note begins a journal."""
    return rig.type(program, 1)


def edited(rig, program):
    """The next ones go on in it."""
    return rig.type(program, 1)


def saved(rig, program):
    save(program, 2)
    return []


STEPS = {"the first word": begun, "the next word": edited, "a save": saved}


def threads(program):
    """The threads of a program, the oldest first."""
    tasks = pathlib.Path(f"/proc/{program.pid}/task")
    return sorted((int(task.name) for task in tasks.iterdir()))


def about(rest, folder):
    """What a call is about: the folder of the file and the ending of its name; nothing when it is none of ours."""
    found = re.search(rf'{re.escape(str(folder))}/([^">]*)', rest)
    if not found:
        return None
    path = pathlib.Path(found[1])
    is_named_anew = path.suffix in (".tmp", ".journal", ".lock") or path.name[0].isdigit() and "snapshots" in path.parts or "notebooks" in path.parts
    return str(path.parent / ("*" + path.suffix if is_named_anew else path.name))


def calls(rig):
    """The calls of the three steps, from a dry run."""
    need("strace")
    found = []
    program = rig.open()
    for step, act in STEPS.items():
        log = rig.folder / "log"
        numbers = {tid: at for at, tid in enumerate(threads(program))}
        with traced(program.pid, "-f", "-y", "-e", f"trace={WRITING}", "-o", str(log)):
            act(rig, program)
            # The journal goes to the disk a little later.
            program.settle(0.6)
        counts = collections.Counter()
        made = []
        for line in log.read_text(errors="replace").splitlines():
            call = CALL.match(line)
            if not call or int(call[1]) not in numbers:
                continue
            thread, name = numbers[int(call[1])], call[2]
            counts[thread, name] += 1
            place = about(call[3], rig.folder)
            if place:
                made.append(Call(step, thread, name, counts[thread, name], place))
        # What the index does is no part of it: that is made anew from the notebook whenever it is missing.
        index = {call.thread for call in made if call.about.startswith("cache")}
        found += [call for call in made if call.thread not in index]
    return found


def failing(rig):
    """Each call fails once with each of the errors, and then every time from there on."""
    found = calls(rig)
    once = [(call, error, "") for call in found for error in ERRORS]
    return once + [(call, error, "+") for call in found for error in ERRORS[:1]]


def struck(rig, call, what, often=""):
    """The app with that call struck, and the words that were shown before and meanwhile; no app when it could not be hit."""
    for _ in range(TRIES):
        program, shown, log = rig.open(), [], rig.folder / "log"
        for step, act in STEPS.items():
            if step != call.step:
                shown += act(rig, program)
                continue
            # What is under way must not be counted.
            program.settle(0.4)
            inject = f"inject={call.name}:{what}:when={call.number}{often}"
            with traced(threads(program)[call.thread], "-y", "-e", f"trace={call.name}", "-e", inject, "-o", str(log)):
                # It may be gone at once.
                with contextlib.suppress(SystemExit, OSError):
                    shown += act(rig, program)
                    program.settle(0.4)
            break
        lines = log.read_text(errors="replace").splitlines()
        hit = [line for line in lines if "(INJECTED)" in line]
        if "KILL" in what and state(program.pid) in "ZX":
            # The line of a call that kills is the last one but for that of the end.
            hit = [line for line in lines if not line.startswith("+++")][-1:]
        if any(about(line, rig.folder) == call.about for line in hit):
            return program, shown
        rig.kill(program)
        rig.check(shown)
        rig.tally.faults -= 1
    rig.tally.tell(f"not hit: {call.name} {call.number} of {call.step}, {call.about}")
    return None, []


def whole(rig, shown):
    """The file has the words as they were at some moment: none left out, none but those, in their order."""
    notes = rig.notes()
    # Where a terminal takes nothing either, the last word was not seen.
    typed = list(dict.fromkeys([*rig.before, *shown, f"w{rig.number:05}x"]))
    if notes is None or notes.split() != typed[: len(notes.split())]:
        rig.tally.broken += 1
        rig.tally.tell(f"neither old nor new: {notes!r}")


def kill(rig, call):
    """It is the last call of all."""
    program, shown = struck(rig, call, "signal=KILL")
    if program:
        rig.gone(program)
        whole(rig, shown)
        rig.check(shown)


def fail(rig, case):
    """It fails: `saved` must not be said of what is not in the file, and afterwards everything is there."""
    call, error, often = case
    program, shown = struck(rig, call, f"error={error}", often)
    if program is None:
        return
    whole(rig, shown)
    if says_saved(program) and any(word not in (rig.notes() or "") for word in shown):
        rig.tally.fail(f"`saved` is said of what is not in the file: {error} of {call.name} {call.number}, {call.step}, {call.about}")
    if "no journal" in header(program):
        # The text is saved without one; a second after it failed, the next word tries again.
        if not comes(program, lambda: says_saved(program) or "not saved:" in header(program)):
            rig.tally.fail(f"without a journal it is not saved: {error} of {call.name} {call.number}, {call.step}, {call.about}")
        program.settle(1.0)
        shown += rig.type(program, 1)
        if not comes(program, lambda: "no journal" not in header(program)):
            rig.tally.fail(f"there is no journal any more: {error} of {call.name} {call.number}, {call.step}, {call.about}")
    said = header(program).split("   ")[-1]
    rig.kill(program)
    rig.check(shown, f"{error}{often} of {call.name} {call.number}, {call.step}, {call.about}; it said {said!r}")


def slow(rig, n):
    """A disk that takes two seconds to sync is not felt."""
    program = rig.open()
    shown = []
    first, *others = threads(program)[1:]
    others = [word for other in others for word in ("-p", str(other))]
    with traced(first, *others, "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:delay_enter=2000000"):
        for _ in range(12):
            word = rig.word()
            # What is still on its way belongs to the key before.
            program.settle(0.1)
            before, began = program.bytes, time.perf_counter()
            program.send(word[0])
            while program.bytes == before:
                program.read(1)
            rig.tally.slowest("a key", time.perf_counter() - began)
            program.send(word[1:] + " ")
            program.wait(word)
            shown.append(word)
        rig.kill(program)
    rig.check(shown)
