"""Texts of what runs, checks of data, exports and new projects have to say. English, Korean."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # -- running ---------------------------------------------------------------------------------------------
    "run.backend": (
        'There is no backend "{backend}". Choose auto, sql or pandas.',
        '"{backend}" 방식은 없습니다. auto, sql, pandas 가운데 고르세요.',
    ),
    "run.as_of": (
        '"{text}" is not a date. Write the as-of date year-first, such as 2025-11-22, or today.',
        '"{text:은는}" 날짜가 아닙니다. 기준일은 2025-11-22처럼 연도부터 쓰거나 today라고 쓰세요.',
    ),
    "run.zone": (
        'There is no time zone "{zone}". Write one such as Asia/Seoul.',
        '"{zone}" 시간대가 없습니다. Asia/Seoul처럼 쓰세요.',
    ),
    "run.cancelled": ("Cancelled. Nothing was changed.", "취소했습니다. 바뀐 것은 없습니다."),
    "run.broken": (
        "A part of the program failed unexpectedly ({reason}). Nothing was lost; try again. If it happens again, "
        "look at the plugin or the driver of this source.",
        "프로그램의 한 부분이 예기치 않게 실패했습니다({reason}). 잃은 것은 없으니 다시 해 보세요. 또 그러면 "
        "이 데이터의 플러그인이나 드라이버를 살펴보세요.",
    ),
    "run.engine": (
        "{engine} could not run the statement: {reason}",
        "{engine:이가} 문장을 실행하지 못했습니다: {reason}",
    ),
    "run.overlap": (
        "In stage {stage}, {subjects} subjects match more than one cell, and the hit policy is unique. "
        "Tighten the criteria, or choose another hit policy.",
        "{stage} 단계에서 {subjects}명이 두 셀 이상에 해당합니다. 배정 방식이 unique이므로 겹칠 수 없습니다. "
        "기준을 좁히거나 배정 방식을 바꾸세요.",
    ),
    "run.not_replayable": (
        "As of {date}, these values are today's, since the subject's table keeps no history: {fields}.",
        "기준일 {date}에도 오늘의 값입니다. 대상 테이블에는 이력이 없습니다: {fields}.",
    ),
    "run.later": (
        "{subjects} subjects came after {date} and are not counted.",
        "{date} 이후에 생긴 대상 {subjects}명은 세지 않았습니다.",
    ),
    "run.orphans": (
        "{relation}: {rows} rows have no subject (their key is missing or unknown) and were left out.",
        "{relation}: {rows}행은 대상이 없어(키가 없거나 모르는 키) 뺐습니다.",
    ),
    "run.no_source": (
        "{file} does not say where its data is. Write source:, or name it with --source.",
        "{file}에 데이터 위치가 없습니다. source:를 쓰거나 --source로 지정하세요.",
    ),
    "run.no_editor": (
        "The editor is not installed. Install it with: pip install 'quadrille[editor]'",
        "편집기가 설치되어 있지 않습니다. 설치: pip install 'quadrille[editor]'",
    ),
    "run.editor_library": (
        "The editor cannot start on this machine: {reason}. See what is missing with: quadrille doctor",
        "이 컴퓨터에서 편집기를 시작할 수 없습니다: {reason}. 무엇이 없는지 보려면: quadrille doctor",
    ),
    "run.editor_later": (
        "This version has no editor yet. Edit the project file (.quad) with any text editor, "
        "and see what it says with: quadrille check PROJECT",
        "이 버전에는 아직 편집기가 없습니다. 프로젝트 파일(.quad)을 텍스트 편집기로 고치고, "
        "결과는 quadrille check 프로젝트로 확인하세요.",
    ),
    "run.no_matrix": (
        "The project has no stages and cells yet, so there is nothing to assign.",
        "프로젝트에 아직 단계와 셀이 없어 배정할 것이 없습니다.",
    ),
    # -- the history of runs -----------------------------------------------------------------------------------
    "history.newer": (
        "{file} was written by a later version of Quadrille ({version}), so its runs cannot be read and this one is "
        "not kept. Update Quadrille, or move the file away.",
        "{file}에 있는 실행 기록은 더 새로운 버전({version})의 Quadrille이 쓴 것이라 읽을 수 없고, 이번 실행도 남기지 "
        "않습니다. Quadrille을 업데이트하거나 파일을 옮기세요.",
    ),
    "history.damaged": (
        "The history of runs in {file} was damaged. It was set aside as {aside}, and a new one was begun.",
        "{file}의 실행 기록이 손상되었습니다. {aside:으로} 옮겨 두고 새로 시작했습니다.",
    ),
    "history.unusable": (
        "The history of runs in {file} cannot be used ({reason}), so this run is not kept. Check the folder's "
        "permissions and free space.",
        "{file}의 실행 기록을 쓸 수 없어({reason}) 이번 실행은 남기지 않습니다. 폴더의 권한과 남은 공간을 확인하세요.",
    ),
    "history.no_run": (
        "There is no run {number} of this project. The runs are {runs}.",
        "이 프로젝트에는 실행 {number:이가} 없습니다. 있는 실행: {runs}.",
    ),
    "password.no_keychain": (
        "The password of {source} could not be put into the keychain. Have it asked for each time, or name an "
        "environment variable that holds it.",
        "{source}의 암호를 키체인에 넣지 못했습니다. 매번 묻게 하거나 암호가 들어 있는 환경 변수를 지정하세요.",
    ),
    # -- keys and columns --------------------------------------------------------------------------------------
    "key.missing": (
        "{rows} rows of {table} have no {column}. Every subject needs a key: fill it in, or leave those rows out.",
        "{table}의 {rows}행에 {column} 값이 없습니다. 모든 대상에는 키가 필요합니다. 채우거나 그 행을 빼세요.",
    ),
    "key.duplicate": (
        "{column} in {table} is not unique: {values} occurs more than once. Name the column that tells subjects apart.",
        "{table}의 {column:이가} 겹칩니다: {values} 값이 두 번 이상 나옵니다. 대상을 구별하는 열을 지정하세요.",
    ),
    "source.type": (
        "{field} is to be {wanted}, but its column {column} holds {is}. Change the field's type or its format.",
        "{field} 항목은 {wanted}인데 {column} 열에는 {is} 값이 있습니다. 항목의 형식을 바꾸세요.",
    ),
    "source.no_column": (
        "Table {table} has no column {column}.",
        "{table} 테이블에 {column} 열이 없습니다.",
    ),
    # -- leaving the program -------------------------------------------------------------------------------------
    "export.suffix": (
        "{file} cannot be written: choose a name that ends in {suffixes}.",
        "{file:은는} 쓸 수 없습니다. 이름이 {suffixes:으로} 끝나야 합니다.",
    ),
    "export.too_long": (
        "The outcome has {rows} rows; an Excel sheet holds {limit}. Write CSV or Parquet instead.",
        "결과가 {rows}행인데 Excel 시트에는 {limit}행까지 들어갑니다. CSV나 Parquet으로 쓰세요.",
    ),
    "export.too_wide": (
        "The outcome has {columns} columns; an Excel sheet holds {limit}. Write CSV or Parquet instead.",
        "결과가 {columns}열인데 Excel 시트에는 {limit}열까지 들어갑니다. CSV나 Parquet으로 쓰세요.",
    ),
    "publish.form": (
        'There is no form "{form}". Choose one of {forms}.',
        '"{form}" 형태는 없습니다. {forms} 가운데 고르세요.',
    ),
    "publish.cell": (
        'There is no cell "{cell}". The cells are {cells}.',
        '"{cell}" 셀이 없습니다. 있는 셀: {cells}.',
    ),
    # -- one subject ---------------------------------------------------------------------------------------------
    "explain.no_subject": (
        "Nobody has the key {key} as of {date}.",
        "기준일 {date}에 키가 {key}인 대상이 없습니다.",
    ),
    "explain.key_number": (
        'The key is a number, and "{key}" is none.',
        '키는 숫자인데 "{key:은는}" 숫자가 아닙니다.',
    ),
    # -- new projects ----------------------------------------------------------------------------------------------
    "new.suffix": (
        "A project's name ends in {suffix}: {file} does not.",
        "프로젝트 파일 이름은 {suffix:으로} 끝나야 합니다: {file}",
    ),
    "new.exists": (
        "{file} is already there. Choose another name, or say --force to replace it.",
        "{file:이가} 이미 있습니다. 다른 이름을 고르거나 --force로 바꾸세요.",
    ),
    "new.exists_already": (
        "{file} is already there. Choose another name.",
        "{file:이가} 이미 있습니다. 다른 이름을 고르세요.",
    ),
    "new.no_subject": (
        "No table with a unique key was found. Name one with --table and --key; the tables are {tables}.",
        "고유한 키가 있는 테이블을 찾지 못했습니다. --table과 --key로 지정하세요. 테이블: {tables}.",
    ),
    "new.not_a_key": (
        "{column} in {table} is missing or repeated in some rows, so it cannot tell subjects apart.",
        "{table}의 {column:은는} 비었거나 겹치는 행이 있어 대상을 구별할 수 없습니다.",
    ),
    "new.subject": (
        "Subject: {table}, key {key}, with {relations} related tables. Other candidates: {others}.",
        "대상: {table}, 키 {key}, 연결된 테이블 {relations}개. 다른 후보: {others}.",
    ),
    # -- checks of the data ------------------------------------------------------------------------------------------
    "data.not_nfc": (
        "{field}: {rows} texts hold Hangul in pieces (not NFC), such as {example}. A rule's text will not be equal to "
        "them; normalise them in the database.",
        "{field}: 한글이 풀어쓰기(NFC 아님)로 저장된 값이 {rows}개 있습니다(예: {example}). 규칙의 글자와 같지 않으니 "
        "데이터베이스에서 NFC로 바꾸세요.",
    ),
    "data.unreadable": (
        "{field}: {rows} values cannot be read as {type} and count as missing, such as {example}.",
        "{field}: {type:으로} 읽을 수 없는 값이 {rows}개 있어 없는 값으로 봅니다(예: {example}).",
    ),
    "data.unlisted": (
        "{field}: the data also holds {values}, which its list of values does not.",
        "{field}: 값 목록에 없는 {values} 값이 데이터에 있습니다.",
    ),
    "data.missing_in_required": (
        "{field} is said never to be missing, but {rows} rows have no value.",
        "{field:은는} 항상 있다고 했지만 {rows}행에 값이 없습니다.",
    ),
    "data.rate_over_one": (
        "{field} is a percent, but its largest value is {value} (30% is kept as 0.30).",
        "{field:은는} 퍼센트인데 가장 큰 값이 {value}입니다(30%는 0.30으로 저장).",
    ),
    "data.band_ties": (
        "{rule}: equal values move this band from {wanted} to {actual} of the customers.",
        "{rule}: 같은 값이 많아 이 구간이 {wanted}가 아니라 {actual}입니다.",
    ),
    "data.all_equal": (
        "{rule}: all values are equal, so everyone is in the top and in the bottom.",
        "{rule}: 모든 값이 같아서 전원이 상위이면서 하위입니다.",
    ),
    # -- test customers ----------------------------------------------------------------------------------------------
    "test.wrong_cell": (
        "Test customer {name} lands in {actual}, not in {expected}.",
        "시험 고객 {name:은는} {expected}이어야 하는데 {actual}입니다.",
    ),
    "test.wrong_trait": (
        "Test customer {name} has {trait} {actual}, not {expected}.",
        "시험 고객 {name}의 {trait:은는} {expected}이어야 하는데 {actual}입니다.",
    ),
    "test.value": (
        "Test customer {name}: {value} is no value for {field}.",
        "시험 고객 {name}: {value:은는} {field}에 쓸 수 없는 값입니다.",
    ),
}
