"""Which lines of a listing go with those that a question is about."""

from __future__ import annotations

import pytest

from tutor.engine.listing import listing
from tutor.session.lines import about, needed

CODE = """\
alpha = 0.1
weight = 0.5

facts = [8.5]
goals = [1]

def network(input, weight):
    return input * weight

for iteration in range(3):
    input = facts[0]
    pred = network(input, weight)
    print(pred)
    delta = pred - goals[0]
    slope = 1
    if delta > 0:
        slope = 2
    else:
        slope = 3
    weight = weight - alpha * input
    other = weight * 2
"""


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("input = facts[0]", ["facts = [8.5]"]),
        ("pred = network(input, weight)", [
            "facts = [8.5]", "input = facts[0]", "weight = weight - alpha * input",
        ]),
        ("weight = weight - alpha * input", ["facts = [8.5]", "input = facts[0]"]),
        ("facts = [8.5]", []),
    ],
)  # fmt: skip
def test_what_sets_the_values_that_a_line_reads_goes_with_it(asked: str, wanted: list[str]) -> None:
    """Directly or through others; but not the constants that stand beneath, nor what is read by
    nobody."""
    assert going_with(asked) == wanted


def test_a_line_goes_with_the_whole_of_its_if() -> None:
    """Asked about by its first line or by one inside."""
    block = ["if delta > 0:", "slope = 2", "else:", "slope = 3"]
    for asked in (block[0], block[1], block[3]):
        found = going_with(asked)
        assert {*block} - {asked} <= {*found} and "delta = pred - goals[0]" in found


def going_with(asked: str) -> list[str]:
    """The lines that go with the asked one."""
    texts = [text.strip() for text in CODE.splitlines()]
    found = needed(listing(CODE), frozenset([texts.index(asked) + 1]))
    return [texts[n - 1] for n in sorted(found)]


def test_what_is_said_of_a_constant_is_about_the_lines_that_read_it() -> None:
    code = CODE.splitlines()
    lines = about(listing(CODE), code, {"alpha"})
    assert [code[n - 1].strip() for n in sorted(lines)] == ["weight = weight - alpha * input"]
