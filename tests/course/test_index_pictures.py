"""The pictures on the index: one for each chapter, of few thick marks that stand out from white and from black."""

import re
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pytest

from course import index_pictures
from course.path import CHAPTERS
from pictures.palette import rgb

SETTINGS = Path(__file__).parents[2] / ".streamlit" / "config.toml"
THEMES = [
    theme["backgroundColor"]
    for theme in tomllib.loads(SETTINGS.read_text(encoding="utf-8"))["theme"].values()
    if isinstance(theme, dict)
]
LEAST_CONTRAST = 3  # of what is no text, by WCAG 2.2, 1.4.11
SLIM = 2  # px, of the thinnest line


def luminance(colour):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in rgb(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first, second):
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", [chapter.name for chapter in CHAPTERS])
def test_a_picture_can_be_seen_at_its_size_on_both_themes(name):
    text = index_pictures.picture(name)
    marks = list(ElementTree.fromstring(text))
    assert 3 <= len(marks) <= 90
    colours = set(re.findall(r"#[0-9a-f]{6}", text))
    assert colours
    assert min(contrast(colour, page) for colour in colours for page in THEMES) >= LEAST_CONTRAST
    assert min(float(mark.get("stroke-width", SLIM)) for mark in marks) >= SLIM
    assert not [mark for mark in marks if mark.tag.endswith("text")]  # words would be too small
    for mark in marks:
        for x, y in re.findall(r"(-?[0-9.]+),(-?[0-9.]+)", mark.get("points", "")):
            assert 0 <= float(x) <= index_pictures.WIDTH
            assert 0 <= float(y) <= index_pictures.HEIGHT


def test_no_two_chapters_have_the_same_picture():
    assert len({index_pictures.picture(chapter.name) for chapter in CHAPTERS}) == len(CHAPTERS)
