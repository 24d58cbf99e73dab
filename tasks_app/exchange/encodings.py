"""In which letters was a text written before Unicode: TCVN3 (ABC), VNI or Windows-1258, and what does it say?

Workbooks of that time hold the bytes of the old fonts as Latin-1 letters ("NguyÔn V¨n B×nh"), .csv files hold them as they are.
A text is judged by how many of its words are Vietnamese syllables when read one way or the other. Tables: TCVN 5712:1993
(VN3), and the code page of the VNI Windows fonts; written for this project.
"""

import re
import unicodedata

# à ả ã á ạ … in the order of the code: one letter for one.
_TCVN3 = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ¡¢§£¤¥¦",
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)
# VNI writes a letter and its mark apart, except for the i of all tones, đ and ỵ.
_VNI_MARKS = {
    "a": dict(zip("øùûõïâàáåãäêèéúüë", "àáảãạâầấẩẫậăằắẳẵặ", strict=True)),
    "e": dict(zip("øùûõïâàáåãä", "èéẻẽẹêềếểễệ", strict=True)),
    "o": dict(zip("øùûõïâàáåãä", "òóỏõọôồốổỗộ", strict=True)),
    "ô": dict(zip("øùûõï", "ờớởỡợ", strict=True)),
    "u": dict(zip("øùûõï", "ùúủũụ", strict=True)),
    "ö": dict(zip("øùûõï", "ừứửữự", strict=True)),
    "y": dict(zip("øùûõ", "ỳýỷỹ", strict=True)),
}
_VNI_ALONE = dict(zip("ìíæóòîñôö", "ìíỉĩịỵđơư", strict=True))
_VNI_PAIR = re.compile("([aeoôuöy])([øùûõïâàáåãäêèéúüë])|([ìíæóòîñôö])", re.IGNORECASE)

_ONSET = "ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|[bcdđghklmnpqrstvx]"
_RHYME = "[aăâeêioôơuưy]{1,3}(?:ch|ng|nh|[cmnpt])?"
_SYLLABLE = re.compile(f"(?:{_ONSET})?{_RHYME}")
_TONES = dict.fromkeys([0x300, 0x301, 0x303, 0x309, 0x323])
_WORD = re.compile(r"[^\s\d.,;:()/\"'«»+=_–-]+")
# Letters that no old font had at a place of its own: whoever typed one, typed Unicode.
_UNICODE_ONLY = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")


def from_tcvn3(text):
    return text.translate({ord(old): new for old, new in _TCVN3.items()})


def from_vni(text):
    def letter(found):
        base, mark, alone = found.groups()
        if alone:
            return _as(alone, _VNI_ALONE[alone.lower()])
        new = _VNI_MARKS[base.lower()].get(mark.lower())
        return found[0] if new is None else _as(base, new)

    # «ô», «ö» before a mark are letters of their own: pairs are looked for first, from the left.
    return _VNI_PAIR.sub(letter, text)


def _as(old, new):
    return new.upper() if old.isupper() else new


LEGACY = {"TCVN3 (ABC)": from_tcvn3, "VNI Windows": from_vni}


def vietnamese_words(text):
    """(words with a mark or odd letter that are Vietnamese syllables, words with one that are not)."""
    good = bad = 0
    for word in _WORD.findall(text):
        if word.isascii():
            continue
        plain = unicodedata.normalize("NFC", unicodedata.normalize("NFD", word.lower()).translate(_TONES))
        if _SYLLABLE.fullmatch(plain):
            good += 1
        else:
            bad += 1
    return good, bad


def _score(text):
    good, bad = vietnamese_words(text)
    return good - 2 * bad


def detect(texts):
    """The old encoding that makes the texts read best: a key of `LEGACY`, "" where they are Unicode already."""
    sample = "\n".join(text for text in texts if not _UNICODE_ONLY.search(text))[:200_000]
    if sample.isascii():
        return ""
    best, name = _score(sample), ""
    for candidate, undo in LEGACY.items():
        score = _score(undo(sample))
        if score > best:
            best, name = score, candidate
    return name


def undone(text, encoding):
    """One cell of a file in that encoding; a cell that was typed in Unicode later stays as it is."""
    if not encoding or text.isascii() or _UNICODE_ONLY.search(text):
        return text
    changed = LEGACY[encoding](text)
    return changed if _score(changed) > _score(text) else text


def decoded(content):
    """(text, encoding that was undone) of the bytes of a .csv file."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(name, "replace").removeprefix("\ufeff"), ""
    try:
        return content.decode("utf-8"), ""
    except UnicodeDecodeError:
        pass
    latin = content.decode("latin-1")
    readings = {
        "Windows-1258": unicodedata.normalize("NFC", content.decode("cp1258", "replace")),
        "TCVN3 (ABC)": from_tcvn3(latin),
        "VNI Windows": from_vni(content.decode("cp1252", "replace")),
    }
    name = max(readings, key=lambda n: _score(readings[n][:200_000]))
    return readings[name], name
