"""What do the shipped templates look like, one function a kind of paper?"""

from tasks_app.documents.drawing import lists
from tasks_app.documents.drawing.blocks import (
    Middle,
    addressees,
    annex,
    each,
    heading,
    lines,
    say,
    signature,
    signatures,
    table,
    title,
    when,
)

FIGURES = [
    ("Chỉ tiêu", 55), ("Đơn vị tính", 22), ("Hiện trạng", 25), ("Cần đạt", 25), ("Nguồn số liệu, cơ quan xác nhận", 38),
]  # fmt: skip
FIGURE_LINE = [
    "{{ chi_tieu.ten }}", Middle("{{ chi_tieu.don_vi_tinh }}"), Middle("{{ chi_tieu.hien_trang }}"),
    Middle("{{ chi_tieu.can_dat }}"), "{{ chi_tieu.nguon }}",
]  # fmt: skip


# Party papers list what a decision rests on; those of the state begin each with «Căn cứ» alone.
BASIS = "{% if not dau.nha_nuoc %}- {% endif %}"


def _authority(d):
    """Who decides stands above the bases on papers of the state, and beside the word on Party papers."""
    when(d, "dau.nha_nuoc", "{{ cap_giao | upper }}", "VB Quyết định")


def _decides(d):
    say(d, "{%p if dau.nha_nuoc %}", "VB Quyết định")
    say(d, "QUYẾT ĐỊNH:", "VB Quyết định")
    say(d, "{%p else %}", "VB Quyết định")
    say(d, "{{ cap_giao | upper }} QUYẾT ĐỊNH", "VB Quyết định")
    say(d, "{%p endif %}", "VB Quyết định")


def phieu_dang_ky(d):
    heading(d, numbered=False)
    title(d)
    addressees(d)
    say(d, "Họ và tên: **{{ dong_chi.ho_ten }}**")
    say(d, "Chức vụ, đơn vị công tác: {{ dong_chi.chuc_vu }}")
    say(d, "Tôi đăng ký thực hiện việc đột phá, đổi mới{% if dot %} ({{ dot }}){% endif %} như sau:")
    say(d, "1. Nội dung việc", "VB Đề mục")
    say(d, "{{ viec.noi_dung | cau }}")
    say(d, "Tính chất: {{ viec.tinh_chat }}. Lĩnh vực: {{ viec.linh_vuc }}.")
    when(d, "viec.can_cu", "Căn cứ: {{ viec.can_cu | cau }}")
    say(d, "2. Mục tiêu, chỉ tiêu", "VB Đề mục")
    say(d, "", "VB Dòng kẻ")
    lists.figures(d, FIGURES, FIGURE_LINE)
    say(d, "3. Sản phẩm, kết quả cần đạt", "VB Đề mục")
    lines(d, "viec.san_pham")
    say(d, "4. Thời gian, phối hợp", "VB Đề mục")
    say(d, "Bắt đầu ngày {{ viec.bat_dau }}, hoàn thành trước ngày {{ viec.han }}.")
    when(d, "viec.phoi_hop", "Cơ quan, đơn vị phối hợp: {{ viec.phoi_hop }}.")
    when(d, "viec.tham_quyen", "Thẩm quyền: {{ viec.tham_quyen | cau }}")
    signatures(d, [("XÁC NHẬN CỦA CẤP ỦY, ĐƠN VỊ", ""), ("NGƯỜI ĐĂNG KÝ", "{{ dong_chi.ho_ten }}")])


