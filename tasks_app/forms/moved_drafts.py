"""Somebody saved the draft of a report meanwhile: what stands there now, beside what was typed?"""

from datetime import date
from decimal import Decimal

from cadres.forms.fields import read_decimal, show_decimal
from tasks_app.actions.drafting import SAID, Sight
from tasks_app.models import Indicator, ProgressReport, Result

YES, NO = Decimal(1), Decimal(0)


class OverDraft:
    """Part of the form of a report, with its hidden fields `key` and `revision`."""

    moved = None

    @property
    def sight(self):
        """What this page knows of the draft."""
        return Sight(self.cleaned_data.get("revision"), self.cleaned_data.get("key"))

    def show_moved(self, draft):
        """Show what stands in the draft now beside what was typed; the next save goes by that."""
        self.moved = draft
        self._moved_readings = {r.indicator_id: r.value for r in draft.readings.all()}
        self.data = self.data.copy()
        self.data[self.add_prefix("revision")] = str(draft.revision)

    @property
    def moved_words(self):
        """(label, what the draft says) of the texts that differ from those typed."""
        if self.moved is None:
            return []
        said = [(name, _text(getattr(self.moved, name))) for name in SAID if name in self.fields]
        labels = dict([*ProgressReport.Outlook.choices, *Result.choices])
        return [
            (self.fields[name].label, labels.get(text, text) or "để trống")
            for name, text in said
            if text != str(self[name].value() or "").replace("\r\n", "\n").strip()
        ]

    def kept_of(self, indicator):
        if self.moved is None:
            return ""
        kept, typed = self._moved_readings.get(indicator.pk), self[f"so_{indicator.pk}"].value()
        try:
            same = kept == read_decimal(str(typed or ""))
        except ValueError:
            same = False
        if same:
            return ""
        if indicator.kind in Indicator.BOOLEAN:
            return {None: "để trống", YES: "đạt", NO: "chưa đạt"}.get(kept, "")
        return show_decimal(kept) or "để trống"


def _text(value):
    """What a draft says, as it is typed."""
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value or "").strip()
