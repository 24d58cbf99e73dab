"""A letter that is written out directly says what Django's own would."""

from email import message_from_bytes, policy

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import BadHeaderError
from hypothesis import given
from hypothesis import strategies as st

from tasks_app.actions.letters import Letter

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200)


def written(
    subject="Việc", text="a", html="<p>a</p>", to="b@example.vn", sender="Đột phá <a@example.vn>", kind=Letter
):
    headers = {"Message-ID": "<7d6a@example.vn>", "Auto-Submitted": "auto-generated"}
    letter = kind(subject=subject, body=text, to=[to], from_email=sender, headers=headers)
    letter.attach_alternative(html, "text/html")
    return message_from_bytes(letter.message().as_bytes(linesep="\r\n"), policy=policy.default)


@given(subject=WORDS, text=WORDS, html=WORDS)
def test_a_reader_finds_the_same_headers_and_parts_as_in_djangos_own(subject, text, html):
    subject = " ".join(subject.split())
    ours = written(subject, f"{text}\n.\nhết", html)
    theirs = written(subject, f"{text}\n.\nhết", html, kind=EmailMultiAlternatives)
    for name in ("From", "To", "Message-ID", "Auto-Submitted", "MIME-Version"):
        assert ours[name] == theirs[name]
    assert ours["Subject"] == subject
    assert ours["Date"].datetime is not None
    assert ours.get_content_type() == "multipart/alternative"
    for mine, other in zip(ours.iter_parts(), theirs.iter_parts(), strict=True):
        assert mine.get_content_type() == other.get_content_type()
        assert mine.get_content().splitlines() == other.get_content().splitlines()


def test_no_line_is_longer_than_a_mail_server_must_take_and_all_are_seven_bit():
    letter = Letter(
        subject="Đôn đốc " * 40, body="á" * 5000, to=["b@example.vn"], headers={"Message-ID": "<7@x>"}
    )
    letter.attach_alternative("<p>" + "á" * 5000, "text/html")
    lines = letter.as_bytes().split(b"\r\n")
    assert max(map(len, lines)) <= 100
    assert not any(line.startswith(b".") for line in lines)
    assert all(line.isascii() for line in lines)


def test_an_international_address_is_written_as_djangos_own():
    to = "Nguyễn Văn Đức <duc@tỉnh.vn>"
    assert written(to=to)["To"] == written(to=to, kind=EmailMultiAlternatives)["To"]


@pytest.mark.parametrize(
    "harm", [{"subject": "a\nBcc: x@y"}, {"to": "b@example.vn\r\nBcc: x@y"}, {"sender": "a@b\nX: y"}]
)
def test_nothing_written_into_a_header_begins_another(harm):
    with pytest.raises((BadHeaderError, ValueError)):
        written(**harm)