def to_trinh_giao_viec(d):
    heading(d)
    title(d)
    addressees(d)
    each(d, "dong in can_cu", BASIS + "{{ dong }}{{ '.' if loop.last else ';' }}")
    say(d, "Sau khi tổng hợp, thẩm định nội dung đăng ký và đặt hàng, {{ dau.ten_co_quan or dau.co_quan | capitalize }} trình {{ cap_giao }} "
           "xem xét, quyết định giao **{{ so_viec }} việc** đột phá, đổi mới cho **{{ so_dong_chi }} đồng chí**, gồm:")  # fmt: skip
    each(
        d,
        "nhom in cac_nhom",
        "- {{ nhom.ten }}: {{ nhom.so_viec }} việc, {{ nhom.so_dong_chi }} đồng chí{{ '.' if loop.last else ';' }}",
    )
    say(d, "Nội dung từng việc và ý kiến thẩm định có danh mục kèm theo.")
    say(d, "Kính trình {{ cap_giao }} xem xét, cho ý kiến.")
    signature(d)
    annex(d, number="DANH MỤC", caption="việc đột phá, đổi mới trình {{ cap_giao }}")
    lists.assignment(d, remark="Ý kiến thẩm định", remark_text="{{ viec.tham_dinh }}")


def quyet_dinh_giao_viec(d):
    heading(d)
    title(d)
    _authority(d)
    each(d, "dong in can_cu", BASIS + "{{ dong }};")
    _decides(d)
    say(
        d,
        "**Điều 1.** Giao **{{ so_viec }} việc** đột phá, đổi mới cho **{{ so_dong_chi }} đồng chí** (có phụ lục kèm theo).",
    )
    say(d, "**Điều 2.** Các đồng chí được giao xây dựng kế hoạch, cam kết thực hiện; báo cáo tiến độ bằng số liệu, minh chứng; "
           "chịu trách nhiệm trước {{ cap_giao }} về kết quả. Cơ quan, đơn vị phối hợp thực hiện nội dung được phân công.")  # fmt: skip
    say(d, "**Điều 3.** Các cơ quan, đơn vị liên quan và các đồng chí có tên trong phụ lục chịu trách nhiệm thi hành Quyết định này. "
           "Quyết định có hiệu lực từ ngày ký.")  # fmt: skip
    signature(d)
    annex(d, number="PHỤ LỤC", caption="Danh mục việc đột phá, đổi mới giao các đồng chí")
    lists.assignment(d)


def thong_bao_giao_viec(d):
    heading(d)
    title(d)
    each(d, "dong in can_cu", BASIS + "{{ dong }};")
    say(
        d,
        "{{ cap_giao }} thông báo giao **{{ so_viec }} việc** đột phá, đổi mới cho **{{ so_dong_chi }} đồng chí** (có phụ lục kèm theo).",
    )
    say(d, "Yêu cầu các đồng chí được giao cam kết, xây dựng kế hoạch, tổ chức thực hiện và báo cáo tiến độ theo quy định. "
           "Trong quá trình thực hiện có khó khăn, vướng mắc, kịp thời báo cáo {{ cap_giao }} xem xét.")  # fmt: skip
    signature(d)
    annex(d, number="PHỤ LỤC", caption="Danh mục việc đột phá, đổi mới giao các đồng chí")
    lists.assignment(d)


