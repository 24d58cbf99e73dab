"""What do the papers of a council look like: phiếu chấm, biên bản hội đồng?"""

from tasks_app.documents.drawing import lists
from tasks_app.documents.drawing.blocks import (
    Middle,
    Wide,
    heading,
    say,
    signatures,
    table,
    title,
)

DOTS = "…" * 30  # a line of 155 mm at 14 points


def phieu_cham(d):
    heading(d, numbered=False)
    title(d)
    say(d, "{%p if thanh_vien.ho_ten %}")
    say(
        d,
        "Thành viên chấm: **{{ thanh_vien.ho_ten }}**{% if thanh_vien.chuc_vu %}, {{ thanh_vien.chuc_vu }}{% endif %} ({{ thanh_vien.tu_cach | lower }}).",
    )
    say(d, "{%p else %}")
    say(d, "Thành viên chấm: " + "…" * 21)
    say(d, "{%p endif %}")
    say(d, "1. Việc được chấm", "VB Đề mục")
    say(
        d,
        "{{ viec.noi_dung | bo_cham }}{% if viec.ma %} (mã việc {{ viec.ma }}){% endif %}; hạn hoàn thành {{ viec.han }}{% if viec.han_ban_dau %} (hạn ban đầu {{ viec.han_ban_dau }}){% endif %}.",
    )
    say(d, "Đồng chí được giao: **{{ dong_chi.ho_ten }}**, {{ dong_chi.chuc_vu }}.")
    say(d, "2. Số liệu báo cáo và số liệu xác nhận", "VB Đề mục")
    say(d, "", "VB Dòng kẻ")
    lists.figures(d, [("Chỉ tiêu", 53), ("Đơn vị tính", 20), ("Hiện trạng", 23), ("Chỉ tiêu giao", 23), ("Tự báo cáo", 23), ("Xác nhận", 23)],
                  ["{{ chi_tieu.ten }}", Middle("{{ chi_tieu.don_vi_tinh }}"), Middle("{{ chi_tieu.hien_trang }}"), Middle("{{ chi_tieu.can_dat }}"),
                   Middle("{{ chi_tieu.thuc_hien }}"), Middle("{{ chi_tieu.xac_nhan }}")])  # fmt: skip
    say(d, "3. Chấm điểm (điểm quy đổi = điểm chấm : điểm tối đa × trọng số)", "VB Đề mục")
    say(d, "", "VB Dòng kẻ")
    _criteria(
        d,
        [("Điểm chấm", 20), ("Điểm quy đổi", 22)],
        [Middle("{{ tieu_chi.diem }}"), Middle("{{ tieu_chi.diem_quy_doi }}")],
        total=[
            Wide("Tổng điểm (thang 100)", 4, "VB Ô đầu"),
            Middle("", style="VB Ô đầu"),
            Middle("{{ tong_diem }}", style="VB Ô đầu"),
        ],
    )
    say(d, "4. Nhận xét", "VB Đề mục")
    say(d, "{%p if da_cham %}")
    say(d, "{{ nhan_xet or 'Không.' }}")
    say(d, "{%p else %}")
    for _ in range(2):
        say(d, DOTS)
    say(d, "{%p endif %}")
    signatures(d, [("THƯ KÝ HỘI ĐỒNG", ""), ("THÀNH VIÊN CHẤM ĐIỂM", "{{ thanh_vien.ho_ten }}")])


def _criteria(d, heads, cells, *, total=None):
    """The criteria of the round beside what was given for each."""
    table(
        d,
        [("STT", 11), ("Tiêu chí", 74 if len(heads) == 2 else 116), ("Điểm tối đa", 19), ("Trọng số (%)", 19), *heads],
        ["{%tr for tieu_chi in cac_tieu_chi %}",
         [Middle("{{ tieu_chi.stt }}"),
          ["{{ tieu_chi.ten }}", "{%p if tieu_chi.huong_dan %}", "({{ tieu_chi.huong_dan | bo_cham }})", "{%p endif %}"],
          Middle("{{ tieu_chi.diem_toi_da }}"), Middle("{{ tieu_chi.trong_so }}"), *cells],
         "{%tr endfor %}"],
        total=total,
    )  # fmt: skip


