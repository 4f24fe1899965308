# SPDX-License-Identifier: MIT
"""check.py POLLER FOLDER [unittest's arguments]: what the live page shows and does; pictures of it go to the folder."""

import hashlib
import json
import pathlib
import sys
import time
import unittest

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from browser import browser, console, resize, screenshot, set_scheme, wait_for
from peers import Poller, folder, free_port, nginx

poller = sys.argv[1]
pictures = pathlib.Path(sys.argv[2])
here = pathlib.Path(__file__).parent

# Lists visible text with too little contrast to its background, by WCAG 2.2 AA.
faint = """(() => {
    const numbers = colour => (colour.match(/[\\d.]+/g) || []).map(Number);
    const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
    const ground = element => {
        for (; element; element = element.parentElement) {
            const colour = numbers(getComputedStyle(element).backgroundColor);
            if (colour.length === 3 || colour[3] === 1) { return colour; }
        }
        return [255, 255, 255];
    };
    const found = [];
    for (const element of document.querySelectorAll("body *")) {
        const has_text = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
        if (!has_text || !element.getClientRects().length || element.closest(":disabled, script, .unseen, svg, .skip")) { continue; }
        const style = getComputedStyle(element), size = parseFloat(style.fontSize);
        const [one, other] = [light(numbers(style.color)), light(ground(element))].sort((a, b) => b - a);
        const ratio = (one + .05) / (other + .05), least = size >= 24 || size >= 18.6 && style.fontWeight >= 700 ? 3 : 4.5;
        if (ratio < least) { found.push(element.textContent.slice(0, 40) + ": " + ratio.toFixed(2)); }
    }
    return found;
})()"""


def shows(driver, what):
    wait_for(driver, f"document.body.dataset.shown === '{what}'", what)


def texts(driver, selector):
    return driver.execute_script("return [...document.querySelectorAll(arguments[0])].map(each => each.innerText)", selector)


def text(driver, selector):
    return texts(driver, selector)[0]


