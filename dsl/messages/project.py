"""Texts of a project's problems, its file's and its parts'. English, Korean.

``{name:은는}`` is a parameter followed by the particle that fits how it is read aloud. A code that ends in
``_similar`` is the same problem where a likely correction is known.
"""

from __future__ import annotations

_PLAIN: dict[str, tuple[str, str]] = {
    # -- the file ---------------------------------------------------------------------------------------------
    "file.missing": ("{name} is not there.", "{name} 파일이 없습니다."),
    "file.folder": (
        "{name} is a folder. Name a project file (.quad).",
        "{name:은는} 폴더입니다. 프로젝트 파일(.quad)을 지정하세요.",
    ),
    "file.unreadable": ("{name} could not be read: {detail}", "{name} 파일을 읽지 못했습니다: {detail}"),
    "file.unreadable_permission": (
        "You may not read {name}. Ask its owner for permission.",
        "{name} 파일을 읽을 권한이 없습니다. 소유자에게 요청하세요.",
    ),
    "file.unwritable": (
        "{name} could not be saved: {detail}. The old file is as it was.",
        "{name} 파일을 저장하지 못했습니다: {detail}. 이전 파일은 그대로입니다.",
    ),
    "file.unwritable_permission": (
        "You may not write to {name}. Save it elsewhere; the old file is as it was.",
        "{name}에 쓸 권한이 없습니다. 다른 곳에 저장하세요. 이전 파일은 그대로입니다.",
    ),
    "file.too_large": (
        "The file is larger than {megabytes} MB. A project holds rules, not data; move long lists into a table.",
        "파일이 {megabytes}MB보다 큽니다. 프로젝트에는 데이터가 아니라 규칙을 둡니다. 긴 목록은 테이블로 옮기세요.",
    ),
    "file.encoding": (
        "The file is stored as {encoding}. Save it as UTF-8: in the text editor choose Save As, encoding UTF-8.",
        "파일이 {encoding:으로} 저장되어 있습니다. 텍스트 편집기에서 다른 이름으로 저장, 인코딩 UTF-8을 고르세요.",
    ),
    "file.not_utf8": (
        "From this line on the file is not UTF-8 text. Save it as UTF-8, or take the last good copy.",
        "이 줄부터 UTF-8 글자가 아닙니다. UTF-8로 저장하거나 이전 사본을 쓰세요.",
    ),
    "file.binary": (
        "This is not a text file. Name a project file (.quad); data belongs into source:.",
        "텍스트 파일이 아닙니다. 프로젝트 파일(.quad)을 지정하세요. 데이터는 source:에 적습니다.",
    ),
    "file.control": (
        "There is an invisible control character ({character}) here. Delete it.",
        "보이지 않는 제어 문자({character})가 있습니다. 지우세요.",
    ),
    "file.empty": (
        "The file is empty. A project begins with quadrille: {version}; `quadrille new` makes one from a database.",
        "파일이 비어 있습니다. 프로젝트는 quadrille: {version:으로} 시작합니다. "
        "`quadrille new`가 데이터베이스에서 만들어 줍니다.",
    ),
    "file.not_a_project": (
        "This is not a project: it should consist of keys and values, such as name: and subject:.",
        "프로젝트 파일이 아닙니다. name:, subject:처럼 키와 값으로 이루어져야 합니다.",
    ),
    "file.changed": (
        "Somebody else changed the file since it was opened. Reload it, or overwrite what they wrote.",
        "파일을 연 뒤에 다른 곳에서 바뀌었습니다. 다시 읽거나 덮어쓰세요.",
    ),
    # -- how it is written ------------------------------------------------------------------------------------
    "yaml.syntax": ('This line cannot be read: "{near}".', '이 줄을 읽을 수 없습니다: "{near}".'),
    "yaml.tab": ("A tab stands here. Indent with spaces.", "탭 문자가 있습니다. 공백으로 들여쓰세요."),
    "yaml.quote": (
        "A text cannot begin with this sign. Put the whole text in quotes, or on its own line below `|`.",
        "글자를 이 기호로 시작할 수 없습니다. 전체를 따옴표로 묶거나 `|` 다음 줄에 쓰세요.",
    ),
    "yaml.colon": (
        "A colon followed by a space begins a value here. Put the whole text in quotes, or on its own line below `|`.",
        "쌍점과 공백은 여기서 값의 시작입니다. 전체를 따옴표로 묶거나 `|` 다음 줄에 쓰세요.",
    ),
    "yaml.no_colon": ("A key without a colon: write key: value.", "쌍점이 없는 키입니다. 키: 값 형태로 쓰세요."),
    "yaml.quote_open": ("This quote is never closed.", "이 따옴표가 닫히지 않았습니다."),
    "yaml.escape": (
        "Within double quotes a backslash has a meaning of its own. Use single quotes, or write it twice.",
        "큰따옴표 안의 역슬래시는 특별한 뜻이 있습니다. 작은따옴표를 쓰거나 두 번 쓰세요.",
    ),
    "yaml.flow": (
        "This bracket is never closed, or a comma is missing in it.",
        "이 괄호가 닫히지 않았거나 안에 쉼표가 빠졌습니다.",
    ),
    "yaml.indent": (
        'This line does not fit: "{near}". Align it with its neighbours; nothing may follow a closing quote.',
        '이 줄이 맞지 않습니다: "{near}". 옆 줄과 들여쓰기를 맞추세요. 닫는 따옴표 뒤에는 아무것도 올 수 없습니다.',
    ),
    "yaml.directive": (
        "Lines that begin with % are not used here. Delete it.",
        "%로 시작하는 줄은 쓰지 않습니다. 지우세요.",
    ),
    "yaml.alias": (
        "References such as *name and &name are not used in a project. Write the text itself, or quote it.",
        "*이름, &이름 같은 참조는 쓰지 않습니다. 내용을 직접 쓰거나 따옴표로 묶으세요.",
    ),
    "yaml.tag": (
        "{name}: types such as !!name are not used in a project. Delete it, or quote the text.",
        "{name}: !!이름 같은 유형 표시는 쓰지 않습니다. 지우거나 따옴표로 묶으세요.",
    ),
    "yaml.documents": (
        "A second document begins here (---). A file holds one project.",
        "여기서 두 번째 문서가 시작됩니다(---). 파일 하나에 프로젝트 하나만 둡니다.",
    ),
    "yaml.key": ("A key must be one text, not a list or a group.", "키는 목록이나 묶음이 아니라 글자 하나여야 합니다."),
    "yaml.duplicate_key": (
        '"{name}" is here for the second time; the first is in line {first}. Keep one of them.',
        '"{name}"{name:|이가} 두 번 있습니다. 처음은 {first}번째 줄입니다. 하나만 남기세요.',
    ),
    "yaml.too_deep": ("More than {levels} levels of nesting.", "{levels}단계보다 깊습니다."),
    "yaml.too_many": ("The file has too many parts.", "파일에 항목이 너무 많습니다."),
    # -- its version ------------------------------------------------------------------------------------------
    "version.missing": (
        "The format's version is missing. Write quadrille: {version} as the first line.",
        "형식 버전이 없습니다. 첫 줄에 quadrille: {version:을를} 쓰세요.",
    ),
    "version.bad": (
        '"{found}" is not a version. Write quadrille: {version}.',
        '"{found}"{found:|은는} 버전이 아닙니다. quadrille: {version:으로} 쓰세요.',
    ),
    "version.newer": (
        "The file was made by a newer Quadrille (format {found}; this one reads up to {version}). Update Quadrille.",
        "더 새로운 Quadrille로 만든 파일입니다(형식 {found}, 여기서는 {version}까지). Quadrille을 업데이트하세요.",
    ),
    "version.migrated": (
        "The file is of format {found} and was read as format {version}. Saving writes the new format.",
        "형식 {found} 파일을 형식 {version:으로} 읽었습니다. 저장하면 새 형식으로 씁니다.",
    ),
    # -- keys and values --------------------------------------------------------------------------------------
    "key.unknown": (
        'Unknown key "{name}". It is kept in the file and has no effect.',
        '모르는 키 "{name}"입니다. 파일에는 남지만 쓰이지 않습니다.',
    ),
    "key.unknown_similar": (
        'Unknown key "{name}": did you mean {suggestion}? Until then it has no effect.',
        '모르는 키 "{name}"입니다. {suggestion}인가요? 지금은 쓰이지 않습니다.',
    ),
    "key.missing": ("{name}: is missing.", "{name}: 이 없습니다."),
    "key.missing_in": ("{within} needs {name}:.", "{within}에 {name}: 이 없습니다."),
    "value.kind": (
        "{name}: expected {expected_en}, found {found}.",
        "{name}: {expected_ko:이가} 와야 하는데 {found:이가} 있습니다.",
    ),
    "value.choice": (
        '{name}: "{found}" is not one of {choices}.',
        '{name}: "{found}"{found:|은는} {choices} 가운데 하나가 아닙니다.',
    ),
    "value.empty": ("{name}: has no value.", "{name}: 값이 없습니다."),
    "value.too_long": ("{name} is longer than {limit} characters.", "{name:이가} {limit}자보다 깁니다."),
    "value.too_many": ("{name} has more than {limit} entries.", "{name}의 항목이 {limit}개보다 많습니다."),
    "value.low": (
        "{name}: {found} is too small; at least {limit}.",
        "{name}: {found:은는} 너무 작습니다. {limit} 이상이어야 합니다.",
    ),
    "value.high": (
        "{name}: {found} is too large; at most {limit}.",
        "{name}: {found:은는} 너무 큽니다. {limit} 이하여야 합니다.",
    ),
    "id.bad": (
        '"{name}" cannot be a name: leave out backticks, line breaks and blanks at its ends.',
        '"{name}"{name:|은는} 이름이 될 수 없습니다. 역따옴표, 줄바꿈, 앞뒤 공백을 빼세요.',
    ),
    "type.unknown": (
        '"{name}" is not a type. There are boolean, integer, decimal(2), percent(4), double, text, date, timestamp.',
        '"{name}"{name:|은는} 유형이 아닙니다. '
        "boolean, integer, decimal(2), percent(4), double, text, date, timestamp가 있습니다.",
    ),
    "type.unknown_similar": (
        '"{name}" is not a type. Did you mean {suggestion}?',
        '"{name}"{name:|은는} 유형이 아닙니다. {suggestion}인가요?',
    ),
    "path.unknown": ("{name} is not in the project.", "{name:은는} 프로젝트에 없습니다."),
    # -- settings ---------------------------------------------------------------------------------------------
    "source.password": (
        "A password never belongs into a project file. Take it out of source:; it is kept in the system's keychain, "
        "or write ${{NAME}} for an environment variable.",
        "프로젝트 파일에는 비밀번호를 쓰지 않습니다. source:에서 지우세요. "
        "시스템 키체인에 보관하거나 환경 변수 ${{이름}}을 쓰세요.",
    ),
    "source.none": (
        "The project does not say where its data is. Write source:, or name it when running.",
        "데이터 위치가 없습니다. source:를 쓰거나 실행할 때 지정하세요.",
    ),
    "zone.unknown": (
        'No time zone "{name}". Write one such as Asia/Seoul.',
        '"{name}" 시간대가 없습니다. Asia/Seoul처럼 쓰세요.',
    ),
    "zone.unknown_similar": (
        'No time zone "{name}". Did you mean {suggestion}?',
        '"{name}" 시간대가 없습니다. {suggestion}인가요?',
    ),
    "label.no_english": ('"{name}" has no English name yet.', '"{name}"에 영어 이름이 없습니다.'),
    "label.no_korean": ('"{name}" has no Korean name yet.', '"{name}"에 한국어 이름이 없습니다.'),
    "label.ambiguous": (
        '"{name}" may mean {owners}. In rules write their ids, or rename one.',
        '"{name}"{name:|은는} {owners} 가운데 무엇인지 알 수 없습니다. 규칙에서는 ID를 쓰거나 이름을 바꾸세요.',
    ),
    # -- data -------------------------------------------------------------------------------------------------
    "table.unknown": ("The source has no table {name}.", "데이터 소스에 {name} 테이블이 없습니다."),
    "table.unknown_similar": (
        "The source has no table {name}. Did you mean {suggestion}?",
        "데이터 소스에 {name} 테이블이 없습니다. {suggestion}인가요?",
    ),
    "column.unknown": ("{table} has no column {name}.", "{table}에 {name} 열이 없습니다."),
    "column.unknown_similar": (
        "{table} has no column {name}. Did you mean {suggestion}?",
        "{table}에 {name} 열이 없습니다. {suggestion}인가요?",
    ),
    "field.unknown": ("No field {name} here.", "{name} 항목이 없습니다."),
    "field.unknown_similar": (
        "No field {name} here. Did you mean {suggestion}?",
        "{name} 항목이 없습니다. {suggestion}인가요?",
    ),
    "field.type": (
        "{name} is declared as {type}; its column holds {stored}. Change the type.",
        "{name:은는} {type:으로} 선언했는데 열의 값은 {stored}입니다. 유형을 바꾸세요.",
    ),
    "field.format": (
        "{name} is declared as {type}; its column holds {stored}. Say how to read it, "
        "with format: (or true: and false:).",
        "{name:은는} {type:으로} 선언했는데 열의 값은 {stored}입니다. "
        "format:(또는 true:, false:)으로 읽는 방법을 적으세요.",
    ),
    "field.value": (
        "{name} is declared as {type}; {value} in its values is none.",
        "{name:은는} {type:으로} 선언했는데 values의 {value:은는} 그 유형이 아닙니다.",
    ),
    "relation.unknown": ("No relation {name}.", "{name} 연결 데이터가 없습니다."),
    "relation.unknown_similar": (
        "No relation {name}. Did you mean {suggestion}?",
        "{name} 연결 데이터가 없습니다. {suggestion}인가요?",
    ),
    "relation.needs": (
        "{name} is {kind_en}: it needs {key}:.",
        "{name:은는} {kind_ko}입니다. {key}: 이 있어야 합니다.",
    ),
    "relation.extra": (
        "{name} is {kind_en}: {key}: does not belong there.",
        "{name:은는} {kind_ko}입니다. {key}: 은 쓸 수 없습니다.",
    ),
    "relation.no_time": (
        "The time {name} is none of the fields. Declare it under fields: as date or timestamp.",
        "시간 {name:이가} 항목에 없습니다. fields:에 date 또는 timestamp로 선언하세요.",
    ),
    "relation.no_time_similar": (
        "The time {name} is none of the fields. Did you mean {suggestion}?",
        "시간 {name:이가} 항목에 없습니다. {suggestion}인가요?",
    ),
    "relation.bad_time": (
        "{name} holds {type}. A time must be a date or a timestamp.",
        "{name:은는} {type}입니다. 시간은 date 또는 timestamp여야 합니다.",
    ),
    "relation.hides_time": (
        "{name} is the time that comes from {parent}. Give this column another id, with column: {name}.",
        "{name:은는} {parent}에서 온 시간입니다. 이 열에는 다른 ID를 주고 column: {name:으로} 적으세요.",
    ),
    "relation.no_day": (
        "{name} is grouped by day, but {parent} has no time.",
        "{name:은는} 날짜별로 묶는데 {parent}에는 시간이 없습니다.",
    ),
    "relation.no_rule": (
        "{name} is not grouped by, so it needs a rule such as count() or sum(price).",
        "{name:은는} 묶는 기준이 아니므로 count(), sum(price) 같은 규칙이 있어야 합니다.",
    ),
    "relation.no_aggregate": (
        "{name} must be one aggregate of the grouped rows, such as count() or sum(price).",
        "{name:은는} count(), sum(price)처럼 묶은 행의 집계 하나여야 합니다.",
    ),
    "relation.field_type": (
        "{name} is declared as {type}, and its rule gives {found}.",
        "{name:은는} {type:으로} 선언했는데 규칙의 값은 {found}입니다.",
    ),
    "parameter.mixed": (
        "The values of {name} are of different kinds. Use numbers only, or texts only.",
        "{name}의 값 종류가 섞여 있습니다. 숫자만 또는 글자만 쓰세요.",
    ),
    "unit.unknown": (
        "No unit {name}. Describe it under units:, such as {name}: {{ko: 회, en: [visit, visits]}}.",
        "{name} 단위가 없습니다. units:에 {name}: {{ko: 회, en: [visit, visits]}}처럼 적으세요.",
    ),
    "unit.unknown_similar": (
        "No unit {name}. Did you mean {suggestion}?",
        "{name} 단위가 없습니다. {suggestion}인가요?",
    ),
    # -- rules ------------------------------------------------------------------------------------------------
    "rule.empty": (
        "There is no rule yet. Not counted until it is written.",
        "아직 규칙이 없습니다. 쓸 때까지 세지 않습니다.",
    ),
    "rule.blocked": (
        "Not counted until this is mended: {causes_en}.",
        "다음을 고칠 때까지 세지 않습니다: {causes_ko}.",
    ),
    "cycle": (
        "These need each other, so none can be computed: {path_en}.",
        "서로를 필요로 하여 아무것도 계산할 수 없습니다: {path_ko}.",
    ),
    # -- ids --------------------------------------------------------------------------------------------------
    "id.duplicate": (
        '"{name}" is there twice. Give one of them another id.',
        '"{name}"{name:|이가} 두 번 있습니다. 하나의 ID를 바꾸세요.',
    ),
    "id.taken": (
        '"{name}" is already the name of something in {other}. Rules could not tell them apart: rename one.',
        '"{name}"{name:|은는} {other}에 이미 있는 이름입니다. 규칙에서 구별할 수 없으니 하나를 바꾸세요.',
    ),
    "rename.taken": (
        '"{name}" already means {other}. Choose another name.',
        '"{name}"{name:|은는} 이미 {other:을를} 뜻합니다. 다른 이름을 고르세요.',
    ),
    "rename.meaning": (
        "Not renamed: with the name {name}, the rule at {where} would mean something else.",
        "바꾸지 않았습니다. {name} 이름을 쓰면 {where}의 규칙 뜻이 달라집니다.",
    ),
    "remove.used": (
        "{name} is used in {n} places ({places}). Take it out of them first.",
        "{name:이가} {n}곳에서 쓰입니다({places}). 먼저 그곳에서 빼세요.",
    ),
    "criterion.duplicate": (
        "Cell {cell} has two criteria with the number {n}. Give one of them another.",
        "셀 {cell}에 번호 {n}인 기준이 둘입니다. 하나의 번호를 바꾸세요.",
    ),
    # -- bands ------------------------------------------------------------------------------------------------
    "band.of": ("No field or measure {name}.", "{name} 항목이나 지표가 없습니다."),
    "band.of_similar": (
        "No field or measure {name}. Did you mean {suggestion}?",
        "{name} 항목이나 지표가 없습니다. {suggestion}인가요?",
    ),
    "band.range": (
        "{name} runs from {low} to {high}. Write percents from 0 to 100, the smaller first.",
        "{name:은는} {low}에서 {high}까지입니다. 0에서 100 사이의 퍼센트를 작은 것부터 쓰세요.",
    ),
    "band.overlap": (
        "{one} and {other} overlap from {low}% to {high}%: who is there is in both.",
        "{one:과} {other:이가} {low}%에서 {high}%까지 겹칩니다. 그 고객은 둘 다에 듭니다.",
    ),
    "band.gap": (
        "Between {one} and {other} there is a gap from {low}% to {high}%: who is there is in neither.",
        "{one:과} {other} 사이 {low}%에서 {high}%까지 빕니다. 그 고객은 어디에도 들지 않습니다.",
    ),
    "band.open": ("{low}% to {high}% are in no part.", "{low}%에서 {high}%까지는 어느 구간도 아닙니다."),
    # -- the matrix -------------------------------------------------------------------------------------------
    "cell.stage": (
        "Cell {cell}: no stage {name}. There are: {choices}.",
        "셀 {cell}: {name} 단계가 없습니다. 있는 단계: {choices}.",
    ),
    "cell.stage_similar": (
        "Cell {cell}: no stage {name}. Did you mean {suggestion}?",
        "셀 {cell}: {name} 단계가 없습니다. {suggestion}인가요?",
    ),
    "cell.level": (
        "Cell {cell}: no level {name}. There are: {choices}.",
        "셀 {cell}: {name} 가망도가 없습니다. 있는 가망도: {choices}.",
    ),
    "cell.level_similar": (
        "Cell {cell}: no level {name}. Did you mean {suggestion}?",
        "셀 {cell}: {name} 가망도가 없습니다. {suggestion}인가요?",
    ),
    "cell.place": (
        "Cells {other} and {cell} stand at one place ({stage}, {level}). Move one of them.",
        "셀 {other:과} {cell:이가} 같은 자리({stage}, {level})에 있습니다. 하나를 옮기세요.",
    ),
    "cell.none": (
        "Stage {stage} has no cell for {levels}: who belongs there is unassigned.",
        "{stage} 단계에 {levels} 셀이 없습니다. 해당하는 고객은 미배정이 됩니다.",
    ),
    "cell.unknown": ("No cell {name}.", "{name} 셀이 없습니다."),
    "cell.unknown_similar": ("No cell {name}. Did you mean {suggestion}?", "{name} 셀이 없습니다. {suggestion}인가요?"),
    "cell.undefined": (
        "Cell {cell} is not defined: it has no active criterion. Nobody is in it.",
        "셀 {cell:이가} 정의되지 않았습니다. 켜진 기준이 없어 아무도 들지 않습니다.",
    ),
    "cell.too_many": (
        "Cell {cell} asks for {k} criteria and only {active} can count, so nobody can be in it.",
        "셀 {cell:은는} 기준 {k}개를 요구하는데 셀 수 있는 것은 {active}개뿐이라 아무도 들 수 없습니다.",
    ),
    "cell.score_high": (
        "Cell {cell} asks for {score} points and all weights together give {most}, so nobody can be in it.",
        "셀 {cell:은는} {score}점을 요구하는데 가중치를 모두 더해도 {most}점이라 아무도 들 수 없습니다.",
    ),
    "criterion.weight": (
        "Criterion {n} of cell {cell} has a weight, which acts under match: {{score: …}} only.",
        "셀 {cell} 기준 {n}의 가중치는 match: {{score: …}}일 때만 쓰입니다.",
    ),
    "criterion.weight_required": (
        "Criterion {n} of cell {cell} is required, so its weight is not added.",
        "셀 {cell} 기준 {n:은는} 필수라서 가중치를 더하지 않습니다.",
    ),
    "criterion.no_weight": (
        "Criterion {n} of cell {cell} has no weight, so it adds nothing to the score.",
        "셀 {cell} 기준 {n}에 가중치가 없어 점수에 더해지지 않습니다.",
    ),
    "stage.no_entry": (
        "Stage {stage} has no entry rule: every customer is in it.",
        "{stage} 단계에 진입 조건이 없어 모든 고객이 들어갑니다.",
    ),
    "stage.unknown": ("No stage {name}.", "{name} 단계가 없습니다."),
    "stage.unknown_similar": (
        "No stage {name}. Did you mean {suggestion}?",
        "{name} 단계가 없습니다. {suggestion}인가요?",
    ),
    "priority.unknown": ("The priority names {name}, which is no cell.", "우선순위의 {name:은는} 셀이 아닙니다."),
    "priority.unknown_similar": (
        "The priority names {name}, which is no cell. Did you mean {suggestion}?",
        "우선순위의 {name:은는} 셀이 아닙니다. {suggestion}인가요?",
    ),
    "priority.twice": (
        "The priority names {name} twice; the first place counts.",
        "우선순위에 {name:이가} 두 번 있습니다. 앞의 것만 쓰입니다.",
    ),
    "priority.unused": (
        "The priority acts under hit_policy: overall only; here it is {policy}.",
        "우선순위는 hit_policy: overall일 때만 쓰입니다. 지금은 {policy}입니다.",
    ),
    "priority.rest": (
        "Not in the priority, so after all others: {cells}.",
        "우선순위에 없어 맨 뒤에 옵니다: {cells}.",
    ),
    # -- audiences, campaigns, tests --------------------------------------------------------------------------
    "trait.unknown": ("No trait {name}.", "{name} 특성이 없습니다."),
    "trait.unknown_similar": (
        "No trait {name}. Did you mean {suggestion}?",
        "{name} 특성이 없습니다. {suggestion}인가요?",
    ),
    "trait.class": ("{trait} has no class {name}.", "{trait}에 {name} 분류가 없습니다."),
    "trait.class_similar": (
        "{trait} has no class {name}. Did you mean {suggestion}?",
        "{trait}에 {name} 분류가 없습니다. {suggestion}인가요?",
    ),
    "audience.unknown": ("No audience {name}.", "{name} 타깃이 없습니다."),
    "audience.unknown_similar": (
        "No audience {name}. Did you mean {suggestion}?",
        "{name} 타깃이 없습니다. {suggestion}인가요?",
    ),
    "audience.everyone": (
        "Audience {name} names neither cells nor traits nor a rule: it is everyone.",
        "타깃 {name}에 셀도 특성도 규칙도 없어 모든 고객이 됩니다.",
    ),
    "test.value": ("No field or measure {name} that a test could give.", "시험에 줄 {name} 항목이나 지표가 없습니다."),
    "test.value_similar": (
        "No field or measure {name}. Did you mean {suggestion}?",
        "{name} 항목이나 지표가 없습니다. {suggestion}인가요?",
    ),
    "test.type": ("{name} is {type}; {value} is none.", "{name:은는} {type}인데 {value:은는} 그 유형이 아닙니다."),
    "test.stage": (
        "The test is about stage {stage}, and cell {cell} is in {other}.",
        "시험은 {stage} 단계인데 셀 {cell:은는} {other} 단계에 있습니다.",
    ),
    "test.nothing": (
        "The test expects nothing. Write the cell, or none.",
        "시험에 기대하는 결과가 없습니다. 셀을 쓰거나 none을 쓰세요.",
    ),
}

TEXTS: dict[str, tuple[str, str]] = {f"project.{code}": texts for code, texts in _PLAIN.items()}
