"""Disks that fail as a whole: a power cut, a full one, one that cannot be written, files without rights, no place for the journal."""

import contextlib
import os
import pathlib
import subprocess
import time

from rig import EVENT, TALK, Rig, Skip, header, need, save, says_saved

# Somebody who has no rights.
NOBODY = 65534


def run(*command):
    return subprocess.run(command, capture_output=True, text=True)


@contextlib.contextmanager
def mounted(point, *options):
    """A file system that is mounted as long as this lasts."""
    need("mount", "umount", root=True)
    point.mkdir(exist_ok=True)
    done = run("mount", *options, str(point))
    if done.returncode:
        raise Skip(f"nothing can be mounted here: {done.stderr.strip()}")
    try:
        yield point
    finally:
        run("umount", "-l", str(point))


def image(kind, folder, *options):
    """A file with an empty file system in it."""
    need(f"mkfs.{kind}", "xfs_io", root=True)
    path = folder / "image"
    with open(path, "wb") as file:
        file.truncate(400 << 20)
    made = run(f"mkfs.{kind}", "-q", *(["-F"] if kind == "ext4" else []), *options, str(path))
    if made.returncode:
        raise Skip(f"mkfs.{kind}: {made.stderr.strip()}")
    return path


def as_cut(path):
    """What the disk has at this moment, mended as after a power cut. The device may write on until it is unmounted."""
    need("e2fsck")
    copy = path.with_name("cut")
    if run("cp", "--sparse=always", str(path), str(copy)).returncode:
        raise RuntimeError("the image cannot be copied")
    mended = run("e2fsck", "-fy", str(copy))
    if mended.returncode > 2:
        raise RuntimeError(f"it cannot be mended: {mended.stdout}{mended.stderr}")
    return copy


def cut(kind, *options):
    """A row: the file system stops at once, as in a power cut; what was shown more than a second before has to be there. Without a journal
    it is mended first."""

    def round_of(rig, n):
        path, point = image(kind, rig.folder, *options), rig.folder / "point"
        with mounted(point, "-o", "loop", str(path)):
            other = Rig(rig.binary, point / "home", rig.tally)
            # A save, a journal that is begun, and one that goes on are all met.
            early = other.word()
            talk = other.notebook / TALK
            talk.write_text(talk.read_text() + f'notes = "{early} "\n')
            run("sync", "-f", str(point))
            program = other.open()
            shown = other.type(program, 1 + n % 4)
            if n % 3 == 0:
                save(program)
                shown += other.type(program, 1)
            # What is shown is durable within a second.
            program.settle(0.01)
            time.sleep(1.0)
            other.type(program, n % 3)
            run("xfs_io", "-x", "-c", "shutdown", str(point))
            other.kill(program)
            if options:
                path = as_cut(path)
            run("umount", str(point))
            again = run("mount", "-o", "loop", str(path), str(point))
            if again.returncode:
                raise RuntimeError(f"it cannot be mounted again: {again.stderr.strip()}")
            other.check(shown + [early])

    return round_of


def fill(point, with_files):
    """Leaves no inode, or no room."""
    with contextlib.suppress(OSError):
        if with_files:
            for n in range(256):
                (point / f"filler{n}").write_text("")
        else:
            with open(point / "filler", "wb", buffering=0) as file:
                while True:
                    file.write(bytes(512))


def refused(rig, program, shown, before):
    """A save that cannot be: the header does not claim it, the file is as it was, and what was shown comes back."""
    save(program)
    if says_saved(program):
        rig.tally.fail(f"`saved` is said: {header(program)!r}")
    rig.kill(program)
    if rig.notes() != before:
        rig.tally.broken += 1
        rig.tally.tell(f"neither old nor new: {rig.notes()!r}")


