"""Whom and which unit does a text of a spreadsheet mean, among those that its committee may name?"""

import re
from collections import defaultdict
from datetime import date
from functools import lru_cache

from cadres.models import Appointment, Unit
from tasks_app.actions.ordering import left
from tasks_app.exchange.cells import Unclear
from tasks_app.exchange.wording import nearest, plain, spelled

MOST_GUESSED = (
    200  # texts that are compared with everybody; a table with more of them needs another roster, not guesses
)
ABBREVIATED = [
    (r"\bủy ban nhân dân\b", "ubnd"), (r"\bhội đồng nhân dân\b", "hđnd"), (r"\bmặt trận tổ quốc\b", "mttq"),
    (r"\bủy ban mttq\b", "mttq"), (r"\bnông nghiệp và phát triển nông thôn\b", "nn&ptnt"),
    (r"\btài nguyên và môi trường\b", "tn&mt"), (r"\bkế hoạch và đầu tư\b", "kh&đt"),
    (r"\bgiáo dục và đào tạo\b", "gd&đt"),
]  # fmt: skip
ABBREVIATED = [(re.compile(spelled(pattern).replace(r"\b ", r"\b")), short) for pattern, short in ABBREVIATED]
DEPUTY = spelled("phó")
EVERYBODY = re.compile(r"^cac\b|\blien quan$")


@lru_cache(maxsize=20_000)
def short(text):
    """A name as it is compared: tone marks wherever they stand, usual abbreviations undone, dashes and commas aside."""
    said = " ".join(re.sub(r"[,.\-–]", " ", spelled(text).replace(" & ", "&")).split())
    for pattern, abbreviation in ABBREVIATED:
        said = pattern.sub(abbreviation, said)
    return said


class People:
    """Cadres with a post in the committee's tree at some time of the round, by name."""

    def __init__(self, committee, round, *, on):
        self.committee, self.on, self.guessed = committee, on, 0
        posts = (
            Appointment.objects.filter(
                unit__path__startswith=committee.path, starts_on__lte=date(round.year_to, 12, 31)
            )
            .exclude(ends_on__lte=date(round.year_from, 1, 1))
            .select_related("cadre__user", "position", "unit")
            .highest_first()
        )
        self.by_name, self.posts = defaultdict(dict), defaultdict(list)
        for post in posts:
            self.by_name[spelled(post.cadre.full_name)][post.cadre_id] = post.cadre
            self.posts[post.cadre_id].append(post)

    def find(self, name, title=""):
        """(cadre, the post that the title means or None). `Unclear` names who might be meant."""
        name, title = _apart(name, title)
        found = list(self.by_name.get(spelled(name), {}).values())
        if not found:
            raise Unclear(
                f"không tìm thấy đồng chí «{name[:80]}» trong phạm vi {self.committee.name}", self._near(name)
            )
        if len(found) > 1:
            fitting = [cadre for cadre in found if self.post_of(cadre, title)] if title else []
            if len(fitting) != 1:
                choices = [self._with_title(cadre) for cadre in found[:3]]
                raise Unclear(
                    f"có {len(found)} đồng chí tên «{name[:80]}», ghi đúng chức vụ để phân biệt",
                    tuple(choices),
                )
            found = fitting
        (cadre,) = found
        if left(cadre):
            raise Unclear(
                f"tài khoản của đồng chí {cadre.full_name} đã ngừng hoạt động, chọn đồng chí khác",
                self._heirs(cadre),
            )
        return cadre, self.post_of(cadre, title)

    def post_of(self, cadre, title):
        """The post under this title: the one in force first; None where he never held such a one."""
        wanted = short(title)
        held = sorted(self.posts[cadre.pk], key=lambda post: not self._in_force(post))
        for fits in (str.__eq__, _is_part):
            if wanted and (post := next((p for p in held if fits(short(p.title), wanted)), None)):
                return post
        return None

    def main_post(self, cadre):
        """The post in force that decides, or the last one held."""
        held = self.posts[cadre.pk]
        return next((p for p in held if self._in_force(p)), held[-1] if held else None)

    def holds_today(self, cadre):
        return any(self._in_force(post) for post in self.posts[cadre.pk])

    def _in_force(self, post):
        return post.starts_on <= self.on and (post.ends_on is None or post.ends_on > self.on)

    def _near(self, name):
        self.guessed += 1
        if self.guessed > MOST_GUESSED:
            return ()
        names = {cadre.full_name: cadre for cadres in self.by_name.values() for cadre in cadres.values()}
        return tuple(self._with_title(names[text]) for text in nearest(name, names))

    def _with_title(self, cadre):
        post = self.main_post(cadre)
        return f"{cadre.full_name}, {post.title}" if post else cadre.full_name

    def _heirs(self, cadre):
        """Who holds the same posts now."""
        wanted = {(post.position_id, post.unit_id) for post in self.posts[cadre.pk]}
        heirs = [
            post.cadre for posts in self.posts.values() for post in posts
            if (post.position_id, post.unit_id) in wanted and post.cadre_id != cadre.pk and self._in_force(post)
            and not left(post.cadre)
        ]  # fmt: skip
        return tuple(self._with_title(heir) for heir in heirs[:3])


