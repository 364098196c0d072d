"""What is wrong with a lesson whose shape is right: ids, names, ranges, rules, placeholders, and
words that the listings do not have. Nothing is run here."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from tutor.course.markup import PlaceholderError, placeholders
from tutor.course.model import Bowl, Lesson, Mistake, Step
from tutor.course.questions import (
    Fault,
    check_claim,
    check_constant,
    check_constants,
    check_variable,
    said,
    unknown,
)
from tutor.course.yaml_tree import Document, Node, Where
from tutor.engine.language.grammar import parse, parse_line
from tutor.errors import ListingError, nearest

if TYPE_CHECKING:
    from tutor.engine.listing import Listing


class Validator:
    """Notes in `document` what is wrong with a lesson that is right in shape."""

    def __init__(self, document: Document, shared: Iterable[str] = ()) -> None:
        self.document = document
        self.faulty = [problem.line for problem in document.problems]
        """Lines of what was left out for its faults."""
        self.shared = frozenset(shared)
        """Names of mistakes declared elsewhere: the course's, and those with faults."""

    def lesson(self, lesson: Lesson) -> None:
        """Check all of a lesson."""
        self.mistakes(lesson.mistakes)
        self.note(self.scopes(lesson), ())
        known = self.shared | frozenset(lesson.mistakes)
        seen: dict[str, int] = {}
        for index, step in enumerate(lesson.steps):
            place: Where = ("steps", index)
            if step.id in seen:
                first = f"the step on line {seen[step.id]} has the id `{step.id}` too"
                self.note([Fault(("id",), f"{first}; each step has its own")], place)
            seen.setdefault(step.id, self.document.root.at((*place, "id")).line)
            self.step(step, place, known)

    def mistakes(self, mistakes: Mapping[str, Mistake], place: Where = ()) -> None:
        """Each rule is one assignment, and each line a line."""
        for name, mistake in mistakes.items():
            faults = {"rule": _rule_fault(mistake.rule)} if mistake.rule else {}
            if mistake.by:
                faults = {key: _line_fault(getattr(mistake, key)) for key in ("replace", "by")}
            for key, what in faults.items():
                if what:
                    self.note([Fault(("mistakes", name, key), what)], place)

    def scopes(self, lesson: Lesson) -> Iterator[Fault]:
        """Each step that a mistake names is there, unless steps were left out for their faults."""
        ids = [step.id for step in lesson.steps]
        first = self.document.root.key("steps").line
        if any(line >= first for line in self.faulty):
            return
        for name, mistake in lesson.mistakes.items():
            for index, id in enumerate(mistake.steps):
                if id not in ids:
                    yield unknown(("mistakes", name, "steps", index), id, ids, "step")

    def step(self, step: Step, place: Where, mistakes: frozenset[str]) -> None:
        """Check one step; `place` is its path, `mistakes` the names that it may hide beside those
        of its own."""
        self.mistakes(step.mistakes, place)
        for name, mistake in step.mistakes.items():
            if mistake.steps:
                what = "the mistakes of a step are made in this step alone; delete `steps`, or "
                what += "declare it under `mistakes:` of the lesson"
                self.note([Fault(("mistakes", name, "steps"), what, at_key=True)], place)
        known = mistakes.union(declared(self.document.root.at(place)))
        for index, name in enumerate(step.hides):
            if name not in known:
                self.note([unknown(("hides", index), name, known, "mistake")], place)
        listing = self.code(step, place)
        page = not step.code and self.whole(place)
        if page:
            self.note(_without_code(step), place)
        for index, question in enumerate(step.ask):
            if listing is not None or not question.needs_listing:
                self.note(question.faults(listing), (*place, "ask", index))
        self.note(_sentences(step, listing, page), place)

    def code(self, step: Step, place: Where) -> Listing | None:
        """The step's listing, mended where it has faults; None where there is none, or none that
        can be used."""
        from tutor.engine.recovery import recovered

        if not step.code or self.document.full:
            return None
        node = self.document.root.at((*place, "code"))
        here = self.document.lines[node.line - 1] if self.document.lines else ""
        folded = node.style == ">" or (node.style == "" and node.raw.strip() not in here)
        if node.style != "|" and (folded or "\n" in step.code.strip()):
            what = "write the listing after `code: |`, so that lines stay"
            self.note([Fault(("code",), what)], place)
            return None
        found = recovered(step.code)
        for error in found.faults:
            self.note([Fault(("code",), said(error), inside=(error.line, error.column))], place)
        listing = found.listing
        if listing is not None and step.update is not None and not found.faults:
            try:
                listing = step.listing
            except ListingError as error:
                self.note([Fault(("update", "line"), said(error))], place)
        if listing is not None:
            self.note(_names(step, listing, found.guessed), place)
        return listing

    def note(self, found: Iterable[Fault], place: Where) -> None:
        """Note the faults of the part at `place`."""
        for fault in found:
            if not fault.missing or self.whole(place):
                fault.note(self.document, place)

    def whole(self, place: Where) -> bool:
        """Nothing of a step was left out: what is missing here is missing in the file."""
        steps = self.document.root.at(place[:1]).items or []
        index = place[1]
        assert isinstance(index, int)
        first = steps[index].line
        last = steps[index + 1].line if index + 1 < len(steps) else len(self.document.lines) + 1
        return not any(first <= line < last for line in self.faulty)


