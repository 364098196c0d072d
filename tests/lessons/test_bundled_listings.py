"""Every listing of the course is ordinary Python, and prints there what it prints here."""

from __future__ import annotations

import json
import subprocess
import sys

from tutor.course.index import bundled
from tutor.course.loader import Course, load_course
from tutor.course.model import Step

ALL_IN_ONE = """
import contextlib, io, json, sys
printed = []
for code in json.load(sys.stdin):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(compile(code, "listing", "exec"), {"__name__": "__main__"})
    printed.append(out.getvalue())
json.dump(printed, sys.stdout)
"""
"""One interpreter for all listings: starting one for each takes most of the time."""

COURSE = load_course(bundled())


def listings(course: Course) -> dict[str, Step]:
    """Every step that has a listing, by lesson/step."""
    return {
        f"{lesson.id}/{step.id}": step
        for lesson in course.lessons
        for step in lesson.steps
        if step.code
    }


def printed_by_python(codes: list[str]) -> list[str]:
    """What each listing prints in the Python that runs the tests."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", ALL_IN_ONE],
        input=json.dumps(codes),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    found: list[str] = json.loads(done.stdout)
    return found


def print_everything(step: Step) -> str:
    """The listing, with every number that it ends on printed as well."""
    names = [name for name in step.listing.variables if name not in ("iteration",)]
    last = step.listing.run()
    numbers = [
        name for name in names if isinstance(last.value(name, last.updates), int | float | bool)
    ]
    return step.code + "\n" + "\n".join(f"print('{name}', {name})" for name in numbers) + "\n"


def test_the_course_is_whole() -> None:
    assert COURSE.broken == {}
    assert len(COURSE.lessons) >= 5


def test_every_listing_prints_what_python_prints() -> None:
    steps = listings(COURSE)
    theirs = printed_by_python([step.code for step in steps.values()])
    ours = [step.listing.run().output for step in steps.values()]
    assert dict(zip(steps, ours, strict=True)) == dict(zip(steps, theirs, strict=True))


def test_every_listing_ends_on_the_numbers_of_python() -> None:
    """Also those that print nothing: the last value of every variable, to the last character."""
    steps = listings(COURSE)
    theirs = printed_by_python([print_everything(step) for step in steps.values()])
    for (place, step), output in zip(steps.items(), theirs, strict=True):
        trace = step.listing.run()
        row = trace.row(trace.updates)
        for line in output.removeprefix(trace.output).splitlines():
            name, _, value = line.partition(" ")
            assert f"{name} {row[name]}" == f"{name} {value}", place


def test_changed_constants_print_what_python_prints() -> None:
    """The numbers that a learner sets, written into the text, do the same in Python."""
    steps = {place: step for place, step in listings(COURSE).items() if step.edit}
    chosen = [
        {name: range_.grid()[2 * len(range_.grid()) // 3] for name, range_ in step.edit.items()}
        for step in steps.values()
    ]
    pairs = list(zip(steps.values(), chosen, strict=True))
    theirs = printed_by_python([step.listing.with_values(values) for step, values in pairs])
    ours = [step.listing.run(values).output for step, values in pairs]
    assert dict(zip(steps, ours, strict=True)) == dict(zip(steps, theirs, strict=True))
