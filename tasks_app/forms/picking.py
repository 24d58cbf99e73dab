"""How does one name a person, a unit or a task in a form: by typing, with or without diacritics, and choosing when several fit?

The field is an ordinary text input. What was picked stands beside it as hidden ids; a list of candidates is a row of submit
buttons (`chon` = "lead:123"), so that choosing works without script and swaps only the field with it.
"""

import re
from dataclasses import dataclass, replace

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from cadres.models import Appointment, Unit
from cadres.models.text import folded
from tasks_app.permissions import visible_tasks

SHOWN = 8  # candidates offered at once


@dataclass(frozen=True)
class Choice:
    """A candidate: `text` is what stands in the input once it is picked, `note` helps to tell two apart."""

    pk: int
    text: str
    note: str = ""


@dataclass(frozen=True)
class Picked:
    """What a pick field holds: ids picked before, and what is typed now."""

    ids: tuple = ()
    text: str = ""

    def __bool__(self):
        return bool(self.ids or self.text)


class People:
    """Posts in force in a unit and below it: picking a post picks the person with the title under which he is to act."""

    def __init__(self, within, *, on):
        self.within, self.on = within, on

    def posts(self):
        return (
            Appointment.objects.in_force(self.on)
            .filter(unit__path__startswith=self.within.path)
            .select_related("cadre__user", "position", "unit", "managed_by")
        )

    def search(self, term):
        found = self.posts().exclude(cadre__user__is_active=False)
        for word in words_of(term):
            found = found.filter(
                Q(cadre__search_key__contains=word)
                | Q(position__search_key__contains=word)
                | Q(unit__search_key__contains=word)
            )
        return found.order_by("managed_by__kind__level", "position__rank", "cadre__name_key", "pk")

    def get(self, ids):
        return list(self.posts().filter(pk__in=ids))

    def text(self, post):
        return f"{post.cadre.full_name}, {post.title}"

    def note(self, post):
        return post.get_kind_display() if post.kind != Appointment.Kind.FULL else ""

    def nobody(self, term):
        """Why nobody fits: somebody who left or can't sign in any more, with his successor; or simply nobody."""
        gone = Appointment.objects.filter(unit__path__startswith=self.within.path).select_related(
            "cadre__user", "position", "unit"
        )
        for word in words_of(term.partition(",")[0]):
            gone = gone.filter(cadre__search_key__contains=word)
        left = gone.order_by("-starts_on", "pk").first()
        if left is None:
            return "Chưa tìm thấy đồng chí nào như vậy trong phạm vi. Gõ họ tên hoặc chức vụ."
        sentence = f"Đồng chí {left.cadre.full_name} không còn giữ chức vụ hoặc tài khoản đã ngừng hoạt động."
        heirs = self.posts().exclude(cadre=left.cadre_id).exclude(cadre__user__is_active=False)
        heir = heirs.filter(position=left.position_id, unit=left.unit_id).first()
        return f"{sentence} {heir.title} hiện là đồng chí {heir.cadre.full_name}." if heir else sentence


class Units:
    """Organisations that exist today under a path prefix."""

    def __init__(self, path, *, on):
        self.path, self.on = path, on

    def search(self, term):
        found = Unit.objects.existing(self.on).filter(path__startswith=self.path).select_related("parent")
        for word in words_of(term):
            found = found.filter(search_key__contains=word)
        return found.in_order()

    def get(self, ids):
        return list(Unit.objects.existing(self.on).filter(path__startswith=self.path, pk__in=ids))

    def text(self, unit):
        return unit.name

    def note(self, unit):
        return unit.parent.name if unit.parent_id else ""

    def nobody(self, term):
        return "Chưa tìm thấy đơn vị nào có tên như vậy. Gõ một phần tên, ví dụ: huyện ủy yên sơn"


class Tasks:
    """Decided tasks that the user may see: the higher task that a new one makes concrete."""

    def __init__(self, user):
        self.user = user

    def search(self, term):
        found = visible_tasks(self.user).decided().select_related("giver")
        for word in words_of(term):
            found = found.filter(search_key__contains=word)
        return found.order_by("-decided_on", "-pk")

    def get(self, ids):
        return list(visible_tasks(self.user).decided().filter(pk__in=ids))

    def text(self, task):
        return f"{task.code} {task.title}"

    def note(self, task):
        return task.giver_name

    def nobody(self, term):
        return "Chưa tìm thấy việc nào có mã hoặc tên như vậy."


def words_of(term):
    """The words to look for, folded as the search columns are."""
    return re.findall(r"[^\s,;]+", folded(term))[:12]


def same(one, other):
    return " ".join(words_of(one)) == " ".join(words_of(other))


def choices(lookup, term):
    """Up to SHOWN candidates, and how many there are in all (at most one more is counted)."""
    found = list(lookup.search(term)[: SHOWN + 1])
    return [Choice(o.pk, lookup.text(o), lookup.note(o)) for o in found[:SHOWN]], len(found)


