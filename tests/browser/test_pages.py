"""Every page, at three widths: no axe violation, no sideways scroll, no complaint of the content security policy; by keyboard alone."""

import pytest

from tests.browser.addresses import account, pages_of
from tests.browser.conftest import AXE

WIDTHS = [1440, 390, 320]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

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


# How far each thing reaches over what it must stay within, or away from.
OUTGROWN = """() => {
  const right = e => e.getBoundingClientRect().right, left = e => e.getBoundingClientRect().left;
  const over = [...document.querySelectorAll('.ngat')].filter(e => right(e) > right(e.closest('.mat'))).map(e => e.textContent);
  const count = document.querySelector('.chuong > b'), drawn = e => e.checkVisibility();
  const beside = [...count.closest('.toi').children].filter(e => drawn(e) && left(e) > left(count.parentElement));
  return [...over, ...beside.filter(e => left(e) < right(count)).map(e => e.outerHTML.slice(0, 80))];
}"""


def test_long_answers_of_a_mail_server_and_a_thousand_notices_stay_in_their_place(site, open_as):
    username = account(site, "system_admin")
    answer = f"SMTPRecipientsRefused: 550 5.1.1 <{'can.bo.dang.uy.xa.' * 5}@tuyenquang.gov.vn>: User unknown"
    site.rows(
        """WITH him AS (SELECT id FROM cadres_user WHERE username = %s), told AS (
            INSERT INTO tasks_app_notice (recipient_id, kind, text, url, why, at)
            SELECT id, 'register', 'Thử', '/viec/dang-ky/', '', now() FROM him, generate_series(1, 1036))
        INSERT INTO tasks_app_message (uuid, recipient_id, channel, slot, state, due_at, attempt, failures, in_doubt, copies_in_doubt, error)
        SELECT gen_random_uuid(), id, 'mail', 'digest 2026-01-05', 'dead', now(), 1, 1, false, 0, %s FROM him RETURNING id""",
        username, answer,
    )  # fmt: skip
    page = open_as(username)
    page.goto(site.url + "/nhac-viec/khong-gui-duoc/")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate(OUTGROWN) == [], width
    assert look(page, axe_at=(390,)) == []
    site.rows(
        "WITH n AS (DELETE FROM tasks_app_notice WHERE text = 'Thử') DELETE FROM tasks_app_message WHERE error = %s RETURNING 1",
        answer,
    )  # fmt: skip
