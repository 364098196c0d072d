"""A set of questions in Moodle's own XML, with the named mistakes as feedback, tolerances and, as
general feedback, the worked line.

The format: https://docs.moodle.org/en/Moodle_XML_format. All text is Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from tutor.authoring.export import Exported, exported

if TYPE_CHECKING:
    from tutor.course.loader import Course
    from tutor.session.drawing import Drawn

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<!-- Made by descent-tutor -->\n'
"""By which a set is known as one of ours."""

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold."""


def moodle_xml(course: Course, questions: Sequence[Drawn]) -> str:
    """The questions as one document: the category, then each question."""
    quiz = Element("quiz")
    category = SubElement(SubElement(quiz, "question", type="category"), "category")
    # a slash would begin a category beneath it, where it is not written twice
    _text(category, f"$course$/top/{course.title.replace('/', '//')}")
    for one in exported(course, questions):
        _question(quiz, one)
    ElementTree.indent(quiz)
    return f"{HEAD}{ElementTree.tostring(quiz, encoding='unicode')}\n"


def _question(quiz: Element, one: Exported) -> None:
    kind = "multichoice" if one.picks else "numerical"
    question = SubElement(quiz, "question", type=kind)
    _text(SubElement(question, "name"), one.name)
    _markdown(question, "questiontext", one.text)
    _markdown(question, "generalfeedback", f"Worked out: `{one.worked}`" if one.worked else "")
    SubElement(question, "defaultgrade").text = "1"
    SubElement(question, "penalty").text = "0"
    SubElement(question, "hidden").text = "0"
    if one.picks:
        SubElement(question, "single").text = "false" if one.several else "true"
        SubElement(question, "shuffleanswers").text = "true"
        SubElement(question, "answernumbering").text = "none"
    for answer in one.answers:
        # a number is no text to be formatted
        style = "markdown" if one.picks else "moodle_auto_format"
        fraction = "100" if answer.right else "0"
        if one.several:
            count = sum(other.right for other in one.answers)
            fraction = f"{100 / max(count, 1):.5g}" if answer.right else "-100"
        found = SubElement(question, "answer", fraction=fraction, format=style)
        _text(found, answer.text)
        _markdown(found, "feedback", answer.said)
        if not one.picks:
            SubElement(found, "tolerance").text = answer.tolerance


def _markdown(parent: Element, name: str, text: str) -> None:
    _text(SubElement(parent, name, format="markdown"), text)


def _text(parent: Element, text: str) -> None:
    SubElement(parent, "text").text = _NO_XML.sub("\ufffd", text)
