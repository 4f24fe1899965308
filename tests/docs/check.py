#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""check.py SITE: every link within the site leads to a page, a file and an anchor that exist, and no page has an anchor twice."""

import html.parser
import os
import sys
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlparse


class Page(html.parser.HTMLParser):
    def __init__(self, path):
        super().__init__(convert_charrefs=True)
        self.anchors = set()
        self.links = []
        self.twice = set()
        self.has_title = False
        self.feed(path.read_text())

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        anchor = values.get("id")
        if anchor is not None:
            if anchor in self.anchors:
                self.twice.add(anchor)
            self.anchors.add(anchor)
        if tag == "a" and values.get("name"):
            self.anchors.add(values["name"])
        self.has_title |= tag == "h1" or values.get("class") == "title"
        for name in ("href", "src"):
            if values.get(name) is not None:
                self.links.append(values[name])
        if tag == "img" and "alt" not in values:
            self.links.append("an image without words that stand for it")


def main():
    site = Path(sys.argv[1])
    pages = {path.resolve(): Page(path) for path in site.rglob("*.html")}
    faults = []
    links = 0
    for path, page in pages.items():
        name = path.relative_to(site.resolve())
        if "reference" not in name.parts[:1]:
            faults += [f"{name}: two anchors {anchor}" for anchor in sorted(page.twice)]
            if not page.has_title:
                faults.append(f"{name}: no title")
        for link in sorted(set(page.links)):
            target, anchor = urldefrag(link)
            parsed = urlparse(target)
            if parsed.scheme in ("http", "https", "javascript", "mailto") or parsed.netloc:
                continue
            links += 1
            place = Path(os.path.normpath(path.parent / unquote(parsed.path))) if parsed.path else path
            if place not in pages and not place.is_file():
                faults.append(f"{name}: {link} leads nowhere")
            elif anchor and place in pages and unquote(anchor) not in pages[place].anchors:
                faults.append(f"{name}: {link}: no such anchor")
    for fault in sorted(set(faults)):
        print(fault, file=sys.stderr)
    print(f"{len(pages)} pages, {links} links, {len(set(faults))} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
