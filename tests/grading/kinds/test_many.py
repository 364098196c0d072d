"""`choose` with several right options, and options that are right or not by the numbers at hand."""

from __future__ import annotations

from random import Random

import pytest

from tests.grading.asks import prove
from tutor.course.model import Quiz, Step
from tutor.course.questions import Choose, Option, When
from tutor.course.ranges import Range
from tutor.engine.listing import listing
from tutor.grading.ask import Ask, Judged
from tutor.grading.kinds import judge, kind_of
from tutor.grading.kinds.many import KIND

CODE = "a = 1\nb = 2\nfor i in range(3):\n    d = a - b\n    e = 1 / d\n    a = a + 1\n"


WANTED = "Type the number of each that is right, from 1 to 3, as in 1 2."


def option(say: str, right: bool | str = False) -> Option:
    is_right = right if isinstance(right, bool) else When(if_=right)
    return Option(say=say, because=f"{say}, said.", right=is_right)


MANY = Choose(
    choose="Which?", options=(option("A.", True), option("B"), option("C", True)), many=True
)
BY_NUMBERS = Choose(
    choose="Which is larger?", options=(option("b", "d < 0"), option("a", "not d < 0"))
)


def asked(question: Choose, **values: float) -> Ask[Choose]:
    return Ask(question, listing(CODE), values)


@pytest.mark.parametrize(
    ("typed", "kind", "said"),
    [
        ("1 3", Judged.RIGHT, "*A*: A., said.\n\n*C*: C, said."),
        ("3,1", Judged.RIGHT, "*A*: A., said.\n\n*C*: C, said."),
        ("13", Judged.RIGHT, "*A*: A., said.\n\n*C*: C, said."),
        ("31 !", Judged.RIGHT, "*A*: A., said.\n\n*C*: C, said."),
        ("1", Judged.WRONG, "That is right, and one more is. Give all of them together."),
        ("2", Judged.WRONG, "Not 2: B, said."),
        ("1 2 3", Judged.WRONG, "Not 2: B, said."),
        ("4", Judged.UNREADABLE, WANTED),
        ("", Judged.UNREADABLE, WANTED),
        ("A", Judged.UNREADABLE, WANTED),
        ("1 x", Judged.UNREADABLE, WANTED),
    ],
)  # fmt: skip
def test_several_are_picked(typed: str, kind: Judged, said: str) -> None:
    verdict = judge(asked(MANY), typed)
    assert (verdict.kind, verdict.say) == (kind, said)


def test_what_is_told_of_several() -> None:
    ask = asked(MANY)
    assert kind_of(MANY) is KIND and KIND.truth(ask) == "A.; C"
    assert KIND.missed(ask) == "The right answers:\n\n*A*: A., said.\n\n*C*: C, said."
    assert KIND.document(ask) == {"truth": [1, 3]} and KIND.tries(MANY) == 2
    more = MANY.replaced(options=(*MANY.options, option("D", True), option("E", True)))
    assert (
        judge(asked(more), "1").say == "That is right, and 3 more are. Give all of them together."
    )


def test_which_is_right_is_worked_out() -> None:
    kind = kind_of(BY_NUMBERS)
    for a, right in ((1, "1"), (5, "2")):
        ask = asked(BY_NUMBERS, a=a)
        assert judge(ask, right).right and not judge(ask, "3"[:0] + str(3 - int(right))).right
        assert kind.document(ask) == {"truth": int(right)}
        assert kind.truth(ask) == ("b" if right == "1" else "a")
        assert kind.missed(ask).startswith(f"The right answer: *{kind.truth(ask)}*.")
    after = BY_NUMBERS.replaced(after=3)
    assert judge(asked(after), "2").right, "a is 3 then"
    assert kind.furthest(after, listing(CODE)) == 3 and kind.furthest(MANY, listing(CODE)) == 0


def test_numbers_are_drawn_at_which_one_is_right() -> None:
    ranges = {"a": Range(from_=0, to=5, by=1), "b": Range(from_=0, to=5, by=1)}
    three = BY_NUMBERS.replaced(
        options=(option("b", "d < 0"), option("a", "d > 0"), option("c", "d > 2"))
    )
    step = Step(id="a", title="A", code=CODE, ask=(three,), quiz=Quiz(vary=ranges))
    kind, found = kind_of(three), set()
    for seed in range(60):
        values = kind.numbers(asked(three), step, Random(seed))
        assert values is not None
        d = values["a"] - values["b"]
        assert d and d <= 2, "one is right"
        found.add(d < 0)
    assert found == {True, False}
    assert kind.numbers(asked(MANY), step.replaced(quiz=None), Random(1)) == {}


def test_what_its_author_is_told() -> None:
    both = BY_NUMBERS.replaced(options=(option("a", "d < 0"), option("b", "d < 1")))
    none = BY_NUMBERS.replaced(options=(option("a", "d > 0"), option("b", "d > 1")))
    step = Step(id="a", title="A", code=CODE, ask=(both,))
    assert prove(both, step) == ["ask.0.options: with these numbers several options are right"]
    assert prove(both.replaced(many=True), step) == []
    assert prove(none, step) == ["ask.0.options: with these numbers no option is right"]
    faults = list(
        BY_NUMBERS.replaced(options=(option("a", "q < 0"), option("b", "d < 1"))).faults(
            listing(CODE)
        )
    )
    assert [(one.path, one.what) for one in faults] == [
        (("options", 0, "right", "if"), "there is no name `q`; assign it first, as in name = 0.5")
    ]
    assert [one.what for one in BY_NUMBERS.faults(None)] == [
        "`if` needs a listing under `code:`"
    ] * 2
    assert list(MANY.faults(None)) == []
    assert [one.what for one in MANY.replaced(many=False).faults(None)] == [
        "a second right option; exactly one is right"
    ]


def test_where_it_cannot_be_worked_out_none_is_right() -> None:
    text = Choose(choose="?", options=(option("a", "d + 'x' > 1"), option("b", True)))
    assert not judge(asked(text), "2").right and kind_of(text).missed(asked(text)) == ""
    assert kind_of(text).unfit(asked(text)) != ""
