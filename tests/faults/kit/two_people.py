"""A task in each state with its people and all that waits on it: which acts are open there, and what is typed into each?"""

from datetime import timedelta
from decimal import Decimal

from django.test import Client
from django.utils import timezone

from cadres.models import Appointment, Office
from tasks_app.actions import scoring
from tasks_app.models import (
    ChangeRequest,
    Commitment,
    Conclusion,
    Direction,
    Evidence,
    Objection,
    Obstacle,
    ProgressReport,
    Round,
    Task,
    Urge,
)
from tests.factories import START, appoint, make_round, make_task, make_unit, make_user
from tests.journeys.filling import forms_of

Role, S = Office.Role, Task.Status
MARK = "Nội dung gõ dở số 4711"


def day(n):
    return f"{timezone.localdate() + timedelta(days=n):%d/%m/%Y}"


# What is typed, by the name of the input; what a form does not ask for is left away.
TYPED = {
    "text": MARK, "reason": MARK, "findings": MARK, "note_text": MARK, "outcome_reason": MARK, "state_note": MARK, "comment": MARK,
    "reply": MARK, "solutions": MARK, "narrative": MARK, "summary": MARK, "answer": MARK, "self_text": MARK, "cause": "objective",
    "due_proposed": day(500), "handed_over_on": day(0), "solved_on": day(0), "finished_on": day(0), "self_result": "met",
    "note": "more", "number": "12", "symbol": "QĐ/TU", "issued_on": day(0), "inspected_on": day(-1), "team": "Đoàn kiểm tra",
    "outcome": "approved", "advice": "agree", "opinion": "agree", "outlook": "on_track", "way": "paper", "place": "Thôn 3",
    "word": "close",
}  # fmt: skip
# Radio buttons of which none is chosen yet: a page does not send their names by itself.
RADIOS = ("cause", "outcome", "note", "advice", "opinion", "outlook", "way", "word", "self_result")
# What tells a form that acts from the others of its page.
ASKED = {"reason", "text", "number", "version", "rows", "viec"}


