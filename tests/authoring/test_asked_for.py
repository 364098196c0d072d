"""What authors asked for: claims by names, wrong lines, stored answers, what a question shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.course.lessons import LESSON, written
from tutor.authoring.lint import lint
from tutor.course.loader import load_lesson
from tutor.course.questions import Predict
from tutor.errors import ProblemsError

PREDICT = "      - predict: weight\n        hint: |\n          The miss first.\n"


def linted(tmp_path: Path, text: str) -> list[str]:
    path = written(tmp_path, text)
    return [str(one).removeprefix(f"{path}:") for one in lint([path])]


@pytest.mark.parametrize(
    ("written_", "read"),
    [
        ("{converges: weight}", "weight converges"),
        ("{converges: [weight, error]}", "weight, error converges"),
        ("{monotone: [error]}", "error monotone"),
        ("{reaches: 2.55}", "reaches 2.55"),
        ("{reaches: {weight: 2.55, error: 0.1}}", "weight reaches 2.55 and error reaches 0.1"),
        ("{converges: weight, monotone: weight}", "weight converges and weight monotone"),
        ("[converges, error < 0.01 within 20]", "converges and error < 0.01 within 20"),
        ("[diverges or converges, monotone]", "diverges and monotone or converges and monotone"),
        ("monotone", "monotone"),
    ],
)
def test_claims_are_written_in_several_ways(tmp_path: Path, written_: str, read: str) -> None:
    text = LESSON.replace("expect: converges", f"expect: {written_}")
    assert load_lesson(written(tmp_path, text)).step("first").expect == read
    assert linted(tmp_path, text) == []


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("{converges: wieght}", "the listing has no variable `wieght`; did you mean weight?"),
        ("{convergs: weight}", "'weight convergs' is no claim; did you mean converges?"),
        ("{converges: [1]}", "`converges`: expected the variables that it is said of"),
        ("{reaches: {weight: far}}", "`reaches`: expected the variables that it is said of"),
        ("{reaches: }", "`reaches`: expected the variables that it is said of"),
        ("[converges, 3]", "`expect`: expected text, found the number `3`"),
        ("overshoots", "`overshoots` does not hold."),
        ("{reaches: 9}", "`reaches 9` does not hold. reaches 9 is not true of this run"),
    ],
)
def test_claims_that_are_none_or_not_so(tmp_path: Path, claim: str, said: str) -> None:
    told = linted(tmp_path, LESSON.replace("expect: converges", f"expect: {claim}"))
    assert len(told) == 1 and said in told[0], told


LINE = """\
  forgot:
    replace: miss = weight - goal
    by: miss = weight
    say: You left out the goal.
