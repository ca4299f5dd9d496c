"""The page that collects result links, under AppTest."""

import pytest

from tests.pages.opening import header, keys, open_page, query, visit
from ui.rooms import collecting

PAGE = "play/results"
SITE = "https://play.example"
LINKS = [
    f"Ana: {SITE}/?points=60&step_size=0.1&at_step=12&goal_loss=0.9&answer=1",
    f"Ben: {SITE}/?points=60&step_size=0.3&at_step=12&goal_loss=0.9&activation=relu",
    f"Cem: {SITE}/?points=60&step_size=0.1&at_step=3&goal_loss=0.9",
]


def paste(page, *lines):
    """Paste lines, and run the page until all networks are trained."""
    page.text_area(key=collecting.TEXT).set_value("\n".join(lines)).run()
    for _ in range(50):
        assert not page.exception
        if header(page)["state"] == "done":
            return header(page)
        page.run()
    raise AssertionError("it never comes to an end")


def names(seen):
    return [seen[f"about:{member}"]["name"] for member in seen["members"]]


def test_the_page_begins_empty_and_says_what_it_takes():
    page = open_page(PAGE)
    seen = header(page)
    assert page.title[0].value == "Class results"
    assert (seen["count"], seen["members"], seen["state"]) == (0, [], "done")
    assert not page.warning
    assert query(page) == {}
    assert not keys(page) & {"undo", "redo", "share"}  # there is no experiment here


def test_links_become_tiles_a_table_and_a_chart():
    page = open_page(PAGE)
    seen = paste(page, *LINKS)
    assert names(seen) == ["Ana", "Ben", "Cem"]
    assert [each["field"] for each in seen["settings"]] == ["activation", "step_size"]
    assert seen["about:1"]["chosen"] == "ReLU · α 0.3"
    assert seen["about:1"]["link"].endswith("at_step=12")
    assert [seen[f"now:{i}"]["step"] for i in range(3)] == [12, 12, 3]
    assert seen["has_goal"]
    assert {each.label for each in page.get("download_button")} == {"Table, CSV", "Page of links, HTML"}
    # The networks stay trained when the page runs again.
    guests = visit(page).work.guests
    page.run()
    assert visit(page).work.guests is guests


def test_what_is_no_result_is_named_and_the_others_stay():
    page = open_page(PAGE)
    seen = paste(page, LINKS[0], "**no** <b>link</b>", LINKS[1])
    assert names(seen) == ["Ana", "Ben"]
    assert "Line 2" in page.warning[0].value
    assert "there is no link in it" in page.warning[0].value


@pytest.mark.parametrize(
    ("looking", "shown"),
    [
        ({"sort": "name"}, ["Ana", "Ben", "Cem"]),
        ({"sort": "epoch", "covered": "true"}, ["No. 1", "No. 2", "No. 3"]),
        ({"only": "activation:ReLU"}, ["Ben"]),
        ({"only": "activation:sine"}, []),
        ({"against": "step_size"}, ["Ana", "Ben", "Cem"]),
    ],
)
def test_the_address_holds_how_a_class_is_looked_at(looking, shown):
    page = open_page(PAGE, **looking)
    seen = paste(page, *LINKS)
    assert names(seen) == shown
    assert query(page) == looking
    assert seen["against"] == looking.get("against", "activation")
    assert not page.toast


def test_a_wrong_way_to_look_at_it_is_a_notice():
    page = open_page(PAGE, sort="beauty")
    assert header(page)["sort"] == "joined"
    assert len(page.toast) == 1
