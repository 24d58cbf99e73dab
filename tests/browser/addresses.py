"""Who signs in to the demo's site, and which addresses does each of them work at?"""

# One account of each kind, found by the role it holds over the highest unit; the cadre with most open tasks.
ACCOUNT = """
    SELECT u.username FROM cadres_office o JOIN cadres_user u ON u.id = o.user_id JOIN cadres_unit n ON n.id = o.unit_id
    JOIN cadres_unitkind k ON k.id = n.kind_id
    WHERE o.role = %s AND o.ends_on IS NULL AND u.is_active AND n.ends_on IS NULL ORDER BY k.level, o.id LIMIT 1"""
BUSY_CADRE = """
    SELECT u.username FROM cadres_cadre c JOIN cadres_user u ON u.id = c.user_id
    JOIN tasks_app_assignment a ON a.cadre_id = c.id AND a.ends_on IS NULL JOIN tasks_app_task t ON t.id = a.task_id
    WHERE t.status IN ('in_force', 'awaiting_conclusion', 'on_hold') AND u.is_active
      AND NOT EXISTS (SELECT 1 FROM cadres_office o WHERE o.user_id = u.id)
    GROUP BY u.username ORDER BY count(*) DESC, u.username LIMIT 1"""


def account(site, role):
    statement, values = (BUSY_CADRE, ()) if role == "assignee" else (ACCOUNT, (role,))
    return site.rows(statement, *values)[0][0]


def task_of(site, username, status, *, mine=False):
    """Ref of a task in a state: carried by the account's cadre, or any given by today's provincial committee."""
    whose = "c.user_id = u.id" if mine else "TRUE"
    rows = site.rows(
        f"""SELECT coalesce(t.code, t.public_id::text) FROM tasks_app_task t JOIN tasks_app_assignment a ON a.task_id = t.id
        JOIN cadres_cadre c ON c.id = a.cadre_id JOIN cadres_user u ON u.username = %s JOIN cadres_unit g ON g.id = t.giver_id
        JOIN cadres_unitkind k ON k.id = g.kind_id
        WHERE t.status = %s AND {whose} AND g.ends_on IS NULL AND a.ends_on IS NULL ORDER BY k.level, t.id LIMIT 1""",
        username, status,
    )  # fmt: skip
    return rows[0][0] if rows else None


