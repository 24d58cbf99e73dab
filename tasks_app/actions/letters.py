"""Of which bytes is a letter made? Written out directly: the email package takes longer over a letter than a mail server does."""

import base64
import functools
import re
from email.utils import formatdate, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import sanitize_address
from django.core.mail.message import BadHeaderError

PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+", re.ASCII)
# An encoded word of RFC 2047 has 75 characters at most; 42 bytes of UTF-8 make 56 of base64.
WORD_BYTES = 42


class Letter(EmailMultiAlternatives):
    """One recipient, plain text and one HTML part, no attachment; any backend can send it."""

    def message(self):
        return Wire(self.as_bytes())

    def as_bytes(self):
        """The whole letter with CRLF line ends, seven-bit throughout; no line begins with a dot."""
        ((html, _),) = self.alternatives
        boundary = "=_" + self.extra_headers["Message-ID"].strip("<>").partition("@")[0]
        headers = {
            "Content-Type": f'multipart/alternative; boundary="{boundary}"',
            "MIME-Version": "1.0",
            "Subject": encoded(self.subject),
            "From": address(self.from_email),
            "To": address(self.to[0]),
            "Date": formatdate(localtime=settings.EMAIL_USE_LOCALTIME),
            **self.extra_headers,
        }
        lines = [f"{name}: {_one_line(value)}" for name, value in headers.items()]
        for kind, text in (("plain", self.body), ("html", html)):
            lines += [
                "", f"--{boundary}", f'Content-Type: text/{kind}; charset="utf-8"', "MIME-Version: 1.0",
                "Content-Transfer-Encoding: base64", "", _in_base64(text),
            ]  # fmt: skip
        return "\r\n".join([*lines, f"--{boundary}--", ""]).encode("ascii")


class Wire:
    """What a backend asks of `message()`: the bytes."""

    def __init__(self, content):
        self.content = content

    def as_bytes(self, linesep="\r\n"):
        return self.content if linesep == "\r\n" else self.content.replace(b"\r\n", linesep.encode())


def encoded(text):
    """A header's text as it is where it is plain and short, else in encoded words that never part a letter."""
    if text.isascii() and len(text) < 60:
        return text
    words, left = [], text.encode()
    while left:
        end = min(WORD_BYTES, len(left))
        while end < len(left) and left[end] & 0xC0 == 0x80:  # the middle of a letter
            end -= 1
        words.append(f"=?utf-8?b?{base64.b64encode(left[:end]).decode()}?=")
        left = left[end:]
    return "\r\n ".join(words)


@functools.lru_cache(maxsize=1000)
def address(text):
    """An address as it stands in a header: names encoded, international domains in their ASCII form."""
    return text if PLAIN_ADDRESS.fullmatch(text) else sanitize_address(text, "utf-8").replace("\n", "\r\n")


@functools.lru_cache(maxsize=1000)
def envelope(text):
    """The bare address that the mail server is told."""
    return text if PLAIN_ADDRESS.fullmatch(text) else parseaddr(address(text))[1]


def _one_line(value):
    """SECURITY: nothing that is written into a header begins another one; only `encoded` folds."""
    if "\n" in value.replace("\r\n ", "") or "\r" in value.replace("\r\n ", ""):
        raise BadHeaderError("A header is one line")
    return value


def _in_base64(text):
    canonical = text.replace("\r\n", "\n").replace("\n", "\r\n").encode()
    return base64.encodebytes(canonical).decode().replace("\n", "\r\n")
