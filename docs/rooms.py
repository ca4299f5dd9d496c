"""Paints docs/rooms.svg, the picture of the rooms of the code and of the imports between them: python -m docs.rooms

Rooms that import from others stand above them. tests/test_docs.py checks that the committed picture is up to date.
"""

from collections import Counter
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from docs.plan import FLOORS, OUTSIDE, ROOT, Pair, Room, imports_between, in_import_order, read_room, scripts_run, sign

PICTURE = ROOT / "docs" / "rooms.svg"

Span = tuple[float, float]  # from top to bottom, in pixels

# All lengths are in pixels.

MARGIN, GAP, PADDING = 16, 14, 12
ROOMS_WIDTH = 856  # of the floors; the arrows have the rest
COLUMNS = 3
LANE = 24  # from one arrow to the next
LINE = 16  # height of a line of text
CHARACTER = {"name": 9.0, "sign": 6.9, "file": 6.6, "small": 6.0}  # widths at the sizes below, of a wide font
HUES = ("#6b7280", "#c2410c", "#a16207", "#15803d", "#7c3aed", "#1d6fd8")  # one for each floor

STYLE = """
  text { font-family: system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1a2233; }
  .name { font-size: 15px; font-weight: 600; } .sub { font-size: 13px; font-weight: 600; }
  .sign { font-size: 12.5px; } .file { font-size: 11.5px; fill: #4b5568; } .small { font-size: 10.5px; fill: #6b7280; }
  .number { font-size: 11px; font-weight: 600; text-anchor: middle; }
  .ground { fill: #ffffff; } .room { fill: #f5f6f9; stroke: #cfd5e0; } .inner { fill: #ffffff; stroke: #dfe3ea; }
  .outside { fill: none; stroke: #cfd5e0; stroke-dasharray: 4 3; }
  .arrow { fill: none; stroke-width: 1.6; } .runs { stroke-dasharray: 4 3; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e9edf3; } .file { fill: #b4bdcc; } .small { fill: #98a2b3; }
    .ground { fill: #0e1117; } .room { fill: #171b22; stroke: #39414f; } .inner { fill: #0e1117; stroke: #2c323d; }
    .outside { stroke: #39414f; }
  }
"""


def wrap(text: str, width: float, kind: str) -> list[str]:
    """Return text in lines that fit a width in pixels."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and len(lines[-1]) + 1 + len(word) <= width / CHARACTER[kind]:
            lines[-1] += f" {word}"
        elif word:
            lines.append(word)
    return lines


@dataclass
class Canvas:
    """SVG elements in the order in which they are painted."""

    elements: list[str] = field(default_factory=list)

    def box(self, x: float, y: float, width: float, height: float, kind: str) -> None:
        """Add a box with rounded corners."""
        self.elements.append(f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="7" class="{kind}"/>')

    def path(self, path: str, kind: str, floor_number: int) -> None:
        """Add an arrow in a floor's colour."""
        colour = f'stroke="{HUES[floor_number]}" marker-end="url(#head-{floor_number})"'
        self.elements.append(f'<path d="{path}" class="{kind}" {colour}/>')

    def text(self, x: float, y: float, text: str, kind: str) -> None:
        """Add a line of text, with its baseline at y."""
        self.elements.append(f'<text x="{x:g}" y="{y:g}" class="{kind}">{escape(text)}</text>')

    def lines(self, x: float, y: float, lines: list[str], kind: str) -> float:
        """Add lines of text below y; return where they end."""
        for line in lines:
            y += LINE
            self.text(x, y, line, kind)
        return y


def card(canvas: Canvas, room: Room, x: float, y: float, width: float, imports: Counter[Pair]) -> float:
    """Paint a room inside another one, without its box; return where it ends."""
    inner = width - 2 * PADDING
    y = canvas.lines(x + PADDING, y + 6, [room.name], "sub")
    y = canvas.lines(x + PADDING, y, wrap(room.sign, inner, "sign"), "sign")
    nested = [f"{each.name}{file}" for each in room.rooms for file in each.files]
    y = canvas.lines(x + PADDING, y + 4, wrap("\u00a0· ".join(room.files + nested), inner, "file"), "file")
    parent = room.path.split("/")[0] + "/"
    numbers = {to: number for (start, to), number in sorted(imports.items()) if start == room.path}
    siblings = [f"{to.removeprefix(parent)} {number}" for to, number in numbers.items() if to.startswith(parent)]
    if siblings:
        text = "→ " + ", ".join(each.replace(" ", "\u00a0") for each in siblings)
        y = canvas.lines(x + PADDING, y + 4, wrap(text, inner, "small"), "small")
    return y + PADDING


