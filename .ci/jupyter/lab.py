"""Opens a notebook in JupyterLab in headless Chromium, runs all cells, and checks that its pictures are on the screen.

usage: lab.py NOTEBOOK SCREENSHOT
"""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]

# How many colours a picture has, 0 if the browser could not draw it.
COUNT_COLOURS = """img => {
    if (!img.complete || img.naturalWidth === 0 || img.getBoundingClientRect().width === 0) return 0;
    const canvas = document.createElement('canvas');
    canvas.width = 64; canvas.height = 64;
    const context = canvas.getContext('2d');
    context.drawImage(img, 0, 0, 64, 64);
    const pixels = new Uint32Array(context.getImageData(0, 0, 64, 64).data.buffer);
    return new Set(pixels).size;
}"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def start_lab(folder, token, port, scratch, module="jupyterlab", app="LabApp"):
    settings = {
        # All cells are on the page, not only those in view, so that all of them can be looked at.
        "notebook-extension/tracker": {"windowingMode": "none"},
        "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    }
    for name, content in settings.items():
        path = scratch / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content))
    env = dict(os.environ, JUPYTERLAB_SETTINGS_DIR=str(scratch / "settings"), JUPYTERLAB_WORKSPACES_DIR=str(scratch / "workspaces"),
               JUPYTER_CONFIG_DIR=str(scratch / "config"), JUPYTER_RUNTIME_DIR=str(scratch / "runtime"))
    command = [sys.executable, "-m", module, "--no-browser", "--allow-root", f"--port={port}", "--ServerApp.port_retries=0",
               f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={folder}", f"--{app}.expose_app_in_browser=True"]
    log = open(scratch / "lab.log", "w")
    return subprocess.Popen(command, env=env, stdout=log, stderr=log)


def wait_for_lab(process, address, token, limit=120):
    end = time.monotonic() + limit
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/api/status?token={token}", timeout=5)
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not start")


def check(page, address, token, notebook, screenshot):
    book = json.loads(notebook.read_text())
    code_cells = sum(c["cell_type"] == "code" for c in book["cells"])
    page.goto(f"{address}/lab/tree/{notebook.name}?token={token}", wait_until="domcontentloaded")
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=120_000)
    page.wait_for_selector(".jp-NotebookPanel-toolbar >> text=Go (arraybook)", timeout=60_000)
    page.wait_for_function(
        """() => {
            const context = window.jupyterapp.shell.currentWidget?.sessionContext;
            const kernel = context?.isReady && context.session?.kernel;
            return kernel && kernel.connectionStatus === 'connected' && kernel.status === 'idle';
        }""", timeout=60_000)
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    page.wait_for_function("() => document.querySelectorAll('.jp-OutputArea-output').length === 0", timeout=60_000)
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells') }")
    page.wait_for_function(
        """n => [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].filter(p => /\\[\\d+\\]/.test(p.textContent)).length === n""",
        arg=code_cells, timeout=120_000)

    errors = page.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.error']").all_inner_texts()
    if errors:
        raise SystemExit(f"cells failed: {errors}")
    pictures = page.locator(".jp-OutputArea-output img").all()
    colours = [img.evaluate(COUNT_COLOURS) for img in pictures]
    print(f"{code_cells} cells run, {len(colours)} pictures on the page, colours in each: {colours}")
    saved = sum("image/png" in output.get("data", {}) for cell in book["cells"] for output in cell.get("outputs", []))
    if sum(n >= 4 for n in colours) < saved:  # a grid is many pictures, of which a map without contrast has one colour
        raise SystemExit(f"{saved} outputs have pictures, fewer on the page have colours")

    pictures[3].evaluate("img => img.scrollIntoView({block: 'center'})")  # the first feature map
    page.wait_for_timeout(500)  # for the scroll bar to fade; nothing is checked after this
    page.screenshot(path=screenshot)


def main():
    notebook, screenshot = Path(sys.argv[1]), sys.argv[2]
    browser_path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not browser_path:
        raise SystemExit("there is no Chromium on the path")
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        folder = scratch / "notebooks"
        folder.mkdir()
        shutil.copy(notebook, folder)
        shutil.copytree(notebook.parent / "data", folder / "data")
        token, port = secrets.token_hex(16), free_port()
        address = f"http://127.0.0.1:{port}"
        lab = start_lab(folder, token, port, scratch)
        try:
            wait_for_lab(lab, address, token)
            with sync_playwright() as p:
                browser = p.chromium.launch(executable_path=browser_path, args=CHROMIUM_FLAGS)
                page = browser.new_page(viewport={"width": 1400, "height": 1000})
                try:
                    check(page, address, token, folder / notebook.name, screenshot)
                except BaseException:
                    page.screenshot(path=screenshot)  # of the failure
                    raise
                browser.close()
        except BaseException:
            print((scratch / "lab.log").read_text()[-4000:], file=sys.stderr)
            raise
        finally:
            lab.terminate()
            try:
                lab.wait(timeout=20)
            except subprocess.TimeoutExpired:
                lab.kill()
                lab.wait()


if __name__ == "__main__":
    main()
