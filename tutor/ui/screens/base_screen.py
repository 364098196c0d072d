"""What all screens share: one table of keys, a footer drawn from it, and a smallest size."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING, cast

from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from tutor.ui.terminal.capabilities import SMALLEST, Charset, Look, next_theme
from tutor.ui.terminal.host import HostScreen
from tutor.ui.terminal.keyboard import meant
from tutor.ui.widgets.footer import Footer, Key
from tutor.ui.widgets.laid_once import Foot
from tutor.ui.widgets.line_widget import Rows, too_small

if TYPE_CHECKING:
    from tutor.ui.base_app import BaseApp

WIDE = 72
"""Columns from which text and picture stand side by side."""
TALL = 34
"""Rows from which they stand one above the other where they cannot stand side by side."""
SHORT = 28
"""Rows below which nothing is spent on empty ones."""
TIGHT = 16
"""Rows below which words and listing scroll as one, and constants show only in the hand."""


class BaseScreen(HostScreen, inherit_bindings=False):
    """A screen whose keys are exactly those of `every_key`."""

    AUTO_FOCUS = None
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self.room = Size(80, 24)
        """Columns and rows; known before the first layout, so that it is the right one."""
        self._hold = ExitStack()
        self._painted = False
        self.footer = Footer()
        self.small = Rows("small", too_small)

    @property
    def look(self) -> Look:
        """How everything is drawn for this learner: the app knows."""
        return self.host.look

    @property
    def host(self) -> BaseApp:
        """The app, which knows what stands behind this screen."""
        return cast("BaseApp", self.app)

    def every_key(self) -> Iterator[Key]:
        """Every key that works at this moment, in the order of the footer."""
        raise NotImplementedError

    def keys_now(self) -> tuple[Key, ...]:
        """The same, at once."""
        return tuple(self.every_key())

    def renew_footer(self) -> bool:
        """Say which keys work now; whether these are others."""
        return self.footer.show(self.keys_now())

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        self._obey_pressed()

    def _obey_pressed(self) -> None:
        """Obey what was pressed up to now, in its order; what it leads to gets the rest."""
        pressed = self.host.pressed
        while pressed and self.is_active:
            self._obey_or_type(meant(pressed.popleft()))
        if pressed:
            self.app.screen.post_message(events.Key(pressed[0].key, pressed[0].character))

    def _obey_or_type(self, pressed: events.Key) -> None:
        fitting = next((key for key in self.keys_now() if key.fits(pressed)), None)
        if fitting is not None:
            self.obey(fitting)
        else:
            self.typed(pressed.key, pressed.character)

    def typed(self, key: str, character: str | None) -> None:
        """A key that is not in the table: it may be of use to what is being typed."""

    def obey(self, key: Key) -> None:
        """Do what the key does, and show what came of it."""
        act = self.act_of(key.act)
        act() if key.argument is None else act(key.argument)
        if self.is_active:
            self.acted()

    def act_of(self, name: str) -> Callable[..., object]:
        """What a key of that name calls."""
        act: Callable[..., object] = getattr(self, f"act_{name}")
        return act

    def acted(self) -> None:
        """A key was obeyed: other keys may work now."""
        self.renew_footer()

    def act_leave(self) -> None:
        """At once, so that a key typed ahead is for the screen that comes."""
        self.host.left()

    def act_draw(self) -> None:
        """Curves do not look smooth here; or they do after all."""
        charset: Charset = "unicode" if self.look.charset == "ascii" else "ascii"
        self.host.choose(self.look._replace(charset=charset))

    def act_theme(self) -> None:
        """Colours for another background, or for whatever the terminal says that it is."""
        self.host.choose(self.look._replace(theme=next_theme(self.look)))

    def compose(self) -> ComposeResult:
        self._room(self.app.size, update=False)  # before the parts get their styles
        yield from self.parts()
        yield self.foot()
        yield self.small

    def parts(self) -> ComposeResult:
        """The widgets above the foot, from top to bottom."""
        raise NotImplementedError

    def foot(self) -> Widget:
        """The last one: a rule, and the keys."""
        return Foot(self.footer, id="foot")

    def begin(self) -> None:
        """Show what there is, before the first layout."""

    def on_mount(self) -> None:
        """Nothing is sent until everything stands in its place: the first paint is the only one."""
        self._hold.enter_context(self.app.batch_update())
        self.begin()
        self.renew_footer()

    def on_resize(self, event: events.Resize) -> None:
        if event.size != self.room:
            self._room(event.size)
            self.resized()
        if self._painted:  # even at the same size: there may have been another between
            self.draw_all_next()
        self.call_after_refresh(self._paint)

    def _paint(self) -> None:
        if not self._painted:
            self._painted = True
            self.paint_once(self._hold.close)
            self._obey_pressed()
            # What can be scrolled, and so which keys work, is known once it stands in its place.
            self.screen_layout_refresh_signal.subscribe(self, self._laid_out)

    def _laid_out(self, screen: Screen[object]) -> None:
        if self.is_active and self.renew_footer():
            self.resized()

    def on_unmount(self) -> None:
        self._hold.close()

    def switch(self, classes: Mapping[str, bool], *, update: bool = True) -> None:
        """Put classes on the screen and take others off; the styles are found anew once at most."""
        before = self.classes
        for name, on in classes.items():
            self.set_class(on, name, update=False)
        if update and self.classes != before:
            self.update_node_styles()

    def _room(self, size: Size, *, update: bool = True) -> None:
        """Choose the layout for so much room."""
        self.room = size
        self.small.show(*size)
        columns, rows = size
        self.switch(
            {
                "-small": columns < SMALLEST[0] or rows < SMALLEST[1],
                "-narrow": columns < WIDE and rows < TALL,
                "-stacked": columns < WIDE and rows >= TALL,
                "-short": rows < SHORT,
                "-tight": rows < TIGHT,
            },
            update=update,
        )

    def resized(self) -> None:
        """The screen has another size now."""