def floor(canvas: Canvas, room: Room, y: float, hue: str, imports: Counter[Pair]) -> float:
    """Paint a floor of the house; return where it ends."""
    content = Canvas()
    x, width = MARGIN + PADDING + 6, ROOMS_WIDTH - 2 * PADDING - 6
    end = y + 8 + LINE
    content.text(x, end, room.name, "name")
    content.text(x + CHARACTER["name"] * len(room.name) + 14, end, room.sign, "sign")
    end = content.lines(x, end + 4, wrap("\u00a0· ".join(room.files), width, "file"), "file")
    column = (width - (COLUMNS - 1) * GAP) / COLUMNS
    rooms = in_import_order(room.rooms, imports)
    for row in (rooms[i : i + COLUMNS] for i in range(0, len(rooms), COLUMNS)):
        top, cards = end + 8, Canvas()
        end = max(card(cards, each, x + i * (column + GAP), top, column, imports) for i, each in enumerate(row))
        for i in range(len(row)):
            content.box(x + i * (column + GAP), top, column, end - top, "inner")
        content.elements += cards.elements
    end += PADDING
    canvas.box(MARGIN, y, ROOMS_WIDTH, end - y, "room")
    canvas.elements.append(f'<rect x="{MARGIN}" y="{y:g}" width="6" height="{end - y:g}" rx="3" fill="{hue}"/>')
    canvas.elements += content.elements
    return end


def anchors(spans: dict[str, Span], pairs: list[Pair]) -> dict[Pair, Span]:
    """Return where each arrow begins and ends: at a floor's lower edge, and at another floor's upper edge.

    The shortest arrow, first in pairs, is nearest to the edge, so that arrows of one floor do not cross.
    """
    starts: dict[Pair, float] = {}
    ends: dict[Pair, float] = {}
    for name, (top, bottom) in spans.items():
        leaving = [pair for pair in pairs if pair[0] == name]
        arriving = [pair for pair in pairs if pair[1] == name]
        step = min(18, (bottom - top) / (len(arriving) + len(leaving) + 1))
        starts |= {pair: bottom - step * (i + 1) for i, pair in enumerate(leaving)}
        ends |= {pair: top + step * (i + 1) for i, pair in enumerate(arriving)}
    return {pair: (starts[pair], ends[pair]) for pair in pairs}


def arrows(canvas: Canvas, spans: dict[str, Span], labels: dict[Pair, str]) -> float:
    """Paint an arrow with a label beside the floors for each pair of floors; return where they end on the right."""
    order = list(spans)
    pairs = sorted(labels, key=lambda pair: (order.index(pair[1]) - order.index(pair[0]), order.index(pair[0])))
    lanes: list[list[Span]] = []
    edge = MARGIN + ROOMS_WIDTH
    for pair, (top, bottom) in anchors(spans, pairs).items():
        free = (i for i, lane in enumerate(lanes) if all(bottom < start - 8 or top > end + 8 for start, end in lane))
        i = next(free, len(lanes))
        if i == len(lanes):
            lanes.append([])
        lanes[i].append((top, bottom))
        x, floor_number = edge + LANE * (i + 1), order.index(pair[0])
        path = f"M{edge:g} {top:g} H{x - 6:g} q6 0 6 6 V{bottom - 6:g} q0 6 -6 6 H{edge + 3:g}"
        kind = "arrow" if labels[pair].isdigit() else "arrow runs"
        canvas.path(path, kind, floor_number)
        width = 8 + 7 * len(labels[pair])
        canvas.box(x - width / 2, (top + bottom) / 2 - 9, width, 18, "ground")
        canvas.text(x, (top + bottom) / 2 + 4, labels[pair], "number")
    return edge + LANE * (len(lanes) + 1)


def svg(root: Path = ROOT) -> str:
    """Return the picture as SVG."""
    canvas, spans, y = Canvas(), {}, float(MARGIN)
    inner, outer = imports_between(2, root), imports_between(1, root)
    for name, hue in zip(FLOORS, HUES, strict=True):
        top, y = y, floor(canvas, read_room(root / name, root), y, hue, inner)
        spans[name] = (top, y)
        y += GAP
    labels = {pair: str(number) for pair, number in sorted(outer.items())}
    labels |= {pair: "runs" for pair in sorted(scripts_run(root)) if pair not in labels}
    right = arrows(canvas, spans, labels)
    width = (ROOMS_WIDTH - (len(OUTSIDE) - 1) * GAP) / len(OUTSIDE)
    top, cards = y, Canvas()
    for i, name in enumerate(OUTSIDE):
        x = MARGIN + i * (width + GAP)
        end = cards.lines(x + PADDING, top + 6, [f"{name}/"], "sub")
        end = cards.lines(x + PADDING, end, wrap(sign(root / name), width - 2 * PADDING, "sign"), "sign")
        y = max(y, end + PADDING)
    for i in range(len(OUTSIDE)):
        canvas.box(MARGIN + i * (width + GAP), top, width, y - top, "outside")
    canvas.elements += cards.elements
    key = "An arrow's number counts pairs of an importing and an imported file; → lists the imports inside a room."
    canvas.text(MARGIN, y + 22, key, "small")
    height = y + 22 + MARGIN
    size = f'width="{right:g}" height="{height:g}"'
    heads = "".join(
        f'<marker id="head-{i}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        f'<path d="M0 0 L8 4 L0 8 z" fill="{hue}"/></marker>'
        for i, hue in enumerate(HUES)
    )
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {right:g} {height:g}" {size}>',
            "<title>The rooms of the code, and the imports between them</title>",
            f"<style>{STYLE}</style>",
            f"<defs>{heads}</defs>",
            f'<rect {size} rx="10" class="ground"/>',
            *canvas.elements,
            "</svg>\n",
        ]
    )


if __name__ == "__main__":
    PICTURE.write_text(svg(), encoding="utf-8")
    print(f"{PICTURE}: {PICTURE.stat().st_size / 1000:.0f} kB")
