"""Every verb that changes something, with each of its calls to the system failing once, or being its last one.

A dry run with strace finds the calls. Exit code 0 has to mean that the change is there, and that no sync of a file of the notebook or the blog failed without being
done again; in every case each file is whole, and no word that was there before is lost.
"""

import collections
import dataclasses
import shutil
import subprocess

from calls import CALL, ERRORS, WRITING, about
from rig import TALK, need, save

STAND = TALK.replace("talk.toml", "stand.toml")
POST = ".. title: A trip\n.. slug: a-trip\n.. date: 2017-03-05 12:00:00 UTC\n\nWe went there. \n\nFirst\n-----\n\nWords.\n"
BANK = ".. _Debian: https://debian.example/\n"
PROGRAMME = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//EN
BEGIN:VEVENT
UID:one
DTSTART:20260515T100000Z
DTEND:20260515T110000Z
SUMMARY:Planned thing
END:VEVENT
END:VCALENDAR
"""
HOW = (*(f"error={error}" for error in ERRORS), "signal=KILL")
# Words of the template; whatever fails, they stand somewhere.
KEPT = ("firstword", "secondword", "journalword", "boothword")


@dataclasses.dataclass(frozen=True)
class Verb:
    """A command, and what its file says afterwards, and says no more; without a word the file is gone."""

    line: str
    file: str
    says: str | None
    lacks: str | None = None


VERBS = (
    Verb("new Another --time-zone UTC", "notebook/events/another/event.toml", "Another"),
    Verb("session Lightning -e fair", "notebook/events/fair/sessions/lightning.toml", "Lightning"),
    Verb("note oneline -e fair -s talk", f"notebook/{TALK}", "oneline"),
    Verb("count visitors 3 -e fair -s stand", f"notebook/{STAND}", "count = 3"),
    Verb("rm fair talk", f"notebook/{TALK}", None),
    Verb("rm fair", "notebook/events/fair/event.toml", None),
    Verb("links set Fedora https://fedora.example/", "notebook/links.toml", "https://fedora.example/"),
    Verb("links rename Shelf Board", "notebook/links.toml", "Board"),
    Verb("links merge Pods Shelf", "notebook/links.toml", "aliases"),
    Verb("links import blog/bank.rst", "notebook/links.toml", "https://debian.example/"),
    Verb("links export blog/links.rst", "blog/links.rst", "https://shelf.example/"),
    Verb("export fair --allow-errors -o blog/new.rst", "blog/new.rst", "secondword"),
    Verb("export fair --allow-errors --force -o blog/post.rst", "blog/post.rst", "secondword"),
    Verb("import blog/post.rst", "notebook/events/a-trip/event.toml", "A trip"),
    Verb("import --into fair blog/post.rst", "notebook/events/fair/sessions/first.toml", "Words"),
    Verb("check --fix blog/post.rst", "blog/post.rst", "We went there.\n"),
    Verb("schedule blog/programme.ics -e fair --yes", "notebook/events/fair/schedule.toml", "Planned thing"),
    Verb("schedule --export ics -e fair -o blog/out.ics", "blog/out.ics", "END:VCALENDAR"),
    Verb("history fair talk --restore 1", f"notebook/{TALK}", "A talk", "secondword"),
    Verb("recover restore JOURNAL", "notebook/events/fair/event.toml", "journalword"),
    Verb("recover drop JOURNAL", "JOURNAL", None),
    Verb("edit fair talk", f"notebook/{TALK}", "editorword"),
)


@dataclasses.dataclass(frozen=True)
class Case:
    """A call of a verb, and what becomes of it."""

    verb: Verb
    name: str
    number: int
    about: str
    what: str


def prepare(rig):
    """A notebook with something for every verb to do."""
    blog = rig.folder / "blog"
    blog.mkdir()
    (blog / "post.rst").write_text(POST)
    (blog / "bank.rst").write_text(BANK)
    (blog / "programme.ics").write_text(PROGRAMME)
    rig.write("links.toml", more="".join(f'\n[[links]]\nname = "{name}"\nurl = "https://{name.lower()}.example/"\n' for name in ("Shelf", "Pods")))
    program = rig.open()
    for word in ("firstword ", "secondword "):
        program.send(word)
        program.wait(word.strip())
        save(program)
    program.send("\x1b")
    program.wait("Enter write")
    program.send("I")
    program.wait("Esc back")
    # Pasted it is one edit, and its bytes stand in the journal.
    program.send("\x1b[200~journalword \x1b[201~")
    program.wait("journalword")
    rig.kill(program)
    stand = rig.notebook / STAND
    stand.write_text(stand.read_text() + 'notes = "boothword"\n')
    editor = rig.folder / "editor"
    editor.write_text('#!/bin/sh\nsed -i "s/secondword/secondword editorword/" "$1"\n')
    editor.chmod(0o755)
    rig.env["EDITOR"] = str(editor)


def journal(rig):
    return next((rig.folder / "state").rglob("*.journal"))


def command(rig, verb):
    words = [word.replace("JOURNAL", journal(rig).stem) for word in verb.line.split()]
    return [rig.binary, *words]


def run(rig, verb, log, *options):
    """The exit code of a verb under strace."""
    traced = ["strace", "-f", "-qq", "-y", "-o", str(log), *options, *command(rig, verb)]
    done = subprocess.run(traced, env=rig.env, cwd=rig.folder, capture_output=True, text=True, timeout=60)
    return done.returncode


def again(rig):
    """Everything as it was prepared, in its place."""
    kept = rig.folder.with_name(rig.folder.name + "-kept")
    if not kept.exists():
        prepare(rig)
        shutil.copytree(rig.folder, kept)
        return
    for path in rig.folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copytree(kept, rig.folder, dirs_exist_ok=True)


def writing(lines):
    """The calls of the process that began the log; others, an editor above all, are counted apart."""
    found = [call for call in map(CALL.match, lines) if call]
    return [call for call in found if call[1] == found[0][1]]


def cases(rig):
    """Every writing call of every verb, failing and killing."""
    need("strace")
    found = []
    for verb in VERBS:
        again(rig)
        wanted = rig.folder / verb.file if verb.file != "JOURNAL" else journal(rig)
        log = rig.folder / "log"
        if code := run(rig, verb, log, "-e", f"trace={WRITING}"):
            raise RuntimeError(f"`{verb.line}` alone ends with {code}")
        if not is_done(verb, wanted):
            raise RuntimeError(f"`{verb.line}` alone does not do what is wanted")
        counts = collections.Counter()
        for call in writing(log.read_text(errors="replace").splitlines()):
            counts[call[2]] += 1
            place = about(call[3], rig.folder)
            if place and not place.startswith("cache"):
                found += [Case(verb, call[2], counts[call[2]], place, what) for what in HOW]
    return found


def is_done(verb, wanted):
    """Whether the change of a verb is there."""
    if verb.says is None:
        return not wanted.exists()
    text = wanted.read_text(errors="replace") if wanted.exists() else ""
    return verb.says in text and not (verb.lacks and verb.lacks in text)


def failing(rig, case):
    """A verb with one of its calls struck."""
    again(rig)
    verb, log = case.verb, rig.folder / "log"
    wanted = rig.folder / verb.file if verb.file != "JOURNAL" else journal(rig)
    inject = f"inject={case.name}:{case.what}:when={case.number}"
    code = run(rig, verb, log, "-e", f"trace={case.name}", "-e", inject)
    lines = log.read_text(errors="replace").splitlines()
    log.unlink()
    rig.tally.faults += 1
    what = f"`{verb.line}`, {case.what} of {case.name} {case.number}, {case.about}"
    if case.what.startswith("error"):
        hit = next((at for at, line in enumerate(lines) if "(INJECTED)" in line), None)
        if hit is None or about(lines[hit], rig.folder) != case.about:
            rig.tally.faults -= 1
            rig.tally.slips += 1
        elif code == 0 and "sync" in case.name and case.about.startswith(("notebook", "blog")) and not synced(rig, lines[hit + 1:], case.about):
            rig.tally.fail(f"exit code 0, though its sync failed: {what}")
    if code == 0 and not is_done(verb, wanted):
        rig.tally.fail(f"exit code 0, and it is not done: {what}")
    rig.texts()
    for word in KEPT:
        rig.tally.words += 1
        if not rig.kept(word):
            rig.tally.lost += 1
            rig.tally.tell(f"lost: {word}, {what}")
    half(rig, what)


def synced(rig, lines, place):
    """Whether one of the calls brings that file to disk after all."""
    return any(about(line, rig.folder) == place and " = 0" in line for line in lines)


def half(rig, what):
    """Counts posts and calendars of which there is only a beginning."""
    for name, end in (("out.ics", "END:VCALENDAR"), ("new.rst", "secondword"), ("post.rst", "Words"), ("links.rst", "shelf.example")):
        path = rig.folder / "blog" / name
        if path.exists() and end not in path.read_text() and "secondword" not in path.read_text():
            rig.tally.broken += 1
            rig.tally.tell(f"half a file: {name}, {what}")
