"""A committee with its desk and people to order from, and the order form as a browser sends it."""

import re
from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from cadres.models import Office
from tasks_app.models import StatisticalGroup
from tests.factories import appoint, make_cadre, make_field, make_kind, make_round, make_unit, make_user

Role = Office.Role


def make_desk(*, opened=True, **round_fields):
    """Tỉnh ủy (TU) with an officer and a leader, two sở with heads, a huyện ủy below, and, where it is `opened` already, a round of this year."""
    giver = make_unit("Tỉnh ủy Tuyên Quang", kind=make_kind("tinh_uy", level=1), short_code="TU")
    agency = make_kind("so_nganh", level=2, is_committee=False)
    land = make_unit("Sở Tài nguyên và Môi trường", parent=giver, kind=agency)
    roads = make_unit("Sở Giao thông vận tải", parent=giver, kind=agency)
    district = make_unit(
        "Huyện ủy Yên Sơn", parent=giver, kind=make_kind("huyen_uy", level=2), short_code="YS"
    )
    hung = make_user(name="Trần Quốc Hưng")
    hung_post = appoint(hung.cadre, "Giám đốc", land, managed_by=giver)
    mai = make_cadre("Lê Thị Mai")
    mai_post = appoint(mai, "Giám đốc", roads, managed_by=giver)
    today = timezone.localdate()
    return SimpleNamespace(
        giver=giver, land=land, roads=roads, district=district, hung=hung, hung_post=hung_post, mai=mai,
        mai_post=mai_post, today=today,
        officer=make_user(role=Role.OFFICER, unit=giver, name="Trần Thu Hà"),
        leader=make_user(role=Role.LEADER, unit=giver, name="Nguyễn Văn Sơn"),
        appraiser=make_user(role=Role.APPRAISER, unit=giver),
        stranger=make_user(role=Role.OFFICER, unit=make_unit()),
        round=make_round(giver, year=today.year, name="Đợt giao việc năm nay", **round_fields) if opened else None,
        field=make_field(),
    )  # fmt: skip


def make_registering_desk():
    """The same, where a Giám đốc like Trần Quốc Hưng must register."""
    found = make_desk()
    found.round.must_register.add(found.hung_post.position)
    return found


def make_groups(committee):
    names = (
        ("btv", "Diện Ban Thường vụ quản lý"),
        ("con-lai", "Cán bộ còn lại"),
        ("phan-cap", "Theo phân cấp"),
    )
    return {
        code: StatisticalGroup.objects.create(committee=committee, code=code, name=name, rank=rank)
        for rank, (code, name) in enumerate(names)
    }


ROW = {"name": "Diện tích bàn giao mặt bằng", "kind": "up", "measure_unit": "ha", "baseline": "0", "target": "312",
       "weight": "100", "rhythm": "0"}  # fmt: skip


def order_data(desk, *, lam="trinh", rows=None, **changes):
    """The order form filled in whole; `rows`: what each indicator changes of ROW; a value of None leaves a field out."""
    due_on = desk.today + timedelta(days=200)
    data = {
        "lam": lam, "lead": "Trần Quốc Hưng, Giám đốc Sở Tài nguyên và Môi trường", "co": "", "collective": "",
        "coordinating": "", "title": "Hoàn thành giải phóng mặt bằng đường cao tốc qua huyện Yên Sơn",
        "field": desk.field.pk, "basis": "Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XVII", "natures": ["hard", "backlog"],
        "product": "Mặt bằng sạch bàn giao cho chủ đầu tư", "authority_note": "", "contributes_to": "",
        "origin": "ordered", "round": desk.round.pk, "starts_on": f"{desk.today:%d/%m/%Y}",
        "due_on": f"{due_on:%d/%m/%Y}", "report_rhythm": "1",
    }  # fmt: skip
    rows = [{}] if rows is None else rows
    data |= {"ct-TOTAL_FORMS": len(rows), "ct-INITIAL_FORMS": 0}
    for place, row in enumerate(rows):
        data |= {f"ct-{place}-{name}": value for name, value in (ROW | row).items()}
    return {name: value for name, value in (data | changes).items() if value is not None}


def errors_of(response):
    """The sentences of the summary at the top of the page."""
    text = response.content.decode()
    summary = text.partition("data-loi-tong")[2].partition("</div>")[0]
    return re.findall(r">([^<]+)</a></li>", summary)
