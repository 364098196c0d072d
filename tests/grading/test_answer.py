"""What can be typed as an answer, and what is said of the rest."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.hang import no_hang
from tutor.engine.numbers import Value
from tutor.grading.answer import LONGEST, read

SHOWN = {"weight": 0.5, "alpha": 0.1, "input": 2, "goal_pred": 0.8, "derivative": 0.4}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.46", 0.46),
        (".46", 0.46),
        ("46e-2", 0.46),
        ("4.6E-1", 0.46),
        ("23/50", 0.46),
        ("46%", 0.46),
        ("46 %", 0.46),
        ("-0.275", -0.275),
        ("+0.5", 0.5),
        ("- 0.5", -0.5),
        ("5.", 5),
        ("12", 12),
        ("007", 7),
        ("00.5", 0.5),
        ("0.5 - 0.1*0.4", 0.46),
        ("(0.5 - 0.1) * 2", 0.8),
        ("2 ** 3", 8),
        ("2^3", 8),
        ("2³", 8),
        ("0.5²", 0.25),
        ("3 × 0.2", 0.6),
        ("3 · 0.2", 0.6),
        ("3 ÷ 4", 0.75),
        ("−0.5", -0.5),
        ("0.5 – 0.04", 0.46),
        ("½", 0.5),
        ("46% - 1%", 0.45),
        ("weight - alpha * derivative", 0.46),
        ("weight−alpha×derivative", 0.46),
        ("sqrt(0.25)", 0.5),
        ("max(1, 2)", 2),
        ("0,46", 0.46),
        ("-,5", -0.5),
        ("1,234,567", 1234567),
        ("1'000'000", 1000000),
        ("weight 0.46", 0.46),
        ("weight -0.46", 0.04),
        ("-1,000,000.5", -1000000.5),
        ("4,6e-1", 0.46),
        ("4.6×10⁻¹", 0.46),
        ("4,6 * 10^-1", 0.46),
        ("0.460 000", 0.46),
        ("0,460 000", 0.46),
        ("1.234\u2009567 8", 1.2345678),
        ("10⁻²", 0.01),
        ("−0.46", -0.46),
        ("12,5", 12.5),
        ("0,123", 0.123),
        ("1234,567", 1234.567),
        ("0,5 - 0,1*0,4", 0.46),
        ("= 0.46", 0.46),
        ("≈ 0.46", 0.46),
        ("weight = 0.46", 0.46),
        ("weight=weight - alpha*derivative", 0.46),
        ("０．４６", 0.46),
        ("٠٫٤٦", 0.46),
        ("1\u2009234", 1234),
        ("1\u202f234.5", 1234.5),
        ("  0.46\t", 0.46),
        ("0.46\u200b", 0.46),
        ("1e-999", 0),
    ],
)
def test_what_is_accepted(text: str, value: float) -> None:
    """Every way of writing a number that grading.md names, and its neighbours."""
    reading = read(text, SHOWN, asked="weight")
    assert reading.why_not == ""
    assert reading.value == pytest.approx(value, rel=1e-12)
    assert reading.text == text


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "Nothing is typed"),
        ("   ", "Nothing is typed"),
        ("=", "Only the sign"),
        ("?", "Nothing is typed"),
        ("nan", "finite"),
        ("inf", "finite"),
        ("-Infinity", "finite"),
        ("∞", "finite"),
        ("1e999", "larger than any"),
        ("9**9**9", "too large"),
        ("1e9999999999999999999", "too large"),
        ("1e308*10 - 1e308*10", "not defined"),
        ("log(-1)", "not defined"),
        ("1/0", "number"),
        ("50% of 2", "*"),
        ("50% 2", "hundredths"),
        ("10 % 3", "hundredths"),
        ("weight %", "hundredths"),
        ("1,234", "1.234 or 1234"),
        ("-12,345", "-12.345 or -12345"),
        ("1,234.5", "comma"),
        ("1,234,56", "comma"),
        ("1,234e3", "1.234 or 1234"),
        ("[0.1, 0.2]", "no list of them"),
        ("[0.1]", "no list of them"),
        ("0.1, 0.2", "no list of them"),
        ("(1 ,2)", "no list of them"),
        ("0.1; 0.2", "no list of them"),
        ("[[1,2],[3,4]]", "no list of them"),
        ("0x1", "x meant as times"),
        ("2x3", "x meant as times"),
        ("0.5 X 2", "x meant as times"),
        ("0b1", "ordinary digits"),
        ("0·46", "decimal point, or times"),
        ("wieght", "Did you mean weight?"),
        ("new_weight", 'There is no "new_weight"'),
        ("__import__('os')", "__import__"),
        ("pred", "cannot be named here"),
        ("delta + 1", 'There is no "delta"'),
        ("alpha = 3", "about weight, not alpha"),
        ("weigth = 3", "Did you mean weight?"),
        ("0.5 -", "in the middle"),
        ("(0.5", "still open"),
        ("0.5)", "closing bracket too many"),
        ("2(3)", "write * for times"),
        ("alpha 3", "side by side"),
        ("weight 0.4 0.6", "side by side"),
        ("2 weight", "write * for times"),
        ("0.5 0.4", "side by side"),
        ("0.5 - 0.04 = 0.46", "equals sign"),
        ("1 < 2", "number"),
        ("'a'", "number"),
        ("[1]", "number"),
        ("lambda: 0", "lambda"),
        ("().__class__", "sign missing"),
        ("0.46?!", "one of the two"),
        ("\x1b[31m0.46", "character"),
        ("0.4\x006", "character"),
        ("\ud800", "character"),
        ("9" * 100, "too many digits"),
        ("1" * 10_000, "too long"),
        ("(" * 150, "bracket"),
    ],
)
def test_what_is_refused(text: str, part: str) -> None:
    """Each refusal is one sentence that says why, and the text is kept as it was typed."""
    reading = read(text, SHOWN, asked="weight", withheld={"pred": "", "error": ""})
    assert reading.value is None
    assert part in reading.why_not
    assert reading.why_not.endswith((".", "?"))
    assert reading.text == text


def test_a_text_that_is_shown_is_told_to_be_one() -> None:
    """Not that it has no value; the same of a list."""
    shown: dict[str, Value] = {**SHOWN, "word": "up", "xs": [1, 2]}
    for name, kind in (("word", "a text"), ("xs", "a list")):
        reading = read(
            f"weight - {name}", shown, asked="weight", withheld=dict.fromkeys((*shown, "pred"), "")
        )
        assert reading.why_not == f"{name} is {kind}, and no number. Leave it out of the sum."


def test_a_refused_comma_is_the_only_one_that_names_numbers() -> None:
    """No sentence holds a number that was not typed: it could be the answer."""
    for text in ("", "nan", "1/0", "50% of 2", "wieght", "0.5 -", "2(3)", "'a'", "x" * 300):
        assert not any(char.isdigit() for char in read(text, SHOWN).why_not)


def test_the_asked_variable_is_not_known_by_its_name() -> None:
    """Where its value is not on the screen, the name of what is asked is no answer."""
    assert "is what is asked" in read("pred * 1", {"weight": 1}, asked="pred").why_not


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        ("0.46?", "?", 0.46),
        ("0.46 !", "!", 0.46),
        ("0.46!!", "!", 0.46),
        ("0.46？", "?", 0.46),
        ("weight - 0.04 ?", "?", 0.46),
        ("0.46", "", 0.46),
        ("what?", "?", None),
    ],
)
def test_confidence(text: str, mark: str, value: float | None) -> None:
    """An answer may end in `?` for a hunch or `!` for certain."""
    reading = read(text, SHOWN)
    assert reading.confidence == mark
    assert reading.value == (None if value is None else pytest.approx(value))


@pytest.mark.parametrize(
    ("text", "digits", "fewest"),
    [
        ("0.46", 2, 2),
        ("0.460", 3, 3),
        ("0.460 000", 6, 6),
        ("-0.046", 2, 2),
        ("46e-2", 2, 2),
        ("4.6×10⁻¹", 2, 2),
        ("46%", 2, 2),
        ("12", 2, 2),
        ("1200", 4, 2),
        ("1200.", 4, 4),
        ("1.5e3", 2, 2),
        ("0", 1, 1),
        ("0.00", 1, 1),
        ("23/50", 0, 0),
        ("weight", 0, 0),
    ],
)
def test_how_many_digits_were_typed(text: str, digits: int, fewest: int) -> None:
    """Significant ones; a whole number may be rounded where it ends in noughts; a working is
    exact."""
    reading = read(text, SHOWN)
    assert (reading.digits, reading.fewest) == (digits, fewest)
    assert reading.working is (digits == 0)


def test_taken_as_written_it_is_exact() -> None:
    """What was handed in twice has no digits that could have been rounded."""
    expected = read("0.46")._replace(digits=0, fewest=0, insisted=True)
    assert read("0.46")._replace(cell=0.1).as_written() == expected


@pytest.mark.parametrize("text", ["weight - 0.04", "pred", "weight = alpha", "delta ** 2"])
def test_where_only_numbers_are_taken_a_name_is_no_answer(text: str) -> None:
    """The listing's own line says nothing of what its learner knows."""
    names = {**SHOWN, "delta": 0.2}
    reading = read(text, names, asked="weight", withheld={"pred": ""}, numbers_only=True)
    assert reading.why_not == "Put the numbers in: here a name is no answer."
    assert read("weight = sqrt(0.25)", names, asked="weight", numbers_only=True).value == 0.5


