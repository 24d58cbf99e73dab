"""How are the shipped templates made anew? `python -m tasks_app.documents.drawing` writes shipped/*.docx.

The files are committed, so that they can be opened and reviewed; tests compare them with what this makes.
"""

import io
import zipfile

from tasks_app.documents.drawing import council, papers
from tasks_app.documents.drawing.blocks import finished, new_paper
from tasks_app.documents.kinds import KINDS, SHIPPED


def drawn(code: str) -> bytes:
    """The template of one kind, the same bytes each time."""
    document = new_paper()
    drawing = code.replace("-", "_")
    getattr(papers if hasattr(papers, drawing) else council, drawing)(document)
    made, packed = io.BytesIO(), io.BytesIO()
    finished(document).save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            target.writestr(
                zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), source.read(name), zipfile.ZIP_DEFLATED
            )
    return packed.getvalue()


def main() -> None:
    SHIPPED.mkdir(exist_ok=True)
    for code in KINDS:
        (SHIPPED / f"{code}.docx").write_bytes(drawn(code))


if __name__ == "__main__":
    main()
