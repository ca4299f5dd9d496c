"""Measures the pages for sequences with Chromium and with a class: python -m benchmarks.live_sequences

One visitor, at full speed: updates, steps of each network an update, the bytes of an update; and the time from Play to
names. A class: clients without browsers that all play. The speed of the machine is measured before and after, since it
may be shared: the time of five million additions in Python.
"""

import asyncio
import sys
import time

import streamlit as st
from playwright.sync_api import Browser, sync_playwright

from benchmarks.browsing import Visit
from benchmarks.live_images import measure_class
from benchmarks.serving import CHROMIUM_FLAGS, chromium_path, serve
from engine.experiments.experiment import change
from engine.experiments.sequence_experiment import SequenceExperiment
from pictures.wall.frame import Look
from ui.compare import cell_contenders, cell_race_frame, race_view
from ui.players import race
from ui.server import pacing
from ui.visit.session import Visit as Visitor

MEASURE_TIME = 10  # seconds
ADDITIONS = 5_000_000
SEEDS = (1, 2, 3, 4, 5)
# Label, page, query, picture. 16 units and 20 moments are the first settings.
PAGES = (
    ("four cells, recall over 20, 16 units", "cells", "", "wall"),
    ("eight recurrent scales", "cells", "against=scale", "wall"),
    ("one LSTM, recall over 20, 16 units", "sequences", "cell=lstm", "sequences"),
    ("names, GRU of 64 units", "sequences", "data=text&cell=gru&units=64&step_size=0.02", "sequences"),
)
NAMES_AFTER = 4  # epochs: names that can be pronounced, of which at most one in twenty is in the training list
CLASS_ACCURACY = 0.99


def addition_seconds() -> tuple[float, float]:
    """Return the seconds, and the processor's seconds, of ADDITIONS in Python."""
    begun, used, total = time.perf_counter(), time.thread_time(), 0
    for i in range(ADDITIONS):
        total += i
    return time.perf_counter() - begun, time.thread_time() - used


def print_speed() -> None:
    """Print how fast the machine is just now."""
    seconds, used = addition_seconds()
    print(f"\nFive million additions in Python: {seconds:.2f} s, of it {used:.2f} s on the processor.", flush=True)


def measure_visitor(browser: Browser, address: str) -> None:
    """Print what one visitor sees at full speed."""
    print("\n| page | updates/s | steps of each network an update | pictures/s | kB per update |")
    print("| --- | --- | --- | --- | --- |")
    for name, path, query, picture in PAGES:
        visit = Visit(browser, address, f"{query}&speed=full", path, picture)
        visit.play()
        step = int(visit.picture.get_attribute("data-step") or 0)
        counts = visit.count(MEASURE_TIME)
        steps = int(visit.picture.get_attribute("data-step") or 0) - step
        visit.page.close()
        print(
            f"| {name} | {counts['updates'] / counts['seconds']:.2f} | {steps / counts['updates']:.1f} | "
            f"{counts['pictures'] / counts['seconds']:.1f} | {counts['kb_per_update']:.2f} |",
            flush=True,
        )


def measure_names(browser: Browser, address: str) -> None:
    """Print the time from Play, at the page's own speed, until the network writes names."""
    visit = Visit(browser, address, PAGES[-1][2], "sequences", "sequences")
    seconds = visit.answer_time("Play", f"+d.epoch >= {NAMES_AFTER}")
    names = visit.page.get_by_test_id("samples").locator("span").all_text_contents()
    visit.page.close()
    print(f"\nFrom Play to names: {seconds:.1f} s: {', '.join(names)}", flush=True)


def measure_recall(seconds_of_play: float = 10.0) -> None:
    """Print when cells recall over 20 moments, by seed, and the step that a visitor has seen after ten seconds."""
    print(f"\nAt one epoch a second, {seconds_of_play:g} s of Play are {25 * seconds_of_play:.0f} steps.\n")
    print("| seed | scale 0.5 | scale 1 |\n| --- | --- | --- |")
    for seed in SEEDS:
        base = SequenceExperiment(data_seed=seed, weight_seed=seed)
        members = [race.Member(f"{s}", change(base, recurrent_scale=s)) for s in (0.5, 1.0)]
        contest = race.begin(members, cell_race_frame.MEASURES)
        contest._train(300, 1000)
        found = cell_race_frame.solved(contest, cell_race_frame.SOLVED_ACCURACY)
        print(f"| {seed} | " + " | ".join("not in 300" if step is None else str(step) for step in found) + " |")


def measure_cost() -> None:
    """Print the processor time of a step of the four cells with what is recorded, and of all else in an update.

    From these follows how many steps an update has time for where nobody else computes.
    """
    st.session_state["visit"] = Visitor()
    contest = race.begin(cell_contenders.members(SequenceExperiment(), "cell")[0], cell_race_frame.MEASURES)
    looks = [Look(i) for i in range(len(contest.members))]
    print("\n| steps | ms a step of all | ms of a Frame | steps an update, alone |\n| --- | --- | --- | --- |")
    for until in (100, 200, 400):
        first, trained, shown, updates = contest.leader.step, 0.0, 0.0, 0
        while contest.leader.step < until:
            begun = time.thread_time()
            contest._train(min(10, until - contest.leader.step), 1000)
            ended = time.thread_time()
            cell_race_frame.pack(contest, looks, cell_race_frame.SOLVED_ACCURACY, race_view.addresses(contest))
            shown, trained, updates = shown + time.thread_time() - ended, trained + ended - begun, updates + 1
        step, frame = trained / (until - first), shown / updates
        room = (pacing.LOAD * pacing.UPDATE_INTERVAL - frame) / step
        print(f"| {first} to {until} | {1000 * step:.1f} | {1000 * frame:.1f} | {room:.0f} |", flush=True)


def main() -> None:
    """Run all measurements, or exit where there is no Chromium."""
    path = chromium_path()
    if path is None:
        sys.exit("benchmarks.live_sequences needs Chromium or Chrome: install it")
    measure_recall()
    print_speed()
    measure_cost()
    with serve() as server:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
            measure_visitor(browser, server.address)
            measure_names(browser, server.address)
            browser.close()
        asyncio.run(measure_class(server, "sequences", CLASS_ACCURACY))
    print_speed()


if __name__ == "__main__":
    main()
