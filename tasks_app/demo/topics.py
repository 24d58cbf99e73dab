"""What is a task about? A topic of our own, said of a real place, with its own numbers.

A topic says which bodies it suits, how its title may be worded and from which spans its figures are drawn
(data/topics.csv, data/indicators.csv). Spans: "40:90" with the decimals it shows, "~10" the step, "@95" the share of y that
x must reach.
"""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache

from tasks_app.demo.fixtures import rows

# The one topic that belongs to one place: the order that the newspaper report of 2022 tells of.
MY_BANG = "do-thi-loai-5"
MY_BANG_FIGURES = (("42", "50"), ("48", "60"), ("9.5", "18"), ("51", "85"))
# Bodies of today that go on with the topics of two bodies of yesterday.
ALSO = {"BTGDV": ("BTG", "BDV")}


@dataclass(frozen=True)
class Figure:
    name: str
    kind: str
    unit: str
    baseline: Decimal
    target: Decimal
    whole: Decimal | None
    weight: int
    source: str
    rhythm: int

    @property
    def lower_is_better(self):
        return self.kind in ("down", "rank")

    @property
    def is_boolean(self):
        return self.kind in ("yes_no", "document")

    @property
    def decimals(self):
        return max(0, -self.target.as_tuple().exponent, -self.baseline.as_tuple().exponent)


@dataclass(frozen=True)
class Content:
    topic: str
    title: str
    field: str
    natures: tuple
    product: str
    figures: tuple


@dataclass
class Scene:
    """Where a task takes place: what its title may name, and how large its figures are."""

    body: str
    role: str
    unit: str  # as named in a title
    places: list[str]  # communes, the own one first where there is one
    huyen: str
    district: str = ""
    part: tuple[float, float] = (0.0, 1.0)
    own_place: bool = False
    since_2025: bool = False  # in the words of today's structure
    extra: tuple = field(default_factory=tuple)  # further bodies whose topics suit: "coquan"


@cache
def topics():
    found = []
    for row in rows("topics"):
        found.append(row | {
            "levels": frozenset(row["levels"].split()), "natures": tuple(row["natures"].split()),
            "districts": frozenset(row["districts"].split()), "titles": row["titles"].split(" | "),
        })  # fmt: skip
    return tuple(found)


@cache
def _figure_rows(topic):
    return tuple(row for row in rows("indicators") if row["topic"] == topic)


@cache
def followed(topic):
    """Can at least half of the topic's weight be new every quarter? Else nothing of a plan shows within a year."""
    counted = [row for row in _figure_rows(topic) if row["kind"] not in ("yes_no", "document")]
    return sum(int(row["weight"]) for row in counted if row["rhythm"] in ("1", "3")) >= 50


def suiting(scene):
    bodies = {scene.body, *ALSO.get(scene.body, ()), *scene.extra}
    found = []
    for topic in topics():
        if topic["key"] == MY_BANG or (topic["districts"] and scene.district not in topic["districts"]):
            continue
        if "coquanxa" in topic["levels"]:
            if topic["role"] == scene.body:
                found.append(topic)
        elif topic["levels"] & bodies and (
            not scene.role or not topic["role"] or scene.role in topic["role"]
        ):
            found.append(topic)
    return found


def draw(scene, source, *, avoid, titles, decided_on, due_on, prefer=None, only=None):
    """A content that suits the scene. `avoid`: topics not to repeat here; `titles`: all titles given so far (extended)."""
    found = [t for t in topics() if t["key"] == only] if only else suiting(scene)
    fresh = [t for t in found if t["key"] not in avoid] or found
    # What belongs to the body itself goes before what any body could do.
    own = [t for t in fresh if "coquan" not in t["levels"]]
    pool = own if own and (len(own) >= 3 or source.random() < 0.8) else fresh
    if prefer:
        pool = [t for t in pool if prefer(t)] or [t for t in fresh if prefer(t)] or pool
    for _ in range(200):
        topic = source.choice(pool)
        figures = tuple(
            _figure(row, n, topic, scene, source) for n, row in enumerate(_figure_rows(topic["key"]))
        )
        title = _title(source.choice(topic["titles"]), figures, scene, source, decided_on, due_on)
        if title not in titles:
            titles.add(title)
            product = topic["product"]
            if scene.since_2025:
                title, product = in_words_of_2025(title), in_words_of_2025(product)
                figures = tuple(replace(f, source=in_words_of_2025(f.source)) for f in figures)
            return Content(topic["key"], title, topic["field"], topic["natures"], product, figures)
    raise ValueError(f"no fresh title for {scene}")


