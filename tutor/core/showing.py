"""From where a learner stands to what may be shown: the one place that decides it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from tutor.core import wording
from tutor.core.asked import same
from tutor.core.grading import hidden, shuffled, worked
from tutor.core.lesson import Bowl, Choose, Order, Predict, Question, Reach, Write
from tutor.core.stage import REPLAYED
from tutor.core.view import ListingLine, Parameter, Phase, Plot, QuestionView, Table, View
from tutor.core.walk import DIRECTIONS, can_run, fault_rule, moment, reading

if TYPE_CHECKING:
    from tutor.core.listing import Listing, Trace, Value
    from tutor.core.record import Number
    from tutor.core.stage import Stage
    from tutor.core.walk import Walk


def exhibit(walk: Walk) -> View:
    """All that may be shown now."""
    stage = walk.stage
    lesson, step = stage.lesson, stage.step
    heard = reading(walk)
    number = stage.question if isinstance(stage.question, Predict) else None
    final = walk.settled and number is not None and number.by == "number"
    truth = stage.run(stage.after).value(stage.variable, stage.after) if final else None
    you = heard.value if final and heard is not None else None
    shown = _updates_shown(walk)
    trace = stage.run(shown) if stage.listing is not None else None
    return View(
        lesson_id=lesson.id,
        lesson=lesson.title,
        step_id=step.id,
        step=step.title,
        index=lesson.steps.index(step) + 1,
        total=len(lesson.steps),
        right=walk.right,
        asked=walk.asked,
        phase=walk.phase,
        text=stage.filled(step.text, moment(walk)),
        listing=_lines(walk),
        parameters=_parameters(walk),
        question=_question(walk),
        typed=walk.typed,
        reading=heard,
        verdict=walk.verdict,
        reveal=_reveal(walk),
        worked=_worked(walk),
        you="" if you is None else wording.number(you),
        truth="" if truth is None else _digits(truth),
        off="" if you is None or not isinstance(truth, int | float) else _gap(you, truth),
        plot=_plot(walk),
        table=_table(trace),
        output="".join(trace.printed(n) for n in range(trace.updates + 1)) if trace else "",
        updates=shown,
        picture=walk.picture,
        scroll=walk.scroll,
        note=walk.note,
        can_run=can_run(walk),
        can_replay=bool(walk.fault) and walk.settled,
        next=_next(walk),
        standing=walk.standing,
    )


def _updates_shown(walk: Walk) -> int:
    """How many updates are shown whole."""
    stage = walk.stage
    if walk.phase in (Phase.EXPLORE, Phase.READ):
        return walk.ran
    if walk.settled and isinstance(stage.question, Predict):
        return stage.start if stage.same_update(later=True) else stage.after
    return stage.start


def _reveal(walk: Walk) -> str:
    """The author's words after the answer."""
    stage = walk.stage
    if not walk.settled or stage.question is None:
        return ""
    texts = []
    if not stage.changed or isinstance(stage.question, Reach):
        texts.append(stage.question.reveal)  # it speaks of the author's numbers
    if stage.final and not walk.again:
        texts.append(stage.step.reveal)
    said = [stage.filled(text, stage.after).strip() for text in texts if text]
    if isinstance(stage.question, Predict) and stage.question.by == "number":
        by_chance = [stage.mistakes[name].rule for name in hidden(stage.asked())]
        said.append(wording.also_right(by_chance))
    return "\n\n".join(text for text in said if text)


def _worked(walk: Walk) -> str:
    """The asked line with its numbers, once they are known."""
    stage = walk.stage
    if not walk.settled or stage.listing is None:
        if walk.free and walk.verdict is not None and walk.ran and stage.listing is not None:
            return worked(stage.listing, stage.values, stage.variable, walk.ran)
        return ""
    if isinstance(stage.question, Predict):
        return worked(stage.listing, stage.values, stage.variable, stage.after)
    return ""


