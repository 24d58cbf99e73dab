"""The pages that people wait for ask the same number of queries for one row and for twenty, and never more than twenty.

The numbers are committed in query_counts.json, so that a change shows in review. After a change that was meant:

    QUERY_COUNTS=write ./run test tests/test_query_counts.py
"""

import json
import os
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cadres.models import Authorisation, Office, Succession
from tasks_app.models import (
    Assignment,
    ChangeRequest,
    Commitment,
    Conclusion,
    Council,
    CouncilMember,
    CriteriaSet,
    Delivery,
    Direction,
    HandoverMinutes,
    Meeting,
    MeetingConclusion,
    MeetingItem,
    Message,
    Milestone,
    MilestoneTarget,
    Notice,
    Obstacle,
    Paper,
    ProgressReport,
    Reading,
    Recommendation,
    Registrant,
    RegistrationUrge,
    RoundEvent,
    ScoreSheet,
    SheetExport,
    SheetImport,
    StatisticalGroup,
    Task,
    TaskEvent,
    Urge,
)
from tests.factories import (
    NOW,
    START,
    appoint,
    make_cadre,
    make_document,
    make_field,
    make_follow_up,
    make_indicator,
    make_inspection,
    make_mission,
    make_round,
    make_task,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
COMMITTED = Path(__file__).with_name("query_counts.json")
MOST, FEW, MANY = 20, 1, 20
Role, S = Office.Role, Task.Status


class World:
    """A committee that succeeded another, with a reader who holds every role that adds queries; then `rows` of everything."""

    def __init__(self):
        self.before, self.giver = make_unit("Tỉnh ủy cũ"), make_unit("Tỉnh ủy Tuyên Quang", short_code="TU")
        Succession.objects.create(predecessor=self.before, successor=self.giver, effective_on=START)
        self.reader = make_user(role=Role.OFFICER, unit=self.giver)
        Office.objects.create(user=self.reader, role=Role.LEADER, unit=self.giver, starts_on=START)
        appoint(self.reader.cadre, "Trưởng ban", self.giver)
        self.cadre, self.helped = make_user(), make_cadre()
        appoint(self.cadre.cadre, "Bí thư", make_unit(parent=self.giver))
        Authorisation.objects.create(cadre=self.helped, assistant=self.cadre, starts_on=START)
        self.group = StatisticalGroup.objects.create(
            committee=self.giver, code="btv", name="Diện Ban Thường vụ"
        )
        self.round = make_round(self.giver, year=timezone.localdate().year)
        self.mission = make_mission(self.giver, by=self.reader, starts_on=self.day(-20))
        self.meeting = Meeting.objects.create(
            committee=self.giver, held_on=self.day(0), chair="Đ/c Nông Quốc Tiệp", opened_by=self.reader,
            opened_at=timezone.now(), since_at=NOW - timedelta(days=7),
        )  # fmt: skip
        self.document = make_document(self.giver)
        self.sheet = SheetImport(
            round=self.round, committee=self.giver, name="danh-muc.xlsx", content=b"x", sha256="0" * 64, by=self.reader, at=NOW,
            status="checked",
        )  # fmt: skip
        self.task = self.add_task(0)
        make_inspection(self.task, mission=self.mission, by=self.reader, findings="")

    def day(self, n):
        return timezone.localdate() + timedelta(days=n)

    def add_task(self, n, status=S.IN_FORCE, **fields):
        unit = make_unit(parent=self.giver)
        task = make_task(
            giver=self.giver, unit=unit, assignee=self.cadre, status=status, round=self.round, group=self.group,
            committed_on=self.day(-90), starts_on=self.day(-200), due_on=self.day(-40), field=make_field(f"Lĩnh vực {n % 4}"),
            decided_on=self.day(-200), indicators=0, **fields,
        )  # fmt: skip
        Assignment.objects.create(
            task=task, cadre=make_cadre(), role="co", starts_on=START, name="Lê Văn Hai"
        )
        appoint(task.assignments.get(role="co").cadre, "Bí thư", unit, managed_by=self.giver)
        self.add_records(task)
        item = MeetingItem.objects.create(
            meeting=self.meeting, task=task, rank=self.meeting.items.count() + 1, why="Quá hạn 40 ngày"
        )
        MeetingConclusion.objects.create(
            item=item, text="Xong trong tháng", cadre=self.cadre.cadre, due_on=self.day(9), by=self.reader, at=NOW,
            direction=Direction.objects.create(task=task, text="Xong trong tháng", by=self.reader, at=NOW),
        )  # fmt: skip
        return task

    def add_records(self, task):
        """One of everything that a task's page or row shows."""
        by, day = self.reader, self.day(-30)
        indicator = make_indicator(task, current=Decimal(40), weight=50)
        commitment = Commitment.objects.create(
            task=task,
            content_version=task.commitments.count() + 1,
            committed_on=day,
            cadre=self.cadre.cadre,
            by=by,
            at=NOW,
        )
        milestone = Milestone.objects.create(
            task=task,
            commitment=commitment,
            name="Mốc",
            due_on=day + timedelta(days=task.commitments.count()),
        )
        MilestoneTarget.objects.create(milestone=milestone, indicator=indicator, value=50)
        report = ProgressReport.objects.create(
            task=task, cadre=self.cadre.cadre, period_starts_on=day, period_ends_on=day, status="submitted",
            submitted_at=NOW, by=self.cadre, saved_at=NOW,
        )  # fmt: skip
        Reading.objects.create(report=report, indicator=indicator, value=40)
        Urge.objects.create(task=task, text="Đề nghị báo cáo", body_name="Ban Tổ chức", by=by, at=NOW)
        Direction.objects.create(task=task, text="Khẩn trương", by=by, at=NOW)
        mission = make_mission(self.giver, head=self.cadre, by=by, starts_on=day)
        make_follow_up(make_inspection(task, mission=mission, by=by, inspected_on=day))
        Obstacle.objects.create(task=task, text="Vướng", named_on=day, by=self.cadre, solver=self.giver)
        Recommendation.objects.create(
            task=task, addressee=self.giver, text="Kiến nghị", made_on=day, by=self.cadre
        )
        TaskEvent.objects.create(task=task, kind="urged", act="đôn đốc", by=by, by_name="Ban Tổ chức", at=NOW)
        TaskEvent.objects.create(
            task=task, kind="decide", act="quyết định", by=by, by_name="Ban", at=NOW, document=self.document
        )
        n = Paper.objects.count()
        paper = Paper.objects.create(
            kind="ban-cam-ket", body=self.giver, data={}, digest=str(n), by=by, at=NOW
        )
        paper.tasks.add(task)
        make_document(self.giver)
        ChangeRequest.objects.create(
            task=task, kind="content", reason="Lý do", requested_by=self.cadre, requested_at=NOW, outcome="refused",
            decided_on=day, decided_by=by, outcome_reason="Còn đủ thời gian",
        )  # fmt: skip

    def judge(self, task):
        """A check and a score sheet, by a council in which the reader sits."""
        council, _ = Council.objects.get_or_create(
            round=self.round, defaults={"name": "HĐ", "by": self.reader, "at": NOW}
        )
        seat, _ = CouncilMember.objects.get_or_create(
            council=council, cadre=self.reader.cadre, defaults={"starts_on": START}
        )
        criteria, _ = CriteriaSet.objects.get_or_create(
            round=self.round, number=1, defaults={"by": self.reader, "at": NOW}
        )
        ScoreSheet.objects.create(
            task=task,
            member=seat,
            criteria=criteria,
            total=80,
            scored_on=self.day(-1),
            by=self.reader,
            at=NOW,
        )
        task.checks.create(checked_on=self.day(-2), checkers="Tổ", findings="Khớp", by=self.reader, at=NOW)

    def leave(self, task):
        """Somebody left it behind; somebody else's minutes are drawn up."""
        gone = make_cadre()
        appoint(gone, "Phó Bí thư", task.unit, ends_on=self.day(-10))
        Assignment.objects.create(task=task, cadre=gone, role="co", starts_on=START, name=gone.full_name)
        leaver = make_cadre()
        share = Assignment.objects.create(task=task, cadre=leaver, role="co", starts_on=START, name="x")
        minutes = HandoverMinutes.objects.create(
            cadre=leaver, giver=self.giver, cause="moved", handed_over_on=self.day(-1), by=self.reader, at=NOW
        )
        minutes.items.create(
            task=task, assignment=share, to_cadre=make_cadre(), state={"figures": [], "months": 1}
        )

    def grow(self, n):
        """So many more of everything."""
        self.add_spreadsheets(n)
        for i in range(n):
            task = self.add_task(i)
            ChangeRequest.objects.create(
                task=task,
                kind="extension",
                reason="Mưa lũ",
                requested_by=self.cadre,
                requested_at=NOW,
                due_before=self.day(-40),
                due_proposed=self.day(30),
            )
            make_follow_up(make_inspection(task, mission=self.mission, by=self.reader))
            self.add_task(i, S.AWAITING_CONCLUSION, asked_conclusion_on=self.day(-3))
            self.add_task(i, S.AWAITING_DECISION)
            done = self.add_task(i, S.CONCLUDED)
            Conclusion.objects.create(
                task=done, result="met", completed=True, on_time=True, quality_met=True, exceeded=False, comment="Tốt",
                finished_on=date(2026, 5, 10), concluded_on=date(2026, 5, 20), by=self.reader, at=NOW,
            )  # fmt: skip
            self.judge(self.add_task(i, S.AWAITING_CONCLUSION, asked_conclusion_on=self.day(-5)))
            self.leave(self.add_task(i))
            Notice.objects.create(recipient=self.cadre, task=task, kind="urged", text="Đôn đốc", at=NOW)
            self.add_records(self.task)
            self.add_dead_letter(task)
            who = {"round": self.round, "cadre": make_cadre(), "by": self.reader, "at": NOW}
            Registrant.objects.create(**who)
            RegistrationUrge.objects.create(**who, text="Đề nghị đăng ký")
            RoundEvent.objects.create(
                round=self.round, kind="urged", act="đôn đốc", by=self.reader, by_name="Ban", at=NOW
            )

    def add_spreadsheets(self, n):
        row = {"row": 5, "number": "1", "group": "", "people": [["Lê Văn Hai", "Bí thư"]], "title": "Việc", "unit": "Xã",
               "figures": [["Số hộ", "1", "2", "hộ"]], "due": "31/12/2030", "state": "new", "code": "", "changes": []}  # fmt: skip
        self.sheet.found = {
            "sheet": 0, "sheet_names": ["A"], "header": {"top": 1, "bottom": 1, "texts": {"1": "STT"}, "keys": {"1": "number"}},
            "problem_count": n, "problems": [[5, 1, "A5", "sai", "x", ["y"]]] * n, "notes": [[5, "lưu ý"]] * n, "rows": [row] * n,
            "counts": {"tasks": n, "people": 1, "new": n, "changed": 0, "same": 0, "groups": []}, "digest": "",
        }  # fmt: skip
        self.sheet.save()
        for _ in range(n):
            SheetExport.objects.create(
                by=self.reader, by_name="Đ/c Hường", at=NOW, committee=self.giver, what="Danh mục", form="xlsx", rows=2, sha256="0" * 64
            )  # fmt: skip

    def add_dead_letter(self, task):
        letter = Message.objects.create(
            recipient=make_user(), slot="digest 2026-06-01", state="dead", due_at=NOW, error="550",
            sent_again_by=self.reader, sent_again_at=NOW,
        )  # fmt: skip
        Delivery.objects.create(
            task=task, rule="overdue", occurrence=f"{task.due_on} #1", recipient=letter.recipient, channel="mail",
            message=letter, due_at=NOW, state="dead", settled_at=NOW, text="Quá hạn",
        )  # fmt: skip


# Lists whose rows are put together for a file; the others are one query.
LISTED = (
    "can-bo",
    "can-lam",
    "dang-cho",
    "vuong-mac",
    "de-nghi-thay-doi",
    "so-van-ban",
    "tong-quan",
    "y-kien-chi-dao",
)


def pages(world):
    """{name of the page: (address, who reads it)}."""
    reader, cadre = world.reader, world.cadre
    return {
        "overview": ("/tong-quan/", reader),
        "unit_overview": (f"/tong-quan/{world.giver.pk}/", reader),
        "task_list": ("/viec/", reader),
        "task_list, overdue": ("/viec/?trang-thai=qua-han", reader),
        "task_list, search": (f"/viec/?q=nguyen&don-vi={world.task.unit_id}&sap-xep=dong-chi", reader),
        "task_list of a cadre": ("/viec/", cadre),
        "urge_queue": ("/don-doc/", reader),
        "conclusion_queue": ("/cho-ket-luan/", reader),
        "opinion_queue": ("/cho-y-kien/", reader),
        "to_do": ("/can-lam/", reader),
        "to_do of a cadre": ("/can-lam/", cadre),
        "stuck_list": ("/dang-cho/", reader),
        "conclude_tasks": ("/viec/ket-luan/", reader),
        "close_round": (f"/dot-giao-viec/{world.round.pk}/khoa-ky/", reader),
        "handover_queue": ("/ban-giao/", reader),
        "score_queue": ("/cham-diem/", reader),
        "urge_log": ("/don-doc/da-gui/", reader),
        "change_list": ("/de-nghi-thay-doi/", reader),
        "mission_list": ("/kiem-tra/", reader),
        "mission_page": (f"/kiem-tra/{world.mission.pk}/", reader),
        "follow_up_list": ("/kien-nghi-sau-kiem-tra/", reader),
        "task_history": (f"/viec/{world.task.code}/lich-su/", reader),
        "meeting_page": (f"/giao-ban/{world.meeting.pk}/", reader),
        "meeting_item": (f"/giao-ban/{world.meeting.pk}/viec/1/", reader),
        "meeting_minutes": (f"/giao-ban/{world.meeting.pk}/bien-ban/", reader),
        "cadre_list": ("/can-bo/", reader),
        "cadre_page": (f"/can-bo/{cadre.cadre.pk}/", reader),
        "cadre_sheet": (f"/can-bo/{cadre.cadre.pk}/phieu/", reader),
        "task_page": (f"/viec/{world.task.code}/", reader),
        "task_page of its cadre": (f"/viec/{world.task.code}/", cadre),
        "round_page": (f"/dot-giao-viec/{world.round.pk}/", reader),
        "reminder_rules": (f"/dot-giao-viec/{world.round.pk}/nhac-viec/", reader),
        "reminder_status": ("/nhac-viec/", reader),
        "dead_letters": ("/nhac-viec/khong-gui-duoc/", reader),
        "consider_round": (f"/dot-giao-viec/{world.round.pk}/xem-xet/", reader),
        "compile_list": (f"/dot-giao-viec/{world.round.pk}/danh-muc/", reader),
        "document_list": ("/so-van-ban/", reader),
        "document_page": (f"/so-van-ban/{world.document.pk}/", reader),
        "template_list": (f"/so-van-ban/mau/{world.giver.pk}/", reader),
        "decide_tasks": ("/viec/quyet-dinh/", reader),
        "order_task": ("/viec/moi/", reader),
        "report_task": (f"/viec/{world.task.code}/bao-cao/", cadre),
        "my_tasks": ("/viec-cua-toi/", cadre),
        "my_results": ("/ket-qua-cua-toi/", cadre),
        "reports_due": ("/bao-cao-cua-toi/", cadre),
        "direction_list": ("/y-kien-chi-dao/", reader),
        "hurdle_list": ("/vuong-o-ai/", reader),
        "import_annex": (f"/dot-giao-viec/{world.round.pk}/nhap/", reader),
        "import_page": (f"/nhap-bang-tinh/{world.sheet.uuid}/", reader),
        "export_round": (f"/dot-giao-viec/{world.round.pk}/xuat/", reader),
        "export_tasks": ("/viec/xuat/", reader),
        "export_list": ("/xuat-du-lieu/", reader),
        "import_figures": (f"/dot-giao-viec/{world.round.pk}/nhap-so-lieu/", reader),
        **{f"export_listing, {code}": (f"/xuat/{code}/", reader) for code in LISTED},
        "notice_list": ("/thong-bao/", cadre),
    }


def count(client, address, user):
    """Queries of one answer, the transaction's own begin and end left out; what is kept some seconds is kept already."""
    client.force_login(user)
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address)
        assert response.status_code == 200, address
    return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in captured.captured_queries)


def test_every_page_asks_the_committed_number_of_queries_at_one_row_and_at_twenty(client):
    world = World()
    world.grow(FEW)
    few = {name: count(client, *page) for name, page in pages(world).items()}
    world.grow(MANY - FEW)
    many = {name: count(client, *page) for name, page in pages(world).items()}
    if os.environ.get("QUERY_COUNTS") == "write":
        COMMITTED.write_text(json.dumps(many, ensure_ascii=False, indent=2) + "\n")

    grown = {name: (few[name], many[name]) for name in many if few[name] != many[name]}
    assert grown == {}
    assert {name: n for name, n in many.items() if n > MOST} == {}
    assert many == json.loads(COMMITTED.read_text())
