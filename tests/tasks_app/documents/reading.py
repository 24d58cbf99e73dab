"""What does a .docx say? Its text as a reader sees it, for tests of papers."""

import io

from docx import Document
from docx.oxml.ns import qn


def text_of(content: bytes) -> str:
    """All paragraphs in their order, those of tables included, one a line."""
    body = Document(io.BytesIO(content)).element.body
    return "\n".join(
        "".join(node.text or "" if node.tag == qn("w:t") else "\n" for node in p.iter(qn("w:t"), qn("w:br")))
        for p in body.iter(qn("w:p"))
    )