def ban_cam_ket(d):
    heading(d, numbered=False)
    title(d)
    addressees(d)
    say(d, "Tôi là **{{ dong_chi.ho_ten }}**, {{ dong_chi.chuc_vu }}.")
    say(
        d,
        "Được {{ cap_giao }} giao việc{% if viec.van_ban %} theo {{ viec.van_ban }}{% endif %}, tôi cam kết thực hiện như sau:",
    )
    say(d, "1. Việc được giao", "VB Đề mục")
    say(d, "{{ viec.noi_dung | bo_cham }}{% if viec.ma %} (mã việc {{ viec.ma }}){% endif %}.")
    say(d, "Sản phẩm cần đạt: {{ viec.san_pham | cau }}")
    say(d, "Hoàn thành trước ngày {{ viec.han }}.")
    say(d, "2. Chỉ tiêu", "VB Đề mục")
    say(d, "", "VB Dòng kẻ")
    lists.figures(d, FIGURES, FIGURE_LINE)
    say(d, "3. Khó khăn, vướng mắc", "VB Đề mục")
    say(d, "{%p if cac_vuong_mac %}")
    each(d, "vuong_mac in cac_vuong_mac",
         "- {{ vuong_mac.noi_dung | cau }}{% if vuong_mac.co_quan %} Đề nghị {{ vuong_mac.co_quan }} tháo gỡ{% if vuong_mac.truoc_ngay %} "
         "trước ngày {{ vuong_mac.truoc_ngay }}{% endif %}.{% endif %}")  # fmt: skip
    say(d, "{%p else %}")
    say(d, "Không.")
    say(d, "{%p endif %}")
    say(d, "4. Giải pháp, nguồn lực", "VB Đề mục")
    when(d, "giai_phap", "Giải pháp: {{ giai_phap | cau }}")
    when(d, "nguon_luc", "Nguồn lực: {{ nguon_luc | cau }}")
    say(d, "{%p if cac_moc %}", "VB Đề mục")
    say(d, "5. Kế hoạch, mốc tiến độ", "VB Đề mục")
    say(d, "", "VB Dòng kẻ")
    table(d, [("Đến ngày", 28), ("Mốc", 75), ("Cần đạt", 62)],
          ["{%tr for moc in cac_moc %}", [Middle("{{ moc.ngay }}"), "{{ moc.ten }}", "{{ moc.can_dat }}"], "{%tr endfor %}"])  # fmt: skip
    say(d, "{%p endif %}", "VB Dòng kẻ")
    say(d, "Tôi chịu trách nhiệm trước {{ cap_giao }} về kết quả thực hiện cam kết này.")
    signature(d, personal="NGƯỜI CAM KẾT")


def bao_cao_can_bo(d):
    heading(d, numbered=False)
    title(d)
    addressees(d)
    say(d, "Tôi là **{{ dong_chi.ho_ten }}**, {{ dong_chi.chuc_vu }}, báo cáo tiến độ {{ so_viec }} việc đột phá, đổi mới được giao, "
           "số liệu tính đến ngày {{ tinh_den_ngay }}:")  # fmt: skip
    say(d, "1. Kết quả thực hiện", "VB Đề mục")
    say(d, "", "VB Dòng kẻ")
    lists.own_tasks(d)
    say(d, "2. Khó khăn, vướng mắc; đề xuất, kiến nghị", "VB Đề mục")
    say(d, "{%p for viec in dong_chi.cac_viec %}")
    when(d, "viec.vuong_mac or viec.kien_nghi",
         "- {{ viec.noi_dung | bo_cham }}:{% if viec.vuong_mac %} {{ viec.vuong_mac | cau }}{% endif %}{% if viec.kien_nghi %} Kiến nghị: {{ viec.kien_nghi | cau }}{% endif %}")  # fmt: skip
    say(d, "{%p endfor %}")
    say(d, "3. Tự đánh giá", "VB Đề mục")
    say(d, "{%p for viec in dong_chi.cac_viec %}")
    when(d, "viec.tu_danh_gia", "- {{ viec.noi_dung | bo_cham }}: {{ viec.tu_danh_gia | lower | cau }}")
    say(d, "{%p endfor %}")
    signature(d, personal="NGƯỜI BÁO CÁO")


def bao_cao_don_vi(d):
    heading(d)
    title(d)
    addressees(d)
    say(
        d,
        "{{ don_vi }} báo cáo kết quả thực hiện việc đột phá, đổi mới, số liệu tính đến ngày {{ tinh_den_ngay }}:",
    )
    say(d, "1. Kết quả chung", "VB Đề mục")
    say(d, "Các đồng chí của đơn vị được giao **{{ so_viec }} việc** (**{{ so_dong_chi }} đồng chí**). Đã kết luận {{ so_lieu.hoan_thanh }} việc, "
           "chờ kết luận {{ so_lieu.cho_ket_luan }} việc, đúng tiến độ {{ so_lieu.dung_tien_do }} việc, chậm tiến độ {{ so_lieu.cham }} việc, "
           "quá hạn {{ so_lieu.qua_han }} việc, chờ cam kết {{ so_lieu.cho_cam_ket }} việc, tạm dừng, thôi giao {{ so_lieu.khac }} việc.")  # fmt: skip
    say(d, "2. Kết quả từng việc", "VB Đề mục")
    say(d, "Có phụ lục kèm theo.")
    say(d, "3. Khó khăn, vướng mắc; kiến nghị", "VB Đề mục")
    say(d, "{%p for nhom in cac_nhom %}")
    say(d, "{%p for dong_chi in nhom.cac_dong_chi %}")
    say(d, "{%p for viec in dong_chi.cac_viec %}")
    when(d, "viec.kien_nghi", "- {{ viec.noi_dung | bo_cham }}: {{ viec.kien_nghi | cau }}")
    for _ in range(3):
        say(d, "{%p endfor %}")
    signature(d)
    annex(d, number="PHỤ LỤC", caption="Kết quả thực hiện việc đột phá, đổi mới của {{ don_vi }}")
    lists.results(d)


