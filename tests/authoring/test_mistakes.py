"""What lint finds in named mistakes beside the listings in which they are in force."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.authoring.test_lint import lines, linted
from tests.course.lessons import LESSON, changed, written
from tutor.authoring.mistakes import depends
from tutor.engine.listing import listing

SECOND = """\
  - id: second
    title: Second
    code: |
      weight = 3
      goal = 1
      alpha = 0.3
      memory = 0.5
      speed = 1

      for iteration in range(9):
          miss = weight - goal
          speed = memory * speed - alpha * miss
          weight = weight + speed
    ask:
      - predict: weight
        hint: a
"""
"""A step in which the weight depends on more than in the first."""
TWO = LESSON + SECOND
UPHILL = "weight = weight + alpha * miss"
IN_BOTH = (
    "6:3: `uphill` is in force in small/second too, where `weight` depends on memory and speed and "
    "the rule does not; name the steps where it can be made: `steps: [first]`"
)


def test_a_rule_that_was_written_for_another_listing_is_told(tmp_path: Path) -> None:
    assert linted(tmp_path, TWO) == [IN_BOTH]
    assert (
        linted(tmp_path, TWO.replace("miss.\n\nsteps", "miss.\n    steps: [first]\n\nsteps")) == []
    )


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("weight = miss", False),  # a name alone stands in place of any line
        ("weight = goal - 1", False),  # it does without the weight even where it fits best
        ("weight = weight - miss / 2", True),
        ("weight = weight + speed * 2", False),  # in the second step alone
        ("weight = weight - speed + miss * memory * alpha / 9", False),
    ],
)
def test_what_a_rule_leaves_out_everywhere_is_no_fault(
    tmp_path: Path, rule: str, told: bool
) -> None:
    found = linted(tmp_path, TWO.replace(UPHILL, rule))
    assert bool([line for line in found if "in force in small/second too" in line]) is told, found


def test_a_mistake_in_the_course_names_lessons_or_steps(tmp_path: Path) -> None:
    mistakes = (
        "  half:\n    rule: weight = weight - miss / 2\n    say: No.\n"
        "  third:\n    rule: weight = weight - miss / 3\n    say: No.\n"
        "    steps: [smal, small/second, small/frist, other]\n"
    )
    course = f"format: 1\ntitle: C\nlessons: [small, other]\nmistakes:\n{mistakes}"
    written(tmp_path, course, "course.yaml")
    written(tmp_path, TWO.replace("miss.\n\nsteps", "miss.\n    steps: [first]\n\nsteps"))
    other = LESSON.replace("id: small", "id: other").replace("predict: weight", "predict: miss")
    written(
        tmp_path, other[: other.index("mistakes:")] + other[other.index("steps:") :], "other.yaml"
    )
    assert [line for line in lines(tmp_path) if line.startswith("course.yaml")] == [
        "course.yaml:5:3: `half` is in force in small/second too, where `weight` depends on "
        "memory and speed and the rule does not; name the steps where it can be made: "
        "`steps: [small/first]`",
        "course.yaml:11:13: `smal` is not a lesson or step here; did you mean small?",
        "course.yaml:11:33: `small/frist` is not a lesson or step here; did you mean small/first?",
        "course.yaml:11:46: the mistake `third` cannot be made in other; nothing there asks for "
        "`weight` of a listing that has miss",
    ]


def test_a_step_that_a_mistake_names_has_a_question_for_it(tmp_path: Path) -> None:
    asked = TWO.replace("miss.\n\nsteps", "miss.\n    steps: [first, second]\n\nsteps")
    assert linted(tmp_path, asked) == []
    other = asked.replace("predict: weight\n        hint: a", "predict: speed\n        hint: a")
    assert linted(tmp_path, other) == [
        "10:20: the mistake `uphill` cannot be made in second; nothing there asks for `weight` of "
        "a listing that has alpha, miss"
    ]


def test_a_mistake_of_a_step_applies_to_one_of_its_questions(tmp_path: Path) -> None:
    own = "mistakes:\n      up:\n        rule: {}\n        say: No.\n    expect: converges"
    for rule, found in (
        ("weight = weight - miss", []),
        (
            "goal = weight",
            ["47:7: the mistake `up` applies to no question; none asks for `goal` of a listing "
             "that has weight"],
        ),
        (
            "weight = min(miss)",
            ["48:15: this cannot be run at the question on line 32: min takes two or more numbers"],
        ),
    ):  # fmt: skip
        told = linted(tmp_path, changed(("expect: converges", own.format(rule))))
        assert [line[:40] for line in told] == [line[:40] for line in found]


@pytest.mark.parametrize(
    ("say", "line", "what"),
    [
        ("Use `delta`, not the miss.", "9:12", "no delta"),
        ("Use delta, not the miss.", "9:11", "no delta"),
        ("Use the step_amount.", "9:15", "no step_amount"),
        ("Use the `mis`.", "9:16", "no mis"),
        ("You added 3.", "9:17", "no 3"),
        ("You multiplied it by the 3, not by 2.", "9:32", "no 3"),
        ("It is squared.", "9:13", ""),
        ("You added the miss, `alpha * miss`, which is above 0, or 1.", "", ""),
        ("At 2.5 hours, say, you added 7. You added 3 hours: 3% of 200 are 6.", "", ""),
        ("The range(20), the goal (2.5) and a weight of 6.", "", ""),
        ("Use `abs(miss)` where `if` stands. The goals are 1.", "", ""),
    ],
)
def test_a_sentence_speaks_of_what_the_listing_has(
    tmp_path: Path, say: str, line: str, what: str
) -> None:
    found = linted(tmp_path, changed(("You added the miss.", say)))
    if not what:
        assert found == []
    else:
        [told] = found
        assert told.startswith(
            f"{line}: `uphill` is in force in small/first, whose listing has {what}"
        )


def test_a_square_is_spoken_of_where_there_is_one(tmp_path: Path) -> None:
    plain = changed(("You added the miss.", "It is squared."), ("miss ** 2", "abs(miss)"))
    [told] = linted(tmp_path, plain)
    assert told.startswith(
        "9:13: `uphill` is in force in small/first, whose listing does not square anything; "
    )


@pytest.mark.parametrize(
    ("say", "squares"),
    [
        ("It is squared.", True),
        ("Squaring comes first.", True),
        ("You forgot to square it.", True),
        ("Mind the order: square the miss.", True),
        ("Square `miss`.", True),
        ("That is the way around the square.", False),
        ("Take the square root of it.", False),
        ("In kilometres per square hour, next to square brackets.", False),
    ],
)
def test_a_square_is_a_thing_and_to_square_is_done(tmp_path: Path, say: str, squares: bool) -> None:
    plain = ("miss ** 2", "abs(miss)")
    found = linted(tmp_path, changed(("You added the miss.", say), plain))
    assert bool(found) is squares, found
    for code in ("miss * miss", "alpha * miss * weight * miss", "miss ** 2"):
        assert linted(tmp_path, changed(("You added the miss.", say), ("miss ** 2", code))) == []


@pytest.mark.parametrize(("code", "told"), [("abs(miss)", True), ("sqrt(miss)", False)])
def test_what_an_imported_function_does_is_not_known(tmp_path: Path, code: str, told: bool) -> None:
    text = changed(
        ("You added the miss.", "You forgot to divide by the squared miss."),
        ("weight = 6", "weight = 6" if told else "from math import sqrt\n      weight = 6"),
        ("miss ** 2", code),
    )
    assert any("does not square anything" in line for line in linted(tmp_path, text)) is told


@pytest.mark.parametrize(
    ("line", "verb", "told"),
    [
        ("pred = w * x / goal", "subtract", True),
        ("pred = w * x - goal", "subtract", False),
        ("pred = -goal", "subtract", False),
        ("pred = w * x / goal", "add", True),
        ("pred = w + x", "add", False),
        ("pred = w + x", "multiply", True),
        ("pred = w ** 2", "multiply", False),
        ("pred = w + x", "divide", True),
        ("pred = w * 0.5", "divide", False),
    ],
)
def test_what_is_forgotten_is_done_in_the_listing(
    tmp_path: Path, line: str, verb: str, told: bool
) -> None:
    text = f"""\