def full(option, with_files):
    """A row: no room, or no inodes, where the notebook is; the state folder has room."""

    def round_of(rig, _):
        with mounted(rig.folder / "small", "-t", "tmpfs", "-o", option, "tmpfs") as point:
            other = Rig(rig.binary, point, rig.tally)
            other.env.update({name: value for name, value in rig.env.items() if name.startswith("XDG_")})
            fill(point, with_files)
            program = other.open()
            shown = other.type(program, 3)
            refused(other, program, shown, "")
            for filler in point.glob("filler*"):
                filler.unlink()
            other.check(shown)

    return round_of


def read_only(rig, _):
    """A notebook that is mounted read-only: the header says so."""
    with mounted(rig.notebook, "--bind", str(rig.notebook)):
        locked = run("mount", "-o", "remount,ro,bind", str(rig.notebook))
        if locked.returncode:
            raise Skip(f"nothing can be mounted read-only here: {locked.stderr.strip()}")
        locked_out(rig)
    rig.check(rig.typed)


def locked_out(rig):
    """Types into a notebook that cannot be written."""
    program = rig.start("open", "fair")
    program.wait("Intro")
    program.settle(0.1)
    if "read-only" not in header(program):
        rig.tally.fail(f"the header does not say that it is read-only: {header(program)!r}")
    program.send("\r")
    program.wait("Esc back")
    rig.typed = rig.type(program, 3)
    refused(rig, program, rig.typed, rig.notes())


def immutable(rig, n):
    """The file, or its folder, has the attribute that forbids everybody to change it."""
    need("chattr", root=True)
    path = str(rig.notebook / (TALK if n % 2 else f"{EVENT}/sessions"))
    if run("chattr", "+i", path).returncode:
        raise Skip("this file system has no attributes (chattr +i)")
    try:
        program = rig.open()
        shown = rig.type(program, 3)
        refused(rig, program, shown, rig.notes())
    finally:
        run("chattr", "-i", path)
    rig.check(shown)


def somebody_else(rig, n):
    """The files, or their folder, belong to somebody else, who lets one read only."""
    need("setpriv", root=True)
    rig.wrap = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    os.chown(rig.folder, NOBODY, NOBODY)
    if n % 2 == 0:
        # The folder may be written, but the file may not.
        os.chown((rig.notebook / TALK).parent, NOBODY, NOBODY)
    before = rig.notes()
    program = rig.open()
    shown = rig.type(program, 3)
    refused(rig, program, shown, before)
    for path in [rig.notebook, *rig.notebook.rglob("*")]:
        os.chown(path, NOBODY, NOBODY)
    rig.check(shown)


def no_room_for_the_journal(rig, _):
    """The disk of the state folder is full, that of the notebook is not: every pause saves."""
    with mounted(rig.folder / "state", "-t", "tmpfs", "-o", "size=64k", "tmpfs") as point:
        fill(point, False)
        alone(rig)
        (point / "filler").unlink()
        rig.check(rig.typed)


def no_state_folder(rig, n):
    """There is a file where the state folder would be, or one cannot be made there."""
    place = rig.folder / "state" if n % 2 == 0 else pathlib.Path("/proc/nowhere")
    if n % 2 == 0:
        place.write_text("in the way")
    rig.env["XDG_STATE_HOME"] = str(place)
    alone(rig)
    if n % 2 == 0:
        place.unlink()
    rig.env["XDG_STATE_HOME"] = str(rig.folder / "state")
    rig.check(rig.typed)


def alone(rig):
    """Types where there is no journal: that is said, and what is called saved is in the file."""
    program = rig.open()
    rig.typed = []
    for _ in range(3):
        rig.typed += rig.type(program, 1)
        if "no journal" not in header(program):
            rig.tally.fail(f"the header does not say that there is no journal: {header(program)!r}")
        latest = time.perf_counter() + 5
        while not says_saved(program) and time.perf_counter() < latest:
            program.read(0.05)
    if not says_saved(program):
        rig.tally.fail(f"nothing is saved: {header(program)!r}")
    rig.kill(program)
