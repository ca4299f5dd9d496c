"""The glossary and the ends of the chapters: each link has its term, each term its links, each chapter its closing."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from course import glossary, references
from course.path import CHAPTERS
from course.terms import TERMS
from engine.experiments.image_experiment import ImageExperiment
from engine.experiments.sequence_experiment import SequenceExperiment
from ui.visit import address_bar
from ui.visit.page import Page

TEXTS = {
    (chapter.name, number): screen.text for chapter in CHAPTERS for number, screen in enumerate(chapter.screens, 1)
}
LINK = re.compile(r'\[([^\]]+)\]\((\./glossary\?term=([^ ]+)) "([^"]*)"\)')
KINDS = {"images": ImageExperiment.KIND, "sequences": SequenceExperiment.KIND}


@pytest.mark.parametrize("place", TEXTS, ids=lambda place: f"{place[0]}-{place[1]}")
def test_the_first_use_of_a_term_on_a_screen_is_linked_and_the_text_stays(place):
    text = TEXTS[place]
    shown = glossary.linked(text)
    found = LINK.findall(shown)
    assert LINK.sub(r"\1", shown) == text
    assert {name for _, _, name, _ in found} == glossary.terms_in(text)
    assert len(found) == len(glossary.terms_in(text))  # once each
    assert found  # no screen without a term
    for word, _, name, title in found:
        assert glossary.terms_in(word) == {name}
        assert title == TERMS[name].definition


def test_formulas_and_links_are_left_alone():
    text = "A $loss$ and [a loss](./x) are kept, a re-loss and losslike too. This loss is not, the loss is."
    assert LINK.findall(glossary.linked(text)) == [
        ("loss", "./glossary?term=loss", "loss", TERMS["loss"].definition),
    ]
    assert "This [loss]" in glossary.linked(text)


@pytest.mark.parametrize("name", TERMS)
def test_a_term_is_defined_linked_to_and_touched_where_it_says(name):
    term = TERMS[name]
    assert glossary.TERM.parse(name) == (name, True)
    assert 15 < len(term.definition) < 140
    assert '"' not in term.definition
    assert name in glossary.terms_in(TEXTS[term.at])
    assert any(f"term={name} " in glossary.linked(text) for text in TEXTS.values())
    if term.plays:
        parts = urlsplit(term.plays)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        page = Page(parts.path, kind=KINDS.get(parts.path, "points"))
        if parts.path in ("", *KINDS):
            assert not address_bar.parse(query, page)[-1], term.plays


def test_the_terms_of_the_field_are_there():
    wanted = (
        "gradient mini_batch epoch over_fitting generalization maximum_likelihood l1_norm l2_norm regularization "
        "hyperparameter parameter saddle_point initialization vanishing_gradient exploding_gradient deep_learning "
        "machine_learning loss likelihood cross_entropy augmentation transfer_learning backpropagation convex"
    )
    assert set(wanted.split()) <= set(TERMS)


def test_every_chapter_ends_with_a_sentence_and_references():
    assert set(references.CLOSINGS) == {chapter.name for chapter in CHAPTERS}
    for closing in references.CLOSINGS.values():
        assert closing.summary.endswith(".")
        assert len(closing.summary) < 120
        assert len(closing.references) >= 2
        for reference in closing.references:  # authors: title. place, year
            assert re.match(r"^[A-ZÀ-Ž]\..+: \*[^*]+\*\.? .*(19|20)\d\d", reference), reference
    assert all(5 <= chapter.minutes <= 35 for chapter in CHAPTERS)
