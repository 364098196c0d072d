"""The plain data that is shown."""

from __future__ import annotations

from tutor.session.view import Table


def test_a_table_gives_the_points_of_a_variable_that_has_numbers() -> None:
    """From before the first update on; where there is no number there is no point."""
    table = Table(("weight", "error", "word"), ((0.5, None, "up"), (0.4, 4, "up"), (0.3, 1, None)))
    assert table.points("weight") == [(0, 0.5), (1, 0.4), (2, 0.3)]
    assert table.points("error") == [(1, 4), (2, 1)]
    assert table.points("word") == table.points("gone") == []
