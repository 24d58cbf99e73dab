"""How is a template filled with the data of papers, without trusting what somebody wrote into it?

Runs in the limited child process (limited.py). A template is prepared once (docxtpl reads tags that Word has cut in pieces) and
then filled as often as there are papers: 1,000 of them cost seconds.
"""

import io
import re
import zipfile

from docx import Document
from docxtpl import DocxTemplate
from jinja2 import ChainableUndefined
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from tasks_app.documents.drawing.styles import set_layout
from tasks_app.documents.layout import Layout, spelled

PARTS = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_BREAK = Markup('</w:t><w:br/><w:t xml:space="preserve">')
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
DEMO = "Dữ liệu minh họa"
_DEMO_LINE = (
    '<w:p><w:pPr><w:jc w:val="right"/></w:pPr><w:r><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/><w:i/><w:color w:val="B3140F"/><w:sz w:val="20"/></w:rPr>'
    f"<w:t>{DEMO}</w:t></w:r></w:p>"
)


def _bare(text):
    return str(text).strip().rstrip(".;, ")


# What people typed ends as they typed it; a paper's sentences end with one full stop. Names are those of templates.
WORDING = {
    "cau": lambda text: f"{_bare(text)}." if _bare(text) else "",
    "bo_cham": _bare,
    "cac_dong": lambda text: [line.strip() for line in str(text).split("\n") if line.strip()],
}


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja without a loader, without anything that changes or repeats without end; a name that isn't known prints nothing."""

    def __init__(self):
        super().__init__(autoescape=True, finalize=_printed, undefined=ChainableUndefined)
        for name in ("range", "lipsum", "cycler", "joiner", "namespace"):
            self.globals.pop(name, None)
        for name in (
            "attr",
            "map",
            "xmlattr",
            "pprint",
            "tojson",
            "format",
            "center",
            "indent",
            "safe",
            "urlize",
        ):
            self.filters.pop(name, None)
        self.filters["upper"] = lambda text: str(text).upper()
        self.filters |= WORDING

    def is_safe_attribute(self, obj, attr, value):
        return False  # data are dicts and texts: what a template reads are their keys

    def is_safe_callable(self, obj):
        return False

    def getattr(self, obj, attribute):
        """`viec.noi_dung` reads the key; methods of dicts and texts don't exist. `loop.first` is Jinja's own."""
        if isinstance(obj, LoopContext) and attribute in ("first", "last", "index", "index0", "length"):
            return getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj, argument):
        try:
            return obj[argument]
        except (AttributeError, TypeError, LookupError):
            return self.undefined(obj=obj, name=argument)


def _printed(value):
    """Text as XML: escaped, line breaks as Word's."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, bool):
        return "có" if value else "không"
    text = _UNPRINTABLE.sub("", str(value))
    return _BREAK.join(escape(line) for line in text.split("\n")) if "\n" in text else text


class Template:
    """A .docx that can be filled. `layout`: dimensions for our own styles (None: as in the file); `demo`: marked as such."""

    def __init__(self, content: bytes, *, layout: Layout | None = None, old_spelling=False, demo=False):
        self.old_spelling = old_spelling
        self.parts = _laid_out(content, layout) if layout else _parts(content)
        self.sources = {
            name: patched(self.parts[name].decode("utf-8")) for name in self.parts if PARTS.fullmatch(name)
        }
        if demo:
            self._mark_as_demo()
        sandbox = Sandbox()
        self.templates = {name: sandbox.from_string(source) for name, source in self.sources.items()}

    def _mark_as_demo(self):
        """Each page says so: in all headers; where the first page has none, at its top."""
        for name, source in self.sources.items():
            if name.startswith("word/header"):
                self.sources[name] = re.sub(r"(<w:hdr[^>]*>)", lambda m: m[1] + _DEMO_LINE, source, count=1)
        body = self.sources["word/document.xml"]
        if "<w:titlePg" in body or "headerReference" not in body:
            self.sources["word/document.xml"] = re.sub(
                r"(<w:body>)", lambda m: m[1] + _DEMO_LINE, body, count=1
            )

    def fill(self, data: dict) -> bytes:
        """One paper."""
        return self._packed({name: self._filled(name, data) for name in self.templates})

    def fill_as_one(self, papers: list[dict]) -> bytes:
        """All papers in one file, each beginning on a new page with page 1. Headers and footers are those of the first."""
        bodies = [self._filled("word/document.xml", data) for data in papers]
        whole = bodies[0][: bodies[0].index("<w:body>") + 8] + "".join(
            _with_last_section_closed(_inside(body)) for body in bodies[:-1]
        )
        whole += _starting_at_one(_inside(bodies[-1])) + "</w:body></w:document>"
        rest = {name: self._filled(name, papers[0]) for name in self.templates if name != "word/document.xml"}
        return self._packed(rest | {"word/document.xml": whole})

    def _filled(self, name, data):
        text = self.templates[name].render(data)
        return spelled(text, old=self.old_spelling)

    def _packed(self, filled):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as target:
            for name, content in self.parts.items():
                target.writestr(
                    zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)),
                    filled.get(name, content),
                    zipfile.ZIP_DEFLATED,
                )
        return packed.getvalue()


def patched(xml: str) -> str:
    """The XML with tags in one piece and rows, paragraphs and cells that only carry a tag replaced by it."""
    tool = DocxTemplate.__new__(DocxTemplate)
    return tool.patch_xml(re.sub(r"^<\?xml[^>]*\?>\s*", "", xml))


def _parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def _laid_out(content, layout):
    document = Document(io.BytesIO(content))
    set_layout(document, layout)
    made = io.BytesIO()
    document.save(made)
    return _parts(made.getvalue())


_LAST_SECTION = re.compile(r"<w:sectPr(?:(?!<w:sectPr).)*</w:sectPr>\s*$", re.DOTALL)


def _inside(body):
    return body[body.index("<w:body>") + 8 : body.rindex("</w:body>")]


def _starting_at_one(inside):
    """The first section of each paper counts its pages anew."""
    first = inside.index("<w:sectPr")
    end = inside.index("</w:sectPr>", first)
    section = re.sub(r"<w:pgNumType[^>]*/>", "", inside[first:end])
    margins = re.search(r"<w:pgMar[^>]*/>", section)
    if margins is None:
        return inside
    section = section[: margins.end()] + '<w:pgNumType w:start="1"/>' + section[margins.end() :]
    return inside[:first] + section + inside[end:]


def _with_last_section_closed(inside):
    inside = _starting_at_one(inside)
    return _LAST_SECTION.sub(lambda m: f"<w:p><w:pPr>{m[0].strip()}</w:pPr></w:p>", inside)
