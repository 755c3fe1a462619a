"""Takes screenshots of the figures of display wherever a notebook is read, to be looked at one by one.

usage: shots.py ARRAYBOOK FOLDER [VIEW...]

ARRAYBOOK is the program; it runs gallery.ipynb, and the pictures are left in FOLDER, named after the view: trusted and
untrusted (JupyterLab), nbconvert (its HTML), page (arraybook's own HTML), noscript, dark, phone (375 pixels wide) and plain
(nothing but the HTML of the outputs on a dark page, as editors show it). Prints the size of the notebook and the first paint of
a 1024 x 1024 map. Exits with status 1 if a page is wider than its window, has an error in a script, or runs a script of the data.
"""

import json
import secrets
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from lab import CHROMIUM_FLAGS, free_port, start_lab, wait_for_lab

HERE = Path(__file__).parent
HEIGHT = 1500  # of one screenshot of a longer page

problems = []


def complain(text):
    problems.append(text)
    print(text)


def watch(page, name):
    page.on("pageerror", lambda e: complain(f"{name}: ERROR {e}"))

    def dialog(d):
        complain(f"{name}: a script of the data runs: {d.message}")
        d.dismiss()

    page.on("dialog", dialog)


def shoot(page, folder, name, height=None):
    """Saves the page in parts that can be looked at."""
    total = height or page.evaluate("document.documentElement.scrollHeight")
    width = page.viewport_size["width"]
    page.set_viewport_size({"width": width, "height": min(total, 12_000)})
    page.wait_for_timeout(1200)  # for charts to begin: they wait until they are seen
    for part, top in enumerate(range(0, min(total, 12_000), HEIGHT)):
        page.screenshot(path=folder / f"{name}-{part}.png", clip={"x": 0, "y": top, "width": width, "height": min(HEIGHT, total - top)})
    wide = page.evaluate("document.documentElement.scrollWidth")
    print(f"{name}: {total} pixels high")
    if wide > width:
        complain(f"{name}: {wide - width} pixels WIDER than the window")


def file_view(browser, folder, name, path, width=1000, move=False, **options):
    page = browser.new_page(viewport={"width": width, "height": 1200}, **options)
    watch(page, name)
    page.goto(path.as_uri())
    page.wait_for_timeout(600)
    shoot(page, folder, name)
    if move:
        page.locator("button", has_text="play").first.scroll_into_view_if_needed()
        for slider in page.locator("input[type=range]").all():
            slider.evaluate("s => { s.value = Math.floor(s.max / 2); s.dispatchEvent(new Event('input')); }")
        grid = page.locator("img[style*='zoom-in']").first
        grid.hover(position={"x": 50, "y": 40})
        print(f"{name}: label over the first map: {labels(page)}")
        shoot(page, folder, name + "-moved")
        grid.click()
        page.wait_for_timeout(800)
        shoot(page, folder, name + "-enlarged", height=900)
    page.close()


def labels(page):
    return page.evaluate("[...document.querySelectorAll('[data-arraybook] > div')].filter(d => d.style.zIndex === '9' && d.style.display === 'block').map(d => d.textContent)")


def first_paint(browser, path):
    """The time from the start of navigation until Chromium has painted a page's picture, in milliseconds."""
    times = []
    for _ in range(5):
        page = browser.new_page()
        page.goto(path.as_uri(), wait_until="load")
        times.append(page.evaluate("""() => new Promise(done => new PerformanceObserver((list, self) => {
            const picture = list.getEntries().find(e => e.element && e.element.tagName === 'IMG');
            if (picture) { self.disconnect(); done(picture.startTime); }
        }).observe({type: 'largest-contentful-paint', buffered: true}))"""))
        page.close()
    return sorted(times)[2]