def cong_van_don_doc(d):
    heading(d, letter=True)
    addressees(d)
    say(d, "{{ cap_giao }} đã giao việc đột phá, đổi mới cho các đồng chí. Đến ngày {{ tinh_den_ngay }}, còn **{{ so_viec }} việc** của "
           "**{{ so_dong_chi }} đồng chí** chậm tiến độ, quá hạn hoặc chưa có cam kết, báo cáo (có danh sách kèm theo).")  # fmt: skip
    say(d, "{{ dau.ten_co_quan or dau.co_quan | capitalize }} đề nghị các đồng chí tập trung thực hiện; báo cáo kết quả, nguyên nhân và ngày dự kiến hoàn thành "
           "trước ngày **{{ tra_loi_truoc }}**.")  # fmt: skip
    say(
        d,
        "Thủ trưởng các cơ quan, đơn vị có đồng chí trong danh sách chỉ đạo, tạo điều kiện để hoàn thành đúng thời hạn.",
    )
    signature(d)
    annex(d, number="DANH SÁCH", caption="việc chậm tiến độ, quá hạn tính đến ngày {{ tinh_den_ngay }}")
    heads = [
        ("STT", 11),
        ("Họ và tên", 31),
        ("Chức vụ, đơn vị", 42),
        ("Nội dung việc", 62),
        ("Kết quả đến nay", 52),
        ("Hạn", 24),
        ("Tiến độ", 35),
    ]
    line = [
        *lists.PERSON,
        "{{ viec.noi_dung }}",
        lists.RESULTS[:-1],
        Middle("{{ viec.han }}"),
        Middle("{{ viec.tien_do }}"),
    ]
    lists.grouped(d, heads, line, total=lists.TOTAL)


def _changes(d):
    table(d, [("Nội dung", 65), ("Hiện tại", 50), ("{{ 'Đề nghị' if ten_loai == 'TỜ TRÌNH' else 'Điều chỉnh thành' }}", 50)],
          ["{%tr for thay_doi in cac_thay_doi %}",
           ["{{ thay_doi.ten }}", Middle("{{ thay_doi.hien_tai }}"), Middle("{{ thay_doi.de_nghi }}")], "{%tr endfor %}"])  # fmt: skip


def to_trinh_thay_doi(d):
    heading(d)
    title(d)
    addressees(d)
    say(d, "Đồng chí **{{ dong_chi.ho_ten }}**, {{ dong_chi.chuc_vu }}, được {{ cap_giao }} giao việc: {{ viec.noi_dung }}"
           "{% if viec.van_ban %} ({{ viec.van_ban }}){% endif %}. Ngày {{ ngay_de_nghi }}, có đề nghị {{ viec_de_nghi }}.")  # fmt: skip
    say(d, "1. Lý do{% if nguyen_nhan %} (nguyên nhân {{ nguyen_nhan }}){% endif %}", "VB Đề mục")
    lines(d, "ly_do")
    say(d, "2. Kết quả đến nay", "VB Đề mục")
    each(d, "chi_tieu in viec.cac_chi_tieu",
         "- {{ chi_tieu.ten }}: {{ chi_tieu.thuc_hien or 'chưa có số liệu' }}, chỉ tiêu giao {{ chi_tieu.can_dat }} {{ chi_tieu.don_vi_tinh }}"
         "{% if chi_tieu.ty_le %} ({{ chi_tieu.ty_le }}){% endif %}{{ '.' if loop.last else ';' }}")  # fmt: skip
    say(d, "3. Nội dung đề nghị", "VB Đề mục")
    say(d, "", "VB Dòng kẻ")
    _changes(d)
    say(d, "4. Ý kiến thẩm định", "VB Đề mục")
    lines(d, "(tham_dinh or '…')")
    say(d, "Kính trình {{ cap_giao }} xem xét, quyết định.")
    signature(d)


