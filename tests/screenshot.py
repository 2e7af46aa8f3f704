#!/usr/bin/env python3
"""Takes the picture of the running app that README shows: the sample event in a terminal, as SVG.

    tests/screenshot.py [HALLWAY] [SVG]

Without arguments: target/debug/hallway and docs/screen.svg. Needs nothing but Python.
"""

import html
import pathlib
import sys
import tempfile

from screen import Program, environment

ROOT = pathlib.Path(__file__).resolve().parent.parent
COLUMNS, ROWS = 120, 30
WIDTH, HEIGHT, SIZE = 8.4, 18, 14
FRONT, BACK = "#d8dee9", "#1d2129"
PALETTE = [
    "#3b4252", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#abb2bf",
    "#7f8794", "#ef8a91", "#b1d89a", "#f0d399", "#84c1f5", "#d699e6", "#7fd0d9", "#ffffff",
]  # fmt: skip


def colour(value, default):
    """A colour of the terminal as SVG has it."""
    if value is None:
        return default
    if isinstance(value, tuple):
        return "#%02x%02x%02x" % value
    if value < 16:
        return PALETTE[value]
    if value >= 232:
        return "#" + "%02x" % (8 + 10 * (value - 232)) * 3
    value -= 16
    level = (0, 95, 135, 175, 215, 255)
    return "#%02x%02x%02x" % (level[value // 36], level[value // 6 % 6], level[value % 6])


def look(style):
    """Foreground, background (or none) and the attributes of a text."""
    front, back, modifiers = style
    front, back = colour(front, FRONT), colour(back, None)
    if "reverse" in modifiers:
        front, back = back or BACK, front
    attributes = f' fill="{front}"'
    if "bold" in modifiers:
        attributes += ' font-weight="bold"'
    if "italic" in modifiers:
        attributes += ' font-style="italic"'
    if "underline" in modifiers:
        attributes += ' text-decoration="underline"'
    if "dim" in modifiers:
        attributes += ' opacity="0.7"'
    return back, attributes


def svg(screen):
    """The screen as a picture: each run of one style is a text that is exactly as wide as its columns."""
    width, height = screen.columns * WIDTH + 20, screen.rows * HEIGHT + 20
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}">',
        "<title>hallway with its sample event</title>",
        f'<rect width="100%" height="100%" rx="8" fill="{BACK}"/>',
        f'<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="{SIZE}" xml:space="preserve">',
    ]
    for y, row in enumerate(screen.cells):
        x = 0
        while x < screen.columns:
            end = x
            while end < screen.columns and row[end][1] == row[x][1]:
                end += 1
            text = "".join(c for c, _ in row[x:end])
            back, attributes = look(row[x][1])
            left, top = 10 + x * WIDTH, 10 + y * HEIGHT
            if back:
                out.append(f'<rect x="{left:g}" y="{top}" width="{(end - x) * WIDTH:g}" height="{HEIGHT}" fill="{back}"/>')
            shown = text.rstrip() if not back and "underline" not in attributes else text
            indent = len(shown) - len(shown.lstrip())
            shown = shown.lstrip()
            if shown:
                left += indent * WIDTH
                out.append(
                    f'<text x="{left:g}" y="{top + 14}" textLength="{len(shown) * WIDTH:g}"{attributes}>{html.escape(shown)}</text>'
                )
            x = end
    out += ["</g>", "</svg>", ""]
    return "\n".join(out)


def main():
    if len(sys.argv) > 3 or any(word.startswith("-") for word in sys.argv[1:]):
        sys.exit(__doc__)
    words = sys.argv[1:] + [ROOT / "target/debug/hallway", ROOT / "docs/screen.svg"][len(sys.argv) - 1 :]
    binary, target = (pathlib.Path(word).resolve() for word in words)
    with tempfile.TemporaryDirectory(prefix="hallway-screen-") as scratch:
        folder = pathlib.Path(scratch)
        program = Program(
            [str(binary), "demo", str(folder / "notebook")],
            environment(folder),
            COLUMNS,
            ROWS,
        )
        program.wait("New note now")
        program.settle()
        program.send("\r")
        program.wait("Esc back")
        program.settle(0.5)
        target.write_text(svg(program.screen), encoding="utf-8")
        print(program.screen.text())
        program.end()


if __name__ == "__main__":
    main()
