"""What is written grows by what each department adds, and counts are sums."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.batch.written import Lines, add
from engine.generated.known.counting import Tally

TALLIES = st.dictionaries(
    st.sampled_from("甲乙丙"), st.dictionaries(st.sampled_from(["PASS", "FINDING"]), st.integers(0, 10**12))
)


def total(tallies: list[Tally]) -> Tally:
    """All counts added up one after the other."""
    found: Tally = {}
    for one in tallies:
        add(found, one)
    return found


@given(st.lists(TALLIES, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_adding_does_not_matter(tallies: list[Tally], chance: object) -> None:
    expected = total(tallies)
    for rule, own in expected.items():
        for word, count in own.items():
            assert count == sum(one.get(rule, {}).get(word, 0) for one in tallies)
    chance.shuffle(tallies)  # type: ignore[attr-defined]
    assert total(tallies) == expected


@given(TALLIES)
def test_what_is_added_is_not_changed_by_what_comes_later(tally: Tally) -> None:
    before = {rule: dict(own) for rule, own in tally.items()}
    total([tally, tally])
    assert tally == before


def test_no_two_runs_share_their_lines() -> None:
    Lines().findings.append("甲\n")
    assert Lines().findings == []
