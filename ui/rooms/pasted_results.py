"""Reads the links of a class's results: pasted one below the other, or from a file of text, CSV or HTML."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any, NamedTuple

from engine.experiments.address import shorten
from engine.numerals import grouped
from ui.visit import address_bar, links, pasted, task, tidy
from ui.visit.page import Page
from ui.visit.task import Task

MOST_LINKS = 100
MOST_LINES = 2000  # that are looked at
MAX_NAME = 40  # characters
PAGES: dict[str, Page] = {page.kind: page for page in (task.PAGE, task.IMAGES_PAGE, task.SEQUENCES_PAGE)}
# Where a link begins in a line: at its protocol, or, of one without, where its word begins.
LINKS = (re.compile("https?://", re.IGNORECASE), re.compile(r"[^\s;,\"'<]+=[^\s;]"))
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
    """The results that were found, the Task that most of them are of, and sentences on what was not taken."""

    results: list[Result] = field(default_factory=list)
    task: Task = field(default_factory=Task)
    sentences: list[str] = field(default_factory=list)


class _Anchors(HTMLParser):
    """Collects the links of an HTML page, each as a line with its text before it."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.href, self.text = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.href, self.text = dict(attrs).get("href") or "", ""

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.href:
            said = " ".join(self.text.split())
            self.lines.append(self.href if "://" in said else f"{said}: {self.href}")
            self.href = ""


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, or the links of an HTML page with the names that they have there."""
    if re.search(r"<a\s", text, re.IGNORECASE):
        anchors = _Anchors()
        anchors.feed(text)
        return anchors.lines
    return [part for line in text.splitlines() for part in _each_link(line)]


def _each_link(line: str) -> list[str]:
    """Return a line, cut before each link but the first."""
    parts = [part for part in BETWEEN_LINKS.split(line) if part]
    if len(parts) > 1 and _start_of_link(parts[0]) is None:
        parts[:2] = [parts[0] + parts[1]]
    return parts or [line]


def _start_of_link(line: str) -> int | None:
    return next((found.start() for pattern in LINKS if (found := pattern.search(line))), None)


def decode(raw: bytes) -> str:
    """Return the text of a file; what cannot be read becomes a mark."""
    is_wide = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
    return raw.decode("utf-16" if is_wide else "utf-8-sig", errors="replace")


def read(text: str) -> Collected:
    """Return the results of a text. Never raises."""
    found, seen = Collected(), dict[tuple[Any, ...], int]()
    networks: dict[tuple[Any, ...], str] = {}
    for number, line in enumerate(lines_of(text)[:MOST_LINES], 1):
        if not line.strip():
            continue
        if len(found.results) == MOST_LINKS:
            found.sentences.append(f"More than {MOST_LINKS} links: the others were left out, from line {number} on.")
            break
        result = _read_line(line, len(found.results) + 1, bool(found.results))
        if isinstance(result, str):
            found.sentences += [f"Line {number}, “{shorten(line.strip())}”: {result}"] if result else []
            continue
        made, remarks = result
        network = (made.experiment, made.weights, made.step)
        if (made.name, *network, made.task.answer) in seen:
            before = seen[made.name, *network, made.task.answer]
            found.sentences.append(f"Line {number} is the same as line {before}: it counts once.")
            continue
        if network in networks:
            found.sentences.append(f"{made.name} and {networks[network]} have sent the same network.")
        seen[made.name, *network, made.task.answer] = number
        networks.setdefault(network, made.name)
        found.sentences += [f"Line {number}, {made.name}: {remark}" for remark in remarks]
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
        found.sentences.append(
            f"{grouped(others)} of the links {'is' if others == 1 else 'are'} of another task. Goal and answers are "
            "those of the task that most links have."
        )
