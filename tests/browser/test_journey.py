"""The main job in Chromium, as people do it: order, decide, commit and report on a phone, read the figure, conclude.

What is typed is found by its label, what is pressed by its words.
"""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from tests.browser.addresses import account

TITLE = "Rút ngắn thời gian cấp giấy chứng nhận tại các xã vùng cao, số hóa hồ sơ đất đai"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
# A head of a sở who signs in himself, for whom the province's committee orders.
HEAD = """
    SELECT u.username, c.full_name FROM cadres_cadre c JOIN cadres_user u ON u.id = c.user_id
    JOIN cadres_appointment a ON a.cadre_id = c.id AND a.ends_on IS NULL JOIN cadres_position p ON p.id = a.position_id
    JOIN cadres_unit n ON n.id = a.unit_id
    WHERE u.is_active AND u.password NOT LIKE '!%%' AND p.name = 'Giám đốc' AND n.name LIKE 'Sở %%' AND n.ends_on IS NULL
      AND NOT EXISTS (SELECT 1 FROM cadres_office o WHERE o.user_id = u.id) ORDER BY u.username LIMIT 1"""


@pytest.fixture
def people(site):
    username, name = site.rows(HEAD)[0]
    return {
        "officer": account(site, "officer"),
        "leader": account(site, "leader"),
        "head": username,
        "name": name,
    }


def told(page, words):
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


def button(page, words):
    return page.get_by_role("main").get_by_role("button", name=words, exact=True)


def figure_of(page, url):
    """The number of tasks on the overview, and the number its list says."""
    page.goto(url)
    tile = page.get_by_role("main").get_by_role("link", name=re.compile("^Tổng số việc"))
    number = re.search(r"Tổng số việc\s+([\d.]+)", tile.inner_text()).group(1)
    tile.click()
    expect(page.get_by_text(f"Có {number} việc")).to_be_visible()
    return int(number.replace(".", ""))


def order(page, site, name):
    """With a mistake first: what was typed stays, and the page says what to mend."""
    page.goto(f"{site.url}/viec/")
    page.get_by_role("link", name="Đặt hàng việc").first.click()
    page.get_by_label("Đồng chí được giao").press_sequentially(name)
    expect(page.get_by_role("button", name=re.compile(name)).first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("input[name=lead-id]")).to_have_count(1)
    page.get_by_label("Tên việc").fill(TITLE)
    page.get_by_label("Lĩnh vực").select_option(index=1)
    page.get_by_label("Việc khó").check()
    for place, (what, kind, unit, now, goal) in enumerate(
        [("Thời gian cấp giấy", "Số, giảm", "ngày", "20", "25"), ("Hồ sơ đã số hóa", "Số, tăng", "hồ sơ", "0", "400")],
        1,
    ):  # fmt: skip
        if place > 1:
            button(page, "Thêm chỉ tiêu").click()
        page.get_by_label(f"Tên chỉ tiêu {place}").fill(what)
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.get_by_label(f"Loại của chỉ tiêu {place}").select_option(label=kind)
        page.get_by_label(f"Đơn vị tính của chỉ tiêu {place}").fill(unit)
        page.get_by_label(f"Hiện trạng của chỉ tiêu {place}").fill(now)
        page.get_by_label(f"Chỉ tiêu giao của chỉ tiêu {place}").fill(goal)
        page.get_by_label(f"Trọng số, phần trăm, của chỉ tiêu {place}").fill("50")
    page.get_by_label("Hạn hoàn thành").fill(f"{localdate() + timedelta(days=300):%d/%m/%Y}")
    button(page, "Đưa vào danh mục trình").click()

    expect(page.get_by_role("alert")).to_contain_text("nhập chỉ tiêu giao không cao hơn hiện trạng")
    expect(page.get_by_label("Tên việc")).to_have_value(TITLE)
    page.get_by_label("Chỉ tiêu giao của chỉ tiêu 1").fill("12")
    button(page, "Đưa vào danh mục trình").click()
    told(page, "Đã đưa 1 việc vào danh mục trình")


def decide(page):
    page.get_by_role("link", name="Ghi quyết định giao việc").click()
    page.get_by_role("row", name=re.compile(TITLE)).get_by_role("checkbox").check()
    page.get_by_label("Số", exact=True).fill("318")
    page.get_by_label("Ký hiệu", exact=True).fill("QĐ/TU")
    page.get_by_label("Ngày ban hành").fill(f"{localdate():%d/%m/%Y}")
    button(page, "Ghi quyết định giao các việc đã chọn").click()
    told(page, "Đã ghi quyết định giao 1 việc")


