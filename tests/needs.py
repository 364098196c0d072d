"""Programs beside Python that some tests run for real."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


def program(name: str, *folders: str) -> str:
    """The path of a program: on PATH, or in one of `folders` (globs; the newest wins).

    Without it the test is passed over, so that `make test` passes on a machine that has only
    Python and make. In CI, which installs them all, a test that is passed over has failed.
    """
    found = [str(path) for folder in folders for path in sorted(Path("/").glob(f"{folder}/{name}"))]
    path = shutil.which(name) or (found[-1] if found else None)
    if path is None:
        pytest.skip(f"runs a real {name}, and there is none here (see .ci/run)")
    return path
