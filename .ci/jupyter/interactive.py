"""Works in JupyterLab or Notebook 7 as a user does, in headless Chromium: completion by Tab, inspection by Shift-Tab, input,
progress, an updated display, an interrupt, restart and run all.

usage: interactive.py lab|notebook SCREENSHOT_PREFIX
"""

import secrets
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from playwright.sync_api import sync_playwright

from lab import CHROMIUM_FLAGS, free_port, start_lab, wait_for_lab

CELLS = [
    'fmt.Println("first")',
    'for i := range Progress(20, "work") {\n\ttime.Sleep(5 * time.Millisecond)\n\t_ = i\n}',
    'h := Display(Markdown("before the update"))',
    'h.Update(Markdown("after the update"))',
    'var name string\nfmt.Scan(&name)\nfmt.Println("hello,", name)',
    'Heatmap(Eye[float64](4), Title("identity"))',
    "",
]
PROGRESS, DISPLAY, INPUT, PICTURE, LAST = 1, 2, 4, 5, 6
FRONTENDS = {"lab": ("jupyterlab", "LabApp", "lab/tree"), "notebook": ("notebook", "JupyterNotebookApp", "notebooks")}

NOTEBOOK = """() => window.jupyterapp.shell.currentWidget"""
STATUS = f"() => ({NOTEBOOK})()?.sessionContext?.session?.kernel?.status"


class User:
    def __init__(self, page, prefix):
        self.page, self.prefix = page, prefix

    def cell(self, n):
        return self.page.locator(".jp-Notebook .jp-CodeCell").nth(n)

    def command(self, name):
        self.page.evaluate("name => { window.jupyterapp.commands.execute(name) }", name)

    def idle(self):
        self.page.wait_for_function(f"() => ({STATUS})() === 'idle'", timeout=60_000)

    def busy(self):
        self.page.wait_for_function(f"() => ({STATUS})() === 'busy'", timeout=60_000)

    def output(self, n, text):
        self.cell(n).locator(".jp-OutputArea-output", has_text=text).first.wait_for(timeout=60_000)

    def type(self, n, text):
        self.cell(n).locator(".cm-content").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Delete")
        self.page.keyboard.insert_text(text)

    def picture(self, name):
        self.page.screenshot(path=f"{self.prefix}-{name}.png")


def run_all(user):
    user.command("notebook:run-all-cells")
    box = user.page.locator(".jp-Stdin-input")
    box.wait_for(timeout=60_000)
    box.fill("Ada")
    user.picture("input")
    box.press("Enter")
    user.output(0, "first")
    user.output(PROGRESS, "work")
    user.output(DISPLAY, "after the update")
    user.output(INPUT, "hello, Ada")
    user.cell(PICTURE).locator("img, canvas").locator("visible=true").first.wait_for(timeout=60_000)
    user.idle()


def check(user):
    run_all(user)
    user.picture("all")
    print("run all: output, progress, update_display, input, picture")

    user.type(LAST, "strings.ToUpp")
    user.page.keyboard.press("Tab")
    user.page.locator(".jp-Completer-item", has_text="ToUpperSpecial").first.wait_for(timeout=30_000)
    user.picture("tab")
    user.page.keyboard.press("Escape")
    print("Tab: completion")

    user.type(LAST, "strings.Fields")
    user.page.keyboard.press("Shift+Tab")
    user.page.locator(".jp-Tooltip", has_text="strings.Fields(s string)").first.wait_for(timeout=30_000)
    user.picture("shift-tab")
    user.page.keyboard.press("Escape")
    print("Shift-Tab: inspection")

    user.type(LAST, 'fmt.Println("endless")\nfor {\n}')
    user.page.keyboard.press("Control+Enter")
    user.output(LAST, "endless")
    user.busy()
    user.command("notebook:interrupt-kernel")
    user.output(LAST, "interrupted")
    user.idle()
    user.picture("interrupt")
    print("interrupt of an endless loop")

    user.type(LAST, "name")
    user.page.keyboard.press("Control+Enter")
    user.output(LAST, "Ada")  # nothing was lost
    user.type(LAST, "// the end")
    user.command("notebook:restart-run-all")
    user.page.locator(".jp-Dialog .jp-mod-accept").click()
    box = user.page.locator(".jp-Stdin-input")
    box.wait_for(timeout=60_000)
    box.fill("Grace")
    box.press("Enter")
    user.output(INPUT, "hello, Grace")
    user.idle()
    prompt = user.cell(0).locator(".jp-InputPrompt").first.inner_text()
    if "[1]" not in prompt:
        raise SystemExit(f"after the restart the first cell has number {prompt}")
    user.picture("restarted")
    print("restart and run all")


def main():
    module, app, path = FRONTENDS[sys.argv[1]]
    browser_path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not browser_path:
        raise SystemExit("there is no Chromium on the path")
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        folder = scratch / "notebooks"
        folder.mkdir()
        book = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "arraybook", "display_name": "Go (arraybook)", "language": "go"}})
        book.cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
        nbformat.write(book, folder / "user.ipynb")
        token, port = secrets.token_hex(16), free_port()
        address = f"http://127.0.0.1:{port}"
        server = start_lab(folder, token, port, scratch, module, app)
        try:
            wait_for_lab(server, address, token)
            with sync_playwright() as p:
                browser = p.chromium.launch(executable_path=browser_path, args=CHROMIUM_FLAGS)
                page = browser.new_page(viewport={"width": 1300, "height": 1100})
                user = User(page, sys.argv[2])
                try:
                    page.goto(f"{address}/{path}/user.ipynb?token={token}", wait_until="domcontentloaded")
                    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=120_000)
                    user.idle()
                    check(user)
                except BaseException:
                    user.picture("failed")
                    raise
                browser.close()
        except BaseException:
            print((scratch / "lab.log").read_text()[-4000:], file=sys.stderr)
            raise
        finally:
            server.terminate()
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


main()
