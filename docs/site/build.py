#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""build.py SITE TAGFILE: makes the site's pages of README.md, docs/ and what these link to, into the folder SITE, beside the
reference that Doxygen made there. build.py --frame FOLDER writes the header and the footer that Doxygen puts around its own.
Fails when a page links to something that is not there."""

import html
import json
import os
import posixpath
import re
import sys
import xml.etree.ElementTree as xml
from pathlib import Path

import markdown
import pygments
import pygments.lexers
from pygments.formatters import HtmlFormatter

import charts

ROOT = Path(__file__).resolve().parents[2]

# Groups of pages, each page with its source and its name in the navigation. Pages of docs/ that are not listed come
# last.
PAGES = [
    ("Start", [("README.md", "wua"), ("docs/quick-start.md", "Quick start"), ("docs/cookbook.md", "Cookbook"),
               ("examples/README.md", "Examples"), ("docs/building-with-wua.md", "Building with wua"), ("docs/packaging.md", "Packaging")]),
    ("Guides", [("docs/writing-an-engine.md", "Writing an engine"), ("docs/testing-your-updater.md", "Testing your updater"),
                ("docs/display.md", "The progress display"), ("docs/machines.md", "Lines, metrics, a live page"),
                ("docs/swarm.md", "Swarms"),
                ("docs/manifest.md", "Manifests"), ("docs/traces.md", "Stories and traces"),
                ("docs/wua-to-wua.md", "WUA to wua"), ("docs/windows-clients.md", "Windows Update clients")]),
    ("What holds", [("docs/behaviour.md", "Behaviour and guarantees"), ("docs/progress-contract.md", "The progress contract"),
                    ("docs/guarantees.md", "Guarantees and figures"),
                    ("docs/security-model.md", "Security model"), ("docs/error-codes.md", "Error codes"),
                    ("docs/misbehaviours.md", "Servers that misbehave"), ("docs/members.md", "Members")]),
    ("Inside", [("docs/how-it-is-built.md", "How it is built"), ("docs/performance.md", "Performance"),
                ("CHANGELOG.md", "Changes")]),
]
OTHERS = ["CONTRIBUTING.md", "SECURITY.md"]

# Pages may refer to these before they exist.
MAY_BE_MISSING = {"docs/display.svg"}


def slug(text, _=None):
    """The anchor that GitHub makes of a heading."""
    return re.sub(r"[^\w\- ]", "", text.lower()).strip().replace(" ", "-")


def navigation(pages, current, root):
    parts = []
    for group, entries in pages:
        parts.append(f"<h2>{html.escape(group)}</h2><ul>")
        for source, title in entries:
            here = ' aria-current="page"' if source == current else ""
            parts.append(f'<li><a href="{root}{output_of(source)}"{here}>{html.escape(title)}</a></li>')
        parts.append("</ul>")
    here = ' aria-current="page"' if current == "reference" else ""
    parts.append(f'<h2>Reference</h2><ul><li><a href="{root}reference.html"{here}>All headers</a></li>'
                 f'<li><a href="{root}reference/namespacewua.html">The namespace wua</a></li></ul>')
    return "".join(parts)


def output_of(source):
    if source == "README.md":
        return "index.html"
    if source == "examples/README.md":
        return "examples.html"
    return Path(source).stem.lower() + ".html"


def frame(pages, title, current, root, extra=""):
    """What comes before a page's own content, and after it."""
    before = f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="stylesheet" href="{root}style.css">
