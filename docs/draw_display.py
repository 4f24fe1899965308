#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""docs/draw_display.py POLLER [OUTPUT]: draws docs/display.svg from what the poller shows on a terminal of tmux.

The picture moves, for who has nothing against it: each of its frames is what the terminal showed at that moment.
"""
import html
import os
import re
import subprocess
import sys
import tempfile
import time

COLUMNS, ROWS = 92, 9
CELL, LINE, SIZE, MARGIN, TITLE = 8.4, 20, 14, 16, 34
COLOURS = {"": "#d4d7dd", "31": "#ff7b72", "32": "#7ee787", "33": "#e3b341"}
STILL = 2.2  # seconds: the moment shown where animations are off
EIGHTHS = {chr(0x2590 - eighths): eighths for eighths in range(1, 9)}  # U+258F to U+2588


def frames_of(poller):
    """The screen with its colours, some times a second: [(seconds, lines)]."""
    with tempfile.TemporaryDirectory() as folder:
        def tmux(*arguments):
            return subprocess.run(["tmux", "-S", f"{folder}/socket", *arguments], check=True, capture_output=True,
                                  text=True).stdout

        tmux("-f", "/dev/null", "new-session", "-d", "-x", str(COLUMNS), "-y", str(ROWS),
             f"printf '$ poller\\n'; env -u NO_COLOR LANG=C.UTF-8 '{os.path.abspath(poller)}'; echo END; sleep 60")
        began, frames = time.monotonic(), []
        while not any(line == "END" for line in (frames[-1][1] if frames else [])):
            lines = tmux("capture-pane", "-p", "-e").rstrip("\n").split("\n")
            if not frames or frames[-1][1] != lines:
                frames.append((time.monotonic() - began, lines))
            time.sleep(0.2)
        tmux("kill-server")
    frames[-1] = (frames[-1][0], [line for line in frames[-1][1] if line != "END"])
    return frames


def drawn(lines):
    """The elements of one frame: bars as rectangles, so that no font can disturb them."""
    elements = []
    for row, line in enumerate(lines):
        colour, column, run = "", 0, ""
        top = TITLE + MARGIN + row * LINE

        def end_run():
            nonlocal run
            text = run.rstrip()
            if text.strip():
                start = column - len(run) + len(text) - len(text.lstrip())
                width = len(text.strip()) * CELL
                elements.append(f'<text x="{MARGIN + start * CELL:.1f}" y="{top + 15}" fill="{COLOURS[colour]}" '
                                f'textLength="{width:.1f}">{html.escape(text.strip())}</text>')
            run = ""

        def box(x, y, width, height, fill):
            elements.append(f'<rect x="{MARGIN + x * CELL:.1f}" y="{y}" width="{width * CELL:.1f}" '
                            f'height="{height}" fill="{fill}"/>')

        for part in re.split(r"(\x1b\[[0-9;]*m|[\u2588-\u258f]+|\u2595|\u2500+| {2,})", line):
            if part.startswith("\x1b"):
                end_run()
                codes = part[2:-1].split(";")
                colour = next((code for code in codes if code in COLOURS), "")
            elif part and part[0] in EIGHTHS or part == "\u2595":
                end_run()
                edge = part[-1] == "\u258f" and len(part) > 1
                full = sum(EIGHTHS[c] / 8 for c in (part[:-1] if edge else part) if c in EIGHTHS)
                if part == "\u2595":
                    box(column + 0.85, top + 2, 0.15, 16, "#5a6270")
                elif part == "\u258f":
                    box(column, top + 2, 0.15, 16, "#5a6270")
                else:
                    box(column, top + 3, full, 14, "#58a6ff")
                if edge:
                    box(column + len(part) - 1, top + 2, 0.15, 16, "#5a6270")
                column += len(part)
            elif part.startswith("\u2500"):
                end_run()
                box(column, top + 9, len(part), 1, "#3d444d")
                column += len(part)
            elif part.isspace():
                end_run()
                column += len(part)
            elif part:
                run += part
                column += len(part)
        end_run()
    return "".join(elements)


def picture_of(frames):
    width, height = 2 * MARGIN + COLUMNS * CELL, TITLE + 2 * MARGIN + ROWS * LINE
    pause = 4
    whole = frames[-1][0] + pause
    still = min(range(len(frames)), key=lambda i: abs(frames[i][0] - STILL))
    style, groups = [], []
    for i, (begin, lines) in enumerate(frames):
        end = frames[i + 1][0] if i + 1 < len(frames) else whole
        first, last = 100 * begin / whole if i else 0, 100 * end / whole
        hidden = f"0%,{first:.2f}%{{visibility:hidden}}" if i else ""
        style.append(f"@keyframes f{i}{{{hidden}{first + 0.01:.2f}%,{last:.2f}%{{visibility:visible}}"
                     f"{last + 0.01:.2f}%,100%{{visibility:hidden}}}}#f{i}{{animation:f{i} {whole:.1f}s step-end infinite}}")
        hiding = "" if i == still else ' visibility="hidden"'
        groups.append(f'<g id="f{i}"{hiding}>{drawn(lines)}</g>')
    dots = "".join(f'<circle cx="{20 + 18 * i}" cy="18" r="5.5" fill="{fill}"/>'
                   for i, fill in enumerate(("#ff5f57", "#febc2e", "#28c840")))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" role="img" '
            f'aria-label="The progress display: a row for each update and one for the job">'
            f'<!-- Made by docs/draw_display.py. --><style>@media (prefers-reduced-motion:no-preference){{{"".join(style)}}}'
            f'</style><rect width="100%" height="100%" rx="8" fill="#0d1117"/>{dots}'
            f'<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,\'DejaVu Sans Mono\',monospace" '
            f'font-size="{SIZE}">{"".join(groups)}</g></svg>\n')


def main():
    output = sys.argv[2] if len(sys.argv) > 2 else os.path.join(os.path.dirname(__file__), "display.svg")
    picture = picture_of(frames_of(sys.argv[1]))
    with open(output, "w", encoding="utf-8") as file:
        file.write(picture)


main()
