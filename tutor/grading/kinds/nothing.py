"""A step that asks nothing: a page to read, or a listing to run."""

from __future__ import annotations

from typing import ClassVar

from tutor.course.questions import Question
from tutor.grading.kinds.base import QuestionKind


class Nothing(Question):
    """Stands where a step has no question. Nobody writes it."""

    needs_listing: ClassVar[bool] = False

    @property
    def kind(self) -> str:
        return "nothing"


NOTHING_TO_ASK = Nothing()


class NothingKind(QuestionKind[Nothing]):
    """Asks nothing, so that nothing has to be looked for."""

    name = "nothing"


KIND = NothingKind()