<script defer src="{root}index.js"></script>
<script defer src="{root}search.js" data-root="{root}"></script>
{extra}</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="bar">
<a class="name" href="{root}index.html">wua</a>
<form class="search" role="search"><input type="search" placeholder="Search" aria-label="Search the site" autocomplete="off">
<ul hidden></ul></form>
<a href="{root}quick-start.html">Start</a><a href="{root}cookbook.html">Cookbook</a><a href="{root}reference.html">Reference</a>
</header>
<div class="columns">
<details class="nav" open><summary>Pages</summary><nav aria-label="Pages">{navigation(pages, current, root)}</nav></details>
<script>if (matchMedia("(max-width: 60rem)").matches) document.querySelector("details.nav").open = false;</script>
<main id="content">
"""
    return before, "</main>\n</div>\n</body>\n</html>\n"


def all_pages():
    listed = {source for _, entries in PAGES for source, _ in entries}
    pages = [(group, [entry for entry in entries if (ROOT / entry[0]).exists()]) for group, entries in PAGES]
    more = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("docs/*.md"))
    more += [source for source in OTHERS if (ROOT / source).exists()]
    rest = [(source, title_of((ROOT / source).read_text())) for source in more if source not in listed]
    return pages + [("More", rest)] if rest else pages


def title_of(text):
    return re.search(r"^# +(.*)$", text, re.M).group(1).strip()


class Symbols:
    """Where the reference has a name."""

    def __init__(self, tagfile):
        self.urls = {}
        self.headers = []  # (path, [(name, url)])
        for compound in xml.parse(tagfile).getroot():
            kind, name = compound.get("kind"), compound.findtext("name")
            url = compound.findtext("filename")
            if url and not url.endswith(".html"):
                url += ".html"
            if kind in ("class", "struct", "concept") and name.startswith("wua::"):
                self.add(name, url)
                self.add_members(compound, name)
            elif kind == "namespace" and name == "wua":
                self.add_members(compound, name)
            elif kind == "file":
                path = (compound.findtext("path") + name).rpartition("/include/")[2]
                if not path.startswith("wua/"):
                    continue
                found = [(c.text, None) for c in compound if c.tag in ("class", "concept")]
                found += [("wua::" + m.findtext("name"), m.findtext("anchorfile") + "#" + m.findtext("anchor"))
                          for m in compound.findall("member") if m.get("kind") in ("function", "enumeration", "typedef")]
                concepts = re.findall(r"^concept (\w+) =", (ROOT / "include" / path).read_text(), re.M)
                self.headers.append((path, url, [(f"wua::{concept}", None) for concept in concepts] + found))
                self.urls[f"<{path}>"] = url

    def add_members(self, compound, scope):
        for member in compound.findall("member"):
            name = f"{scope}::{member.findtext('name')}"
            self.add(name, f"{member.findtext('anchorfile')}#{member.findtext('anchor')}")

    def add(self, name, url):
        for known in (name, name.removeprefix("wua::")):
            self.urls.setdefault(known, url)

    def url_of(self, text):
        text = html.unescape(text)
        if text.startswith("<wua/") or "::" in text or re.fullmatch(r"I[A-Z]\w+|\w+_\w+", text):
            return self.urls.get(re.sub(r"\(.*\)$", "", text))
        return None


class Site:
    def __init__(self, folder, tagfile):
        self.folder = folder
        self.pages = all_pages()
        self.symbols = Symbols(tagfile)
        self.outputs = {source: output_of(source) for _, entries in self.pages for source, _ in entries}
        self.sources = set()  # files that are shown with their code
        self.index = []  # title, URL, kind
        self.faults = []

    def build(self):
        for _, entries in self.pages:
            for source, title in entries:
                self.write_page(source, title)
        self.write_reference()
        self.tidy_reference()
        done = set()
        while self.sources - done:
            for source in sorted(self.sources - done):
                self.write_source(source)
                done.add(source)
        for name, url in sorted(self.symbols.urls.items()):
            if name.startswith("wua::"):
                self.index.append([name.removeprefix("wua::"), "reference/" + url, "reference"])
        (self.folder / "index.js").write_text("window.siteIndex=" + json.dumps(self.index, separators=(",", ":")) + "\n")
        for name in ("style.css", "search.js"):
            (self.folder / name).write_text((Path(__file__).parent / name).read_text())
        for fault in self.faults:
            print(fault, file=sys.stderr)
        return not self.faults

    def tidy_reference(self):
        """Leaves out Doxygen's indices, for which there is the search, and what in its pages leads nowhere."""
        folder = self.folder / "reference"
        unwanted = re.compile(r"(functions|globals|namespacemembers|dir_|files|classes|annotated|namespaces|hierarchy).*|.*-members|index")
        pages = {}
        for path in sorted(folder.glob("*.html")):
            if unwanted.fullmatch(path.stem):
                path.unlink()
            else:
                pages[path.name] = path.read_text()
        anchors = {name: set(re.findall(r'\b(?:id|name)="([^"]*)"', text)) for name, text in pages.items()}

        def kept(found, name):
            target, _, anchor = found[1].partition("#")
            if target.endswith(".html") and "/" not in target and target not in pages:
                return found[2]
            if anchor and (target or name) in pages and anchor not in anchors[target or name]:
                return f'<a class="el" href="{target}">{found[2]}</a>' if target else found[2]
            return found[0]

        for name, text in pages.items():
            text = re.sub(r'<a href="[^"]*-members[.]html">[^<]*</a>', "", text)
            text = re.sub(r'(<div class="title">)(.*?) (Class|Struct|File|Namespace|Concept|Union)( Template)?(?: Specialization)? Reference',
                          lambda found: f"{found[1]}{found[2]} <small>{found[3].lower()}</small>", text)
            text = re.sub(r'<a (?:class="\w+" )?href="([^"]*)"(?: [^>]*)?>(.*?)</a>', lambda found: kept(found, name), text)
            (folder / name).write_text(text)

    def write_page(self, source, title):
        text = (ROOT / source).read_text()
        output = self.outputs[source]
        converter = markdown.Markdown(
            extensions=["tables", "fenced_code", "codehilite", "toc", "sane_lists"],
            extension_configs={"codehilite": {"guess_lang": False}, "toc": {"slugify": slug}})
        content = converter.convert(without_comments(text))
        for level in converter.toc_tokens:
            self.add_headings(level, output, title)
        content = re.sub(r'(<(?:a|img)\b[^>]*?\b(?:href|src)=")([^"]*)(")',
                         lambda m: m[1] + self.link(source, html.unescape(m[2])) + m[3], content)
        content = re.sub(r'<img [^>]*src=""[^>]*>', "", content)
        content = re.sub(r'<img ([^>]*)src="([^"]*[.]svg)"', r'<img class="drawing" \1src="\2"', content)
        content = re.sub(r"<table>(.*?)</table>", lambda found: in_frame(found[0]), content, flags=re.S)
        content = re.sub(r"(?<!<pre>)(<a [^>]*>)?<code>([^<]*)</code>", self.linked_code, content)
        before, after = frame(self.pages, page_title(title), source, "")
        toc = "" if len(converter.toc_tokens[0]["children"]) < 3 else self.contents(converter.toc_tokens[0]["children"])
        content = content.replace("</h1>", "</h1>" + toc, 1)
        (self.folder / output).write_text(before + content + after)

    def contents(self, tokens):
        def item(token):
            inner = "".join(item(child) for child in token["children"])
            return f'<li><a href="#{token["id"]}">{token["name"]}</a>{f"<ul>{inner}</ul>" if inner else ""}</li>'

        items = "".join(item(token) for token in tokens)
        return f'<details class="contents"><summary>On this page</summary><ul>{items}</ul></details>'

    def add_headings(self, token, output, page):
        title = html.unescape(re.sub(r"<[^>]*>", "", token["name"]))
        is_page = token["level"] == 1
        self.index.append([page if is_page else title, output + ("" if is_page else "#" + token["id"]), "page" if is_page else page])
        for child in token["children"]:
            self.add_headings(child, output, page)

    def linked_code(self, found):
        url = None if found[1] else self.symbols.url_of(found[2])
        return f'<a href="reference/{url}"><code>{found[2]}</code></a>' if url else found[0]

    def link(self, source, target):
        if re.match(r"[a-z]+:|#", target):
            return target
        path, _, anchor = target.partition("#")
        place = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
        if (ROOT / place).is_dir() and (ROOT / place / "README.md").exists():
            place = posixpath.join(place, "README.md")
        if place == "include/wua":
            return "reference.html"
        if place in self.outputs:
            return self.outputs[place] + (f"#{anchor}" if anchor else "")
        if place.endswith(".svg") and (ROOT / place).exists():
            return self.drawing(place)
        if (ROOT / place).exists():
            self.sources.add(place)
            return source_url(place)
        if place in MAY_BE_MISSING:
            print(f"{source}: {place} is not there yet", file=sys.stderr)
            return ""
        self.faults.append(f"{source}: no such file: {target}")
        return target

    def drawing(self, place):
        target = self.folder / Path(place).name
        made = charts.made_for_site(ROOT, place)
        target.write_text(made if made is not None else (ROOT / place).read_text())
        return target.name

    def write_source(self, place):
        path = ROOT / place
        target = self.folder / source_url(place)
        target.parent.mkdir(parents=True, exist_ok=True)
        root = "../"
        if path.is_dir():
            names = sorted(p for p in path.iterdir() if p.is_file() or any(p.iterdir()))
            items = []
            for entry in names:
                inner = str(entry.relative_to(ROOT))
                self.sources.add(inner)
                items.append(f'<li><a href="{root}{source_url(inner)}">{entry.name}{"/" if entry.is_dir() else ""}</a></li>')
            content = f"<h1>{place}/</h1><ul>{''.join(items)}</ul>"
        else:
            try:
                lexer = pygments.lexers.get_lexer_for_filename(path.name)
            except pygments.util.ClassNotFound:
                lexer = pygments.lexers.get_lexer_by_name("text" if path.suffix else "bash")
            code = pygments.highlight(path.read_text(), lexer, HtmlFormatter(linenos=False, cssclass="codehilite", lineanchors="line"))
            header = place.removeprefix("include/")
            url = self.symbols.urls.get(f"<{header}>")
            reference = f'<p><a href="{root}reference/{url}">In the reference</a></p>' if url else ""
            content = f"<h1>{place}</h1>{reference}{code}"
        before, after = frame(self.pages, page_title(place), "", root)
        target.write_text(before + content + after)

    def write_reference(self):
        folders = {}
        for path, url, found in self.symbols.headers:
            names = []
            for name, where in found:
                where = where or self.symbols.urls.get(name)
                if where and name.startswith("wua::") and "::detail" not in name and (name, where) not in names:
                    names.append((name, where))
            if names and path.count("/") <= 3:
                folders.setdefault(posixpath.dirname(path), []).append((path, url, names))
        content = ["<h1>Reference</h1><p>Every header that programs include, and what it declares. Names are in the namespace "
                   '<a href="reference/namespacewua.html"><code>wua</code></a>; what is in <code>wua::detail</code> is nobody '
                   "else's business. Headers of inner folders belong to those of the outer ones.</p>"]
        order = ["wua/job", "wua/engine", "wua/model", "wua/text", "wua/testing", "wua/manifest", "wua/objects", "wua/agent",
                 "wua/wuapi", "wua/com", "wua/windows", "wua/compat"]
        for folder in sorted(folders, key=lambda f: (next((i for i, o in enumerate(order) if f.startswith(o)), 99), f)):
            content.append(f'<h2 id="{slug(folder)}">{folder}/</h2><div class="table stacked"><table><tbody>')
            for path, url, names in sorted(folders[folder]):
                seen, links = set(), []
                for name, where in names:
                    if name not in seen:
                        seen.add(name)
                        links.append(f'<a href="reference/{where}"><code>{html.escape(name.removeprefix("wua::"))}</code></a>')
                content.append(f'<tr><td><a href="reference/{url}"><code>{posixpath.basename(path)}</code></a></td>'
                               f"<td>{' '.join(links)}</td></tr>")
            content.append("</tbody></table></div>")
        before, after = frame(self.pages, page_title("Reference"), "reference", "")
        (self.folder / "reference.html").write_text(before + "".join(content) + after)


