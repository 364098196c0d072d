"""What an answer reveals is drawn little by little, unless a key or the learner objects."""

from __future__ import annotations

import pytest
from textual.events import Key

from tests.ui.player import LOOK, played, playing
from tutor.ui.terminal.capabilities import Look


@played
async def test_what_an_answer_reveals_is_drawn_little_by_little() -> None:
    """In the picture; the words stand there at once."""
    async with playing("first/number", look=LOOK._replace(motion=True)) as player:
        picture, shares = player.step.picture, []
        sweep = picture.sweep

        def swept(share: float) -> None:
            assert "◆ true 0.46" in "\n".join(player.lines[-7:])
            shares.append(share)
            sweep(share)

        picture.sweep = swept  # type: ignore[method-assign]
        await player.type("0.46")
        await player.press("enter")
        await player.until(lambda: bool(shares) and picture.swept >= 1)
        assert shares == sorted(shares) and len(shares) > 2 and shares[0] < 0.5
        assert any("true 0.46 ◀" in line for line in player.lines[:-7])


@played
async def test_a_key_ends_that_and_does_what_it_does() -> None:
    async with playing("first/number", look=LOOK._replace(motion=True)) as player:
        await player.type("0.46")
        for key in ("enter", "r"):
            player.app.post_message(Key(key, None))
        await player.until(lambda: "1 update" in player.text or player.step.view.updates > 1)
        assert player.step.picture.swept == 1


@pytest.mark.parametrize("look", [LOOK, LOOK._replace(motion=True, remote=True)])
@played
async def test_without_motion_or_over_a_line_it_is_there_at_once(look: Look) -> None:
    async with playing("first/number", look=look) as player:
        await player.type("0.46")
        await player.press("enter")
        assert player.step.picture.swept == 1
        assert any("true 0.46 ◀" in line for line in player.lines[:-7])