def commit(page, site):
    page.goto(site.url)
    page.get_by_role("main").get_by_role("link", name=TITLE, exact=True).click()
    page.get_by_role("main").get_by_role("link", name="Cam kết", exact=True).click()
    expect(page.get_by_label("Tên mốc").first).not_to_have_value("")
    page.get_by_label("Giải pháp").fill("Trực thêm thứ bảy, số hóa theo từng xã")
    button(page, "Cam kết").click()
    told(page, "Đã cam kết")


def report(page):
    """Figures, a photo and a paper; kept as a draft, taken up again, sent."""
    link = page.get_by_role("main").get_by_role(
        "link", name=re.compile(f"^Báo cáo tiến độ.*{TITLE}", re.DOTALL)
    )
    link.click()
    page.get_by_label("Thời gian cấp giấy").fill("16")
    page.get_by_label("Hồ sơ đã số hóa").fill("100")
    page.get_by_label("Chụp ảnh").set_input_files(
        {"name": "Hiện trường.png", "mimeType": "image/png", "buffer": PNG}
    )
    expect(page.get_by_role("link", name="Hiện trường.png")).to_be_visible()
    page.get_by_label("Chọn tệp").set_input_files(
        {"name": "Biên bản.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    expect(page.get_by_role("link", name="Biên bản.pdf")).to_be_visible()
    button(page, "Lưu nháp, gửi sau").click()
    told(page, "Đã lưu nháp báo cáo")

    page.get_by_role("link", name=re.compile(f"^Tiếp tục báo cáo nháp.*{TITLE}", re.DOTALL)).click()
    expect(page.get_by_label("Hồ sơ đã số hóa")).to_have_value("100")
    expect(page.get_by_role("link", name="Biên bản.pdf")).to_be_visible()
    page.get_by_label("Đúng tiến độ").check()
    page.get_by_role("main").get_by_role("button", name="Gửi báo cáo").click()
    told(page, "Đã gửi báo cáo")
    page.get_by_role("main").get_by_role("link", name=TITLE, exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Đã đạt 38%")


def ask_conclusion(page):
    page.get_by_text("Thao tác khác").click()
    page.get_by_role("link", name="Đề nghị kết luận").click()
    page.get_by_label("Thời gian cấp giấy").fill("11")
    page.get_by_label("Hồ sơ đã số hóa").fill("400")
    page.get_by_label("Sản phẩm hoàn thành ngày").fill(f"{localdate():%d/%m/%Y}")
    page.get_by_role("radio", name="Vượt").check()
    page.get_by_role("main").get_by_role("button", name="Đề nghị kết luận").click()
    told(page, "Đã đề nghị kết luận")


def conclude(page, site):
    page.goto(f"{site.url}/cho-ket-luan/")
    page.get_by_role("row", name=re.compile(TITLE)).get_by_role("link", name="Công nhận kết quả").click()
    page.get_by_label("Số", exact=True).fill("99")
    page.get_by_label(re.compile("^Ký hiệu")).fill("TB/TU")
    page.get_by_label("Ngày ban hành").fill(f"{localdate():%d/%m/%Y}")
    button(page, "Công nhận kết quả").click()
    told(page, "Đã công nhận kết quả")


def test_the_main_job_from_the_order_to_the_conclusion(site, open_as, people):
    leader, officer, phone = (
        open_as(people["leader"]), open_as(people["officer"]), open_as(people["head"], width=390),
    )  # fmt: skip
    before = figure_of(leader, site.url)

    order(officer, site, people["name"])
    decide(officer)
    commit(phone, site)
    report(phone)
    assert figure_of(leader, site.url) == before + 1

    leader.get_by_role("searchbox").fill(TITLE[:30])
    leader.keyboard.press("Enter")
    leader.get_by_role("main").get_by_role("link", name=TITLE, exact=True).click()
    leader.get_by_role("link", name="Ghi ý kiến").first.click()
    leader.get_by_label("Nội dung").fill("Ưu tiên các xã biên giới")
    button(leader, "Gửi ý kiến").click()
    told(leader, "Đã gửi ý kiến chỉ đạo")

    phone.reload()
    expect(phone.get_by_role("main")).to_contain_text("Ưu tiên các xã biên giới")
    ask_conclusion(phone)
    conclude(officer, site)
    leader.reload()
    expect(leader.get_by_role("main")).to_contain_text("Hoàn thành trước hạn")
