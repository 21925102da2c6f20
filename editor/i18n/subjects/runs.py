"""Texts of runs, results, their history and the SQL: (English, Korean)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # -- SQL ------------------------------------------------------------
    "show.sql": ("Show the SQL", "SQL 보기"),
    "copy_sql": ("Copy the SQL of this cell", "이 셀의 SQL 복사"),
    "sql.describe": (
        "Enter, or a click on a line, goes to the criterion that it computes.",
        "줄에서 Enter를 누르거나 클릭하면 그 줄이 계산하는 기준으로 갑니다.",
    ),
    "sql.what": ("Show", "대상"),
    "sql.cell": ("the chosen cell", "고른 셀"),
    "sql.dialect": ("Dialect", "방언"),
    "sql.own_dialect": ("that of the data", "데이터와 같은 것"),
    "sql.form": ("Form", "형태"),
    "sql.form.select": ("a query", "조회"),
    "sql.form.table": ("a new table", "새 테이블"),
    "sql.form.view": ("a view", "뷰"),
    "sql.form.counts": ("counts", "집계"),
    "sql.day": ("As of", "기준일"),
    "sql.day.project": ("the project's date", "프로젝트의 기준일"),
    "sql.day.today": ("the day it runs", "실행하는 날"),
    "sql.day.date": ("a date", "날짜 지정"),
    "sql.name": ("Name of the table or view", "테이블이나 뷰의 이름"),
    "sql.save": ("Save…", "저장…"),
    "sql.copied": ("Copied {n} lines.", "{n}줄을 복사했습니다."),
    "sql.works": ("These dialects can: {dialects}.", "다음 방언으로는 됩니다: {dialects}."),
    "files.sql": ("SQL (*.sql)", "SQL (*.sql)"),
    "written": ("Written: {file}", "썼습니다: {file}"),
}
