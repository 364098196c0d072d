"""A typed answer becomes a number, or a sentence that says why it does not.

Nothing typed is ever evaluated as Python: what is left after tidying goes through the listing
checker. Sentences here never hold a number of their own, so that none can give an answer away.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import NamedTuple

from tutor.engine.numbers import NOTHING, Number, Value
from tutor.engine.places import PLACE, variable_of
from tutor.errors import ListingError, nearest

LONGEST = 200
"""Characters that an answer may have: a long working fits, a pasted page does not."""

DIGITS = 40
"""Digits that one number may have."""

SIGNS = str.maketrans(
    {
        **dict.fromkeys("×·⋅∙∗", "*"),
        **dict.fromkeys("÷∕⁄", "/"),
        **dict.fromkeys("−‐‑‒–—﹣", "-"),
        "^": "**",
        "½": "(1/2)",
        "¼": "(1/4)",
        "¾": "(3/4)",
        "٫": ".",
        "、": ",",
        "，": ",",
        "„": '"',
    }
)
"""Signs that keyboards and documents write, and what they mean here."""

NAME = re.compile(rf"(?<![\w.]){PLACE}")
PLAIN = re.compile(r"[+-]?\s*(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?P<percent>\s*%)?")
NUMBER = re.compile(r"(?<![\w.])(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
PERCENT = re.compile(r"(?<![\w.])((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*%")
GROUPED = re.compile(r"(?<![\w.,])\d{1,3}(?:[ ']\d{3})+(?![\w,])")
GROUPED_PART = re.compile(r"(?<=[.,])\d{3}(?: \d{3})*(?: \d{1,3})(?![\w.,])")
COMMA = re.compile(r"(?<![\w.,])(\d*),(\d+)(?=(?:[eE][+-]?\d+)?(?![\w.,]))")
THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?")
DOTTED = re.compile(r"\d[·⋅∙]\d")
CROSSED = re.compile(r"(?<![^\W_])\d+(?:[.,]\d+)?\s*[xX]\s*[\d.,]")
OTHER_BASE = re.compile(r"(?<![\w.])0[bBoO]\d")
POWERS = re.compile(r"[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
RAISED = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")
SCIENTIFIC = re.compile(r"([+-]?\s*[\d.,]+)\s*\*\s*10\s*\*\*\s*\(?([+-]?\d+)\)?")
ASSIGNED = re.compile(rf"\s*(?:(?P<name>{PLACE})\s*)?(?::?=|≈)(?!=)")
ENDLESS = {"inf", "infinity", "nan", "infinite", "∞"}
CALLED = re.compile(r"([^\W\d]\w*)\s*\(")
NOTHING_WITHHELD: Mapping[str, str] = {}
LISTED = r"\[|.*;|.*\d(?:\s*,\s+|\s+,)\S"
FUNCTIONS = {"abs", "min", "max", "round", "sqrt", "exp", "log", "sin", "cos", "tanh"}


class Reading(NamedTuple):
    """What was typed, and the number or the option that it stands for."""

    text: str
    """Exactly as typed."""
    value: Number | None = None
    """The number; None where it could not be read."""
    confidence: str = ""
    """`?` a hunch, `!` certain, or empty."""
    why_not: str = ""
    """A sentence that says why it could not be read; empty where it could."""
    digits: int = 0
    """Significant digits typed: 2 for `0.46`, 3 for `0.460`; 0 for a working, which is exact."""
    fewest: int = 0
    """The digits that it surely has: 1 for `500`, which may have been rounded to hundreds."""
    cell: float = 0.0
    """Width of the cell that an aimed answer stands for; 0 for one that was typed."""
    insisted: bool = False
    """It was asked about and handed in again: it is this number and no rounding of another."""
    picked: int | None = None
    """The option that is meant, 0-based; None where none is, or a number is asked."""
    picks: tuple[int, ...] = ()
    """The options that are meant, 0-based, where several can be."""
    formula: str = ""
    """A working, tidied: an expression over the names that it was read with."""

    @property
    def working(self) -> bool:
        """An expression, and so exact, rather than a number written to so many digits."""
        return self.value is not None and not self.digits

    def as_written(self) -> Reading:
        """The same, handed in again after it was asked about."""
        return self._replace(digits=0, fewest=0, cell=0.0, insisted=True)


def confidence_of(text: str) -> str:
    """How sure its learner is, by the answer's last sign: `?` a hunch, `!` certain, or empty."""
    sign = text.strip()[-1:]
    return sign if sign in ("?", "!") else ""


def bare(text: str) -> str:
    """An answer without how sure its learner is."""
    return text.rstrip("?! ").strip()


class _Unreadable(Exception):  # noqa: N818 - not an error of the program, only a way back to `read`
    """Carries the sentence."""


