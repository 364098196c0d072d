"""What a change sends to the terminal. Over a slow line every byte is a wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console, RenderableType
from rich.control import Control
from textual._compositor import ChopsUpdate, Compositor

if TYPE_CHECKING:
    from textual.screen import Screen


class Cropped(ChopsUpdate):
    """Textual 8.2 cuts what has not changed off the right end of a row; this cuts both ends."""

    def render_segments(self, console: Console) -> str:
        sent: list[str] = []
        for y, start, stop in self.spans:
            for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                left, right = max(x, start), min(end, stop)
                if strip is not None and left < right:
                    sent.append(Control.move_to(left, y).segment.text)
                    sent.append(strip.crop(left - x, right - x).render(console))
        return "".join(sent)


class Sparing(Compositor):
    """A compositor whose partial updates are cropped, and whose first one is whole."""

    def __init__(self) -> None:
        super().__init__()
        self.whole = False
        """The next update is to draw everything."""

    def render_update(
        self,
        full: bool = False,
        screen_stack: list[Screen[object]] | None = None,
        simplify: bool = False,
    ) -> RenderableType | None:
        full, self.whole = full or self.whole, False
        return super().render_update(full, screen_stack, simplify)

    def render_partial_update(self) -> ChopsUpdate | None:
        update = super().render_partial_update()
        if update is None:
            return None
        return Cropped(update.chops, update.spans, update.chop_ends)
