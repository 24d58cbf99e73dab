"""A colleague is authorised for two months: he prepares the commitment and a report, the cadre sends them; then it is over."""

from datetime import date

import pytest
from django.urls import reverse

from cadres.models import Office
from tasks_app.models import ProgressReport
from tests.factories import appoint, make_task, make_unit, make_user
from tests.journeys.days import Days, kinds_of

pytestmark = pytest.mark.django_db
Role = Office.Role


def test_an_authorised_person_prepares_and_the_cadre_sends(monkeypatch):
    days = Days(monkeypatch, 12, 1)
    giver = make_unit("Huyện ủy Sơn Dương", short_code="SD")
    unit = make_unit("Đảng ủy xã Tân Trào", parent=giver)
    officer = make_user(role=Role.OFFICER, unit=giver)
    cadre, helper = make_user(name="Hoàng Văn Bình"), make_user(name="Lục Mai Chi")
    appoint(cadre.cadre, "Bí thư", unit, managed_by=giver)
    appoint(helper.cadre, "Chuyên viên", unit)
    task = make_task(giver=giver, unit=unit, assignee=cadre, report_rhythm=1)
    other = make_task(giver=giver, unit=unit)
    figure = f"so_{task.indicators.get().pk}"

    def at(view, one=task):
        return reverse(f"tasks:{view}", args=[one.ref])

    assert days.client(helper).get(at("task_page")).status_code == 404
    days.act(cadre, reverse("tasks:authorise"), {"assistant": "luc mai chi", "last_on": "28/02/2026"})

    # He sees this cadre's tasks and nothing else; what only the cadre may do is not there for him.
    assert days.client(helper).get(at("task_page")).status_code == 200
    assert days.client(helper).get(at("task_page", other)).status_code == 404
    assert days.client(helper).get(at("ask_conclusion")).status_code == 404
    days.act(helper, at("commit_task"), {"solutions": "Vận động từng hộ"}, button=("lam", "chuyen"))
    task.refresh_from_db()
    assert task.committed_on is None and days.waits(cadre, "cam-ket") == 1
    assert "Lục Mai Chi" in days.client(cadre).get(at("commit_task")).text
    days.act(cadre, at("commit_task"), {"resources": "Ngân sách xã"}, containing="solutions")
    commitment = task.commitments.get()
    assert (commitment.solutions, commitment.by) == ("Vận động từng hộ", cadre)

    # The report of January: prepared, waiting for the cadre's word, sent by him.
    days.go(3, 2)
    typed = {figure: "12", "outlook": "on_track", "narrative": "Đã xong 12 hộ"}
    days.act(helper, at("report_task"), typed, button=("lam", "chuyen"))
    assert ProgressReport.objects.get().status == "draft"
    assert days.waits(cadre, "xac-nhan-bao-cao") == 1
    days.act(cadre, at("report_task"), {figure: "13"})
    report = ProgressReport.objects.get()
    assert (report.status, report.by, report.narrative) == ("submitted", cadre, "Đã xong 12 hộ")
    assert days.waits(cadre, "xac-nhan-bao-cao") == 0
    assert task.indicators.get().current == 13

    # The log has both names at what he prepared, and the cadre's alone at what he sent.
    prepared = [(e.by, e.on_behalf_of) for e in task.events.order_by("pk") if e.by == helper]
    assert prepared == [(helper, cadre.cadre)] * 2
    assert kinds_of(task) == ["edited", "committed", "edited", "reported"]
    page = days.client(officer).get(at("task_page")).text
    assert "Lục Mai Chi" in page and "cập nhật thay đ/c Hoàng Văn Bình" in page

    # After its last day nothing of the cadre's exists for him; what he prepared stays on record.
    days.go(1, 3)
    assert days.client(helper).get(at("task_page")).status_code == 404
    assert days.client(helper).get(at("report_task")).status_code == 404
    assert task.events.filter(by=helper).count() == 2
    assert cadre.cadre.authorisations.get().ends_on in (date(2026, 2, 28), date(2026, 3, 1))
