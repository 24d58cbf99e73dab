"""What do the tables of units and of people say: which columns have they, how is each filled in?

Nothing here knows a unit or a person that is there: that is `actions/taking_units.py` and `actions/taking_people.py`.
"""

from dataclasses import dataclass
from datetime import date

from tasks_app.exchange.columns import Column, Layout
from tasks_app.exchange.tables import Flat, lines_in

NUMBER = Column("number", "STT", ("stt", "tt", "so tt", "so thu tu"))
UNITS = Layout("units", "Đơn vị", (
    NUMBER,
    Column("name", "Tên đơn vị", ("ten don vi", "ten co quan", "ten to chuc", "ten co quan don vi", "don vi",
                                  "co quan don vi"), needed=True),
    Column("kind", "Loại tổ chức", ("loai to chuc", "loai don vi", "loai", "loai hinh")),
    Column("parent", "Trực thuộc", ("truc thuoc", "don vi cap tren", "cap tren", "don vi quan ly", "thuoc")),
    Column("short_code", "Mã hiệu", ("ma hieu", "ten tat", "viet tat", "ten gan")),
    Column("code", "Mã đơn vị hành chính", ("ma don vi hanh chinh", "ma don vi", "ma hanh chinh", "ma so")),
    Column("area", "Địa bàn", ("dia ban",)),
    Column("starts_on", "Có hiệu lực từ ngày", ("co hieu luc tu ngay", "hieu luc", "hieu luc tu", "tu ngay", "ngay thanh lap")),
))  # fmt: skip
PEOPLE = Layout("people", "Cán bộ, chức vụ, tài khoản", (
    NUMBER,
    Column("full_name", "Họ và tên", ("ho va ten", "ho ten", "ten can bo", "dong chi", "can bo"), needed=True),
    Column("position", "Chức danh", ("chuc danh", "chuc vu", "chuc vu hien nay")),
    Column("unit", "Đơn vị", ("don vi", "co quan", "co quan don vi", "don vi cong tac", "noi cong tac")),
    Column("kind", "Hình thức", ("hinh thuc", "hinh thuc giu chuc")),
    Column("managed_by", "Cấp ủy quản lý", ("cap uy quan ly", "cap quan ly", "dien quan ly", "cap uy quan ly chuc danh")),
    Column("decision_no", "Số quyết định", ("so quyet dinh", "quyet dinh so", "quyet dinh")),
    Column("starts_on", "Giữ chức từ ngày", ("giu chuc tu ngay", "tu ngay", "ngay bo nhiem", "ngay giu chuc")),
    Column("work_email", "Thư công vụ", ("thu cong vu", "email", "e mail", "thu dien tu", "dia chi thu")),
    Column("work_phone", "Điện thoại công vụ", ("dien thoai cong vu", "dien thoai", "so dien thoai")),
    Column("username", "Tên đăng nhập", ("ten dang nhap", "tai khoan", "ten tai khoan")),
    Column("role", "Vai trò", ("vai tro", "quyen", "phan quyen")),
    Column("scope", "Phạm vi vai trò", ("pham vi vai tro", "pham vi")),
))  # fmt: skip