def read(
    text: str,
    names: Mapping[str, Value] = NOTHING,
    *,
    asked: str = "",
    withheld: Mapping[str, str] = NOTHING_WITHHELD,
    numbers_only: bool = False,
) -> Reading:
    """Read a typed answer. Never raises, whatever was typed, and is instant.

    `names` are the values that stand on the screen, `asked` is the variable asked for, and
    `withheld` are names of the listing that stand for no number now, with what they are instead:
    `a list`, `a function`, or empty where no number stands beside its line. With `numbers_only` no
    name may stand in a sum.
    """
    try:
        tidy, confidence = _confidence(_tidied(text))
    except _Unreadable as why:
        return Reading(text, why_not=str(why))
    try:
        if tidy == "=":
            raise _Unreadable("Only the sign stands there: a number, please, or a sum.")
        tidy = _after_equals(tidy, names, asked)
        if numbers_only:
            _refuse_names(tidy, {*names, *withheld, asked})
        known = NOTHING if numbers_only else names
        value, digits, fewest, formula = _value(tidy, known, asked, withheld)
    except _Unreadable as why:
        return Reading(text, confidence=confidence, why_not=str(why))
    return Reading(text, value, confidence, digits=digits, fewest=fewest, formula=formula)


def _tidied(text: str) -> str:
    """The text in plain signs and digits, on one line."""
    if len(text) > LONGEST:
        raise _Unreadable("That is too long for an answer: a number or a short sum is enough.")
    kept = []
    for char in text:
        category = unicodedata.category(char)
        if category == "Nd":
            kept.append(str(unicodedata.digit(char)))
        elif category[0] == "Z" or char in "\t\r\n":
            kept.append(" ")
        elif category == "Cf":
            continue  # zero-width and direction marks come along with a paste
        elif category[0] == "C":
            raise _Unreadable(
                "There is a character in it that cannot be read. Please type it anew."
            )
        elif "！" <= char <= "～":
            kept.append(chr(ord(char) - 0xFEE0))
        else:
            kept.append(char)
    tidy = "".join(kept)
    if DOTTED.search(tidy):
        raise _Unreadable("Is that raised dot a decimal point, or times? Write . or * for it.")
    raised = POWERS.sub(lambda found: f"**({found[0].translate(RAISED)})", tidy)
    return raised.translate(SIGNS).strip()


def _confidence(text: str) -> tuple[str, str]:
    """The text without its closing `?` or `!`, and that mark."""
    rest = text.rstrip("?! ")
    marks = set(text[len(rest) :]) - {" "}
    if len(marks) > 1:
        raise _Unreadable("End with ? for a hunch or ! if you are certain: one of the two.")
    return rest, marks.pop() if marks else ""


def _value(
    text: str, names: Mapping[str, Value], asked: str, withheld: Mapping[str, str]
) -> tuple[Number, int, int, str]:
    """The number, with its digits and its formula as in a Reading."""
    if not text:
        raise _Unreadable("Nothing is typed yet: a number, please, or a sum.")
    if CROSSED.search(text):
        raise _Unreadable("Is that x meant as times? Write * for it.")
    if OTHER_BASE.search(text):
        raise _Unreadable("Write the number in ordinary digits, please.")
    if re.match(LISTED, text) and not CALLED.search(text):
        raise _Unreadable("One number is asked for, and no list of them.")
    for groups in (GROUPED, GROUPED_PART):
        text = groups.sub(lambda found: re.sub("[ ']", "", found[0]), text)
    text = SCIENTIFIC.sub(r"\1e\2", text) if SCIENTIFIC.fullmatch(text) else text
    text = _without_commas(text)
    if any(len(found) > DIGITS for found in NUMBER.findall(text)):
        raise _Unreadable("A number there has too many digits. Fewer will do.")
    plain = PLAIN.fullmatch(text)
    if plain:
        return (*_plain(text, plain), "")
    _check_names(text, names, asked, withheld)
    formula = _without_percent(text)
    return _evaluated(formula, names), 0, 0, formula


def _after_equals(text: str, names: Mapping[str, Value], asked: str) -> str:
    """What stands after `=` or `weight =`."""
    found = ASSIGNED.match(text)
    if not found:
        after = text.removeprefix(f"{asked} ").strip() if asked else text
        return after if after[:1] not in ("+", "-") and PLAIN.fullmatch(after) else text
    name = found["name"]
    if name and asked and name != asked:
        if name in names or name in FUNCTIONS or not nearest(name, [asked]):
            raise _Unreadable(f"The question is about {asked}, not {name}.")
        raise _Unreadable(f'There is no "{_short(name)}" here. Did you mean {asked}?')
    return text[found.end() :].strip()


def _without_commas(text: str) -> str:
    """Decimal commas as dots, where they can only be that."""
    if "," not in text:
        return text
    if CALLED.search(text):
        return text  # between what goes into a function
    if THOUSANDS.fullmatch(text):
        return text.replace(",", "")
    if "." in text or re.search(r"\d,\d+,", text):
        raise _Unreadable("Is a comma the decimal point there? Write it with a dot, and no comma.")
    sign = "-" if text.startswith("-") else ""
    for whole, part in COMMA.findall(text):
        if len(part) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0"):
            raise _Unreadable(
                f"Is that {sign}{whole}.{part} or {sign}{whole}{part}? Write it without a comma."
            )
    return COMMA.sub(r"\1.\2", text)


