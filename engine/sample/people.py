"""The customers table: names, homes, grades, consents. Everybody is made up."""

from __future__ import annotations

from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.sample.archetypes import Archetype
from engine.sample.clock import Ints
from engine.sample.columns import Rng, chance, column, pick, words
from engine.sample.lives import Lives
from engine.sample.schema import CUSTOMERS

FIRST_ID = 1_000_001
"""The number of the first customer."""


def _list(text: str) -> list[str]:
    return text.split()


_SURNAMES = {
    "김": 21.5, "이": 14.7, "박": 8.4, "최": 4.7, "정": 4.3, "강": 2.4, "조": 2.1, "윤": 2.0, "장": 2.0,
    "임": 1.7, "한": 1.5, "오": 1.5, "서": 1.5, "신": 1.5, "권": 1.4, "황": 1.4, "안": 1.4, "송": 1.4,
    "전": 1.1, "홍": 1.1, "유": 1.0, "고": 0.9, "문": 0.9, "양": 0.9, "손": 0.9, "배": 0.8, "백": 0.8,
    "허": 0.7, "남": 0.6, "심": 0.5, "노": 0.5, "하": 0.5, "곽": 0.4, "성": 0.4, "차": 0.4, "주": 0.4,
    "우": 0.4, "구": 0.4, "민": 0.3, "진": 0.3, "나": 0.3, "지": 0.3, "엄": 0.3, "남궁": 0.1, "황보": 0.05,
}  # fmt: skip
_ROMAN = _list(
    "kim lee park choi jung kang cho yoon jang lim han oh seo shin kwon hwang ahn song jeon hong yoo ko moon yang "
    "son bae baek heo nam shim noh ha kwak sung cha joo woo koo min jin na ji eom namgung hwangbo"
)
_WOMEN = _list(
    "서연 지우 하은 민서 수아 지유 채원 수빈 다은 예은 은지 지현 유진 혜진 미경 은영 정희 영숙 현주 선영 "
    "보람 아름 가은 나연 소영 수정 윤아 주희 진아 태희 하늘 혜원 유나 세영 경희 미선 지영 서현 민지 예린"
)
_MEN = _list(
    "민준 서준 도윤 예준 시우 하준 주원 지호 준서 건우 현우 성민 동현 지훈 승현 재현 상훈 영수 정호 성호 "
    "진우 태현 민수 종훈 경수 기훈 대현 명수 병철 상우 우진 인호 재민 준영 창민 철수 태양 한결 형준 규민"
)
_REGIONS = {
    "서울": 26.0, "부산": 8.0, "인천": 6.0, "대구": 6.0, "대전": 4.0, "광주": 4.0, "울산": 3.0, "세종": 1.5,
    "수원": 5.0, "성남": 6.0, "용인": 5.0, "고양": 4.0, "창원": 2.5, "청주": 2.0, "천안": 2.0, "전주": 1.8,
    "포항": 1.2, "제주": 1.8, "춘천": 0.8, "강릉": 0.6,
}  # fmt: skip
_RESIDENCES = {"apartment": 58, "house": 20, "villa": 14, "officetel": 8}
_INTERESTS = {"family": 26, "outdoor": 20, "luxury": 16, "economy": 24, "technology": 14}
CHANNELS = ("email", "sms", "push", "app", "call")


@cache
def _given_names() -> pa.Array:
    """Full names: surname × given name, women's first."""
    return pa.array([surname + given for given in _WOMEN + _MEN for surname in _SURNAMES])


def customers(rng: Rng, lives: Lives) -> pa.RecordBatch:
    """The rows of a chunk of customers."""
    count = len(lives)
    kinds = {item.name: item.arrow for item in CUSTOMERS.columns}
    owner = lives.archetype >= Archetype.LOYAL
    ids = customer_ids(lives)
    woman = chance(rng, 0.44, count)
    surname = pick(rng, list(_SURNAMES.values()), count)
    given = rng.integers(0, 40, count) + np.where(woman, 0, 40)
    known = np.where(owner, 0.97, 0.7)
    born = lives.born - (rng.gamma(9.0, 2.3, count) * 365.25 + 19 * 365.25).astype(np.int64)
    household = np.minimum(rng.poisson(1.9, count) + 1, 7)
    income = np.rint(rng.lognormal(0.0, 0.45, count) * 70.0).astype(np.int64) * 1_000_000
    interest = _interests(rng, household)
    grade = _grades(rng, lives)
    channel = pick(rng, (30, 34, 18, 12, 6), count)
    points = np.where(owner, np.rint(rng.gamma(0.8, 9000.0, count)), rng.integers(0, 2, count) * 500)
    columns = {
        "customer_id": column(ids, kinds["customer_id"]),
        "name": words(_given_names(), given * len(_SURNAMES) + surname),
        "gender": words(("F", "M"), np.where(woman, 0, 1), ~chance(rng, known, count)),
        "birth_date": column(born, kinds["birth_date"], ~chance(rng, known, count)),
        "region": words(list(_REGIONS), pick(rng, list(_REGIONS.values()), count), chance(rng, 0.04, count)),
        "residence": words(list(_RESIDENCES), pick(rng, list(_RESIDENCES.values()), count), chance(rng, 0.25, count)),
        "household_size": column(household, kinds["household_size"], chance(rng, 0.3, count)),
        "annual_income": column(income, kinds["annual_income"], chance(rng, 0.55, count)),
        "interest": words(list(_INTERESTS), interest, chance(rng, 0.35, count)),
        "grade": words(("VIP", "Gold", "Silver", "일반"), grade, ~owner & ~chance(rng, 0.15, count)),
        "email": _emails(rng, ids, surname),
        "preferred_channel": words(CHANNELS, channel, chance(rng, 0.22, count)),
        "joined_on": column(lives.joined, kinds["joined_on"]),
        "email_consent": column(chance(rng, 0.62, count), kinds["email_consent"]),
        "sms_consent": column(chance(rng, 0.7, count), kinds["sms_consent"]),
        "push_consent": column(chance(rng, 0.35, count), kinds["push_consent"], chance(rng, 0.1, count)),
        "points": column(points.astype(np.int64), kinds["points"]),
    }
    return pa.record_batch(list(columns.values()), schema=CUSTOMERS.arrow)


def customer_ids(lives: Lives) -> Ints:
    """The customers' numbers."""
    return np.arange(lives.first, lives.first + len(lives), dtype=np.int64) + FIRST_ID


def _interests(rng: Rng, household: Ints) -> Ints:
    drawn = pick(rng, list(_INTERESTS.values()), len(household))
    return np.where((household >= 4) & chance(rng, 0.5, len(household)), 0, drawn)


def _grades(rng: Rng, lives: Lives) -> Ints:
    """VIP, Gold, Silver, 일반: better for loyal owners."""
    drawn = pick(rng, (0.03, 0.12, 0.3, 0.55), len(lives))
    better = np.isin(lives.archetype, (Archetype.LOYAL, Archetype.REPURCHASER))
    return np.where(better, np.maximum(drawn - 1 - chance(rng, 0.4, len(lives)), 0), drawn)


def _emails(rng: Rng, ids: Ints, surname: Ints) -> pa.Array:
    """Addresses of the domains reserved for examples; missing for one in nine."""
    domains = ("@example.com", "@example.org", "@example.net", "@EXAMPLE.COM")
    missing = chance(rng, 0.11, len(ids))
    return pc.binary_join_element_wise(
        words(_ROMAN, surname, missing),
        pc.cast(pa.array(ids), pa.string()),
        words(domains, pick(rng, (60, 20, 17, 3), len(ids))),
        "",
    )