def in_words_of_2025(text):
    """The same with the names that bodies have since the reform."""
    for row in rows("words_2025"):
        text = text.replace(row["old"], row["new"])
    return text


def _figure(row, n, topic, scene, source):
    kind, unit = row["kind"], row["unit"]
    part = scene.part if "coquan" not in topic["levels"] else (0.0, 1.0)
    whole = None
    if topic["key"] == MY_BANG:
        baseline, target = (Decimal(text) for text in MY_BANG_FIGURES[n])
    elif kind in ("yes_no", "document"):
        baseline, target = Decimal(0), Decimal(1)
    elif kind == "ratio":
        span, _, share = row["target"].partition("@")
        whole = _from_span(span, source, part)
        target = Decimal(round(whole * Decimal(share or 100) / 100))
        baseline = min(_from_span(row["baseline"], source, part), target // 2)
    else:
        baseline = _from_span(row["baseline"], source, part)
        target = _from_span(row["target"], source, part)
        if kind in ("down", "rank"):
            target = min(target, baseline - 1) if baseline >= 1 else target
    return Figure(row["name"], kind, unit, baseline, target, whole, int(row["weight"]), row["source"],
                  int(row["rhythm"]))  # fmt: skip


def _from_span(text, source, part):
    """A value of the span "lo:hi~step", from the given part of it."""
    span, _, step = text.partition("~")
    low, _, high = span.partition(":")
    low, high = Decimal(low), Decimal(high or low)
    decimals = max(-low.as_tuple().exponent, -high.as_tuple().exponent, 0)
    step = Decimal(step) if step else Decimal(1).scaleb(-decimals)
    steps = int((high - low) / step)
    first, last = round(steps * part[0]), max(round(steps * part[1]), 0)
    value = low + step * source.randint(first, max(first, last))
    return (value // step * step).quantize(Decimal(1).scaleb(-decimals))


def _title(text, figures, scene, source, decided_on, due_on):
    if text.startswith("{unit} "):
        text = text.removeprefix("{unit} ")
        text = text[:1].upper() + text[1:]
        if not any(word in text for word in ("{place}", "{huyen}", "{near}")):
            text += " tại {unit}"
    first, *others = scene.places
    if not scene.own_place:
        first, *others = source.sample(scene.places, k=min(2, len(scene.places)))
    words = {
        "unit": scene.unit, "place": first, "near": source.choice(others) if others else first, "huyen": scene.huyen,
        "due": f"{due_on:%d/%m/%Y}", "year": str(due_on.year), "oldyear": str(decided_on.year - source.randint(3, 9)),
    }  # fmt: skip
    for number, figure in enumerate(figures, 1):
        words[str(number)] = amount(figure, figure.target)
        words[f"{number}b"] = amount(figure, figure.baseline)
    for key, value in words.items():
        text = text.replace("{" + key + "}", value)
    return text[:1].upper() + text[1:]


def amount(figure, value):
    """ "484/491 hộ", "8,5 ha", "95%", "hạng 12"."""
    number = vietnamese(value)
    if figure.kind == "rank":
        return f"{figure.unit} {number}"
    if figure.kind == "ratio" and value == figure.target and figure.whole != value:
        number = f"{number}/{vietnamese(figure.whole)}"
    return f"{number}{figure.unit}" if figure.unit.startswith("%") else f"{number} {figure.unit}"


def vietnamese(value):
    """12500.5 → "12.500,5"."""
    text = f"{Decimal(value):,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))
