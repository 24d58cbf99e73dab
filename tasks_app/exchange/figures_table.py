"""What does a table of progress figures say: of which task and indicator, how far, by which signed paper?"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tasks_app.exchange.cells import NOTHING, read_figure
from tasks_app.exchange.columns import Column, Layout
from tasks_app.exchange.roster_tables import NUMBER
from tasks_app.exchange.tables import Flat

FIGURES = Layout("figures", "Số liệu báo cáo", (
    NUMBER,
    Column("code", "Mã việc", ("ma viec", "ma"), needed=True),
    Column("title", "Nội dung việc", ("noi dung viec", "noi dung", "ten viec", "viec")),
    Column("person", "Đồng chí báo cáo", ("dong chi bao cao", "dong chi", "ho va ten", "ho ten", "can bo")),
    Column("indicator", "Chỉ tiêu", ("chi tieu", "ten chi tieu"), needed=True),
    Column("measure", "ĐVT", ("dvt", "don vi tinh")),
    Column("target", "Cần đạt", ("can dat", "chi tieu giao", "muc can dat")),
    Column("last", "Kỳ trước", ("ky truoc", "luy ke ky truoc", "so ky truoc")),
    Column("period", "Kỳ báo cáo", ("ky bao cao", "ky", "ky nay")),
    Column("value", "Thực hiện", ("thuc hien", "so thuc hien", "thuc hien luy ke", "luy ke", "ket qua thuc hien",
                                  "ket qua", "so lieu", "da dat"), needed=True),
    Column("dated_on", "Ngày ban hành", ("ngay ban hanh",)),
    Column("outlook", "Tự đánh giá", ("tu danh gia",)),
    Column("narrative", "Khó khăn, giải pháp", ("kho khan giai phap", "kho khan", "ghi chu", "giai phap")),
    Column("unchanged_reason", "Lý do không đổi", ("ly do khong doi", "ly do khong thay doi", "ly do so lieu khong thay doi")),
    Column("correction_reason", "Lý do đính chính", ("ly do dinh chinh", "dinh chinh")),
    Column("paper_no", "Số báo cáo", ("so bao cao", "bao cao so", "so ky hieu bao cao")),
    Column("received_on", "Ngày nhận báo cáo", ("ngay nhan bao cao", "ngay nhan")),
))  # fmt: skip
WIDTHS = {
    "number": 6, "code": 16, "title": 40, "person": 22, "indicator": 32, "measure": 10, "target": 12, "last": 12, "period": 14,
    "value": 14, "dated_on": 14, "outlook": 18, "narrative": 34, "unchanged_reason": 28, "correction_reason": 28,
}  # fmt: skip
EXPLAINED = {
    "number": "Số thứ tự.",
    "code": "Mã việc đã giao, không sửa. Việc nhiều chỉ tiêu: mỗi chỉ tiêu một dòng.",
    "title": "Nội dung việc, để đối chiếu.",
    "person": "Đồng chí có báo cáo. Để trống là đồng chí chủ trì.",
    "indicator": "Tên chỉ tiêu, không sửa.",
    "measure": "Đơn vị tính, để đối chiếu.",
    "target": "Mức cần đạt, để đối chiếu.",
    "last": "Số lũy kế của kỳ trước, để đối chiếu.",
    "period": "Kỳ đang báo cáo của việc, để đối chiếu.",
    "value": "Số lũy kế đến nay: 484; 91,5; tỷ số ghi 412/491 hoặc 412; «Có» hoặc «Không»; «Đã ban hành». "
    "Việc chưa có báo cáo thì để trống.",
    "dated_on": "Ngày ban hành, với chỉ tiêu là văn bản.",
    "outlook": "Đúng tiến độ; Chậm, tự khắc phục được; hoặc Cần cấp ủy tháo gỡ. Có thể để trống.",
    "narrative": "Khó khăn, giải pháp; ghi một lần ở dòng đầu của việc.",
    "unchanged_reason": "Cần có khi mọi chỉ tiêu của việc giữ nguyên số kỳ trước.",
    "correction_reason": "Cần có khi số kém kỳ trước.",
}
MOST = {"narrative": 8000, "unchanged_reason": 300, "correction_reason": 500, "paper_no": 100, "outlook": 60, "person": 140,
        "period": 40}  # fmt: skip


@dataclass
class FigureLine:
    """One indicator of one task. `value` None: no figure. `read`: could the cell be read?"""

    row: int
    code: str
    indicator: str
    value: Decimal | None
    whole: Decimal | None
    kind: str
    is_read: bool
    dated_on: date | None
    received_on: date | None
    said: dict


def figures_in(sheet, header, *, skip_hidden=False):
    """(the table with what is wrong in it, [FigureLine]); a line without a code goes on with the task above."""
    table = Flat(sheet, header, FIGURES, skip_hidden=skip_hidden)
    lines, code = [], ""
    for row in table.records():
        code = table.text(row, "code", 40, "mã việc") or code
        figure = table.read(row, "value", lambda v: read_figure(v, what="số thực hiện"), NOTHING)
        labels = table.layout.by_key
        said = {
            key: table.text(row, key, most, labels[key].label.lower()) or "" for key, most in MOST.items()
        }
        lines.append(
            FigureLine(
                row, code, table.text(row, "indicator", 300, "tên chỉ tiêu") or "", figure and figure.value, figure and figure.whole,
                figure.kind if figure else "", figure is not None, table.day(row, "dated_on"), table.day(row, "received_on"), said,
            )
        )  # fmt: skip
    return table, lines
