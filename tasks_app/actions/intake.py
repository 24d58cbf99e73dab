"""What does every kind of table that comes in answer once it was looked at?

An intake is a module with LAYOUT, OPTIONS (what the preview asks beside the columns), `may_take(user, sheet_import)`,
`examine(sheet, header, sheet_import, on=, progress=)` → `Outcome`, `essence(plan)`, `lock(sheet_import)` and
`save(plan, sheet_import, by=, at=, progress=)` → what was done, as JSON holds it.
"""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Outcome:
    """What looking at a table found. `rows`: its lines for the preview, as JSON holds them; `counts`: how many of what."""

    problems: list
    notes: list
    plan: list
    rows: list = field(default_factory=list)
    counts: dict = field(default_factory=dict)


def counted(noun, planned):
    states = Counter(one.state for one in planned)
    known = {state: states[state] for state in ("new", "changed", "same")}
    return {"noun": noun, "lines": len(planned), "to_write": len(planned) - states["same"]} | known


def row_of(row, state, cells, changes=()):
    """A line of the preview: its cells as texts (lines of a cell parted by line breaks)."""
    return {
        "row": row,
        "state": state,
        "cells": [cell or "" for cell in cells],
        "changes": [list(c) for c in changes],
    }
