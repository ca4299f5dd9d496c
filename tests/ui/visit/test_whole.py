"""A shared link tells whether it has arrived whole."""

from urllib.parse import quote, urlencode, urlsplit

from engine.experiments import address
from tests.ui.visit.test_tidy import query_of, said_by
from ui.visit import address_bar, task, tidy, whole
from ui.visit.task import Task

SHARED = whole.marked({"data": "spiral", "task": "Find f(x1, x2).", "lock": "data", "goal_loss": "0.1"})


def test_every_cut_of_a_shared_link_is_told():
    link = urlencode(SHARED)
    assert link[-1].isalnum()
    assert not set("()'\"!*,;") & set(link)
    for end in range(4, len(link)):
        assert tidy.CUT in said_by(link[:end]).sentences, link[:end]
    assert not said_by(link).sentences


def test_a_shared_link_is_whole_in_any_order_and_with_what_others_add():
    link = urlencode(SHARED)
    for changed in (
        link + ")",
        link + ".",
        link + "&fbclid=abc&utm_source=chat",
        link.upper().replace("FIND", "Find").replace("F%28X1", "f%28x1").replace("X2", "x2"),
        "&".join(reversed(link.split("&"))),
        link.replace("&", "&amp;"),
        quote(link),
        quote(quote(link)),
        "&".join("=".join(map(quote, part.split("="))) for part in link.split("&")),
    ):
        tidied = said_by(changed)
        assert not tidied.sentences, changed
        assert Task(**address.read(task.FIELDS, tidied.query)[0]).task == "Find f(x1, x2)."


def test_a_changed_value_is_told():
    assert said_by(urlencode({**SHARED, "goal_loss": "0.2"})).sentences == (tidy.CUT,)
    lost = {name: text for name, text in SHARED.items() if name != "lock"}
    assert said_by(urlencode(lost)).sentences == (tidy.CUT,)


def test_a_link_of_the_dialog_ends_in_no_mark(monkeypatch):
    monkeypatch.setattr(address_bar.st, "context", type("Context", (), {"url": "https://host/images"}))
    link = address_bar.link_of({"task": "Is it (so)?"}, embedded=True)
    assert link.startswith("https://host/images?v=2&task=Is+it+%28so%29%3F&embed=true&end=")
    read = {name: text for name, text in query_of(urlsplit(link).query).items() if name != "embed"}
    assert tidy.read(read, task.IMAGES_PAGE) == ({"task": "Is it (so)?"}, (), False)
    assert address_bar.link_of({}) == "https://host/images"
