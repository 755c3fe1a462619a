"""Executes a notebook with nbclient, as nbconvert and CI systems do, and checks the result.

usage: execute.py NOTEBOOK
"""

import sys
from pathlib import Path

import nbclient
import nbformat

path = Path(sys.argv[1])
book = nbformat.read(path, as_version=4)
nbformat.validate(book)
saved = [cell.get("outputs", []) for cell in book.cells]
nbclient.NotebookClient(book, timeout=300, kernel_name="arraybook", resources={"metadata": {"path": str(path.parent)}}).execute()
nbformat.validate(book)

pictures = sum("image/png" in output.get("data", {}) for cell in book.cells for output in cell.get("outputs", []))


def printed(outputs):
    return "".join(o["text"] for o in outputs if o["output_type"] == "stream")


lasting = ["volatile" not in cell.metadata.get("tags", []) for cell in book.cells]  # as arraybook verify reads the tag
texts = [printed(outputs) for outputs, compared in zip(saved, lasting) if compared]
again = [printed(cell.get("outputs", [])) for cell, compared in zip(book.cells, lasting) if compared]
print(f"{path.name}: {len(book.cells)} cells, {pictures} pictures")
if pictures == 0:
    raise SystemExit("no pictures")
if texts != again:
    raise SystemExit("the cells printed something else than what is saved in the file")
