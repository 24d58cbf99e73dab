"""Django's migrate, in a fraction of the time: an index, a constraint, a trigger or one more field doesn't have every model rendered anew.

Django renders a model, and all that are related to it, after each operation; with some hundred of these on tables that all refer to
one another that is minutes. These four take nothing away: they are written into the model as it stands (ADR 33).
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
    patches.append(patch.object(ProjectState, "add_field", _with_field_written(ProjectState.add_field)))
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


def _with_field_written(add_field):
    """A field that needs no table of its own joins the rendered model, as fields join a class that is being made."""

    @wraps(add_field)
    def added(state, app_label, model_name, name, field, preserve_default):
        if field.many_to_many or "apps" not in state.__dict__:
            return add_field(state, app_label, model_name, name, field, preserve_default)
        model = state.apps.get_model(app_label, model_name)
        state.reload_model = lambda *args, **named: model.add_to_class(
            name, state.models[app_label, model_name].fields[name].clone()
        )
        try:
            return add_field(state, app_label, model_name, name, field, preserve_default)
        finally:
            del state.reload_model

    return added


def _write_options(state, app_label, model_name):
    """The rendered model, if there is one, learns its options as they are now."""
    if "apps" not in state.__dict__:
        return
    meta = state.apps.get_model(app_label, model_name)._meta
    for name, value in state.models[app_label, model_name.lower()].options.items():
        if name in ("indexes", "constraints", "triggers"):
            setattr(meta, name, value)
    meta._expire_cache()
