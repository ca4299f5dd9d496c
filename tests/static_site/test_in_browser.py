"""The site in a browser, as a visitor has it: from a first visit to a playing picture, all pages, files, no network."""

import io
import json
import re
import shutil

import openpyxl
import pytest
from playwright.sync_api import expect

from benchmarks.static import IS_KEPT
from static_site import pages
from tests.browser.looking import button, reading, wait_for, wait_for_promise
from tests.browser.test_everybody import COLOURS, FITS, found, show_in, wait_until_it_fits
from tests.static_site.serving import DIST, served

pytestmark = pytest.mark.static

RESTS = ".stApp[data-test-script-state=notRunning]"
# Opens another page of the app, as the back button does.
GO = """address => {
    history.pushState({}, "", address);
    dispatchEvent(new PopStateEvent("popstate"));
}"""
# Presses Pause, and resolves to the number of different steps that the picture shows until it stands still.
PAUSE = """stage => new Promise(resolve => {
    const steps = new Set([stage.dataset.step]);
    new MutationObserver((_, observer) => {
        steps.add(stage.dataset.step);
        if (stage.dataset.state !== "paused") return;
        observer.disconnect();
        resolve(steps.size);
    }).observe(stage, { attributes: true });
    [...document.querySelectorAll("button")].find(each => each.innerText.includes("Pause")).click();
})"""
# A table, as Excel keeps it.
PETS = [[1, 1, "cat"], [-1, -1, "dog"], [2, 2, "cat"], [-2, -2, "dog"]]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(*rows):
    """Return the bytes of an Excel file."""
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


# Records what the loading page says, however short it is there: all of it may have come before the page is painted.
RECORD_LOADING = """
    window.said = [];
    new MutationObserver(records => {
        for (const { target, addedNodes } of records)
            if (target.matches?.("#loading p")) said.push(...[...addedNodes].map(each => each.textContent));
    }).observe(document, { childList: true, subtree: true });
"""
# Whether another build waits until all pages of this one are closed.
NEW_BUILD_WAITS = "async address => Boolean((await navigator.serviceWorker.getRegistration(address)).waiting)"


# Makes a part that was kept unpacked as it is before it is sealed.
UNSEAL = """async part => {
    for await (const folder of (await navigator.storage.getDirectory()).values())
        for await (const [name, file] of folder.entries()) {
            if (!name.endsWith(part)) continue;
            const to = await file.createWritable({ keepExistingData: true });
            await to.truncate((await file.getFile()).size - 1);
            await to.close();
        }
}"""


def parts_asked_for(page):
    """A list to which the names of all parts of Python are added that a page asks for from now on."""
    names = []
    page.on("request", lambda request: request.url.endswith(".bin") and names.append(request.url.rsplit("/", 1)[1]))
    return names


@pytest.fixture(scope="module")
def page(context, site):
    """A tab in which the Playground was opened, for the first time ever in this browser."""
    page = context.new_page()
    page.asked = parts_asked_for(page)
    page.add_init_script(RECORD_LOADING)
    page.goto(f"{site}?layers=4-4")
    page.get_by_test_id("stage").wait_for()
    page.locator(RESTS).wait_for()
    yield page
    page.close()


def test_a_first_visit_says_how_much_has_come_and_ends_in_a_playing_picture(page, complaints):
    said = page.evaluate("said")
    shares = [
        float(match[1]) / float(match[2]) for each in said if (match := re.search(r"([\d.]+) of ([\d.]+) MB", each))
    ]
    assert shares  # more of them on a line that is slower than this machine
    assert shares == sorted(shares)
    assert 0 < shares[0] <= shares[-1] <= 1
    assert page.locator("#loading").count() == 0
    assert {"core.bin", "files.bin", "memory.bin"} <= set(page.asked)
    button(page, "Play").click()
    wait_for(page, "d.state === 'playing' && +d.step > 0")
    button(page, "Pause").wait_for()
    # What it showed, one update that was under way, and where it stands. tests/static_site/test_host.py measures how
    # soon Pause is taken.
    assert page.get_by_test_id("stage").evaluate(PAUSE) <= 3
    assert reading(page)["state"] == "paused"


