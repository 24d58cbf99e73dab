"""How are the demo's people called? Invented names in the manner of the region, each used once; no leader's name."""

from tasks_app.demo.fixtures import dice

KINH = (
    "Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Lê Lê Phạm Vũ Đỗ Bùi Ngô Dương Đặng Đinh Trịnh Phùng Lưu Tạ Cao Mai "
    "Đoàn Chu Khổng Kiều Thái Quách Tống Doãn"
).split()
# Tày, Nùng, Cao Lan, Dao of Tuyên Quang and Hà Giang share most of these.
HIGHLAND = (
    "Hoàng Hoàng Nông Nông Ma Ma Hà Quan Triệu Lý La Lộc Bàn Lương Hứa Vi Lục Ninh Tô Sằm Nguyễn Đặng Chu Lâm Phù"
).split()
MONG = "Vàng Giàng Thào Sùng Vừ Lầu Cứ Mua Hạng Ly Thò Chảo".split()

MAN_MIDDLE = "Văn Văn Đức Quang Xuân Ngọc Hữu Công Đình Trọng Tiến Mạnh Hồng Bá Duy Thế Viết Khắc Quốc Việt".split()
MAN_GIVEN = (
    "Bằng Bính Cảnh Chiến Chính Công Cương Dân Diện Doanh Dũng Dương Đạt Điệp Định Đông Đồng Giáp Hải Hậu Hiến Hiệp "
    "Hiếu Hoạch Hoàn Hòa Huấn Hùng Hưởng Huy Hưng Khải Khánh Khiêm Khoát Kiên Kỳ Lập Liêm Long Luyện Lực Lượng Mão "
    "Nghị Nghĩa Nhâm Nhượng Phấn Phong Phúc Phương Quảng Quyền Quyết Sáng Soạn Tài Tấn Thạch Thắng Thành Thảo Thiện "
    "Thịnh Thọ Thuấn Thực Tiệp Toàn Toản Trí Triển Trung Trường Tuấn Tuyến Tùng Ước Vinh Vượng Xứng"
).split()
WOMAN_MIDDLE = "Thị Thị Thị Thị Thu Thanh Hồng Ngọc Bích Minh Kim Lan Hải Phương Diệu Mai Thúy Việt".split()
WOMAN_GIVEN = (
    "An Bình Châm Chi Chuyên Cúc Diễm Dịu Dung Duyên Đào Điệp Giang Hạnh Hằng Hiền Hoan Hoài Hợp Huệ Huyền Hường "
    "Khuyên Lành Lệ Liên Loan Lụa Lương Luyến Mơ Mùi Ngân Nga Nhàn Nhung Oanh Phượng Quyên Sen Tâm Thắm Thơ Thoa "
    "Thu Thủy Thương Tình Toan Trang Tươi Tuyết Vân Xuân Xuyến Yên Yến"
).split()
MONG_MAN = "Mí|Seo|A|Chứ|Văn", "Chơ Dình Giống Lử Mình Nô Páo Pó Sính Sử Tủa Thề Vần Vư Xìa Chúng Phử Lình"
MONG_WOMAN = "Thị|Thị", "Mỷ Máy Chở Say Dợ Súng Dua Mai Pà Sua Và Xúa Chía Lía Cúc Hoa Lan"