def declared(part: Node) -> Iterable[str]:
    """The names of the mistakes that a lesson or step declares, those with faults included."""
    own = (part.pairs or {}).get("mistakes")
    return own[1].pairs or () if own else ()


def _without_code(step: Step) -> Iterator[Fault]:
    """A page to read asks nothing of a listing."""
    for key in ("update", "edit", "show", "map", "plot", "expect", "quiz", "mistakes"):
        if getattr(step, key):
            yield Fault((key,), f"`{key}` needs a listing under `code:`", at_key=True)
    for index, question in enumerate(step.ask):
        if question.needs_listing:
            yield Fault(("ask", index), f"`{question.key}` needs a listing under `code:`")


def _names(step: Step, listing: Listing, guessed: frozenset[str]) -> Iterator[Fault]:
    """What a step says about its listing's constants and variables."""
    yield from check_constants(step.edit, listing, ("edit",))
    for name, range_ in step.edit.items():
        value = listing.parameters.get(name)
        if value is None or name in guessed or range_.from_ <= value <= range_.to:
            continue
        what = f"`{name}` is {value} in the listing, outside {range_.from_} … {range_.to}"
        yield Fault(("edit", name), what)
    for index, name in enumerate(step.show):
        yield from check_variable(name, listing, ("show", index))
    if isinstance(step.bowl, Bowl):
        yield from _bowl(step.bowl, listing, ("bowl",))
    if step.map is not None:
        for key in ("x", "y"):
            yield from check_constant(getattr(step.map, key), listing, ("map", key))
        yield from check_variable(step.map.z, listing, ("map", "z"))
    if step.plot is not None:
        if step.plot.x:
            yield from check_variable(step.plot.x, listing, ("plot", "x"))
        for index, name in enumerate(step.plot.y):
            yield from check_variable(name, listing, ("plot", "y", index))
    pictures = {"bowl": isinstance(step.bowl, Bowl), "map": step.map, "plot": step.plot}
    several = [key for key, drawn in pictures.items() if drawn]
    if len(several) > 1:
        what = f"a step has one picture, and here are {' and '.join(f'`{key}`' for key in several)}"
        yield Fault((several[0],), what, at_key=True)
    if step.quiz is not None:
        yield from check_constants(step.quiz.vary, listing, ("quiz", "vary"))
    if step.expect:
        yield from check_claim(step.expect, listing, ("expect",))


def sentences(step: Step) -> Iterator[tuple[Where, str]]:
    """Every sentence of a step that may hold placeholders, with its path from the step."""
    yield ("text",), step.text
    yield ("reveal",), step.reveal
    for index, question in enumerate(step.ask):
        for sentence in question.sentences():
            yield ("ask", index, *sentence.path), sentence.text


def _bowl(bowl: Bowl, listing: Listing, place: Where) -> Iterator[Fault]:
    """The axes, the marks and the second curve."""
    yield from check_constant(bowl.x, listing, (*place, "x"))
    yield from check_variable(bowl.y, listing, (*place, "y"))
    yield from check_constants(bowl.compare, listing, (*place, "compare"))
    for label, text in bowl.marks.items():
        try:
            listing.names_in(text)
        except ListingError as error:
            yield Fault((*place, "marks", label), said(error))


def _sentences(step: Step, listing: Listing | None, page: bool) -> Iterator[Fault]:
    """Every placeholder can be read, and is a variable of the listing; on a page there is none.
    Without either it is not known which there are."""
    variables = listing.variables if listing is not None else ()
    for path, text in sentences(step):
        try:
            found = placeholders(text)
        except PlaceholderError as error:
            yield Fault(path, str(error), inside=place_in(text, error.offset))
            continue
        for hole in found:
            known = listing.has(hole.name) if listing is not None else not page
            if not known:
                what = f"`{{{hole.name}}}` is not a variable of the listing"
                near = nearest(hole.name, variables)
                yield Fault(path, what, near, inside=place_in(text, hole.offset))


def place_in(text: str, offset: int) -> tuple[int, int]:
    """The 1-based line and column of a 0-based offset into a text."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _rule_fault(rule: str) -> str:
    """What is wrong with a mistake's rule; empty where nothing is."""
    wanted = "expected one assignment, such as `weight = weight + alpha * derivative`"
    try:
        body = parse(rule.strip()).body
    except ListingError:
        return f"this is not an assignment; {wanted}"
    match body:
        case [ast.Assign(targets=[ast.Name() | ast.Subscript()])]:
            return ""
        case [ast.AugAssign(target=ast.Name() | ast.Subscript() as target, op=op, value=value)]:
            whole = ast.BinOp(ast.parse(ast.unparse(target), mode="eval").body, op, value)
            return f"write the rule out: `{ast.unparse(target)} = {ast.unparse(whole)}`"
        case _:
            return wanted


def _line_fault(line: str) -> str:
    """Why a text cannot be one line of a listing; empty where it can."""
    try:
        parse_line(line)
    except ListingError as error:
        return f"this is not one line of a listing: {said(error)}"
    return ""
