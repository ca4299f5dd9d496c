"""The glossary: links each term's first use in a text to its definition, and knows where a term can be touched.

Texts are linked as they are shown, so that no text has to name what the glossary happens to have.
"""

import re
from functools import lru_cache
from urllib.parse import urlencode

from course.terms import TERMS, Term
from engine.experiments.fields import Choice
from ui.visit.page import Page, settings_of

NONE = "none"  # in particular
TERM = Choice((NONE, *TERMS))
TERM.accepts = "the name of a term"  # there are too many to list
FIELDS = {"term": (TERM, NONE)}
PAGE = Page("glossary", {name: field for name, (field, _) in FIELDS.items()}, settings_of("Glossary", FIELDS))

_BY_FORM = {form.lower(): name for name, term in TERMS.items() for form in (term.title, *term.forms)}
_FORMS = "|".join(re.escape(form) for form in sorted(_BY_FORM, key=len, reverse=True))
# Formulas and links, which stay as they are, or a form of a term as a whole word.
_PART = re.compile(rf"(?P<kept>\$[^$]*\$|\[[^\]]*\]\([^)]*\))|(?<![\w-])(?P<term>{_FORMS})(?![\w-])", re.IGNORECASE)


def address_of(name: str) -> str:
    """Return the address of a term, from any other page."""
    return f"./{PAGE.name}?{urlencode({'term': name})}"


@lru_cache(maxsize=256)
def linked(text: str) -> str:
    """Return Markdown in which the first use of each term is a link to its definition."""
    seen: set[str] = set()

    def link(match: re.Match[str]) -> str:
        found = match["term"]
        if found is None or (name := _BY_FORM[found.lower()]) in seen:
            return match[0]
        seen.add(name)
        return f'[{found}]({address_of(name)} "{TERMS[name].definition}")'

    return _PART.sub(link, text)


def terms_in(text: str) -> set[str]:
    """Return the names of the terms that a text uses."""
    matches = (match["term"] for match in _PART.finditer(text))
    return {_BY_FORM[found.lower()] for found in matches if found}


def entry(name: str, places: str) -> str:
    """Return a term with its definition as Markdown, and behind it the links to where it can be touched."""
    term: Term = TERMS[name]
    return f"**{term.title}** · {term.definition} {places}"
