#!/usr/bin/env python3
"""The checker beside sphinx-lint, rstcheck and doc8: which planted defect each finds, and how long each takes.

    tests/checkers.py HALLWAY            prints both
    tests/checkers.py HALLWAY --write    puts the table of defects into docs/checker.md, too

The tools are those of tests/checkers.txt, each in an environment of its own below target/tools (their docutils differ), made when it is
missing. Where that cannot be done, or the corpus is absent, it says so and ends well. The tools run with all that they can say:
sphinx-lint with --enable all, rstcheck from level info on, doc8 as it comes.
"""

import os
import pathlib
import re
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOOLS = ROOT / "target/tools"
CORPUS = ROOT.parent / "shared/corpus"
MARK = ("<!-- made by tests/checkers.py -->", "<!-- end -->")
RUNS = 10

# What each planted defect is, the lines in which it shows, and what a message about it says where others share its line.
DEFECTS = [
    ("D01", "a reference without its target", [8], ""),
    ("D02", "a name in back quotes without the underscore", [10, 93], ""),
    ("D03", "an embedded URL with the underscore inside", [12], ""),
    ("D04", "an identifier that ends in an underscore", [14], ""),
    ("D05", "`**` that is not closed", [16], ""),
    ("D06", "a lone `*`", [18], ""),
    ("D07", "an undefined substitution", [20], ""),
    ("D08", "a title with a short underline", [24, 25], ""),
    ("D09", "one target with two URLs", [29, 95, 96], ""),
    ("D10", "a nested list without a blank line", [33, 34], ""),
    ("D11", "a list without a blank line before it", [36, 37, 38], ""),
    ("D12", "a list that ends without a blank line", [42, 43], ""),
    ("D13", "`::` without a literal block", [45, 47], ""),
    ("D14", "code below a line that ends in one colon", [49, 50], ""),
    ("D15", "a name that became a list", [52], ""),
    ("D16", "an unknown directive, an unknown lexer", [58, 60], ""),
    ("D17", "an anonymous reference without its target", [64, "?"], "nonymous"),
    ("D18", "a target without the space after its colon", [68], "target"),
    ("D19", "white space at the end of a line", [70], ""),
    ("D20", "a very long line", [72], ""),
    ("D21", "a target that nobody uses", [97], ""),
    ("D22", "a heading that skips a level", [85, 86], ""),
    ("D23", "a literal closed as a reference", [74], "iteral"),
    ("D24", "an unknown role", [74], "role"),
    ("D25", "a tab", [88], "[Tt]ab|TAB"),
    ("D26", "a link without the space before its URL", [88], "link"),
    ("D27", "a target glued to a paragraph", [91], "paragraph"),
]


def tools():
    """The commands of the tools by name, or why they are not to be had."""
    wanted = [line.strip() for line in (ROOT / "tests/checkers.txt").read_text().splitlines()]
    found = {}
    for requirement in (line for line in wanted if line and not line.startswith("#")):
        name = requirement.split("==")[0]
        folder = TOOLS / name
        stamp = folder / "hallway-stamp"
        if not stamp.exists() or stamp.read_text() != requirement:
            log = []
            for command in (
                [sys.executable, "-m", "venv", "--clear", str(folder)],
                [str(folder / "bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", requirement],
            ):
                done = subprocess.run(command, capture_output=True, text=True)
                log = (done.stdout + done.stderr).strip().splitlines()
                if done.returncode != 0:
                    return None, f"{requirement} cannot be installed: {log[-1] if log else done.returncode}"
            stamp.write_text(requirement)
        found[name] = str(folder / "bin" / name)
    return found, ""


def commands(hallway, found):
    """How each is run on a file."""
    return {
        "hallway": [hallway, "check"],
        "sphinx-lint": [found["sphinx-lint"], "--enable", "all"],
        "rstcheck": [found["rstcheck"], "--report-level", "info"],
        "doc8": [found["doc8"]],
    }


def said(command, path):
    """Line and message of everything that a tool says about a file."""
    env = dict(os.environ, HALLWAY_NOTEBOOK="/nonexistent", NO_COLOR="1")
    done = subprocess.run([*command, str(path)], capture_output=True, text=True, env=env)
    lines = re.findall(rf"^{re.escape(str(path))}:(\d+|\?):(.*)$", done.stdout + "\n" + done.stderr, re.MULTILINE)
    return [(int(line) if line.isdigit() else line, message) for line, message in lines]


def table(commands, path):
    """The defects by tool, as a table in Markdown."""
    heard = {name: said(command, path) for name, command in commands.items()}
    rows = [f"| defect | {' | '.join(heard)} |", "| --- |" + " --- |" * len(heard)]
    counts = dict.fromkeys(heard, 0)
    together = 0
    for _, what, lines, words in DEFECTS:
        cells = []
        for name, messages in heard.items():
            hit = any(line in lines and re.search(words, message) for line, message in messages)
            counts[name] += hit
            cells.append("found" if hit else "")
        together += any(cells[1:])
        rows.append(f"| {what} | {' | '.join(cells)} |")
    rows.append("| **of 27** | " + " | ".join(f"**{counts[name]}**" for name in heard) + " |")
    rows.append("")
    rows.append(f"The other three together find {together} of 27.")
    return "\n".join(rows)


def bench(commands, path):
    """How long each takes for a file, as whole processes taken in turns."""
    env = dict(os.environ, HALLWAY_NOTEBOOK="/nonexistent")
    times = {name: [] for name in commands}
    for _ in range(RUNS):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run([*command, str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
            times[name].append(time.perf_counter() - start)
    medians = {name: statistics.median(runs) * 1000 for name, runs in times.items()}
    print(f"checking {path.name}, medians of {RUNS} whole processes in turns")
    for name, median in medians.items():
        aim = "   target   5.0" + ("" if median <= 5 else "   OVER") if name == "hallway" else ""
        print(f"  {name:<20}{median:8.1f} ms{aim}")


def main():
    if len(sys.argv) not in (2, 3) or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    hallway = str(pathlib.Path(sys.argv[1]).resolve())
    broken, founding = CORPUS / "broken.rst", CORPUS / "posts/scale-15x.rst"
    if not broken.exists():
        print(f"skipped: no {broken} here")
        return
    found, why = tools()
    if found is None:
        print(f"skipped: {why}")
        return
    run = commands(hallway, found)
    made = table(run, broken)
    print(made)
    print()
    bench(run, founding)
    if sys.argv[2:] == ["--write"]:
        manual = ROOT / "docs/checker.md"
        text = manual.read_text()
        before, rest = text.split(MARK[0])
        manual.write_text(f"{before}{MARK[0]}\n\n{made}\n\n{MARK[1]}{rest.split(MARK[1])[1]}")


if __name__ == "__main__":
    main()