def in_frame(table):
    """A table that may be wider than the page; one of few columns is stacked where the page is narrow."""
    names = re.findall(r"<th(?: [^>]*)?>(.*?)</th>", table, re.S)
    if not 2 <= len(names) <= 4:
        return f'<div class="table">{table}</div>'
    if len(names) > 2:
        labels = [html.escape(re.sub("<[^>]*>", "", name)) for name in names]

        def labelled(row):
            places = iter(labels)
            return re.sub(r"<td", lambda _: f'<td data-name="{next(places)}"', row[0])

        table = re.sub(r"<tr>.*?</tr>", labelled, table, flags=re.S)
    return f'<div class="table stacked">{table}</div>'


def page_title(title):
    return "wua" if title == "wua" else f"{html.escape(title)} · wua"


def source_url(place):
    return "source/" + re.sub(r"[^\w.-]", "_", place) + ".html"


def without_comments(text):
    """Comments are for the tests and may hold code; a fence may hold anything."""
    parts = re.split(r"(^```.*?^```$)", text, flags=re.M | re.S)
    return "".join(part if i % 2 else re.sub(r"<!--.*?-->\n?", "", part, flags=re.S) for i, part in enumerate(parts))


def main():
    if sys.argv[1] == "--frame":
        folder = Path(sys.argv[2])
        before, after = frame(all_pages(), "$title · wua", "reference", "$relpath^../")
        (folder / "reference_header.html").write_text(before + '<div id="top">\n')
        (folder / "reference_footer.html").write_text(after)
        return 0
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    return 0 if Site(folder, sys.argv[2]).build() else 1


if __name__ == "__main__":
    sys.exit(main())
