"""What needs no terminal and no fault: the properties that the tests of the crate check, with their large counts."""

import os
import pathlib
import re
import subprocess

from rig import FULL, Skip, need

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def checked(tally, name):
    """Runs the tests of that name, which print how many cases they try."""
    need("cargo")
    if not FULL:
        raise Skip("cargo test does that; the large count is for HALLWAY_FAULTS=full")
    env = {**os.environ, "HALLWAY_FULL": "1"}
    command = ["cargo", "test", "--quiet", "--lib", name, "--", "--nocapture"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    tally.faults += sum(int(number) for number in re.findall(r"(\d+) cases", done.stdout))
    if done.returncode:
        tally.fail(f"{' '.join(command)}: {(done.stdout + done.stderr)[-2000:]}")


def round_trips(rig, _):
    """Models are written, read, written over others, and read again."""
    checked(rig.tally, "store::tests::round_trip")


def merges(rig, _):
    """Random changes of both sides: every line and word that one of them inserted is in the result, or in a conflict."""
    checked(rig.tally, "store::tests::merging")