def quyet_dinh_thay_doi(d):
    heading(d)
    title(d)
    _authority(d)
    when(d, "viec.van_ban", BASIS + "Căn cứ {{ viec.van_ban }};")
    say(d, BASIS + "Xét đề nghị của đồng chí {{ dong_chi.ho_ten }}, {{ dong_chi.chuc_vu }};")
    _decides(d)
    say(d, "{%p if dong_y %}")
    say(d, "**Điều 1.** Đồng ý {{ viec_de_nghi }} đối với việc «{{ viec.noi_dung }}»{% if viec.ma %} (mã việc {{ viec.ma }}){% endif %} "
           "của đồng chí {{ dong_chi.ho_ten }}, như sau:")  # fmt: skip
    say(d, "{%p else %}")
    say(d, "**Điều 1.** Không đồng ý {{ viec_de_nghi }} đối với việc «{{ viec.noi_dung }}» của đồng chí {{ dong_chi.ho_ten }}. "
           "{{ y_kien_quyet_dinh | cau }} Nội dung đề nghị:")  # fmt: skip
    say(d, "{%p endif %}")
    say(d, "", "VB Dòng kẻ")
    _changes(d)
    say(
        d,
        "**Điều 2.** Các nội dung khác thực hiện theo quyết định giao việc. Hạn ban đầu và chỉ tiêu ban đầu được giữ trong hồ sơ.",
    )
    say(
        d,
        "**Điều 3.** Các cơ quan, đơn vị liên quan và đồng chí {{ dong_chi.ho_ten }} chịu trách nhiệm thi hành Quyết định này.",
    )
    signature(d)


def bien_ban_kiem_tra(d):
    heading(d)
    title(d)
    say(d, "Ngày {{ ngay_kiem_tra }}{% if noi_kiem_tra %}, tại {{ noi_kiem_tra }}{% endif %}, {{ doan_kiem_tra }} kiểm tra thực tế việc "
           "«{{ viec.noi_dung }}»{% if viec.ma %} (mã việc {{ viec.ma }}){% endif %}.")  # fmt: skip
    say(d, "Đồng chí được giao: **{{ dong_chi.ho_ten }}**, {{ dong_chi.chuc_vu }}.")
    when(d, "thanh_phan", "Đoàn kiểm tra gồm: {{ thanh_phan }}.")
    say(d, "1. Chỉ tiêu và kết quả báo cáo", "VB Đề mục")
    say(d, "", "VB Dòng kẻ")
    lists.figures(d, [("Chỉ tiêu", 70), ("Đơn vị tính", 25), ("Chỉ tiêu giao", 25), ("Báo cáo", 25), ("% đạt", 20)],
                  ["{{ chi_tieu.ten }}", Middle("{{ chi_tieu.don_vi_tinh }}"), Middle("{{ chi_tieu.can_dat }}"),
                   Middle("{{ chi_tieu.thuc_hien }}"), Middle("{{ chi_tieu.ty_le }}")])  # fmt: skip
    say(d, "2. Kết quả kiểm tra", "VB Đề mục")
    lines(d, "ket_qua")
    say(d, "3. Yêu cầu, kiến nghị", "VB Đề mục")
    lines(d, "(yeu_cau or 'Không.')")
    when(d, "khac_phuc_truoc", "Khắc phục, báo cáo trước ngày {{ khac_phuc_truoc }}.")
    say(d, "Biên bản được lập thành các bản như nhau, đã đọc cho các bên cùng nghe và thống nhất ký tên.")
    signatures(
        d,
        [
            ("ĐỒNG CHÍ ĐƯỢC GIAO", "{{ dong_chi.ho_ten }}"),
            ("THƯ KÝ ĐOÀN", ""),
            ("TRƯỞNG ĐOÀN", "{{ truong_doan }}"),
        ],
    )


