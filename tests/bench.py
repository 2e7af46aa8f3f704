#!/usr/bin/env python3
"""Measures the release binary as whole processes, beside docutils on the same file in the same run.

    tests/bench.py HALLWAY

Every figure is the median of 20 runs, taken in turns where two programs are compared, so that both meet the same
machine. The targets are those of the design, for the time on the clock; a figure over its target is marked, and nothing
fails for it: a shared machine is no place for a timed test. The processor time beside it tells a busy machine from a slow
program. A command that does not do its work ends the run.
"""

import importlib.util
import os
import pathlib
import shutil
import statistics
import sys
import tempfile
import time

RUNS = 20
ROOT = pathlib.Path(__file__).resolve().parent.parent
FOUNDING = ROOT.parent / "shared/corpus/posts/scale-15x.rst"


def measure(command, env, stdout=os.devnull, wanted=0, errors=None):
    """How long one process takes, from before its start to after its end, and the processor time that it uses; in seconds."""
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, stdout, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
    ]
    if errors:
        actions.append((os.POSIX_SPAWN_OPEN, 2, errors, os.O_WRONLY, 0))
    start = time.perf_counter()
    process = os.posix_spawnp(command[0], command, env, file_actions=actions)
    _, status, usage = os.wait4(process, 0)
    taken = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) != wanted:
        sys.exit(f"bench: {' '.join(command)} failed with {os.waitstatus_to_exitcode(status)}")
    return taken, usage.ru_utime + usage.ru_stime


class Bench:
    """The binary, a scratch folder for its notebooks and the figures so far."""

    def __init__(self, binary, scratch):
        self.binary = binary
        self.scratch = scratch
        self.env = dict(os.environ, HOME=str(scratch), HALLWAY_NOW="2026-05-20T12:00:00Z", NO_COLOR="1", TZ="UTC")
        for name in ("DATA", "CONFIG", "STATE", "CACHE"):
            self.env[f"XDG_{name}_HOME"] = str(scratch / name.lower())
        for name in ("HALLWAY_NOTEBOOK", "HALLWAY_CONFIG"):
            self.env.pop(name, None)

    def hallway(self, notebook, *words, stdout=os.devnull):
        """One run on that notebook."""
        return measure([self.binary, "--notebook", str(notebook), *words], self.env, str(stdout))

    def show(self, what, runs, target=None):
        """Prints the medians in milliseconds, and gives back that of the time on the clock."""
        median, cpu = (statistics.median(run[kind] for run in runs) * 1000 for kind in (0, 1))
        aim = "" if target is None else f"   target {target:5.1f}   {'' if median <= target else 'OVER'}"
        print(f"  {what:<48}{median:8.1f} ms   cpu {cpu:7.1f} ms{aim}".rstrip(), flush=True)
        return median


def session_file(folder, number, day, minutes):
    """A session as a person would have it: some prose, references, a list, entries."""
    clock = f"2026-05-{day:02}T{9 + minutes // 60:02}:{minutes % 60:02}:00+01:00"
    (folder / f"session-{number:04}.toml").write_text(
        f"""format = 1
kind = "talk"
title = "Session {number} on a subject"
order = {number}
starts = {clock}
room = "Room {number % 7}"
status = "attended"
notes = '''
The speaker of session {number} showed how `Project {number % 30}`_ does what it does, and
compared it with `Project {(number + 7) % 30}`_ in **three** ways, none of which is *obvious*.
The notes go on for a while, as notes do, with ``code`` and a line that is long enough to be wrapped when it is written out.

* the first way
* the second way, which `Project {(number + 11) % 30}`_ prefers

An afterthought closes the section.
'''

[[speakers]]
name = "Speaker {number}"
affiliation = "Project {number % 30}"

[[entries]]
at = {clock}
kind = "quote"
text = "Quote number {number}."
who = "Speaker {number}"
"""
    )