def _is_part(post, title):
    """Is the post one of several in the title, or the title its beginning? «Bí thư X» is no part of «Phó Bí thư X»."""
    inside = f" {post} " in f" {title} " and f" {DEPUTY} {post} " not in f" {title} "
    return inside or post.startswith(f"{title} ")


def _apart(name, title):
    """ "Nguyễn Văn An, Bí thư Đảng ủy xã A" in one cell; a title there says more exactly who is meant."""
    first, comma, rest = name.partition(",")
    if comma and len(first.split()) >= 2:
        return first.strip(), rest.strip()
    return name, title


class Units:
    """Organisations by name. `found`: among which; `committee`: of several of one name its own are meant, where it is given."""

    def __init__(self, found, committee=None):
        self.committee, self.guessed = committee, 0
        self.by_name, self.names, self.by_pk = defaultdict(list), {}, {}
        for unit in found.order_by("kind__level", "rank", "pk"):
            self.by_pk[unit.pk] = unit
            self.by_name[short(unit.name)].append(unit)
            if unit.short_code:
                self.by_name[short(unit.short_code)].append(unit)
            self.names.setdefault(unit.name, unit)

    @classmethod
    def of_round(cls, committee, round):
        """Those of the tree in which the committee stands, at some time of the round."""
        root = f"/{committee.ancestor_ids[0]}/"
        found = Unit.objects.filter(path__startswith=root, starts_on__lte=date(round.year_to, 12, 31))
        return cls(found.exclude(ends_on__lte=date(round.year_from, 1, 1)), committee)

    def _is_own(self, unit):
        return self.committee is None or unit.path.startswith(self.committee.path)

    def get(self, text, *, within=False):
        """The unit of this name; None for none. Of several, the one nearest to the committee; `Unclear` if that tells nothing."""
        name, mark, pk = text.rpartition("#")
        if mark and pk.isascii() and pk.isdigit():
            unit = self.by_pk.get(int(pk[:18]))
            fits = unit and short(unit.name) == short(name) and (self._is_own(unit) or not within)
            return unit if fits else None
        found = self.by_name.get(short(text), [])
        own = [unit for unit in found if self._is_own(unit)]
        found = own or ([] if within else found)
        if len(found) > 1 and len({unit.name for unit in found}) == 1:
            raise Unclear(f"có {len(found)} đơn vị tên «{text[:80]}», chọn mã hiệu hoặc số sau dấu #",
                          tuple(self.said(unit) for unit in found[:3]))  # fmt: skip
        return found[0] if found else None

    def said(self, unit):
        """A text that means this unit and no other: its name where that is enough."""
        if len(self.by_name[short(unit.name)]) == 1:
            return unit.name
        return unit.short_code or f"{unit.name} #{unit.pk}"

    def find(self, text, *, within=False):
        unit = self.get(text, within=within)
        if unit is None:
            raise Unclear(f"không tìm thấy đơn vị «{text[:80]}»", self.near(text, within=within))
        return unit

    def near(self, text, *, within=False):
        self.guessed += 1
        if self.guessed > MOST_GUESSED:
            return ()
        return nearest(text, [n for n, unit in self.names.items() if not within or self._is_own(unit)])

    def at_the_end_of(self, title):
        """ "Bí thư Đảng ủy xã Mỹ Bằng" → Đảng ủy xã Mỹ Bằng; None where no name of a unit ends the title."""
        words = title.split()
        for start in range(len(words)):
            found = [u for u in self.by_name.get(short(" ".join(words[start:])), ()) if self._is_own(u)]
            if len(found) == 1:
                return found[0]
        return None

    def several(self, text):
        """([units], [texts that name no single unit]) of a cell: one a line, or parted by semicolons or commas."""
        units, vague = [], []
        for line in re.split(r"[\n;]+", text):
            line = line.strip(" .,-–+")
            if not line:
                continue
            if unit := self.get(line):
                units.append(unit)
            else:
                self._by_commas(line, text, units, vague)
        return list(dict.fromkeys(units)), vague

    def _by_commas(self, line, text, units, vague):
        """Names hold commas themselves («Sở Văn hóa, Thể thao và Du lịch»): the longest run that is a unit is taken."""
        parts = [part.strip() for part in line.split(",") if part.strip()]
        at = 0
        while at < len(parts):
            for end in range(len(parts), at, -1):
                candidate = ", ".join(parts[at:end])
                if unit := self.get(candidate):
                    units.append(unit)
                    at = end
                    break
            else:
                if EVERYBODY.search(plain(parts[at])):
                    vague.append(parts[at])
                    at += 1
                    continue
                near = self.near(parts[at])
                raise Unclear(
                    f"không tìm thấy đơn vị «{parts[at][:80]}»",
                    tuple(text.replace(parts[at], n) for n in near),
                )
