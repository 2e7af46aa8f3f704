"""What every row uses: a notebook of its own, the app open in it, and the count of what was shown and what is left."""

import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from screen import Program, environment  # noqa: E402

FULL = os.environ.get("HALLWAY_FAULTS") == "full"
EVENT = "events/fair"
TALK = f"{EVENT}/sessions/talk.toml"
SAVED = re.compile(r"(?<!not )saved \d\d:\d\d")
ASKED = "write again"
WORD = re.compile(r"w\d{5,}x")
SHIFT = "2026-05-15T{}:00:00+01:00"


class Skip(Exception):
    """Why a row cannot be run here."""


class Tally:
    """What a row counts."""

    def __init__(self):
        self.faults = self.words = self.lost = self.broken = 0
        # Faults that came at another call than the one that was meant.
        self.slips = 0
        self.skipped = None
        self.wrong, self.told, self.worst = [], [], {}

    def slowest(self, what, seconds):
        """Keeps the longest time of a kind."""
        self.worst[what] = max(self.worst.get(what, 0.0), seconds)

    def fail(self, what):
        """Something that is neither a lost word nor a broken file, and must not be."""
        self.wrong.append(what)

    def tell(self, what):
        """Something worth knowing that is no failure; said once."""
        if what not in self.told:
            self.told.append(what)

    def add(self, other):
        for name in ("faults", "words", "lost", "broken", "slips"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.skipped = self.skipped or other.skipped
        self.wrong += other.wrong
        for what in other.told:
            self.tell(what)
        for what, seconds in other.worst.items():
            self.slowest(what, seconds)

    def fine(self):
        return not (self.lost or self.broken or self.wrong)


def need(*tools, root=False):
    """Skips the row where a tool or a right is missing."""
    if root and os.geteuid() != 0:
        raise Skip("it needs root")
    for tool in tools:
        if not shutil.which(tool):
            raise Skip(f"there is no {tool}")


class Rig:
    """A notebook with a talk that is on and a booth, in a folder of its own."""

    def __init__(self, binary, folder, tally, **more):
        self.binary, self.folder, self.tally = binary, pathlib.Path(folder), tally
        self.notebook = self.folder / "notebook"
        self.write(f"{EVENT}/event.toml", title="Fair", time_zone="Europe/London", more="starts = 2026-05-15\nends = 2026-05-15\n")
        self.write("notebook.toml", id="faults")
        for name, kind, title, hour in (("talk", "talk", "A talk", 14), ("stand", "booth", "A stand", 9)):
            shift = "".join(f"{key} = {SHIFT.format(f'{at:02}')}\n" for key, at in (("starts", hour), ("ends", hour + 1)))
            self.write(f"{EVENT}/sessions/{name}.toml", kind=kind, title=title, more=shift)
        self.env = environment(self.folder, **more)
        self.wrap, self.programs = [], []
        self.number, self.before = 0, []

    def write(self, file, more="", **fields):
        path = self.notebook / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("format = 1\n" + "".join(f'{key} = "{value}"\n' for key, value in fields.items()) + more)

    def start(self, *words, columns=80, rows=24, **more):
        """The app in a terminal of its own; `more` goes into its environment."""
        command = [*self.wrap, self.binary, *words]
        command[0] = shutil.which(command[0]) or command[0]
        program = Program(command, {**self.env, **more}, columns, rows)
        self.programs.append(program)
        return program

    def open(self, rows=24, **more):
        """The app, with the cursor in the notes of the talk."""
        program = self.start("open", "fair", rows=rows, **more)
        either(program, "Intro", "Enter keep")
        if "Enter keep" in program.screen.text():
            # What came back, or why nothing can.
            program.send("\r")
            program.wait("Intro")
        program.send("\r")
        # What a killed save left is told after the first frame, and takes the key.
        while not comes(program, lambda: "Esc back" in program.screen.text(), 3):
            program.send("\r")
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
            either(program, word, ASKED, "Enter keep")
            if asked(program) or "Enter keep" in program.screen.text():
                # Somebody removed the file, the app asks, and it is to be written again; or it tells what a killed save left.
                program.send("\r")
                program.settle(0.1)
                program.send(word + " ")
            program.wait(word)
            shown.append(word)
        return shown

    def hallway(self, *words):
        """The standard output of a command."""
        command = [*self.wrap, self.binary, *words]
        return subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=60).stdout

    def recover(self):
        """Brings back what is to be brought back."""
        for one in json.loads(self.hallway("recover", "list", "--json") or "{}").get("journals", []):
            self.hallway("recover", "restore", one["id"])

    def texts(self, notebook=None):
        """What all files of the notebook say; counts those that are broken."""
        texts, notebook = [], notebook or self.notebook
        for path in sorted(notebook.rglob("*.toml")):
            # A file system without a journal may have anything under the name of a temporary file.
            if not path.is_file() or any(part.startswith(".") for part in path.relative_to(notebook).parts):
                continue
            text = path.read_text(errors="replace")
            texts.append(text)
            try:
                tomllib.loads(text)
            except ValueError:
                self.tally.broken += 1
                self.tally.tell(f"broken: {path.name}: {text[:200]!r}")
        return "".join(texts)

    def notes(self):
        """The talk's notes as they stand in the file; nothing when it is broken."""
        try:
            return tomllib.loads((self.notebook / TALK).read_text()).get("notes", "")
        except (OSError, ValueError):
            return None

    def kept(self, word):
        """Whether a word is anywhere: notebook, journals, earlier versions, what was put aside."""
        needle = word.encode()
        return any(needle in path.read_bytes() for path in self.folder.rglob("*") if path.is_file())

    def check(self, shown, about="", notebook=None):
        """Recovers, and counts what is missing of what was shown, now and in the rounds before."""
        self.tally.faults += 1
        self.tally.words += len(shown)
        self.recover()
        there = set(WORD.findall(self.texts(notebook)))
        missing = [word for word in self.before + shown if word not in there]
        if missing:
            self.tally.lost += len(missing)
            self.tally.tell(f"lost: {' '.join(missing[:9])} {about}")
        self.before = [word for word in self.before + shown if word in there]

    def close(self):
        """Ends every app that a round left open."""
        for program in list(self.programs):
            self.kill(program)

    def kill(self, program):
        with contextlib.suppress(ProcessLookupError):
            os.kill(program.pid, signal.SIGKILL)
        self.gone(program)

    def gone(self, program):
        """Reaps an app that was killed or that ends by itself, and closes its terminal."""
        if program in self.programs:
            self.programs.remove(program)
            os.waitpid(program.pid, 0)
            with contextlib.suppress(OSError):
                os.close(program.fd)

    def ends(self, program, within):
        """Waits for an end; gives the seconds it took. What does not end is killed, and a failure."""
        began = time.perf_counter()
        while time.perf_counter() < began + within:
            with contextlib.suppress(SystemExit, OSError, ValueError):
                program.read(0.01)
            if state(program.pid) in "ZX":
                self.gone(program)
                return time.perf_counter() - began
            time.sleep(0.005)
        self.tally.fail(f"it did not end within {within} s")
        self.kill(program)
        return within