def _plain(text: str, found: re.Match[str]) -> tuple[Number, int, int]:
    """A number that is written out, with the digits that it was written to."""
    from decimal import Decimal, InvalidOperation

    sign = -1 if text.startswith("-") else 1
    try:
        exact = Decimal(found["number"])
    except InvalidOperation:
        raise _Unreadable("That number is too large to be read.") from None
    digits = "".join(map(str, exact.as_tuple().digits))
    pointless = found["number"].isdigit()
    fewest = len(digits.rstrip("0")) if pointless else len(digits)
    whole = pointless and not found["percent"] and exact < 2**53
    if found["percent"] and abs(exact.adjusted()) < 1000:
        exact = exact.scaleb(-2)
    value: Number = sign * (int(exact) if whole else float(exact))
    if not math.isfinite(value):
        raise _Unreadable("That is larger than any number here.")
    return value, len(digits), max(fewest, 1)


def _refuse_names(text: str, names: Collection[str]) -> None:
    """Refuse a sum that is the listing's own line, and not worked out."""
    if any(name in names for name in NAME.findall(text)):
        raise _Unreadable("Put the numbers in: here a name is no answer.")


def _check_names(
    text: str, names: Mapping[str, Value], asked: str, withheld: Mapping[str, str]
) -> None:
    """Refuse a name that stands for nothing that is known now."""
    for name in NAME.findall(text):
        if name in names and not isinstance(names[name], int | float):
            kind = "a text" if isinstance(names[name], str) else "a list"
            raise _Unreadable(f"{name} is {kind}, and no number. Leave it out of the sum.")
        if name in names or name in FUNCTIONS:
            continue
        if name.lower() in ENDLESS:
            raise _Unreadable("That is not a number that can be reached. A finite one, please.")
        if name == asked:
            raise _Unreadable(f"{name} is what is asked. Work it out from what is shown.")
        if name in CALLED.findall(text):
            raise _Unreadable(f"Put in what {_short(name)} gives: it cannot be run in a sum.")
        variable = variable_of(name)
        if what := withheld.get(name, "") or withheld.get(variable, ""):
            raise _Unreadable(f"{variable} is {what}. Put in the number that is meant.")
        if name in withheld:
            raise _Unreadable(f"{name} cannot be named here: work it out.")
        if name == "of":
            raise _Unreadable("Write the product with a * between the two numbers.")
        near = nearest(name, [*names, *FUNCTIONS])
        use = "Use numbers, and the names that are shown." if names else "Use numbers."
        hint = f"Did you mean {near}?" if near else use
        raise _Unreadable(f'There is no "{_short(name)}" here. {hint}')
    if "∞" in text:
        raise _Unreadable("That is not a number that can be reached. A finite one, please.")


def _without_percent(text: str) -> str:
    """`46%` as hundredths; a remainder is not offered."""
    if re.search(rf"{PERCENT.pattern}\s*[\w.(]", text):
        raise _Unreadable("A % means hundredths here. Write a product with a * after it.")
    text = PERCENT.sub(r"(\1/100)", text)
    if "%" in text:
        raise _Unreadable("A % may only follow a number here: it means hundredths.")
    return text


def _evaluated(text: str, names: Mapping[str, Value]) -> Number:
    """The value of a checked expression over the names that are shown."""
    from tutor.engine.expression import expression

    try:
        value = expression(text, names).evaluate(names)
    except ListingError:
        raise _Unreadable(_why(text)) from None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _Unreadable("That does not come to a number.")
    if math.isnan(value):
        raise _Unreadable("That does not come to a number: something in it is not defined.")
    if math.isinf(value):
        raise _Unreadable(
            "That comes to no finite number: something is too large there, or divided by zero."
        )
    return value


def _why(text: str) -> str:
    """Why an expression could not be read, as kindly and exactly as can be said."""
    if text.count("(") > text.count(")"):
        return "A bracket is still open."
    if text.count(")") > text.count("("):
        return "There is a closing bracket too many."
    if re.search(r"[-+*/(,]\s*$", text):
        return "The sum stops in the middle: something is missing at its end."
    if re.search(r"[\d)]\s*\(|\)\s*[\w.]|\d\s*[^\W\de]", text):
        return "There is a sign missing in between: write * for times."
    if re.search(r"[\w.]\s+[\w.]", text):
        return "There are two numbers side by side: is a sign missing between them?"
    if "=" in text:
        return "One number or one sum, please, without an equals sign in the middle."
    return "That cannot be read as a number. Use digits, + - * / ** and brackets."


def _short(name: str) -> str:
    """A name as it may be repeated in a sentence."""
    return name if len(name) <= 24 else name[:23] + "…"