def pages_of(site, role, username):
    if role == "system_admin":
        unit, cadre, user = (
            site.rows(f"SELECT id FROM cadres_{t} ORDER BY id LIMIT 1 OFFSET 9")[0][0]
            for t in ("unit", "cadre", "user")
        )
        yield from (
            "/quan-tri/don-vi/",
            "/quan-tri/can-bo/",
            "/quan-tri/chuc-danh/",
            "/quan-tri/tai-khoan/",
            "/quan-tri/nhap/don-vi/",
            "/quan-tri/nhap/can-bo/",
            "/xuat/danh-ba/",
            "/quan-tri/uy-quyen/?xem=tat-ca",
            "/cai-dat/",
            "/lich-lam-viec/",
            "/lich-lam-viec/sua/",
            "/lich-lam-viec/nhap/",
            "/nhac-viec/",
            "/nhac-viec/khong-gui-duoc/",
        )
        sheet = site.rows("SELECT uuid FROM tasks_app_sheetimport WHERE kind = 'people' LIMIT 1")[0][0]
        yield f"/nhap-bang-tinh/{sheet}/"
        yield from (f"/quan-tri/don-vi/{unit}/", f"/quan-tri/can-bo/{cadre}/", f"/quan-tri/tai-khoan/{user}/")
        yield from ("/quan-tri/don-vi/moi/", f"/quan-tri/don-vi/{unit}/chuyen/", "/quan-tri/tai-khoan/moi/")
        yield "/quan-tri/don-vi/?q=khong-co-dau"
        return
    yield from ("/thong-bao/", "/tro-giup/", "/thanh-phan/", "/khong-co-trang-nay/")
    if role == "assignee":
        yield from ("/can-lam/", "/viec-cua-toi/", "/ket-qua-cua-toi/", "/bao-cao-cua-toi/", "/viec/dang-ky/")
        yield from ("/uy-quyen/", "/uy-quyen/cap-nhat-thay/")
        if draft := task_of(site, username, "draft", mine=True):
            yield from (f"/viec/{draft}/sua/", f"/viec/{draft}/thoi-dang-ky/")
        running = task_of(site, username, "in_force", mine=True)
        for act in ("", "cam-ket/", "bao-cao/", "de-nghi/gia-han/", "de-nghi-ket-luan/"):
            yield f"/viec/{running}/{act}"
        return
    yield from (
        "/tong-quan/",
        "/viec/",
        "/viec/?q=khong+co+viec+nay",
        "/viec/?trang-thai=overdue",
        "/can-bo/",
    )
    unit = site.rows("SELECT id FROM cadres_unit WHERE short_code = 'YS'")[0][0]
    yield f"/tong-quan/{unit}/?ky=2021%E2%80%932025"
    cadre = site.rows("SELECT cadre_id FROM tasks_app_assignment GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")[
        0
    ][0]
    yield from (f"/can-bo/{cadre}/", f"/can-bo/{cadre}/phieu/")
    for status in (
        "in_force",
        "awaiting_conclusion",
        "concluded",
        "on_hold",
        "awaiting_decision",
        "ended_early",
    ):
        if ref := task_of(site, username, status):
            yield f"/viec/{ref}/"
    yield from ("/viec/xuat/", "/xuat/tong-quan/", "/xuat-du-lieu/")
    if role == "leader":
        yield from ("/cho-y-kien/", "/can-lam/")
    if role == "officer":
        running, waiting = task_of(site, username, "in_force"), task_of(site, username, "awaiting_conclusion")
        yield from ("/viec/moi/", "/viec/quyet-dinh/", "/don-doc/", "/cho-ket-luan/", "/dot-giao-viec/")
        yield from round_pages(site)
        sheet = site.rows(
            "SELECT i.uuid FROM tasks_app_sheetimport i JOIN cadres_user u ON u.id = i.by_id WHERE u.username = %s",
            username,
        )[0][0]
        yield f"/nhap-bang-tinh/{sheet}/"
        yield "/uy-quyen/vai-tro/"
        yield from consideration_pages(site)
        yield from ("/don-doc/da-gui/", "/de-nghi-thay-doi/", "/kiem-tra/moi/", "/kien-nghi-sau-kiem-tra/")
        yield from inspection_pages(site)
        yield f"/viec/{running}/de-nghi/dieu-chinh/"
        yield from ("/can-lam/", "/dang-cho/", "/dang-cho/?khau=cam-ket", f"/viec/{running}/lich-su/")
        meeting = site.rows("SELECT max(id) FROM tasks_app_meeting")[0][0]
        yield from (
            "/giao-ban/",
            "/giao-ban/moi/",
            *(
                f"/giao-ban/{meeting}/{page}"
                for page in ("", "viec/1/", "them-viec/", "bien-ban/", "ket-thuc/")
            ),
        )
        yield from paper_pages(site, running)
        for act in ("don-doc/", "kiem-tra/", "de-nghi/gia-han/", "ban-giao/", "y-kien/"):
            yield f"/viec/{running}/{act}"
        for act in ("ket-luan/", "kiem-tra-ket-qua/", "cham-diem/"):
            yield f"/viec/{waiting}/{act}"
        yield from ("/viec/ket-luan/", "/ban-giao/", "/cham-diem/", "/y-kien-chi-dao/", "/vuong-o-ai/")
        yield from record_pages(site)
        minutes = site.rows(
            "SELECT id FROM tasks_app_handoverminutes ORDER BY decided_at NULLS FIRST LIMIT 1"
        )[0][0]
        yield from (f"/ban-giao/{minutes}/", f"/ban-giao/{minutes}/sua/", f"/ban-giao/{minutes}/quyet-dinh/")
        objection, ref = site.rows(
            """SELECT o.id, t.code FROM tasks_app_objection o JOIN tasks_app_conclusion c ON c.id = o.conclusion_id
            JOIN tasks_app_task t ON t.id = c.task_id WHERE o.outcome = '' LIMIT 1"""
        )[0]
        yield from (f"/viec/{ref}/", f"/viec/{ref}/y-kien-ket-luan/{objection}/")


# (table, which of its rows is still open, what stands behind the record's number in its address)
RECORDS = [
    ("changerequest", "r.outcome = ''", "de-nghi", ("y-kien/", "quyet-dinh/")),
    ("changerequest", "r.outcome = '' AND r.kind = 'extension'", "de-nghi", ("duyet/",)),
    ("progressreport", "r.status = 'submitted'", "bao-cao", ("", "y-kien/")),
    ("progressreport", "r.contested_reason <> '' AND r.contest_answer = ''", "bao-cao", ("tra-loi-y-kien/",)),
    ("obstacle", "r.solved_on IS NULL", "vuong-mac", ("", "chuyen/")),
    ("direction", "r.closed_at IS NULL", "y-kien", ("", "tra-loi/")),
]  # fmt: skip


