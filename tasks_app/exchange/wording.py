"""When do two texts that people typed say the same, and which known text was probably meant?"""

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache
from heapq import nlargest

from cadres.models.text import clean_text, fold

_TONES = "\u0300\u0301\u0303\u0309\u0323"
NEAR = 0.72
# Names and posts of a table are asked for again and again: what was folded once is kept.


@lru_cache(maxsize=20_000)
def plain(text):
    """Letters and digits only, without diacritics, for headings and labels: "Hiện trạng (%)" → "hien trang"."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(clean_text(text))))


@lru_cache(maxsize=20_000)
def spelled(text):
    """Equal for the same Vietnamese words, wherever the tone mark stands: "Hoà" = "Hòa" = "HÒA", but not "Hóa"."""
    words = []
    for word in unicodedata.normalize("NFD", clean_text(text).casefold()).split():
        tones = "".join(c for c in word if c in _TONES)
        words.append("".join(c for c in word if c not in _TONES) + tones)
    return " ".join(words)


def nearest(text, known, *, most=3):
    """Up to three of the known texts that look most like it, the best first."""
    wanted = plain(text)
    if not wanted:
        return ()
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    found = []
    for candidate in known:
        matcher.set_seq1(plain(candidate))
        if matcher.real_quick_ratio() >= NEAR and matcher.quick_ratio() >= NEAR:
            found.append((matcher.ratio(), candidate))
    return tuple(text for ratio, text in nlargest(most, found) if ratio >= NEAR)