class LivePage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.opened = browser()
        cls.driver = cls.opened.__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.opened.__exit__(None, None, None)

    def setUp(self):
        self.driver.get("about:blank")
        resize(self.driver, 1400)
        set_scheme(self.driver, "light")
        console(self.driver)

    def look(self, name):
        """Pictures in two widths and two schemes; nothing sticks out, is too faint, or violates the page's policy."""
        for scheme in ("light", "dark"):
            set_scheme(self.driver, scheme)
            for width in (1400, 400):
                resize(self.driver, width)
                time.sleep(0.3)  # until it is redrawn
                with self.subTest(scheme=scheme, width=width):
                    self.assertEqual(self.driver.execute_script("return document.documentElement.scrollWidth"), width)
                    self.assertEqual(self.driver.execute_script("return " + faint), [])
                screenshot(self.driver, pictures / f"{name}-{width}-{scheme}.png")
        resize(self.driver, 320)
        self.assertEqual(self.driver.execute_script("return document.documentElement.scrollWidth"), 320)
        self.assertEqual(console(self.driver), [])
        resize(self.driver, 1400)
        set_scheme(self.driver, "light")

    def test_a_simulated_job_is_shown_from_its_beginning_to_its_result(self):
        driver = self.driver
        with Poller(poller, "--speed", "0.4", "--serve-linger", "60") as job:
            driver.get(job.url)
            shows(driver, "progress")
            self.assertEqual(len(texts(driver, "#rows tr")), 5)
            self.assertIn("Cumulative Update", text(driver, "#rows tr:nth-child(2)"))
            wait_for(driver, "document.querySelectorAll('#bytes-plot path').length >= 5", "five layers")
            wait_for(driver, "document.querySelector('#retries').textContent === '1'", "the retry")
            self.look("simulated-running")
            shows(driver, "result")
            self.assertEqual(text(driver, "#verdict h2"), "All 5 updates succeeded")
            self.assertEqual(texts(driver, "#rows .pill"), ["succeeded"] * 5)
            self.assertEqual(driver.title, "succeeded · 5 updates")
            events = texts(driver, "#story li")
            self.assertTrue(any("trying again" in each for each in events), events)
            self.look("simulated-ended")
            driver.refresh()  # a late visitor sees everything that happened before
            shows(driver, "result")
            self.assertEqual(texts(driver, "#story li"), events)
            self.assertFalse(driver.find_element(By.ID, "controls").is_displayed())

    def test_a_download_is_shown_with_its_failures_and_hostile_names_stay_text(self):
        driver = self.driver
        title = "<img src=x onerror=alert(1)> \u202egnp.exe </script><b>bold</b>"
        with folder() as place, nginx(place) as server:
            for name, size in (("slow/system.img", 6_000_000), ("slow/fonts.tar", 3_000_000), ("small.bin", 200_000)):
                (place / "files" / name).write_bytes(bytes(size))
            (place / "manifest.json").write_text(json.dumps({"updates": [
                {"title": "System image", "url": server + "slow/system.img", "size": 6_000_000},
                {"title": title, "url": server + "slow/fonts.tar"},
                {"title": "From the second mirror", "urls": [server + "gone.bin", server + "small.bin"], "file": "mirror.bin"},
                {"title": "Not there", "url": server + "nowhere.bin?token=s3cr3t"},
                {"title": "Altered", "url": server + "small.bin", "file": "altered.bin", "sha256": hashlib.sha256(b"").hexdigest()},
            ]}))
            arguments = ("--manifest", str(place / "manifest.json"), "-o", str(place / "out"), "-s", "1", "--serve-linger", "60")
            with Poller(poller, *arguments) as job:
                driver.get(job.url)
                shows(driver, "progress")
                wait_for(driver, "document.querySelector('#failed').textContent === '2'", "two failures")
                self.look("download-running")
                shows(driver, "result")
                self.assertEqual(text(driver, "#verdict h2"), "2 of 5 updates did not succeed")
                failed = texts(driver, "#verdict-failed li")
                self.assertEqual([each.split(":")[0] for each in failed], ["Not there", "Altered"])
                self.assertIn("wrong digest", failed[1])
                self.assertIn("system.img", driver.execute_script("return document.querySelector('#verdict-files').textContent"))
                self.assertEqual(driver.execute_script("return document.querySelectorAll('#rows .name bdi')[1].textContent"), title.replace("\u202e", "\ufffd"))
                self.assertEqual(driver.execute_script("return document.querySelectorAll('img, #main b').length"), 0)
                story = "\n".join(texts(driver, "#story li"))
                self.assertIn("trying another mirror", story)
                self.assertIn("HTTP 404", story)
                self.assertNotIn("s3cr3t", driver.page_source)
                driver.find_element(By.ID, "failures").click()
                wait_for(driver, f"document.querySelectorAll('#story li').length < {len(story.splitlines())}", "fewer events")
                for summary in driver.find_elements(By.CSS_SELECTOR, "#story summary")[:2]:
                    summary.click()
                self.look("download-ended")
                self.assertEqual(job.end(), 1)

    def test_the_keyboard_pauses_resumes_and_aborts_with_the_token_alone(self):
        driver = self.driver
        with Poller(poller, "--speed", "0.05", "--allow-control") as job:
            driver.get(job.url)
            shows(driver, "progress")
            self.assertFalse(driver.find_element(By.ID, "controls").is_displayed())
            driver.get(job.url.replace("127.0.0.1", "localhost") + "#token=" + "0" * 32)
            shows(driver, "progress")
            driver.find_element(By.ID, "pause").send_keys(Keys.ENTER)
            wait_for(driver, "document.querySelector('#answer').textContent.includes('not that of this poller')", "the refusal")
            self.assertEqual(len(console(driver)), 1)  # the 403 itself
            driver.get(job.control_url)
            shows(driver, "progress")
            self.assertEqual(driver.current_url, job.url)  # the token does not stay in the address
            names = []
            for _ in range(8):  # each element reached by Tab shows that it has the focus
                ActionChains(driver).send_keys(Keys.TAB).perform()
                names.append(driver.execute_script("const e = document.activeElement; return e.id || e.className || e.tagName"))
                self.assertNotEqual(driver.execute_script("return getComputedStyle(document.activeElement).outlineStyle"), "none", names)
            self.assertLess(names.index("pause"), names.index("abort"))
            driver.find_element(By.ID, "pause").send_keys(Keys.ENTER)
            wait_for(driver, "document.querySelector('#state').textContent === 'paused'", "the pause")
            self.look("paused")
            driver.find_element(By.ID, "pause").send_keys(Keys.SPACE)
            wait_for(driver, "document.querySelector('#state').textContent === 'running'", "the resumption")
            driver.find_element(By.ID, "abort").send_keys(Keys.ENTER)
            self.assertEqual(text(driver, "#abort"), "Really abort?")
            driver.find_element(By.ID, "abort").send_keys(Keys.ENTER)
            shows(driver, "result")
            self.assertEqual(text(driver, "#verdict h2"), "The job was aborted")
            self.assertEqual(job.process.wait(5), 130)  # it did not wait for the browser

    def test_a_page_that_lost_its_poller_says_so_and_shows_the_next_one(self):
        driver = self.driver
        port = free_port()
        with Poller(poller, "--speed", "0.05", port=port) as first:
            driver.get(first.url)
            shows(driver, "progress")
        wait_for(driver, "document.querySelector('#link').textContent.includes('connection was lost')", "the loss")
        with Poller(poller, "--serve-linger", "60", "http://127.0.0.1:1/nothing.bin", port=port):
            shows(driver, "result")
            self.assertEqual(text(driver, "#verdict h2"), "The update failed")
            self.assertEqual(len(texts(driver, "#rows tr")), 1)
            self.assertFalse(driver.find_element(By.ID, "link").is_displayed())

    def test_who_listens_gets_names_headers_and_changes(self):
        driver = self.driver
        with Poller(poller, "--speed", "2", "--serve-linger", "60") as job:
            driver.get(job.url)
            shows(driver, "result")
            driver.execute_cdp_cmd("Accessibility.enable", {})
            nodes = driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
            seen = [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes if not node.get("ignored")]
            for role in ("button", "progressbar", "image", "table", "checkbox", "region", "banner", "main"):
                self.assertTrue(any(each == role for each, _ in seen) or role in ("button", "banner"), role)
            unnamed = [role for role, name in seen if not name and role in ("button", "progressbar", "image", "table", "checkbox", "region", "link")]
            self.assertEqual(unnamed, [])
            self.assertEqual([name for role, name in seen if role == "columnheader"], ["Name", "State", "Progress", "Bytes", "Attempt"])
            resize(driver, 400)  # rows are laid out as blocks at this width
            nodes = driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
            self.assertEqual(sum(node["role"]["value"] == "row" for node in nodes if not node.get("ignored")), 6)
            wait_for(driver, "document.querySelector('#news').textContent.startsWith('All 5 updates succeeded')", "the news")
            driver.find_element(By.CSS_SELECTOR, "#bytes-plot svg").send_keys(Keys.ARROW_LEFT)
            self.assertIn("Cumulative Update", text(driver, "#bytes-plot .tip"))
            driver.find_element(By.CSS_SELECTOR, "#speed-plot + details summary").click()
            wait_for(driver, "document.querySelectorAll('#speed-plot + details tr').length > 3", "the speeds as a table")
            self.assertEqual(console(driver), [])

    def test_a_thousand_updates_are_drawn_as_far_as_they_fit(self):
        driver = self.driver
        with folder() as place:
            (place / "manifest.json").write_text(json.dumps([{"title": f"Update {i}", "url": f"http://host/{i}", "size": 1_000_000 + i} for i in range(1000)]))
            with Poller(poller, "--engine", "simulated", "--manifest", str(place / "manifest.json"), "--speed", "8", "-j", "16", "--serve-linger", "60") as job:
                driver.get(job.url)
                shows(driver, "progress")
                self.assertEqual(len(texts(driver, "#rows tr")), 50)
                self.assertIn("and 950 more updates", text(driver, "#more"))
                self.look("thousand")
                driver.find_element(By.CSS_SELECTOR, "#more button").click()
                wait_for(driver, "document.querySelectorAll('#rows tr').length === 200", "more rows")
                shows(driver, "result")
                self.assertEqual(text(driver, "#verdict h2"), "All 1000 updates succeeded")


if __name__ == "__main__":
    pictures.mkdir(parents=True, exist_ok=True)
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
