"""Where does each figure of a chart stand on its SVG?

Plain geometry on values, drawn by the partials in templates/_components/: no JavaScript, prints as vector, every
figure also as a table. Coordinates are strings with a point, never localised.
"""

from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from django import template

from cadres.templatetags.vi import vi_number, vi_percent, whole_percent

register = template.Library()

# the drawing of the mock-up: 400 × 190, plot between x 44–357.5 and y 22–160
LINE = {"left": 44, "right": Decimal("357.5"), "top": 22, "bottom": 160}


@dataclass(frozen=True)
class Axis:
    """A straight scale from figures to coordinates."""

    low: Decimal
    high: Decimal
    start: Decimal
    end: Decimal

    def at(self, value) -> Decimal:
        return self.start + (Decimal(value) - self.low) / (self.high - self.low) * (self.end - self.start)


def percent_axis(values: list[int], step: int = 10) -> tuple[int, int]:
    """The whole tens below and above all values, at least three steps apart: [70…81, 85] → (60, 90).

    One step of air below the lowest value leaves room for its figure; never under 0.
    """
    low = max(0, (min(values) // step) * step - step)
    high = max(low + 3 * step, -(-max(values) // step) * step)
    return low, high


def _xy(number: Decimal) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


@register.inclusion_tag("_components/line_chart.html")
def line_chart(points, target=None, title: str = "", id: str = "duong") -> dict:
    """{% line_chart points target=0.85 title="Tỷ lệ việc đúng tiến độ" id="ty-le" %}

    points: (label, share) from old to new, a share is a fraction or None (a gap); target: a share, drawn dashed.
    """
    known = [
        (i, label, share, whole_percent(share))
        for i, (label, share) in enumerate(points)
        if share is not None
    ]
    if not known:
        return {"empty": True, "title": title, "id": id}
    goal = whole_percent(target)
    low, high = percent_axis([p for *_, p in known] + ([goal] if goal is not None else []))
    up = Axis(Decimal(low), Decimal(high), Decimal(LINE["bottom"]), Decimal(LINE["top"]))
    across = Axis(Decimal(0), Decimal(max(len(points) - 1, 1)), Decimal(LINE["left"]), LINE["right"])
    xy = {i: (_xy(across.at(i)), up.at(percent)) for i, _, _, percent in known}
    runs, run = [], []
    for i, (_, share) in enumerate(points):
        if share is None:
            runs.append(run)
            run = []
        else:
            run.append(f"{xy[i][0]},{_xy(xy[i][1])}")
    runs.append(run)
    ends = [known[0], known[-1]] if len(known) > 1 else [known[0]]
    step = 10 if high - low <= 50 else 20
    middle = len(points) // 2
    return {
        "title": title,
        "id": id,
        "grid": [(value, _xy(up.at(value)), _xy(up.at(value) + 5)) for value in range(low, high + 1, step)],
        "lines": [" ".join(run) for run in runs if len(run) > 1],
        "ends": [
            {"x": xy[i][0], "y": _xy(xy[i][1]), "text_y": _xy(_label_y(xy[i][1])), "r": 5 if i == ends[-1][0] else 4,
             "text": vi_percent(share)}
            for i, _, share, _ in ends
        ],
        "ticks": [(points[i][0], _xy(across.at(i))) for i in sorted({0, middle, len(points) - 1})],
        "goal": None if goal is None else (vi_percent(target), _xy(up.at(goal)), _xy(up.at(goal) - 7)),
        "description": _in_words(known, target),
        "rows": [(label, vi_percent(share)) for label, share in points],
    }  # fmt: skip


def _label_y(y: Decimal) -> Decimal:
    """Under the point as in the mock-up, but above it where the axis labels begin."""
    return y + 24 if y + 24 < LINE["bottom"] - 4 else y - 11


def _in_words(known, target) -> str:
    (_, first_label, first, a), (_, last_label, last, b) = known[0], known[-1]
    verb = "Tăng" if b > a else "Giảm" if b < a else "Giữ"
    text = f"{verb} từ {vi_percent(first)} ({first_label}) {'lên' if b > a else 'xuống' if b < a else 'ở'} {vi_percent(last)} ({last_label})"
    return f"{text}; mục tiêu là {vi_percent(target)}." if target is not None else f"{text}."


# after mock-up i, but across in percent of the width, so that the text keeps its size on a phone; two lines of labels
# on top, dots of radius 6 stacked every 14 upwards from the base
STRIP = {"left": Decimal(3), "right": Decimal(97), "base": 86, "row": 14, "dot": Decimal("1.5")}


def stack_dots(xs: list[Decimal], dot: Decimal = STRIP["dot"]) -> list[int]:
    """The row of each dot so that no two overlap, lowest first: 0, 1 and 2 with dots 1.5 wide → rows 0, 1, 0."""
    rows: list[Decimal] = []  # right-most centre in each row
    placed = {}
    for index in sorted(range(len(xs)), key=lambda i: xs[i]):
        row = next((r for r, last in enumerate(rows) if xs[index] - last >= dot), len(rows))
        if row == len(rows):
            rows.append(xs[index])
        else:
            rows[row] = xs[index]
        placed[index] = row
    return [placed[i] for i in range(len(xs))]


@register.inclusion_tag("_components/dot_strip.html")
def dot_strip(values, own=None, own_label: str = "", title: str = "", low=None, high=None, unit: str = "",
              id: str = "diem") -> dict:  # fmt: skip
    """{% dot_strip values own=91.5 own_label="Đ/c Bình" title="…" id="so-sanh" %}

    values: the figures of all peers without the own one; a dot each, their median dashed, the own one named.
    """
    peers = [Decimal(str(value)) for value in values if value is not None]
    mine = None if own is None else Decimal(str(own))
    every = peers + ([mine] if mine is not None else [])
    if not every:
        return {"empty": True, "title": title, "id": id}
    low = int(min(every) // 10 * 10) if low is None else int(low)
    high = max(low + 10, int(-(-max(every) // 10) * 10) if high is None else int(high))
    scale = Axis(Decimal(low), Decimal(high), STRIP["left"], STRIP["right"])
    xs = [scale.at(value) for value in peers]
    rows = stack_dots(xs)
    base = STRIP["base"] + max(
        0, max([0, *rows]) * STRIP["row"] - 28
    )  # grows downwards under the tallest stack
    middle = Decimal(str(median(peers))) if peers else None
    step = (high - low) // 5 if (high - low) % 5 == 0 else 10
    return {
        "title": title,
        "id": id,
        "height": base + 48,
        "axis_y": base + 12,
        "tick_y": base + 8,
        "tick_end": base + 18,
        "text_y": base + 38,
        "ticks": [(vi_number(value), _xy(scale.at(value))) for value in range(low, high + 1, max(step, 1))],
        "dots": [(_xy(x), base - row * STRIP["row"]) for x, row in zip(xs, rows, strict=True)],
        "own": mine is not None
        and _named(scale.at(mine), f"{own_label} {vi_number(mine)}".strip(), y=base, stop=base - 10),
        "median": middle is not None and _named(scale.at(middle), f"Trung vị {vi_number(middle)}"),
        "description": _strip_in_words(peers, mine, own_label, middle, unit),
    }


def _named(x: Decimal, text: str, **more) -> dict:
    """A labelled place on the strip; near an end the label turns inwards."""
    return {"x": _xy(x), "text": text, "anchor": "start" if x < 15 else "end" if x > 85 else "middle", **more}


def _strip_in_words(peers, mine, own_label, middle, unit) -> str:
    parts = (
        [] if mine is None else [f"{own_label or 'Đồng chí'} {vi_number(mine)}{f' {unit}' if unit else ''}"]
    )
    if peers:
        parts += [
            f"trung vị {vi_number(middle)}",
            f"thấp nhất {vi_number(min(peers))}",
            f"cao nhất {vi_number(max(peers))}",
        ]
    return "; ".join(parts) + "."
