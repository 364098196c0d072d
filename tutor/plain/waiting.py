"""What a step waits for, and how it is asked for in one line."""

from __future__ import annotations

from tutor.grading.kinds.base import Input
from tutor.plain import words
from tutor.session.view import Phase, View


def waits(view: View) -> bool:
    """Whether something that is typed can be handed in."""
    return view.phase is Phase.ASK or (view.question is not None and view.question.free)


def input_of(view: View) -> Input:
    """How the open question is answered."""
    if view.question is None or view.phase is not Phase.ASK:
        return Input.NONE
    return view.question.input


def sets(view: View, line: str) -> bool:
    """Whether it names a constant that can be set, and is not what is predicted, and a value."""
    name, digits = words.name_and_digits(line)
    free = [one.name for one in view.parameters if one.editable]
    predicted = "" if input_of(view) is Input.CONSTANTS else variable(view)
    return name in free and bool(digits) and name != predicted and not words.is_sum(line)


def variable(view: View) -> str:
    """What the question asks for; empty where it asks for no variable."""
    return view.question.variable if view.question is not None else ""


def guesses(view: View) -> bool:
    """Whether a number would be a prediction of the next update that no question waits for."""
    return view.phase is Phase.EXPLORE and view.can_run and bool(variable(view))


def prompt(view: View) -> str:
    """What is waited for, and which words do something now."""
    if view.phase is Phase.END:
        return "Enter to leave, or lessons, quiz, review: "
    if view.waiting:
        return "Wait for the others: "
    if view.phase is Phase.ASK:
        input_ = input_of(view)
        if input_ is Input.LINES:
            return f"Line {view.typed.count(chr(10)) + 2 if view.typed else 1}: "
        return "Set or enter: " if input_ is Input.CONSTANTS else "Your answer: "
    also = ["run"] if view.can_run else []
    also += ["set"] if any(one.editable for one in view.parameters) else []
    also += ["replay"] if view.can_replay else []
    if view.can_run and variable(view):
        also += [f"a guess at {'the next ' if view.loops else ''}{variable(view)}"]
    own = {
        "finish": "Enter to finish",
        "once more": "Enter to be asked once more",
        "commit": "Enter to hand it in",
    }
    enter = own.get(view.next, f"Enter for the {view.next}")
    return f"{enter}, or {', '.join(also)}: " if also else f"{enter}: "
