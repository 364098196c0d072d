"""One lesson, from its first step to its last, by keys alone: right and wrong, there and back."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from tests.e2e.learner import Learner, flat
from tests.e2e.terminal import Terminal, tutor
from tests.session.walks import bundled_course
from tutor.course.questions import Choose
from tutor.session.view import Phase

WRONG = {
    "0.54": "uphill-by-alpha",
    "0.48": "by-delta-and-alpha",
    "0.496": "by-error-and-alpha",
    "0.492": "by-error-input-and-alpha",
    "0.42": "twice-the-step-by-alpha",
    "0.1": "forgot-alpha",
    "0.01": "shrank-the-weight",
    "0.04": "only-the-step",
    "-0.04": "only-the-step-negated",
    "0.92": "next-prediction-by-alpha",
    "0.4": "went-straight-there",
    "0.8": "weight-became-the-goal",
    "0.50": "stayed-put",
    "0.49": "by-own-weight-and-alpha",
}
"""What learners answer where 0.46 is right, and the mistake behind it."""


def says(sentence: str, terminal: Terminal) -> bool:
    return sentence in flat(terminal.text)


def aimed(terminal: Terminal) -> float:
    """Where the guess stands on the axis."""
    return float(re.findall(r"you (-?[\d.]+)", terminal.text)[-1])


def column(terminal: Terminal, first: int, last: int) -> str:
    """A part of the screen's columns, its words one space apart."""
    return " ".join(" ".join(line[first:last] for line in terminal.lines).split())


def test_a_lesson_is_played_with_right_and_wrong_answers(tmp_path: Path) -> None:
    """Add alpha: a hint, a miss and another try, aiming, two misses and the reveal, the learner's
    own rule, all pictures, a constant turned, a run, back, a jump, a skip, and on to the end."""
    with tutor("learn", "add-alpha", home=tmp_path) as terminal:
        learner = Learner(terminal, bundled_course(), "add-alpha")
        ask_for_a_hint_and_miss_once(terminal, learner)
        choose_wrongly_then_rightly(terminal, learner)
        aim_and_miss_twice(terminal, learner)
        look_at_every_picture(terminal, learner)
        turn_a_constant_and_guess(terminal, learner)
        go_back_and_jump_and_skip(terminal, learner)
        learner.play(until="from-memory")
        learner.arrive()
        assert terminal.lines[0].startswith(" From memory › ")


def ask_for_a_hint_and_miss_once(terminal: Terminal, learner: Learner) -> None:
    learner.arrive()
    learner.nothing_given_away()
    terminal.press("fish")
    terminal.wait('There is no "fish" here.')
    terminal.press("enter", *["backspace"] * 4)
    terminal.wait("What is r now?")
    assert "✓ 0 of" not in terminal.lines[0], "what cannot be read is no attempt"
    terminal.press("esc", "h")
    learner.session.hint()
    hint = flat(learner.view.question.hint if learner.view.question else "")
    assert hint
    terminal.wait(f"hint {hint[:50]}")
    learner.say("0.5")
    terminal.wait("One more try.")
    learner.nothing_given_away()
    terminal.press("1 - alpha * input ** 2")
    terminal.wait("= 0.6")
    terminal.press("enter")
    terminal.wait("◆ true 0.6")
    assert "✓ Right." in terminal.text
    learner.session.type("1 - alpha * input ** 2")
    learner.session.enter()
    learner.go_on()


def choose_wrongly_then_rightly(terminal: Terminal, learner: Learner) -> None:
    learner.arrive()
    learner.nothing_given_away()
    question = learner.question
    assert isinstance(question, Choose)
    terminal.press("down")
    terminal.wait(partial(says, f"› 1 {flat(question.options[0].say)[:40]}"))
    terminal.press("enter")
    terminal.wait(partial(says, f"✗ {flat(question.options[0].because)[:40]}"))
    terminal.press("2")
    terminal.wait(partial(says, f"› 2 {flat(question.options[1].say)[:40]}"))
    terminal.press("enter")
    terminal.wait(partial(says, f"✓ {flat(question.options[1].because)[:40]}"))
    for answer in "12":
        learner.session.type(answer)
        learner.session.enter()
    learner.go_on()