class PickWidget(forms.Widget):
    input_type = "search"

    def __init__(self, *, url_name, many=False, attrs=None):
        super().__init__(attrs)
        self.url_name, self.many = url_name, many
        self.found, self.more, self.texts, self.focus, self.within = [], False, {}, False, None
        # What the text was understood as; drawn instead of the text.
        self.settled = None

    def __deepcopy__(self, memo):
        """Each form its own candidates and names (Django copies a widget's attributes by reference)."""
        own = super().__deepcopy__(memo)
        own.found, own.texts, own.settled = [], {}, None
        return own

    def value_from_datadict(self, data, files, name):
        ids = data.getlist(f"{name}-id") if hasattr(data, "getlist") else data.get(f"{name}-id", [])
        ids = tuple(dict.fromkeys(int(i) for i in ids if str(i).isdecimal() and len(str(i)) < 16))
        return Picked(ids[:20], str(data.get(name, ""))[:400])

    def value_omitted_from_data(self, data, files, name):
        return name not in data

    def id_for_label(self, id_):
        return id_

    def render(self, name, value, attrs=None, renderer=None):
        value = self.settled or (value if isinstance(value, Picked) else Picked())
        text = value.text
        if not self.many and not text and value.ids:
            text = self.texts.get(value.ids[0], "")
        return mark_safe(
            render_to_string(
                "tasks_app/ordering/_pick.html",
                {
                    "name": name,
                    "text": text,
                    "many": self.many,
                    "ids": value.ids,
                    "picked": [(pk, self.texts[pk]) for pk in value.ids if pk in self.texts],
                    "attrs": self.build_attrs(self.attrs, attrs),
                    "url_name": self.url_name,
                    "found": self.found,
                    "more": self.more,
                    "focus": self.focus,
                    "within": self.within,
                },
            )
        )


class PickField(forms.Field):
    """Cleans to one object (or None), or with `many` to a list. `lookup` is set by the form when it knows the giver."""

    def __init__(self, *, url_name, many=False, missing, **options):
        options.setdefault("widget", PickWidget(url_name=url_name, many=many))
        options.setdefault("error_messages", {"required": missing})
        super().__init__(**options)
        self.many, self.lookup = many, None

    def settle(self, value):
        """Before drawing: typed text that means one thing is picked, several are offered; the names of all are known."""
        try:
            found = self.clean(value)
        except ValidationError:
            return value
        return Picked(tuple(o.pk for o in found)) if self.many else Picked((found.pk,) if found else ())

    def initial_for(self, objects):
        """What the field holds for objects that the task has already."""
        objects = [o for o in objects if o is not None]
        self.widget.texts |= {o.pk: self.lookup.text(o) for o in objects}
        return Picked(tuple(o.pk for o in objects))

    def pick(self, value, pk):
        """The value once a candidate was chosen."""
        ids = (*value.ids, pk) if self.many else (pk,)
        return Picked(tuple(dict.fromkeys(ids)))

    def drop(self, value, pk):
        return replace(value, ids=tuple(i for i in value.ids if i != pk))

    def clean(self, value):
        value = value if isinstance(value, Picked) else Picked()
        picked = self._picked(value)
        text = value.text.strip()
        if text and not self.many and picked and same(text, self.lookup.text(picked[0])):
            text = ""
        if text:
            found = self.resolve(text)
            picked = [*picked, found] if self.many else [found]
        elif not self.many and not value.text and value.ids:
            picked = picked[:1]
        picked = list({o.pk: o for o in picked}.values())
        self.widget.texts |= {o.pk: self.lookup.text(o) for o in picked}
        if picked:
            self.widget.settled = Picked(tuple(o.pk for o in picked))
        if not picked and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return picked if self.many else (picked[0] if picked else None)

    def _picked(self, value):
        found = {o.pk: o for o in self.lookup.get(value.ids)} if value.ids else {}
        self.widget.texts |= {pk: self.lookup.text(o) for pk, o in found.items()}
        return [found[pk] for pk in value.ids if pk in found]

    def resolve(self, text):
        """The one object that the typed text means; else the candidates are offered."""
        if not words_of(text):
            raise ValidationError(self.lookup.nobody(text), code="nobody")
        found = list(self.lookup.search(text)[: SHOWN + 1])
        exact = [o for o in found if same(text, self.lookup.text(o))]
        if len(exact) == 1 or len(found) == 1:
            return (exact or found)[0]
        if not found:
            raise ValidationError(self.lookup.nobody(text), code="nobody")
        self.widget.found = [Choice(o.pk, self.lookup.text(o), self.lookup.note(o)) for o in found[:SHOWN]]
        self.widget.more = len(found) > SHOWN
        many = f"Có {len(found)}" if len(found) <= SHOWN else f"Có hơn {SHOWN}"
        raise ValidationError(f"{many} kết quả phù hợp, chọn một hoặc gõ đủ tên", code="several")
