"""Of which parts is a paper made: heading, people, tasks, figures, signature? All texts ready to print."""

from dataclasses import dataclass

from tasks_app.documents.fields import said


@dataclass(frozen=True, kw_only=True)
class Heading:
    superior: str = said("co_quan_cap_tren", "Tên cơ quan cấp trên")
    body: str = said("co_quan", "Tên cơ quan ban hành")
    number: str = said("so_ky_hieu", "Số, ký hiệu")
    motto: str = said("quoc_hieu", "Tiêu đề (Đảng) hoặc quốc hiệu (Nhà nước)")
    second_motto: str = said("tieu_ngu", "Tiêu ngữ (chỉ văn bản Nhà nước)")
    place_and_day: str = said("dia_danh_ngay", "Địa danh và ngày, tháng, năm")
    name: str = said("ten_co_quan", "Tên cơ quan ban hành, viết trong câu")
    day: str = said("ngay", "Ngày, tháng, năm, không có địa danh")
    of_state: bool = said("nha_nuoc", "Đúng nếu theo thể thức Nhà nước", False)


@dataclass(frozen=True, kw_only=True)
class Signature:
    authority: str = said("tham_quyen", "Thẩm quyền ký, ví dụ T/M BAN THƯỜNG VỤ")
    title: str = said("chuc_vu", "Chức vụ người ký")
    name: str = said("ho_ten", "Họ tên người ký")


@dataclass(frozen=True, kw_only=True)
class Figure:
    name: str = said("ten", "Chỉ tiêu")
    unit: str = said("don_vi_tinh", "Đơn vị tính")
    baseline: str = said("hien_trang", "Hiện trạng")
    target: str = said("can_dat", "Chỉ tiêu giao (cần đạt)")
    actual: str = said("thuc_hien", "Thực hiện")
    reported: str = said("tu_bao_cao", "Số tự báo cáo khi kết luận")
    confirmed: str = said("xac_nhan", "Số liệu xác nhận")
    share: str = said("ty_le", "% đạt")
    result: str = said("ket_luan", "Kết luận chỉ tiêu")
    source: str = said("nguon", "Nguồn số liệu, cơ quan xác nhận")


@dataclass(frozen=True, kw_only=True)
class TaskLine:
    number: str = said("stt", "Số thứ tự")
    code: str = said("ma", "Mã việc")
    title: str = said("noi_dung", "Nội dung việc")
    natures: str = said("tinh_chat", "Tính chất (mới, khó, tồn đọng, điểm nghẽn)")
    origin: str = said("nguon", "Đăng ký, đặt hàng hay giao bổ sung")
    field: str = said("linh_vuc", "Lĩnh vực")
    unit: str = said("don_vi", "Đơn vị chịu trách nhiệm")
    people: str = said("dong_chi", "Các đồng chí được giao, chủ trì trước")
    product: str = said("san_pham", "Sản phẩm, kết quả cần đạt")
    authority: str = said("tham_quyen", "Rõ thẩm quyền")
    basis: str = said("can_cu", "Căn cứ")
    starts_on: str = said("bat_dau", "Ngày bắt đầu")
    due_on: str = said("han", "Hạn hoàn thành")
    original_due_on: str = said("han_ban_dau", "Hạn ban đầu (nếu đã gia hạn)")
    coordinating: str = said("phoi_hop", "Cơ quan phối hợp")
    document: str = said("van_ban", "Văn bản giao việc")
    figures: tuple[Figure, ...] = said("cac_chi_tieu", "Các chỉ tiêu", ())
    standing: str = said("tien_do", "Tiến độ (đúng, chậm, quá hạn n ngày…)")
    share: str = said("ty_le", "Tỷ lệ hoàn thành")
    obstacles: str = said("vuong_mac", "Khó khăn, vướng mắc")
    proposals: str = said("kien_nghi", "Đề xuất, kiến nghị")
    own_view: str = said("tu_danh_gia", "Tự đánh giá trong báo cáo gần nhất")
    appraisal: str = said("tham_dinh", "Ý kiến của cơ quan thẩm định")
    conclusion: str = said("ket_luan", "Kết luận của cấp giao")
    finished_on: str = said("hoan_thanh_ngay", "Ngày hoàn thành đã xác nhận")
    note: str = said("ghi_chu", "Ghi chú")


@dataclass(frozen=True, kw_only=True)
class Person:
    number: str = said("stt", "Số thứ tự")
    name: str = said("ho_ten", "Họ và tên")
    title: str = said("chuc_vu", "Chức vụ, đơn vị")
    tasks: tuple[TaskLine, ...] = said("cac_viec", "Các việc của đồng chí", ())


