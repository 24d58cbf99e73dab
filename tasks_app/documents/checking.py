"""May an office's own template be used: is it a harmless Word file, and does it ask only for what the paper knows?

Problems are Vietnamese sentences. Runs in the limited child process, before and beside the trial filling.
"""

import io
import re
import zipfile
from dataclasses import is_dataclass
from difflib import get_close_matches

from jinja2 import TemplateSyntaxError, nodes

from tasks_app.documents.fields import as_data, names_of, variables
from tasks_app.documents.kinds import KINDS
from tasks_app.documents.layout import Layout
from tasks_app.documents.packages import DAMAGED, unpacked
from tasks_app.documents.rendering import PARTS, Sandbox, Template, patched
from tasks_app.documents.samples import sample

MOST_BYTES = 2_000_000
MOST_UNPACKED = 20_000_000
MOST_PARTS = 200
NOT_WORD = "Tệp không phải văn bản Word (.docx) hoặc đã hỏng. Lưu lại bằng Word dưới dạng .docx rồi tải lên."


def problems_of(content: bytes, code: str) -> list[str]:
    """What stands against this file as the template of this kind of paper; nothing when it may be used."""
    found = _of_package(content)
    if not found:
        found = _of_names(content, code)
    if not found:
        found = _of_trial(content, code)
    return found


def _of_package(content):
    if len(content) > MOST_BYTES:
        return ["Mẫu lớn hơn 2 MB, bỏ bớt hình ảnh trong mẫu."]
    try:
        parts = unpacked(content, most_bytes=MOST_UNPACKED, most_parts=MOST_PARTS)
    except DAMAGED:
        return [NOT_WORD]
    if parts is None:
        return ["Mẫu chứa quá nhiều dữ liệu khi mở ra, chọn tệp khác."]
    if any(name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") for name in parts):
        return [NOT_WORD]
    if "[Content_Types].xml" not in parts or "word/document.xml" not in parts:
        return [NOT_WORD]
    found = []
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".js")) for name in parts):
        found.append("Mẫu có chứa macro, lưu lại dưới dạng .docx không có macro.")
    if any("/embeddings/" in name or "/activeX/" in name for name in parts):
        found.append("Mẫu có nhúng tệp khác (OLE), bỏ phần nhúng rồi tải lên.")
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")) and re.search(rb"<!DOCTYPE|<!ENTITY", part):
            return [NOT_WORD]
        if name.endswith(".rels") and _leads_outside(part):
            found.append(
                "Mẫu có liên kết ra ngoài (hình ảnh, mẫu đính kèm từ nơi khác), bỏ liên kết rồi tải lên."
            )
            break
    return found


def _leads_outside(rels):
    for tag in re.findall(rb"<Relationship\s[^>]*>", rels):
        if b'TargetMode="External"' in tag and b"/hyperlink" not in tag:
            return True
    return False


# ---- names -----------------------------------------------------------------------------------------------------------


def _of_names(content, code):
    """Names that the data of the paper don't hold, and tags that can't be read."""
    sandbox, found = Sandbox(), []
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = [
            packed.read(name).decode("utf-8", "replace")
            for name in packed.namelist()
            if PARTS.fullmatch(name)
        ]
    for xml in parts:
        try:
            tree = sandbox.parse(patched(xml))
        except TemplateSyntaxError as error:
            found.append(f"Thẻ trong mẫu viết sai: {_said(error)}.")
            continue
        reader = _Names()
        reader.read(tree, names_of(KINDS[code].paper))
        known = [name for name, _, _ in variables(KINDS[code].paper)]
        found += [_unknown(name, known) for name in reader.unknown]
        found += [f"Mẫu dùng lệnh không được phép: «{name}»." for name in reader.forbidden]
        found += [
            f"Mẫu dùng bộ lọc không có: «{name}»." for name in reader.filters if name not in sandbox.filters
        ]
    return list(dict.fromkeys(found))


