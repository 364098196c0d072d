"""docs/listing-language.md says what is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.engine.test_people import python_runs
from tutor.engine.language.grammar import BUILT_IN, MATH, MATH_NUMBERS, METHODS, RANDOM
from tutor.engine.listing import listing
from tutor.engine.machine.meter import (
    DEEPEST_CALL,
    DEEPEST_LIST,
    LONGEST_TEXT,
    MOST_PRINTED,
    MOST_SEEN,
)
from tutor.engine.program import BUDGET
from tutor.errors import ListingError

PAGE = (Path(__file__).parents[2] / "docs" / "listing-language.md").read_text(encoding="utf-8")
LISTINGS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("code", LISTINGS)
def test_its_listing_prints_what_cpython_prints(code: str) -> None:
    printed, error = python_runs(code)
    assert error is None and listing(code).run().output == printed


def row(head: str) -> str:
    """The row of a table that begins so."""
    (found,) = (line for line in PAGE.splitlines() if line.startswith(f"| {head} |"))
    return found


def test_it_names_all_that_can_be_called() -> None:
    assert set(re.findall(r"`(\w+)`", row("functions"))) == set(BUILT_IN)
    assert set(re.findall(r"`(\w+)`", row("`math`"))) == {"math", *MATH, *MATH_NUMBERS}
    assert set(re.findall(r"`(\w+)`", row("`random`"))) == {"random", *RANDOM}
    methods = row("of lists") + row("of texts")
    assert set(re.findall(r"`\.(\w+)`", methods)) == set(METHODS)


REFUSED = {
    "class Net:\n    pass\n": "write a name for each value, and def for each method",
    "x = {'rate': 0.1}\n": "write one name for each value, or a list",
    "import numpy as np\n": "write lists and for loops",
    "x = np.dot(1, 2)\n": "sum(a * b for a, b in zip(x, w))",
    "import os\n": "leave it out",
    "try:\n    x = 1\nexcept E:\n    pass\n": "no number stops a listing",
    "def f():\n    global x\n": "return the new value",
    "x = 1\ny = x.real\n": "plain names",
    "def f(x):\n    yield x\n": "append to a list and return it",
    "for i in [1]:\n    pass\nelse:\n    x = 1\n": "found",
    "def f():\n    return 1\nprint(f)\n": "to call it",
    "print(zip([1]))\n": "list(…)",
    "import random\nx = random.random()\n": "random.seed(1) above",
    "x = 1\ny = f'{x:{x}}'\n": "write the width out",
    "x = '%*d' % (1, 2)\n": "write %.4f",
    "x = f'{1:101}'\n": "at most 100",
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_it_says_is_refused_is(code: str) -> None:
    with pytest.raises(ListingError) as caught:
        listing(code).run()
    assert REFUSED[code] in caught.value.instead


def test_its_bounds_are_those_of_the_engine() -> None:
    assert BUDGET == 20_000_000 and "twenty million steps" in PAGE
    assert MOST_PRINTED == 1_000_000 and "a million printed characters" in PAGE
    assert LONGEST_TEXT == 10_000 and "10,000 characters" in PAGE
    assert DEEPEST_CALL == 250 and "250 calls inside each other" in PAGE
    assert DEEPEST_LIST == 8 and "at most 8 deep" in PAGE
    assert MOST_SEEN == 64 and "more than\n64 elements" in PAGE
