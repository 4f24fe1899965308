#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""links.py ROOT: every link of the Markdown pages leads to a file of the repository and to a heading of it. Needs Python alone."""

import os
import re
import sys
from pathlib import Path

# Pictures that a page uses only if they exist.
MAY_BE_MISSING = {"docs/display.svg"}


def prose(text):
    """Without code and comments, in which brackets mean something else."""
    text = re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)
    text = re.sub(r"<!--.*?-->", "", text, flags=re.S)
    return re.sub(r"`[^`\n]*`|^    .*$", "", text, flags=re.M)


def anchors_of(text):
    headings = re.findall(r"^#{1,6} +(.*)$", re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def main():
    root = Path(sys.argv[1])
    pages = [path for pattern in ("*.md", "docs/*.md", "examples/*.md", "tests/*/*.md", "packaging/*.md") for path in root.glob(pattern)]
    faults = []
    for page in pages:
        for target in re.findall(r"\]\(([^)\s]+)\)", prose(page.read_text())):
            if re.match(r"[a-z]+:", target):
                continue
            path, _, anchor = target.partition("#")
            place = Path(os.path.normpath(page.parent / path)) if path else page
            name = f"{page.relative_to(root)}: {target}"
            if not place.exists():
                if os.path.relpath(place, root) not in MAY_BE_MISSING:
                    faults.append(f"{name}: no such file")
            elif anchor and place.suffix == ".md" and anchor not in anchors_of(place.read_text()):
                faults.append(f"{name}: no such heading")
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
