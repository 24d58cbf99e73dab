"""What do the demo's evidence files hold? Tiny files made on the spot, each saying that it is only for show."""

import struct
import zlib

TYPES = {"png": "image/png", "pdf": "application/pdf", "txt": "text/plain"}


def make(kind, title, source):
    """The bytes of a small file of that kind."""
    return {"png": _picture, "pdf": _paper, "txt": _text}[kind](title, source)


def _text(title, source):
    rows = "\n".join(f"Thôn {n}\t{source.randint(2, 60)}" for n in range(1, source.randint(5, 9)))
    return f"DỮ LIỆU MINH HỌA\n{title}\n\nĐơn vị\tSố liệu\n{rows}\n".encode()


def _paper(title, source):
    """One page of PDF in the built-in Helvetica, so without Vietnamese letters."""
    text = f"BT /F1 20 Tf 72 760 Td (DU LIEU MINH HOA) Tj 0 -32 Td /F1 12 Tf (So {source.randint(10, 400)}-BC) Tj ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    return (
        out
        + f"{end}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n".encode()
    )


def _picture(title, source):
    """Hills under a sky, 320 by 200, coloured by chance."""
    width, height = 320, 200
    sky = tuple(source.randint(140, 210) for _ in range(2)) + (230,)
    hill, field = (60, source.randint(95, 140), 75), (source.randint(120, 170), 160, 90)
    crest = source.randint(70, 110)
    slope = source.uniform(0.1, 0.5)
    lines = []
    for y in range(height):
        row = bytearray(b"\x00")
        for x in range(width):
            edge = crest + slope * abs(x - width * 0.55) / 2
            row += bytes(sky if y < edge else hill if y < 150 else field)
        lines.append(bytes(row))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(lines), 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )
