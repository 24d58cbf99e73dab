"""Moved down to cadres/forms/fields.py; imported from there by new code."""

from cadres.forms.fields import *  # noqa: F403
from cadres.forms.fields import read_decimal, show_decimal  # noqa: F401
