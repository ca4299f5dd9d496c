"""Reads the links of a class's results: pasted one below the other, or from a file of text, CSV or HTML."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from html import unescape
from itertools import islice
from typing import Any, NamedTuple

from engine.experiments.address import shorten
from engine.numerals import grouped
from ui.visit import address_bar, links, pasted, task, tidy, whole
from ui.visit.page import Page
from ui.visit.task import Task

MOST_LINKS = 100
MOST_LINES = 2000  # that are looked at
MAX_NAME = 40  # characters
PAGES: dict[str, Page] = {page.kind: page for page in (task.PAGE, task.IMAGES_PAGE, task.SEQUENCES_PAGE)}
PROTOCOL = re.compile("https?://", re.IGNORECASE)
BEFORE_LINK = " \t;,\"'<"
# The address and the text of a link of an HTML page; what repeats is bounded, so that no page takes long.
ANCHOR = re.compile(
    r"""<a\s[^<>]{0,400}?href\s?=\s?["']?([^"'\s<>]{1,9000})["']?[^<>]{0,400}>(.{0,400}?)</a""", re.I | re.S
)
TAG = re.compile("<[^<>]*>")
BETWEEN_LINKS = re.compile(r"(?=https?://)", re.IGNORECASE)
CELL = re.compile(r"[\t;]|,(?=[^,]*,)")  # what ends the first cell of a row with several
AROUND_NAME = " \t\"'`“”‘’«»<>()[]{}:;,.=-–—*•|"
NUMBERED = re.compile(r"^\d{1,3}[.)]\s+")  # of a list


class Result(NamedTuple):
    """One link: who sent it, the Experiment, the first weights as text or "", the step, the Task, the address."""

    name: str
    experiment: Any
    weights: str
    step: int
    task: Task
    link: str


@dataclass
class Collected:
    """The results that were found, the Task that most of them are of, what was left out, and remarks, in sentences."""

    results: list[Result] = field(default_factory=list)
    task: Task = field(default_factory=Task)
    left_out: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def lines_of(text: str) -> list[tuple[int, str]]:
    """Return the lines of a text, each with its number, or the links of an HTML page, each after its name there.

    A line with several links is as many lines, and a link that mail has broken into several is one.
    """
    if anchors := list(islice(ANCHOR.finditer(text), MOST_LINES)):
        links_of_page = [(unescape(each[1]), " ".join(unescape(TAG.sub(" ", each[2])).split())) for each in anchors]
        return [(i, link if "://" in said else f"{said}: {link}") for i, (link, said) in enumerate(links_of_page, 1)]
    found: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines()[:MOST_LINES], 1):
        line = line[: pasted.LONGEST]
        if found and _goes_on(found[-1][1], line):
            found[-1] = found[-1][0], (found[-1][1] + line.strip())[: pasted.LONGEST]
        else:
            found += [(number, part) for part in _each_link(line)]
    return found


def _goes_on(before: str, line: str) -> bool:
    """Return whether a line goes on with the link of the one before, which has its first mark and not its last one."""
    is_cut = f"{whole.FIRST}={whole.VERSION}&" in before and f"&{whole.LAST}=" not in before
    return is_cut and "://" not in line and len(line.split()) == 1


def _each_link(line: str) -> list[str]:
    """Return a line, cut before each link but the first."""
    parts = [part for part in BETWEEN_LINKS.split(line) if part]
    if len(parts) > 1 and not PROTOCOL.match(parts[0]):
        parts[:2] = [parts[0] + parts[1]]
    return parts or [line]


def _start_of_link(line: str) -> int | None:
    """Return where a link begins: at its protocol, or, of one without, with the word that has the first = in it."""
    if found := PROTOCOL.search(line):
        return found.start()
    place = line.find("=")
    begin = 1 + max(line.rfind(mark, 0, max(place, 0)) for mark in BEFORE_LINK)
    return begin if begin < place else None


def decode(raw: bytes) -> str:
    """Return the text of a file; what cannot be read becomes a mark."""
    is_wide = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
    return raw.decode("utf-16" if is_wide else "utf-8-sig", errors="replace")


def read(text: str) -> Collected:
    """Return the results of a text. Never raises."""
    found, seen = Collected(), dict[tuple[Any, ...], int]()
    networks: dict[tuple[Any, ...], str] = {}
    for number, line in lines_of(text):
        if not line.strip():
            continue
        if len(found.results) == MOST_LINKS:
            found.left_out.append(f"More than {MOST_LINKS} links: the others were left out, from line {number} on.")
            break
        result = _read_line(line, len(found.results) + 1, bool(found.results))
        if isinstance(result, str):
            found.left_out += [f"Line {number}, “{shorten(line.strip())}”: {result}"] if result else []
            continue
        made, remarks = result
        network = (made.experiment, made.weights, made.step)
        if (made.name, *network, made.task.answer) in seen:
            before = seen[made.name, *network, made.task.answer]
            found.remarks.append(f"Line {number} is the same as line {before}: it counts once.")
            continue
        if network in networks:
            found.remarks.append(f"{made.name} and {networks[network]} have sent the same network.")
        seen[made.name, *network, made.task.answer] = number
        networks.setdefault(network, made.name)
        found.remarks += [f"Line {number}, {made.name}: {remark}" for remark in remarks]
        found.results.append(made)
    _choose_task(found)
    return found


def _read_line(line: str, place: int, has_results: bool) -> tuple[Result, list[str]] | str:
    """Return the result of a line, and remarks on it; or why there is none, "" for the head of a table."""
    start = _start_of_link(line)
    if start is None:
        return "" if not has_results and "link" in line.lower() else "there is no link in it."
    name, link = _name(line[:start]), line[start:]
    found = pasted.read(link)
    if found is None or not found.query:
        return "this is no link with a result."
    if found.kind is None:
        return f"“{shorten(found.page)}” is no page on which one network is trained."
    page = PAGES[found.kind]
    tidied = tidy.read(found.query, page)
    if not tidied.query.keys() & tidy.fields_of(page).keys():
        return "this is no link of the playground."
    experiment, _, arrival, sentences = address_bar.parse(tidied.query, page)
    own, more = address_bar.parse_own(tidied.query, page)
    asked = Task(**{name: getattr(own, name) for name in task.FIELDS})
    weights = arrival.weights
    link = links.opening(experiment, arrival.at_step)
    if weights:
        link = f"{link}{'&' if '?' in link else '?'}weights={weights}"
    said = (name or asked.initials or f"No. {place}")[:MAX_NAME]
    return Result(said, experiment, weights, arrival.at_step, asked, link), [*tidied.sentences, *sentences, *more]


def _name(before: str) -> str:
    """Return the name that stands before a link: the first cell of a row, or all that is there."""
    line = "".join(each if each.isprintable() or each in task.JOINERS else " " for each in before.replace("\t", ";"))
    first = CELL.split(NUMBERED.sub("", line.strip()))[0]
    return first.strip(AROUND_NAME)[:MAX_NAME].strip()


def _choose_task(found: Collected) -> None:
    """Take the Task that most results are of; the answers to other questions do not count."""
    if not found.results:
        return
    counts = Counter(replace(result.task, answer=0, initials="") for result in found.results)
    found.task = counts.most_common(1)[0][0]
    others = sum(result.task != found.task for result in found.results)
    if others:
        found.remarks.append(
            f"{grouped(others)} of the links {'is' if others == 1 else 'are'} of another task. Goal and answers are "
            "those of the task that most links have."
        )