def test_settings_undo_and_back(page, complaints):
    button(page, "Reset").click()
    wait_for(page, "d.state === 'ready'")
    page.get_by_role("button", name="Add a neuron to hidden layer 1").click()
    expect(page).to_have_url(re.compile("layers=5-4"))
    button(page, "Undo").click()
    expect(page).to_have_url(re.compile("layers=4-4"))
    page.go_back()
    expect(page).to_have_url(re.compile("layers=5-4"))


def test_a_shared_link_leads_to_this_site(page, site, complaints):
    button(page, "Share").click()
    dialog = page.get_by_test_id("stDialog")
    expect(dialog.get_by_test_id("stCode").first).to_contain_text(f"{site}?v=2&layers=5-4")
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)


def test_a_network_is_taken_home_under_its_name_and_comes_back(page, complaints, tmp_path):
    page.get_by_role("radio", name="Take away").click()
    expect(page.locator("code").first).to_contain_text("import numpy as np")
    with page.expect_download() as download:
        button(page, "Weights and settings, JSON").click()
    assert download.value.suggested_filename == "network-circle-step-0.json"
    saved = tmp_path / "network.json"
    shutil.copy(download.value.path(), saved)
    assert json.loads(saved.read_text())["experiment"]["layers"] == [5, 4]
    page.locator("input[type=file]").set_input_files(saved)
    expect(button(page, "Use this network")).to_be_enabled()


def test_points_of_an_excel_file_are_looked_at_and_used(page, complaints):
    page.get_by_role("radio", name="Settings", exact=True).click()
    button(page, "Upload or paste a table").click()
    dialog = page.get_by_test_id("stDialog")
    dialog.locator("input[type=file]").set_input_files(
        {"name": "pets.xlsx", "mimeType": XLSX, "buffer": workbook(["len", "wid", "animal"], *PETS)}
    )
    expect(dialog).to_contain_text("4 points: cat → orange (2), dog → blue (2).")
    assert dialog.locator("td").all_text_contents()[:3] == ["1", "1", "cat"]
    button(dialog, "Use these points").click()
    expect(dialog).to_have_count(0)
    expect(page).to_have_url(re.compile("data=own&drawn=0"))
    expect(page.get_by_test_id("stage")).to_contain_text("x₁: len")
    with page.expect_download() as download:
        button(page, "Download").click()
    assert download.value.path().read_text().splitlines() == [
        "len,wid,animal",
        "1,1,cat",
        "2,2,cat",
        "-1,-1,dog",
        "-2,-2,dog",
    ]


def test_a_phone_shuts_nobody_out(page, complaints):
    page.set_viewport_size({"width": 390, "height": 844})
    try:
        for scheme, rules in (("light", None), ("dark", COLOURS)):
            show_in(page, scheme)
            assert not found(page, rules), scheme
        wait_until_it_fits(page)
        assert page.evaluate(FITS) == [0, []]
    finally:
        page.set_viewport_size({"width": 1280, "height": 800})
        page.emulate_media(color_scheme="light")


def test_every_page_opens_without_an_error(page, site, complaints):
    titles = {page.title()}
    for name in pages.names()[1:]:
        page.evaluate(GO, site + name)
        expect(page).not_to_have_title(re.compile(f"^({'|'.join(map(re.escape, titles))})$"))
        page.locator(RESTS).wait_for()
        expect(page.get_by_test_id("stException")).to_have_count(0)
        titles.add(page.title())
    assert len(titles) == len(pages.names())


