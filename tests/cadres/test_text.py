"""Vietnamese text: kept as typed in NFC, found without diacritics, sorted by given name."""

import random
import unicodedata

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from cadres.models import Cadre
from cadres.models.text import clean_text, fold
from tests.factories import make_cadre

# In the order in which an office's list has them: given name first, then the syllables before it, tones within a letter
# ngang huyền hỏi ngã sắc nặng, and a ă â, d đ, e ê, o ô ơ, u ư as letters of their own.
IN_ORDER = [
    "Nguyễn Văn An", "Trần Văn An", "Lê Thị Ánh", "Lò Văn Ấm", "Hoàng Văn Bàn", "Hoàng Văn Bản", "Hoàng Văn Bạn",
    "Nguyễn Đình Bình", "Nguyễn Văn Bình", "Ma Thị Cầm", "Ma Thị Cẩm", "Phạm Văn Dũng", "Phạm Quang Duy",
    "Đỗ Đình Đạt", "Lê Văn Đức", "Trần Thu Hà", "Trần Thu Hạ", "Bùi Thị Hoa", "Bùi Thị Hòa", "Bùi Thị Hồng",
    "Bùi Thị Hợp", "Trần Quốc Hưng", "Đỗ Văn Lâm", "Ma Văn Nghĩa", "Ma Văn Ngọc", "Lê Thị Phương", "Vũ Văn Sơn",
    "Vũ Thị Thảo", "Vũ Thị Thoa", "Vũ Thị Thu", "Vũ Thị Thư", "Nông Thị Yến",
]  # fmt: skip


@pytest.mark.django_db
def test_names_sort_by_given_name_as_vietnamese_lists_do():
    shuffled = IN_ORDER.copy()
    random.Random(1).shuffle(shuffled)
    for name in shuffled:
        make_cadre(name)

    assert list(Cadre.objects.in_order().values_list("full_name", flat=True)) == IN_ORDER


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("term", "name"),
    [
        ("do dinh dat", "Đỗ Đình Đạt"),
        ("nguyen van a", "Nguyễn Văn Á"),
        ("ĐỖ ĐÌNH", "Đỗ Đình Đạt"),
        ("Ðỗ", "Đỗ Đình Đạt"),
        ("thuỷ", "Lê Thị Thủy"),
        ("thủy", "Lê Thị Thuỷ"),
        ("hoà", "Bùi Văn Hòa"),
        (unicodedata.normalize("NFD", "Nguyễn"), "Nguyễn Văn Á"),
        ("  van   á ", "Nguyễn Văn Á"),
    ],
)
def test_a_person_is_found_however_the_name_is_typed(term, name):
    make_cadre(name)
    make_cadre("Hà Quang Huy")

    assert [c.full_name for c in Cadre.objects.matching(term)] == [name]


@pytest.mark.django_db
@pytest.mark.parametrize("term", ["%", "_", "\\", "a%n"])
def test_signs_of_like_are_plain_characters_in_a_search(term):
    make_cadre("Nguyễn Văn An")
    assert not Cadre.objects.matching(term).exists()


@given(
    st.text(
        st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=("Cs", "Cc")), max_size=30
    )
)
def test_cleaning_twice_changes_nothing_more_and_leaves_nfc(text):
    once = clean_text(text)
    assert clean_text(once) == once
    assert unicodedata.is_normalized("NFC", once)


def test_look_alike_letters_become_the_vietnamese_one():
    assert clean_text("Ðỗ  Ɖình\u00a0Đạt ") == "Đỗ Đình Đạt"


@pytest.mark.django_db
def test_python_folds_as_the_database_does():
    for name in [*IN_ORDER, "Ðặng Thuỷ", "ƠƯ ơư", "x\u031b", "Hoà/Hòa uỷ-ủy 100 %"]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT public.vi_unaccent(%s)", [name])
            assert cursor.fetchone()[0] == fold(name)


@pytest.mark.django_db
def test_the_database_refuses_a_name_that_is_not_nfc():
    with pytest.raises(IntegrityError, match="cadre_name_is_nfc"), transaction.atomic():
        Cadre.objects.create(full_name=unicodedata.normalize("NFD", "Nguyễn Văn Á"))


def test_signs_that_nobody_sees_are_no_part_of_a_name():
    """They would make two names look alike, turn a sentence round, or break a workbook; letters they parted join again."""
    assert clean_text("Nguy\u200bễn\u202e Văn\x1b A\u00ad\ufeff") == "Nguyễn Văn A"
    assert clean_text("Ho\u200ba\u200b\u0300") == "Hoà"
