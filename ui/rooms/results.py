"""The results of a class to take away: a table as CSV, and a page of links that open each network."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from html import escape
from urllib.parse import urljoin

from engine.numerals import grouped
from pictures.numbers import digits
from ui.rooms import choices, reading
from ui.rooms.guest import Guest
from ui.visit.task import Task

HEAD = ("name", "state", "epoch", "step", "train_loss", "test_loss", "test_accuracy", "goal_reached", "answer")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with which a spreadsheet takes a text for a formula
YES = {True: "yes", False: "no", None: ""}
Links = Callable[[Guest], str | None]


def to_csv(guests: Sequence[Guest], task: Task, now: float, base: str, link_of: Links = reading.link_of) -> str:
    """Return a row for each guest: how far the network is, what was chosen, and the link that opens it.

    Settings that nobody changed are left out. base is the address of a page of the playground.
    """
    settings = choices.varying(choices.known(guests))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*HEAD, *(setting.field for setting in settings), "link"])
    for guest in guests:
        link = link_of(guest)
        row = [*_scores(guest, task, now), *(_chosen(guest, setting.field) for setting in settings)]
        writer.writerow([*map(_cell, row), urljoin(base, link) if link else ""])
    return out.getvalue()


def _scores(guest: Guest, task: Task, now: float) -> list[object]:
    said = _says(guest, now)
    report = guest.report
    if report is None:
        return [guest.name, said, *[""] * (len(HEAD) - 2)]
    return [
        guest.name,
        said,
        round(report.epoch, 3),
        report.step,
        report.training_loss,
        report.test_loss,
        report.accuracy,
        YES[report.has_reached],
        task.choices.get(report.answer, ""),
    ]


def _says(guest: Guest, now: float) -> str:
    return ", ".join(reading.STATES[name] for name in reading.states(guest, now) if name != "reached")


def _chosen(guest: Guest, field: str) -> str:
    """Return a setting as an address writes it, which says a number in one way everywhere."""
    own = reading.experiment(guest)
    return own.FIELDS[field].write(getattr(own, field)) if own is not None and field in own.FIELDS else ""


def _cell(value: object) -> object:
    """Return a value of a cell; a text that a spreadsheet would compute is marked as text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ text-align: left; padding: 0.3rem 0.6rem; border-bottom: 1px solid #8886; vertical-align: top; }}
</style>
</head>
<body>
<h1>{title}</h1>
{task}<table>
<thead><tr>{head}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
</body>
</html>
"""


def to_page(
    guests: Iterable[Guest], task: Task, common: object, now: float, base: str, link_of: Links = reading.link_of
) -> str:
    """Return an HTML page that needs nothing else, with a link to each network; all texts are escaped.

    common is the Experiment from which the choices of a guest are told; base as in to_csv.
    """
    asked = [task.task, task.ask]
    told = "".join(f"<p>{escape(text)}</p>\n" for text in asked if text)
    head = ("Name", "Test loss", "Epoch", "Goal", "What was chosen", *(["Answer"] if task.choices else []))
    return PAGE.format(
        title="Class results",
        task=told,
        head="".join(f"<th>{title}</th>" for title in head),
        rows="\n".join(_row(guest, task, common, now, base, link_of) for guest in guests),
    )


def _row(guest: Guest, task: Task, common: object, now: float, base: str, link_of: Links) -> str:
    report, link = guest.report, link_of(guest)
    name = escape(guest.name)
    cells = [f'<a href="{escape(urljoin(base, link))}">{name}</a>' if link else name]
    if report is None:
        cells += ["", "", escape(_says(guest, now)), ""]
    else:
        loss = _says(guest, now) if report.has_diverged else digits(report.test_loss)
        goal = {True: "reached", False: "not reached", None: ""}[report.has_reached]
        chosen = choices.sentence(common, reading.experiment(guest))
        cells += [escape(loss), grouped(int(report.epoch)), goal, escape(chosen)]
    if task.choices:
        cells.append(escape(task.choices.get(report.answer, "") if report else ""))
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
