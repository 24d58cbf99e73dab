"""Which papers are there, what does each say, and who issues it?"""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from tasks_app.documents import papers

SHIPPED = Path(__file__).parent / "shipped"


class By(Enum):
    COMMITTEE = "committee"  # decided by the committee: T/M
    AGENCY = "agency"  # its advisory agency, or the body's own office
    PERSON = "person"  # the cadre signs; no number
    COUNCIL = "council"  # hội đồng đánh giá of a round


@dataclass(frozen=True)
class Kind:
    """`abbreviation`: of the symbol, "" for papers without a number. `title`: the name printed on the paper."""

    code: str
    label: str
    title: str
    abbreviation: str
    by: By
    paper: type[papers.Paper]

    @property
    def shipped(self) -> bytes:
        return (SHIPPED / f"{self.code}.docx").read_bytes()


_B = By
KINDS = {
    kind.code: kind
    for kind in (
        Kind("phieu-dang-ky", "Phiếu đăng ký", "PHIẾU ĐĂNG KÝ", "", _B.PERSON, papers.Registration),
        Kind("to-trinh-giao-viec", "Tờ trình kèm danh mục", "TỜ TRÌNH", "TTr", _B.AGENCY, papers.TaskLists),
        Kind("quyet-dinh-giao-viec", "Quyết định giao việc", "QUYẾT ĐỊNH", "QĐ", _B.COMMITTEE, papers.TaskLists),
        Kind("thong-bao-giao-viec", "Thông báo giao việc", "THÔNG BÁO", "TB", _B.COMMITTEE, papers.TaskLists),
        Kind("ban-cam-ket", "Bản cam kết", "BẢN CAM KẾT", "", _B.PERSON, papers.CommitmentPaper),
        Kind("bao-cao-can-bo", "Báo cáo tiến độ của đồng chí", "BÁO CÁO", "", _B.PERSON, papers.CadreReport),
        Kind("bao-cao-don-vi", "Báo cáo tiến độ của đơn vị", "BÁO CÁO", "BC", _B.COMMITTEE, papers.UnitReport),
        Kind("cong-van-don-doc", "Công văn đôn đốc", "", "CV", _B.AGENCY, papers.UrgeLetter),
        Kind("to-trinh-thay-doi", "Tờ trình gia hạn, điều chỉnh", "TỜ TRÌNH", "TTr", _B.AGENCY, papers.ChangePaper),
        Kind("quyet-dinh-thay-doi", "Quyết định gia hạn, điều chỉnh", "QUYẾT ĐỊNH", "QĐ", _B.COMMITTEE, papers.ChangePaper),
        Kind("bien-ban-kiem-tra", "Biên bản kiểm tra", "BIÊN BẢN", "BB", _B.COMMITTEE, papers.InspectionMinutes),
        Kind("phieu-cham", "Phiếu chấm của hội đồng", "PHIẾU CHẤM", "", _B.COUNCIL, papers.ScoreSheetPaper),
        Kind("bien-ban-hoi-dong", "Biên bản hội đồng", "BIÊN BẢN", "BB", _B.COUNCIL, papers.CouncilMinutes),
        Kind("thong-bao-ket-luan", "Thông báo kết luận kết quả", "THÔNG BÁO", "TB", _B.COMMITTEE, papers.ConclusionNotice),
        Kind("bien-ban-ban-giao", "Biên bản bàn giao", "BIÊN BẢN", "BB", _B.COMMITTEE, papers.HandoverMinutes),
        Kind("phieu-can-bo", "Phiếu cán bộ", "PHIẾU CÁN BỘ", "", _B.PERSON, papers.CadreSheet),
        Kind("bao-cao-tong-hop", "Báo cáo tổng hợp kèm biểu", "BÁO CÁO", "BC", _B.AGENCY, papers.SummaryReport),
    )
}  # fmt: skip
