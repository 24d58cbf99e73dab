"""Under which name does a template print a piece of a paper, and what is it called on screen?

Data of papers are frozen dataclasses with English names; templates are written in Word by office staff, who use the
Vietnamese names without diacritics given here (docs/adr/0017).
"""

from dataclasses import MISSING, field, fields, is_dataclass
from functools import cache
from types import GenericAlias
from typing import get_args, get_origin, get_type_hints


def said(name, label, default=""):
    """A field of a paper: `name` in templates, `label` for people."""
    return field(default=default, metadata={"name": name, "label": label})


def as_data(value):
    """A paper (or a part of one) as the plain dicts, lists and texts that a template sees and the database keeps."""
    if is_dataclass(value):
        return {f.metadata["name"]: as_data(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, list | tuple):
        return [as_data(item) for item in value]
    return value


def names_of(part):
    """{name in templates: (label, type)} of a part; a type is str, bool, another part, or (part or str,) for a list."""
    return _names_of(part)


@cache  # types don't change: a thousand papers ask for the same few
def _names_of(part):
    hints = get_type_hints(part)
    return {f.metadata["name"]: (f.metadata["label"], _kind(hints[f.name])) for f in fields(part)}


def empty(part):
    """A part with nothing in it, as data: what an older paper didn't know prints as nothing."""
    found: dict = {}
    kinds = names_of(part)
    for f in fields(part):
        name = f.metadata["name"]
        _, kind = kinds[name]
        if isinstance(kind, tuple):
            found[name] = []
        elif is_dataclass(kind):
            found[name] = empty(kind)
        else:
            found[name] = f.default if f.default is not MISSING else ""
    return found


def completed(data, part):
    """Data kept with a paper, with what its part has learnt to say since then added as empty."""
    whole = empty(part) | {name: value for name, value in data.items() if value is not None}
    for name, (_, kind) in names_of(part).items():
        if isinstance(kind, tuple) and is_dataclass(kind[0]):
            whole[name] = [completed(item, kind[0]) for item in whole[name]]
        elif is_dataclass(kind) and not isinstance(kind, tuple):
            whole[name] = completed(whole[name], kind)
    return whole


def variables(part):
    """Every name that a template may use, once: (name, label, whether it is a list); members of lists by their usual name."""
    return list({name: (name, label, is_list) for name, label, is_list in _all_names(part, "")}.values())


def _all_names(part, prefix):
    found = []
    for name, (label, kind) in names_of(part).items():
        found.append((f"{prefix}{name}", label, isinstance(kind, tuple)))
        if isinstance(kind, tuple) and is_dataclass(kind[0]):
            found += _all_names(kind[0], f"{ONE_OF.get(name, name)}.")
        elif is_dataclass(kind):
            found += _all_names(kind, f"{prefix}{name}.")
    return found


# What one member of a list is called in the shipped templates: {% for viec in cac_viec %}.
ONE_OF = {
    "cac_nhom": "nhom", "cac_dong_chi": "dong_chi", "cac_viec": "viec", "cac_chi_tieu": "chi_tieu", "cac_moc": "moc",
    "cac_vuong_mac": "vuong_mac", "cac_thay_doi": "thay_doi", "bieu_nhom": "dong", "bieu_don_vi": "dong",
    "cac_chuc_vu": "chuc_vu", "cac_nam": "nam", "cac_tieu_chi": "tieu_chi", "cac_thanh_vien": "thanh_vien",
    "cac_viec_cham": "muc", "cac_viec_ban_giao": "muc", "cac_ben_nhan": "ben",
}  # fmt: skip


def _kind(hint):
    if isinstance(hint, GenericAlias) or get_origin(hint) is tuple:
        return (get_args(hint)[0],)
    return hint
