"""What does the limited child process do with spreadsheets? Reads one on its input, answers with plain tables (see reading.py)."""

import base64
import json

from tasks_app.documents import child


def main() -> None:
    order = child.order()
    child.send(answer_to(order))


def answer_to(order: dict) -> bytes:
    """The tables of the file as JSON, or why there are none. The readers are imported once the limits stand."""
    from tasks_app.exchange import delimited, encodings, workbook
    from tasks_app.exchange.sheets import Unreadable

    content = base64.b64decode(order["content"])
    try:
        sheets = (delimited if order["do"] == "csv" else workbook).read(content)
        for sheet in sheets:
            texts = [v for line in sheet.cells.values() for v in line.values() if isinstance(v, str)]
            if not sheet.encoding and (found := encodings.detect(texts)):
                sheet.encoding = found
                for line in sheet.cells.values():
                    line.update(
                        {c: encodings.undone(v, found) for c, v in line.items() if isinstance(v, str)}
                    )
        answer = {"sheets": [sheet.dump() for sheet in sheets]}
    except Unreadable as refused:
        answer = {"refused": str(refused)}
    return json.dumps(answer, ensure_ascii=False).encode()


if __name__ == "__main__":
    main()
