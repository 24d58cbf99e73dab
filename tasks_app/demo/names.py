"""How are the demo's people called? Invented names in the manner of the region, each used once; no leader's name.

Tày, Nùng, Cao Lan and Dao of Tuyên Quang and Hà Giang share most of the highland family names (data/names.csv).
"""

from functools import cache

from tasks_app.demo.fixtures import dice, rows

# Names that must not appear: leaders of the State and of the three provinces, past and present.
LEADERS = frozenset(row["name"] for row in rows("leaders"))


@cache
def words(kind):
    return tuple(next(row["words"] for row in rows("names") if row["kind"] == kind).split())


class Namer:
    """Gives each person a full name nobody else has. `region`: "kinh", "highland" or "mong" weighs the family names."""

    def __init__(self):
        self.used = set(LEADERS)

    def name(self, key, *, woman=False, region="highland"):
        source = dice("name", key)
        while True:
            full = _draw(source, woman, region)
            if full not in self.used:
                self.used.add(full)
                return full


def _draw(source, woman, region):
    roll = source.random()
    if region == "mong" and roll < 0.45:
        kind = "mong_woman" if woman else "mong_man"
        return f"{source.choice(words('mong'))} {source.choice(words(kind + '_middle'))} {source.choice(words(kind))}"
    family = source.choice(words("highland" if region != "kinh" and roll < 0.6 else "kinh"))
    if not woman:
        return f"{family} {source.choice(words('man_middle'))} {source.choice(words('man'))}"
    middle = source.choice(words("woman_middle"))
    if middle == "Thị" and source.random() < 0.5:
        middle = f"Thị {source.choice(words('woman_middle')[4:])}"
    given = source.choice(words("woman"))
    return f"{family} {middle} {given}" if given not in middle.split() else _draw(source, woman, region)
