"""From an empty file to a lesson that plays, by somebody who reads nothing but the messages."""

from __future__ import annotations

from pathlib import Path

from tests.course.lessons import written
from tutor.authoring.lint import lint
from tutor.course.loader import course_of
from tutor.session.lesson import LessonSession

LESSON = """\
format: 1
id: twice-as-far
title: Twice
mistakes:
  added:
    rule: y = x + 2
    say: You added 2. It is times 2.
steps:
  - id: first
    title: First
    code: |
      x = 3
      y = 2 * x
    edit: {x: {from: 1, to: 9, by: 1}}
    ask:
      - predict: y
        hint: Double it.
      - reach: y == 10
        hint: Half of 10.
"""

ROUNDS: list[tuple[str, list[str]]] = [
    (
        "",
        ["1:1: this file is empty; expected `format: 1`, `id:`, `title:` and `steps:`"],
    ),
    (
        "format: 1\nid: Twice as far\ntitle: Twice\nsteps:\n  - What is y?\n",
        [
            "2:5: `id`: expected small letters, digits and dashes, as in `smaller-steps`, "
            "found the text `Twice as far`",
            "5:5: `steps`: expected the keys id and title, found the text `What is y?`",
        ],
    ),
    (
        """\
format: 1
id: twice-as-far
title: Twice
steps:
  - id: first
    title: First
    listing: |
      x = 2
      y = 2x
    question: What is y?
    answer: 4
""",
        [
            "7:5: unknown key `listing`; did you mean code?",
            "10:5: unknown key `question`; did you mean ask?",
            "11:5: unknown key `answer`; leave it out: the tutor runs the listing and finds the "
            "answer",
        ],
    ),
    (
        """\
format: 1
id: twice-as-far
title: Twice
steps:
  - id: first
    title: First
    code: |
      x = 2
      y = 2x
    ask: What is y?
""",
        [
            "9:11: invalid decimal literal; a name begins with a letter, and a product needs *",
            "10:10: `ask`: expected a list (lines that start with `- `), "
            "found the text `What is y?`",
        ],
    ),
    (
        """\
format: 1
id: twice-as-far
title: Twice
mistakes:
  added: y = x + 2
steps:
  - id: first
    title: First
    code: |
      x = 2
      y = 2 * x
    edit: [x]
    ask:
      - What is y?
      - reach: y = 10
""",
        [
            "5:10: `added`: expected the keys rule and say, found the text `y = x + 2`",
            "12:11: `edit`: expected names, and under each the keys from, to and by, "
            "found a list of 1",
            "14:9: a question has one of the keys predict, choose, reach, write, order; "
            "found the text `What is y?`",
            "15:16: 'y = 10' is no claim: Python cannot read this line; write == to compare",
        ],
    ),
    (
        """\
format: 1
id: twice-as-far
title: Twice
mistakes:
  added:
    rule: y = x + 2
    say: You added 2. It is times 2.
steps:
  - id: first
    title: First
    code: |
      x = 2
      y = 2 * x
    edit: {x: {from: 1, to: 4, by: 1}}
    ask:
      - predict: y
      - reach: y == 10
""",
        [
            "16:9: a hint is missing; add `hint:`",
            "17:9: a hint is missing; add `hint:`",
            "17:16: `y == 10` was not met anywhere within the ranges under `edit:`; widen them, "
            "or make `by` smaller",
        ],
    ),
    (
        LESSON.replace("x = 3", "x = 2"),
        [
            "16:9: the mistake `added` gives the right answer at these numbers; choose others, or "
            "list it under `hides:`",
        ],
    ),
    (LESSON, []),
]


def test_each_message_says_what_to_write_next(tmp_path: Path) -> None:
    for text, messages in ROUNDS:
        path = written(tmp_path, text, "twice.yaml")
        assert [str(one).removeprefix(f"{path}:") for one in lint([path])] == messages


def test_what_comes_of_it_plays(tmp_path: Path) -> None:
    path = written(tmp_path, ROUNDS[-1][0], "twice.yaml")
    session = LessonSession(course_of(path))
    session.type("5")
    session.commit()
    verdict = session.view().verdict
    assert verdict is not None and verdict.say == "You added 2. It is times 2."
    session.type("6")
    session.commit()
    verdict = session.view().verdict
    assert verdict is not None and verdict.right
