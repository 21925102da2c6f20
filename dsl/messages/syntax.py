"""Texts of what is wrong with a rule's spelling, and of what was read as meant. English, Korean."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # -- what is missing or too much ------------------------------------------------------------------------
    "syntax.empty": (
        "Nothing is written here yet: not defined, so nobody is counted.",
        "아직 쓴 것이 없습니다. 정의되지 않아 세지 않습니다.",
    ),
    "syntax.missing_value": (
        "A value is missing after {after}. Not counted until filled.",
        "{after} 뒤에 값이 없습니다. 채울 때까지 세지 않습니다.",
    ),
    "syntax.missing_value_before": (
        "A value is missing before {before}. Not counted until filled.",
        "{before} 앞에 값이 없습니다. 채울 때까지 세지 않습니다.",
    ),
    "syntax.missing_operator": (
        "How is {value} compared? Put >=, <= or = before it.",
        "{value:을를} 어떻게 비교할지 없습니다. 앞에 >=, <=, = 가운데 하나를 쓰세요.",
    ),
    "syntax.missing_connector": (
        "Two conditions stand side by side. Put AND or OR before {before}.",
        "조건 두 개가 이어져 있습니다. {before} 앞에 AND(그리고)나 OR(또는)를 쓰세요.",
    ),
    "syntax.missing_number": ("A number is missing after {after}.", "{after} 뒤에 숫자가 없습니다."),
    "syntax.missing_name": ("A name is missing after {after}.", "{after} 뒤에 이름이 없습니다."),
    "syntax.missing_word": ("{word} is missing after {after}.", "{after} 뒤에 {word:이가} 없습니다."),
    "syntax.unclosed_bracket": (
        'This "(" is never closed. Add ")" at the end?',
        '이 괄호가 닫히지 않았습니다. 끝에 ")"를 넣을까요?',
    ),
    "syntax.extra_bracket": (
        'This ")" closes nothing. Remove it?',
        '이 ")"에 맞는 여는 괄호가 없습니다. 지울까요?',
    ),
    "syntax.incomplete": ("Something is missing after {after}.", "{after} 뒤에 빠진 것이 있습니다."),
    "syntax.unexpected": (
        "{found} does not fit here. Remove it, or say how it belongs to the rest.",
        "{found:은는} 이 자리에 맞지 않습니다. 지우거나 앞뒤와 어떻게 이어지는지 쓰세요.",
    ),
    "syntax.unknown_word": (
        'Here "{word}" means nothing. Use AND or OR between conditions, or a comparison such as >=.',
        '"{word}"{word:|은는} 이 자리에서 뜻이 없습니다. 조건 사이에는 그리고/또는, 비교에는 >= 등을 쓰세요.',
    ),
    "syntax.misspelt_keyword": (
        '"{word}" means nothing here. Did you mean {suggestion}?',
        '"{word}"{word:|은는} 이 자리에서 뜻이 없습니다. {suggestion}인가요?',
    ),
    "syntax.unknown_character": (
        "{character} is not used in rules. Remove it, or put it in quotes.",
        "{character:은는} 규칙에 쓰지 않는 문자입니다. 지우거나 따옴표 안에 넣으세요.",
    ),
    "syntax.unquoted_name": (
        "Cells and stages are written in quotes: {text}.",
        "셀과 단계는 따옴표 안에 씁니다: {text}.",
    ),
    "nesting.too_deep": (
        "Nested deeper than {limit} levels. Put a part of it into a measure of its own.",
        "괄호나 조건이 {limit}단계보다 깊게 겹쳤습니다. 일부를 따로 지표로 만드세요.",
    ),
    # -- the keyboard ---------------------------------------------------------------------------------------
    "keyboard.hangul": (
        '"{written}" is "{word}" typed in Korean mode. Use {keyword}?',
        '"{written}"{written:|은는} 한글 상태에서 친 {word} 같습니다. {keyword:으로} 바꿀까요?',
    ),
    "keyboard.latin": (
        '"{written}" is "{word}" typed in English mode. Use {keyword}?',
        '"{written}"{written:|은는} 영문 상태에서 친 {word} 같습니다. {keyword:으로} 바꿀까요?',
    ),
    # -- read as meant --------------------------------------------------------------------------------------
    "read.as": ("Read {written} as {meant}.", "{written:을를} {meant:으로} 읽었습니다."),
    "read.at_least": ("Read {written} as >= (at least).", "{written} 를 >= (이상)로 읽었습니다."),
    "read.at_most": ("Read {written} as <= (at most).", "{written} 를 <= (이하)로 읽었습니다."),
    "read.unequal": ("Read {written} as <> (is not).", "{written} 를 <> (다름)으로 읽었습니다."),
    "read.number": ("Read {written} as one number, {meant}.", "{written:을를} 숫자 하나 {meant:으로} 읽었습니다."),
    "read.quotes": ("Read {written} as the text {meant}.", "{written:을를} 글자 {meant:으로} 읽었습니다."),
    "read.chain": ("Read as both: {meant}.", "둘 다로 읽었습니다: {meant}."),
    "logic.mixed": (
        "AND binds first: {meaning}. Add brackets?",
        "AND가 먼저 묶입니다: {meaning}. 괄호를 넣을까요?",
    ),
    # -- two readings ---------------------------------------------------------------------------------------
    "percent.unclear_top": (
        "Unclear: the best {percent}, or outside it? Choose.",
        "뜻이 분명하지 않습니다. 상위 {percent} 안인가요, 밖인가요?",
    ),
    "percent.unclear_bottom": (
        "Unclear: the lowest {percent}, or outside it? Choose.",
        "뜻이 분명하지 않습니다. 하위 {percent} 안인가요, 밖인가요?",
    ),
    "range.unclear": (
        "Unclear: {written} may mean {first} or {second}. Choose.",
        "뜻이 분명하지 않습니다. {written:은는} {first}인가요, {second}인가요?",
    ),
    "number.grouped_in_list": (
        "Unclear: in a list, {written} is {one} or {several}. Choose.",
        "뜻이 분명하지 않습니다. 목록에서 {written:은는} {one}인가요, {several}인가요?",
    ),
    # -- numbers, percents, counts --------------------------------------------------------------------------
    "number.too_large": ("This number has too many digits.", "숫자의 자릿수가 너무 많습니다."),
    "percent.missing_sign": (
        "A share is a percent: write {number}%.",
        "구간은 퍼센트입니다. {number}%라고 쓰세요.",
    ),
    "count.not_whole": (
        "{number} is not a count. Write a whole number.",
        "{number:은는} 개수가 아닙니다. 자연수로 쓰세요.",
    ),
    "count.only_at_least": (
        "Only “at least” can be said of conditions here. For fewer, negate it.",
        "조건의 개수에는 이상만 쓸 수 있습니다. 적은 쪽은 아님을 붙여 쓰세요.",
    ),
    "duration.not_whole": (
        "{number} is not a length of time. Write a whole number of days, months or years.",
        "{number:은는} 기간이 될 수 없습니다. 일, 개월, 년을 자연수로 쓰세요.",
    ),
    "window.missing_unit": (
        "{number} what? Write days, months or years behind it.",
        "{number} 뒤에 단위가 없습니다. 일, 개월, 년 가운데 하나를 쓰세요.",
    ),
    "window.two_units": (
        "Both ends of “… ago” need the same unit.",
        "전부터와 전까지의 단위가 같아야 합니다.",
    ),
    "window.next_before": (
        "Within the period, or after it? Write 이내 or 이후.",
        "기간 안인가요, 지난 뒤인가요? 이내나 이후로 쓰세요.",
    ),
    # -- lists ----------------------------------------------------------------------------------------------
    "list.empty": (
        "The list is empty, so nobody matches. Put values into it.",
        "목록이 비어 있어 아무도 해당되지 않습니다. 값을 넣으세요.",
    ),
    "list.alone": (
        "These conditions are only listed. Say how many of them: at least 1 of (…), or 중 1개 이상.",
        "조건이 나열만 되어 있습니다. 뒤에 '중 1개 이상'처럼 몇 개인지 쓰세요.",
    ),
    "list.no_brackets": (
        "The values of a list stand in brackets. Add them?",
        "목록의 값은 괄호 안에 씁니다. 괄호를 넣을까요?",
    ),
    # -- dates ----------------------------------------------------------------------------------------------
    "date.order": ("Write dates year-first: {date}.", "날짜는 {date}처럼 연도부터 쓰세요."),
    "date.no_such_day": (
        "{day} {month_en} doesn't exist. Last day: {last}.",
        "{month_ko} {day}일은 없습니다. 마지막 날은 {last}입니다.",
    ),
    "date.impossible": (
        "{date} is not a date. Write year-month-day.",
        "{date:은는} 날짜가 아닙니다. 연-월-일로 쓰세요.",
    ),
    "date.no_such_time": ("{time} is not a time of day.", "{time:은는} 시각이 아닙니다."),
    # -- texts and names ------------------------------------------------------------------------------------
    "text.unclosed": (
        "This text is never closed. Add the quote at its end?",
        "글자를 닫는 따옴표가 없습니다. 끝에 넣을까요?",
    ),
    "text.unusable_character": (
        "An invisible character here cannot be stored. Remove it.",
        "보이지 않고 저장할 수도 없는 문자가 있습니다. 지우세요.",
    ),
    "name.unclosed": (
        "This ` is never closed. A name in backticks ends on its line.",
        "이 ` 뒤에 닫는 `가 없습니다. 이름은 한 줄 안에서 닫으세요.",
    ),
    "name.empty": ("There is no name between the backticks.", "` 사이에 이름이 없습니다."),
    # -- buttons --------------------------------------------------------------------------------------------
    "fix.read_write": ("Write {text}", "{text:으로} 쓰기"),
    "fix.logic_add_brackets": ("Add brackets", "괄호 넣기"),
    "fix.list_brackets": ("Add brackets", "괄호 넣기"),
    "fix.bracket_close": ('Add ")"', '")" 넣기'),
    "fix.bracket_remove": ('Remove ")"', '")" 지우기'),
    "fix.keyboard_use": ("Use {keyword}", "{keyword:으로} 바꾸기"),
    "fix.word_replace": ("Use {word}", "{word:으로} 바꾸기"),
    "fix.word_insert": ("Insert {word}", "{word} 넣기"),
    "fix.word_remove": ("Remove {word}", "{word} 지우기"),
    "fix.connector_insert": ("Insert {word}", "{word} 넣기"),
    "fix.operator_insert": ("Insert {operator}", "{operator} 넣기"),
    "fix.unit_add": ("{unit}", "{unit}"),
    "fix.percent_add_sign": ("{number}%", "{number}%"),
    "fix.inside_top": ("The best {percent}", "상위 {percent} 안"),
    "fix.outside_top": ("Outside the best {percent}", "상위 {percent} 밖"),
    "fix.inside_bottom": ("The lowest {percent}", "하위 {percent} 안"),
    "fix.outside_bottom": ("Outside the lowest {percent}", "하위 {percent} 밖"),
    "fix.range_share": ("Share: {text}", "구간: {text}"),
    "fix.range_values": ("Values: {text}", "값: {text}"),
    "fix.range_difference": ("Difference: {text}", "뺄셈: {text}"),
    "fix.number_one": ("One number: {text}", "숫자 하나: {text}"),
    "fix.number_several": ("Several: {text}", "여러 개: {text}"),
    "fix.date_write": ("Write {date}", "{date:으로} 쓰기"),
    "fix.date_last_day": ("Use {date}", "{date:으로} 바꾸기"),
    "fix.text_close": ("Close the text", "따옴표 닫기"),
}
