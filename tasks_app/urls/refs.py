"""How does a task stand in an address? By its code (TU-2021-012), or before the decision by its opaque id."""

from django.urls import register_converter


class TaskRef:
    """A code ends in year and number, so that no fixed word (`moi`, `dang-ky`, `don-doc`…) is ever taken for one.

    What stands before them is the committee's own short code and is not judged here: an odd one must not break a link.
    """

    regex = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[^/\s\x00]{1,24}-\d{4}-\d{1,9}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return str(value)


register_converter(TaskRef, "ref")


def words_for(meanings):
    """A converter between the words of an address and what they mean; links may be made from either."""

    class Words:
        regex = "|".join(meanings)

        def to_python(self, value):
            return meanings[value]

        def to_url(self, value):
            return value if value in meanings else next(w for w, meant in meanings.items() if meant == value)

    return Words
