"""What has been learned, in numbers."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta

from tutor.course.index import Entry
from tutor.history.progress import COLUMNS, first_tries, misses_of_late, progress
from tutor.history.records import Attempt, Standing

ENTRIES = (
    Entry("compare", "compare", "Compare", "", (("", ""),) * 4),
    Entry("alpha", "add-alpha", "Add alpha", "", (("", ""),) * 8),
)
TITLES = {
    ("compare", "does-it"): "Does it predict well?",
    ("compare", "squares"): "Why squares?",
    ("add-alpha", "smaller"): "Smaller steps",
}


def story(*answers: str) -> list[Attempt]:
    """Answers, an hour after one another's: `lesson/step/question verdict` and, where there are,
    the mistake, the confidence and the mode."""
    made = []
    for hour, answer in enumerate(answers):
        where, verdict, *more = answer.split()
        lesson, step, question = where.split("/")
        at = datetime(2026, 3, 2, tzinfo=UTC) + timedelta(hours=2 * hour)
        attempt = Attempt(
            "descent", lesson, step, int(question), {"weight": 0.5}, "0.46", 0.46, verdict,
            mistake=next((word for word in more if word.isalpha() and word != "explore"), ""),
            confidence=next((word for word in more if word in "?!"), ""),
            mode="explore" if "explore" in more else "quiz", at=at,
        )  # fmt: skip
        made.append(attempt)
    return made


def test_a_question_is_known_by_its_last_first_answer() -> None:
    """Right and no lucky hunch; a streak ends with a miss and with such a hunch."""
    found = progress(
        story(
            "compare/squares/0 mistake raw",
            "compare/squares/0 right",
            "compare/squares/0 right !",
            "compare/squares/1 slip",
            "compare/squares/1 right ?",
            "add-alpha/smaller/0 right",
            "add-alpha/smaller/0 slip",
        ),
        ENTRIES,
        titles=TITLES,
    )
    squares, guessed, smaller = found.ideas
    assert (squares.answers, squares.right, squares.streak, squares.known) == (3, 2, 2, True)
    assert (guessed.right, guessed.streak, guessed.last, guessed.known) == (1, 0, "right", False)
    assert (smaller.right, smaller.streak, smaller.last, smaller.known) == (1, 0, "slip", False)
    assert (squares.mistakes, smaller.mistakes) == ({"raw": 1}, {})
    assert (found.known, found.streak, found.longest) == (1, 0, 2)


def test_a_streak_counts_from_the_first_answer() -> None:
    """Two known in a row are two; one that never was known, or nothing at all, is none."""
    right = "compare/squares/0 right"
    for answers, streak, longest in (
        ((), 0, 0),
        ((right,), 1, 1),
        ((right, right), 2, 2),
        (("compare/squares/0 slip",), 0, 0),
        (("compare/squares/0 slip", right), 1, 1),
        ((right, right, "compare/squares/0 slip", "compare/squares/0 right ?", right), 1, 2),
        ((right, "compare/squares/0 right ?"), 2, 2),
    ):
        found = progress(story(*answers), ENTRIES)
        assert (found.streak, found.longest) == (streak, longest)
        assert [one.streak for one in found.ideas] == [streak][: len(answers)]


def test_playing_on_after_the_reveal_is_not_counted() -> None:
    """Neither as answers nor as mistakes."""
    found = progress(
        story("compare/squares/0 right", "compare/squares/0 mistake uphill explore"), ENTRIES
    )
    [squares] = found.ideas
    assert (found.answers, squares.answers, squares.mistakes) == (1, 1, {})


def test_second_tries_in_a_lesson_count_as_answers_only() -> None:
    """What is known is told by the first."""
    first, second = story("compare/squares/0 mistake raw", "compare/squares/0 right")
    minutes = timedelta(minutes=2)
    assert first.at
    learning = [
        Attempt(**{**vars(first), "mode": "learn"}),
        Attempt(**{**vars(second), "mode": "learn", "at": first.at + minutes}),
    ]
    [squares] = progress(learning, ENTRIES).ideas
    assert (squares.answers, squares.first_answers, squares.right) == (2, 1, 0)
    assert (squares.last, squares.known) == ("mistake", False)


def test_every_lesson_is_there_in_the_order_of_the_course() -> None:
    """Also one not begun, and at the end one that the course no longer has."""
    found = progress(
        story("old/gone/0 right", "add-alpha/smaller/0 right", "compare/squares/0 right"),
        ENTRIES,
        [
            Standing("compare", "does-it", "done"),
            Standing("compare", "squares", "skipped"),
            Standing("older", "gone", "done"),
        ],
        TITLES,
    )
    assert [lesson.id for lesson in found.lessons] == ["compare", "add-alpha", "old", "older"]
    compare = found.lessons[0]
    assert (compare.done, compare.skipped, compare.steps, compare.known) == (1, 1, 4, 1)
    counted = [(one.id, one.done, one.skipped, one.steps) for one in found.lessons[1:]]
    assert counted == [("add-alpha", 0, 0, 8), ("old", 0, 0, 0), ("older", 1, 0, 0)]
    assert [idea.title for idea in found.ideas] == ["Why squares?", "Smaller steps", "gone"]
    assert progress([], ENTRIES).answers == 0


def test_questions_stand_in_the_order_of_the_course() -> None:
    """Whatever was answered first."""
    found = progress(
        story("compare/squares/0 right", "compare/does-it/0 right"), ENTRIES, titles=TITLES
    )
    assert [idea.title for idea in found.ideas] == ["Does it predict well?", "Why squares?"]


def test_it_can_be_written_as_json_and_as_a_table() -> None:
    """Questions count from 1 there."""
    found = progress(
        story("compare/squares/0 mistake raw", "compare/squares/0 mistake raw"), ENTRIES
    )
    document = json.loads(json.dumps(found.to_dict()))
    assert (document["answers"], document["asked"], document["known"]) == (2, 1, 0)
    compare = document["lessons"][0]
    assert list(compare) == [
        "id", "title", "steps", "done", "skipped", "asked", "known", "ideas",
    ]  # fmt: skip
    assert tuple(compare["ideas"][0]) == COLUMNS
    assert compare["ideas"][0]["mistakes"] == {"raw": 2}
    page = io.StringIO()
    writer = csv.DictWriter(page, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(found.rows())
    assert page.getvalue() == (
        "lesson,step,question,title,answers,first_answers,right,streak,last,known,mistakes\n"
        "compare,squares,1,squares,2,2,0,0,mistake,False,raw:2\n"
    )


def test_only_the_first_answer_of_a_lesson_s_question_is_a_first_try() -> None:
    """Whatever it was given at, and whatever follows: a quiz is none, and ends none."""
    learning = [
        Attempt(**{**vars(one), "mode": mode, "values": {"alpha": at}})
        for at, (one, mode) in enumerate(
            zip(
                story(
                    "compare/squares/0 right",
                    "compare/squares/0 slip",
                    "compare/squares/0 right",
                    "compare/squares/1 right",
                    "compare/squares/0 slip",
                ),
                ("quiz", "learn", "learn", "learn", "review"),
                strict=True,
            )
        )
    ]
    assert first_tries(learning) == [learning[1], learning[3]]
    assert misses_of_late(learning, 2) == [(2, 1)]
    assert misses_of_late(learning, 1) == [(1, 1), (2, 0)]
    assert misses_of_late(learning) == []
