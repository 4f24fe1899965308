// SPDX-License-Identifier: MIT
// Finds pages, headings and names of the reference; index.js has them all.
(() => {
    const root = document.currentScript.dataset.root;
    const form = document.querySelector(".search"), input = form.querySelector("input"), list = form.querySelector("ul");
    const rank = (title, words) => {
        const text = title.toLowerCase().replace("?", "");
        if (!words.every((word) => text.includes(word))) {
            return -1;
        }
        const last = text.split("::").pop();
        return last === words[0] ? 3 : last.startsWith(words[0]) ? 2 : text.startsWith(words[0]) ? 1 : 0;
    };
    const show = () => {
        const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
        const found = !words.length ? [] : window.siteIndex
            .map(([title, url, kind]) => ({title, url, kind, rank: rank(title, words)}))
            .filter((one) => one.rank >= 0)
            .sort((a, b) => b.rank - a.rank || (a.kind === "reference") - (b.kind === "reference") || a.title.length - b.title.length);
        list.replaceChildren(...found.slice(0, 12).map((one) => {
            const item = document.createElement("li"), link = document.createElement("a"), kind = document.createElement("small");
            link.href = root + one.url;
            link.textContent = one.title;
            kind.textContent = one.kind;
            link.append(kind);
            item.append(link);
            return item;
        }));
        list.hidden = !found.length;
    };
    input.addEventListener("input", show);
    input.addEventListener("focus", show);
    document.addEventListener("click", (event) => {
        list.hidden = list.hidden || !form.contains(event.target);
    });
    form.addEventListener("keydown", (event) => {
        const links = [...list.querySelectorAll("a")], at = links.indexOf(document.activeElement);
        if (event.key === "Escape") {
            list.hidden = true;
        } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            event.preventDefault();
            const next = at + (event.key === "ArrowDown" ? 1 : -1);
            (links[next] || input).focus();
        }
    });
    form.addEventListener("submit", (event) => {
        event.preventDefault();
        const first = list.querySelector("a");
        if (first) {
            location.href = first.href;
        }
    });
    document.addEventListener("keydown", (event) => {
        if (event.key === "/" && !/^(INPUT|TEXTAREA)$/.test(document.activeElement.tagName)) {
            event.preventDefault();
            input.focus();
        }
    });
})();
