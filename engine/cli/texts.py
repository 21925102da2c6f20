"""The command line's own words, in both languages: one entry a text."""

from __future__ import annotations

from typing import Literal

Language = Literal["ko", "en"]

TEXTS: dict[str, tuple[str, str]] = {
    # -- help ----------------------------------------------------------------------------------------------
    "app": (
        "Segment customers with rules that read like sentences.",
        "문장처럼 읽히는 규칙으로 고객을 나눕니다.",
    ),
    "option.lang": ("Language of messages: ko or en (default: the locale).", "메시지 언어: ko 또는 en (기본: 로캘)."),
    "option.version": ("Show the version.", "버전을 보여 줍니다."),
    "option.json": ("Print JSON for a program.", "프로그램이 읽을 JSON으로 출력합니다."),
    "option.source": ("Where the data is: a file, a folder or a URL.", "데이터 위치: 파일, 폴더 또는 URL."),
    "option.as_of": ("The as-of date (YYYY-MM-DD), or today.", "기준일(YYYY-MM-DD) 또는 today."),
    "option.backend": ("Where to compute: auto, sql or pandas.", "계산 위치: auto, sql, pandas."),
    "option.force": ("Replace what exists.", "이미 있으면 바꿉니다."),
    "option.output": ("Write to this file instead of the screen.", "화면 대신 이 파일에 씁니다."),
    "arg.project": ("Project file (.quad).", "프로젝트 파일(.quad)."),
    "help.demo": (
        "Make the sample database and project, run it and print the matrix.",
        "샘플 데이터베이스와 프로젝트를 만들어 실행하고 매트릭스를 출력합니다.",
    ),
    "demo.dir": ("Folder for the sample.", "샘플을 만들 폴더."),
    "demo.customers": ("Number of customers, 100 to 10,000,000.", "고객 수, 100 ~ 10,000,000."),
    "demo.seed": ("Seed: the same seed makes the same customers.", "시드: 같은 시드는 같은 고객을 만듭니다."),
    "demo.variant": (
        "written: the source's matrix with its gaps; repaired: the same, mended.",
        "written: 원문 그대로(빈틈 포함), repaired: 고친 것.",
    ),
    "demo.format": ("Kind of database: duckdb, sqlite, parquet or csv.", "데이터 형식: duckdb, sqlite, parquet, csv."),
    "help.run": (
        "Run a project and print the matrix and both ledgers.",
        "프로젝트를 실행해 매트릭스와 두 장부를 출력합니다.",
    ),
    "run.out": ("Write the outcome to a .csv, .parquet or .xlsx file.", "결과를 .csv, .parquet, .xlsx 파일로 씁니다."),
    "run.table": ("Write the outcome as a table of the source.", "결과를 데이터 소스의 테이블로 씁니다."),
    "run.values": ("Add the measures' values to the outcome.", "결과에 지표 값을 더합니다."),
    "run.report": (
        "Count values missing by division, overflow or failed conversion.",
        "나눗셈, 넘침, 변환 실패로 빠진 값을 셉니다.",
    ),
    "help.sql": (
        "Print the project as SQL that runs in the engine's own client.",
        "프로젝트를 엔진에서 바로 도는 SQL로 출력합니다.",
    ),
    "sql.dialect": ("SQL dialect.", "SQL 방언."),
    "sql.cell": ("Only this cell.", "이 셀만."),
    "sql.form": ("select, table, view or counts.", "select, table, view, counts."),
    "sql.name": ("Name of the table or view.", "테이블이나 뷰의 이름."),
    "help.pandas": (
        "Print the project as a Python script that needs pandas alone.",
        "프로젝트를 pandas만 쓰는 파이썬 스크립트로 출력합니다.",
    ),
    "help.check": (
        "Check a project: rules, names, data, test customers.",
        "프로젝트를 검사합니다: 규칙, 이름, 데이터, 시험 고객.",
    ),
    "check.no_data": ("Check the file alone, without its data.", "데이터 없이 파일만 검사합니다."),
    "help.explain": (
        "Explain one customer: each cell's criteria with actual and required values.",
        "고객 한 명을 설명합니다: 셀마다 기준의 실제 값과 필요한 값.",
    ),
    "explain.key": ("The customer's key.", "고객의 키."),
    "explain.cell": ("Only this cell.", "이 셀만."),
    "help.try": (
        "The keys for which a rule holds on any table, without a project.",
        "프로젝트 없이, 아무 테이블에서 규칙에 맞는 키를 찾습니다.",
    ),
    "try.rule": ("The rule.", "규칙."),
    "try.table": ("Table of the subjects.", "대상 테이블."),
    "try.key": ("Key column of the table.", "테이블의 키 열."),
    "try.count": ("Only count them.", "수만 셉니다."),
    "try.zone": ("Time zone of days.", "날짜의 시간대."),
    "help.inspect": (
        "Show a stage of compilation of a rule or project.",
        "규칙이나 프로젝트의 컴파일 단계를 보여 줍니다.",
    ),
    "inspect.what": ("A rule, or a project file.", "규칙 또는 프로젝트 파일."),
    "inspect.stage": ("tree, checked, plan, sql or pandas.", "tree, checked, plan, sql, pandas."),
    "help.new": (
        "Start a project from a database: proposes subject, relations, keys, times.",
        "데이터베이스에서 프로젝트를 시작합니다: 대상, 연결 데이터, 키, 시간을 제안합니다.",
    ),
    "new.path": ("Project file to write.", "새 프로젝트 파일."),
    "new.table": ("Table of the subjects (default: proposed).", "대상 테이블(기본: 제안)."),
    "new.key": ("Key column (default: proposed).", "키 열(기본: 제안)."),
    "help.plugins": ("List the data sources that are installed.", "설치된 데이터 소스를 보여 줍니다."),
    "help.doctor": ("Look for what is missing on this machine.", "이 컴퓨터에 빠진 것을 찾습니다."),
    "help.edit": ("Open the editor.", "편집기를 엽니다."),
    "help.format": ("Print a rule in its canonical form.", "규칙을 표준 형태로 출력합니다."),
    # -- the matrix ----------------------------------------------------------------------------------------
    "as_of": ("as of {date}", "기준일 {date}"),
    "ran": ("{n} subjects, {where}, {seconds} s", "대상 {n}명, {where}, {seconds}초"),
    "where.database": ("in the database ({dialect})", "데이터베이스({dialect})에서"),
    "where.duckdb": ("in DuckDB over Arrow", "Arrow로 읽어 DuckDB에서"),
    "where.pandas": ("in pandas", "pandas에서"),
    "stage": ("stage", "단계"),
    "level": ("level", "가망도"),
    "entered": ("entered", "진입"),
    "assigned": ("assigned", "배정"),
    "unassigned": ("unassigned", "미배정"),
    "overlap": ("overlap", "겹침"),
    "not_defined": ("not defined", "정의 안 됨"),
    "ledger.stage": ("Per stage: entered = assigned + unassigned", "단계별: 진입 = 배정 + 미배정"),
    "ledger.overall": ("Overall", "전체"),
    "subjects": ("subjects", "대상"),
    "in_one": ("in one cell", "한 셀에"),
    "in_several": ("in several cells", "여러 셀에"),
    "in_stage_no_cell": ("in a stage, in no cell", "단계에 있으나 셀 없음"),
    "in_no_stage": ("in no stage", "어느 단계에도 없음"),
    "pair_overlaps": ("Overlaps within a stage", "한 단계 안의 겹침"),
    "share_note": (
        "Counts are subjects that the cell is assigned; shares are of the stage.",
        "수는 셀에 배정된 대상이고, 비율은 단계 안에서의 비율입니다.",
    ),
    "both_cells": ("{n} in both", "둘 다 {n}명"),
    # -- outcomes of commands --------------------------------------------------------------------------------
    "written": ("Written: {path}", "저장함: {path}"),
    "written_table": ("Table {table} written: {n} rows.", "테이블 {table}에 {n}행을 썼습니다."),
    "making": ("Making {n} customers …", "고객 {n}명을 만드는 중 …"),
    "made": ("Sample in {path}", "샘플 위치: {path}"),
    "next": (
        "Next: quadrille explain {project} KEY, quadrille sql {project}, quadrille edit {project}",
        "다음: quadrille explain {project} 키, quadrille sql {project}, quadrille edit {project}",
    ),
    "step.read": ("reading", "읽는 중"),
    "step.query": ("counting", "세는 중"),
    "step.write": ("writing", "쓰는 중"),
    "cancelled": ("Cancelled. Nothing was changed.", "취소했습니다. 바뀐 것은 없습니다."),
    "no_problems": ("No problems found.", "문제가 없습니다."),
    "problems": ("{errors} errors, {warnings} warnings, {infos} notes", "오류 {errors}, 경고 {warnings}, 참고 {infos}"),
    "tests": (
        "Test customers: {passed} of {total} as expected.",
        "시험 고객: {total}명 가운데 {passed}명이 기대와 같습니다.",
    ),
    "internal": (
        "Something went wrong inside Quadrille ({kind}). Details are in {log}; your files are unchanged.",
        "Quadrille 내부에서 문제가 생겼습니다({kind}). 자세한 내용은 {log}에 있으며, 파일은 바뀌지 않았습니다.",
    ),
    # -- explain -----------------------------------------------------------------------------------------------
    "explain.title": ("Customer {key}, as of {date}", "고객 {key}, 기준일 {date}"),
    "explain.in_stage": ("in stage", "진입"),
    "explain.not_in_stage": ("not in this stage", "이 단계가 아님"),
    "explain.assigned": ("assigned", "배정됨"),
    "explain.matched": ("matched", "해당"),
    "explain.not_matched": ("not matched", "해당 없음"),
    "met": ("met", "충족"),
    "not_met": ("not met", "미충족"),
    "no_data": ("no data", "데이터 없음"),
    "off": ("off", "꺼짐"),
    "missing": ("missing", "없음"),
    "criterion": ("criterion", "분류 기준"),
    "rule": ("rule", "규칙"),
    "actual": ("actual", "실제 값"),
    "required": ("required", "필요한 값"),
    "result": ("result", "결과"),
    "mode.all": ("all criteria", "모든 기준"),
    "mode.any": ("any criterion", "하나 이상"),
    "mode.at_least": ("at least {k}", "{k}개 이상"),
    "mode.score": ("score of {k} or more", "{k}점 이상"),
    "lost.division": ("{where}: {n} values missing by division by zero", "{where}: 0으로 나누어 빠진 값 {n}개"),
    "lost.overflow": ("{where}: {n} values missing by overflow", "{where}: 범위를 넘어 빠진 값 {n}개"),
    "lost.conversion": ("{where}: {n} values could not be converted", "{where}: 변환하지 못한 값 {n}개"),
    "lost.none": (
        "No value was lost to division, overflow or conversion.",
        "나눗셈, 넘침, 변환으로 빠진 값이 없습니다.",
    ),
    # -- doctor ------------------------------------------------------------------------------------------------
    "doctor.python": ("Python 3.11 or later is needed.", "파이썬 3.11 이상이 필요합니다."),
    "doctor.package": ("Install it: pip install {name}", "설치하세요: pip install {name}"),
    "doctor.own": (
        "Another package brings a folder called {name}. Install Quadrille in an environment of its own.",
        "다른 패키지가 {name} 폴더를 가져옵니다. Quadrille을 별도 환경에 설치하세요.",
    ),
    "doctor.java": (
        "Only for Spark: Java 17 is needed.",
        "Spark에만 필요합니다: Java 17.",
    ),
    "doctor.library": (
        "Only for the editor: Qt needs the library {name} of the system.",
        "편집기에만 필요합니다: Qt가 시스템 라이브러리 {name}을 씁니다.",
    ),
    "doctor.keychain": (
        "No keychain for passwords: they are asked for each time.",
        "암호를 보관할 키체인이 없어 매번 묻습니다.",
    ),
    "error": ("error", "오류"),
    "warning": ("warning", "경고"),
    "info": ("note", "참고"),
    "fix": ("Fix: {title}", "고치기: {title}"),
}


def text(code: str, language: Language, **params: object) -> str:
    """A text of the command line with its parameters filled in; numbers get thousands separators."""
    en, ko = TEXTS[code]
    shown = {name: f"{value:,}" if isinstance(value, int) else value for name, value in params.items()}
    return (ko if language == "ko" else en).format(**shown)