def write_notebook(folder, events, sessions):
    """A notebook of so many events with so many sessions each, written as files."""
    folder.mkdir(parents=True)
    (folder / "notebook.toml").write_text('format = 1\nid = "bench"\ntime_zone = "Europe/London"\n')
    book = "".join(f'\n[[links]]\nname = "Project {n}"\nurl = "https://example.org/project/{n}"\n' for n in range(30))
    (folder / "links.toml").write_text("format = 1\n" + book)
    for event in range(events):
        path = folder / "events" / f"event-{event:03}"
        (path / "sessions").mkdir(parents=True)
        (path / "event.toml").write_text(
            f"""format = 1
title = "Event {event}"
starts = 2026-05-15
ends = 2026-05-16
time_zone = "Europe/London"
place = "Port Ellery"
intro = '''
What there was to see at event {event}.
'''

[header]
title = "Event {event}"
slug = "event-{event:03}"
date = "2026-05-17 10:00:00 UTC+01:00"
type = "text"
"""
        )
        for number in range(sessions):
            session_file(path / "sessions", number, 15 + number % 2, number % 480)


def founding(bench):
    """Import and export of one post, beside docutils reading it."""
    post, event = FOUNDING, "scale-15x"
    if not post.exists():
        demo = bench.scratch / "demo"
        bench.hallway(demo, "demo", str(demo))
        post, event = bench.scratch / "harbour-days-2026.rst", "harbour-days-2026"
        bench.hallway(demo, "export", event, "--output", "-", stdout=post)
    print(f"{post.name}, {post.stat().st_size} bytes")

    imported = bench.scratch / "imported"
    bench.hallway(imported, "import", str(post))
    back = bench.scratch / "back.rst"
    bench.hallway(imported, "export", event, "--output", "-", stdout=back)
    same = "the same bytes" if back.read_bytes() == post.read_bytes() else "NOT the same bytes"
    print(f"  export of the import gives {same}")

    docutils = None
    if importlib.util.find_spec("docutils"):
        html = str(bench.scratch / "post.html")
        docutils = [sys.executable, "-m", "docutils", "--writer=html5", "--report=5", "--halt=5", str(post), html]
    written = bench.scratch / "written.rst"
    times = {"docutils": [], "import": [], "print": [], "write": []}
    for run in range(RUNS):
        if docutils:
            times["docutils"].append(measure(docutils, bench.env))
        times["import"].append(bench.hallway(bench.scratch / f"import-{run}", "import", str(post)))
        times["print"].append(bench.hallway(imported, "export", event, "--output", "-"))
        times["write"].append(bench.hallway(imported, "export", event, "--force", "--output", str(written)))
    printed = bench.show("export, printed", times["print"], 5)
    bench.show("export, into a file (with fsync)", times["write"])
    bench.show("import into a new notebook (with fsync)", times["import"])
    if docutils:
        theirs = bench.show("docutils, rst2html5 of the same file", times["docutils"])
        print(f"  our export takes 1/{theirs / printed:.0f} of docutils' time (target: 1/20 or less)")
    else:
        print("  docutils is not installed here: nothing to compare with")


def listing(bench):
    """The list of a large notebook."""
    notebook = bench.scratch / "large"
    write_notebook(notebook, 200, 50)
    print("a notebook of 200 events with 50 sessions each")
    bench.show("list", [bench.hallway(notebook, "list") for _ in range(RUNS)], 50)
    bench.show("list of one event", [bench.hallway(notebook, "list", "event-100") for _ in range(RUNS)])
    shutil.rmtree(notebook)


def searching(bench):
    """Full text over a large notebook and a large programme, without an index and with one."""
    notebook = bench.scratch / "searched"
    write_notebook(notebook, 200, 50)
    file = ROOT.parent / "shared/schedules/fosdem-2025.xml"
    talks = "no programme, since shared/schedules is not here"
    if file.exists():
        bench.hallway(notebook, "schedule", str(file), "-e", "event-199", "--yes")
        talks = "a programme of 1,105 talks"
    print(f"searching 10,000 sessions and {talks}")
    # A file that was just written is read again each time, since it might still change.
    time.sleep(3)
    cache = bench.scratch / "cache"
    cold = []
    for _ in range(RUNS):
        shutil.rmtree(cache, ignore_errors=True)
        cold.append(bench.hallway(notebook, "search", "quote", "41"))
    bench.show("search, without an index", cold, 250)
    bench.show("search, with the index", [bench.hallway(notebook, "search", "speaker", "41") for _ in range(RUNS)], 60)
    if file.exists():
        runs = [bench.hallway(notebook, "search", "kernel", "memory") for _ in range(RUNS)]
        bench.show("search, found in the programme", runs, 60)
    shutil.rmtree(notebook)


