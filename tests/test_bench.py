"""What the programs in bench/ measure is there to be measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.startup import COMMANDS, start


@pytest.mark.parametrize("name", COMMANDS)
def test_what_a_start_is_measured_by_stands_on_the_screen(name: str, tmp_path: Path) -> None:
    seconds, sizes = start(name, tmp_path)
    assert seconds > 0 and sum(sizes) > 0
