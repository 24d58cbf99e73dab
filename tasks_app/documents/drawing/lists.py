"""How are the wide lists of tasks drawn: those of an assignment, and those of its results (domain.md §5.3)?"""

from tasks_app.documents.drawing.blocks import Middle, Wide, table

GROUP = "{{ nhom.so_la_ma }}. {{ nhom.ten }} ({{ nhom.so_viec }} việc, {{ nhom.so_dong_chi }} đồng chí)"
LOOPS = ("{%tr for dong_chi in nhom.cac_dong_chi %}", "{%tr for viec in dong_chi.cac_viec %}")
ENDS = ("{%tr endfor %}", "{%tr endfor %}")
# One person's cells stand once beside all tasks of his.
PERSON = [
    Middle("{% vm %}{{ dong_chi.stt }}"),
    "{% vm %}{{ dong_chi.ho_ten }}",
    "{% vm %}{{ dong_chi.chuc_vu }}",
]
GOALS = [
    "{%p for chi_tieu in viec.cac_chi_tieu %}",
    (
        "- {{ chi_tieu.ten }}{% if chi_tieu.hien_trang %}: từ {{ chi_tieu.hien_trang }} đến{% else %}: đạt{% endif %} "
        "{{ chi_tieu.can_dat }}{% if chi_tieu.don_vi_tinh %} {{ chi_tieu.don_vi_tinh }}{% endif %}"
    ),
    "{%p endfor %}",
    "",
]
RESULTS = [
    "{%p for chi_tieu in viec.cac_chi_tieu %}",
    (
        "- {{ chi_tieu.ten }}: {{ chi_tieu.thuc_hien or 'chưa có số liệu' }}{% if chi_tieu.thuc_hien and chi_tieu.don_vi_tinh %} "
        "{{ chi_tieu.don_vi_tinh }}{% endif %}{% if chi_tieu.ty_le %} ({{ chi_tieu.ty_le }}){% endif %}"
    ),
    "{%p endfor %}",
    "",
]


def grouped(document, heads, line, *, total):
    """The list by groups and persons, with its total row."""
    rows = ["{%tr for nhom in cac_nhom %}", [Wide(GROUP, len(heads))], *LOOPS, line, *ENDS, "{%tr endfor %}"]
    table(document, heads, rows, total=[Wide(total, len(heads), "VB Ô đầu")])


TOTAL = "TỔNG CỘNG: {{ so_viec }} việc, {{ so_dong_chi }} đồng chí"


def assignment(document, *, remark="Ghi chú", remark_text="{{ viec.ghi_chu }}"):
    heads = [
        ("STT", 11), ("Họ và tên", 28), ("Chức vụ, đơn vị", 32), ("Nội dung việc đột phá, đổi mới", 45),
        ("Mục tiêu, chỉ tiêu (hiện trạng, cần đạt, đơn vị tính)", 44), ("Sản phẩm, kết quả cần đạt", 30),
        ("Thời gian bắt đầu – hoàn thành", 24), ("Cơ quan phối hợp", 25), (remark, 18),
    ]  # fmt: skip
    line = [
        *PERSON, "{{ viec.noi_dung }}", GOALS[:-1], "{{ viec.san_pham }}", Middle("{{ viec.bat_dau }} – {{ viec.han }}"),
        "{{ viec.phoi_hop }}", remark_text,
    ]  # fmt: skip
    grouped(document, heads, line, total=TOTAL)


def results(document, *, total=TOTAL):
    heads = [
        ("STT", 11), ("Họ và tên", 22), ("Chức vụ, đơn vị", 24), ("Nội dung", 32), ("Chỉ tiêu giao", 29),
        ("Kết quả thực hiện (số liệu, %)", 29), ("Tiến độ", 22), ("Khó khăn, vướng mắc, nguyên nhân", 22),
        ("Đề xuất, kiến nghị", 18), ("Tự đánh giá", 15), ("Đề xuất của cơ quan thẩm định", 17), ("Kết luận", 16),
    ]  # fmt: skip
    line = [
        *PERSON, "{{ viec.noi_dung }}", GOALS[:-1], RESULTS[:-1],
        Middle("{{ viec.tien_do }}", "Hạn {{ viec.han }}"), "{{ viec.vuong_mac }}", "{{ viec.kien_nghi }}",
        "{{ viec.tu_danh_gia }}", "{{ viec.tham_dinh }}", "{{ viec.ket_luan }}",
    ]  # fmt: skip
    grouped(document, heads, line, total=total)


def own_tasks(document):
    """A person's own tasks on an upright page."""
    heads = [
        ("STT", 11),
        ("Nội dung việc", 39),
        ("Chỉ tiêu giao", 35),
        ("Kết quả đến nay", 35),
        ("Hạn", 23),
        ("Tiến độ", 22),
    ]
    line = [
        Middle("{{ loop.index }}"), "{{ viec.noi_dung }}", GOALS[:-1], RESULTS[:-1], Middle("{{ viec.han }}"),
        Middle("{{ viec.tien_do }}"),
    ]  # fmt: skip
    table(document, heads, ["{%tr for viec in dong_chi.cac_viec %}", line, "{%tr endfor %}"])


def figures(document, heads, line):
    """The indicators of one task."""
    table(document, heads, ["{%tr for chi_tieu in viec.cac_chi_tieu %}", line, "{%tr endfor %}"])


COUNTS = (
    "so_dong_chi",
    "so_viec",
    "cho_cam_ket",
    "dung_tien_do",
    "cham",
    "qua_han",
    "cho_ket_luan",
    "hoan_thanh",
    "khac",
)
COUNT_HEADS = [
    ("STT", 11), ("{first}", 39), ("Số đồng chí", 12), ("Số việc", 12), ("Chờ cam kết", 12), ("Đúng tiến độ", 13),
    ("Chậm tiến độ", 14), ("Quá hạn", 12), ("Chờ kết luận", 13), ("Đã kết luận", 13), ("Tạm dừng, thôi giao", 14),
]  # fmt: skip


def counts(document, rows, *, first, total=True):
    heads = [(words.format(first=first), width) for words, width in COUNT_HEADS]
    line = [
        Middle("{{ dong.stt }}"),
        "{{ dong.ten }}",
        *(Middle(f"{{{{ dong.{name} }}}}") for name in COUNTS),
    ]
    last = None
    if total:
        figures = [Middle(f"{{{{ cong.{name} }}}}", style="VB Ô đầu") for name in COUNTS]
        last = [Middle("", style="VB Ô đầu"), Middle("Cộng", style="VB Ô đầu"), *figures]
    table(document, heads, [f"{{%tr for dong in {rows} %}}", line, "{%tr endfor %}"], total=last)
