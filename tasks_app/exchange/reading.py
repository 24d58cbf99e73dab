"""How does a file that somebody uploaded become tables, without our own process ever opening it?"""

import base64
import json

from tasks_app.documents import limited
from tasks_app.exchange.sheets import Sheet, Unreadable

MOST_BYTES = 10_000_000
SECONDS = 30  # of processor time: some thousand rows take three
SUFFIXES = (".xlsx", ".csv")
TOO_HEAVY = (
    "Tệp cần quá nhiều thời gian hoặc bộ nhớ để đọc. Chép giá trị của bảng sang một tệp mới rồi chọn lại."
)


def read_file(content: bytes, name: str) -> list[Sheet]:
    """The tables of an .xlsx or .csv file; `Unreadable` says in Vietnamese why there are none."""
    if not content:
        raise Unreadable("Tệp không có nội dung, chọn tệp khác.")
    if len(content) > MOST_BYTES:
        raise Unreadable("Tệp lớn hơn 10 MB. Chia thành nhiều tệp rồi nhập lần lượt.")
    kind = "csv" if name.lower().endswith(".csv") else "xlsx"
    order = {"do": kind, "content": base64.b64encode(content).decode(), "seconds": SECONDS}
    try:
        (answer,) = limited.ask(order, room="tasks_app.exchange")
        found = json.loads(answer)
    except (limited.TemplateFault, ValueError):
        raise Unreadable(TOO_HEAVY) from None
    if "refused" in found:
        raise Unreadable(found["refused"])
    if not found["sheets"]:
        raise Unreadable("Tệp không có dòng nào, chọn tệp khác.")
    return [Sheet.load(kept) for kept in found["sheets"]]
