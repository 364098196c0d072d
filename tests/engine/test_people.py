"""Listings as people write them print what CPython prints, to the character."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.random_programs import program
from tutor.engine.listing import listing
from tutor.errors import ListingError

WRITTEN = sorted((Path(__file__).parent / "people").glob("*.py"))
INSIDE = [path for path in WRITTEN if "outside" not in path.name]


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8").replace("\r\n", "\n")


def python_runs(code: str) -> tuple[str, BaseException | None]:
    """What CPython prints for a listing, and what it ends with."""
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            exec(compile(code, "<python>", "exec"), {"__name__": "__main__"})
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what CPython does
        return printed.getvalue(), error
    return printed.getvalue(), None


@pytest.mark.parametrize("path", INSIDE, ids=lambda path: path.stem)
def test_it_prints_what_cpython_prints(path: Path) -> None:
    code = text_of(path)
    printed, error = python_runs(code)
    assert error is None and printed
    trace = listing(code).run()
    assert (trace.output, trace.stopped) == (printed, "")


def test_nearly_all_of_them_are_inside_the_language() -> None:
    assert len(INSIDE) >= 0.95 * len(WRITTEN) and len(WRITTEN) >= 72


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "58_outside_class_neuron",
            {
                4: "`class`; write a name for each value, and def for each method",
                27: ".train; write def train(…): and call train(…)",
                30: ".weights; write plain names",
            },
        ),
        (
            "59_outside_numpy",
            {
                1: "`numpy`; write lists and for loops",
                3: "`np.random.seed`; write import random",
                4: "`np.random.randn`; write import random",
                5: "`np.array`; write the list itself",
                6: "`@`; write sum(a * b for a, b in zip(x, w))",
                8: "`np.zeros`; write [0.0] * 3",
                12: "`.dot`; write sum(a * b",
                14: "`.dot`; write sum(a * b",
                15: "`.mean`; write sum(values) / len(values)",
                17: "`np.mean`; write sum(values) / len(values)",
                18: ".round; ",
            },
        ),
        (
            "60_outside_dict_params",
            {
                2: "a dictionary; write one name for each value",
                3: "a dictionary; write one name for each value",
                16: "`.items`; go through two lists",
                21: "a dictionary; write one list for the names",
                23: "`try`; leave it out",
            },
        ),
    ],
)
def test_what_is_outside_is_refused_line_by_line_at_once(name: str, said: dict[int, str]) -> None:
    (path,) = (path for path in WRITTEN if path.stem == name)
    with pytest.raises(ListingError) as caught:
        listing(text_of(path))
    found = {fault.line: fault for fault in caught.value.all}
    assert list(found) == list(said)
    for line, words in said.items():
        what, _, instead = words.partition("; ")
        assert what in found[line].what and instead in found[line].instead
    assert caught.value.told("a.py").count("\n") == len(said) - 1


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 10**9))
def test_random_programs_run_as_in_cpython(seed: int) -> None:
    """And where CPython ends with an error, the engine has printed the same until then."""
    code = program(Random(seed))
    printed, error = python_runs(code)
    try:
        trace = listing(code).run()
    except ListingError as refusal:
        if error is not None:
            assert refusal.printed in (printed, "")
        else:
            # A line that has no meaning, and that CPython never comes to.
            assert refusal.line not in lines_run(code), f"{seed}: {refusal}"
    else:
        if "calls are inside each other" not in trace.stopped:
            assert (trace.output, error, trace.stopped) == (printed, None, ""), seed


def lines_run(code: str) -> set[int]:
    """The lines that CPython comes to."""
    import sys
    from types import FrameType
    from typing import Any

    found: set[int] = set()

    def tracer(frame: FrameType, event: str, argument: Any) -> Any:
        if frame.f_code.co_filename == "<python>":
            found.add(frame.f_lineno)
        return tracer

    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        python_runs(code)
    finally:
        sys.settrace(before)
    return found