def bien_ban_hoi_dong(d):
    heading(d)
    title(d)
    say(d, "{{ dau.dia_danh_ngay }}, {{ hoi_dong }}{% if quyet_dinh_hoi_dong %} (thành lập theo {{ quyet_dinh_hoi_dong | bo_cham }}){% endif %} "
           "họp chấm điểm kết quả thực hiện {{ so_viec }} việc đột phá, đổi mới do {{ cap_giao }} giao{% if dot %}, thuộc đợt «{{ dot }}»{% endif %}.")  # fmt: skip
    say(d, "1. Thành phần", "VB Đề mục")
    say(d, "", "VB Dòng kẻ")
    table(d, [("STT", 11), ("Họ và tên", 50), ("Chức vụ, đơn vị", 64), ("Tư cách", 40)],
          ["{%tr for thanh_vien in cac_thanh_vien %}",
           [Middle("{{ thanh_vien.stt }}"), "{{ thanh_vien.ho_ten }}", "{{ thanh_vien.chuc_vu }}", "{{ thanh_vien.tu_cach }}"], "{%tr endfor %}"])  # fmt: skip
    say(d, "2. Tiêu chí chấm điểm", "VB Đề mục")
    say(d, "", "VB Dòng kẻ")
    _criteria(d, [], [])
    say(d, "3. Kết quả chấm điểm", "VB Đề mục")
    say(d, "", "VB Dòng kẻ")
    table(d, [("STT", 11), ("Đồng chí được giao", 33), ("Việc", 41), ("Kết quả, chỉ tiêu", 33), ("Số phiếu", 14), ("Điểm trung bình", 17), ("Thấp nhất – cao nhất", 16)],
          ["{%tr for muc in cac_viec_cham %}",
           [Middle("{{ muc.stt }}"), ["{{ muc.dong_chi.ho_ten }}", "{{ muc.dong_chi.chuc_vu }}"],
            ["{{ muc.viec.noi_dung }}", "{%p if muc.viec.ma %}", "({{ muc.viec.ma }})", "{%p endif %}"],
            ["{%p for chi_tieu in muc.viec.cac_chi_tieu %}",
             "- {{ chi_tieu.ten }}: {{ chi_tieu.thuc_hien or 'chưa có số liệu' }}; chỉ tiêu {{ chi_tieu.can_dat }}{% if chi_tieu.don_vi_tinh %} {{ chi_tieu.don_vi_tinh }}{% endif %}",
             "{%p endfor %}"],
            Middle("{{ muc.so_phieu }}"), Middle("{{ muc.diem_trung_binh }}", style="VB Ô đầu"),
            Middle("{{ muc.diem_thap_nhat }} – {{ muc.diem_cao_nhat }}")], "{%tr endfor %}"])  # fmt: skip
    say(d, "{%p if mot_viec %}", "VB Đề mục")
    say(d, "Điểm của từng thành viên", "VB Tên biểu")
    table(d, [("STT", 11), ("Họ và tên", 46), ("Điểm", 20), ("Nhận xét", 52), ("Ghi chú", 36)],
          ["{%tr for thanh_vien in cac_thanh_vien %}",
           [Middle("{{ thanh_vien.stt }}"), "{{ thanh_vien.ho_ten }}", Middle("{{ thanh_vien.diem or '–' }}"), "{{ thanh_vien.nhan_xet }}",
            "{{ thanh_vien.ghi_chu }}"], "{%tr endfor %}"])  # fmt: skip
    say(d, "{%p endif %}", "VB Đề mục")
    say(d, "4. Ý kiến thảo luận, đề nghị của hội đồng", "VB Đề mục")
    for _ in range(3):
        say(d, DOTS)
    say(
        d,
        "Điểm của hội đồng để {{ cap_giao }} tham khảo khi kết luận. Biên bản đã đọc cho các thành viên cùng nghe và thống nhất ký tên.",
    )
    signatures(d, [("THƯ KÝ", "{{ thu_ky }}"), ("CHỦ TỊCH HỘI ĐỒNG", "{{ chu_tich }}")])