def aim_and_miss_twice(terminal: Terminal, learner: Learner) -> None:
    learner.arrive()
    learner.nothing_given_away()
    terminal.press("right")
    terminal.wait("you 0.5")
    first = aimed(terminal)
    terminal.press("right", "right")
    terminal.wait(lambda t: aimed(t) > first)
    terminal.press("left", "left", "left", "left")
    terminal.wait(lambda t: aimed(t) < first)
    terminal.press(*["backspace"] * 12)
    terminal.wait(lambda t: "◇" not in t.text)
    learner.say("0.54")
    assert "One more try." in terminal.words()
    learner.nothing_given_away()
    learner.say("0.42")
    terminal.wait("◇ you 0.42   ◆ true 0.46   off by 0.04")
    assert "weight = weight - (alpha * derivative) = 0.5 - (0.1 * 0.4) = 0.46" in terminal.text
    explained = flat(learner.view.explained)[:24]
    terminal.wait(lambda t: explained in column(t, 0, 80).split("= 0.46")[-1])
    terminal.press("o")
    terminal.wait("This is where weight = weight - 2 * alpha * input * (pred - goal_pred) would")
    terminal.press("o")
    terminal.wait(lambda t: "would have led" not in t.words())
    learner.go_on()
    learner.arrive()
    learner.nothing_given_away()
    learner.answer()
    assert learner.view.phase is Phase.EXPLORE


def look_at_every_picture(terminal: Terminal, learner: Learner) -> None:
    """After the reveal: one update more, then all of them, seen in four ways."""
    terminal.press("r")
    terminal.wait("Before you run it: what will weight be after the next update?")
    assert "0.4216" in terminal.text
    terminal.press("a")
    terminal.wait(lambda t: "v error curve" in t.text and "r run one" not in t.text)
    assert "0.400004" in terminal.text
    terminal.press("v")
    terminal.wait("error in each update")
    terminal.press("v")
    terminal.wait(lambda t: re.search(r"update +weight +error", t.lines[1]) is not None)
    assert re.search(r" 20 +0\.4 +1\.4853e-10", terminal.text)
    terminal.press("right", "right")
    terminal.wait(lambda t: "derivative" in t.lines[1])
    terminal.press("left", "left")
    terminal.wait(lambda t: "weight" in t.lines[1])
    terminal.press(*["pgup"] * 3)
    terminal.wait(lambda t: re.search(r"^.{43} +1 +0\.46 ", t.text, re.M) is not None)
    terminal.press("v")
    terminal.wait("1.485277170987127e-10")
    terminal.press("v")
    terminal.wait("bottom 0.40")


def turn_a_constant_and_guess(terminal: Terminal, learner: Learner) -> None:
    """Each edit asks a fresh prediction, which counts for nothing."""
    before = terminal.lines[0]
    terminal.press("tab", "tab", "tab", "tab")
    terminal.wait("←→ change")
    terminal.press("0.5")
    terminal.wait("enter set alpha")
    terminal.press("enter")
    terminal.wait("Before you run it: what will weight be after this update?")
    assert "‹ alpha 0.5 ›" in terminal.text
    assert "0.3 " not in column(terminal, 20, 43)
    terminal.press("esc", "0.3")
    terminal.wait("= 0.3")
    terminal.press("enter")
    terminal.wait("0.5 - (0.5 * 0.4) = 0.3")
    assert "✓ Right." in terminal.text and terminal.lines[0] == before
    terminal.press("left")
    terminal.wait("you 0.")
    terminal.press("esc", "a")
    terminal.wait(lambda t: "r run one" not in t.text and "v error curve" in t.text)
    assert re.search(r"weight 0\.5 ", terminal.text), "with alpha 0.5 it is where it began"


def go_back_and_jump_and_skip(terminal: Terminal, learner: Learner) -> None:
    steps = learner.course.lesson("add-alpha").steps
    terminal.press("b")
    terminal.wait(f"› {steps[0].title[:20]}")
    terminal.press("esc", "j")
    terminal.wait("Jump to a step")
    limit = next(step for step in steps if step.id == "the-limit")
    terminal.press("add-alpha/the-limit")
    terminal.wait(lambda t: limit.title in t.text and steps[0].title not in t.text)
    terminal.press("enter")
    learner.session.open("add-alpha", "the-limit")
    learner.arrive()
    terminal.press("esc", "s")
    learner.session.skip()
    learner.arrive()
    assert steps[-1].title[:12] in terminal.lines[0]
    terminal.press("esc", "b")
    terminal.wait("skipped")
    assert "true" not in terminal.text, "what is skipped is never revealed"
    learner.session.back()
    learner.arrive()


def test_each_known_wrong_answer_gets_its_own_sentence(tmp_path: Path) -> None:
    course = bundled_course()
    sentences: dict[str, str] = {}
    with tutor("learn", "add-alpha/smaller-steps", home=tmp_path) as terminal:
        for answer, mistake in WRONG.items():
            terminal.wait(lambda t: "enter commit" in t.text and "✗" not in t.text)
            terminal.press(answer, "enter")
            said = flat(course.mistakes[mistake].say)
            terminal.wait(partial(says, said))
            sentences[mistake] = said
            assert re.search(r"◆|true 0", terminal.text) is None, "the answer is not given away"
            terminal.press("esc", "x")
    assert len(set(sentences.values())) == len(WRONG)
