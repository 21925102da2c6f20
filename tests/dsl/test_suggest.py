"""Which name was meant."""

from __future__ import annotations

import pytest

from dsl.catalog import Field, Labels
from dsl.suggest import distance, jamo, suggest
from dsl.types import INTEGER

NAMES = [
    Field("visits_90d", INTEGER, labels=Labels("90일 방문 수", "site visits, 90 days")),
    Field("complaints_2y", INTEGER, labels=Labels("불만 접수", "complaints")),
    Field("age", INTEGER, labels=Labels("나이", "age")),
    Field("만족도", INTEGER),
    Field("region", INTEGER, aliases=("시도",)),
]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("visit_90d", "visits_90d"),
        ("VISITS_90D", "visits_90d"),
        ("vists_90d", "visits_90d"),
        ("vists", "visits_90d"),
        ("90d_visits", "visits_90d"),
        ("visits", "visits_90d"),
        ("90일 방믄 수", "visits_90d"),
        ("불만접수", "complaints_2y"),
        ("볼만 접수", "complaints_2y"),
        ("만족두", "만족도"),
        ("aksswhreh", "만족도"),
        ("skdl", "age"),
        ("ㅁㅎㄷ", "age"),
        ("ㅍ냣ㄴ_90ㅇ", "visits_90d"),
        ("시또", "region"),
    ],
)
def test_meant(written: str, meant: str) -> None:
    found = suggest(written, NAMES)
    assert found and found[0].id == meant


@pytest.mark.parametrize("written", ["zzz", "x", "완전히다른것", "salary"])
def test_nothing_near(written: str) -> None:
    assert suggest(written, NAMES) == []


def test_a_jamo_is_one_step() -> None:
    assert distance(jamo("방믄"), jamo("방문"), 3) == 1
    assert distance("abcd", "abdc", 3) == 1
    assert distance("abc", "xyz", 1) == 2


def test_not_more_than_three() -> None:
    fields = [Field(f"value_{i}", INTEGER) for i in range(9)]
    assert len(suggest("value", fields)) == 3
