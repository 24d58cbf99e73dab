"""Which named styles carry the letter forms of a paper, and how does a layout set them?

The shipped templates use these styles only, so that every dimension is a setting of the office. What an office uploads
keeps the dimensions of its own file.
"""

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tasks_app.documents.layout import Layout

FONT = "Times New Roman"
L, C, R, J = (
    WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY,
)  # fmt: skip

# Style: (which size of the layout, bold, italic, alignment). Lines below a title are paragraphs of their own.
STYLES = {
    "VB Tiêu đề": ("motto", True, False, C),
    "VB Tiêu ngữ": ("second_motto", True, False, C),
    "VB Cơ quan cấp trên": ("superior", False, False, C),
    "VB Cơ quan ban hành": ("body", True, False, C),
    "VB Số ký hiệu": ("number", False, False, C),
    "VB Địa danh ngày": ("place", False, True, C),
    "VB Tên loại": ("name", True, False, C),
    "VB Trích yếu": ("summary", True, False, C),
    "VB Trích yếu công văn": ("letter_summary", False, True, C),
    "VB Nội dung": ("text", False, False, J),
    "VB Kính gửi": ("text", False, False, L),
    "VB Nơi gửi": ("text", False, False, L),
    "VB Đề mục": ("text", True, False, J),
    "VB Giữa trang": ("text", False, False, C),
    "VB Quyết định": ("text", True, False, C),
    "VB Tên biểu": ("text", False, True, C),
    "VB Ô": ("table", False, False, L),
    "VB Ô giữa": ("table", False, False, C),
    "VB Ô đậm": ("table", True, False, L),
    "VB Ô đầu": ("table", True, False, C),
    "VB Nơi nhận": ("recipients", False, False, L),
    "VB Nơi nhận đầu": ("recipients", True, True, L),
    "VB Về việc": ("letter_summary", False, False, C),
    "VB Thẩm quyền ký": ("signature", True, False, C),
    "VB Chức vụ ký": ("signature", False, False, C),
    "VB Người ký": ("signature", True, False, C),
    "VB Dòng kẻ": ("table", False, False, C),
}
TEXT = {"VB Nội dung", "VB Đề mục"}
# A heading goes with its table: over the gap between them, and over the header row to the first row.
KEPT_TOGETHER = {"VB Đề mục", "VB Tên biểu", "VB Dòng kẻ", "VB Ô đầu", "VB Thẩm quyền ký", "VB Chức vụ ký"}


def add_styles(document):
    for name, (_, bold, italic, align) in STYLES.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        style.font.bold, style.font.italic = bold, italic
        style.paragraph_format.alignment = align
        style.paragraph_format.keep_with_next = name in KEPT_TOGETHER or None


def set_layout(document, layout: Layout):
    """Give the page and our styles the dimensions of the layout; styles that are not ours are left alone."""
    for section in document.sections:
        section.top_margin, section.bottom_margin = Mm(layout.top), Mm(layout.bottom)
        section.left_margin, section.right_margin = Mm(layout.left), Mm(layout.right)
        section.header_distance = Mm(layout.page_number)
        if section.page_width > section.page_height:  # an annex across the page is bound at its top
            section.top_margin, section.bottom_margin = Mm(layout.left), Mm(layout.right)
            section.left_margin, section.right_margin = Mm(layout.top), Mm(layout.bottom)
    names = {style.name for style in document.styles}
    for name, (size, _, _, _) in STYLES.items():
        if name in names:
            _set_style(document.styles[name], name, getattr(layout, size), layout)


def _set_style(style, name, size, layout):
    style.font.size = Pt(size)
    style.font.name = FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    form = style.paragraph_format
    form.space_before = form.space_after = Pt(0)
    if name in TEXT:
        form.first_line_indent = Mm(layout.indent)
        form.space_before = Pt(layout.spacing)
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.AT_LEAST, Pt(layout.leading)
    elif name.startswith("VB Ô"):
        form.space_before = form.space_after = Pt(2)
    elif name == "VB Quyết định":
        form.space_before = form.space_after = Pt(layout.spacing)
    elif name == "VB Kính gửi":
        form.left_indent, form.space_before = Mm(30), Pt(layout.spacing)
    elif name == "VB Nơi gửi":
        form.left_indent, form.first_line_indent = Mm(54), Mm(-3)
    elif name in ("VB Trích yếu", "VB Tên loại"):
        form.space_before = Pt(2 if name == "VB Trích yếu" else layout.spacing)
    elif name == "VB Tên biểu":
        form.space_before, form.space_after = Pt(layout.spacing), Pt(3)
    elif name == "VB Người ký":
        form.space_before = Pt(60)  # room for stamp and signature
    elif name == "VB Dòng kẻ":
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(6)


def rule_below(paragraph, *, indent, room=0):
    """A solid line: the upper border of an empty paragraph, `indent` mm in from both sides, `room` points below the text."""
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(indent)
    if room:
        paragraph.paragraph_format.space_before = Pt(room)
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc"
    )
