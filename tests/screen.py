"""A program in a pty, seen from outside with the standard library alone: keys go in, a screen comes out.

The parser knows what hallway writes and no more: placing the cursor, erasing, colours and modifiers. Everything else is skipped.
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
import unicodedata

TOKEN = re.compile(
    rb"\x1b\[([<=>?]?)([0-9;:]*)[ -/]*([@-~])"  # a control sequence
    rb"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # a command to the terminal, such as a clipboard's
    rb"|\x1b[()][A-Z0-9]|\x1b[=>78MDEc]"
    rb"|[\x00-\x1a\x1c-\x1f\x7f]"
    rb"|[^\x00-\x1f\x7f]+"
)
PLAIN = (None, None, frozenset())


class Screen:
    """A grid of (text, style); a style is (foreground, background, modifiers)."""

    def __init__(self, columns, rows):
        self.columns, self.rows = columns, rows
        self.cells = [[(" ", PLAIN)] * columns for _ in range(rows)]
        self.x = self.y = 0
        self.cursor = True
        self.style = PLAIN
        self.rest = b""

    def feed(self, data):
        """Takes in what a program wrote; what is cut off in the middle waits for more."""
        data = self.rest + data
        at = 0
        while at < len(data):
            found = TOKEN.match(data, at)
            if not found:
                break
            end = found.end()
            if found[0][0] >= 0x20 and end == len(data):
                # The last character may be cut: keep what is no whole character yet.
                text = found[0].decode("utf-8", "ignore")
                end = at + len(text.encode())
                self.put(text)
                at = end
                break
            if found[3]:
                self.control(found[1], found[2], found[3])
            elif found[0][0] >= 0x20:
                self.put(found[0].decode("utf-8", "replace"))
            elif found[0] == b"\r":
                self.x = 0
            elif found[0] == b"\n":
                self.y = min(self.y + 1, self.rows - 1)
            at = end
        self.rest = data[at:]

    def put(self, text):
        for c in text:
            if unicodedata.combining(c) or c in "\ufe0f\u200d":
                continue
            if self.x >= self.columns:
                self.x, self.y = 0, min(self.y + 1, self.rows - 1)
            self.cells[self.y][self.x] = (c, self.style)
            self.x += 1
            if unicodedata.east_asian_width(c) in "WF" and self.x < self.columns:
                self.cells[self.y][self.x] = ("", self.style)
                self.x += 1

    def control(self, private, parameters, final):
        numbers = [int(n) if n else 0 for n in re.split(rb"[;:]", parameters)]
        first = numbers[0]
        if private == b"?" and final in b"hl":
            if 25 in numbers:
                self.cursor = final == b"h"
            if 1049 in numbers:
                self.erase(0, self.columns * self.rows)
        elif private:
            return
        elif final in b"Hf":
            self.y = min(max(first, 1), self.rows) - 1
            self.x = min(max(numbers[1] if len(numbers) > 1 else 1, 1), self.columns) - 1
        elif final in b"ABCD":
            by = max(first, 1)
            self.y = min(max(self.y + {b"A": -by, b"B": by}.get(final, 0), 0), self.rows - 1)
            self.x = min(max(self.x + {b"C": by, b"D": -by}.get(final, 0), 0), self.columns - 1)
        elif final == b"G":
            self.x = min(max(first, 1), self.columns) - 1
        elif final == b"d":
            self.y = min(max(first, 1), self.rows) - 1
        elif final in b"JK":
            here = self.y * self.columns + self.x
            low, high = (0, self.rows) if final == b"J" else (self.y, self.y + 1)
            low, high = low * self.columns, high * self.columns
            self.erase(low if first else here, here + 1 if first == 1 else high)
        elif final == b"m":
            self.select(numbers)

    def erase(self, start, end):
        for place in range(start, end):
            self.cells[place // self.columns][place % self.columns] = (" ", PLAIN)

    def select(self, numbers):
        """Colours are numbers of the palette, or (red, green, blue)."""
        front, back, modifiers = self.style
        modes = {1: "bold", 2: "dim", 3: "italic", 4: "underline", 7: "reverse", 9: "crossed"}
        offs = {22: {"bold", "dim"}, 23: {"italic"}, 24: {"underline"}, 27: {"reverse"}, 29: {"crossed"}}
        numbers = list(numbers)
        while numbers:
            n = numbers.pop(0)
            if n == 0:
                front, back, modifiers = PLAIN
            elif n in modes:
                modifiers |= {modes[n]}
            elif n in offs:
                modifiers -= offs[n]
            elif n in (38, 48, 58):
                kind = numbers.pop(0) if numbers else 0
                take = 3 if kind == 2 else 1
                taken, numbers = numbers[:take], numbers[take:]
                colour = tuple(taken) if kind == 2 else (taken or [7])[0]
                front, back = (colour if n == 38 else front), (colour if n == 48 else back)
            elif n in (39, 49):
                front, back = (None if n == 39 else front), (None if n == 49 else back)
            elif 30 <= n <= 37 or 90 <= n <= 97:
                front = n - 30 if n < 90 else n - 82
            elif 40 <= n <= 47 or 100 <= n <= 107:
                back = n - 40 if n < 100 else n - 92
        self.style = (front, back, modifiers)

    def text(self):
        """What stands there."""
        return "\n".join("".join(c for c, _ in row).rstrip() for row in self.cells)


class Program:
    """A program in a terminal of its own, with the environment given."""

    def __init__(self, command, env, columns, rows):
        self.screen = Screen(columns, rows)
        self.bytes = 0
        self.started = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execve(command[0], command, env)

    def read(self, timeout):
        """Takes in what is there within that time; tells whether there was something."""
        ready, _, _ = select.select([self.fd], [], [], timeout)
        if not ready:
            return False
        try:
            data = os.read(self.fd, 1 << 16)
        except OSError:
            raise SystemExit("the program has gone:\n" + self.screen.text()) from None
        self.bytes += len(data)
        self.screen.feed(data)
        return True

    def wait(self, text, patience=30.0):
        """Waits until the text is on the screen; gives the seconds since the start."""
        until = time.perf_counter() + patience
        while text not in self.screen.text():
            left = until - time.perf_counter()
            if left <= 0:
                raise SystemExit(f"waited in vain for {text!r}:\n{self.screen.text()}")
            self.read(left)
        return time.perf_counter() - self.started

    def settle(self, quiet=0.2):
        """Waits until nothing was shown for a while."""
        while self.read(quiet):
            pass

    def send(self, keys):
        """Types."""
        data = keys.encode()
        while data:
            _, ready, _ = select.select([self.fd], [self.fd], [], 0)[0:3]
            if ready:
                data = data[os.write(self.fd, data[:1024]):]
            self.read(0)

    def end(self):
        """Ends it from outside and closes its terminal."""
        try:
            os.kill(self.pid, signal.SIGTERM)
        except ProcessLookupError:
            pass
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def environment(folder, **more):
    """An environment in which a program finds nothing of the person who runs it."""
    env = {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(folder),
        "TERM": "xterm-256color",
        "TZ": "Europe/London",
        "HALLWAY_NOW": "2026-05-15T14:05:00+01:00",
        "HALLWAY_NOTEBOOK": str(folder / "notebook"),
    }
    env.update({f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("DATA", "CONFIG", "STATE", "CACHE")})
    env.update(more)
    return env
