"""Texts of what an engine cannot do. English, Korean."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "backend.dialect": (
        "SQL for {backend} is not proven yet, so it is not written. Choose one of {known}.",
        "{backend} SQL은 아직 검증되지 않아 만들지 않습니다. {known} 가운데 고르세요.",
    ),
    "backend.construct": (
        "{backend} was not proven to compute this ({construct}) exactly. Run it in pandas, or on another engine.",
        "{backend}에서 이 계산({construct})이 정확한지 검증되지 않았습니다. pandas나 다른 엔진에서 실행하세요.",
    ),
    "backend.column": (
        "{backend} has no column {column} in {table}.",
        "{table}에 {column} 열이 없습니다({backend}).",
    ),
    "backend.columns": (
        "{backend} can give {limit} columns at most; this needs {count}. Leave values out, or run one cell at a time.",
        "{backend:은는} 열을 {limit}개까지 낼 수 있는데 {count}개가 필요합니다. 값을 빼거나 셀을 하나씩 실행하세요.",
    ),
    "backend.fraction": (
        "{backend} cannot compare so fine a percent exactly. Use fewer decimal places.",
        "{backend}에서 이렇게 세밀한 퍼센트는 정확히 비교할 수 없습니다. 소수 자릿수를 줄이세요.",
    ),
    "backend.name": (
        "{backend} cannot hold the name {name}. Rename the table or column.",
        "{backend}에는 {name} 이름을 쓸 수 없습니다. 테이블이나 열의 이름을 바꾸세요.",
    ),
    "backend.today": (
        "{backend} cannot tell the day in {zone} by itself. Give the as-of date instead of today.",
        "{backend:은는} {zone}의 날짜를 스스로 알 수 없습니다. today 대신 기준일을 주세요.",
    ),
    "backend.today_zone": (
        "SQL for today cannot be written where times are kept in another zone, as counts, or in a format of their own. "
        "Give the as-of date instead.",
        "시각이 다른 시간대나 숫자, 고유 형식으로 저장되어 있으면 today용 SQL을 만들 수 없습니다. 기준일을 주세요.",
    ),
    "backend.today_literal": (
        "SQL for today cannot be written for a rule that names {text}. Give the as-of date instead.",
        "규칙에 {text:이가} 있어 today용 SQL을 만들 수 없습니다. 기준일을 주세요.",
    ),
}