def _lines(walk: Walk) -> tuple[ListingLine, ...]:
    """The listing with what may stand beside its lines."""
    stage = walk.stage
    listing = stage.listing
    if listing is None:
        return ()
    if walk.phase in (Phase.EXPLORE, Phase.READ) and not walk.settled:
        shown: Mapping[str, Value] = stage.run(walk.ran).row(walk.ran) if walk.ran else {}
        asked = "" if walk.ran else stage.variable
    else:
        shown = stage.shown(answered=walk.settled)
        asked = stage.variable if isinstance(stage.question, Predict) and not walk.settled else ""
    beside = _beside(listing, shown, asked, walk)
    code = listing.with_values(stage.values).splitlines()
    if isinstance(stage.question, Write | Order) and not walk.settled:
        code = _blanked(listing, code)
        beside = {}
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
    now = stage.now(_updates_shown(walk) if walk.settled else moment(walk))
    found = []
    for name, own in stage.listing.parameters.items():
        value = stage.values.get(name, own)
        range_ = stage.step.edit.get(name)
        found.append(
            Parameter(
                name=name,
                value=value,
                now=now.get(name, value),
                editable=range_ is not None and walk.phase is not Phase.REVEALED,
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
        if not stage.variable or not can_run(walk):
            return None
        return QuestionView(
            kind="predict",
            prompt=wording.prompt_free(stage.variable, walk.ran),
            variable=stage.variable,
            after=walk.ran + 1,
            free=True,
        )
    if question is None:
        return None
    kind = "direction" if stage.is_choice and isinstance(question, Predict) else question.kind
    carried = stage.variable in (stage.listing.parameters if stage.listing else ())
    now = stage.now(stage.start).get(stage.variable) if carried else None
    return QuestionView(
        kind=kind,
        prompt=stage.filled(
            question.say
            or wording.prompt(
                question, now=now, start=stage.start, loops=_loops(stage), again=walk.again
            ),
            stage.start,
        ),
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


def _plot(walk: Walk) -> Plot | None:
    """What the chart may know."""
    stage, bowl = walk.stage, walk.stage.step.picture()
    listing = stage.listing
    if listing is None or bowl is None:
        return None
    x, y = bowl.x, bowl.y
    last = _plot_end(walk)
    start = max(0, last - 9)
    trace = stage.run(last)
    xs = [_float(trace.value(x, n)) for n in range(start, last + 1)]
    predicts_x = stage.variable == x
    truth: float | None = None
    if x in trace.names and listing.assigns(x):
        if walk.settled and _updates_shown(walk) >= stage.after > last:
            truth = _float(stage.run(stage.after).value(x, stage.after))
        elif not walk.settled and _updates_shown(walk) > last:
            truth = _float(stage.run(last + 1).value(x, last + 1))
    heard = reading(walk)
    guess = _float(heard.value) if predicts_x and heard and heard.value is not None else None
    own = _own_trail(walk, x)
    ys = _heights(stage, x, y, [*xs, *([] if truth is None else [truth]), *own])
    n = len(xs)
    hidden_now = walk.phase is Phase.ASK and stage.still_asked(y)
    if hidden_now:
        ys = [math.nan] * len(ys)
    return Plot(
        listing=listing,
        values=stage.values,
        x=x,
        y=y,
        path=tuple(zip(xs, ys[:n], strict=True)),
        start=start,
        hidden=hidden_now,
        truth=None if truth is None else (truth, ys[n]),
        guess=guess,
        own=tuple(zip(own, ys[len(ys) - len(own) :], strict=True)),
        marks=_marks(walk, bowl, last),
        compare=dict(bowl.compare) or None,
        tangent=bowl.tangent,
        limits=None if bowl.from_ is None or bowl.to is None else (bowl.from_, bowl.to),
    )


def _plot_end(walk: Walk) -> int:
    """The update whose end is the chart's `now`: a step behind what has just been shown."""
    stage = walk.stage
    if walk.phase in (Phase.EXPLORE, Phase.READ) and not walk.settled:
        return max(walk.ran - 1, 0)
    if walk.settled and isinstance(stage.question, Predict) and stage.question.by == "number":
        shown = _updates_shown(walk)
        return stage.after - 1 if shown >= stage.after else stage.start
    return stage.start


def _heights(stage: Stage, x: str, y: str, xs: list[float]) -> list[float]:
    import numpy as np

    assert stage.listing is not None
    ys = stage.listing.curve(x, y, np.array(xs, dtype=float), stage.values)
    return [float(value) for value in ys]


def _own_trail(walk: Walk, x: str) -> list[float]:
    """Where the learner's own wrong rule would have gone."""
    stage = walk.stage
    rule = fault_rule(walk) if walk.replayed and walk.settled else ""
    if not rule or stage.listing is None or not stage.listing.assigns(x):
        return []
    wrong = stage.listing.with_rule(rule)
    trace = wrong.run(stage.values, updates=stage.start + REPLAYED, rule_from=stage.start)
    return [_float(trace.value(x, n)) for n in range(stage.start, trace.updates + 1)]


def _marks(walk: Walk, bowl: Bowl, update: int) -> tuple[tuple[str, float], ...]:
    stage = walk.stage
    if stage.listing is None:
        return ()
    names = stage.now(update)
    return tuple(
        (label, _float(stage.listing.evaluate(expression, names)))
        for label, expression in bowl.marks.items()
    )


def _table(trace: Trace | None) -> Table | None:
    if trace is None:
        return None
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
    if walk.phase is Phase.REVEALED:
        return "next question"
    last_step = stage.lesson.steps[-1] is stage.step
    if not last_step:
        return "next step"
    last_lesson = stage.course.shelf.beside(stage.lesson, 1) is None
    return "finish" if last_lesson else "next lesson"


def _digits(value: Value) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return wording.number(value)


def _float(value: object) -> float:
    return float(value) if isinstance(value, int | float) else math.nan


def _gap(you: Number, truth: Number) -> str:
    """How far the answer is off; what is only the noise of floating point is nothing."""
    return "0" if same(you, truth) else wording.number(abs(you - truth), 2)
