"""A quiz or a review that was asked for by name: the round, its summary, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.driver import Driver

from tutor.store.recorder import CHARSET
from tutor.ui.playing import PlayingApp
from tutor.ui.terminal import Look

if TYPE_CHECKING:
    from tutor.core.round import Round
    from tutor.store.quizzes import Rounds


class RoundApp(PlayingApp):
    """Whether the round was finished, its caller asks the round itself."""

    def __init__(
        self,
        round_: Round,
        rounds: Rounds,
        *,
        look: Look,
        mark: float | None = None,
        driver_class: type[Driver] | None = None,
    ) -> None:
        """`mark`: the share that has to be right, where that is to be said."""
        super().__init__(look, driver_class=driver_class)
        self._first, self._beginning, self._wanted = round_, rounds, mark

    def on_mount(self) -> None:
        if self._beginning.setting(CHARSET) == "ascii":
            self.wear(replace(self.look, charset="ascii"))
        self.play(self._first, self._beginning, mark=self._wanted)

    def played(self) -> None:
        self.exit()
