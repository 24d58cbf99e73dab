"""How are the parts that papers share drawn: heading, title, texts, tables, annex, signature?"""

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tasks_app.documents.drawing.styles import add_styles, rule_below, set_layout
from tasks_app.documents.layout import Layout

WIDTH = 165  # mm of text on an upright page with the default margins


def new_paper():
    """An A4 page with our styles, its number at the top from page 2 on, and nothing else."""
    document = Document()
    _without_ballast(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.different_first_page_header_footer = True
    add_styles(document)
    page_number(section)
    compatible = document.settings.element.find(qn("w:compat"))
    compatible.insert(
        0, OxmlElement("w:doNotExpandShiftReturn")
    )  # a line that ends with a break isn't stretched
    properties = document.core_properties
    properties.author = properties.title = properties.comments = ""
    properties.language = "vi-VN"
    return document


# What python-docx starts with and our papers never use.
BALLAST = ("thumbnail", "customXml", "stylesWithEffects", "theme", "numbering", "webSettings", "fontTable")
KEPT_STYLES = {"Normal", "Header", "Footer", "Default Paragraph Font", "Normal Table", "Table Grid"}


def _without_ballast(document):
    for holder in (document.part.package.rels, document.part.rels):
        for key in [key for key, rel in holder.items() if rel.reltype.endswith(BALLAST)]:
            holder.pop(key)
    sheet = document.styles.element
    for style in list(sheet.style_lst):
        if style.name_val not in KEPT_STYLES and style.name_val.lower() not in {
            n.lower() for n in KEPT_STYLES
        }:
            sheet.remove(style)
    for latent in sheet.findall(qn("w:latentStyles")):
        sheet.remove(latent)


def finished(document):
    set_layout(document, Layout())
    body = document.element.body
    # Word wants a paragraph after a table; the one that python-docx starts with is empty.
    first = body[0]
    if (
        first.tag == qn("w:p")
        and not first.xpath(".//w:t")
        and len(body) > 2
        and not first.xpath(".//w:sectPr")
    ):
        body.remove(first)
    return document


def page_number(section):
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = 1
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()
        run.font.size, run.font.name = Pt(14), "Times New Roman"
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


# ---- texts -----------------------------------------------------------------------------------------------------------


def say(where, text, style="VB Nội dung"):
    """A paragraph; parts between ** are bold."""
    paragraph = where.add_paragraph(style=style)
    write(paragraph, text)
    return paragraph


def write(paragraph, text):
    for i, part in enumerate(text.split("**")):
        if part:
            run = paragraph.add_run(part)
            if i % 2:
                run.bold = True


def each(where, tag, text, style="VB Nội dung"):
    """The paragraph once for each member: {%p for … %}."""
    say(where, f"{{%p for {tag} %}}", style)
    say(where, text, style)
    say(where, "{%p endfor %}", style)


def lines(where, name, style="VB Nội dung"):
    """What somebody typed, each of its lines a paragraph."""
    each(where, f"dong in {name} | cac_dong", "{{ dong }}", style)


def when(where, condition, text, style="VB Nội dung"):
    say(where, f"{{%p if {condition} %}}", style)
    say(where, text, style)
    say(where, "{%p endif %}", style)


# ---- heading and title -----------------------------------------------------------------------------------------------


def heading(document, *, numbered=True, letter=False):
    """Superior, body, * at the left, motto with its line at the right; below them number beside place and day."""
    table = document.add_table(rows=2, cols=2)
    widths(table, (68, 97))
    left, right = table.rows[0].cells
    _say(left, "{%p if dau.co_quan_cap_tren %}", "VB Cơ quan cấp trên", first=True)
    _say(left, "{{ dau.co_quan_cap_tren }}", "VB Cơ quan cấp trên")
    _say(left, "{%p endif %}", "VB Cơ quan cấp trên")
    _say(left, "{{ dau.co_quan }}", "VB Cơ quan ban hành")
    _say(left, "{%p if dau.nha_nuoc %}", "VB Dòng kẻ")
    rule_below(_say(left, "", "VB Dòng kẻ"), indent=22, room=2)
    _say(left, "{%p else %}", "VB Dòng kẻ")
    _say(left, "*", "VB Số ký hiệu")
    _say(left, "{%p endif %}", "VB Dòng kẻ")
    _say(right, "{{ dau.quoc_hieu }}", "VB Tiêu đề", first=True)
    _say(right, "{%p if dau.nha_nuoc %}", "VB Tiêu ngữ")
    _say(right, "{{ dau.tieu_ngu }}", "VB Tiêu ngữ")
    rule_below(_say(right, "", "VB Dòng kẻ"), indent=21, room=2)
    _say(right, "{%p else %}", "VB Dòng kẻ")
    # As long as the title: its width in the bold Times letters of 15 pt is 72 mm.
    rule_below(_say(right, "", "VB Dòng kẻ"), indent=11, room=1)
    _say(right, "{%p endif %}", "VB Dòng kẻ")
    left, right = table.rows[1].cells
    _say(left, "{{ dau.so_ky_hieu }}" if numbered else "", "VB Số ký hiệu", first=True)
    if letter:  # «V/v» leans on Party papers and stands upright on those of the state
        _say(left, "{%p if dau.nha_nuoc %}", "VB Về việc")
        _say(left, "{{ trich_yeu }}", "VB Về việc")
        _say(left, "{%p else %}", "VB Về việc")
        _say(left, "{{ trich_yeu }}", "VB Trích yếu công văn")
        _say(left, "{%p endif %}", "VB Về việc")
    _say(right, "{{ dau.dia_danh_ngay }}", "VB Địa danh ngày", first=True)
    blank(document)


def title(document, *, summary=True):
    say(document, "{{ ten_loai }}", "VB Tên loại")
    if summary:
        say(document, "{{ trich_yeu }}", "VB Trích yếu")
    rule_below(document.add_paragraph(style="VB Dòng kẻ"), indent=66, room=4)


def addressees(document):
    """«Kính gửi» on one line for one body, a list below it for several."""
    say(document, "{%p if kinh_gui | length == 1 %}", "VB Kính gửi")
    say(document, "Kính gửi: {{ kinh_gui[0] }}", "VB Kính gửi")
    say(document, "{%p else %}", "VB Kính gửi")
    say(document, "Kính gửi:", "VB Kính gửi")
    each(document, "noi in kinh_gui", "- {{ noi }}{{ '.' if loop.last else ';' }}", "VB Nơi gửi")
    say(document, "{%p endif %}", "VB Kính gửi")


def signature(document, *, personal=""):
    """Nơi nhận at the left, who signs at the right; on a personal paper only the person, as `personal` calls him."""
    _keep_with_the_signature(document)
    table = document.add_table(rows=1, cols=2)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    widths(table, (78, 87))
    left, right = table.rows[0].cells
    if personal:
        _say(left, "", "VB Nơi nhận", first=True)
        _say(right, personal, "VB Thẩm quyền ký", first=True)
        _say(right, "{{ dong_chi.ho_ten }}", "VB Người ký")
        return
    _say(left, "{%p if noi_nhan %}", "VB Nơi nhận", first=True)
    _say(left, "{%p if dau.nha_nuoc %}", "VB Nơi nhận")
    _say(left, "Nơi nhận:", "VB Nơi nhận đầu")
    _say(left, "{%p else %}", "VB Nơi nhận")
    opening = _say(left, "", "VB Nơi nhận")
    run = opening.add_run("Nơi nhận:")
    run.underline, run.font.size = True, Pt(14)
    _say(left, "{%p endif %}", "VB Nơi nhận")
    _say(left, "{%p for noi in noi_nhan %}", "VB Nơi nhận")
    # Commas on Party papers, semicolons on those of the state.
    _say(left, "- {{ noi }}{{ '.' if loop.last else ';' if dau.nha_nuoc else ',' }}", "VB Nơi nhận")
    _say(left, "{%p endfor %}", "VB Nơi nhận")
    _say(left, "{%p endif %}", "VB Nơi nhận")
    _say(right, "{%p if ky.tham_quyen %}", "VB Thẩm quyền ký", first=True)
    _say(right, "{{ ky.tham_quyen }}", "VB Thẩm quyền ký")
    _say(right, "{%p endif %}", "VB Thẩm quyền ký")
    # Who signs for another: his title stands lighter below the authority. A head who signs himself, and the state, print it bold.
    _say(right, "{%p if ky.tham_quyen and not dau.nha_nuoc %}", "VB Chức vụ ký")
    _say(right, "{{ ky.chuc_vu }}", "VB Chức vụ ký")
    _say(right, "{%p else %}", "VB Chức vụ ký")
    _say(right, "{{ ky.chuc_vu }}", "VB Thẩm quyền ký")
    _say(right, "{%p endif %}", "VB Chức vụ ký")
    _say(right, "{{ ky.ho_ten }}", "VB Người ký")


def signatures(document, sides):
    """Several who sign side by side: (title, name in the data). Names stand on one line however long the titles are."""
    _keep_with_the_signature(document)
    table = document.add_table(rows=2, cols=len(sides))
    widths(table, [WIDTH / len(sides)] * len(sides))
    for column, (words, name) in enumerate(sides):
        above, below = (row.cells[column] for row in table.rows)
        _say(above, words, "VB Thẩm quyền ký", first=True)
        _say(below, name, "VB Người ký", first=True)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _keep_with_the_signature(document):
    """The last lines go along, so that no page holds a signature alone; a list before it is left free to break."""
    spoken = 0
    for paragraph in reversed(document.paragraphs):
        if paragraph.text.startswith("{%p endfor") or spoken == 2:
            break
        paragraph.paragraph_format.keep_with_next = True
        spoken += not paragraph.text.startswith("{%p")
    for _ in range(2):
        blank(document).paragraph_format.keep_with_next = True


def blank(document):
    return document.add_paragraph(style="VB Dòng kẻ")


# ---- tables ----------------------------------------------------------------------------------------------------------


def table(document, heads, lines, *, total=None):
    """A ruled table. `heads`: (words, width in mm); `lines`: rows of cells, or a tag that stands alone in its row
    ({%tr for … %}). A cell is a text, or a list of texts (paragraphs; {%p …%} among them). The first row is repeated on
    each page, and no row is parted."""
    made = document.add_table(rows=1, cols=len(heads))
    made.style = document.styles["Table Grid"]
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    padding(made, 1.2)
    head = made.rows[0]
    properties = head._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    properties.append(OxmlElement("w:tblHeader"))
    for cell, (words, _) in zip(head.cells, heads, strict=True):
        _say(cell, words, "VB Ô đầu", first=True)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for line in [*lines, *([total] if total else [])]:
        row = made.add_row()
        if isinstance(line, str):
            _say(row.cells[0], line, "VB Ô", first=True)
            continue
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        span = 0
        for content in line:
            if isinstance(content, Wide):
                cell = row.cells[span].merge(row.cells[span + content.columns - 1])
                for i, text in enumerate([content.text]):
                    _say(cell, text, content.style, first=i == 0)
                span += content.columns
                continue
            cell = row.cells[span]
            centred = isinstance(content, Middle)
            style = content.style if centred else "VB Ô"
            texts = content.texts if centred else [content] if isinstance(content, str) else content
            for i, text in enumerate(texts):
                _say(cell, text, style, first=i == 0)
            span += 1
    widths(made, [width for _, width in heads])
    return made


def padding(table, millimetres):
    """Room left and right of the text of each cell."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        room = OxmlElement(f"w:{side}")
        room.set(qn("w:w"), str(int(Mm(millimetres).twips)))
        room.set(qn("w:type"), "dxa")
        margins.append(room)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")


class Middle:
    """Centred cell."""

    def __init__(self, *texts, style="VB Ô giữa"):
        self.texts, self.style = texts, style


class Wide:
    """A cell over several columns."""

    def __init__(self, text, columns, style="VB Ô đậm"):
        self.text, self.columns, self.style = text, columns, style


def widths(table, millimetres):
    table.autofit = False
    grid = table._tbl.tblGrid.findall(qn("w:gridCol"))
    for column, width in zip(grid, millimetres, strict=True):
        column.set(qn("w:w"), str(int(Mm(width).twips)))
    for row in table.rows:
        at = 0
        for cell in row._tr.tc_lst:
            span = cell.grid_span
            total = sum(millimetres[at : at + span])
            cell.width = Mm(total)
            at += span


def annex(document, *, number, caption):
    """A new section across the page, for the wide lists."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.different_first_page_header_footer = False
    say(document, number, "VB Tên loại")
    say(document, caption, "VB Trích yếu")
    # Of the paper itself, so that a number that comes back stands here too; blanks until then.
    say(
        document,
        "(Kèm theo {{ (ten_loai or 'Công văn') | capitalize }} {{ dau.so_ky_hieu | replace('Số: ', 'số ') | replace('Số ', 'số ') }} "
        "{{ dau.ngay }})",
        "VB Tên biểu",
    )
    blank(document)


def _say(cell, text, style, *, first=False):
    paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
    paragraph.style = style
    write(paragraph, text)
    return paragraph
