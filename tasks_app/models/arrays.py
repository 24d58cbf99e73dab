"""How are many rows handed to a statement of our own? Each column as one array literal, which the server takes apart faster than
a list of constants."""


def arrays(name, fields, rows):
    """{"name_field": array literal} of the rows' columns, in the order of `fields`."""
    columns = zip(*rows, strict=True) if rows else ((),) * len(fields)
    return {f"{name}_{field}": array(column) for field, column in zip(fields, columns, strict=True)}


def array(values):
    """A PostgreSQL array literal."""
    values = list(values)
    if set(map(type, values)) <= {int}:
        return "{" + ",".join(map(str, values)) + "}"
    known = {}  # columns repeat themselves: rules, kinds, days
    return "{" + ",".join([known.get(v) or known.setdefault(v, _element(v)) for v in values]) + "}"


def _element(value):
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, int):
        return str(value)
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
