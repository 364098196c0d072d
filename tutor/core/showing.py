"""From where a learner stands to what may be shown: the one place that decides it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tutor.core import wording
from tutor.core.grading import shuffled
from tutor.core.view import ListingLine, Parameter, Phase, QuestionView, Table, View
from tutor.core.walk import (
    DIRECTIONS,
    can_guess,
    can_run,
    can_set,
    moment,
    numbers_anew,
    own_trail,
    reading,
    updates_shown,
)
from tutor.course.questions import Choose, Order, Predict, Question, Reach, Write
from tutor.engine.numbers import number, same
from tutor.session.plot import plot_view

if TYPE_CHECKING:
    from tutor.core.stage import Stage
    from tutor.core.walk import Walk
    from tutor.engine.listing import Listing
    from tutor.engine.numbers import Number, Value


def exhibit(walk: Walk, *, right: int = 0, asked: int = 0) -> View:
    """All that may be shown now."""
    stage = walk.stage
    lesson, step = stage.lesson, stage.step
    heard = reading(walk)
    predicts = isinstance(stage.question, Predict) and stage.question.by == "number"
    final = walk.settled and predicts
    truth = stage.run(stage.after).value(stage.variable, stage.after) if final else None
    you = heard.value if final and heard is not None else None
    return View(
        lesson_id=lesson.id,
        lesson=lesson.title,
        step_id=step.id,
        step=step.title,
        index=lesson.steps.index(step) + 1,
        total=len(lesson.steps),
        right=right,
        asked=asked,
        phase=walk.phase,
        text=_text(walk),
        listing=_lines(walk),
        parameters=_parameters(walk),
        question=_question(walk),
        typed=walk.typed,
        reading=heard,
        verdict=walk.verdict,
        reveal=_reveal(walk),
        worked=_worked(walk),
        you="" if you is None else number(you),
        truth="" if truth is None else _digits(truth),
        off="" if you is None or not isinstance(truth, int | float) else _gap(you, truth),
        plot=plot_view(walk),
        table=None if _from_memory(walk) else _table(walk),
        output=_output(walk),
        updates=updates_shown(walk),
        picture=walk.picture,
        scroll=walk.scroll,
        note=walk.note,
        can_run=can_run(walk),
        can_guess=can_guess(walk),
        can_replay=bool(own_trail(walk)),
        next=_next(walk),
        standing=walk.standing,
    )


def _from_memory(walk: Walk) -> bool:
    """The update's lines are what is asked."""
    return walk.phase is Phase.ASK and isinstance(walk.stage.question, Write | Order)


def _reveal(walk: Walk) -> str:
    """The author's words after the answer; they stay while the learner explores.

    With the learner's own constants only those that tell nothing of the run: the others speak of
    the author's numbers.
    """
    stage, question = walk.stage, walk.stage.question
    if question is None or not (walk.settled or walk.free):
        return ""
    texts = [_missed(walk)]
    if not stage.changed or isinstance(question, Reach):
        texts.append(question.reveal)
    if stage.final and not walk.again:
        texts.append(stage.step.reveal)
    if stage.changed:
        texts = [text for text in texts if "{" not in text]
    said = [stage.filled(text, stage.after).strip() for text in texts if text]
    if walk.settled or not stage.changed:
        said.append(wording.also_right([stage.mistakes[name].rule for name in stage.by_chance]))
    return "\n\n".join(text for text in said if text)


def _missed(walk: Walk) -> str:
    """The option that would have been right, for who did not find it."""
    question = walk.stage.question
    if not isinstance(question, Choose) or walk.tries < walk.stage.tries:
        return ""
    right = next(option for option in question.options if option.right)
    return wording.right_option(right.say, right.because)


def _worked(walk: Walk) -> str:
    """The asked line with its numbers, once all of them are known."""
    stage = walk.stage
    if walk.free and walk.verdict is not None and walk.verdict.attempt:
        return stage.worked(walk.ran)
    if not walk.settled or not isinstance(stage.question, Predict) or stage.line_is_secret:
        return ""
    return stage.worked(stage.after)


def _text(walk: Walk) -> str:
    """The author's words, and why there is nothing beneath them where it cannot be run."""
    stage = walk.stage
    text = stage.filled(stage.step.text, moment(walk))
    return f"{text}\n\n{wording.no_run(stage.fault)}" if stage.fault else text


def _lines(walk: Walk) -> tuple[ListingLine, ...]:
    """The listing with what may stand beside its lines."""
    stage = walk.stage
    listing = stage.listing
    if listing is None:
        return ()
    code = listing.with_values(stage.values).splitlines()
    if _from_memory(walk):
        return tuple(ListingLine(n, text) for n, text in enumerate(_blanked(listing, code), 1))
    if walk.running:
        shown: Mapping[str, Value] = stage.run(walk.ran).row(walk.ran) if walk.ran else {}
        asked = stage.variable if can_guess(walk) and not walk.ran else ""
    else:
        shown = stage.shown(answered=walk.settled)
        asked = stage.variable if isinstance(stage.question, Predict) and not walk.settled else ""
    beside = _beside(listing, shown, asked, walk)
    return tuple(
        ListingLine(n, text, *beside.get(n, ("", False)), reached=n in beside)
        for n, text in enumerate(code, 1)
    )


