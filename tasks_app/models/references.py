"""How is it made sure that what is written by the hundred thousand points to rows that are there?

PostgreSQL checks a foreign key row by row and locks each row it points to: half of the time that owing takes. These triggers check the same
set by set. What they point to is never deleted (the application has no right to), so that a reference that was right stays so.
"""

import pgtrigger


def references(name, **columns):
    """Triggers for a model's Meta; `columns`: {column: table it points to, by its id}."""
    missing = " OR ".join(
        f"EXISTS (SELECT FROM written w WHERE w.{column} IS NOT NULL AND NOT EXISTS (SELECT FROM {table} r WHERE r.id = w.{column}))"
        for column, table in columns.items()
    )
    refused = f"RAISE foreign_key_violation USING MESSAGE = 'a {name} points to a row that is not there'"
    return [
        pgtrigger.Trigger(
            name=f"{name}_points_to_what_is_there",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            referencing=pgtrigger.Referencing(new="written"),
            func=f"IF {missing} THEN {refused}; END IF; RETURN NULL;",
        )
    ]
