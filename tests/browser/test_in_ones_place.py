"""On two phones in Chromium: who is authorised prepares a report, the cadre confirms it; a draft outlives a lost signal."""

from playwright.sync_api import expect

from tests.browser.test_journey import told

# An authorisation that runs, and a task of the cadre that is under way.
PAIR = """
    SELECT helper.username, u.username, c.full_name, t.code, t.title FROM cadres_authorisation a JOIN cadres_user helper ON helper.id = a.assistant_id
    JOIN cadres_cadre c ON c.id = a.cadre_id JOIN cadres_user u ON u.id = c.user_id
    JOIN tasks_app_assignment s ON s.cadre_id = c.id AND s.ends_on IS NULL AND s.role = 'lead'
    JOIN tasks_app_task t ON t.id = s.task_id
    WHERE (a.ends_on IS NULL OR a.ends_on > current_date) AND t.status = 'in_force' AND t.committed_on IS NOT NULL AND u.password NOT LIKE '!%%'
      AND helper.password NOT LIKE '!%%'
      AND NOT EXISTS (SELECT 1 FROM tasks_app_progressreport r WHERE r.task_id = t.id AND r.status = 'draft') ORDER BY t.id LIMIT 1"""


def test_one_prepares_and_the_other_confirms(site, open_as):
    assistant, cadre, name, code, title = site.rows(PAIR)[0]
    helper, phone = open_as(assistant, width=390), open_as(cadre, width=390)

    helper.goto(f"{site.url}/viec/{code}/bao-cao/")
    helper.get_by_role("main").get_by_text("Đúng tiến độ").first.click()
    helper.get_by_label("Khó khăn, giải pháp").fill("Đã bàn giao mặt bằng thôn 3")
    helper.get_by_role("main").get_by_role("button", name=f"Chuyển đ/c {name} xác nhận").click()
    told(helper, "Đã chuyển")

    phone.goto(f"{site.url}/can-lam/")
    expect(phone.get_by_role("main")).to_contain_text(title)
    phone.goto(f"{site.url}/viec/{code}/bao-cao/")
    expect(phone.get_by_label("Khó khăn, giải pháp")).to_have_value("Đã bàn giao mặt bằng thôn 3")
    reason = phone.get_by_label("Lý do số liệu không thay đổi")
    if reason.count() and reason.is_visible():
        reason.fill("Đang thi công")
    phone.get_by_role("main").get_by_role("button", name="Gửi báo cáo").click()
    if reason.count() and reason.is_visible():
        reason.fill("Đang thi công")
        phone.get_by_role("main").get_by_role("button", name="Gửi báo cáo").click()
    told(phone, "Đã gửi báo cáo")
    phone.goto(f"{site.url}/viec/{code}/lich-su/")
    expect(phone.get_by_role("main")).to_contain_text(f"cập nhật thay đ/c {name}")


def test_what_is_typed_without_a_signal_is_kept_on_the_phone_and_sent_when_it_is_back(site, open_as):
    _, cadre, _, code, _ = site.rows(PAIR)[0]
    phone = open_as(cadre, width=390, loses_signal=True)
    phone.goto(f"{site.url}/viec/{code}/bao-cao/")
    phone.context.set_offline(True)
    phone.get_by_label("Khó khăn, giải pháp").fill("Sạt lở, xe chưa vào được")
    phone.get_by_label("Khó khăn, giải pháp").blur()
    expect(phone.locator("#luu-nhap")).to_contain_text("Mất kết nối. Đã giữ trên máy này")
    phone.context.set_offline(False)
    expect(phone.locator("#luu-nhap")).to_contain_text("Đã lưu nháp")
    phone.goto(f"{site.url}/viec/{code}/bao-cao/")
    expect(phone.get_by_label("Khó khăn, giải pháp")).to_have_value("Sạt lở, xe chưa vào được")
