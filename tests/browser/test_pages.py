"""Every page, at three widths: no axe violation, no sideways scroll, no complaint of the content security policy; by keyboard alone."""

import pytest

from tests.browser.conftest import AXE

WIDTHS = [1440, 390, 320]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

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


# axe takes half a second a page and width: it looks at what each role works on; every width is measured for all.
AXE_AT = {"leader": (1440, 390), "officer": (1440,), "assignee": (390,), "system_admin": (1440,)}


@pytest.mark.parametrize("role", AXE_AT)
def test_pages_are_accessible_and_fit_at_every_width(site, open_as, role):
    username = account(site, role)
    page = open_as(username)
    problems = []
    for path in dict.fromkeys(pages_of(site, role, username)):
        response = page.goto(site.url + path)
        assert response.status < 500, path
        problems += [(path, *problem) for problem in look(page, AXE_AT[role])]
        problems += [(path, "keyboard", what) for what in page.evaluate(OUT_OF_REACH)]
    assert problems == []


# What is drawn to be pressed or filled in, and can't be reached with Tab (of a group of radio buttons one is enough), or does not
# show that it has the focus.
OUT_OF_REACH = """() => {
  const drawn = e => e.checkVisibility({visibilityProperty: true}) && !e.disabled && !e.closest('[inert], [aria-hidden=true], dialog:not([open])');
  const pressed = 'input:not([type=hidden]), select, textarea, button, summary, a[href], [hx-get], [hx-post], [role=button]';
  const asks = e => (e.hasAttribute('hx-get') || e.hasAttribute('hx-post')) && /^(click|$)/.test(e.getAttribute('hx-trigger') || 'change');
  const native = e => e.matches('input, select, textarea, button, summary, a[href]');
  const problems = [];
  for (const e of document.querySelectorAll(pressed)) {
    if (!drawn(e) || !(native(e) || asks(e) || e.getAttribute('role') === 'button')) continue;
    if (e.tabIndex < 0) { problems.push('not by Tab: ' + e.outerHTML.slice(0, 120)); continue; }
    e.focus({preventScroll: true, focusVisible: true});
    if (document.activeElement !== e) { problems.push('takes no focus: ' + e.outerHTML.slice(0, 120)); continue; }
    const box = e.getBoundingClientRect(), ring = x => parseFloat(getComputedStyle(x).outlineWidth) || 0;
    const small = box.width < 3 || box.height < 3;
    if (!small && Math.max(ring(e), ...[...(e.labels || [])].map(ring)) < 2) problems.push('no ring: ' + e.outerHTML.slice(0, 120));
  }
  return problems.slice(0, 5);
}"""


@pytest.mark.parametrize("path", ["/tai-khoan/login/", "/tai-khoan/password/reset/"])
def test_pages_before_the_login_are_accessible_and_fit(site, open_as, path):
    page = open_as(None)
    page.goto(site.url + path)
    assert look(page) == []


# Only what is wrong comes back: of what is right axe would tell every element, and take three times as long over it.
VIOLATIONS = """async tags => {
  const result = await axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']});
  return result.violations.map(v => [v.id, v.nodes[0].html]);
}"""


def look(page, axe_at=(1440, 390)):
    """Problems of the page at each width: sideways scroll, and axe's violations at the widths `axe_at`."""
    page.evaluate(AXE.read_text())
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900 if width > 800 else 844})
        if width in axe_at:
            found += [(width, f"axe {rule}: {html[:160]}") for rule, html in page.evaluate(VIOLATIONS, TAGS)]
        scroll = page.evaluate("document.documentElement.scrollWidth")
        if scroll > width:
            found.append((width, f"scrolls sideways: {scroll}"))
    return found


FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const s = getComputedStyle(e), l = e.labels && e.labels[0] ? getComputedStyle(e.labels[0]) : s;
  const b = e.getBoundingClientRect();
  const x = b.left + b.width / 2, y = b.top + b.height / 2;
  const top = document.elementFromPoint(x, y);
  const inside = y >= 0 && y <= innerHeight && x >= 0 && x <= innerWidth;
  const hidden = b.width < 3 || b.height < 3;
  return {
    name: e.tagName + ' ' + (e.id || e.name || e.textContent.trim().slice(0, 40)),
    outline: Math.max(parseFloat(s.outlineWidth) || 0, parseFloat(l.outlineWidth) || 0, hidden ? 3 : 0),
    covered: inside && !hidden && top && !(e.contains(top) || top.contains(e) || (e.labels && [...e.labels].some(n => n.contains(top)))),
  };
}"""


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("leader", "/tong-quan/"),
        ("officer", "/viec/"),
        ("officer", "/viec/moi/"),
        ("assignee", "/viec-cua-toi/"),
    ],
)
def test_whatever_has_the_focus_shows_it_and_is_not_covered(site, open_as, role, path):
    page = open_as(account(site, role))
    page.goto(site.url + path)
    problems = []
    for _ in range(45):
        page.keyboard.press("Tab")
        state = page.evaluate(FOCUS)
        if state and (state["outline"] < 3 or state["covered"]):
            problems.append(state)
    assert problems == []


@pytest.mark.parametrize(("role", "paths"), [
    ("leader", ["/tong-quan/", "/viec/?q=duong&trang-thai=on_track"]),
    ("officer", ["/viec/", "/viec/moi/"]),
    ("assignee", ["/viec-cua-toi/"]),
])  # fmt: skip
def test_pages_work_without_javascript(site, open_as, role, paths):
    page = open_as(account(site, role), 390, scripts=False)
    for path in paths:
        assert page.goto(site.url + path).status == 200
        assert page.locator("h1").count() == 1
        assert "Dữ liệu minh họa" in page.content()
