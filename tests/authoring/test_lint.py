"""What only shows when a lesson is run: each problem at its place, in an author's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.course.lessons import LESSON, changed, written
from tutor.authoring.lint import lint
from tutor.commands.new import new
from tutor.course.index import bundled


def lines(*paths: Path) -> list[str]:
    """The problems, without the folder."""
    folders = {f"{path if path.is_dir() else path.parent}/" for path in paths}
    return [str(p).removeprefix(folder) for p in lint(paths) for folder in folders]


def linted(tmp_path: Path, text: str) -> list[str]:
    """The problems of one lesson, as `line:column: what`."""
    return [line.removeprefix("small.yaml:") for line in lines(written(tmp_path, text))]


def test_a_lesson_that_is_right_has_no_problems(tmp_path: Path) -> None:
    assert linted(tmp_path, LESSON) == []


def test_the_bundled_course_has_no_problems() -> None:
    assert lines(bundled()) == []


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        # the claim
        ("expect: converges", "expect: oscillates",
         "46:13: `oscillates` does not hold. It converges: in update 20 error is 0.00254423."),
        ("expect: converges", "expect: error < 1e-9",
         "46:13: `error < 1e-9` does not hold. In update 20 error is 0.00254423."),
        # the run
        ("miss = weight - goal", "miss = weight - goal + later",
         "22:34: there is no name `later`; assign it first"),
        ("range(20)", "range(2000000)",
         "16:11: stopped after "),
        # the question
        ("        hint: |\n          The miss first.\n", "",
         "32:9: a hint is missing; add `hint:`"),
        ("        hint: More.\n", "", "42:9: a hint is missing; add `hint:`"),
        ("show: [miss]", "show: [miss, weight]",
         "27:18: `show` gives the answer away: `weight` is asked"),
        ("range(20)", "range(20000)", ""),
        # mistakes
        ("rule: weight = weight + alpha * miss", "rule: weight = weight - 0.2 * miss",
         "32:9: the mistake `uphill` gives the right answer at these numbers; "
         "choose others, or list it under `hides:`"),
        ("steps:", "  up:\n    rule: weight = weight + 0.2 * miss\n    say: No.\n\nsteps:",
         "36:9: the mistakes `uphill` and `up` both give 6.7 at these numbers; "
         "choose others, or list one under `hides:`"),
        ("rule: weight = weight + alpha * miss", "rule: pred = weight + alpha * miss",
         "7:11: `pred` is not a variable here; there is alpha, error, goal, iteration, miss, "
         "weight"),
        ("rule: weight = weight + alpha * miss", "rule: goal = weight + alpha * miss",
         "6:3: the mistake `uphill` applies to no question; none asks for `goal` of a listing "
         "that has alpha, miss, weight"),
        ("rule: weight = weight + alpha * miss", "rule: weight += alpha * miss",
         "7:11: write the rule out: `weight = weight + alpha * miss`"),
        ("      You added", "      You {added}",
         "9:11: `{added}` is not a variable of the listing in first"),
        ("      You added", "      You { added",
         "9:11: a single `{`; write `{{` for a brace"),
        ("    title: First", "    title: First {wieght}",
         "13:12: `{wieght}` is not a variable of the listing"),
        ("title: Small", "title: Small\nabout: From {miss} on.",
         "4:8: no value can be put in here: miss has no value at update 0"),
        ("- predict: weight", "- predict: iteration",
         "32:18: `iteration` counts the updates; ask for what the update assigns: "
         "weight, miss, error"),
        ("rule: weight = weight + alpha * miss", "rule: weight = weight + wait",
         "7:11: `wait` is not a variable here; did you mean weight?"),
        ("expect: converges", "expect: converges\n    hides: [uphill]",
         "47:13: `uphill` is not hidden at any question of this step; delete it"),
        # reach
        ("reach: diverges", "reach: converges",
         "42:16: `converges` is true before anything is edited"),
        ("to: 3", "to: 1.5",
         "42:16: `diverges` was not met anywhere within the ranges under `edit:`; "
         "widen them, or make `by` smaller"),
        ("    edit:\n      alpha: {from: 0, to: 3, by: 0.05}\n", "",
         "40:16: nothing may be edited in this step; add `edit:`"),
        # sentences
        ("{weight@0}", "{weight@1}",
         "15:12: `{weight@1}` gives away the answer to `predict: weight`"),
        ("{weight@0}", "{error}", "15:12: `error` has no value before the first update"),
        ("{weight@0}", "{error@1}",
         "15:12: `{error@1}` is a value at update 1, which is still asked about"),
        ("The miss first.", "It is {weight@1}.",
         "34:17: `{weight@1}` gives away the answer to `predict: weight`"),
        ("The miss first.", "Something like 5.3.",
         "34:26: 5.3 gives away the answer to `predict: weight`"),
        ("From {weight@0}.", "From 6 to 5.30.",
         "15:17: 5.30 gives away the answer to `predict: weight`"),
        # the picture
        ("marks: {there: goal}", "marks: {there: goal / 0}",
         "29:22: `goal / 0` is inf at the first update, and no place"),
        # fresh numbers
        ("alpha: [0.1, 0.4, 0.05]", "alpha: [0, 0.1, 0.3]",
         "48:13: at least 13 of 20 draws are no good for `weight` (line 32), "
         "most often because weight does not move"),
    ],
)  # fmt: skip
def test_what_is_not_so_is_told_at_its_place(tmp_path: Path, old: str, new: str, line: str) -> None:
    found = linted(tmp_path, changed((old, new)))
    assert len(found) == (1 if line else 0), found
    assert "".join(found).startswith(line)


@pytest.mark.parametrize(
    "old,new",
    [
        ("From {weight@0}.", "From {weight} with {miss@1}, as shown."),
        ("The miss first.", "From {weight}: subtract {miss@1} * {alpha}."),
        ("To {weight}.", "To {weight}, {weight:.3f}, error {error@20}, 5.3."),
        ("because: No.", "because: The weight went to {weight@1}."),
        ("From {weight@0}.", "From 6 to the goal, 2.5, in steps of 0.2: 20 updates. {{x}}"),
        ("rule: weight = weight + alpha * miss", "rule: weight = weight + (0.2 * miss)"),
    ],
)
def test_what_is_so_is_passed_over(tmp_path: Path, old: str, new: str) -> None:
    assert linted(tmp_path, changed((old, new))) == []


def test_hidden_mistakes_that_are_known_are_passed_over(tmp_path: Path) -> None:
    text = changed(
        ("rule: weight = weight + alpha * miss", "rule: weight = weight - 0.2 * miss"),
        ("expect: converges", "expect: converges\n    hides: [uphill]"),
    )
    assert linted(tmp_path, text) == []


def test_an_answer_that_cannot_be_typed_asks_for_a_direction(tmp_path: Path) -> None:
    found = linted(tmp_path, changed(("weight = 6", "weight = 1000.00123"), ("2.5", "1000")))
    assert len(found) == 1
    assert found[0].startswith("32:9: an answer must be within ")
    assert "too close to type; ask `by: direction` instead" in found[0]


def test_a_later_question_is_not_given_away_by_an_earlier_reveal(tmp_path: Path) -> None:
    second = "      - predict: weight\n        after: 2\n        hint: Again.\n      - reach"
    text = changed(("      - reach", second))
    assert linted(tmp_path, text) == []
    told = text.replace("because: Yes.", "because: Then {weight@2}.")
    assert linted(tmp_path, told) == [
        "41:22: `{weight@2}` gives away the answer to `predict: weight`; say it in that "
        "question's `reveal`"
    ]


def test_a_slope_that_is_asked_is_not_drawn(tmp_path: Path) -> None:
    text = changed(
        (
            "          weight = weight - ",
            "          slope = 2 * miss\n          weight = weight - ",
        ),
        ("    bowl:\n", "    bowl:\n      tangent: true\n"),
        ("      - predict: weight\n", "      - predict: slope\n"),
    )
    told = "`tangent` gives away the answer to `predict: slope`: it writes the slope there"
    assert [line for line in linted(tmp_path, text) if "tangent" in line] == [f"30:7: {told}"]
    half = text.replace("slope = 2 * miss", "slope = miss / 2")
    assert not [line for line in linted(tmp_path, half) if "tangent" in line]


def test_a_question_with_its_own_numbers_is_judged_by_them(tmp_path: Path) -> None:
    text = changed(
        ("      - predict: weight\n", "      - predict: weight\n        with: {goal: 6}\n")
    )
    found = linted(tmp_path, text)
    assert "the mistake `uphill` gives the right answer" in found[0]


def test_the_update_can_be_asked_from_memory(tmp_path: Path) -> None:
    text = changed(("      - reach", "      - write: weight\n      - order: weight\n      - reach"))
    assert linted(tmp_path, text) == []


def test_a_mistake_that_cannot_be_run_is_told_at_its_rule(tmp_path: Path) -> None:
    found = linted(tmp_path, changed(("weight + alpha * miss", "weight + abs(alpha, miss)")))
    assert len(found) == 1
    assert found[0].startswith("7:11: this cannot be run at the question on line 32: ")


def test_a_broken_file_is_not_run(tmp_path: Path) -> None:
    found = linted(tmp_path, changed(("title: Small", "titel: Small"), ("converges", "diverges")))
    assert found == ["3:1: unknown key `titel`; did you mean title?"]


# Folders

COURSE = "format: 1\ntitle: Course\nlessons:\n  - small\n  - other\n"


def test_a_folder_is_linted_as_a_course(tmp_path: Path) -> None:
    course = COURSE + "mistakes:\n  odd:\n    rule: odd = 1\n    say: No.\n"
    written(tmp_path, course, "course.yaml")
    written(tmp_path, LESSON)
    written(tmp_path, LESSON, "othr.yaml")
    assert lines(tmp_path) == [
        "course.yaml:3:1: othr.yaml is not listed; add `- othr`, or move the file elsewhere",
        "course.yaml:5:5: there is no file other.yaml here; did you mean othr?",
        "course.yaml:8:11: `odd` is not a variable here; there is alpha, error, goal, "
        "iteration, miss, weight",
        "small.yaml:2:5: othr.yaml has the id `small` too; each lesson has its own",
    ]
    assert lines(tmp_path / "course.yaml") == lines(tmp_path)


def test_a_lesson_is_judged_with_the_mistakes_of_its_course(tmp_path: Path) -> None:
    rule = "mistakes:\n  same:\n    rule: weight = weight - 0.2 * miss\n    say: No.\n"
    written(tmp_path, COURSE + rule, "course.yaml")
    assert "the mistake `same` gives the right answer" in linted(tmp_path, LESSON)[0]


def test_an_empty_folder_and_a_missing_file_are_told(tmp_path: Path) -> None:
    [problem] = lint([tmp_path])
    assert problem.what == "there is no lesson in this folder; `tutor new NAME` writes one"
    assert lines(tmp_path / "gone.yaml") == ["gone.yaml:1:1: there is no such file"]


def test_a_shared_rule_that_cannot_be_read_is_told_and_not_run(tmp_path: Path) -> None:
    written(tmp_path, LESSON)
    shared = "mistakes:\n  torn:\n    rule: weight = weight + (\n    say: No.\n"
    written(tmp_path, f"format: 1\ntitle: C\nlessons: [small]\n{shared}", "course.yaml")
    (told,) = lines(tmp_path)
    assert told.startswith("course.yaml:6:11: this is not an assignment; ")


def test_a_folder_of_a_hundred_lessons_is_linted(tmp_path: Path) -> None:
    """How fast, `bench/linting.py` says."""
    for number in range(100):
        path = new(tmp_path, f"lesson-{number}")
        text = path.read_text().replace("weight = 6", f"weight = 6.{number}")
        path.write_text(text)
    assert lint([tmp_path]) == []


def test_a_hidden_file_is_no_lesson_and_another_ending_is_told(tmp_path: Path) -> None:
    written(tmp_path, LESSON, "small.yml")
    renamed = "small.yml:1:1: lesson files end in .yaml; name it small.yaml"
    assert lines(tmp_path) == [renamed]
    written(tmp_path, LESSON)
    written(tmp_path, LESSON, ".small.yaml")
    written(tmp_path, LESSON, ".small.yml")
    assert lines(tmp_path) == [renamed]


def test_numbers_vary_for_options_that_are_worked_out_too(tmp_path: Path) -> None:
    text = """\