def _beside(
    listing: Listing, shown: Mapping[str, Value], asked: str, walk: Walk
) -> dict[int, tuple[str, bool]]:
    """What stands beside each line of the update: a value, `?`, or `·` for withheld."""
    beside: dict[int, tuple[str, bool]] = {}
    for name in listing.variables:
        lines = listing.assigns(name)
        if not lines or name == asked:
            continue
        value = shown.get(name)
        if value is not None:
            beside[lines[-1]] = (_digits(value), False)
        elif walk.phase is Phase.ASK and asked:
            beside.update(dict.fromkeys(lines, ("·", False)))
    if asked:
        beside.update(dict.fromkeys(listing.assigns(asked), ("?", True)))
    return beside


def _blanked(listing: Listing, code: list[str]) -> list[str]:
    """The code without the lines of its update, which are to be written from memory."""
    first = listing.body.start
    indent = code[first - 1][: len(code[first - 1]) - len(code[first - 1].lstrip())]
    return [*code[: first - 1], indent + "…", *code[listing.body.stop - 1 :]]


def _parameters(walk: Walk) -> tuple[Parameter, ...]:
    """The constants, which of them may be changed, and where they are now."""
    stage = walk.stage
    if stage.listing is None:
        return ()
    now = stage.now(updates_shown(walk))
    found = []
    for name, own in stage.listing.parameters.items():
        value = stage.values.get(name, own)
        range_ = stage.step.edit.get(name)
        found.append(
            Parameter(
                name=name,
                value=value,
                now=now.get(name, value),
                editable=can_set(walk, name),
                lo=range_.from_ if range_ else value,
                hi=range_.to if range_ else value,
                by=range_.by if range_ else 0,
                changed=value != stage.authored.get(name, own),
            )
        )
    return tuple(found)


def _question(walk: Walk) -> QuestionView | None:
    """The open question in words."""
    stage = walk.stage
    question = stage.question
    if walk.free:
        if not can_guess(walk):
            return None
        return QuestionView(
            kind="predict",
            prompt=wording.prompt_free(stage.variable, walk.ran, loops=_loops(stage)),
            variable=stage.variable,
            after=walk.ran + 1,
            free=True,
        )
    if question is None or walk.phase is Phase.END:
        return None
    carried = stage.variable in (stage.listing.parameters if stage.listing else ())
    now = stage.now(stage.start).get(stage.variable) if carried else None
    own_words = "" if stage.alone and isinstance(question, Predict) else question.say
    made = wording.prompt(
        question, now=now, start=stage.start, loops=_loops(stage), again=walk.again
    )
    return QuestionView(
        kind=question.kind,
        prompt=stage.filled(own_words or made, stage.start),
        variable=stage.variable,
        after=stage.after,
        options=_options(stage, question),
        lines=_shuffled(stage) if isinstance(question, Order) else (),
        hint=stage.filled(question.hint, stage.start) if walk.hinted else "",
        has_hint=bool(question.hint),
        tries_left=max(stage.tries - walk.tries, 0) if stage.tries else 1,
        number=stage.number + 1,
        count=len(stage.step.ask),
    )


def _loops(stage: Stage) -> bool:
    """Whether the listing makes more than one update."""
    return stage.listing is not None and stage.listing.passes != 1


def _options(stage: Stage, question: Question) -> tuple[str, ...]:
    if isinstance(question, Choose):
        return tuple(stage.filled(one.say.strip(), stage.start) for one in question.options)
    if isinstance(question, Predict) and question.by == "direction":
        return DIRECTIONS
    return ()


def _shuffled(stage: Stage) -> tuple[str, ...]:
    """The update's lines in an order that is never the right one, the same at every visit."""
    assert stage.listing is not None
    return shuffled(stage.listing)


def _output(walk: Walk) -> str:
    """What the updates that are shown have printed, and what stands behind the last of them."""
    return walk.stage.run(updates_shown(walk)).output if walk.stage.listing is not None else ""


def _table(walk: Walk) -> Table | None:
    if walk.stage.listing is None:
        return None
    trace = walk.stage.run(updates_shown(walk))
    return Table(tuple(trace.names), tuple(trace.rows))


def _next(walk: Walk) -> str:
    """What enter does."""
    stage = walk.stage
    if walk.phase is Phase.END:
        return "home"
    if walk.phase is Phase.ASK:
        return "check" if isinstance(stage.question, Reach) else "commit"
    if walk.free and walk.typed:
        return "commit"
    if numbers_anew(walk):
        return "once more"
    if walk.phase is Phase.REVEALED or (walk.again and not stage.final):
        return "next question"
    last_step = stage.lesson.steps[-1] is stage.step
    if not last_step:
        return "next step"
    last_lesson = stage.course.catalog.beside(stage.lesson, 1) is None
    return "finish" if last_lesson else "next lesson"


def _digits(value: Value) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return number(value)


def _gap(you: Number, truth: Number) -> str:
    """How far the answer is off; what is only the noise of floating point is nothing."""
    return "0" if same(you, truth) else number(abs(you - truth), 3)
