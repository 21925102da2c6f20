"""Texts of menus, the command palette and keys: (English, Korean)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "menu.cell": ("Matrix", "매트릭스"),
    "menu.run": ("Run", "실행"),
    "next_problem": ("Next problem", "다음 문제"),
    "show.problems": ("Show problems", "문제 보기"),
    "show.funnel": ("Show the funnel", "깔때기 보기"),
    "show.gaps": ("Show overlaps and gaps", "겹침과 빈틈 보기"),
    "go.left": ("Cell to the left", "왼쪽 셀"),
    "go.right": ("Cell to the right", "오른쪽 셀"),
    "go.up": ("Cell above", "위 셀"),
    "go.down": ("Cell below", "아래 셀"),
}