def thong_bao_ket_luan(d):
    heading(d)
    title(d)
    say(d, "Sau khi xem xét báo cáo, số liệu, minh chứng và ý kiến thẩm định, {{ cap_giao }} thông báo kết luận kết quả thực hiện việc đột phá, đổi mới"
           "{% if nam %} năm {{ nam }}{% endif %} như sau:")  # fmt: skip
    say(d, "1. Việc được giao", "VB Đề mục")
    say(
        d,
        "{{ viec.noi_dung }}{% if viec.ma %} (mã việc {{ viec.ma }}){% endif %}{% if viec.van_ban %}, theo {{ viec.van_ban }}{% endif %}.",
    )
    say(d, "Đồng chí được giao: **{{ dong_chi.ho_ten }}**, {{ dong_chi.chuc_vu }}.")
    say(d, "Hạn hoàn thành {{ viec.han }}{% if viec.han_ban_dau %} (hạn ban đầu {{ viec.han_ban_dau }}){% endif %}; "
           "{% if viec.hoan_thanh_ngay %}sản phẩm hoàn thành ngày {{ viec.hoan_thanh_ngay }}.{% else %}sản phẩm chưa hoàn thành.{% endif %}")  # fmt: skip
    say(d, "2. Kết quả các chỉ tiêu", "VB Đề mục")
    say(d, "", "VB Dòng kẻ")
    lists.figures(d, [("Chỉ tiêu", 52), ("Đơn vị tính", 20), ("Hiện trạng", 20), ("Chỉ tiêu giao", 20), ("Tự báo cáo", 18), ("Xác nhận", 18), ("Kết luận", 17)],
                  ["{{ chi_tieu.ten }}", Middle("{{ chi_tieu.don_vi_tinh }}"), Middle("{{ chi_tieu.hien_trang }}"), Middle("{{ chi_tieu.can_dat }}"),
                   Middle("{{ chi_tieu.tu_bao_cao }}"), Middle("{{ chi_tieu.xac_nhan }}"), Middle("{{ chi_tieu.ket_luan }}")])  # fmt: skip
    say(d, "3. Kết luận: {{ ket_luan }}", "VB Đề mục")
    say(d, "{{ hoan_thanh }}; {{ thoi_han | lower }}; {{ chat_luong | lower }}; {{ vuot | lower }}.")
    lines(d, "nhan_xet")
    signature(d)