format: 1
id: r
title: R
steps:
  - id: one
    title: One
    code: |
      alpha = 0.3
      r = 1 - alpha
    ask:
      - choose: Is r above 0?
        options:
          - {say: It is, right: RIGHT, because: Alpha is below 1.}
          - {say: It is not, right: WRONG, because: Alpha is above 1.}
        hint: Subtract.
    quiz: {vary: {alpha: [0.1, 1.9, 0.1]}}
"""
    computed = text.replace("RIGHT", "{if: r > 0}").replace("WRONG", "{if: r <= 0}")
    assert linted(tmp_path, computed) == []
    (told,) = linted(tmp_path, text.replace("RIGHT", "true").replace("WRONG", "false"))
    assert told.endswith("no answer of this step depends on a number; delete `quiz`")


def test_a_list_where_a_number_is_wanted_and_a_line_that_is_nowhere(tmp_path: Path) -> None:
    text = """\
format: 1
id: r
title: R
mistakes:
  left-out:
    replace: w[0] = w[0] - shares[0]
    by: pass
    say: It moves.
steps:
  - id: one
    title: One
    code: |
      w = [0.3, 0.1]
      for i in range(3):
          error = [w[0] ** 2]
          share = 0.1 * w[0]
          w[0] = w[0]   -   share  # the step
    PICTURE
    ask:
      - predict: w
        hint: Subtract.
"""
    told = linted(tmp_path, text.replace("PICTURE", 'bowl: {x: "w[0]"}'))
    assert told == [
        "6:14: no line reads `w[0] = w[0] - shares[0]`; did you mean w[0] = w[0] - share?",
        "18:11: `error` is a list; name a number in it, as error[0]",
        "20:18: `w` is a list; name a number in it, as w[0]",
    ]
    right = text.replace("shares[0]", "share").replace("predict: w", 'predict: "w[0]"')
    assert linted(tmp_path, right.replace("PICTURE", "bowl: false")) == []
    (told_of_map,) = linted(tmp_path, right.replace("PICTURE", 'map: {x: "w[0]", y: "w[1]"}'))
    assert told_of_map == "18:10: `error` is a list; name a number in it, as error[0]"