def record_pages(site):
    """The acts on one record of a task: the newest open one of each kind, given by today's provincial committee."""
    for table, which, part, acts in RECORDS:
        rows = site.rows(
            f"""SELECT t.code, r.id FROM tasks_app_{table} r JOIN tasks_app_task t ON t.id = r.task_id JOIN cadres_unit u ON u.id = t.giver_id
            WHERE {which} AND t.status = 'in_force' AND u.name = 'Tỉnh ủy Tuyên Quang' AND u.ends_on IS NULL ORDER BY r.id DESC LIMIT 1"""
        )
        for code, pk in rows:
            yield from (f"/viec/{code}/{part}/{pk}/{act}" for act in acts)


def inspection_pages(site):
    """The lists of teams, a team on its way, and the page of the team on the spot."""
    mission, inspection, ref = site.rows(
        """SELECT i.mission_id, i.id, t.code FROM tasks_app_inspection i JOIN tasks_app_task t ON t.id = i.task_id
        JOIN cadres_unit u ON u.id = t.giver_id WHERE i.recorded_at IS NULL AND u.ends_on IS NULL ORDER BY i.id LIMIT 1"""
    )[0]
    yield from ("/kiem-tra/", f"/kiem-tra/{mission}/", f"/viec/{ref}/kiem-tra/{inspection}/")


def round_pages(site):
    """The running round of today's provincial committee: at a glance, and each of its forms."""
    pk = site.rows(
        """SELECT r.id FROM tasks_app_round r JOIN cadres_unit u ON u.id = r.committee_id JOIN cadres_unitkind k ON k.id = u.kind_id
        WHERE r.published_on IS NULL AND u.ends_on IS NULL ORDER BY k.level, r.year_from DESC LIMIT 1"""
    )[0][0]
    yield from ("/nhac-viec/", "/nhac-viec/khong-gui-duoc/", "/dot-giao-viec/moi/")
    yield from (
        f"/dot-giao-viec/{pk}/{act}"
        for act in (
            "",
            "?xem=chua",
            "sua/",
            "don-doc/",
            "them-dong-chi/",
            "hoi-dong/",
            "tieu-chi/",
            "khoa-ky/",
            "nhac-viec/",
            "nhac-viec/qua-han/",
            "nhap/",
            "nhap-so-lieu/",
            "xuat/",
        )
    )


def consideration_pages(site):
    """The desk of the running round, its list, and the forms that lead to a decision."""
    pk = site.rows(
        """SELECT t.round_id FROM tasks_app_task t JOIN cadres_unit u ON u.id = t.giver_id JOIN cadres_unitkind k ON k.id = u.kind_id
        WHERE t.status = 'submitted' AND u.ends_on IS NULL ORDER BY k.level, t.id LIMIT 1"""
    )[0][0]
    yield from (
        f"/dot-giao-viec/{pk}/xem-xet/",
        f"/dot-giao-viec/{pk}/xem-xet/?do=chua&q=khong+co",
        f"/dot-giao-viec/{pk}/danh-muc/",
    )
    of = "SELECT public_id FROM tasks_app_task WHERE round_id = %s AND status = %s ORDER BY id"
    proposed = [row[0] for row in site.rows(of, pk, "submitted")]
    chosen = "&".join(f"viec={uuid}" for uuid in proposed[:3])
    yield from (
        f"/viec/hang-loat/tra-lai/?{chosen}",
        f"/viec/hang-loat/dong-y/?{chosen}",
        f"/viec/gop/?{chosen}",
    )
    yield from (f"/viec/{proposed[0]}/dieu-chinh/", f"/viec/{site.rows(of, pk, 'merged')[0][0]}/")
    order = site.rows(
        "SELECT public_id FROM tasks_app_task WHERE round_id = %s AND status = 'draft' AND origin = 'ordered' LIMIT 1",
        pk,
    )
    if order:
        yield f"/viec/{order[0][0]}/giao-nhieu/"
    higher = site.rows(
        "SELECT h.code FROM tasks_app_task t JOIN tasks_app_task h ON h.id = t.contributes_to_id ORDER BY t.id LIMIT 1"
    )
    yield f"/viec/{higher[0][0]}/cu-the-hoa/"


def paper_pages(site, task):
    """The register with one entry, how today's provincial committee prints, and papers of many tasks."""
    unit = site.rows("SELECT id FROM cadres_unit WHERE name = 'Tỉnh ủy Tuyên Quang' AND ends_on IS NULL")[0][
        0
    ]
    entry = site.rows("SELECT id FROM tasks_app_document WHERE body_id = %s ORDER BY id DESC LIMIT 1", unit)[
        0
    ][0]
    yield from ("/so-van-ban/", "/so-van-ban/?q=khong+co", f"/so-van-ban/{entry}/", "/so-van-ban/moi/")
    yield from (
        f"/so-van-ban/the-thuc/{unit}/",
        f"/so-van-ban/mau/{unit}/",
        f"/so-van-ban/mau/{unit}/ban-cam-ket/",
    )
    yield f"/viec/soan-van-ban/?viec={task}"
