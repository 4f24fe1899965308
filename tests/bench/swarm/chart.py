#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""chart.py LINES SVG: draws what measure.py and the simulation have written: the origin's share against the machines."""
import json
import math
import pathlib
import sys

lines = [json.loads(line) for line in pathlib.Path(sys.argv[1]).read_text().splitlines() if line.startswith("{")]
series = {}
for line in lines:
    if "client" in line and line["gap_s"] == 0 and line["client"] != "alone":
        series.setdefault(line["client"], []).append((line["machines"], line["share"]))
    elif "spread_s" in line and line["spread_s"] == 0 and line["stays_s"] == 0:
        series.setdefault("simulated", []).append((line["machines"], line["origin_share"]))
series["1/n"] = [(n, 1 / n) for n in (1, 10, 100, 1000, 10000)]
width, height, left, bottom = 640, 360, 60, 40
colors = {"wua": "#0a7d4f", "curl": "#888888", "aria2": "#c2571a", "transmission": "#a63d8f", "simulated": "#2457a6", "1/n": "#bbbbbb"}


def x(machines):
    return left + math.log10(machines) / 4 * (width - left - 20)


def y(share):
    return 20 + (-math.log10(min(max(share, 1e-4), 1.2)) / 4 + 0.02) * (height - bottom - 20)


out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif" font-size="12">',
       f'<rect width="{width}" height="{height}" fill="white"/>']
for power in range(5):
    out.append(f'<line x1="{left}" x2="{width - 20}" y1="{y(10 ** -power):.1f}" y2="{y(10 ** -power):.1f}" stroke="#eee"/>')
    out.append(f'<text x="{left - 8}" y="{y(10 ** -power) + 4:.1f}" text-anchor="end">{10 ** -power:g}</text>')
    out.append(f'<text x="{x(10 ** power):.1f}" y="{height - 18}" text-anchor="middle">{10 ** power}</text>')
out.append(f'<text x="{width / 2}" y="{height - 3}" text-anchor="middle">machines that begin together</text>')
out.append(f'<text x="{left + 4}" y="14">bytes of the origin / (machines x size)</text>')
for place, (name, points) in enumerate(series.items()):
    points.sort()
    path = " ".join(f"{x(n):.1f},{y(share):.1f}" for n, share in points)
    color = colors.get(name, "black")
    out.append(f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"/>')
    out.append(f'<text x="{width - 110}" y="{40 + 16 * place}" fill="{color}">{name}</text>')
out.append("</svg>")
pathlib.Path(sys.argv[2]).write_text("\n".join(out) + "\n")