def bien_ban_ban_giao(d):
    """On one task that was handed over, or on all that a cadre hands over, to be signed before the decision."""
    heading(d)
    title(d)
    say(d, "Ngày {{ ngay_ban_giao }}, hai bên bàn giao việc đột phá, đổi mới do {{ cap_giao }} giao"
           "{% if viec.van_ban %} theo {{ viec.van_ban }}{% endif %}{% if ly_do %} (lý do: {{ ly_do | lower }}){% endif %}:")  # fmt: skip
    say(d, "Bên giao: **{{ dong_chi.ho_ten }}**{% if dong_chi.chuc_vu %}, {{ dong_chi.chuc_vu }}{% endif %}.")
    when(
        d,
        "ben_nhan.ho_ten",
        "Bên nhận: **{{ ben_nhan.ho_ten }}**{% if ben_nhan.chuc_vu %}, {{ ben_nhan.chuc_vu }}{% endif %}.",
    )
    each(
        d,
        "ben in cac_ben_nhan",
        "Bên nhận: **{{ ben.ho_ten }}**{% if ben.chuc_vu %}, {{ ben.chuc_vu }}{% endif %}.",
    )
    when(d, "van_ban", "Căn cứ {{ van_ban }}.")
    say(d, "{%p if cac_viec_ban_giao %}", "VB Đề mục")
    say(d, "1. Các việc bàn giao, tình trạng tại ngày bàn giao", "VB Đề mục")
    say(d, "", "VB Dòng kẻ")
    table(d, [("STT", 11), ("Việc", 43), ("Hạn", 23), ("Tình trạng", 52), ("Hình thức, đồng chí nhận", 36)],
          ["{%tr for muc in cac_viec_ban_giao %}",
           [Middle("{{ muc.stt }}"), ["{{ muc.viec.noi_dung }}", "{%p if muc.viec.ma %}", "({{ muc.viec.ma }})", "{%p endif %}"],
            Middle("{{ muc.viec.han }}"), ["{%p for dong in muc.tinh_trang | cac_dong %}", "{{ dong }}", "{%p endfor %}"],
            ["{{ muc.hinh_thuc }}", "{%p if muc.ben_nhan %}", "{{ muc.ben_nhan }}", "{%p endif %}"]], "{%tr endfor %}"])  # fmt: skip
    say(d, "2. Hồ sơ, tài liệu kèm theo; ý kiến của các bên", "VB Đề mục")
    lines(d, "(tinh_trang or 'Không.')")
    say(d, "{%p else %}", "VB Đề mục")
    say(d, "1. Việc bàn giao", "VB Đề mục")
    say(d, "{{ viec.noi_dung | bo_cham }}{% if viec.ma %} (mã việc {{ viec.ma }}){% endif %}; hạn hoàn thành {{ viec.han }}. "
           "Hình thức: {{ hinh_thuc | lower | cau }}")  # fmt: skip
    say(d, "2. Số liệu tại thời điểm bàn giao", "VB Đề mục")
    say(d, "", "VB Dòng kẻ")
    lists.figures(d, [("Chỉ tiêu", 62), ("Đơn vị tính", 23), ("Hiện trạng", 20), ("Chỉ tiêu giao", 20), ("Thực hiện", 20), ("% đạt", 20)],
                  ["{{ chi_tieu.ten }}", Middle("{{ chi_tieu.don_vi_tinh }}"), Middle("{{ chi_tieu.hien_trang }}"),
                   Middle("{{ chi_tieu.can_dat }}"), Middle("{{ chi_tieu.thuc_hien }}"), Middle("{{ chi_tieu.ty_le }}")])  # fmt: skip
    say(d, "3. Tình trạng, nội dung còn phải thực hiện", "VB Đề mục")
    lines(d, "tinh_trang")
    say(d, "{%p endif %}", "VB Đề mục")
    say(d, "Biên bản được lập thành các bản như nhau, mỗi bên giữ một bản.")
    signatures(
        d, [("BÊN GIAO", "{{ dong_chi.ho_ten }}"),
            ("BÊN NHẬN", "{{ ben_nhan.ho_ten or (cac_ben_nhan[0].ho_ten if cac_ben_nhan | length == 1 else '') }}"), ("CHỨNG KIẾN", "")]
    )  # fmt: skip


def phieu_can_bo(d):
    heading(d, numbered=False)
    title(d)
    say(d, "Họ và tên: **{{ dong_chi.ho_ten }}**")
    say(d, "Chức vụ, đơn vị công tác: {{ dong_chi.chuc_vu }}")
    say(d, "1. Chức vụ đã và đang giữ", "VB Đề mục")
    each(d, "chuc_vu in cac_chuc_vu",
         "- {{ chuc_vu.ten }}: từ {{ chuc_vu.tu_ngay }}{% if chuc_vu.den_ngay %} đến {{ chuc_vu.den_ngay }}{% else %} đến nay{% endif %}{{ '.' if loop.last else ';' }}")  # fmt: skip
    say(d, "2. Kết quả thực hiện việc đột phá, đổi mới", "VB Đề mục")
    say(d, "Được giao **{{ so_viec }} việc**; đã kết luận {{ da_ket_luan }} việc, trong đó hoàn thành {{ da_hoan_thanh }} việc, "
           "hoàn thành đúng thời hạn {{ dung_han }} việc, vượt yêu cầu {{ vuot }} việc; đang chậm, quá hạn {{ cham }} việc.")  # fmt: skip
    say(d, "", "VB Dòng kẻ")
    table(d, [("Mã việc", 26), ("Nội dung việc", 40), ("Chỉ tiêu giao", 29), ("Kết quả", 29), ("Hạn", 23), ("Đánh giá", 18)],
          ["{%tr for nam in cac_nam %}", [lists.Wide("Năm {{ nam.ten }}", 6)], "{%tr for viec in nam.cac_viec %}",
           ["{{ viec.ma }}", "{{ viec.noi_dung }}", lists.GOALS[:-1], lists.RESULTS[:-1], Middle("{{ viec.han }}"),
            Middle("{{ viec.ket_luan or viec.tien_do }}")], "{%tr endfor %}", "{%tr endfor %}"])  # fmt: skip
    say(d, "Số liệu tính đến ngày {{ tinh_den_ngay }}.")
    signatures(d, [("NGƯỜI LẬP PHIẾU", ""), ("CƠ QUAN THAM MƯU", "")])