@dataclass(frozen=True, kw_only=True)
class Group:
    number: str = said("so_la_ma", "Số La Mã")
    name: str = said("ten", "Tên nhóm")
    tasks: str = said("so_viec", "Số việc của nhóm")
    persons: str = said("so_dong_chi", "Số đồng chí của nhóm")
    people: tuple[Person, ...] = said("cac_dong_chi", "Các đồng chí của nhóm", ())


@dataclass(frozen=True, kw_only=True)
class Milestone:
    name: str = said("ten", "Mốc")
    due_on: str = said("ngay", "Đến ngày")
    targets: str = said("can_dat", "Cần đạt tại mốc")


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    text: str = said("noi_dung", "Khó khăn, vướng mắc")
    solver: str = said("co_quan", "Cần ai tháo gỡ")
    due_on: str = said("truoc_ngay", "Đề nghị trước ngày")


@dataclass(frozen=True, kw_only=True)
class Difference:
    name: str = said("ten", "Nội dung điều chỉnh")
    before: str = said("hien_tai", "Hiện tại")
    after: str = said("de_nghi", "Đề nghị (hoặc được duyệt)")


@dataclass(frozen=True, kw_only=True)
class CountRow:
    """A row of a table of figures."""

    number: str = said("stt", "Số thứ tự")
    name: str = said("ten", "Đối tượng, đơn vị")
    persons: str = said("so_dong_chi", "Số đồng chí")
    tasks: str = said("so_viec", "Số việc")
    uncommitted: str = said("cho_cam_ket", "Chờ cam kết")
    on_course: str = said("dung_tien_do", "Đúng tiến độ, sắp đến hạn")
    slow: str = said("cham", "Chậm tiến độ")
    overdue: str = said("qua_han", "Quá hạn")
    waiting: str = said("cho_ket_luan", "Chờ kết luận")
    done: str = said("hoan_thanh", "Đã kết luận")
    other: str = said("khac", "Tạm dừng, thôi giao")


@dataclass(frozen=True, kw_only=True)
class Post:
    title: str = said("ten", "Chức vụ, đơn vị")
    since: str = said("tu_ngay", "Từ ngày")
    until: str = said("den_ngay", "Đến ngày")


@dataclass(frozen=True, kw_only=True)
class YearOfTasks:
    year: str = said("ten", "Năm")
    tasks: tuple[TaskLine, ...] = said("cac_viec", "Các việc giao trong năm", ())


@dataclass(frozen=True, kw_only=True)
class CriterionLine:
    number: str = said("stt", "Số thứ tự")
    name: str = said("ten", "Tiêu chí")
    guide: str = said("huong_dan", "Hướng dẫn chấm")
    most: str = said("diem_toi_da", "Điểm tối đa")
    weight: str = said("trong_so", "Trọng số (%)")
    points: str = said("diem", "Điểm chấm; trống khi in để chấm trên giấy")
    weighted: str = said("diem_quy_doi", "Điểm quy đổi theo trọng số")


@dataclass(frozen=True, kw_only=True)
class Member:
    """A seat in a council, with the sheet of its member on one task."""

    number: str = said("stt", "Số thứ tự")
    name: str = said("ho_ten", "Họ và tên")
    title: str = said("chuc_vu", "Chức vụ")
    role: str = said("tu_cach", "Tư cách trong hội đồng")
    total: str = said("diem", "Tổng điểm của phiếu")
    comment: str = said("nhan_xet", "Nhận xét trong phiếu")
    note: str = said("ghi_chu", "Nhập theo phiếu ký, không chấm việc của mình, chưa có phiếu")


@dataclass(frozen=True, kw_only=True)
class ScoredTask:
    """A task with what the council gave it."""

    number: str = said("stt", "Số thứ tự")
    person: Person = said("dong_chi", "Đồng chí được giao (chủ trì)", Person())
    task: TaskLine = said("viec", "Việc", TaskLine())
    sheets: str = said("so_phieu", "Số phiếu")
    mean: str = said("diem_trung_binh", "Điểm trung bình")
    low: str = said("diem_thap_nhat", "Điểm thấp nhất")
    high: str = said("diem_cao_nhat", "Điểm cao nhất")
    own_result: str = said("tu_danh_gia", "Tự đánh giá khi đề nghị kết luận")


@dataclass(frozen=True, kw_only=True)
class HandedTask:
    """A task in the minutes of a handover."""

    number: str = said("stt", "Số thứ tự")
    task: TaskLine = said("viec", "Việc", TaskLine())
    outcome: str = said("hinh_thuc", "Hình thức bàn giao")
    receiver: str = said("ben_nhan", "Đồng chí nhận")
    state: str = said("tinh_trang", "Tình trạng tại ngày bàn giao")