def growth(bench):
    """Export of events that double in size."""
    print("export of one event, printed")
    sizes = (125, 250, 500, 1000)
    notebooks = {size: bench.scratch / f"growth-{size}" for size in sizes}
    times = {size: [] for size in sizes}
    for size, notebook in notebooks.items():
        write_notebook(notebook, 1, size)
    for _ in range(RUNS):
        for size, notebook in notebooks.items():
            times[size].append(bench.hallway(notebook, "export", "event-000", "--output", "-"))
    medians = {size: bench.show(f"{size} sessions", times[size], 60 if size == 500 else None) for size in sizes}
    first = (medians[250] - medians[125]) / 125
    last = (medians[1000] - medians[500]) / 500
    print(f"  each further session: {first * 1000:.0f} us from 125 to 250, {last * 1000:.0f} us from 500 to 1000")


def programme(bench):
    """The import of a large programme, beside Python's own reader of the same file."""
    file = ROOT.parent / "shared/schedules/fosdem-2025.xml"
    if not file.exists():
        print("the programme: skipped, since shared/schedules is not here")
        return
    print(f"{file.name}, {file.stat().st_size} bytes, 1,105 sessions")
    made = iter(range(RUNS))
    runs = [bench.hallway(bench.scratch / f"programme-{next(made)}", "schedule", str(file), "--create", "--yes") for _ in range(RUNS)]
    bench.show("schedule, into a new event (with fsync)", runs, 150)
    script = "import sys, xml.etree.ElementTree as tree; tree.parse(sys.argv[1])"
    bench.show("Python's ElementTree reads the file", [measure([sys.executable, "-c", script, str(file)], bench.env) for _ in range(RUNS)])
    notebook = bench.scratch / "programme-0"
    bench.env["HALLWAY_NOW"] = "2025-02-01T12:00:00+01:00"
    bench.show("now, as a status line asks", [bench.hallway(notebook, "now", "--format", "{title} {room} {left}") for _ in range(RUNS)])
    bench.env["HALLWAY_NOW"] = "2026-05-20T12:00:00Z"


def hostile(bench):
    """How long the worst of the files that were made to do harm take until they are refused or shown; `tests/hostile` sees to their memory."""
    large = 31 << 20
    event = "<event><date>2026-05-15T10:00:00+02:00</date><title>A</title></event>"
    files = {
        "31 MB of empty elements (XML)": "<schedule>" + "<a/>" * (large // 4) + "</schedule>",
        "31 MB of numbers (JSON)": '{"sessions":[' + "1," * (large // 2) + '1],"rooms":[]}',
        "31 MB of lines in one event (iCalendar)": "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nDTSTART:20260515T100000Z\n" + "X:\n" * (large // 3) + "END:VEVENT\nEND:VCALENDAR\n",
        "one title of 31 MB (XML)": f"<schedule><day><event><title>{'a' * large}</title></event></day></schedule>",
        "20,000 sessions (XML), shown": f"<schedule><day>{event * 20_000}</day></schedule>",
        "20,001 sessions (XML)": f"<schedule><day>{event * 20_001}</day></schedule>",
    }
    print("programmes that were made to do harm, previewed or refused")
    notebook, path = bench.scratch / "hostile", bench.scratch / "hostile-file"
    for what, text in files.items():
        path.write_text(text)
        command = [bench.binary, "--notebook", str(notebook), "schedule", str(path), "--create", "-e", "A", "--time-zone", "Europe/Vienna"]
        # Nobody agrees to the import, so that each ends with 1.
        bench.show(what, [measure(command, bench.env, wanted=1, errors=os.devnull) for _ in range(5)], 1000)


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory(prefix="hallway-bench-") as scratch:
        bench = Bench(binary, pathlib.Path(scratch))
        print(f"medians of {RUNS} whole processes, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        bench.show("for orientation: a program that does nothing", [measure(["true"], bench.env) for _ in range(RUNS)])
        founding(bench)
        listing(bench)
        searching(bench)
        growth(bench)
        programme(bench)
        hostile(bench)


if __name__ == "__main__":
    main()