def bao_cao_tong_hop(d):
    heading(d)
    title(d)
    say(d, "Thực hiện chủ trương của {{ cap_giao }} về giao việc đột phá, đổi mới cho cán bộ lãnh đạo, quản lý, {{ dau.ten_co_quan or dau.co_quan | capitalize }} báo cáo "
           "kết quả tính đến ngày {{ tinh_den_ngay }} như sau:")  # fmt: skip
    say(d, "1. Kết quả chung", "VB Đề mục")
    say(d, "Đã giao **{{ so_viec }} việc** cho **{{ so_dong_chi }} {{ chu_dong_chi }}**. Có {{ cong.hoan_thanh }} việc đã kết luận, {{ cong.cho_ket_luan }} việc chờ "
           "kết luận, {{ cong.dung_tien_do }} việc đúng tiến độ, {{ cong.cham }} việc chậm tiến độ, {{ cong.qua_han }} việc quá hạn, {{ cong.cho_cam_ket }} việc "
           "chờ cam kết và {{ cong.khac }} việc tạm dừng, thôi giao.")  # fmt: skip
    say(d, "Biểu 1. Theo diện quản lý cán bộ", "VB Tên biểu")
    lists.counts(d, "bieu_nhom", first="Đối tượng")
    say(d, "2. Các đơn vị trực thuộc", "VB Đề mục")
    say(d, "Biểu 2. Theo đơn vị, xếp theo số việc quá hạn", "VB Tên biểu")
    lists.counts(d, "bieu_don_vi", first="Đơn vị", total=False)
    say(d, "3. Việc quá hạn", "VB Đề mục")
    say(d, "Biểu 3. Việc quá hạn, việc có hạn sớm nhất ghi trước", "VB Tên biểu")
    table(d, [("STT", 11), ("Việc", 44), ("Đồng chí thực hiện", 36), ("Kết quả, chỉ tiêu", 30), ("Hạn", 23), ("Tiến độ", 21)],
          ["{%tr for viec in cac_viec %}", [Middle("{{ loop.index }}"), "{{ viec.noi_dung }}", "{{ viec.dong_chi }}",
           lists.RESULTS[:-1], Middle("{{ viec.han }}"), Middle("{{ viec.tien_do }}")], "{%tr endfor %}"])  # fmt: skip
    say(d, "4. Kiến nghị", "VB Đề mục")
    say(d, "Đề nghị {{ cap_giao }} cho ý kiến đối với {{ cong.qua_han }} việc quá hạn, {{ cho_quyet_dinh }} đề nghị gia hạn, điều chỉnh, "
           "{{ cho_ket_luan }} việc chờ kết luận và {{ no_tra_loi }} kiến nghị chưa được trả lời.")  # fmt: skip
    signature(d)
    annex(d, number="PHỤ LỤC", caption="Kết quả thực hiện từng việc, tính đến ngày {{ tinh_den_ngay }}")
    lists.results(d, total="TỔNG CỘNG: {{ so_viec }} việc, {{ so_dong_chi }} {{ chu_dong_chi }}")
