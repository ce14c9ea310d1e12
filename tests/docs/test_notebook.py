"""The notebook of examples/ runs from top to bottom."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"

RUN = """
import sys
import nbclient, nbformat
from jupyter_client import KernelManager

notebook = nbformat.read("budgets.ipynb", as_version=4)
nbformat.validate(notebook)
manager = KernelManager(kernel_name="python3")
manager.kernel_spec.argv[0] = sys.executable  # whatever other kernels the machine has
nbclient.NotebookClient(notebook, km=manager, timeout=60).execute()
for cell in notebook.cells:
    for output in cell.get("outputs", ()):
        print(output.get("text", "") or output.get("data", {}).get("text/plain", ""))
"""
"""In a process of its own: the machinery leaves sockets open."""


def test_the_notebook_runs() -> None:
    for name in ("nbclient", "ipykernel"):
        if find_spec(name) is None:
            pytest.skip(f"no {name} to run notebooks with")
    done = subprocess.run(  # noqa: S603 - our own notebook
        [sys.executable, "-X", "utf8", "-c", RUN],
        cwd=EXAMPLES,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    assert "login.html not_an_article" in done.stdout
    assert "✗ components 9,800,000,000 -1000000000" in done.stdout
    assert "12000000000" in done.stdout


def test_the_notebook_is_kept_without_outputs() -> None:
    text = (EXAMPLES / "budgets.ipynb").read_text("utf-8")
    assert re.findall(r'"outputs": \[[^\]]+\]', text) == []
    assert not re.search(r"/(?:home|root|work|Users)/", text)
