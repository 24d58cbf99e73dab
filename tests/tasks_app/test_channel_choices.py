"""What a person is told by which channel is his choice, except what binds; and notices stand by task."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tasks_app.actions.notifying import notify
from tasks_app.models import ChannelChoice, Delivery, Notice, Topic, topic_of
from tests.factories import NOW, make_task, make_user

pytestmark = pytest.mark.django_db
PAGE, NOTICES = "/cai-dat/thong-bao/", "/thong-bao/"


@pytest.fixture
def cadre(client):
    user = make_user()
    client.force_login(user)
    return user


def tell(task, user, kind, *, at=NOW):
    notify(task, kind, "Nội dung", to=[user], why="Đồng chí được giao việc này", at=at)


def channels_of(user):
    return sorted(Delivery.objects.filter(recipient=user).values_list("channel", flat=True))


def typed(**on):
    return {name.replace("_", "-"): "on" for name in on}


def test_every_rule_and_kind_has_its_topic():
    for rule in Delivery.Rule.values:
        assert topic_of(rule, "2026-01-01") in Topic
    assert topic_of("notice", "assigned 3 2026") == Topic.ASSIGNED
    assert topic_of("notice", "changed 3 2026") == Topic.ACT


def test_letters_about_everything_are_the_default(cadre):
    tell(make_task(assignee=cadre), cadre, Notice.Kind.CHANGED)
    assert channels_of(cadre) == ["in_app", "mail"]


def test_a_topic_that_is_switched_off_sends_no_letter_but_still_stands_in_the_application(client, cadre):
    task = make_task(assignee=cadre)
    assert client.post(PAGE, typed(mail_deadline=1)).status_code == 302
    tell(task, cadre, Notice.Kind.CHANGED)
    assert channels_of(cadre) == ["in_app"]
    assert client.post(PAGE, typed(mail_act=1)).status_code == 302
    tell(task, cadre, Notice.Kind.CHANGED, at=NOW + timedelta(minutes=1))
    assert channels_of(cadre) == ["in_app", "in_app", "mail"]


def test_what_binds_stays_on_and_the_page_says_why(client, cadre):
    page = client.get(PAGE).content.decode()
    assert "Quyết định của cấp ủy luôn gửi thư" in page and "Trong ứng dụng là bản ghi chính thức" in page
    client.post(PAGE, {})
    tell(make_task(assignee=cadre), cadre, Notice.Kind.ASSIGNED)
    assert channels_of(cadre) == ["in_app", "mail"]
    with pytest.raises(IntegrityError), transaction.atomic():
        ChannelChoice.objects.create(user=cadre, channel="mail", topic="urged", is_on=False)


def test_short_messages_are_offered_where_there_is_a_gateway_and_a_number(client, cadre, settings):
    assert "cổng của cơ quan" not in client.get(PAGE).content.decode()
    settings.WEBHOOK_URL = "https://nhan-tin.example.vn/"
    assert "Chưa có số điện thoại" in client.get(PAGE).content.decode()
    cadre.cadre.work_phone = "0207 3822 123"
    cadre.cadre.save()
    assert "cổng của cơ quan" in client.get(PAGE).content.decode()
    tell(make_task(assignee=cadre), cadre, Notice.Kind.DIRECTED)
    assert channels_of(cadre) == ["in_app", "mail"]
    client.post(PAGE, typed(webhook_directed=1))
    tell(make_task(assignee=cadre), cadre, Notice.Kind.DIRECTED)
    assert channels_of(cadre) == ["in_app", "in_app", "mail", "mail", "webhook"]


def test_notices_stand_by_task_the_newest_first(client, cadre):
    old, new = make_task(assignee=cadre), make_task(assignee=cadre)
    for n in range(7):
        tell(old, cadre, Notice.Kind.CHANGED, at=NOW + timedelta(minutes=n))
    tell(new, cadre, Notice.Kind.CHANGED, at=NOW + timedelta(hours=1))
    page = client.get(NOTICES)
    groups = page.context["page_obj"].object_list
    assert [(g["task"], g["count"], len(g["notices"]), g["more"]) for g in groups] == [
        (new.pk, 1, 1, 0), (old.pk, 7, 5, 2),
    ]  # fmt: skip
    text = page.content.decode()
    assert "Còn 2 thông báo cũ hơn" in text
    assert "Vì sao tôi nhận được thông báo này: Đồng chí được giao việc này" in text


def test_all_of_one_task_are_read_at_once_and_no_other(client, cadre):
    one, other = make_task(assignee=cadre), make_task(assignee=cadre)
    for task in (one, one, other):
        tell(task, cadre, Notice.Kind.CHANGED, at=NOW + timedelta(seconds=task.pk + Notice.objects.count()))
    assert client.post(f"/thong-bao/viec/{one.code}/").status_code == 302
    assert list(Notice.objects.filter(read_at=None).values_list("task", flat=True)) == [other.pk]
    assert client.post(f"/thong-bao/viec/{make_task().code}/").status_code == 404


def test_a_notice_about_no_task_stands_for_itself(client, cadre):
    for n in range(2):
        Notice.objects.create(
            recipient=cadre, kind="register", text=f"Đăng ký {n}", url="/dot-giao-viec/", at=NOW
        )
    groups = client.get(NOTICES).context["page_obj"].object_list
    assert [len(g["notices"]) for g in groups] == [1, 1]
