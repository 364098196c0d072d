"""What screens with an answer field share: typing, aiming along the bowl, picking an option."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from textual import events

from tutor.core.view import View
from tutor.engine.numbers import number
from tutor.ui.draft import Draft, edited, pasted
from tutor.ui.keys import Key
from tutor.ui.moment import PICTURE, Moment
from tutor.ui.screens.keyed import KeyedScreen
from tutor.ui.terminal import Look
from tutor.ui.typeset import Row
from tutor.ui.widgets.picture import Picture

if TYPE_CHECKING:
    from tutor.session.frame import Frame
    from tutor.session.scene import Scene

LONGEST_PASTE = 2_000
"""Characters of one paste that are taken."""

Result = TypeVar("Result")


class AnsweringScreen(KeyedScreen[Result], Generic[Result]):
    """Holds the cursor and the tab stop. What is typed goes to `write`, and `changed` follows."""

    picture: Picture

    def __init__(self, view: View, look: Look) -> None:
        super().__init__(look)
        self.view = view
        self.draft = Draft.of(view.typed)
        self.spot = ""
        """Where tab has gone."""
        self.more = False
        """esc was pressed: letters are commands although an answer is asked."""
        self._drawn: tuple[View, str, Scene] | None = None
        """The last chart, the view that it is of, and its place."""

    @property
    def now(self) -> Moment:
        """What decides which keys work."""
        raise NotImplementedError

    @property
    def typing(self) -> bool:
        """Characters go into the answer."""
        return self.now.typing

    @property
    def spent(self) -> bool:
        """What stands in the field was a miss: typing begins anew, the arrows go on from it."""
        return False

    def changed(self) -> None:
        """Something was done: look again at what there is to show."""
        raise NotImplementedError

    def write(self, text: str) -> None:
        """This stands in the answer field now."""
        raise NotImplementedError

    def choose(self, index: int) -> None:
        """Put the mark on one of the options; 0-based."""
        raise NotImplementedError

    @property
    def place(self) -> str:
        """Where the axes of the chart hold still."""
        raise NotImplementedError

    def draw(self, held: Frame | None) -> Scene | None:
        """The chart of the view in hand, within these limits as long as they serve."""
        raise NotImplementedError

    def scene(self) -> Scene | None:
        """The chart of the view in hand, made when it is first asked for."""
        drawn = self._drawn
        if self.view.plot is None:
            return None
        if drawn is None or drawn[0] is not self.view:
            held = drawn[2].frame if drawn is not None and drawn[1] == self.place else None
            made = self.draw(held)
            self._drawn = None if made is None else (self.view, self.place, made)
        return self._drawn[2] if self._drawn is not None else None

    def scene_in_sight(self) -> Scene | None:
        """The same; None where there is no room for it now."""
        return self.scene() if self.spot or not self.has_class("-narrow") else None

    def fill(self, draft: Draft) -> None:
        """Put this into the field."""
        self.draft = draft
        self.write(draft.text)

    def typed(self, key: str, character: str | None) -> bool:
        if not self.typing:
            return False
        fresh = self.spent and character is not None and character.isprintable()
        draft = edited(Draft() if fresh else self.draft, key, character)
        if draft is None:
            return False
        self.fill(draft)
        self.changed()
        return True

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        if self.typing:
            text = pasted(event.text[:LONGEST_PASTE], lines=self.now.kind == "write")
            self.fill(self.draft.insert(text))
            self.changed()

    def obey(self, key: Key) -> None:
        getattr(self, f"act_{key.act}")(*(() if key.argument is None else (key.argument,)))
        if self.is_current:
            self.changed()

    def act_aim(self, steps: int) -> None:
        """Move the guess along the axis and write its number into the field."""
        scene, heard = self.scene(), self.view.reading
        if scene is None or self.view.plot is None:
            return
        live = heard is not None and (self.now.asking or self.now.free)
        typed = heard.value if live and heard is not None else None
        start = self.view.plot.now if typed is None else float(typed)
        if PICTURE in self.now.ring:
            self.spot = PICTURE
        self.fill(Draft.of(number(self.picture.aim(scene.frame, start, steps))))

    def act_pick(self, index: int) -> None:
        self.choose(index)

    def act_shift(self, steps: int) -> None:
        """The mark one option up or down."""
        question = self.view.question
        count = len(question.options) if question else 0
        typed = self.view.typed.strip().rstrip("?!").strip()
        at = int(typed) - 1 + steps if typed.isdigit() else (0 if steps > 0 else count - 1)
        if count:
            self.choose(at % count)

    def act_unguess(self) -> None:
        """Take back a guess that was begun: nothing asks for it."""
        self.write("")

    def act_more(self) -> None:
        self.more = True

    def act_answer(self) -> None:
        self.more, self.spot = False, ""

    def act_tab(self, steps: int) -> None:
        self.spot = self.now.after(steps)


def comparison(view: View) -> Row:
    """The learner's answer and the truth side by side."""
    if not view.truth:
        return ()
    you: Row = (("◇ you ", "guess"), (f"{view.you}   ", "guess")) if view.you else ()
    off: Row = ((f"   off by {view.off}", "muted"),) if view.off not in ("", "0") else ()
    return (*you, ("◆ true ", "truth"), (view.truth, "truth"), *off)
