"""Texts of one customer, overlaps and near misses: (English, Korean)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # -- overlaps and gaps ------------------------------------------------------------
    "overlaps.table": ("Overlaps between cells", "셀끼리 겹치는 고객"),
    "overlaps.describe": (
        "How many customers two cells share. Enter shows who they are.",
        "두 셀에 함께 든 고객 수입니다. Enter를 누르면 누구인지 보여 줍니다.",
    ),
    "overlaps.defect": ("⚠ overlap {n}", "⚠ 겹침 {n}"),
    "overlaps.spoken.cell": ("{one}: {n}", "{one}: {n}명"),
    "overlaps.spoken.stage": (
        "{one} and {other} overlap in the same stage: {n}",
        "{one}, {other}: 같은 단계에서 {n}명 겹침",
    ),
    "overlaps.spoken.other": ("{one} and {other}: both, {n}", "{one}, {other}: 둘 다 {n}명"),
    "overlaps.spoken.none": ("{one} and {other}: nobody", "{one}, {other}: 없음"),
    "overlaps.together": ("In several cells at once", "여러 셀에 동시에 든 고객"),
    "gaps.lines": ("Gaps, near misses and combinations", "빈틈, 아깝게 빠진 고객, 셀 조합"),
    "gaps.what": ("to look at", "살펴볼 것"),
    "gaps.subjects": ("customers", "고객 수"),
    "gaps.fails_none": ("no cell asks for them", "해당하는 셀이 없음"),
    "near": ("Missed by one criterion", "기준 하나 차이로 빠진 고객"),
    "near.only": ("{cell}: only {n} fails", "{cell}: {n}만 미충족"),
    "near.open": ("Go to {n} of {cell}", "{cell}의 {n}로 가기"),
    "near.loosen": ("Loosen: {new}", "완화: {new}"),
    "near.advice": (
        "{old} → {new}: {n} of these {of} come in.",
        "{old} → {new}: {of}명 중 {n}명이 들어옵니다.",
    ),
    "near.parameter": (
        "This changes ${name} wherever it is used.",
        "${name} 값을 쓰는 모든 기준이 함께 바뀝니다.",
    ),
    "people": ("Customers behind the number", "숫자에 든 고객"),
    "people.describe": ("Enter explains the customer.", "Enter를 누르면 그 고객을 설명합니다."),
    "people.hint": ("Choose a number to see who they are.", "숫자를 고르면 누구인지 보여 줍니다."),
    "people.finding": ("looking …", "찾는 중 …"),
    "people.first": (" (the first {n})", " (처음 {n}명)"),
    "people.both": ("{one} and {other}", "{one}, {other} 모두"),
    "edit.loosen": ("criterion {n} of {cell} loosened", "{cell}의 기준 {n} 완화"),
    "edit.threshold": ("threshold of {n} in {cell}", "{cell}의 기준 {n} 경계값"),
    "edit.parameter": ("parameter {name}", "매개변수 {name}"),
}