def lab_views(browser, folder, scratch, notebook, views):
    home = scratch / "lab"
    home.mkdir()
    token, port = secrets.token_hex(16), free_port()
    lab = start_lab(home, token, port, scratch)
    try:
        wait_for_lab(lab, f"http://127.0.0.1:{port}", token)
        for name in views:
            book = json.loads(notebook.read_text())
            book["metadata"]["view"] = f"{name} {token}"  # Jupyter trusts by content: a copy of a trusted notebook is trusted
            (home / f"{name}.ipynb").write_text(json.dumps(book))
            if name == "trusted":
                subprocess.run([sys.executable, "-m", "nbformat.sign", str(home / f"{name}.ipynb")], check=True, capture_output=True)
            page = browser.new_page(viewport={"width": 1250, "height": 7400})
            page.on("dialog", lambda d: (complain(f"{name}: a script of the data runs: {d.message}"), d.dismiss()))
            page.goto(f"http://127.0.0.1:{port}/lab/tree/{name}.ipynb?token={token}", wait_until="domcontentloaded")
            page.wait_for_selector(".jp-Notebook .jp-CodeCell .jp-OutputArea-output", timeout=120_000)
            page.wait_for_timeout(4000)
            shoot(page, folder, name, height=7400)
            page.close()
    finally:
        lab.terminate()
        lab.wait(timeout=30)


def main():
    arraybook, folder, views = sys.argv[1], Path(sys.argv[2]), sys.argv[3:]
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        for source in (HERE / "gallery.ipynb", HERE.parent.parent / "notebooks" / "data" / "camera.png"):
            shutil.copy(source, scratch)
        large = json.loads((HERE / "gallery.ipynb").read_text())
        large["cells"] = large["cells"][:1]
        large["cells"][0]["source"] = ["Heatmap(Normal(NewRand(1), 1024, 1024))"]
        (scratch / "large.ipynb").write_text(json.dumps(large))
        subprocess.run([arraybook, "run", "gallery.ipynb", "large.ipynb", "--html"], cwd=scratch, check=True, capture_output=True)
        notebook = scratch / "gallery.ipynb"
        print("the notebook takes", notebook.stat().st_size, "bytes")
        outputs = [o["data"]["text/html"] for c in json.loads(notebook.read_text())["cells"] for o in c["outputs"] if "text/html" in o.get("data", {})]
        plain = scratch / "plain.html"
        plain.write_text('<meta charset="utf-8"><body style="background:#1e1e1e;color:#d4d4d4;font:13px sans-serif">' + "".join("<div style='margin:16px 0'>" + "".join(o) + "</div>" for o in outputs))
        page = notebook.with_suffix(".html")
        alone = scratch / "alone.html"  # the output without the page around it, which holds the chart library
        output = json.loads((scratch / "large.ipynb").read_text())["cells"][0]["outputs"][0]
        alone.write_text('<meta charset="utf-8">' + "".join(output["data"]["text/html"]))
        with sync_playwright() as p:
            browser = p.chromium.launch(executable_path=shutil.which("chromium") or shutil.which("google-chrome"), args=CHROMIUM_FLAGS)
            wanted = lambda view: not views or view in views
            print(f"first paint of a 1024 x 1024 map: {first_paint(browser, alone):.0f} ms, in a page with the chart library {first_paint(browser, scratch / 'large.html'):.0f} ms")
            if wanted("page"):
                file_view(browser, folder, "page", page, move=True)
            if wanted("noscript"):
                file_view(browser, folder, "noscript", page, java_script_enabled=False)
            if wanted("dark"):
                file_view(browser, folder, "dark", page, color_scheme="dark")
            if wanted("phone"):
                file_view(browser, folder, "phone", page, width=375, device_scale_factor=2)
            if wanted("plain"):
                file_view(browser, folder, "plain", plain)
            if wanted("nbconvert"):
                subprocess.run([sys.executable, "-m", "nbconvert", "--to", "html", "--output", "nbconvert.html", str(notebook)], cwd=scratch, check=True, capture_output=True)
                file_view(browser, folder, "nbconvert", scratch / "nbconvert.html")
            if wanted("trusted") or wanted("untrusted"):
                lab_views(browser, folder, scratch, notebook, [v for v in ("trusted", "untrusted") if wanted(v)])
            browser.close()
    if problems:
        sys.exit(1)


if __name__ == "__main__":
    main()
