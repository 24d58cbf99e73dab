"""A bí thư leaves in June: he has committed and reported, his successor takes over by decision and reports on."""

from datetime import date

import pytest
from django.urls import reverse

from cadres.models import Office
from tasks_app.models import HandoverMinutes
from tests.factories import appoint, make_task, make_unit, make_user
from tests.journeys.days import Days, kinds_of

pytestmark = pytest.mark.django_db
Role = Office.Role


def test_a_task_is_handed_over_in_the_middle_of_its_year(monkeypatch):
    tell(Days(monkeypatch, 20, 1))


def tell(days):
    giver = make_unit("Huyện ủy Sơn Dương", short_code="SD")
    unit = make_unit("Đảng ủy xã Tân Trào", parent=giver)
    officer = make_user(role=Role.OFFICER, unit=giver, name="Vi Thị Phòng")
    old, new, leader = (
        make_user(name="Hoàng Văn Cũ"),
        make_user(name="Ma Thị Mới"),
        make_user(role=Role.LEADER, unit=giver),
    )
    post = appoint(old.cadre, "Bí thư", unit, managed_by=giver)
    task = make_task(giver=giver, unit=unit, assignee=old, report_rhythm=3)
    figure = f"so_{task.indicators.get().pk}"

    def at(view, *more):
        return reverse(f"tasks:{view}", args=[task.ref, *more])

    days.act(old, at("commit_task"), {"solutions": "Vận động từng hộ"})
    days.go(3, 4)
    days.act(old, at("report_task"), {figure: "40", "outlook": "on_track"})
    days.go(6, 4)
    days.act(leader, at("direct_task"), {"text": "Xong trước mùa mưa"})
    direction = task.directions.get()

    # He is moved; the desk finds what he leaves behind and draws up the minutes, with his successor in the post ready.
    days.go(2, 6)
    post.ends_on = date(2026, 6, 1)
    post.save()
    appoint(new.cadre, "Bí thư", unit, managed_by=giver, starts_on=date(2026, 6, 1))
    assert "Hoàng Văn Cũ" in days.client(officer).get(reverse("tasks:handover_queue")).text
    assert days.client(new).get(at("task_page")).status_code == 404
    drawn = {"cause": "moved", "handed_over_on": "01/06/2026", "note": "Theo quyết định điều động"}
    days.act(officer, reverse("tasks:draw_handover", args=[old.cadre.pk]), drawn)
    minutes = HandoverMinutes.objects.get()
    assert minutes.items.get().to_cadre == new.cadre

    # Both sides confirm; until the decision the leaver still carries it.
    here = reverse("tasks:handover_page", args=[minutes.pk])
    assert (days.waits(old, "xac-nhan-ban-giao"), days.waits(new, "nhan-ban-giao")) == (1, 1)
    for side in (old, new):
        days.act(side, here, button=("lam", "xac-nhan"), containing="ben")
    assert (days.waits(old, "xac-nhan-ban-giao"), days.waits(new, "nhan-ban-giao")) == (0, 0)
    assert days.client(new).get(at("report_task")).status_code == 404
    days.go(5, 6)
    paper = {"number": "88", "symbol": "QĐ/HU", "issued_on": days.today}
    days.act(officer, reverse("tasks:decide_handover", args=[minutes.pk]), paper)

    # The direction and the report that is due are now the successor's; who left reads on and does nothing any more.
    assert days.waits(new, "tra-loi-chi-dao") == 1 and not days.tasks_waiting(old)
    days.act(new, at("answer_direction", direction.pk), {"text": "Còn 60 hộ, xong trong tháng 8"})
    days.go(3, 7)
    assert days.waits(new, "bao-cao") == 1
    days.act(new, at("report_task"), {figure: "70", "outlook": "on_track"})
    assert days.client(old).get(at("report_task")).status_code == 404
    page = days.client(old).get(at("task_page")).text
    assert "Trước đó: đ/c Hoàng Văn Cũ" in page

    # On record: who held it how long, who reported what, the same deadline, target and version.
    held = list(task.assignments.order_by("pk").values_list("cadre", "starts_on", "ends_on"))
    assert held == [
        (old.cadre.pk, date(2026, 1, 10), date(2026, 6, 1)), (new.cadre.pk, date(2026, 6, 1), None),
    ]  # fmt: skip
    reports = list(task.reports.order_by("pk").values_list("cadre", "is_late"))
    assert reports == [(old.cadre.pk, False), (new.cadre.pk, False)]
    task.refresh_from_db()
    assert (task.due_on, task.original_due_on, task.content_version) == (
        date(2026, 12, 31),
        date(2026, 12, 31),
        1,
    )
    assert kinds_of(task) == [
        "committed", "reported", "directed", *["handover_drawn"] * 3, "handed_over", "answered", "reported",
    ]  # fmt: skip
    drawn_and_confirmed = [event.by for event in task.events.filter(kind="handover_drawn").order_by("pk")]
    assert drawn_and_confirmed == [officer, old, new]
    assert task.events.get(kind="handed_over").document.number == "88"
