"""Disks that fail as a whole: a power cut on a file system of its own, a full one, one that cannot be written."""

import contextlib
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time


def run(*command):
    return subprocess.run(command, capture_output=True, text=True)


def missing(*tools):
    """Why a row cannot be run here; nothing when it can."""
    if os.geteuid() != 0:
        return "mounting needs root"
    for tool in tools:
        if not shutil.which(tool):
            return f"there is no {tool}"
    return None


@contextlib.contextmanager
def mounted(*options):
    """A file system that is mounted as long as this lasts; nothing when it cannot be."""
    with tempfile.TemporaryDirectory(prefix="hallway-mount-") as folder:
        done = run("mount", *options, folder)
        try:
            yield pathlib.Path(folder) if done.returncode == 0 else None
        finally:
            if done.returncode == 0:
                run("umount", "-l", folder)


def image(kind, folder):
    """A file with an empty file system in it."""
    path = pathlib.Path(folder) / "image"
    with open(path, "wb") as file:
        file.truncate(400 << 20)
    made = run(f"mkfs.{kind}", "-q", *(["-F"] if kind == "ext4" else []), str(path))
    return path if made.returncode == 0 else None


def cut(binary, Rig, Row, skipped, count):
    """The file system stops at once, as in a power cut; what was shown more than a second before has to be there."""
    fine = True
    for kind in ("ext4", "xfs"):
        name = f"power cut, {kind}"
        why = missing(f"mkfs.{kind}", "xfs_io", "mount")
        if why:
            fine &= skipped(name, why)
            continue
        row = Row(name)
        for n in range(count(2, 200)):
            with tempfile.TemporaryDirectory(prefix="hallway-power-") as folder:
                path = image(kind, folder)
                point = pathlib.Path(folder) / "point"
                point.mkdir()
                if path is None or run("mount", "-o", "loop", str(path), str(point)).returncode:
                    fine &= skipped(name, "a loop image cannot be mounted here")
                    row = None
                    break
                try:
                    rig = Rig(binary, point / "home")
                    run("sync", "-f", str(point))
                    program = rig.open()
                    shown = rig.type(program, 3)
                    # What is shown is durable within a second.
                    time.sleep(1.0)
                    rig.type(program, n % 3)
                    run("xfs_io", "-x", "-c", "shutdown", str(point))
                    os.kill(program.pid, signal.SIGKILL)
                    os.waitpid(program.pid, 0)
                    os.close(program.fd)
                    run("umount", str(point))
                    run("mount", "-o", "loop", str(path), str(point))
                    row.check(rig.recovered(), shown)
                finally:
                    run("umount", "-l", str(point))
        if row:
            fine &= row.show()
    return fine


def fill(point, with_files):
    """Leaves no inode, or no room."""
    with contextlib.suppress(OSError):
        if with_files:
            for n in range(64):
                (point / f"filler{n}").write_text("")
        else:
            with open(point / "filler", "wb", buffering=0) as file:
                while True:
                    file.write(bytes(512))


def full(binary, Rig, Row, skipped, count):
    """No room, or no inodes, where the notebook is; the state folder has room."""
    fine = True
    for name, option in (("full disk", "size=64k"), ("no inodes left", "size=1m,nr_inodes=16")):
        why = missing("mount")
        if why:
            fine &= skipped(name, why)
            continue
        row = Row(name)
        with mounted("-t", "tmpfs", "-o", option, "tmpfs") as point, tempfile.TemporaryDirectory(prefix="hallway-state-") as state:
            if point is None:
                fine &= skipped(name, "a tmpfs cannot be mounted here")
                continue
            rig = Rig(binary, point / "home")
            rig.env.update({f"XDG_{one}_HOME": f"{state}/{one}" for one in ("STATE", "CACHE", "CONFIG", "DATA")})
            for _ in range(count(2, 20)):
                fill(point, "inodes" in name)
                before = (point / "home/notebook/events/fair/sessions/talk.toml").read_text()
                program = rig.open()
                shown = rig.type(program, 3)
                program.send("\x13")
                program.settle(1)
                if "saved 14:05" in program.screen.text().splitlines()[0]:
                    print(f"  {name}: `saved` was shown", flush=True)
                    row.lost += 1
                os.kill(program.pid, signal.SIGKILL)
                os.waitpid(program.pid, 0)
                os.close(program.fd)
                if (point / "home/notebook/events/fair/sessions/talk.toml").read_text() != before:
                    row.broken += 1
                for filler in point.glob("filler*"):
                    filler.unlink()
                row.check(rig.recovered(), shown)
        fine &= row.show()
    return fine


def read_only(binary, Rig, Row, skipped, count):
    """A notebook that cannot be written: the header says so, the journal has the text."""
    name = "read-only mount"
    why = missing("mount")
    if why:
        return skipped(name, why)
    row = Row(name)
    with tempfile.TemporaryDirectory(prefix="hallway-ro-") as folder:
        rig = Rig(binary, pathlib.Path(folder) / "home")
        notebook = str(rig.folder / "notebook")
        for _ in range(count(2, 20)):
            run("mount", "--bind", notebook, notebook)
            locked = run("mount", "-o", "remount,ro,bind", notebook)
            try:
                if locked.returncode:
                    return skipped(name, "a folder cannot be mounted read-only here")
                program = rig.open()
                shown = rig.type(program, 3)
                program.send("\x13")
                program.settle(1)
                if "saved 14:05" in program.screen.text().splitlines()[0]:
                    print(f"  {name}: `saved` was shown", flush=True)
                    row.lost += 1
                os.kill(program.pid, signal.SIGKILL)
                os.waitpid(program.pid, 0)
                os.close(program.fd)
            finally:
                run("umount", "-l", notebook)
            row.check(rig.recovered(), shown)
    return row.show()