def test_long_work_ends_or_can_be_cancelled_and_goes_on(page, site, complaints):
    page.evaluate(GO, f"{site}depth?epochs=500&seeds=16")
    wait_for(page, "+d.share > 0", "wall")
    button(page, "Cancel").click()
    wait_for(page, "d.state === 'cancelled'", "wall")
    share = page.get_by_test_id("wall").get_attribute("data-share")
    assert float(share) < 1
    button(page, "Go on").click()
    wait_for(page, f"+d.share > {share}", "wall")
    page.evaluate(GO, f"{site}luck?layers=3&seeds=6&epochs=20")
    wait_for(page, "d.state === 'done'", "wall")


def test_a_later_visit_needs_no_network(page, context, site, complaints):
    wait_for_promise(page, IS_KEPT, len(list(DIST.rglob("*.*"))))
    context.set_offline(True)
    try:
        page.asked.clear()
        page.goto(f"{site}images?data=bars")
        page.get_by_test_id("images").wait_for()
        assert page.url.startswith(f"{site}images?data=bars")
        assert not page.asked  # Python's parts are there unpacked
        page.goto(f"{site}?data=spiral&at_step=20")
        wait_for(page, "d.step === '20'")
        page.goto(f"{site}no-such-page")
        expect(page.get_by_role("heading")).to_have_text("There is no page at this address")
        complaints[:] = [each for each in complaints if not each.endswith("/no-such-page")]  # its status is 404
    finally:
        context.set_offline(False)


def test_a_part_that_was_not_written_to_its_end_is_unpacked_again(page, site, complaints):
    page.evaluate(UNSEAL, "memory.bin")
    page.asked.clear()
    page.goto(f"{site}?layers=3")
    page.get_by_test_id("stage").wait_for()
    assert page.asked == ["memory.bin"]
    wait_for_promise(page, IS_KEPT, len(list(DIST.rglob("*.*"))))


def test_a_new_build_reaches_who_has_been_there(context, tmp_path):
    """With the visit after the one in which it was loaded."""
    folder = tmp_path / "site"
    shutil.copytree(DIST, folder)
    changed = "meta[name=changed]"
    with served(folder) as address:
        page = context.new_page()
        page.goto(f"{address}glossary/")
        page.locator(RESTS).wait_for()
        linked = page.locator(".stMain a").evaluate_all("all => all.map(each => each.origin + each.pathname)")
        assert len(set(linked)) > 10
        assert set(linked) <= {address + name for name in pages.names()}
        wait_for_promise(page, IS_KEPT, len(list(DIST.rglob("*.*"))))
        page.evaluate("async () => { await caches.open('unpacked') }")  # where earlier builds kept what is in files now
        _change(folder)
        page.reload()  # with the old build, while the new one is loaded
        wait_for_promise(page, NEW_BUILD_WAITS, address)
        page.close()
        page = context.new_page()
        page.goto(address.replace("/class/playground/", "/elsewhere"))
        wait_for_promise(page, f"async address => !await ({NEW_BUILD_WAITS})(address)", address)
        page.close()
        page = context.new_page()
        page.goto(f"{address}glossary/")
        page.locator(changed).wait_for(state="attached")
        page.locator(RESTS).wait_for()
        assert [name.split("-")[0] for name in page.evaluate("caches.keys()")] == ["playground"]
        page.close()


def _change(folder):
    """Make another build of a site, with one more line in a page."""
    name = "glossary/index.html"
    page = (folder / name).read_text(encoding="utf-8")
    (folder / name).write_text(page.replace("<head>", '<head><meta name="changed">'), encoding="utf-8")
    worker = folder / "service_worker.js"
    text = worker.read_text(encoding="utf-8")
    listed = re.search(r"const FILES = (\{.*\});", text)[1]
    files = json.dumps(json.loads(listed) | {name: "another"})
    text = text.replace(listed, files)
    worker.write_text(re.sub(r'const BUILD = "\w+"', 'const BUILD = "another"', text), encoding="utf-8")