WIDTHS = {
    "number": 6, "name": 40, "kind": 22, "parent": 36, "short_code": 12, "code": 16, "area": 20, "starts_on": 14,
    "full_name": 26, "position": 26, "unit": 34, "managed_by": 30, "decision_no": 18, "work_email": 28, "work_phone": 18,
    "username": 18, "role": 26, "scope": 32,
}  # fmt: skip
UNITS_EXPLAINED = {
    "number": "Số thứ tự.",
    "name": "Tên đầy đủ, ví dụ: Đảng ủy xã Mỹ Bằng. Không quá 200 ký tự.",
    "kind": "Loại tổ chức theo danh mục của hệ thống; cần có với đơn vị mới. Một trong: ",
    "parent": "Đơn vị cấp trên đã có trong hệ thống hoặc có trong chính bảng này. Để trống với đơn vị mới là đơn vị gốc.",
    "short_code": "Đứng đầu mã việc, ví dụ TU. Không trùng với đơn vị khác. Có thể để trống.",
    "code": "Mã đơn vị hành chính. Có thể để trống.",
    "area": "Ví dụ: tên huyện cũ. Có thể để trống.",
    "starts_on": "Ngày/tháng/năm, ví dụ 01/07/2026. Để trống thì lấy ngày nhập.",
}
PEOPLE_EXPLAINED = {
    "number": "Số thứ tự.",
    "full_name": "Họ và tên. Một đồng chí giữ nhiều chức vụ: mỗi chức vụ một dòng, ghi lại tên hoặc gộp ô. "
    "Hai đồng chí trùng tên: ghi thêm thư công vụ, hoặc chọn ở màn hình kiểm tra.",
    "position": "Chức danh theo danh mục, ví dụ: Bí thư. Ghi cả tên đơn vị («Bí thư Đảng ủy xã Mỹ Bằng») cũng được.",
    "unit": "Đơn vị nơi giữ chức danh, đúng như trong danh sách đơn vị.",
    "kind": "chính thức, quyền, phụ trách hoặc kiêm. Để trống là chính thức.",
    "managed_by": "Cấp ủy quản lý chức danh. Có thể để trống.",
    "decision_no": "Số quyết định bổ nhiệm. Có thể để trống.",
    "starts_on": "Ngày/tháng/năm, ví dụ 01/07/2026. Để trống thì lấy ngày nhập.",
    "work_email": "Cần có với đồng chí được lập tài khoản.",
    "work_phone": "Ví dụ 0207 3822 123. Có thể để trống.",
    "username": "Chữ thường không dấu, số và dấu chấm, ví dụ phuong.lt. Để trống nếu không lập tài khoản. "
    "Tệp không chứa mật khẩu: cấp mật khẩu lần đầu sau khi nhập.",
    "role": "Nhiều vai trò cách nhau dấu chấm phẩy. Một trong: ",
    "scope": "Đơn vị mà vai trò có hiệu lực, cùng cấp dưới. Để trống thì lấy đơn vị của dòng.",
}


@dataclass
class UnitLine:
    row: int
    name: str
    kind: str
    parent: str
    short_code: str
    code: str
    area: str
    starts_on: date | None


@dataclass
class PersonLine:
    """One post or one set of roles of one person; `roles`: words of the cell."""

    row: int
    full_name: str
    position: str
    unit: str
    kind: str
    managed_by: str
    decision_no: str
    starts_on: date | None
    work_email: str
    work_phone: str
    username: str
    roles: list
    scope: str


UNIT_MOST = {"name": 200, "kind": 80, "parent": 300, "short_code": 12, "code": 20, "area": 80}
PERSON_MOST = {
    "full_name": 140, "position": 320, "unit": 300, "kind": 40, "managed_by": 300, "decision_no": 60, "work_email": 254,
    "work_phone": 20, "username": 60, "scope": 300,
}  # fmt: skip


def units_in(sheet, header, *, skip_hidden=False):
    """(the table with what is wrong in it, [UnitLine])."""
    table = Flat(sheet, header, UNITS, skip_hidden=skip_hidden)
    return table, [UnitLine(row, **_texts(table, row, UNIT_MOST), starts_on=table.day(row, "starts_on"))
                   for row in table.records()]  # fmt: skip


def people_in(sheet, header, *, skip_hidden=False):
    """(the table with what is wrong in it, [PersonLine])."""
    table = Flat(sheet, header, PEOPLE, skip_hidden=skip_hidden)
    lines = [
        PersonLine(row, **_texts(table, row, PERSON_MOST), starts_on=table.day(row, "starts_on"),
                   roles=table.read(row, "role", lines_in, []) or [])
        for row in table.records()
    ]  # fmt: skip
    return table, lines


def _texts(table, row, most):
    """{key: text} of a row; what is too long was named and is cut."""
    labels = table.layout.by_key
    return {key: table.text(row, key, n, labels[key].label.lower()) or "" for key, n in most.items()}
