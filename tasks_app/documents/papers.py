"""What does each kind of paper say?"""

from dataclasses import dataclass

from tasks_app.documents.fields import said
from tasks_app.documents.parts import (
    CountRow,
    CriterionLine,
    Difference,
    Group,
    HandedTask,
    Heading,
    Member,
    Milestone,
    Obstacle,
    Person,
    Post,
    ScoredTask,
    Signature,
    TaskLine,
    YearOfTasks,
)


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What stands on every paper."""

    heading: Heading = said("dau", "Phần đầu văn bản", Heading())
    name: str = said("ten_loai", "Tên loại văn bản")
    summary: str = said("trich_yeu", "Trích yếu")
    addressees: tuple[str, ...] = said("kinh_gui", "Nơi kính gửi, mỗi nơi một dòng", ())
    recipients: tuple[str, ...] = said("noi_nhan", "Nơi nhận, mỗi nơi một dòng", ())
    signature: Signature = said("ky", "Phần ký", Signature())
    giver: str = said("cap_giao", "Cấp giao việc, ví dụ Ban Thường vụ Tỉnh ủy")
    round: str = said("dot", "Đợt giao việc")
    day: str = said("tinh_den_ngay", "Số liệu tính đến ngày")


@dataclass(frozen=True, kw_only=True)
class OneTask(Paper):
    """About one task of one person."""

    person: Person = said("dong_chi", "Đồng chí được giao (chủ trì)", Person())
    task: TaskLine = said("viec", "Việc", TaskLine())


@dataclass(frozen=True, kw_only=True)
class TaskLists(Paper):
    """About many tasks, by group and person."""

    groups: tuple[Group, ...] = said("cac_nhom", "Các nhóm theo diện quản lý", ())
    tasks: str = said("so_viec", "Tổng số việc")
    persons: str = said("so_dong_chi", "Tổng số đồng chí")
    bases: tuple[str, ...] = said("can_cu", "Các căn cứ, mỗi căn cứ một dòng", ())
    document: str = said("van_ban", "Văn bản (quyết định, thông báo) đã ghi số")


@dataclass(frozen=True, kw_only=True)
class Registration(OneTask):
    pass


@dataclass(frozen=True, kw_only=True)
class CommitmentPaper(OneTask):
    committed_on: str = said("ngay_cam_ket", "Ngày cam kết")
    obstacles: tuple[Obstacle, ...] = said("cac_vuong_mac", "Khó khăn, vướng mắc đã nêu", ())
    milestones: tuple[Milestone, ...] = said("cac_moc", "Các mốc tiến độ", ())
    resources: str = said("nguon_luc", "Nguồn lực")
    solutions: str = said("giai_phap", "Giải pháp")


@dataclass(frozen=True, kw_only=True)
class CadreReport(Paper):
    person: Person = said("dong_chi", "Đồng chí báo cáo, với các việc", Person())
    period: str = said("ky_bao_cao", "Kỳ báo cáo")
    tasks: str = said("so_viec", "Số việc")


@dataclass(frozen=True, kw_only=True)
class UnitReport(TaskLists):
    unit: str = said("don_vi", "Đơn vị báo cáo")
    counts: CountRow = said("so_lieu", "Số liệu chung của đơn vị", CountRow())


@dataclass(frozen=True, kw_only=True)
class UrgeLetter(TaskLists):
    answer_by: str = said("tra_loi_truoc", "Đề nghị báo cáo trước ngày")


@dataclass(frozen=True, kw_only=True)
class ChangePaper(OneTask):
    change: str = said("viec_de_nghi", "Gia hạn, điều chỉnh…")
    reason: str = said("ly_do", "Lý do")
    cause: str = said("nguyen_nhan", "Nguyên nhân chủ quan, khách quan")
    differences: tuple[Difference, ...] = said("cac_thay_doi", "Nội dung thay đổi", ())
    opinion: str = said("tham_dinh", "Ý kiến thẩm định")
    agreed: bool = said("dong_y", "Đúng nếu cấp giao đồng ý", True)
    answer: str = said("y_kien_quyet_dinh", "Ý kiến khi quyết định")
    asked_on: str = said("ngay_de_nghi", "Ngày đề nghị")


@dataclass(frozen=True, kw_only=True)
class InspectionMinutes(OneTask):
    inspected_on: str = said("ngay_kiem_tra", "Ngày kiểm tra")
    place: str = said("noi_kiem_tra", "Nơi kiểm tra")
    team: str = said("doan_kiem_tra", "Đoàn kiểm tra")
    members: str = said("thanh_phan", "Thành phần đoàn kiểm tra")
    head: str = said("truong_doan", "Trưởng đoàn")
    findings: str = said("ket_qua", "Kết quả kiểm tra")
    demands: str = said("yeu_cau", "Yêu cầu, kiến nghị")
    follow_up: str = said("khac_phuc_truoc", "Khắc phục trước ngày")


@dataclass(frozen=True, kw_only=True)
class ScoreSheetPaper(OneTask):
    """Phiếu chấm: to be filled by hand, or as it was given."""

    council: str = said("hoi_dong", "Tên hội đồng")
    founded_by: str = said("quyet_dinh_hoi_dong", "Quyết định thành lập hội đồng")
    member: Member = said("thanh_vien", "Thành viên chấm; trống khi in để chấm trên giấy", Member())
    criteria: tuple[CriterionLine, ...] = said("cac_tieu_chi", "Các tiêu chí", ())
    total: str = said("tong_diem", "Tổng điểm")
    comment: str = said("nhan_xet", "Nhận xét")
    scored_on: str = said("ngay_cham", "Ngày chấm")
    given: bool = said("da_cham", "Đúng nếu phiếu đã chấm", False)


@dataclass(frozen=True, kw_only=True)
class CouncilMinutes(Paper):
    """Biên bản of the council on one task or on all that it scored."""

    council: str = said("hoi_dong", "Tên hội đồng")
    founded_by: str = said("quyet_dinh_hoi_dong", "Quyết định thành lập hội đồng")
    chair: str = said("chu_tich", "Chủ tịch hội đồng")
    secretary: str = said("thu_ky", "Thư ký hội đồng")
    members: tuple[Member, ...] = said(
        "cac_thanh_vien", "Thành viên hội đồng, với phiếu khi chỉ có một việc", ()
    )
    criteria: tuple[CriterionLine, ...] = said("cac_tieu_chi", "Các tiêu chí", ())
    scored: tuple[ScoredTask, ...] = said("cac_viec_cham", "Các việc đã chấm", ())
    tasks: str = said("so_viec", "Số việc đã chấm")
    one_task: bool = said("mot_viec", "Đúng nếu biên bản về một việc", False)


@dataclass(frozen=True, kw_only=True)
class ConclusionNotice(OneTask):
    year: str = said("nam", "Năm (kết luận năm của việc nhiều năm)")
    result: str = said("ket_luan", "Kết luận: vượt, đạt, đạt một phần, không đạt")
    completed: str = said("hoan_thanh", "Hoàn thành hay chưa")
    on_time: str = said("thoi_han", "Đúng hay không đúng thời hạn")
    quality: str = said("chat_luong", "Bảo đảm hay chưa bảo đảm chất lượng")
    exceeded: str = said("vuot", "Vượt hay không vượt yêu cầu")
    comment: str = said("nhan_xet", "Nhận xét")
    concluded_on: str = said("ngay_ket_luan", "Ngày kết luận")


@dataclass(frozen=True, kw_only=True)
class HandoverMinutes(OneTask):
    receiver: Person = said("ben_nhan", "Đồng chí nhận bàn giao", Person())
    handed_over_on: str = said("ngay_ban_giao", "Ngày bàn giao")
    outcome: str = said("hinh_thuc", "Hình thức bàn giao")
    state: str = said("tinh_trang", "Tình trạng tại ngày bàn giao")
    document: str = said("van_ban", "Văn bản về bàn giao")
    cause: str = said("ly_do", "Lý do bàn giao")
    receivers: tuple[Person, ...] = said("cac_ben_nhan", "Các đồng chí nhận bàn giao", ())
    items: tuple[HandedTask, ...] = said(
        "cac_viec_ban_giao", "Các việc bàn giao, khi biên bản về nhiều việc", ()
    )


@dataclass(frozen=True, kw_only=True)
class CadreSheet(Paper):
    person: Person = said("dong_chi", "Đồng chí", Person())
    posts: tuple[Post, ...] = said("cac_chuc_vu", "Các chức vụ đã và đang giữ", ())
    years: tuple[YearOfTasks, ...] = said("cac_nam", "Việc được giao theo năm", ())
    tasks: str = said("so_viec", "Số việc được giao")
    concluded: str = said("da_ket_luan", "Số việc đã kết luận")
    completed: str = said("da_hoan_thanh", "Số việc hoàn thành")
    on_time: str = said("dung_han", "Số việc hoàn thành đúng thời hạn")
    exceeded: str = said("vuot", "Số việc vượt yêu cầu")
    behind: str = said("cham", "Số việc đang chậm, quá hạn")


@dataclass(frozen=True, kw_only=True)
class SummaryReport(TaskLists):
    by_group: tuple[CountRow, ...] = said("bieu_nhom", "Biểu 1: theo diện quản lý cán bộ", ())
    by_unit: tuple[CountRow, ...] = said("bieu_don_vi", "Biểu 2: theo đơn vị", ())
    total: CountRow = said("cong", "Dòng cộng", CountRow())
    # Each row of the headline table counts its own people: their sum is no number of persons.
    persons_word: str = said("chu_dong_chi", "đồng chí, hoặc lượt đồng chí", "đồng chí")
    overdue: tuple[TaskLine, ...] = said("cac_viec", "Biểu 3: việc quá hạn", ())
    answers_owed: str = said("no_tra_loi", "Số kiến nghị chưa trả lời")
    changes_waiting: str = said("cho_quyet_dinh", "Số đề nghị gia hạn, điều chỉnh chờ quyết định")
    conclusions_waiting: str = said("cho_ket_luan", "Số việc chờ kết luận")
