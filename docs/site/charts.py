#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Draws docs/charts/*.svg from the rows that ./tests/run bench writes.

charts.py                 draws them anew from docs/figures.json, and writes those figures into docs/guarantees.md
charts.py --take REPORT   takes REPORT (build/bench/report.json) for docs/figures.json first, dated by its file
charts.py --add ROWS      takes the rows of that file, such as build/report.d/fetch.json, in the place of those of their names
charts.py --check         fails when the charts and the page are not those of docs/figures.json
"""

import datetime
import json
import math
import re
import sys
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Name, title, and the beginnings of the rows' names. A row appears in the first chart that matches it.
CHARTS = {
    "poll": ("Polling a job", ("poll_", "report_chunk", "late_bound", "peer_")),
    "compile": ("Compiling, against a parse with nlohmann/json", ("compile_", "text_")),
    "memory": ("Memory", ("memory_", "fetch_memory_", "idle_jobs")),
    "fetch": ("Downloading, against the best of three peers", ("fetch_", "verify_", "seed", "sync_cost")),
    "growth": ("What each one costs as they become more", ("growth_",)),
}

# Panels of the last chart: how the rows' names continue, and what grows. Sizes are in bytes.
GROWTH = {
    "updates": "an update of a job of so many updates",
    "jobs": "a job beside so many others",
    "readers": "a poll beside so many readers",
    "sizes": "a byte of a file that is so large",
    "mirrors": "a byte of a file with so many mirrors",
}

LABELS = {
    "poll_idle": "a poll, nothing has changed",
    "poll_idle_percent": "the same, asking for the percentage",
    "poll_face": "a poll by the C++ face",
    "poll_16k": "a poll, another thread reports every 16 KiB at 1 GB/s",
    "poll_changed": "a poll after one report",
    "poll_flat_out": "a poll, another thread reports as fast as it can",
    "poll_flat_out_p99.99": "the same, the slowest in 10,000",
    "poll_restless": "a poll, another thread replaces everything without pause",
    "poll_two_readers": "a poll beside another reader",
    "poll_100k_results": "a poll of a job of 100,000 updates",
    "report_chunk": "an engine's report of bytes",
    "late_bound_poll": "a poll by IDispatch",
    "peer_curl_easy_getinfo_x3": "three times curl_easy_getinfo, on its own thread only",
    "peer_libtorrent_status": "libtorrent's status()",
    "memory_ledger": "a job's own numbers, bytes for each of 100,000 updates",
    "memory_queued_update": "all that BeginDownload allocates, for each",
    "memory_update_and_queue": "the update itself included",
    "fetch_1x1g": "one file of 1 GiB",
    "fetch_8x128m": "8 files of 128 MiB",
    "fetch_1000x1m": "1,000 files of 1 MiB",
    "fetch_10000x16k": "10,000 files of 16 KiB",
    "verify_1x1g": "one file of 1 GiB, with its digest",
    "verify_8x128m": "8 files of 128 MiB, with digests",
    "verify_1000x1m": "1,000 files of 1 MiB, with digests",
    "verify_10000x16k": "10,000 files of 16 KiB, with digests",
    "fetch_cpu_1x1g": "processor time for one file of 1 GiB",
    "fetch_cpu_8x128m": "processor time for 8 files of 128 MiB",
    "fetch_cpu_1000x1m": "processor time for 1,000 files of 1 MiB",
    "fetch_cpu_10000x16k": "processor time for 10,000 files of 16 KiB",
    "fetch_capped": "64 MiB from a server slow on each connection",
    "fetch_capped_mirrors": "the same from three such servers",
    "fetch_far_capped": "the same, 80 ms away",
    "fetch_far_200x256k": "200 files of 256 KiB, 80 ms away",
    "fetch_far_200x256k_http2": "the same by HTTP/2",
    "fetch_memory_1x1g": "the process, for one file of 1 GiB",
    "fetch_memory_8x128m": "the process, for 8 files of 128 MiB",
    "fetch_memory_1000x1m": "the process, for 1,000 files of 1 MiB",
    "fetch_memory_10000x16k": "the process, for 10,000 files of 16 KiB",
    "fetch_memory_static_1x1g": "one of 1 GiB, libstdc++ linked statically",
    "fetch_memory_static_8x128m": "8 of 128 MiB, libstdc++ linked statically",
    "fetch_memory_static_1000x1m": "1,000 of 1 MiB, libstdc++ linked statically",
    "fetch_memory_static_10000x16k": "10,000 of 16 KiB, libstdc++ linked statically",
    "memory_queue_1000": "the process, with a queue of 1,000 files",
    "memory_queue_20000": "the process, with a queue of 20,000 files",
    "memory_queue_100000": "the process, with a queue of 100,000 files",
    "memory_queue_static_1000": "1,000 files, libstdc++ linked statically",
    "memory_queue_static_20000": "20,000 files, libstdc++ linked statically",
    "memory_queue_static_100000": "100,000 files, libstdc++ linked statically",
    "sync_cost_20000x4k": "20,000 files of 4 KiB on a disk, each synced",
    "sync_cost_1000x1m": "1,000 files of 1 MiB on a disk, each synced",
    "sync_cost_1x1g": "one file of 1 GiB on a disk, synced",
    "sync_cost_2000x4k": "2,000 files of 4 KiB on a disk, each synced",
    "sync_cost_200x1m": "200 files of 1 MiB on a disk, each synced",
    "sync_cost_1x256m": "one file of 256 MiB on a disk, synced",
    "compile_first_job_O2": "first_job.cpp, header-only, -O2",
    "compile_first_job_O0": "first_job.cpp, header-only, -O0",
    "compile_umbrella": "#include <wua/wua.hpp>, nothing used",
    "compile_curl_O2": "one real download, header-only, -O2",
    "compile_first_job_umbrella_O0": "first_job.cpp with everything included, -O0",
    "compile_first_job_umbrella_O2": "first_job.cpp with everything included, -O2",
    "compile_first_job_compiled_O0": "first_job.cpp, bodies compiled once, -O0",
    "compile_first_job_compiled_O2": "first_job.cpp, bodies compiled once, -O2",
    "compile_memory_first_job_O2": "the compiler's memory for first_job.cpp",
    "text_first_job_O2": "the code of first_job.cpp, header-only",
}

WIDTH = 400
ROW = 46
HEAD = 40
FULL = 2.0  # the ratio at the right edge

STYLE = """text{font-family:system-ui,sans-serif;fill:#1b2530}.small{font-size:10.5px;fill:#5b6875}.label{font-size:12.5px}
.title{font-size:14px;font-weight:600}.number{font-size:12.5px;font-weight:600;text-anchor:end}.track{fill:#e8edf2}.bar{fill:#0f766e}
.missed{fill:#b45309}.one{stroke:#1b2530;stroke-width:1.5}.goal{stroke:#b45309;stroke-width:2}
.line{fill:none;stroke:#0f766e;stroke-width:1.5}.even{stroke:#c3ccd5}.middle{text-anchor:middle}
@media (prefers-color-scheme:dark){text{fill:#e4eaf0}.small{fill:#9aa7b4}.track{fill:#2a333d}.bar{fill:#2dd4bf}.missed,.goal{fill:#fbbf24;stroke:#fbbf24}.one{stroke:#e4eaf0}.line{stroke:#2dd4bf}.even{stroke:#3a4550}}"""


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def meets(ratio, goal):
    if goal.startswith("<= "):
        return ratio <= float(goal[3:])
    if goal.startswith(">= "):
        return ratio >= float(goal[3:])
    return True


def rows_of(report, chart):
    def place(name):
        return next((chart for chart, (_, beginnings) in CHARTS.items() if name.startswith(beginnings)), None)

    return [row for row in report["rows"] if row["ratio"] > 0 and place(row["name"]) == chart]


def short(count, is_size):
    """7, 10k, 1M; of bytes 4 KiB."""
    if is_size:
        for unit in ("B", "KiB", "MiB"):
            if count < 1024 or unit == "MiB":
                return f"{count} {unit}"
            count //= 1024
    return f"{count // 1000000}M" if count >= 1000000 else f"{count // 1000}k" if count >= 1000 else str(count)


def draw_growth(report):
    """A panel for each thing that grows: the cost of one against their number, both in powers."""
    panels = {}
    for row in rows_of(report, "growth"):
        _, of, count = row["name"].split("_")
        panels.setdefault(of, []).append((int(count), row))
    room, pitch = 74, 134
    height = HEAD + pitch * len(panels) + 20
    title = CHARTS["growth"][0]
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">',
           f"<style>{STYLE}</style>", f'<text class="title" x="0" y="16">{escape(title)}</text>']
    for i, of in enumerate(sorted(panels, key=list(GROWTH).index)):
        points = sorted(panels[of], key=lambda point: point[0])
        top = HEAD + pitch * i
        out.append(f'<text class="label" x="0" y="{top}">{escape(GROWTH[of])}</text>')
        out.append(f'<text class="small" x="0" y="{top + 14}">1×: {number(points[0][1]["reference"])}, '
                   f'{escape(points[0][1]["reference_name"])}</text>')
        ratios = [row["ratio"] for _, row in points]
        low, high = min(0.5, *ratios), max(2.0, *ratios)
        first, last = math.log(points[0][0]), math.log(points[-1][0])

        def place(count, ratio):
            x = 16 + (math.log(count) - first) / (last - first) * (WIDTH - 40)
            y = top + 24 + (math.log(high) - math.log(ratio)) / (math.log(high) - math.log(low)) * room
            return x, y

        one = place(points[0][0], 1)[1]
        out.append(f'<path class="even" d="M0 {one:.1f}H{WIDTH}"/>')
        line = "L".join("{:.1f} {:.1f}".format(*place(count, row["ratio"])) for count, row in points)
        out.append(f'<path class="line" d="M{line}"/>')
        for count, row in points:
            x, y = place(count, row["ratio"])
            out.append(f'<circle class="{"bar" if meets(row["ratio"], row["goal"]) else "missed"}" cx="{x:.1f}" cy="{y:.1f}" r="3"/>')
            out.append(f'<text class="small middle" x="{x:.1f}" y="{top + room + 38}">{short(count, of == "sizes")}</text>')
            below = 13 if y < top + 34 else -6
            out.append(f'<text class="small middle" x="{x:.1f}" y="{y + below:.1f}">{number(row["ratio"])}×</text>')
    out.append(f'<text class="small" x="0" y="{height - 6}">Orange: the goal was missed. Measured on {report["date"]}.</text>')
    out.append("</svg>\n")
    return "\n".join(out)


def draw(report, chart):
    """The chart as SVG; a sentence when the report has no row for it."""
    rows = rows_of(report, chart)
    if chart == "growth" and rows:
        return draw_growth(report)
    height = HEAD + ROW * len(rows) + 36
    title = CHARTS[chart][0]
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">',
           f"<style>{STYLE}</style>", f'<text class="title" x="0" y="16">{escape(title)}</text>']
    scale = WIDTH / FULL
    for i, row in enumerate(rows):
        y = HEAD + ROW * i
        ratio, goal = row["ratio"], row["goal"]
        width = min(ratio, FULL) * scale
        label = LABELS.get(row["name"], row["name"].replace("_", " "))
        out.append(f'<text class="label" x="0" y="{y}">{escape(label)}</text>')
        out.append(f'<text class="number" x="{WIDTH}" y="{y + 14}">{number(ratio)}×</text>')
        out.append(f'<rect class="track" x="0" y="{y + 19}" width="{WIDTH}" height="7" rx="3.5"/>')
        out.append(f'<rect class="{"bar" if meets(ratio, goal) else "missed"}" x="0" y="{y + 19}" width="{width:.1f}" height="7" rx="3.5"/>')
        out.append(f'<path class="one" d="M{scale:.1f} {y + 17}v11"/>')
        if goal[:3] in ("<= ", ">= ") and float(goal[3:]) <= FULL:
            x = float(goal[3:]) * scale - 1
            out.append(f'<path class="goal" d="M{x:.1f} {y + 17}v11"/>')
        out.append(f'<text class="small" x="0" y="{y + 14}">{number(row["ours"])} against {number(row["reference"])}: '
                   f'{escape(row["reference_name"])}</text>')
    bottom = height - 40
    if not rows:
        out.append(f'<text class="label" x="0" y="{HEAD}">The report of {report["date"]} has no rows of these.</text></svg>\n')
        return "\n".join(out)
    out.append(f'<text class="small" x="0" y="{bottom + 24}">Dark mark: as much as the reference. Orange: the goal.</text>')
    out.append(f'<text class="small" x="0" y="{bottom + 37}">Measured side by side on {report["date"]}.</text>')
    out.append("</svg>\n")
    return "\n".join(out)


def write(figures, report):
    rows = ",\n".join("    " + json.dumps(row) for row in report["rows"])
    figures.write_text('{\n"date": "' + report["date"] + '",\n"rows": [\n' + rows + "\n]\n}\n")


def with_rows(report, more):
    """The same report with these rows, those of known names in their places."""
    new = {row["name"]: row for row in more}
    rows = [new.pop(row["name"], row) for row in report["rows"]]
    return {"date": report["date"], "rows": rows + list(new.values())}


def taken(path):
    date = datetime.date.fromtimestamp(path.stat().st_mtime).isoformat()
    return {"date": date, "rows": json.loads(path.read_text())}


def made_for_site(root, place):
    """The chart at that place from this machine's own report, if there is one."""
    path = root / "build/bench/report.json"
    chart = Path(place).stem
    if place != f"docs/charts/{chart}.svg" or chart not in CHARTS or not path.exists():
        return None
    report = taken(path)
    return draw(report, chart) if rows_of(report, chart) else None


def with_figures(text, report):
    """The text with each row's ratio behind its name, where a number stands there."""
    ratios = {row["name"]: row["ratio"] for row in report["rows"]}

    def figure(match):
        name = match[1]
        return f"`{name}` {ratios[name]:.3g}" if name in ratios else match[0]

    return re.sub(r"`(\w+)` (\d[\d.]*)(?= |\n)", figure, text)


def main():
    figures = ROOT / "docs/figures.json"
    if sys.argv[1:2] == ["--take"]:
        write(figures, taken(Path(sys.argv[2])))
    if sys.argv[1:2] == ["--add"]:
        more = taken(Path(sys.argv[2]))
        report = with_rows(json.loads(figures.read_text()), more["rows"])
        write(figures, {"date": max(report["date"], more["date"]), "rows": report["rows"]})
    report = json.loads(figures.read_text())
    status = 0
    page = ROOT / "docs/guarantees.md"
    filled = with_figures(page.read_text(), report)
    if sys.argv[1:2] != ["--check"]:
        page.write_text(filled)
    elif filled != page.read_text():
        print(f"{page}: not what docs/figures.json says; docs/site/charts.py writes it anew", file=sys.stderr)
        status = 1
    for chart in CHARTS:
        path = ROOT / f"docs/charts/{chart}.svg"
        drawn = draw(report, chart)
        if sys.argv[1:2] == ["--check"]:
            if not path.exists() or drawn != path.read_text():
                print(f"{path}: not what docs/figures.json says; docs/site/charts.py draws it anew", file=sys.stderr)
                status = 1
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(drawn)
    return status


if __name__ == "__main__":
    sys.exit(main())