def state(pid):
    """The letter of a process's state; X when it has gone."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1][0]
    except (OSError, IndexError):
        return "X"


def until(true, patience=10.0):
    """Waits until something is so; tells whether it is."""
    latest = time.perf_counter() + patience
    while not true():
        if time.perf_counter() > latest:
            return False
        time.sleep(0.005)
    return True


def either(program, *texts, patience=30.0):
    """Waits until one of the texts is on the screen."""
    latest = time.perf_counter() + patience
    while not any(text in program.screen.text() for text in texts):
        if time.perf_counter() > latest:
            raise TimeoutError(f"waited in vain for one of {texts}:\n{program.screen.text()}")
        program.read(0.1)


def comes(program, true, patience=10.0):
    """Reads what is shown until something is so; tells whether it is."""
    latest = time.perf_counter() + patience
    while not true():
        if time.perf_counter() > latest:
            return False
        program.read(0.05)
    return True


def asked(program):
    """Whether the app asks what is to become of a file that was removed."""
    return ASKED in program.screen.text()


def header(program):
    return program.screen.text().splitlines()[0]


def says_saved(program):
    """Whether the header says that everything is on disk."""
    return bool(SAVED.search(header(program)))


def save(program, patience=5.0):
    """Asks for a save and waits for what the header says of it."""
    if asked(program):
        program.send("\r")
    program.send("\x13")
    latest = time.perf_counter() + patience
    while time.perf_counter() < latest:
        if says_saved(program) or "not saved:" in header(program) or "not confirmed" in header(program):
            return
        program.read(0.05)


@contextlib.contextmanager
def traced(pid, *options):
    """Traces a thread or, with -f, a process, as long as this lasts."""
    need("strace")
    tracer = subprocess.Popen(["strace", *options, "-p", str(pid)], stderr=subprocess.PIPE, text=True)
    try:
        said = tracer.stderr.readline()
        if "attached" not in said:
            raise Skip(f"strace may not trace here: {said.strip()}")
        yield tracer
    finally:
        with contextlib.suppress(ProcessLookupError):
            tracer.send_signal(signal.SIGINT)
        try:
            tracer.wait(5)
        except subprocess.TimeoutExpired:
            tracer.kill()
            tracer.wait()
        tracer.stderr.close()
