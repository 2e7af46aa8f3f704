"""One or two of the app while shell loops and other programs write the same notebook: every word stands in it once in the end, and every count is exact.

Nothing here asks whether a word exists. A model has every word that was typed, by a person at the keys, by `hallway note`, `session` and `links` in a shell, or by an
editor, and what was counted; afterwards each word has to stand in all files together exactly once, and the sums have to be the same, twice: after recovery, and after one more
start of the app.
"""

import collections
import ctypes
import os
import pathlib
import random
import re
import signal
import subprocess
import tempfile
import threading
import time
import tomllib

from rig import TALK, comes, either, header, need, save, says_saved
from writers import take_over

STAND = TALK.replace("talk.toml", "stand.toml")
TOKEN = re.compile(r"\b[a-z]{4}\d{3}q\b")
EXCHANGE, HERE = 2, -100
# How many words are taken out again.
REMOVED = 0.1
# High enough for every talk that a shell adds.
ROWS = 100
SLOW = "inject=fsync,fdatasync:delay_exit=20000"


class Model:
    """What was typed and counted. Anything else than once is said of it when it is added."""

    def __init__(self):
        self.lock, self.number = threading.Lock(), 0
        self.once, self.loose, self.gone = set(), set(), set()
        self.sums, self.slack = collections.Counter(), collections.Counter()
        self.failed, self.abandoned, self.edits = [], [], []
        # Whether two have written in one text, since one of them had no answer.
        self.both = False

    def word(self):
        """A word that was never there."""
        with self.lock:
            self.number += 1
            # No two begin alike, as those of a person seldom do.
            mixed = self.number * 274_177 % 26**4
            letters = "".join(chr(ord("a") + mixed // 26**at % 26) for at in range(4))
            return f"{letters}{self.number % 1000:03}q"

    def add(self, word, done=True):
        """A word that stands there once, or at most once where a command failed."""
        with self.lock:
            (self.once if done and word not in self.loose else self.loose).add(word)

    def remove(self, word):
        """A word that somebody took out again."""
        with self.lock:
            self.once.discard(word)
            self.gone.add(word)

    def loosen(self, word):
        """A word that somebody meant to take out, and may not have."""
        with self.lock:
            self.once.discard(word)
            self.loose.add(word)

    def put_aside(self, rig):
        """What an editor had just written when the app was killed in the middle of a save lies in the state folder, and is told."""
        texts = [path.read_text(errors="replace") for path in (rig.folder / "state").rglob("strays/**/*") if path.is_file()]
        for text in texts:
            for word in TOKEN.findall(text):
                self.loosen(word)
        if texts:
            # In the file is what those replaced.
            self.loose |= self.gone
            self.gone = set()

    def count(self, name, by, done=True):
        with self.lock:
            (self.sums if done else self.slack)[name] += by

    def abandon(self, word):
        """A word in the middle of which somebody took the text over; what was shown of it stays."""
        with self.lock:
            self.abandoned.append(word)

    def is_rest(self, piece, words):
        """Whether a piece is what is left of an abandoned word; each has one."""
        of = next((word for word in words if re.fullmatch("?".join(word) + "?", piece)), None)
        if of:
            words.remove(of)
        return bool(of)

    def judge(self, rig, when):
        """Compares with what all files say."""
        text = rig.texts()
        found = collections.Counter(TOKEN.findall(text))
        wrong = [f"{word} {found[word]} times" for word in sorted(self.once) if found[word] != 1]
        wrong += [f"{word} {found[word]} times, of a command that failed" for word in sorted(self.loose) if found[word] > 1]
        wrong += [f"{word} {found[word]} times, though it was removed" for word in sorted(self.gone) if found[word]]
        known = self.once | self.loose | self.gone
        abandoned = list(self.abandoned)
        pieces = [piece for piece in (rig.notes() or "").split() if piece not in known]
        if self.both:
            # What one of them had half typed when the other one went on behind it may stay.
            pieces = [piece for piece in pieces if not any(word.startswith(piece) for word in known)]
        # The long ones fit fewest words.
        pieces = [piece for piece in sorted(pieces, key=len, reverse=True) if not self.is_rest(piece, abandoned)]
        wrong += [f"{piece!r} in the notes, which nobody typed" for piece in pieces]
        rig.tally.lost += sum(found[word] == 0 for word in self.once)
        found = counted(rig)
        for name in {*found, *self.sums}:
            number, least = found[name], self.sums[name]
            if not least <= number <= least + self.slack[name]:
                wrong.append(f"{name} at {number}, not {least}")
        for one in wrong[:9]:
            rig.tally.fail(f"{when}: {one}")
        if wrong:
            edits = [edit for edit in self.edits if edit[0] in " ".join(wrong)]
            files = "\n".join((rig.notebook / file).read_text() for file in (TALK, STAND))
            rig.tally.tell(f"{when}: abandoned {self.abandoned}, removed {sorted(self.gone)}, edits {edits}; the files are\n{files}")
        return not wrong


def counted(rig):
    """What the booth's file has of each counter; that of the hours has to be the same."""
    text = (rig.notebook / STAND).read_text()
    for one in counters(text):
        hours = sum(hour["count"] for hour in one.get("hours", []))
        if hours > one["count"]:
            rig.tally.fail(f"{one['name']} at {one['count']}, and {hours} by the hour")
    return sums(text)


def counters(text):
    session = tomllib.loads(text)
    return session.get("tallies", []) + session.get("crowd", [])


def sums(text):
    found = collections.Counter()
    for one in counters(text):
        found[one["name"]] += one["count"]
    return found


class Typist(threading.Thread):
    """Somebody at the keys of one app, for some words or counts."""

    def __init__(self, model, program, pace, body):
        super().__init__()
        self.model, self.program, self.pace, self.body = model, program, pace, body
        self.wrong = None

    def run(self):
        try:
            self.body(self)
        except (Exception, SystemExit) as wrong:
            self.wrong = wrong

    def key(self, key):
        """A key, and what is shown until the next one."""
        self.program.send(key)
        self.model.both |= "does not answer" in self.program.screen.text()
        latest = time.perf_counter() + self.pace * random.uniform(0.6, 1.4)
        while (left := latest - time.perf_counter()) > 0:
            self.program.read(left)

    def words(self, number):
        """Words, letter by letter; now and then one is taken out again."""
        for _ in range(number):
            word = self.model.word()
            for key in word + " ":
                self.key(key)
            either(self.program, word, "takes over")
            if word not in self.program.screen.text():
                # The other one had asked for the text before, and has got it only now.
                self.model.abandon(word)
                self.begin()
                continue
            self.model.add(word)
            if random.random() < REMOVED:
                for _ in word + " ":
                    self.key("\x7f")
                if "takes over" in self.program.screen.text():
                    self.model.abandon(word)
                    self.model.loosen(word)
                    self.begin()
                else:
                    self.model.remove(word)

    def begin(self):
        """Takes the text over, where it has to be, and goes to where no word is."""
        take_over(self.program)
        self.key("\x1b[F")
        self.key(" ")

    def counts(self, number):
        """Visitors and hobbyists."""
        for _ in range(number):
            key, name = random.choice([("v", "visitors"), ("h", "hobbyist")])
            self.key(key)
            self.model.count(name, 1)
        # What counts is what was shown.
        latest = time.perf_counter() + 0.5
        while (left := latest - time.perf_counter()) > 0:
            self.program.read(left)


def turns(first, second, others):
    """Two of the app in turn in one text, each takes it over from the other one."""
    def body(typist):
        for turn in range(6):
            typist.program = (first, second)[turn % 2]
            idle = (second, first)[turn % 2]
            idle.settle(0.01)
            typist.begin()
            typist.words(random.randint(2, 5))
            idle.settle(0.01)
    return [Typist(*others, body)]


def run(rig, *words):
    """A command of a shell; tells whether it was done."""
    command = [*rig.wrap, rig.binary, *words]
    return subprocess.run(command, env=rig.env, capture_output=True, text=True, timeout=60)


def shell(rig, model, stop):
    """A shell that notes, counts, adds talks and links, one after the other."""
    while not stop.is_set():
        word, by = model.word(), random.randint(1, 3)
        kind = random.choice(["session", "inbox", "count", "count", "crowd", "talk", "link"])
        done = {
            "session": lambda: run(rig, "note", word, "-e", "fair", "-s", "talk"),
            "inbox": lambda: run(rig, "note", word, "-e", "fair"),
            "count": lambda: run(rig, "count", "visitors", str(by), "-e", "fair", "-s", "stand"),
            "crowd": lambda: run(rig, "count", "hobbyist", str(by), "-e", "fair", "-s", "stand"),
            "talk": lambda: run(rig, "session", "Talk", word, "-e", "fair"),
            "link": lambda: run(rig, "links", "set", word, f"https://example.org/{word[1:-1]}"),
        }[kind]()
        is_done = done.returncode == 0
        if kind in ("count", "crowd"):
            model.count({"count": "visitors", "crowd": "hobbyist"}[kind], by, is_done)
        else:
            model.add(word, is_done)
        if not is_done:
            model.failed.append(f"{kind}: {done.stderr.strip()[-200:]}")
        stop.wait(random.uniform(0, 0.4))


def set_field(text, field, word):
    """The text with a field that the app leaves alone, and what the field said before."""
    old = re.search(rf'^{field} = "(.*)"\n', text, re.M)
    text = text[: old.start()] + text[old.end():] if old else text
    return re.sub(r"^(title = .*\n)", rf'\1{field} = "{word}"' + "\n", text, count=1, flags=re.M), old and old[1]


def edit_in_place(path, change):
    """As a shell's > does, slowly: the file is emptied and then written, by one who has it open from reading to the end."""
    with open(path, "r+", newline="") as file:
        text = change(file.read())
        file.seek(0)
        file.truncate()
        for half in (text[: len(text) // 2], text[len(text) // 2:]):
            time.sleep(random.choice([0, 0, 0.06, 0.3]))
            file.write(half)
            file.flush()


def edit_by_replacing(path, change):
    """A new file takes the place of the old one in one step. As long as it has the old one open, nobody else replaces that; where somebody just did, it
    begins again."""
    while True:
        with open(path, "r+") as old:
            text = old.read()
            handle, name = tempfile.mkstemp(dir=path.parents[3], prefix=".edited-")
            with open(handle, "w") as file:
                file.write(change(text))
            exchange(name, path)
            same = os.path.samestat(os.fstat(old.fileno()), os.stat(name))
            if not same:
                exchange(name, path)
            os.unlink(name)
        if same:
            return


def exchange(one, other):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.renameat2(HERE, os.fsencode(one), HERE, os.fsencode(other), EXCHANGE):
        raise OSError(ctypes.get_errno(), "renameat2")


def editor(rig, model, stop):
    """Another program that sets single fields, or adds a line to the notes."""
    last = {}
    while not stop.is_set():
        file, field = random.choice([(TALK, "track"), (TALK, "room"), (STAND, "room")])
        path, word, old = rig.notebook / file, model.word(), []

        def change(text):
            changed, said = set_field(text, field, word)
            old[:] = [said] if said else []
            return changed

        write = random.choice([edit_in_place, edit_by_replacing])
        write(path, change)
        model.edits.append((word, write.__name__, file, field))
        # Of a field the last edit counts, also where it had not read the one before, which a save was about to bring in.
        for one in {*old, last.get((file, field), word)} - {word}:
            model.remove(one)
        last[file, field] = word
        model.add(word)
        stop.wait(random.uniform(0.5, 2.0))


def apps_of(rig, model, n, pace):
    """The apps of a round, and who types in them."""
    first = rig.open(rows=ROWS)
    others = (model, first, pace)
    write = Typist(model, first, pace, lambda typist: typist.words(12))
    if n % 2 == 0:
        return [first], [write]
    if n % 4 == 1:
        second = rig.open(rows=ROWS)
        return [first, second], turns(first, second, others)
    second = rig.start("open", "fair", rows=ROWS)
    second.wait("Intro")
    second.send("b")
    second.wait("visitors")
    return [first, second], [write, Typist(model, second, pace, lambda typist: typist.counts(60))]


def end(rig, apps, n):
    """They end: after a save, by SIGTERM, or killed at once."""
    for program in apps:
        if n % 3 == 0:
            save(program)
            if not comes(program, lambda: says_saved(program) or "read-only" in header(program), 15):
                rig.tally.fail(f"it is not saved: {header(program)!r}")
        if n % 3 == 1:
            os.kill(program.pid, signal.SIGTERM)
            rig.tally.slowest("the end", rig.ends(program, 5))
        else:
            rig.kill(program)


def round_of(rig, n):
    """Seven ways to end, be slow and write meet in different rounds."""
    model, stop = Model(), threading.Event()
    if n % 5 in (1, 3):
        need("strace")
        # Every sync of the disk takes 20 ms longer, in the apps and in the commands.
        rig.wrap = ["strace", "-D", "-f", "-qq", "--seccomp-bpf", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e", SLOW]
    pace = 1 / random.uniform(5, 16)
    apps, typists = apps_of(rig, model, n, pace)
    loops = [threading.Thread(target=guarded, args=(loop, rig, model, stop)) for loop in (shell, editor)]
    for thread in typists + loops:
        thread.start()
    for thread in typists:
        thread.join()
        if thread.wrong:
            rig.tally.fail(f"round {n}: {thread.wrong}")
    stop.set()
    for thread in loops:
        thread.join()
    end(rig, apps, n)
    rig.wrap = []
    judge(rig, model, n)


def guarded(loop, rig, model, stop):
    try:
        loop(rig, model, stop)
    except Exception as wrong:
        rig.tally.fail(f"{loop.__name__}: {type(wrong).__name__}: {wrong}")


def judge(rig, model, n):
    rig.tally.faults += 1
    rig.tally.words += len(model.once)
    rig.recover()
    model.put_aside(rig)
    what = f"round {n}"
    if model.judge(rig, what):
        # What comes back comes back once.
        program = rig.open(rows=ROWS)
        rig.kill(program)
        model.judge(rig, f"{what}, after another start")
    if len(model.failed) > 2:
        rig.tally.tell(f"{what}: {len(model.failed)} commands failed, such as {model.failed[0]}")
