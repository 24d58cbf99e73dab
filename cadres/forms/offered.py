"""What had the user of this request typed into this form when his session ended?"""

from contextvars import ContextVar

# By the names of the inputs, as a browser would send them; set while a page is drawn.
OFFERED: ContextVar = ContextVar("offered", default=None)


class TakesWordsUp:
    """A form that begins with what its user had typed, where words were kept for it; fields added late are filled as well."""

    def get_initial_for_field(self, field, field_name):
        kept, name = OFFERED.get(), self.add_prefix(field_name)
        # A box that is not ticked is not sent: it counts as empty only where other words of this form were kept.
        mine = (
            bool(kept) and not self.is_bound and any(self.add_prefix(known) in kept for known in self.fields)
        )
        if not mine or field.widget.value_omitted_from_data(kept, {}, name):
            return super().get_initial_for_field(field, field_name)
        value = field.widget.value_from_datadict(kept, {}, name)
        return field.settle(value) if hasattr(field, "settle") else value