def _unknown(name, known):
    near = get_close_matches(name, known, n=1, cutoff=0.85)
    return f"Mẫu dùng dữ liệu không có: «{name}»{f', có thể là «{near[0]}»' if near else ''}."


def _said(error):
    known = {
        "unexpected '}'": "thừa dấu }",
        "unexpected end of template": "thiếu {% endfor %} hoặc {% endif %}",
    }
    message = str(error.message)
    for start, words in known.items():
        if message.lower().startswith(start):
            return words
    if "Unexpected end of template" in message:
        return "thiếu {% endfor %} hoặc {% endif %}"
    if found := re.search(r"unknown tag '(\w+)'", message):
        return f"thẻ «{found[1]}» không đúng chỗ hoặc không có"
    return "kiểm tra các dấu {{ }}, {% %} và cặp for – endfor, if – endif"


class _Names:
    """Walks a parsed template with the types of the names in sight."""

    ALLOWED = (
        nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Name, nodes.Getattr, nodes.Getitem,
        nodes.Const, nodes.Filter, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr,
        nodes.Concat, nodes.Add, nodes.Sub, nodes.Test,
    )  # fmt: skip

    def __init__(self):
        self.unknown, self.forbidden, self.filters = [], [], []

    def read(self, node, names):
        if not isinstance(node, self.ALLOWED):
            self.forbidden.append(type(node).__name__.lower())
            return None
        if isinstance(node, nodes.For):
            return self._loop(node, names)
        if isinstance(node, nodes.Name):
            return self._known(node.name, names, node.name)
        if isinstance(node, nodes.Getattr):
            return self._member(node, names)
        if isinstance(node, nodes.Filter):
            self.filters.append(node.name)
            if node.name == "cac_dong":
                self.read(node.node, names)
                return (str,)
        if isinstance(node, nodes.Getitem):
            kind = self.read(node.node, names)
            self.read(node.arg, names)
            return kind[0] if isinstance(kind, tuple) else str
        for child in node.iter_child_nodes():
            self.read(child, names)
        return str

    def _loop(self, node, names):
        kind = self.read(node.iter, names)
        member = kind[0] if isinstance(kind, tuple) else str
        inside = dict(names) | {"loop": ("", LOOP)}
        if isinstance(node.target, nodes.Name):
            inside[node.target.name] = ("", member)
        else:
            self.forbidden.append("for nhiều biến")
        if kind is not None and not isinstance(kind, tuple):
            self.unknown.append(f"{_path(node.iter)} (không phải danh sách)")
        for child in [*node.body, *node.else_, *([node.test] if node.test else [])]:
            self.read(child, inside)
        return str

    def _member(self, node, names):
        kind = self.read(node.node, names)
        if kind is None:
            return None
        if kind is LOOP:
            return (
                str
                if node.attr in ("first", "last", "index", "index0", "length")
                else self._miss(_path(node))
            )
        if isinstance(kind, tuple) or not is_dataclass(kind):
            return self._miss(_path(node))
        return self._known(node.attr, names_of(kind), _path(node))

    def _known(self, name, names, path):
        return names[name][1] if name in names else self._miss(path)

    def _miss(self, path):
        self.unknown.append(path)


LOOP = object()


def _path(node):
    if isinstance(node, nodes.Getattr):
        return f"{_path(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "…"


# ---- trial -----------------------------------------------------------------------------------------------------------


def _of_trial(content, code):
    """Filled with a sample it must still be a Word file."""
    from docx import Document  # here and not above: only a trial reads a whole file again

    try:
        filled = Template(content, layout=Layout()).fill(as_data(sample(KINDS[code])))
        Document(io.BytesIO(filled))
    except Exception:  # noqa: BLE001 (whatever the library stumbles over, the file can't be used)
        return [
            "Mẫu không điền được dữ liệu. Thẻ {%tr %} phải nằm riêng một hàng của bảng, thẻ {%p %} riêng một đoạn."
        ]
    return []