class World:
    """A task with its people. `acts`: {name: (who, address, what else he types)}, all open to them in this state of the task."""

    def __init__(self, name):
        today, now = timezone.localdate(), timezone.now()
        self.now, self.status, registered = now, S(name.partition(" ")[0]), "order" not in name
        giver = self.giver = make_unit("Tỉnh ủy Tuyên Quang", short_code="TU")
        self.cadre, self.second, self.heir = (
            make_user(name=n) for n in ("Ma Xuân Bính", "Vi Thị Hai", "Lê Văn Kế")
        )
        unit = self.unit = make_unit(parent=giver)
        appoint(self.cadre.cadre, "Bí thư", unit, managed_by=giver)
        self.successor = appoint(self.heir.cadre, "Phó Bí thư", unit, managed_by=giver)
        self.officer, self.leader, self.appraiser = (
            make_user(role=role, unit=giver) for role in (Role.OFFICER, Role.LEADER, Role.APPRAISER)
        )
        self.head = make_user(role=Role.UNIT_HEAD, unit=unit)
        decided = self.status not in Task.BEFORE_DECISION
        self.round = make_round(
            giver, year=today.year, extension_decider=Role.LEADER, extension_days=60, objection_days=10
        )
        shared = {
            "giver": giver, "unit": unit, "round": self.round, "status": self.status, "due_on": today + timedelta(days=400),
            "starts_on": today - timedelta(days=400) if decided else today, "natures": ["hard"], "product": "Biên bản",
            "origin": Task.Origin.REGISTERED if registered else Task.Origin.ORDERED,
        }  # fmt: skip
        if decided:
            shared["decided_on"] = today - timedelta(days=300)
        self.task = make_task(assignee=self.cadre, by=self.cadre if registered else self.officer, **shared)
        self.other = make_task(assignee=self.second, title="Xây dựng nhà văn hóa", **shared)
        self.figure = self.task.indicators.get()
        self.here = f"/viec/{self.task.ref}"
        self.acts = getattr(self, f"acts_{name.replace(' ', '_')}")()
        self.clients = {user: Client() for user, *_ in self.acts.values()}
        for user, client in self.clients.items():
            client.force_login(user)

    # ---- before the decision -----------------------------------------------------------------------------------------

    WHOLE = {"lam": "trinh", "product": MARK, "natures": ["hard"]}

    def _named(self, post):
        return {"lead": post.cadre.full_name, "lead-id": [str(post.pk)]}

    def _hand_over(self, post):
        return (self.officer, f"{self.here}/ban-giao/", self._named(post) | {"outcome": "successor"})

    def acts_draft(self):
        """A registration that its cadre has before him on two devices."""
        return {
            "send": (self.cadre, f"{self.here}/sua/", self.WHOLE),
            "save": (self.cadre, f"{self.here}/sua/", self.WHOLE | {"lam": ""}),
            "give up": (self.cadre, f"{self.here}/thoi-dang-ky/", {}),
        }

    def acts_draft_order(self):
        whole = self.WHOLE | self._named(Appointment.objects.get(cadre=self.cadre.cadre))
        return {
            "list": (self.officer, f"{self.here}/sua/", whole),
            "order": (self.leader, f"{self.here}/sua/", whole),
            "save": (self.officer, f"{self.here}/sua/", whole | {"lam": ""}),
            "list many": (self.officer, self._many("dua-vao-danh-muc"), {}),
            "to many": (
                self.officer,
                f"{self.here}/giao-nhieu/",
                self._copy(self.successor.pk),
            ),
        }

    def _copy(self, post):
        figures = {f"target-{post}-{self.figure.pk}": "90"}
        return {"post": [str(post)], f"title-{post}": f"{MARK}, bản sao", f"due-{post}": day(300), **figures}

    def _many(self, verb):
        return f"/viec/hang-loat/{verb}/?viec={self.task.ref}&viec={self.other.ref}"

    def _merge(self):
        address = f"/viec/gop/?viec={self.task.ref}&viec={self.other.ref}"
        return (self.officer, address, {"survivor": str(self.other.pk)})

    def acts_submitted(self):
        return {
            "return": (self.officer, f"{self.here}/chuyen/tra-lai/", {}),
            "pass": (self.officer, f"{self.here}/chuyen/tham-dinh/", {}),
            "return many": (self.officer, self._many("tra-lai"), {}),
            "pass many": (self.officer, self._many("chuyen-tham-dinh"), {}),
            "merge": self._merge(),
            "adjust": (self.appraiser, f"{self.here}/dieu-chinh/", {"ct-0-target": "120", "lam": "trinh"}),
            "take back": (self.cadre, f"{self.here}/lay-lai/", {}),
            "give up": (self.cadre, f"{self.here}/thoi-dang-ky/", {}),
        }

    def acts_appraising(self):
        return {
            "appraise": (self.appraiser, f"{self.here}/tham-dinh/", {}),
            "drop": (self.appraiser, f"{self.here}/tham-dinh/", {"opinion": "drop"}),
            "return": (self.officer, f"{self.here}/chuyen/tra-lai/", {}),
            "return many": (self.officer, self._many("tra-lai"), {}),
            "agree many": (self.appraiser, self._many("dong-y"), {}),
            "leave out many": (self.officer, self._many("khong-dua-vao"), {}),
            "merge": self._merge(),
            "adjust": (self.officer, f"{self.here}/dieu-chinh/", {"ct-0-target": "120", "lam": "trinh"}),
        }

    def acts_awaiting_decision(self):
        both = {"viec": [str(self.task.pk), str(self.other.pk)]}
        return {
            "decide": (self.officer, "/viec/quyet-dinh/", {"viec": [str(self.task.pk)]}),
            "decide many": (self.officer, "/viec/quyet-dinh/", both),
            "adjust": (self.appraiser, f"{self.here}/dieu-chinh/", {"ct-0-target": "120", "lam": "trinh"}),
            "leave out": (self.officer, f"/viec/hang-loat/khong-dua-vao/?viec={self.task.ref}", {}),
            "leave out many": (self.appraiser, self._many("khong-dua-vao"), {}),
            "merge": self._merge(),
        }

    # ---- in force ----------------------------------------------------------------------------------------------------

    def _change(self, kind, **more):
        asked = {
            "task": self.task,
            "kind": kind,
            "reason": "Chờ quy hoạch",
            "requested_by": self.cadre,
            "requested_at": self.now,
        }
        return ChangeRequest.objects.create(**asked, **more)  # fmt: skip

    def _report(self, **more):
        said = {
            "task": self.task,
            "cadre": self.cadre.cadre,
            "period_starts_on": START,
            "period_ends_on": START,
        }
        sent = {"status": "submitted", "submitted_at": self.now, "saved_at": self.now, "by": self.officer}
        return ProgressReport.objects.create(**said, **sent, **more)

    def _direction(self, **more):
        said = {"text": "Khẩn trương", "by": self.leader, "at": self.now}
        return Direction.objects.create(task=self.task, **said, **more)

    def _answered(self):
        return self._direction(answer="Đã làm", answered_by=self.cadre, answered_at=self.now)

    def _decided(self, change):
        return (self.officer, f"{self.here}/de-nghi/{change.pk}/quyet-dinh/", {})

    def _conclusion(self, year=None, at=None):
        made = Conclusion.objects.create(
            task=self.task, year=year, result="partly", completed=False, on_time=False, quality_met=True, exceeded=False,
            finished_on=timezone.localdate(), concluded_on=timezone.localdate(), by=self.officer, at=at or self.now,
        )  # fmt: skip
        made.results.create(indicator=self.figure, confirmed=Decimal(80), result="partly")
        return made

    def _carried_by_two(self):
        self.task.assignments.create(
            cadre=self.second.cadre, role="co", starts_on=self.task.starts_on, name="Vi Thị Hai"
        )

    def acts_in_force(self):
        """What moves the task or its content, and what is asked and decided about it."""
        hold, longer, end, off = (
            self._change("hold"), self._change("extension", cause="objective", due_before=self.task.due_on,
            due_proposed=self.task.due_on + timedelta(days=30)), self._change("end"), self._change("remove", by_desk=True),
        )  # fmt: skip
        Evidence.objects.create(
            task=self.task, name="Biên bản.pdf", file="a/b", size=1, content_type="application/pdf", sha256="a" * 64,
            uploaded_by=self.cadre, uploaded_at=self.now,
        )  # fmt: skip
        here, figure = self.here, {f"so_{self.figure.pk}": "60"}
        return {
            "hold": self._decided(hold),
            "extend": self._decided(longer),
            "end": self._decided(end),
            "remove": self._decided(off),
            "grant": (self.leader, f"{here}/de-nghi/{longer.pk}/duyet/", {}),
            "take back asking": (self.cadre, f"{here}/de-nghi/{longer.pk}/rut/", {}),
            "opinion": (self.appraiser, f"{here}/de-nghi/{hold.pk}/y-kien/", {}),
            "ask": (self.cadre, f"{here}/de-nghi/dieu-chinh/", {f"target_{self.figure.pk}": "120"}),
            "hand over": self._hand_over(self.successor),
            "commit": (self.cadre, f"{here}/cam-ket/", {}),
            "report": (self.cadre, f"{here}/bao-cao/", figure),
            "inspect": (self.officer, f"{here}/kiem-tra/", figure),
            "ask conclusion": (self.cadre, f"{here}/de-nghi-ket-luan/", figure),
            "conclude year": (self.officer, f"{here}/ket-luan-nam/", {}),
        }

    def acts_in_force_records(self):
        """What is written on what waits on it, beside acts that take the ground away."""
        by = {"task": self.task, "by": self.officer, "at": self.now}
        self._carried_by_two()
        Round.objects.filter(pk=self.round.pk).update(plan_approval=True)
        plan = Commitment.objects.create(
            content_version=1, committed_on=timezone.localdate(), cadre=self.cadre.cadre, plan="waiting",
            **(by | {"by": self.cadre}),
        )  # fmt: skip
        urge = Urge.objects.create(text="Đề nghị báo cáo", body_name="Ban Tổ chức", **by)
        direction, answered = self._direction(), self._answered()
        report = self._report()
        paper = self._report(paper_no="15-BC", paper_received_on=timezone.localdate())
        contested = self._report(
            paper_no="16-BC", paper_received_on=timezone.localdate(), contested_reason="Số khác"
        )
        hurdle = Obstacle.objects.create(
            task=self.task, text="Thiếu mặt bằng", solver=self.giver, named_on=START, by=self.cadre
        )
        objected = self._conclusion(year=timezone.localdate().year - 1)
        Objection.objects.create(
            conclusion=objected,
            against=1,
            cadre=self.second.cadre,
            text="Chưa đúng",
            by=self.second,
            at=self.now,
        )
        here, objection = self.here, objected.objections.get()
        return {
            "urge": (self.officer, f"{here}/don-doc/", {}),
            "urge many": (self.officer, f"/viec/don-doc/?viec={self.task.ref}&viec={self.other.ref}", {}),
            "reply": (self.cadre, f"{here}/don-doc/{urge.pk}/tra-loi/", {}),
            "direct": (self.leader, f"{here}/y-kien/", {}),
            "answer": (self.cadre, f"{here}/y-kien/{direction.pk}/tra-loi/", {}),
            "follow": (self.leader, f"{here}/y-kien/{answered.pk}/", {}),
            "ask more": (self.leader, f"{here}/y-kien/{answered.pk}/", {"word": "more"}),
            "close direction": (self.leader, f"{here}/y-kien/{direction.pk}/", {}),
            "note": (self.officer, f"{here}/bao-cao/{report.pk}/y-kien/", {}),
            "certify": (self.head, f"{here}/bao-cao/{report.pk}/xac-nhan/", {}),
            "contest": (self.cadre, f"{here}/bao-cao/{paper.pk}/y-kien-khac/", {}),
            "answer contest": (self.officer, f"{here}/bao-cao/{contested.pk}/tra-loi-y-kien/", {}),
            "obstacle": (self.cadre, f"{here}/neu-vuong-mac/", {"solver": "Sở Tài chính"}),
            "solve": (self.officer, f"{here}/vuong-mac/{hurdle.pk}/", {}),
            "pass on": (self.officer, f"{here}/vuong-mac/{hurdle.pk}/chuyen/", {"unit": self.unit.name}),
            "plan": (self.leader, f"{here}/ke-hoach/{plan.pk}/", {"word": "returned"}),
            "object": (self.cadre, f"{here}/ket-luan/{objected.pk}/y-kien/", {}),
            "answer objection": (
                self.officer,
                f"{here}/y-kien-ket-luan/{objection.pk}/",
                {"outcome": "kept"},
            ),
            "end": self._decided(self._change("end")),
            "hand over": self._hand_over(self.successor),
        }

    def acts_on_hold(self):
        resume, end, off = (self._change(kind) for kind in ("resume", "end", "remove"))
        direction = self._direction()
        return {
            "resume": self._decided(resume),
            "end": self._decided(end),
            "remove": self._decided(off),
            "take back asking": (self.cadre, f"{self.here}/de-nghi/{resume.pk}/rut/", {}),
            "opinion": (self.appraiser, f"{self.here}/de-nghi/{resume.pk}/y-kien/", {}),
            "ask": (self.cadre, f"{self.here}/de-nghi/gia-han/", {}),
            "hand over": self._hand_over(self.successor),
            "obstacle": (self.cadre, f"{self.here}/neu-vuong-mac/", {"solver": "Sở Tài chính"}),
            "answer": (self.cadre, f"{self.here}/y-kien/{direction.pk}/tra-loi/", {}),
            "conclude year": (self.officer, f"{self.here}/ket-luan-nam/", {}),
        }

    # ---- the result --------------------------------------------------------------------------------------------------

    def acts_awaiting_conclusion(self):
        desk = {"by": self.officer, "at": self.now}
        council = scoring.name_council(self.round, name="Hội đồng đánh giá", **desk)
        council.members.create(cadre=self.heir.cadre, role="chair", starts_on=START)
        measure = scoring.Measure("Mức độ hoàn thành", Decimal(100), Decimal(100))
        criteria = scoring.adopt_criteria(self.round, [measure], **desk)
        end, direction, report = self._change("end"), self._direction(), self._report()
        here, figure = self.here, {f"so_{self.figure.pk}": "100"}
        both = {"viec": [str(self.task.pk), str(self.other.pk)]}
        return {
            "conclude": (self.officer, f"{here}/ket-luan/", {}),
            "ask for more": (self.officer, f"{here}/ket-luan/", {"lam": "bo-sung"}),
            "conclude many": (self.officer, "/viec/ket-luan/", both),
            "check": (self.appraiser, f"{here}/kiem-tra-ket-qua/", figure),
            "score": (self.heir, f"{here}/cham-diem/", {f"diem_{criteria.rows.get().pk}": "90"}),
            "send back": (self.officer, f"{here}/chuyen/bo-sung/", {}),
            "direct": (self.leader, f"{here}/y-kien/", {}),
            "answer": (self.cadre, f"{here}/y-kien/{direction.pk}/tra-loi/", {}),
            "note": (self.officer, f"{here}/bao-cao/{report.pk}/y-kien/", {}),
            "end": self._decided(end),
            "hand over": self._hand_over(self._newcomer()),
        }

    def _newcomer(self):
        return appoint(make_user(name="Đặng Văn Nhận").cadre, "Ủy viên", self.unit, managed_by=self.giver)

    def acts_concluded(self):
        """One of the two who carry it has objected; the other may yet."""
        self._carried_by_two()
        made = self._conclusion()
        objection = Objection.objects.create(
            conclusion=made, against=1, cadre=self.second.cadre, text="Chưa đúng", by=self.second, at=self.now
        )
        answered, paper = self._answered(), self._report(paper_no="15-BC", paper_received_on=START)
        answer = f"{self.here}/y-kien-ket-luan/{objection.pk}/"
        return {
            "object": (self.cadre, f"{self.here}/ket-luan/{made.pk}/y-kien/", {}),
            "keep": (self.officer, answer, {"outcome": "kept"}),
            "follow": (self.leader, f"{self.here}/y-kien/{answered.pk}/", {}),
            "contest": (self.cadre, f"{self.here}/bao-cao/{paper.pk}/y-kien-khac/", {}),
        }

    def acts_concluded_closing(self):
        """The days to object are over: two officers close the round at once, a leader closes his direction."""
        for task in (self.task, self.other):
            Conclusion.objects.create(
                task=task, result="met", completed=True, on_time=True, quality_met=True, exceeded=False,
                finished_on=START, concluded_on=START, by=self.officer, at=self.now - timedelta(days=40),
            )  # fmt: skip
        Task.objects.filter(pk__in=[self.task.pk, self.other.pk]).update(concluded_on=timezone.localdate())
        answered = self._answered()
        return {
            "close": (self.officer, f"/dot-giao-viec/{self.round.pk}/khoa-ky/", {"symbol": MARK}),
            "follow": (self.leader, f"{self.here}/y-kien/{answered.pk}/", {}),
        }


def opened(world, act):
    """The form of an act as it stands on the person's screen, filled in."""
    user, url, more = world.acts[act]
    page = world.clients[user].get(url)
    assert page.status_code == 200, (act, page.status_code)
    form = next(f for f in forms_of(page.text) if ASKED & set(f["fields"]))
    data = {name: list(values) for name, values in form["fields"].items()}
    data |= {name: value for name, value in TYPED.items() if name in data or name in RADIOS} | more
    return data, MARK in str(data)
