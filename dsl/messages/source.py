"""Texts of sources and connectors: files, databases, data frames, plugins. English, Korean.

``{name:은는}`` is a parameter followed by the particle that fits how it is read aloud. A code that ends in
``_similar`` is the same problem where a likely correction is known.
"""

from __future__ import annotations

_PLAIN: dict[str, tuple[str, str]] = {
    # -- finding and opening ----------------------------------------------------------------------------------
    "not_found": ("{path} is not there.", "{path:이가} 없습니다."),
    "vanished": (
        "{path} was there and is gone now: moved, renamed or deleted. Put it back, or name its new place.",
        "{path:이가} 사라졌습니다. 옮기거나 이름을 바꾸거나 지운 것 같습니다. 되돌리거나 새 위치를 지정하세요.",
    ),
    "permission": (
        "You may not read {path}. Ask its owner for permission.",
        "{path:을를} 읽을 권한이 없습니다. 소유자에게 요청하세요.",
    ),
    "io": (
        "{path} could not be read: {reason}",
        "{path:을를} 읽지 못했습니다: {reason}",
    ),
    "is_folder": ("{path} is a folder; a file is needed here.", "{path:은는} 폴더입니다. 파일을 지정하세요."),
    "empty_file": ("{path} is empty.", "{path:은는} 비어 있습니다."),
    "empty_folder": (
        "{path} holds no file that can be read as a table ({known}).",
        "{path}에는 테이블로 읽을 파일({known})이 없습니다.",
    ),
    "not_a_database": (
        "{path} is not a file of {expected}, or it is encrypted. Check that the right file was chosen.",
        "{path:은는} {expected} 파일이 아니거나 암호화되어 있습니다. 맞는 파일인지 확인하세요.",
    ),
    "corrupt": (
        "{path} is damaged or incomplete. Copy or download it again.",
        "{path:이가} 손상되었거나 일부만 있습니다. 다시 복사하거나 내려받으세요.",
    ),
    "version": (
        "{path} was made by another version that this one cannot read. Save it with a matching version. ({reason})",
        "{path:은는} 읽을 수 없는 다른 버전으로 만들어졌습니다. 맞는 버전으로 다시 저장하세요. ({reason})",
    ),
    "locked": (
        "Another program is using {path}. Close it there, then try again.",
        "다른 프로그램이 {path:을를} 쓰고 있습니다. 그 프로그램을 닫고 다시 시도하세요.",
    ),
    "read_only": (
        "{source} is opened for reading only; nothing was changed.",
        "{source:은는} 읽기 전용으로 열려 있습니다. 바뀐 것은 없습니다.",
    ),
    "disk_full": ("No space is left on the disk of {path}.", "{path:이가} 있는 디스크에 남은 공간이 없습니다."),
    "memory": (
        "There is not enough memory for this on {source}. Close other programs, or raise the memory limit.",
        "{source} 작업에 메모리가 모자랍니다. 다른 프로그램을 닫거나 메모리 한도를 늘리세요.",
    ),
    "closed": ("{source} was closed already.", "{source:은는} 이미 닫혔습니다."),
    "changed": (
        "{path} changed while it was read. Read it again.",
        "읽는 동안 {path:이가} 바뀌었습니다. 다시 읽으세요.",
    ),
    "cancelled": ("Cancelled. Nothing was changed.", "취소했습니다. 바뀐 것은 없습니다."),
    "open_failed": (
        "The connector {plugin} could not open {source}: {reason}",
        "{plugin} 커넥터가 {source:을를} 열지 못했습니다: {reason}",
    ),
    "read_failed": (
        "Table {table} of {source} could not be read: {reason}",
        "{source}의 {table} 테이블을 읽지 못했습니다: {reason}",
    ),
    "said": ("{en}", "{ko}"),
    # -- what a project names as its source -------------------------------------------------------------------
    "unknown_scheme": (
        'No connector opens "{scheme}:". There are: {known}.',
        '"{scheme}:" 주소를 여는 커넥터가 없습니다. 있는 것: {known}.',
    ),
    "unknown_scheme_similar": (
        'No connector opens "{scheme}:". Did you mean {suggestion}:?',
        '"{scheme}:" 주소를 여는 커넥터가 없습니다. {suggestion}: 인가요?',
    ),
    "unknown_suffix": (
        "No connector opens files like {path}. Files can end in {known}.",
        "{path} 같은 파일을 여는 커넥터가 없습니다. 열 수 있는 파일: {known}.",
    ),
    "setting_unknown": (
        "The connector {plugin} has no setting {setting}.",
        "{plugin} 커넥터에 {setting} 설정이 없습니다.",
    ),
    "setting_unknown_similar": (
        "The connector {plugin} has no setting {setting}. Did you mean {suggestion}?",
        "{plugin} 커넥터에 {setting} 설정이 없습니다. {suggestion}인가요?",
    ),
    "setting_missing": (
        "The connector {plugin} needs the setting {setting}.",
        "{plugin} 커넥터에 {setting} 설정이 필요합니다.",
    ),
    "setting_value": (
        '"{value}" is no value of the setting {setting}.',
        '"{value:은는}" {setting} 설정에 쓸 수 없는 값입니다.',
    ),
    "setting_choice": (
        '"{value}" is no value of the setting {setting}. Choose one of {choices}.',
        '"{value:은는}" {setting} 설정에 쓸 수 없는 값입니다. {choices} 가운데 고르세요.',
    ),
    "secret_in_target": (
        "{target} holds a password. Take {setting} out; it is asked for and kept in the system's keychain.",
        "{target}에 비밀번호가 있습니다. {setting:을를} 빼세요. 따로 물어보고 시스템 키체인에 보관합니다.",
    ),
    # -- tables and columns -----------------------------------------------------------------------------------
    "unknown_table": (
        "{source} has no table {table}. There are: {tables}.",
        "{source}에 {table} 테이블이 없습니다. 있는 테이블: {tables}.",
    ),
    "ambiguous_table": (
        "{table} may mean {candidates}. Write which one.",
        "{table:은는} {candidates} 중 무엇인지 알 수 없습니다. 하나를 골라 쓰세요.",
    ),
    "unknown_column": ("Table {table} has no column {column}.", "{table} 테이블에 {column} 열이 없습니다."),
    "unknown_column_similar": (
        "Table {table} has no column {column}. Did you mean {suggestion}?",
        "{table} 테이블에 {column} 열이 없습니다. {suggestion}인가요?",
    ),
    "table_exists": (
        "There is a table {table} already. Choose another name, or allow it to be replaced.",
        "{table} 테이블이 이미 있습니다. 다른 이름을 고르거나 바꾸기를 허용하세요.",
    ),
    "no_tables": ("{source} has no tables.", "{source}에 테이블이 없습니다."),
    "empty_table": ("{table} is empty: it has no columns.", "{table:은는} 비어 있어 열이 없습니다."),
    "column_skipped": (
        "{table}: column {column} ({native}) holds what no rule can speak of; it is left out.",
        "{table}: {column} 열({native})은 규칙에서 쓸 수 없는 값이라 뺐습니다.",
    ),
    "values_lost": (
        "{table}: {count} values of {column} do not fit the column's type and are read as missing.",
        "{table}: {column}의 값 {count}개가 열의 형식에 맞지 않아 값 없음으로 읽었습니다.",
    ),
    "mixed_types": (
        "{table}: {column} holds text and other values; {count} of them are read as text.",
        "{table}: {column}에 글자와 다른 값이 섞여 있습니다. {count}개를 글자로 읽었습니다.",
    ),
    "normalised": (
        "{table}: {count} texts of {column} held letters in pieces (not NFC) and were put together.",
        "{table}: {column}의 글자 {count}개가 풀어쓰기(NFC 아님)로 되어 있어 모아쓰기로 바꿔 읽었습니다.",
    ),
    "text_encoding": (
        "{table} holds text that is not UTF-8. What could not be read is shown as \ufffd.",
        "{table}에 UTF-8이 아닌 글자가 있습니다. 읽지 못한 곳은 \ufffd로 보입니다.",
    ),
    # -- SQL --------------------------------------------------------------------------------------------------
    "no_sql": (
        "{source} is no database: it can be read, but runs no SQL.",
        "{source:은는} 데이터베이스가 아니어서 SQL을 실행할 수 없습니다.",
    ),
    "query_failed": (
        "{source} could not run the statement: {reason}",
        "{source:이가} 문장을 실행하지 못했습니다: {reason}",
    ),
    # -- database servers ---------------------------------------------------------------------------------------
    "server_address": (
        "{target} is no address of a server. One looks like {example}.",
        "{target:은는} 서버 주소가 아닙니다. 예: {example}.",
    ),
    "server_password": (
        "{target} was given with a password in it, where others can read it. Leave it out, and put it into the "
        "environment variable {variable} or into the system's keychain.",
        "{target} 주소에 비밀번호가 들어 있어 다른 사람이 볼 수 있습니다. 주소에서 빼고 환경 변수 {variable:이나} "
        "시스템 키체인에 넣으세요.",
    ),
    "server_variable": (
        "The password of {source} is to come from the environment variable {variable}, which is not set.",
        "{source}의 비밀번호를 환경 변수 {variable}에서 읽어야 하는데 그 변수가 없습니다.",
    ),
    "server_unreachable": (
        "{source} cannot be reached. Check the address and port, whether the server runs, and the network. ({reason})",
        "{source}에 연결할 수 없습니다. 주소와 포트, 서버가 켜져 있는지, 네트워크를 확인하세요. ({reason})",
    ),
    "server_login": (
        "{source} does not let you in. Check the user name and the password; the password comes from the environment "
        "variable {variable} or the system's keychain.",
        "{source}에 로그인하지 못했습니다. 사용자 이름과 비밀번호를 확인하세요. 비밀번호는 환경 변수 {variable} 또는 "
        "시스템 키체인에서 읽습니다.",
    ),
    "server_database": (
        "There is no database {database} on {source}.",
        "{source}에 {database} 데이터베이스가 없습니다.",
    ),
    "server_schema": (
        "{source} has no schema {schema}, or you may not use it.",
        "{source}에 {schema} 스키마가 없거나 쓸 권한이 없습니다.",
    ),
    "server_denied": (
        "You may not do this on {source}. Ask its administrator for permission to read. ({reason})",
        "{source}에서 이 작업을 할 권한이 없습니다. 관리자에게 읽기 권한을 요청하세요. ({reason})",
    ),
    "server_lost": (
        "The connection to {source} was lost. Nothing was changed; try again.",
        "{source:과와} 연결이 끊어졌습니다. 바뀐 것은 없습니다. 다시 시도하세요.",
    ),
    "server_timeout": (
        "{source} worked longer than {seconds} seconds and was stopped. Raise the setting {setting} if it may take "
        "longer.",
        "{source} 작업이 {seconds}초를 넘어 멈췄습니다. 더 걸려도 되면 {setting} 설정을 늘리세요.",
    ),
    "server_locked": (
        "Another program holds a table of {source} locked. Try again when it has finished.",
        "다른 프로그램이 {source}의 테이블을 잠그고 있습니다. 끝난 뒤 다시 시도하세요.",
    ),
    "server_full": ("No space is left on the server of {source}.", "{source} 서버에 남은 공간이 없습니다."),
    "server_encoding": (
        "{source} keeps text as {encoding}, not as UTF-8. Rules read its tables and run beside it, which takes longer.",
        "{source:이가} 글자를 UTF-8이 아니라 {encoding:으로} 보관합니다. 규칙은 테이블을 읽어 와서 따로 계산하므로 더 "
        "오래 걸립니다.",
    ),
    "driver_missing": (
        "The connector {plugin} needs the package {package}. Install it: {install}",
        "{plugin} 커넥터에 {package} 패키지가 필요합니다. 설치: {install}",
    ),
    # -- text files -------------------------------------------------------------------------------------------
    "encoding": (
        "{path} is not {encoding} throughout: line {line} cannot be read. Save it as UTF-8, or name its encoding.",
        "{path}의 {line}번째 줄을 {encoding:으로} 읽을 수 없습니다. UTF-8로 저장하거나 인코딩을 지정하세요.",
    ),
    "encoding_found": ("{path} is read as {encoding}.", "{path:을를} {encoding:으로} 읽었습니다."),
    "encoding_guess": (
        "{path} is neither UTF-8 nor CP949 (line {line}) and is read as {encoding}. Check names with accents.",
        "{path:은는} UTF-8도 CP949도 아니어서({line}번째 줄) {encoding:으로} 읽었습니다. "
        "특수 문자가 맞는지 확인하세요.",
    ),
    "not_text": (
        "{path} is not a text file.",
        "{path:은는} 글자로 된 파일이 아닙니다.",
    ),
    "delimiter_found": (
        "{path}: values are separated by {delimiter}.",
        "{path}: 값이 {delimiter:으로} 나뉘어 있습니다.",
    ),
    "no_header": (
        "{path}: the first line holds values, so the columns are called column_1, column_2 …",
        "{path}: 첫 줄이 제목이 아니라 값이어서 열 이름을 column_1, column_2 …로 정했습니다.",
    ),
    "renamed": (
        '{table}: column {position} ("{column}") is called {name}, since names must differ and not be empty.',
        '{table}: {position}번째 열("{column}")을 {name:으로} 부릅니다. 열 이름은 비거나 겹칠 수 없습니다.',
    ),
    "long_rows": (
        "{path}, line {line}: {found} values where {expected} are expected; {count} such rows (lines {lines}). "
        "Put values that hold the separator in quotes.",
        "{path} {line}번째 줄: 값이 {expected}개여야 하는데 {found}개입니다. 그런 줄: {count}개({lines}번째 줄). "
        "구분 기호가 든 값은 따옴표로 묶으세요.",
    ),
    "short_rows": (
        "{path}: {count} rows have fewer than {expected} values (lines {lines}); what they lack is missing.",
        "{path}: 값이 {expected}개보다 적은 줄이 {count}개({lines}번째 줄)입니다. 모자란 값은 없는 것으로 읽습니다.",
    ),
    "short_rows_refused": (
        "{path}, line {line}: fewer than {expected} values; {count} such rows (lines {lines}).",
        "{path} {line}번째 줄: 값이 {expected}개보다 적습니다. 그런 줄이 {count}개({lines}번째 줄) 있습니다.",
    ),
    "unclosed_quote": (
        "{path}: a quote that opens in line {line} is never closed.",
        "{path}: {line}번째 줄에서 열린 따옴표가 닫히지 않았습니다.",
    ),
    "csv_record": ("{path}, line {line} cannot be read: {reason}", "{path} {line}번째 줄을 읽을 수 없습니다: {reason}"),
    "nuls_removed": (
        "{table}: {count} values of {column} held invisible NUL signs, which were removed.",
        "{table}: {column}의 값 {count}개에서 보이지 않는 NUL 문자를 지웠습니다.",
    ),
    "null_words": (
        "{table}: {count} values of {column} are {words}. If they mean missing, say so in the source's settings.",
        "{table}: {column}의 값 {count}개가 {words}입니다. 값 없음을 뜻하면 소스 설정에서 지정하세요.",
    ),
    "null_words_typed": (
        "{table}: {column} would be {kind_en}, but {count} values are {words}. If they mean missing, say so in the "
        "source's settings.",
        "{table}: {column:은는} {kind_ko}인데 값 {count}개가 {words}입니다. 값 없음을 뜻하면 소스 설정에서 지정하세요.",
    ),
    "ambiguous_date": (
        "{table}: {column} holds dates, but day and month may be either. It stays text; say its format in the project.",
        "{table}: {column:은는} 날짜인데 일과 월의 순서를 알 수 없습니다. 글자로 두었으니 프로젝트에 형식을 적으세요.",
    ),
    "ambiguous_number": (
        "{table}: the comma in {column} may part thousands or decimals. It stays text.",
        "{table}: {column}의 쉼표가 천 단위인지 소수점인지 알 수 없어 글자로 두었습니다.",
    ),
    "decimal_comma": (
        "{table}: in {column} the comma is read as the decimal point.",
        "{table}: {column}의 쉼표를 소수점으로 읽었습니다.",
    ),
    # -- Excel ------------------------------------------------------------------------------------------------
    "excel_bomb": (
        "{path} would unfold to {megabytes} MB or more, far beyond its size on disk. It is not opened.",
        "{path:은는} 풀면 {megabytes}MB가 넘어 파일 크기에 비해 지나치게 큽니다. 열지 않았습니다.",
    ),
    "excel_range": (
        "{path}: a sheet ({sheet}) spans {rows} rows and {columns} columns, more than can be read. Delete stray cells "
        "far from the data, or save it as CSV.",
        "{path}: 시트({sheet})가 {rows}행 {columns}열에 걸쳐 있어 읽을 수 없습니다. "
        "데이터에서 멀리 떨어진 셀을 지우거나 CSV로 저장하세요.",
    ),
    "excel_locked": (
        "{path} is protected by a password, or of an old format. Save it in Excel as .xlsx without a password.",
        "{path:은는} 암호가 걸렸거나 옛 형식입니다. Excel에서 암호 없이 .xlsx로 저장하세요.",
    ),
    "excel_errors": (
        "{table}: {count} cells of {column} show an error such as #N/A and are read as missing.",
        "{table}: {column}의 셀 {count}개가 #N/A 같은 오류여서 값 없음으로 읽었습니다.",
    ),
    "no_sheet": ("{path} has no visible sheet.", "{path}에 보이는 시트가 없습니다."),
    # -- data frames ------------------------------------------------------------------------------------------
    "frames_missing": (
        "No data frames were given. Pass them by name: customers, orders …",
        "데이터프레임이 없습니다. customers, orders … 처럼 이름과 함께 넘기세요.",
    ),
    "not_a_frame": ("{table} is no DataFrame but {kind}.", "{table:은는} DataFrame이 아니라 {kind}입니다."),
    "duplicate_column": (
        "{table} has the column {column} twice. Rename one of them.",
        "{table}에 {column} 열이 두 번 있습니다. 하나의 이름을 바꾸세요.",
    ),
    "column_name": (
        "{table}: the column name {column} is not a text. Rename it: df.columns = …",
        "{table}: 열 이름 {column:이가} 글자가 아닙니다. df.columns = …로 바꾸세요.",
    ),
    "frame_values": (
        "{table}: {column} holds values that no rule can speak of ({kind}). Convert or drop the column.",
        "{table}: {column}에 규칙에서 쓸 수 없는 값({kind})이 있습니다. 변환하거나 열을 빼세요.",
    ),
    # -- plugins ----------------------------------------------------------------------------------------------
    "plugin_failed": (
        "The connector {plugin} ({origin}) cannot be used: {reason}",
        "{plugin} 커넥터({origin})를 쓸 수 없습니다: {reason}",
    ),
    "plugin_timeout": (
        "The connector {plugin} ({origin}) did not load within {seconds} seconds and is left out.",
        "{plugin} 커넥터({origin})가 {seconds}초 안에 열리지 않아 뺐습니다.",
    ),
    "plugin_api": (
        "The connector {plugin} ({origin}) was made for interface {api}; this program has {ours}. Update one of them.",
        "{plugin} 커넥터({origin})는 인터페이스 {api}용인데 이 프로그램은 {ours}입니다. 둘 중 하나를 업데이트하세요.",
    ),
    "plugin_unknown": ("There is no connector {plugin}.", "{plugin} 커넥터가 없습니다."),
    "plugin_unknown_similar": (
        "There is no connector {plugin}. Did you mean {suggestion}?",
        "{plugin} 커넥터가 없습니다. {suggestion}인가요?",
    ),
    "plugin_duplicate": (
        "Two connectors are called {plugin}: {used} is used, {ignored} is not.",
        "{plugin} 커넥터가 두 개입니다. {used:을를} 쓰고 {ignored:은는} 쓰지 않습니다.",
    ),
    "plugin_rights": (
        "Plugins run with your full rights. Not from Quadrille itself: {plugins}.",
        "플러그인은 사용자의 모든 권한으로 실행됩니다. Quadrille이 만들지 않은 것: {plugins}.",
    ),
}

TEXTS: dict[str, tuple[str, str]] = {f"source.{code}": texts for code, texts in _PLAIN.items()}
