"""What lies in a zipped Office file (.docx, .xlsx), unpacked no further than it may be?

Sizes are counted while inflating: what the directory of a zip says of them may be a lie.
"""

import io
import zipfile
import zlib

DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    RuntimeError,
    NotImplementedError,
    OSError,
    EOFError,
    ValueError,
    KeyError,
)


def unpacked(content: bytes, *, most_bytes: int, most_parts: int) -> dict[str, bytes] | None:
    """{name: bytes} of all members; None for more than such a file can need. Raises one of `DAMAGED` where it is no zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        members = packed.infolist()
        if len(members) > most_parts or len({m.filename for m in members}) != len(members):
            return None
        # Members that share bytes make much of little; each stands for itself in an honest file.
        if sum(member.compress_size for member in members) > len(content):
            return None
        parts, left = {}, most_bytes
        for member in members:
            with packed.open(member) as part:
                data = part.read(left + 1)
            left -= len(data)
            if left < 0:
                return None
            parts[member.filename] = data
    return parts