format: 1
id: small
title: T
mistakes:
  forgot:
    rule: pred = w
    say: You forgot to {verb} it.
steps:
  - id: one
    title: One
    code: |
      w = 3
      x = 2.5
      goal = 4
      {line}
    ask:
      - predict: pred
        hint: a
"""
    what = f"7:10: `forgot` is in force in small/one, whose listing does not {verb} anything"
    found = linted(tmp_path, text)
    assert [line for line in found if "anything" in line] == (
        [f"{what}; reword this, or name the steps where it is true under `steps:`"] if told else []
    )


def test_a_number_of_the_listing_for_which_it_was_written_is_one(tmp_path: Path) -> None:
    """Other numbers of a sentence are examples."""
    say = "From 6 or 2.5 it goes to 7.5, say, but never to 1."
    text = TWO.replace("You added the miss.", say).replace(UPHILL, "weight = weight")
    assert linted(tmp_path, text) == [
        f"9:{column}: `uphill` is in force in small/second, whose listing has no {number}; reword "
        "this, or name the steps where it is true under `steps:`"
        for column, number in ((12, "6"), (17, "2.5"))
    ]


def test_a_rule_that_is_the_right_one_in_a_step_is_kept_from_it(tmp_path: Path) -> None:
    """There it leaves nothing out, and was not written for it."""
    right = "weight = weight - alpha * miss"
    text = TWO.replace(UPHILL, right).replace(
        f"          {right}\n", "          weight = weight - alpha * miss * miss\n", 1
    )
    second = text.replace(
        "          speed = memory * speed - alpha * miss\n          weight = weight + speed",
        "          weight = weight - miss * alpha",
    ).replace("      memory = 0.5\n      speed = 1\n", "")
    assert second.count("miss * alpha") == 1
    cure = "where it is the right rule; name the steps where it can be made: `steps: [first]`"
    assert f"6:3: `uphill` is in force in small/second too, {cure}" in linted(tmp_path, second)
    kept = second.replace("miss.\n\nsteps", "miss.\n    steps: [first]\n\nsteps")
    assert not any("too, where" in line for line in linted(tmp_path, kept))


def test_a_function_is_no_name_of_the_listing(tmp_path: Path) -> None:
    for rule, names in (("goal = abs(miss)", "miss"), ("goal = abs(2)", "it")):
        found = linted(tmp_path, changed((UPHILL, rule)))
        told = "6:3: the mistake `uphill` applies to no question; none asks for `goal` of a listing"
        assert f"{told} that has {names}" in found


def test_a_word_of_the_listing_for_which_it_was_written_is_a_variable(tmp_path: Path) -> None:
    """`hue` is a word like any other, but where the first listing has a variable of that name."""
    first = "          hue = miss / 3\n          weight = weight - alpha * miss"
    text = TWO.replace("          weight = weight - alpha * miss", first).replace(
        "You added the miss.", "You added the hue."
    )
    both = text.replace(UPHILL, "weight = weight")
    assert linted(tmp_path, both) == [
        "9:21: `uphill` is in force in small/second, whose listing has no hue; reword this, or "
        "name the steps where it is true under `steps:`"
    ]
    assert linted(tmp_path, both.replace("the hue", "the hues")) == []


def test_two_rules_that_are_one_at_every_draw_are_told(tmp_path: Path) -> None:
    other = "  down:\n    rule: weight = weight + alpha * abs(miss)\n    say: {}\n\nsteps:"
    one = (
        "the mistakes `uphill` and `down` give one number at every draw; keep one of them here, "
        "with a sentence that is true of both"
    )
    for say, told in (("No.", True), ("You added the miss.", False)):
        found = linted(tmp_path, changed(("\nsteps:", other.format(say))))
        assert bool([line for line in found if line.endswith(one)]) is told, found
        assert bool(found) is told


def test_a_rule_that_is_right_at_every_draw_is_told(tmp_path: Path) -> None:
    right = changed(
        (UPHILL, "weight = weight - alpha * abs(miss)"),
        ("expect: converges", "expect: converges\n    hides: [uphill]"),
        ("vary: {weight: [4, 8, 0.5]", "vary: {weight: [3, 8, 0.5]"),
    )
    told = (
        "32:9: the mistake `uphill` gives the right answer at every draw; ask for something else, "
    )
    assert linted(tmp_path, right) == [f"{told}or name the steps where it can be made"]
    assert linted(tmp_path, right.replace("[3, 8, 0.5]", "[1, 8, 0.5]")) == []


def test_what_is_edited_stands_in_for_what_is_drawn(tmp_path: Path) -> None:
    """Without `quiz` the ranges under `edit` are tried."""
    text = changed(
        (UPHILL, "weight = weight - alpha * abs(miss)"),
        ("expect: converges", "expect: converges\n    hides: [uphill]"),
    )
    text = text[: text.index("    quiz:")]
    assert "gives the right answer at every draw" in linted(tmp_path, text)[0]
    moved = text.replace("    edit:\n", "    edit:\n      weight: {from: -8, to: 8, by: 1}\n")
    assert [line for line in linted(tmp_path, moved) if "every draw" in line] == []
    still = text.replace("    edit:\n      alpha: {from: 0, to: 3, by: 0.05}\n", "")
    assert [line for line in linted(tmp_path, still) if "every draw" in line] == []


@pytest.mark.parametrize(
    ("code", "name", "found"),
    [
        ("a = 1\nb = 2\nc = a * b\nd = c + a", "d", "a b"),
        ("a = 1\nb = a\nb += 2\nc = b", "c", "a"),
        ("a = 1\nb = 2\nc = 3\nif a > 0:\n    d = b\nelse:\n    d = 0\ne = d", "e", "a b"),
        ("a, b = (1, 2)\nfor i in range(3):\n    c, d = a, b\n    a = a + d", "a", "a b"),
        ("a = 1\nb = 2\nfor i in range(3):\n    b = b + a\n    c = b\n    b = 0", "c", "a b"),
        ("a = 1\nfor i in range(3):\n    b = i * a", "b", "a i"),
        ("a = 1\ndef f(x):\n    return x * 2\nb = f(a)", "b", "a"),
        ("a = 1", "a", "a"),
        ("a = 1\nb = 2\nfor i in range(3):\n    a = c = b\n    d = c", "d", "b"),
        ("a = 1\nb = 2\nfor i in range(3):\n    a = c = a + b", "c", "a b"),
        ("a = 1\nb = 2\nfor i in range(3):\n    a, b = b, a\n    c = b", "c", "a"),
        ("a = 1\nxs = [2]\nfor i in range(3):\n    c = xs[0] = a", "c", "a"),
    ],
)
def test_a_variable_depends_on_what_its_lines_read(code: str, name: str, found: str) -> None:
    assert depends(listing(code), name) == frozenset(found.split())
