"""What do the score sheets of a council come to: the weighted total of one, the mean and the spread of all?"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Spread:
    """`n` sheets of 0 to 100 points: mean, lowest, highest, and standard deviation (of all members, not of a sample)."""

    n: int
    mean: Decimal
    low: Decimal
    high: Decimal
    deviation: Decimal


def total(scores: Sequence[tuple[Decimal, Decimal, Decimal]]) -> Decimal:
    """Σ weight × points / max points over [(points, max points, weight)]; the weights of a set add up to 100."""
    whole = sum((weight * points / most for points, most, weight in scores), Decimal(0))
    return whole.quantize(CENT, ROUND_HALF_UP)


def spread(totals: Sequence[Decimal]) -> Spread | None:
    """None where nobody has scored yet."""
    if not totals:
        return None
    mean = sum(totals, Decimal(0)) / len(totals)
    variance = sum(((value - mean) ** 2 for value in totals), Decimal(0)) / len(totals)
    return Spread(
        n=len(totals),
        mean=mean.quantize(CENT, ROUND_HALF_UP),
        low=min(totals),
        high=max(totals),
        deviation=variance.sqrt().quantize(CENT, ROUND_HALF_UP),
    )
