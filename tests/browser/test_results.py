"""What a teacher does with the results of a class, and what the class sees on the wall."""

import pytest
from playwright.sync_api import expect

from tests.browser.looking import button, picture, wait_for
from ui.rooms import collecting

pytestmark = pytest.mark.browser

SITE = "https://play.example"
STEP_SIZES = ("0.001", "0.003", "0.01", "0.03", "0.1")
LINES = [
    *(f"Student {size}: {SITE}/?data=moons&step_size={size}&at_step=200&goal_loss=0.3" for size in STEP_SIZES),
    f"Cornelia: {SITE}/images?images=100&filters=4&at_step=40",
    f"Dorothea: {SITE}/sequences?examples=100&length=6&units=5&at_step=40",
    "nonsense",
]

# How many colours the canvas of a tile has.
COLOURS = """canvas => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
}"""


@pytest.mark.everywhere
def test_links_become_a_wall_that_sorts_covers_names_and_opens_a_network(address, open_page):
    page = open_page(f"{address}/results", waits="room")
    box = page.locator(f".st-key-{collecting.TEXT} textarea")
    box.fill("\n".join(LINES))
    box.press("Control+Enter")
    wait_for(page, "d.state === 'done' && d.tiles === '7'", "room")
    expect(page.get_by_text("there is no link in it")).to_be_visible()
    room = picture(page, "room")
    figures = room.locator("figure")
    for i in range(7):
        canvas = figures.nth(i).locator("canvas").element_handle()
        page.wait_for_function(f"canvas => ({COLOURS})(canvas) > 3", arg=canvas)

    room.get_by_label("Sort by").select_option("loss")
    wait_for(page, "d.sort === 'loss'", "room")
    page.wait_for_url("**sort=loss**")
    losses = figures.evaluate_all("all => all.map((each) => Number(each.dataset.value))")
    assert losses == sorted(losses)
    assert len(set(losses)) > 4
    rows = page.locator("table.members tbody tr")
    assert rows.evaluate_all("all => all.map((each) => each.dataset.id)") == figures.evaluate_all(
        "all => all.map((each) => each.dataset.id)"
    )

    assert rows.filter(has_text="Cornelia").count() == 1
    button(page, "Cover names").click()
    wait_for(page, "d.covered === 'true'", "room")
    page.wait_for_url("**covered=true**")
    expect(figures.filter(has_text="Cornelia")).to_have_count(0)
    expect(rows.filter(has_text="Cornelia")).to_have_count(0)

    room.get_by_label("Show").select_option(label="goal reached (" + str(sum(loss <= 0.3 for loss in losses)) + ")")
    page.locator("figure[data-id='3'] a").focus()
    with page.context.expect_page() as opened:
        page.keyboard.press("Enter")
    wait_for(opened.value, "d.step === '200'")
    assert "data=moons&step_size=0.03" in opened.value.url
    opened.value.close()
