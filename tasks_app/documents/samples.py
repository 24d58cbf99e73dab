"""What does a paper look like before there is a case for it? Invented people, for previews of templates and for tests."""

from datetime import date

from tasks_app.documents import papers
from tasks_app.documents.headings import Issuer, heading, signature
from tasks_app.documents.kinds import By, Kind
from tasks_app.documents.parts import (
    CountRow,
    CriterionLine,
    Difference,
    Figure,
    Group,
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

COMMITTEE = Issuer(
    superior="Tỉnh ủy Tuyên Quang", name="Huyện ủy Yên Sơn", suffix="HU", place="Yên Sơn",
    authority="T/M Ban Thường vụ", title="Phó Bí thư", signer="Hoàng Minh Thắng",
    recipients=("Thường trực Tỉnh ủy", "Ban Tổ chức Tỉnh ủy", "Các đồng chí có tên tại phụ lục", "Lưu Văn phòng Huyện ủy"),
)  # fmt: skip
AGENCY = Issuer(
    superior="Huyện ủy Yên Sơn", name="Ban Tổ chức", suffix="BTCHU", place="Yên Sơn", authority="K/T Trưởng ban",
    title="Phó Trưởng ban", signer="Đặng Thị Hương", recipients=("Như trên", "Thường trực Huyện ủy", "Lưu Ban Tổ chức"),
    full_name="Ban Tổ chức Huyện ủy Yên Sơn",
)  # fmt: skip
COUNCIL = Issuer(superior="Huyện ủy Yên Sơn", name="Hội đồng đánh giá", suffix="HĐ", place="Yên Sơn")
UNIT = Issuer(superior="Huyện ủy Yên Sơn", name="Đảng ủy xã Nhữ Hán", place="Nhữ Hán")
DAY = date(2021, 3, 20)
NAMES = ("Ma Thế Hồng", "Nguyễn Văn Bình", "Hầu A Lềnh", "Trần Thị Thu Thủy", "Đỗ Đình Đạt", "Lý Thị Hoa")
PLACES = ("Mỹ Bằng", "Nhữ Hán", "Kim Quan", "Trung Môn", "Phú Thịnh", "Tân Long")


def sample(kind: Kind, *, people=4, tasks_each=2) -> papers.Paper:
    """A whole paper of this kind; `people` and `tasks_each` make its lists as long as wanted."""
    issuer = {By.COMMITTEE: COMMITTEE, By.AGENCY: AGENCY, By.PERSON: UNIT, By.COUNCIL: COUNCIL}[kind.by]
    common: dict = {
        "heading": heading(
            issuer, kind.abbreviation, number="125" if kind.abbreviation else "", issued_on=DAY, year=2021
        ),
        "name": kind.title,
        "summary": SUMMARIES[kind.code],
        "addressees": ("Ban Thường vụ Huyện ủy Yên Sơn",),
        "recipients": issuer.recipients,
        "signature": Signature() if kind.by in (By.PERSON, By.COUNCIL) else signature(issuer),
        "giver": "Ban Thường vụ Huyện ủy Yên Sơn",
        "round": "năm 2021",
        "day": "31/03/2021",
    }
    more = {
        papers.OneTask: lambda: {"person": person(1, 1), "task": task(1)},
        papers.TaskLists: lambda: lists(people, tasks_each),
        papers.CadreReport: lambda: {"person": person(1, 3), "period": "quý I năm 2021", "tasks": "3"},
        papers.CadreSheet: lambda: _sheet(),
    }
    for base, make in more.items():
        if issubclass(kind.paper, base):
            common |= make()
    if kind.paper is papers.SummaryReport:
        common |= _summary(common["groups"], people, tasks_each)
    return kind.paper(**common, **OWN.get(kind.paper, {}))


SUMMARIES = {
    "phieu-dang-ky": "việc đột phá, đổi mới năm 2021",
    "to-trinh-giao-viec": "về việc giao việc đột phá, đổi mới năm 2021",
    "quyet-dinh-giao-viec": "về giao việc đột phá, đổi mới năm 2021",
    "thong-bao-giao-viec": "giao việc đột phá, đổi mới năm 2021",
    "ban-cam-ket": "thực hiện việc đột phá, đổi mới được giao",
    "bao-cao-can-bo": "tiến độ thực hiện việc đột phá, đổi mới quý I năm 2021",
    "bao-cao-don-vi": "kết quả thực hiện việc đột phá, đổi mới quý I năm 2021",
    "cong-van-don-doc": "V/v đôn đốc thực hiện việc đột phá, đổi mới",
    "to-trinh-thay-doi": "về việc gia hạn việc đột phá, đổi mới",
    "quyet-dinh-thay-doi": "về gia hạn việc đột phá, đổi mới",
    "bien-ban-kiem-tra": "kiểm tra thực tế việc đột phá, đổi mới",
    "thong-bao-ket-luan": "kết luận kết quả thực hiện việc đột phá, đổi mới",
    "phieu-cham": "kết quả thực hiện việc đột phá, đổi mới",
    "bien-ban-hoi-dong": "họp chấm điểm kết quả thực hiện việc đột phá, đổi mới",
    "bien-ban-ban-giao": "bàn giao việc đột phá, đổi mới",
    "phieu-can-bo": "về thực hiện việc đột phá, đổi mới",
    "bao-cao-tong-hop": "kết quả giao và thực hiện việc đột phá, đổi mới giai đoạn 2021–2025",
}


def figure(n):
    return Figure(
        name="Số hộ được hỗ trợ xây dựng nhà ở" if n % 2 else "Tỷ lệ hộ nghèo theo chuẩn đa chiều",
        unit="hộ" if n % 2 else "%", baseline="12" if n % 2 else "18,5", target="64" if n % 2 else "14,2",
        actual="41" if n % 2 else "15,6", reported="64" if n % 2 else "14,0", confirmed="64" if n % 2 else "14,1",
        share="64%" if n % 2 else "67%", result="Đạt", source="Phòng Lao động, Thương binh và Xã hội huyện",
    )  # fmt: skip


def task(n):
    place = PLACES[n % len(PLACES)]
    return TaskLine(
        number=str(n), code=f"YS-2021-{n:03}",
        title=f"Xây dựng xã {place} đạt tiêu chí đô thị loại V, giải phóng mặt bằng, hỗ trợ nhà ở cho hộ nghèo",
        natures="Việc khó, điểm nghẽn cần đột phá", origin="Đăng ký", field="Nông thôn mới", unit=f"Đảng ủy xã {place}",
        people=f"{NAMES[n % len(NAMES)]}, Bí thư Đảng ủy xã {place}",
        product="Quyết định công nhận của cấp có thẩm quyền; danh sách hộ được hỗ trợ", authority="Quyết định bố trí vốn trong dự toán xã",
        basis="Nghị quyết Đại hội Đảng bộ huyện", starts_on="20/03/2021", due_on="31/12/2021",
        original_due_on="30/09/2021" if n % 3 == 0 else "", coordinating="Phòng Kinh tế và Hạ tầng; Phòng Tài nguyên và Môi trường",
        document="Quyết định số 125-QĐ/HU ngày 20/03/2021", figures=(figure(n), figure(n + 1)),
        standing="Quá hạn 20 ngày" if n % 4 == 0 else "Đúng tiến độ", share="64%",
        obstacles="Vướng mặt bằng 3 hộ ở thôn Đá Bàn" if n % 2 else "", proposals="Bổ sung 1,2 tỷ đồng vốn đối ứng" if n % 3 == 0 else "",
        own_view="Đúng tiến độ", appraisal="Đồng ý", conclusion="Đạt" if n % 5 == 0 else "", finished_on="20/12/2021",
    )  # fmt: skip


def person(n, tasks_each):
    place = PLACES[n % len(PLACES)]
    return Person(
        number=str(n), name=NAMES[n % len(NAMES)], title=f"Bí thư Đảng ủy xã {place}",
        tasks=tuple(task((n - 1) * tasks_each + i) for i in range(1, tasks_each + 1)),
    )  # fmt: skip


def lists(people, tasks_each):
    half = people - people // 2
    groups = [
        Group(number=roman, name=name, tasks=str(len(numbers) * tasks_each), persons=str(len(numbers)),
              people=tuple(person(n, tasks_each) for n in numbers))
        for roman, name, numbers in (
            ("I", "Cán bộ diện Ban Thường vụ Huyện ủy quản lý", range(1, half + 1)),
            ("II", "Cán bộ lãnh đạo, quản lý còn lại", range(half + 1, people + 1)),
        )
    ]  # fmt: skip
    return {
        "groups": tuple(groups), "tasks": str(people * tasks_each), "persons": str(people),
        "bases": ("Căn cứ Quy định số 30-QĐ/TU ngày 20/5/2020 của Ban Thường vụ Tỉnh ủy",
                  "Xét đề nghị của Ban Tổ chức Huyện ủy"),
        "document": "Quyết định số 125-QĐ/HU ngày 20/03/2021",
    }  # fmt: skip


def _sheet():
    return {
        "person": person(1, 1),
        "posts": (Post(title="Bí thư Đảng ủy xã Nhữ Hán", since="01/07/2020"),
                  Post(title="Phó Chủ tịch Ủy ban nhân dân xã Nhữ Hán", since="01/06/2015", until="01/07/2020")),
        "years": (YearOfTasks(year="2020", tasks=(task(5),)), YearOfTasks(year="2021", tasks=(task(1), task(2)))),
        "tasks": "3", "concluded": "1", "completed": "1", "on_time": "1", "exceeded": "0", "behind": "0",
    }  # fmt: skip


def _count(number, name, *figures):
    words = ("persons", "tasks", "uncommitted", "on_course", "slow", "overdue", "waiting", "done", "other")
    return CountRow(number=number, name=name, **dict(zip(words, map(str, figures), strict=True)))


CRITERIA = tuple(
    CriterionLine(number=str(n), name=name, guide=guide, most=most, weight=most, points=points, weighted=points)
    for n, (name, guide, most, points) in enumerate((
        ("Mức độ hoàn thành chỉ tiêu giao", "Theo số liệu xác nhận", "50", "45"),
        ("Tiến độ", "Đúng hoặc trước hạn được điểm tối đa", "20", "18"),
        ("Chất lượng sản phẩm", "", "20", "17,5"),
        ("Cách làm mới, khả năng nhân rộng", "", "10", "8"),
    ), 1)
)  # fmt: skip
MEMBERS = tuple(
    Member(number=str(n), name=name, title=title, role=role, total=total, comment=comment, note=note)
    for n, (name, title, role, total, comment, note) in enumerate((
        ("Lê Thị Phương", "Trưởng Ban Tổ chức Huyện ủy", "Chủ tịch hội đồng", "88,5", "Cách làm sát dân.", ""),
        ("Trần Quang Huy", "Chánh Văn phòng Huyện ủy", "Thư ký", "90", "", ""),
        ("Đỗ Đình Đạt", "Chủ nhiệm Ủy ban Kiểm tra Huyện ủy", "Ủy viên", "86", "", "Nhập theo phiếu đã ký"),
        ("Nguyễn Văn Bình", "Bí thư Đảng ủy xã Nhữ Hán", "Ủy viên", "", "", "Không chấm việc của mình"),
    ), 1)
)  # fmt: skip
_COUNCIL = {
    "council": "Hội đồng đánh giá việc đột phá, đổi mới của Huyện ủy Yên Sơn",
    "founded_by": "Quyết định số 140-QĐ/HU ngày 05/11/2021",
    "criteria": CRITERIA,
}


def _summary(groups, people, tasks_each):
    """Figures that agree with the lists of the same paper."""
    whole = people * tasks_each
    overdue = tuple(t for g in groups for p in g.people for t in p.tasks if t.standing.startswith("Quá hạn"))
    rows = tuple(
        _count(g.number, g.name, g.persons, g.tasks, 0, g.tasks if n else int(g.tasks) - len(overdue), 0, 0 if n else len(overdue), 0, 0, 0)
        for n, g in enumerate(groups)
    )  # fmt: skip
    units = tuple(
        _count(str(n), f"Đảng ủy xã {PLACES[n % 6]}", 1, tasks_each, 0, tasks_each, 0, 0, 0, 0, 0) for n in range(1, people + 1)
    )  # fmt: skip
    total = _count("", "Cộng", people, whole, 0, whole - len(overdue), 0, len(overdue), 0, 0, 0)
    return {"by_group": rows, "by_unit": units, "total": total, "overdue": overdue}


_CHANGE = {
    "change": "gia hạn", "reason": "Mưa lũ tháng 6 làm sạt lở tuyến đường vào khu tái định cư, phải dừng thi công 45 ngày.",
    "cause": "khách quan", "differences": (Difference(name="Hạn hoàn thành", before="30/09/2021", after="31/12/2021"),),
    "opinion": "Đồng ý gia hạn đến hết năm 2021.", "answer": "", "asked_on": "15/08/2021",
}  # fmt: skip
OWN = {
    papers.CommitmentPaper: {
        "committed_on": "02/04/2021",
        "obstacles": (Obstacle(text="Còn 3 hộ chưa nhận tiền đền bù.", solver="Ủy ban nhân dân huyện", due_on="30/05/2021"),),
        "milestones": (Milestone(name="Bàn giao mặt bằng", due_on="30/06/2021", targets="Số hộ: 30 hộ"),
                       Milestone(name="Hoàn thành nhà ở", due_on="30/11/2021", targets="Số hộ: 64 hộ")),
        "resources": "1,5 tỷ đồng từ ngân sách huyện; 300 ngày công.", "solutions": "Vận động, đối thoại với từng hộ.",
    },
    papers.UnitReport: {"unit": "Đảng ủy xã Mỹ Bằng", "counts": _count("", "", 4, 8, 0, 5, 1, 1, 0, 1, 0)},
    papers.UrgeLetter: {"answer_by": "15/04/2021"},
    papers.ChangePaper: _CHANGE,
    papers.InspectionMinutes: {
        "inspected_on": "10/08/2021", "place": "thôn Đá Bàn, xã Mỹ Bằng", "team": "Đoàn kiểm tra của Ban Thường vụ Huyện ủy",
        "members": "đ/c Lê Thị Phương, trưởng đoàn; đ/c Trần Quang Huy, thư ký", "head": "Lê Thị Phương",
        "findings": "Đã hỗ trợ 41 hộ, 3 hộ chưa có mặt bằng. Hồ sơ đầy đủ.\nChất lượng nhà ở bảo đảm.", "demands": "Hoàn thành hồ sơ 3 hộ còn lại.",
        "follow_up": "30/09/2021",
    },
    papers.ScoreSheetPaper: _COUNCIL | {"member": MEMBERS[0], "total": "88,5", "comment": "Cách làm sát dân.", "scored_on": "20/12/2021", "given": True},
    papers.CouncilMinutes: _COUNCIL | {
        "chair": "Lê Thị Phương", "secretary": "Trần Quang Huy", "members": MEMBERS, "tasks": "1", "one_task": True,
        "scored": (ScoredTask(number="1", person=person(1, 1), task=task(1), sheets="3/3", mean="88,17", low="86", high="90", own_result="Đạt"),),
    },
    papers.ConclusionNotice: {
        "result": "Đạt", "completed": "Hoàn thành", "on_time": "Đúng thời hạn", "quality": "Bảo đảm chất lượng",
        "exceeded": "Không vượt yêu cầu", "comment": "Cách làm sát dân, có thể nhân rộng.", "concluded_on": "25/12/2021",
    },
    papers.HandoverMinutes: {
        "receiver": Person(name="Lý Thị Hoa", title="Bí thư Đảng ủy xã Nhữ Hán"), "handed_over_on": "01/09/2021",
        "outcome": "Người kế nhiệm tiếp tục", "state": "Đã hỗ trợ 41/64 hộ; còn 23 hộ đang làm móng.", "document": "Quyết định số 88-QĐ/HU ngày 28/08/2021",
    },
    papers.SummaryReport: {"answers_owed": "2", "changes_waiting": "1", "conclusions_waiting": "1"},
}  # fmt: skip