@pytest.mark.parametrize(
    ("text", "say"),
    [
        ("net(8.5, 0.15)", "Put in what net gives: it cannot be run in a sum."),
        ("1 + net (8.5)", "Put in what net gives: it cannot be run in a sum."),
        ("toes[0] * weight", "toes is a list. Put in the number that is meant."),
        ("net", "net is a function. Put in the number that is meant."),
        ("sqrt(fish)", 'There is no "fish" here. Use numbers, and the names that are shown.'),
    ],
)
def test_what_a_listing_has_and_a_sum_has_not(text: str, say: str) -> None:
    assert (
        read(text, SHOWN, asked="b", withheld={"toes": "a list", "net": "a function"}).why_not
        == say
    )


def test_no_name_is_offered_where_only_numbers_are_taken() -> None:
    reading = read("fish * 2", SHOWN, asked="b", numbers_only=True)
    assert reading.why_not == 'There is no "fish" here. Use numbers.'


PIECES = st.sampled_from(
    [*"0123456789.,+-*/^%()=?!eE_ '\"[]{}<>:;\\\n\t\x00\x1b∞×÷−½²", "**", "9**9", "weight", "nan"]
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join)))
@example("9**9**9**9**9")
@example("((((" * 50)
@example("-" * LONGEST)
@example("1e" + "9" * 190)
@example("weight**weight**weight" * 9)
@example("abs(" * 49)
@example("not " * 50)
@example("1if 1else " * 19 + "1")
def test_reading_neither_raises_nor_hangs(text: str) -> None:
    """Whatever is typed there is a finite number or a sentence."""
    with no_hang():
        reading = read(text, SHOWN, asked="weight")
    assert (reading.value is None) == bool(reading.why_not)
    assert reading.value is None or math.isfinite(reading.value)
    assert reading.text == text
    assert reading.why_not.isprintable()


@settings(max_examples=200, deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_that_python_prints_is_read_back(value: float) -> None:
    """`repr` of any finite float is an answer, and exactly that number."""
    assert read(repr(value)).value == value
