"""Django's migrate, in a fraction of the time: an index, a constraint or a trigger doesn't have every model rendered anew.

Django renders a model, and all that are related to it, after each operation; with some hundred triggers and constraints on tables that
all refer to one another that is minutes. These three change no field: they are written into the model as it stands (ADR 33).
"""

from contextlib import contextmanager
from functools import wraps
from unittest.mock import patch

from django.core.management.commands.migrate import Command as Migrate
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

CHANGES_OF_OPTIONS = (
    (ProjectState, "_append_option"),
    (ProjectState, "_remove_option"),
    (AddTrigger, "state_forwards"),
    (RemoveTrigger, "state_forwards"),
)


class Command(Migrate):
    def handle(self, *args, **options):
        with options_without_rendering():
            return super().handle(*args, **options)


@contextmanager
def options_without_rendering():
    patches = [
        patch.object(owner, name, _without_reload(getattr(owner, name))) for owner, name in CHANGES_OF_OPTIONS
    ]
    for one in patches:
        one.start()
    try:
        yield
    finally:
        for one in patches:
            one.stop()


def _without_reload(change):
    @wraps(change)
    def changed(*args, **named):
        state = next(arg for arg in args if isinstance(arg, ProjectState))
        state.reload_model = lambda app_label, model_name, delay=False: _write_options(
            state, app_label, model_name
        )
        try:
            return change(*args, **named)
        finally:
            del state.reload_model

    return changed


def _write_options(state, app_label, model_name):
    """The rendered model, if there is one, learns its options as they are now."""
    if "apps" not in state.__dict__:
        return
    meta = state.apps.get_model(app_label, model_name)._meta
    for name, value in state.models[app_label, model_name.lower()].options.items():
        if name in ("indexes", "constraints", "triggers"):
            setattr(meta, name, value)
    meta._expire_cache()
