"""Texts of connections, new projects and the first screen: (English, Korean)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # -- connections ------------------------------------------------------------
    "connection_dialog": ("Connection…", "데이터 연결…"),
    "connection": ("Where the data is", "데이터 연결"),
    "connection.source": ("Data: {source}", "데이터: {source}"),
    "connection.kind": ("Kind", "종류"),
    "connection.file": ("File", "파일"),
    "connection.folder": ("Folder", "폴더"),
    "connection.browse": ("Browse…", "찾아보기…"),
    "connection.host": ("Server", "서버"),
    "connection.port": ("Port", "포트"),
    "connection.database": ("Database", "데이터베이스"),
    "connection.user": ("User", "사용자"),
    "connection.password": ("Password", "암호"),
    "connection.way": ("Keep the password", "암호 보관"),
    "connection.way.keychain": ("in the keychain of this computer", "이 컴퓨터의 키체인에 보관"),
    "connection.way.ask": ("nowhere: ask each time", "보관하지 않고 매번 묻기"),
    "connection.way.variable": ("in an environment variable", "환경 변수에서 읽기"),
    "connection.variable": ("Name of the variable", "환경 변수 이름"),
    "connection.default": ("{value} (default)", "{value} (기본)"),
    "connection.read_only": (
        "The data is opened for reading only. No password is written into the project file, a log or the history.",
        "데이터는 읽기 전용으로 엽니다. 암호는 프로젝트 파일, 로그, 실행 기록에 남지 않습니다.",
    ),
    "connection.keychain.missing": (
        "This computer has no keychain. Choose to be asked each time, or an environment variable.",
        "이 컴퓨터에는 키체인이 없습니다. 매번 묻거나 환경 변수를 쓰도록 고르세요.",
    ),
    "connection.keychain.plain": (
        "What this computer offers as a keychain writes passwords into a file, so it is not used. Choose to be asked "
        "each time, or an environment variable.",
        "이 컴퓨터의 키체인은 암호를 파일에 그대로 적기 때문에 쓰지 않습니다. 매번 묻거나 환경 변수를 쓰도록 고르세요.",
    ),
    "connection.test": ("Test", "연결 시험"),
    "connection.steps": ("Steps of the test", "연결 시험 단계"),
    "connection.step.find": ("Find the connector", "커넥터 찾기"),
    "connection.step.open": ("Open", "열기"),
    "connection.step.reach": ("Reach the server", "서버에 닿기"),
    "connection.step.login": ("Sign in", "로그인"),
    "connection.step.schema": ("Read the schema", "스키마 읽기"),
    "connection.step.rows": ("Count the rows", "행 세기"),
    "connection.step.tables": ("Tables of this project", "이 프로젝트의 테이블"),
    "connection.tables": ("{n} tables", "테이블 {n}개"),
    "connection.tables.one": ("1 table", "테이블 1개"),
    "connection.rows": ("{n} rows", "{n}행"),
    "connection.missing": ("missing: {tables}", "없음: {tables}"),
    "connection.works": ("The connection works.", "연결됩니다."),
    "connection.fails": ("The step marked with ✗ failed.", "✗ 표시된 단계에서 실패했습니다."),
    "connection.stopped": ("The test was stopped.", "연결 시험을 멈췄습니다."),
    "connection.fill_in": ("Fill in: {field}", "채우거나 고치세요: {field}"),
    "connection.use": ("Use this data", "이 데이터 쓰기"),
    "connection.sign_in": ("Sign in", "로그인"),
    "edit.source": ("connection", "데이터 연결"),
}
