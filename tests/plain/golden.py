"""The conversations that are kept as text: `python -m tests.plain.golden` writes them anew."""

from __future__ import annotations

from pathlib import Path

from tests.plain.scripts import CONVERSATIONS

FOLDER = Path(__file__).with_name("golden")

if __name__ == "__main__":
    for name, hold in CONVERSATIONS.items():
        (FOLDER / f"{name}.txt").write_text(hold(), encoding="utf-8")