# Names that must not appear: leaders of the State and of the three provinces, past and present.
LEADERS = frozenset(
    name.strip()
    for name in """
Nguyễn Phú Trọng, Tô Lâm, Phạm Minh Chính, Võ Văn Thưởng, Vương Đình Huệ, Lương Cường, Trần Thanh Mẫn, Nguyễn Xuân Phúc,
Nguyễn Thị Kim Ngân, Nguyễn Xuân Thắng, Lương Tam Quang, Phan Đình Trạc, Trần Cẩm Tú, Lê Minh Hưng, Đỗ Văn Chiến,
Nguyễn Trọng Nghĩa, Bùi Thị Minh Hoài, Nguyễn Hòa Bình, Phan Văn Giang, Hầu A Lềnh, Phùng Quốc Hiển, Nông Đức Mạnh,
Nguyễn Văn Bình, Nguyễn Hồng Diên, Nguyễn Văn Thắng, Nguyễn Chí Dũng, Nguyễn Mạnh Hùng, Nguyễn Thanh Nghị, Lê Hoài Trung,
Nguyễn Thị Hồng, Phạm Thị Thanh Trà, Đào Ngọc Dung, Nguyễn Kim Sơn, Lê Thành Long, Hồ Đức Phớc, Trần Hồng Hà, Bùi Thanh Sơn,
Nguyễn Duy Ngọc, Nguyễn Văn Nên, Trần Sỹ Thanh, Hoàng Trung Hải, Trương Hòa Bình, Tòng Thị Phóng, Nguyễn Thiện Nhân,
Trần Quốc Vượng, Phạm Bình Minh, Vũ Đức Đam, Nguyễn Tấn Dũng, Trương Tấn Sang, Nguyễn Minh Triết, Lê Khả Phiêu, Trần Đức Lương,
Chẩu Văn Lâm, Nguyễn Văn Sơn, Phạm Thị Minh Xuân, Lê Thị Kim Dung, Hà Thị Nga, Phan Huy Ngọc, Ma Thế Hồng, Nguyễn Thế Giang,
Hoàng Việt Phương, Âu Thị Mai, Vân Đình Thảo, Nguyễn Hồng Trang, Đặng Quốc Khánh, Thào Hồng Sơn, Nguyễn Mạnh Tuấn,
Đặng Minh Ngọc, Hoàng Gia Long, Trần Mạnh Lợi, Thào Mi Cơ, Nguyễn Đình Quang, Trần Ngọc Thực, Lê Tiến Thắng,
Hoàng Thị Thúy Lan, Lê Duy Thành, Dương Văn An, Trần Duy Đông, Vũ Việt Văn, Nguyễn Văn Khước, Bùi Minh Châu, Nguyễn Văn Trì,
Phạm Hoàng Anh, Nguyễn Trung Hải, Vũ Chí Giang, Đặng Xuân Phong, Nguyễn Phi Long, Bùi Văn Khánh, Bùi Văn Quang,
Nguyễn Thanh Long, Nguyễn Đức Chung, Đinh La Thăng, Nguyễn Bắc Son, Trịnh Xuân Thanh, Trương Minh Tuấn, Vũ Huy Hoàng,
Phạm Vũ Luận, Nguyễn Văn Thể, Nguyễn Quân, Trần Đại Quang, Đinh Thế Huynh, Lê Đức Anh, Đỗ Mười, Nguyễn Sinh Hùng,
Nguyễn Văn An, Phan Văn Khải, Lê Hồng Anh, Nguyễn Hải Ninh, Nguyễn Văn Quảng, Phạm Gia Túc, Lê Minh Trí, Nguyễn Văn Hùng
""".replace("\n", " ").split(",")
)


class Namer:
    """Gives each person a full name nobody else has. `region`: "kinh", "highland" or "mong" weighs the family names."""

    def __init__(self):
        self.used = set(LEADERS)

    def name(self, key, *, woman=False, region="highland"):
        source = dice("name", key)
        while True:
            full = _draw(source, woman, region)
            if full not in self.used:
                self.used.add(full)
                return full


def _draw(source, woman, region):
    roll = source.random()
    if region == "mong" and roll < 0.45:
        middles, givens = MONG_WOMAN if woman else MONG_MAN
        return f"{source.choice(MONG)} {source.choice(middles.split('|'))} {source.choice(givens.split())}"
    family = source.choice(HIGHLAND if region != "kinh" and roll < 0.6 else KINH)
    if not woman:
        return f"{family} {source.choice(MAN_MIDDLE)} {source.choice(MAN_GIVEN)}"
    middle = source.choice(WOMAN_MIDDLE)
    if middle == "Thị" and source.random() < 0.5:
        middle = f"Thị {source.choice(WOMAN_MIDDLE[4:])}"
    given = source.choice(WOMAN_GIVEN)
    return f"{family} {middle} {given}" if given not in middle.split() else _draw(source, woman, region)
