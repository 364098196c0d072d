"""In CI nothing is passed over: a skipped test has failed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SKIPPED = {
    "a test": "import pytest\ndef test_it():\n    pytest.skip('no time')\n",
    "a mark": "import pytest\n@pytest.mark.skip\ndef test_it(): pass\n",
    "a file": "import pytest\npytest.skip('no time', allow_module_level=True)\n",
    "a fixture": "import pytest\n@pytest.fixture\ndef it():\n    pytest.skip('no')\n"
    "def test_it(it): pass\n",
}


@pytest.mark.parametrize("ci", ["true", ""])
@pytest.mark.parametrize("what", SKIPPED)
def test_what_is_skipped_has_failed(what: str, ci: str, tmp_path: Path) -> None:
    """However it was skipped; elsewhere it is only skipped."""
    shutil.copy(HERE / "conftest.py", tmp_path / "conftest.py")
    (tmp_path / "test_it.py").write_text(SKIPPED[what])
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"],
        cwd=tmp_path,
        env={**os.environ, "CI": ci},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    failed = done.returncode in (pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED)
    assert failed is bool(ci), done.stdout
