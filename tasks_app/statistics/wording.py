"""In which words does a figure stand against its target?"""

from cadres.templatetags.vi import vi_number
from tasks_app.models import Indicator

BOOLEAN_WORDS = {
    Indicator.Kind.YES_NO: ("Đã có", "Chưa có"),
    Indicator.Kind.DOCUMENT: ("Đã ban hành", "Chưa ban hành"),
}


def result_text(indicator):
    """ "17/18 km", "12/19 tiêu chí", "7,2/≤ 5%" where lower is better, "Chưa ban hành"; "–" for what is not known."""
    if indicator.kind in BOOLEAN_WORDS:
        done, missing = BOOLEAN_WORDS[indicator.kind]
        return done if indicator.current else missing
    unit = "%" if indicator.measure_unit == "%" else f" {indicator.measure_unit}".rstrip()
    now = vi_number(indicator.current)
    if indicator.kind == Indicator.Kind.RATIO:
        return f"{now}/{vi_number(indicator.whole)}{unit}"
    if indicator.lower_is_better:
        return f"{now}/≤ {vi_number(indicator.target)}{unit}"
    return f"{now}/{vi_number(indicator.target)}{unit}"
