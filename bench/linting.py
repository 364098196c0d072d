"""`tutor lint` over a hundred lessons: those of the course, again and again under other names."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.e2e.terminal import ROOT
from tutor.course.index import COURSE_FILE, stems

LESSONS = ROOT / "lessons"
MANY = 100


def rows() -> list[tuple[str, str, str]]:
    """The whole command, beside one that only says its version."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copies = [(n, stem) for n in range(MANY) for stem in stems(LESSONS)][:MANY]
        for number, stem in copies:
            text = (LESSONS / f"{stem}.yaml").read_text(encoding="utf-8")
            own = re.sub(r"(?m)^id: .*", f"id: {stem}-{number}", text, count=1)
            (folder / f"{stem}-{number}.yaml").write_text(own, encoding="utf-8")
        course = (LESSONS / COURSE_FILE).read_text(encoding="utf-8")
        listed = "".join(f"  - {stem}-{number}\n" for number, stem in copies)
        course = re.sub(r"(?m)^lessons:.*\n(?: .*\n)+", f"lessons:\n{listed}", course)
        (folder / COURSE_FILE).write_text(course, encoding="utf-8")
        linted = _seconds("lint", str(folder))
    return [
        (f"lint of {MANY} lessons of this course, command → end", f"{linted:.2f} s", "≤ 3 s"),
        ("of which Python and the tutor's own start", f"{_seconds('--version'):.2f} s", ""),
    ]


def _seconds(*arguments: str) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "tutor", *arguments], check=True)
    return time.perf_counter() - began
