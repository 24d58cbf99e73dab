"""The round at a glance: who must register and has, who is urged, and what waits at whose desk."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cadres.models import Office, Succession
from tasks_app.models import (
    ChangeRequest,
    Notice,
    Registrant,
    RegistrationUrge,
    RoundEvent,
    Task,
    TaskEvent,
)
from tasks_app.statistics.rounds import EXCUSED, MISSING, REGISTERED, RETURNED, missing, people_of
from tests.factories import NOW, appoint, make_cadre, make_task, make_unit, make_user
from tests.tasks_app.ordering_desk import errors_of, make_registering_desk

pytestmark = pytest.mark.django_db
S = Task.Status


@pytest.fixture
def desk():
    return make_registering_desk()


def states(desk):
    return {person.cadre.full_name: person.state for person in people_of(desk.round, on=desk.today)}


def registration(desk, cadre=None, status=S.SUBMITTED, **fields):
    return make_task(
        round=desk.round, giver=desk.giver, unit=desk.land, assignee=cadre or desk.hung, status=status,
        origin=Task.Origin.REGISTERED, **fields,
    )  # fmt: skip


def url(desk, name="round_page", *more):
    return reverse(f"tasks:{name}", args=[desk.round.pk, *more])


def test_holders_of_the_chosen_posts_that_the_committee_manages_must_register(desk):
    elsewhere = make_unit()
    appoint(make_cadre("Của cấp khác"), "Giám đốc", desk.land, managed_by=elsewhere)
    appoint(make_cadre("Đã thôi"), "Giám đốc", desk.land, managed_by=desk.giver, ends_on=desk.today)
    appoint(make_cadre("Phó thôi"), "Phó Giám đốc", desk.land, managed_by=desk.giver)
    assert states(desk) == {"Trần Quốc Hưng": MISSING, "Lê Thị Mai": MISSING}


def test_sent_registrations_count_and_drafts_are_nobodys_to_know(desk):
    registration(desk, status=S.DRAFT)
    assert states(desk)["Trần Quốc Hưng"] == MISSING
    registration(desk, status=S.AWAITING_DECISION)
    assert states(desk)["Trần Quốc Hưng"] == REGISTERED
    volunteer = make_user(name="Vũ Tự Nguyện")
    registration(desk, volunteer)
    person = next(p for p in people_of(desk.round, on=desk.today) if p.cadre == volunteer.cadre)
    assert (person.state, person.basis, person.tasks) == (REGISTERED, "", 1)


def test_what_the_desk_returned_waits_for_the_cadre(desk):
    task = registration(desk, status=S.DRAFT)
    TaskEvent.objects.create(task=task, kind="submit", act="gửi", by=desk.hung, by_name="H", at=NOW)
    TaskEvent.objects.create(task=task, kind="return", act="trả lại", by=desk.officer, by_name="O", at=NOW)
    assert states(desk)["Trần Quốc Hưng"] == RETURNED


def test_ordered_tasks_are_no_registration(desk):
    make_task(round=desk.round, giver=desk.giver, unit=desk.land, assignee=desk.hung, status=S.IN_FORCE)
    assert states(desk)["Trần Quốc Hưng"] == MISSING


def test_the_page_shows_both_sides_and_narrows_to_one(client, desk):
    registration(desk)
    for user in (desk.officer, desk.leader, desk.appraiser):
        client.force_login(user)
        page = client.get(url(desk)).content.decode()
        assert "Trần Quốc Hưng" in page and "Lê Thị Mai" in page
    only = client.get(url(desk), {"xem": "chua"}).content.decode()
    assert "Lê Thị Mai" in only and "Trần Quốc Hưng, " not in only
    rows = client.get(url(desk), {"xem": "da"}).context["page_obj"].object_list
    assert [person.cadre.full_name for person in rows] == ["Trần Quốc Hưng"]
    client.force_login(desk.stranger)
    assert client.get(url(desk)).status_code == 404


def test_each_desk_says_how_much_waits_and_links_to_its_list(client, desk):
    registration(desk)
    registration(desk, status=S.APPRAISING)
    waiting = registration(desk, status=S.AWAITING_DECISION)
    TaskEvent.objects.create(
        task=waiting, kind="list", act="đưa vào", by=desk.officer, by_name="O", at=NOW, data={"to": "awaiting_decision"}
    )  # fmt: skip
    registration(desk, status=S.DRAFT)
    other = make_task(giver=desk.giver, unit=desk.land, status=S.APPRAISING)
    client.force_login(desk.officer)
    page = client.get(url(desk))
    stages = {stage.label: stage for stage in page.context["stages"]}
    assert stages["Kiểm tra bản đăng ký"].count == stages["Thẩm định"].count == 1
    assert stages["Quyết định giao việc"].count == 1
    assert stages["Quyết định giao việc"].waited == (desk.today - NOW.date()).days
    assert stages["Cam kết"].count == 0
    for stage in stages.values():
        if stage.count:
            found = client.get("/viec/", {"dot": desk.round.pk, "trang-thai": stage.code})
            assert f"Có {stage.count} việc" in found.content.decode(), stage.label
            assert other.title not in found.content.decode()
    assert desk.round.name in found.content.decode()


def test_a_request_waits_since_it_was_made_and_what_is_late_since_it_became_so(client, desk):
    """Not since the decision of the task, which is long ago."""
    act = {"by": desk.officer, "by_name": "O", "data": {"to": "in_force"}}
    for due, slow, requests in ((-135, None, ()), (90, -20, (-8, -3)), (90, None, (-2,))):
        task = make_task(
            round=desk.round, giver=desk.giver, unit=desk.land, starts_on=desk.today - timedelta(days=300),
            due_on=desk.today + timedelta(days=due), committed_on=desk.today - timedelta(days=250),
            slow_from_on=slow and desk.today + timedelta(days=slow),
        )  # fmt: skip
        TaskEvent.objects.create(
            task=task, kind="decide", act="giao", at=timezone.now() - timedelta(days=252), **act
        )
        for days in requests:
            ChangeRequest.objects.create(
                task=task, kind="extension" if days != -3 else "content", reason="Mưa lũ", requested_by=desk.officer,
                requested_at=timezone.now() + timedelta(days=days), due_proposed=desk.today + timedelta(days=200),
            )  # fmt: skip
    client.force_login(desk.officer)
    waited = {stage.label: (stage.count, stage.waited) for stage in client.get(url(desk)).context["stages"]}
    assert waited["Quyết định gia hạn"] == (2, 8)
    assert waited["Việc quá hạn, chậm tiến độ"] == (2, 135)
    Task.objects.filter(due_on__lt=desk.today).update(status=S.ON_HOLD)
    waited = {stage.label: (stage.count, stage.waited) for stage in client.get(url(desk)).context["stages"]}
    assert waited["Việc quá hạn, chậm tiến độ"] == (1, 20)


def test_a_round_of_somebody_else_is_no_condition_of_the_list(client, desk):
    hidden = make_task()
    client.force_login(desk.officer)
    found = client.get("/viec/", {"dot": hidden.round_id}).content.decode()
    assert hidden.round.name not in found


def test_those_who_have_not_registered_are_urged_once_each_on_record(client, desk):
    registration(desk, desk.mai)
    client.force_login(desk.officer)
    page = client.get(url(desk, "urge_registrations"))
    assert "Trần Quốc Hưng" in page.content.decode() and "Lê Thị Mai" not in page.content.decode()
    form = {"cadres": [desk.hung.cadre.pk], "text": "Đề nghị đồng chí đăng ký."}
    assert client.post(url(desk, "urge_registrations"), form).status_code == 302
    urge = RegistrationUrge.objects.get()
    assert (urge.cadre, urge.by, urge.text) == (desk.hung.cadre, desk.officer, "Đề nghị đồng chí đăng ký.")
    event = RoundEvent.objects.get()
    assert event.act == "đôn đốc 1 đồng chí đăng ký"
    notice = Notice.objects.get()
    assert (notice.recipient, notice.task, notice.url) == (desk.hung, None, "/viec/dang-ky/")

    client.force_login(desk.hung)
    assert "Đề nghị đồng chí đăng ký." in client.get("/thong-bao/").content.decode()
    opened = client.post(reverse("tasks:read_notice", args=[notice.pk]))
    assert opened.url == "/viec/dang-ky/"
    notice.refresh_from_db()
    assert notice.read_at


def test_nobody_is_urged_to_do_what_he_did_meanwhile(client, desk):
    client.force_login(desk.officer)
    registration(desk)
    form = {"cadres": [desk.hung.cadre.pk, desk.mai.pk], "text": "Đề nghị đăng ký."}
    answer = client.post(url(desk, "urge_registrations"), form)
    assert answer.status_code == 422
    assert errors_of(answer) == ["Gửi đến: có đồng chí được chọn vừa đăng ký, đề nghị chọn lại"]
    assert not RegistrationUrge.objects.exists()


def test_after_the_last_day_of_registration_nobody_is_urged(client, desk):
    desk.round.registration_until = desk.today.replace(year=desk.today.year - 1)
    desk.round.save()
    client.force_login(desk.officer)
    assert "Đôn đốc đăng ký" not in client.get(url(desk)).content.decode()
    assert client.get(url(desk, "urge_registrations")).status_code == 404
    late = client.post(url(desk, "urge_registrations"), {"cadres": [desk.hung.cadre.pk], "text": "Đề nghị"})
    assert late.status_code == 422 and not RegistrationUrge.objects.exists()


def test_a_leader_may_urge_and_an_appraiser_only_reads(client, desk):
    client.force_login(desk.leader)
    assert client.get(url(desk, "urge_registrations")).status_code == 200
    client.force_login(desk.appraiser)
    assert client.get(url(desk, "urge_registrations")).status_code == 403
    assert "Đôn đốc đăng ký" not in client.get(url(desk)).content.decode()


def test_single_cadres_are_named_and_excused_with_a_reason(client, desk):
    deputy = appoint(make_cadre("Đỗ Văn Phó"), "Phó Giám đốc", desk.land, managed_by=desk.giver)
    client.force_login(desk.officer)
    add = url(desk, "add_registrants")
    assert client.get(add).status_code == 200
    assert client.post(add, {"cadres": "do van pho"}).status_code == 302
    assert states(desk)["Đỗ Văn Phó"] == MISSING
    excuse = url(desk, "excuse_registrant", deputy.cadre.pk)
    assert errors_of(client.post(excuse, {"reason": " "})) == ["Nêu lý do miễn đăng ký"]
    assert client.post(excuse, {"reason": "Nghỉ chế độ từ tháng sau"}).status_code == 302
    assert states(desk)["Đỗ Văn Phó"] == EXCUSED
    assert "Nghỉ chế độ từ tháng sau" in client.get(url(desk)).content.decode()
    assert client.get(excuse).status_code == 404
    # Named again, he must register again; everything stays on record.
    client.post(add, {"cadres": "do van pho"})
    assert states(desk)["Đỗ Văn Phó"] == MISSING
    kinds = list(RoundEvent.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["named", "excused", "named"]


def test_who_is_excused_is_not_missing(desk):
    Registrant.objects.create(
        round=desk.round, cadre=desk.hung.cadre, is_required=False, reason="Đi học", by=desk.officer, at=NOW
    )
    assert [p.cadre for p in missing(people_of(desk.round, on=desk.today))] == [desk.mai]


def test_picking_among_several_works_without_script(client, desk):
    client.force_login(desk.officer)
    add = url(desk, "add_registrants")
    answer = client.post(add, {"cadres": "giam doc"})
    assert answer.status_code == 422 and "Có 2 kết quả" in answer.content.decode()
    picked = client.post(add, {"cadres": "giam doc", "chon": f"cadres:{desk.mai_post.pk}"}).content.decode()
    assert f'name="cadres-id" value="{desk.mai_post.pk}"' in picked
    dropped = client.post(
        add, {"cadres": "", "cadres-id": [desk.mai_post.pk], "bo": f"cadres:{desk.mai_post.pk}"}
    )
    assert 'name="cadres-id"' not in dropped.content.decode()
    assert not Registrant.objects.exists()


def test_the_records_of_a_round_are_only_added_to(desk):
    event = RoundEvent.objects.create(
        round=desk.round, kind="opened", act="lập", by=desk.officer, by_name="O", at=NOW
    )
    urge = RegistrationUrge.objects.create(
        round=desk.round, cadre=desk.mai, text="x", by=desk.officer, at=NOW
    )
    for row in (event, urge):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(by=desk.leader)
        with pytest.raises(DatabaseError), transaction.atomic():
            row.delete()


def test_an_excuse_without_a_reason_and_a_second_row_are_refused_by_the_database(desk):
    row = {"round": desk.round, "cadre": desk.mai, "by": desk.officer, "at": NOW}
    with pytest.raises(IntegrityError, match="who_is_excused_has_a_reason"), transaction.atomic():
        Registrant.objects.create(**row, is_required=False)
    Registrant.objects.create(**row)
    with pytest.raises(IntegrityError, match="registrant_is_named_once"), transaction.atomic():
        Registrant.objects.create(**row)


def test_a_notice_leads_to_one_place(desk):
    with pytest.raises(IntegrityError, match="notice_leads_to_one_place"), transaction.atomic():
        Notice.objects.create(recipient=desk.hung, kind="register", text="x", at=NOW)


def test_an_officer_of_the_committee_that_succeeded_reads_the_rounds_it_left(client, desk):
    heir = make_unit("Tỉnh ủy mới")
    Succession.objects.create(predecessor=desk.giver, successor=heir, effective_on=desk.today)
    client.force_login(make_user(role=Office.Role.OFFICER, unit=heir))
    assert client.get(url(desk)).status_code == 200
    assert client.get(url(desk, "edit_round")).status_code == 404