"""


def with_line(tmp_path: Path, line: str, tests: str = "") -> list[str]:
    text = LESSON.replace("steps:\n", f"{line}\nsteps:\n", 1)
    return linted(tmp_path, text.replace(PREDICT, PREDICT + tests))


def test_a_wrong_line_is_told_by_its_number(tmp_path: Path) -> None:
    tests = "        tests:\n          - {answer: 4.8, gives: forgot}\n"
    tests += "          - {answer: 5.3, gives: right}\n          - {answer: 6.7, gives: uphill}\n"
    tests += (
        "          - {answer: 5.2, gives: short}\n          - {answer: so, gives: unreadable}\n"
    )
    assert with_line(tmp_path, LINE, tests) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("replace: miss = weight - goal", "replace: miss = weight - gaol",
         "no line reads `miss = weight - gaol`; did you mean miss = weight - goal?"),
        ("    by: miss = weight\n", "", "`replace` and `by` come together"),
        ("by: miss = weight", "by: miss = (", "this is not one line of a listing"),
        ("by: miss = weight", "by: miss = wieght", "there is no name `wieght`"),
        ("by: miss = weight", "by: miss = weight - goal", "the right"),
        ("    replace: miss = weight - goal\n    by: miss = weight\n", "",
         "a mistake has either `rule`, or `replace` and `by`"),
        ("    by: miss", "    rule: weight = 3\n    by: miss",
         "a mistake has either `rule`, or `replace` and `by`"),
    ],
)  # fmt: skip
def test_wrong_lines_that_cannot_be(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in LINE
    told = with_line(tmp_path, LINE.replace(old, new))
    assert told and said in told[0], told


@pytest.mark.parametrize(
    ("tests", "said"),
    [
        ("{answer: 5.3, gives: uphill}", "`5.3` gives right, not uphill: Right."),
        ("{answer: 6.7, gives: short}", "`6.7` gives uphill, not short: You added the miss."),
        ("{answer: 6.7, gives: uphil}", "`uphil` is not a verdict here; did you mean uphill?"),
        ("{answer: [1], gives: right}", "expected what a learner types, found a list of 1"),
        ("{gives: right}", "`answer` is missing here"),
    ],
)
def test_stored_answers_that_are_judged_otherwise(tmp_path: Path, tests: str, said: str) -> None:
    text = LESSON.replace(PREDICT, f"{PREDICT}        tests: [{tests}]\n")
    told = linted(tmp_path, text)
    assert len(told) == 1 and said in told[0], told


def test_a_question_shows_what_it_says(tmp_path: Path) -> None:
    more = "        show: [error]\n"
    told = linted(tmp_path, LESSON.replace(PREDICT, PREDICT + more))
    assert told == []
    asked = load_lesson(written(tmp_path, LESSON.replace(PREDICT, PREDICT + more)))
    question = asked.step("first").ask[0]
    assert isinstance(question, Predict) and question.show == ("error",)
    told = linted(tmp_path, LESSON.replace(PREDICT, PREDICT + "        show: [weight]\n"))
    assert told == ["35:16: `show` gives the answer away: `weight` is asked"], told
    with pytest.raises(ProblemsError, match="`eror` is not a variable here; did you mean error"):
        load_lesson(written(tmp_path, LESSON.replace(PREDICT, PREDICT + "        show: [eror]\n")))


def test_hints_in_a_list(tmp_path: Path) -> None:
    several = LESSON.replace(
        "        hint: |\n          The miss first.\n", "        hint: [A, B]\n"
    )
    assert load_lesson(written(tmp_path, several)).step("first").ask[0].hint == ("A", "B")
    assert linted(tmp_path, several) == []
    told = linted(tmp_path, several.replace("[A, B]", "[A, It is 5.3]"))
    assert len(told) == 1 and told[0].startswith("33:19: 5.3 gives away the answer")
    empty = linted(tmp_path, several.replace("[A, B]", "[]"))
    assert len(empty) == 1 and "a hint is missing" in empty[0]


def test_titles_are_filled_with_the_authors_numbers(tmp_path: Path) -> None:
    text = LESSON.replace(
        "title: Small", "title: From {weight} by {alpha:.2f}\nabout: 'To {weight@20}.'"
    )
    text = text.replace("title: First", "title: Miss {miss@1} and {{braces}}")
    lesson = load_lesson(written(tmp_path, text))
    assert lesson.title == "From 6 by 0.20" and lesson.about == "To 2.54035."
    assert lesson.step("first").title == "Miss 3.5 and {braces}"
    assert linted(tmp_path, text) == []


def test_a_run_that_comes_to_no_number_is_told(tmp_path: Path) -> None:
    apart = LESSON.replace("alpha = 0.2", "alpha = 0.2\n      zero = 0").replace(
        "error = miss ** 2", "error = miss ** 2 / zero"
    )
    told = linted(tmp_path, apart)
    what = "change the numbers, or say `expect: diverges`"
    assert told[0] == f"24:7: in update 1 `error` is infinite; {what}"


def test_the_loop_of_the_updates_is_named(tmp_path: Path) -> None:
    inner = LESSON.replace("range(20):\n", "range(20):\n        for twice in range(2):\n", 1)
    lines = inner.split("\n")
    at = next(n for n, line in enumerate(lines) if "for twice" in line)
    for n in range(at + 1, at + 4):
        lines[n] = "    " + lines[n]
    named = "\n".join(lines).replace("    edit:\n", "    update: {line: 6}\n    edit:\n", 1)
    assert linted(tmp_path, named) == []
    step = load_lesson(written(tmp_path, named)).step("first")
    assert step.listing.run().updates == 40
    told = linted(tmp_path, named.replace("{line: 6}", "{line: 7}"))
    assert len(told) == 1
    assert "no loop begins on line 7 of the listing; loops begin on line 5, 6" in told[0]


MAP = LESSON.replace(
    "    bowl:\n      marks: {there: goal}\n      compare: {goal: 1}\n",
    "    map: {x: weight, y: goal}\n",
)


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("map: {x: weight, y: goal}", ""),
        ("map: {x: weight, y: weight}", "`x` and `y` are two constants"),
        ("map: {x: weight, y: miss}", "`miss` is not assigned a number at the top"),
        ("map: {x: weight, y: gaol}", "`gaol` is not a constant here; did you mean goal?"),
        ("map: {x: weight, y: goal, z: eror}", "`eror` is not a variable here; did you mean error"),
        ("map: {x: weight, y: goal, across: [1, 2]}", "`across` and `up` come together"),
        ("map: {x: weight, y: goal, across: [2, 1], up: [0, 1]}", "`across` is [from, to]"),
        ("map: {x: weight, y: goal, across: [1], up: [0, 1]}", "`across` is [from, to]"),
        ("map: {x: alpha, y: goal, z: goal, across: [0, 1], up: [0, 1]}", ""),
        ("map: {x: alpha, y: weight, z: goal}", "goal has no heights from alpha"),
        ("map: {x: weight, y: goal}\n    bowl: {x: weight}", "here are `bowl` and `map`"),
    ],
)
def test_maps(tmp_path: Path, new: str, said: str) -> None:
    told = linted(tmp_path, MAP.replace("map: {x: weight, y: goal}", new))
    assert not told if not said else len(told) == 1 and said in told[0], told


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("plot: {y: weight}", ""),
        ("plot: {y: [weight, miss]}", ""),
        ("plot: {x: weight, y: miss}", ""),
        ("plot: {x: weight, y: [miss, error]}", "against `x` one variable can be drawn"),
        ("plot: {x: weight, y: weight}", "a variable is named twice"),
        ("plot: {y: [mis]}", "`mis` is not a variable here; did you mean miss?"),
        ("plot: {x: wait, y: miss}", "`wait` is not a variable here; did you mean weight?"),
        ("plot: {y: miss}\n    map: {x: weight, y: goal}", "here are `map` and `plot`"),
    ],
)
def test_graphs(tmp_path: Path, new: str, said: str) -> None:
    told = linted(tmp_path, MAP.replace("map: {x: weight, y: goal}", new))
    assert not told if not said else len(told) == 1 and said in told[0], told
