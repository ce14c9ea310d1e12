"""The scripts that build and try the package, loaded as modules."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def script(load_script: Callable[[Path], ModuleType], root: Path) -> Callable[[str], ModuleType]:
    """Loads `scripts/packaging_NAME.py`."""
    return lambda name: load_script(root / "scripts" / f"packaging_{name}.py")
