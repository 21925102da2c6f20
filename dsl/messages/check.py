"""Texts of the checker's problems: what is wrong in the user's words, then what to do. English, Korean.

``{name:은는}`` is a parameter followed by the particle that fits how it is read aloud.
"""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # -- names ----------------------------------------------------------------------------------------------
    "name.unknown": ('No field "{name}".', '"{name}" 항목이 없습니다.'),
    "name.unknown_similar": (
        'No field "{name}". Did you mean {suggestion_en}?',
        '"{name}" 항목이 없습니다. {suggestion_ko}인가요?',
    ),
    "name.ambiguous": (
        '"{name}" may mean {choices}. Write which one.',
        '"{name:은는}" {choices} 중 무엇인지 알 수 없습니다. 하나를 골라 쓰세요.',
    ),
    "name.too_long": (
        '"{name}" has too many parts: write a field, or relation.column.',
        '"{name}"에 점이 너무 많습니다. 항목 이름이나 연결데이터.열 형태로 쓰세요.',
    ),
    "name.is_relation": (
        "{name} is a list of records, not one value. Count them, or ask whether there are any.",
        "{name:은는} 값 하나가 아니라 기록의 목록입니다. 개수를 세거나 있는지 물어보세요.",
    ),
    "name.is_parameter": (
        "{name} is a parameter: write ${name}.",
        "{name:은는} 매개변수입니다. ${name:으로} 쓰세요.",
    ),
    "name.of_subject": (
        "{relation} has no column {name}. For the customer's own value write subject.{name}.",
        "{relation}에는 {name} 열이 없습니다. 고객의 값이라면 subject.{name:으로} 쓰세요.",
    ),
    "name.relation_in_itself": (
        "{name} is the list that is being counted. Name one of its columns.",
        "{name:은는} 지금 세고 있는 목록입니다. 그 안의 열을 쓰세요.",
    ),
    "column.unknown": ('{relation} has no column "{name}".', '{relation}에 "{name}" 열이 없습니다.'),
    "column.unknown_similar": (
        '{relation} has no column "{name}". Did you mean {suggestion_en}?',
        '{relation}에 "{name}" 열이 없습니다. {suggestion_ko}인가요?',
    ),
    "column.outside": (
        "{name} has a value in every record of {relation}. Say which: the last one, the first one, or their sum.",
        "{name:은는} {relation}의 기록마다 값이 있습니다. 마지막, 처음, 합계 중 무엇인지 쓰세요.",
    ),
    "relation.unknown": ('No records called "{name}".', '"{name}" 연결 데이터가 없습니다.'),
    "relation.unknown_similar": (
        'No records called "{name}". Did you mean {suggestion_en}?',
        '"{name}" 연결 데이터가 없습니다. {suggestion_ko}인가요?',
    ),
    "parameter.unknown": ("No parameter ${name}.", "${name} 매개변수가 없습니다."),
    "parameter.unknown_similar": (
        "No parameter ${name}. Did you mean ${suggestion_en}?",
        "${name} 매개변수가 없습니다. ${suggestion_ko}인가요?",
    ),
    "parameter.is_list": (
        "${name} is a list. Use it with IN.",
        "${name:은는} 목록입니다. IN과 함께 쓰세요.",
    ),
    "parameter.kind": (
        "${name} holds {kind_en}, but {other} is {other_kind_en}.",
        "${name}의 값은 {kind_ko}인데 {other:은는} {other_kind_ko}입니다.",
    ),
    "band.unknown": ('No band "{name}".', '"{name}" 구간이 없습니다.'),
    "band.unknown_similar": (
        'No band "{name}". Did you mean {suggestion_en}?',
        '"{name}" 구간이 없습니다. {suggestion_ko}인가요?',
    ),
    "band.part": (
        "Say which part of {band}: {parts}.",
        "{band}의 어느 구간인지 쓰세요: {parts}.",
    ),
    "band.unknown_part": ('{band} has no part "{name}".', '{band}에 "{name}" 구간이 없습니다.'),
    "band.unknown_part_similar": (
        '{band} has no part "{name}". Did you mean {suggestion_en}?',
        '{band}에 "{name}" 구간이 없습니다. {suggestion_ko}인가요?',
    ),
    "band.other_value": (
        "The band {band} was made for {of}; here it is used for {name}.",
        "{band} 구간은 {of}에 대한 것인데 여기서는 {name}에 쓰였습니다.",
    ),
    "band.broken": (
        "The band {band} has a mistake in who it is taken over. Mend it where the band is defined.",
        "{band} 구간의 모집단 조건에 오류가 있습니다. 구간을 정의한 곳에서 고치세요.",
    ),
    "band.cycle": ("The band {band} uses itself.", "{band} 구간이 자기 자신을 씁니다."),
    "cell.unknown": ("No cell '{name}'. There are: {choices}.", "'{name}' 셀이 없습니다. 있는 셀: {choices}."),
    "stage.unknown": (
        "No stage '{name}'. There are: {choices}.",
        "'{name}' 단계가 없습니다. 있는 단계: {choices}.",
    ),
    "cell.not_here": ("A cell cannot be named here.", "여기에는 셀을 쓸 수 없습니다."),
    "stage.not_here": ("A stage cannot be named here.", "여기에는 단계를 쓸 수 없습니다."),
    "function.unknown": ("No function {name}(…).", "{name}(…) 함수가 없습니다."),
    "function.unknown_similar": (
        "No function {name}(…). Did you mean {suggestion}?",
        "{name}(…) 함수가 없습니다. {suggestion}인가요?",
    ),
    "value.similar": (
        "{name} is not known to hold {value}. Did you mean '{suggestion}'?",
        "{name}에 {value} 값은 보이지 않습니다. '{suggestion}'인가요?",
    ),
    # -- kinds of values ------------------------------------------------------------------------------------
    "type.text_for_number": (
        "{name} is a number; {text} is text. Enter {example}.",
        "{name:은는} 숫자인데 {text:은는} 글자입니다. {example}처럼 입력하세요.",
    ),
    "type.number_for_text": (
        "{name} holds text. Put the value in quotes: '{number}'.",
        "{name:은는} 글자 항목입니다. 값을 따옴표로 묶으세요: '{number}'.",
    ),
    "type.number_for_text_values": (
        "{name} holds text ({values}). Choose from its values.",
        "{name:은는} 글자 항목({values})입니다. 값 목록에서 고르세요.",
    ),
    "type.text_for_date": (
        "{name} is a date; {text} is text. Enter a date such as {example}, without quotes.",
        "{name:은는} 날짜인데 {text:은는} 글자입니다. 따옴표 없이 {example}처럼 입력하세요.",
    ),
    "type.date_for_text": (
        "{name} holds text; {date} is a date. Say how the text writes dates: date({name}, 'YYYY-MM-DD').",
        "{name:은는} 글자인데 {date:은는} 날짜입니다. 날짜가 적힌 형식을 알려 주세요: date({name}, 'YYYY-MM-DD').",
    ),
    "type.number_for_date": (
        "{name} is a date; {number} is a number. Enter a date such as 2024-01-31, or compare its year.",
        "{name:은는} 날짜인데 {number:은는} 숫자입니다. 2024-01-31처럼 날짜를 쓰거나 연도를 비교하세요.",
    ),
    "type.value_for_boolean": (
        "{name} is yes or no; {value} is neither. Use true or false.",
        "{name:은는} 예/아니요 항목인데 {value:은는} 둘 다 아닙니다. true나 false를 쓰세요.",
    ),
    "type.boolean_order": (
        "{left} and {right} are yes or no; neither is larger. Use = or <>.",
        "예/아니요 값에는 크고 작음이 없습니다. =이나 <>를 쓰세요.",
    ),
    "type.mismatch": (
        "{left} is {left_kind_en}, {right} is {right_kind_en}; they cannot be compared.",
        "{left:은는} {left_kind_ko}, {right:은는} {right_kind_ko:이라} 서로 비교할 수 없습니다.",
    ),
    "type.needs_number": (
        "{op} calculates with numbers; {name} is {kind_en}.",
        "{op} 계산에는 숫자가 필요한데 {name:은는} {kind_ko}입니다.",
    ),
    "type.needs_date": (
        "A date is needed here; {name} is {kind_en}.",
        "여기에는 날짜가 필요한데 {name:은는} {kind_ko}입니다.",
    ),
    "rule.kind": (
        "This must give {wanted_en}; {name} is {kind_en}.",
        "이 식의 결과는 {wanted_ko}여야 하는데 {name:은는} {kind_ko}입니다.",
    ),
    # -- conditions -----------------------------------------------------------------------------------------
    "condition.number": (
        "{name} is a number, not a condition. Compare it, for example {name} > 0.",
        "{name:은는} 조건이 아니라 숫자입니다. {name} > 0처럼 비교하세요.",
    ),
    "condition.constant": (
        "{name} is a number, not a condition. Use {word}.",
        "{name:은는} 조건이 아니라 숫자입니다. {word:을를} 쓰세요.",
    ),
    "condition.text": (
        "{name} is text, not a condition. Compare it, for example {name} = 'VIP'.",
        "{name:은는} 조건이 아니라 글자입니다. {name} = 'VIP'처럼 비교하세요.",
    ),
    "condition.date": (
        "{name} is a date, not a condition. Compare it, for example {name} in last 90 days.",
        "{name:은는} 조건이 아니라 날짜입니다. {name} 최근 90일처럼 비교하세요.",
    ),
    "condition.relation": (
        "{name} is a list of records. Ask whether there are any: any({name}).",
        "{name:은는} 기록의 목록입니다. 있는지 물어보세요: any({name}).",
    ),
    "at_least.impossible": (
        "Only {count} conditions listed, so {k} can never hold.",
        "조건이 {count}개뿐이라 {k}개를 만족할 수 없습니다.",
    ),
    "at_least.always": (
        "At least {k} always holds: everyone is met.",
        "{k}개 이상은 항상 참이라 모두가 해당됩니다.",
    ),
    "between.swapped": (
        "Nobody matches: {low} is above {high}. Swap?",
        "{low:이가} {high}보다 커서 아무도 해당되지 않습니다. 바꿀까요?",
    ),
    "case.mixed": (
        "All results of a case must be of one kind: {first} is {first_kind_en}, {other} is {other_kind_en}.",
        "case의 결과는 종류가 같아야 합니다: {first:은는} {first_kind_ko}, {other:은는} {other_kind_ko}입니다.",
    ),
    "case.no_value": ("This case never gives a value.", "이 case에는 결과 값이 없습니다."),
    "score.points": (
        "Points are plain numbers such as 10 or -5; {name} is not.",
        "점수는 10이나 -5 같은 숫자여야 합니다. {name:은는} 숫자가 아닙니다.",
    ),
    # -- missing --------------------------------------------------------------------------------------------
    "missing.compared": (
        "Nothing is ever {op} missing. Use {name} {words}.",
        "결측은 {op} 비교를 할 수 없습니다. {name} {words:으로} 쓰세요.",
    ),
    "missing.in_list": (
        "A list cannot find missing values. Add {name} {words} beside it.",
        "목록으로는 결측을 찾을 수 없습니다. {name} {words:을를} 따로 쓰세요.",
    ),
    "missing.value": (
        "missing is not a value here. Use IS MISSING.",
        "여기에는 결측을 값으로 쓸 수 없습니다. IS MISSING을 쓰세요.",
    ),
    "missing.never": (
        "{name} is never missing, so this is the same for everyone.",
        "{name:은는} 결측일 수 없어 모두에게 같은 결과입니다.",
    ),
    # -- numbers --------------------------------------------------------------------------------------------
    "number.range": (
        "{number} is too large. Numbers go up to 9,223,372,036,854,775,807 (19 digits in all).",
        "{number:은는} 너무 큽니다. 숫자는 9,223,372,036,854,775,807(모두 19자리)까지 쓸 수 있습니다.",
    ),
    "number.too_fine": (
        "This gives {places} decimal places; at most {most} are kept. Round one side first.",
        "소수 {places}자리가 되는데 {most}자리까지만 됩니다. 한쪽을 먼저 반올림하세요.",
    ),
    "number.double_equals": (
        "Decimal fractions are rarely exactly equal. A range, or round(x, 2), is safer.",
        "소수는 정확히 같은 경우가 드뭅니다. 범위나 round(x, 2)를 쓰는 것이 안전합니다.",
    ),
    "number.never_equal": ("{name} can never be {number}.", "{name:은는} {number:이가} 될 수 없습니다."),
    "division.by_zero": (
        "Dividing by 0 gives no value for anyone.",
        "0으로 나누면 아무에게도 값이 없습니다.",
    ),
    "percent.whole_number": (
        "{name} runs 0–100%. Did you mean {number}%?",
        "{name:은는} 0~100% 비율입니다. {number}%를 뜻하나요?",
    ),
    "percent.of_count": (
        "{name} counts in whole numbers; {percent} is less than it looks. Did you mean {number}?",
        "{name:은는} 개수인데 {percent:은는} 비율입니다. {number:을를} 뜻하나요?",
    ),
    "percent.range": (
        "A share of everyone runs from 0% to 100%.",
        "비율은 0%부터 100%까지입니다.",
    ),
    "percent.order": (
        "{low} is above {high}. Write the smaller share first.",
        "{low:이가} {high}보다 큽니다. 작은 비율을 먼저 쓰세요.",
    ),
    "percent.empty": (
        "From {low} to {high} there is nobody.",
        "{low}부터 {high}까지는 아무도 없습니다.",
    ),
    "counter.read": (
        "Read {written} as {number}; {name} is already counted in {unit_en}.",
        "{written:을를} {number:으로} 읽었습니다. 이 항목의 단위가 {unit_ko}입니다.",
    ),
    "counter.no_unit": (
        "Read {written} as {number}; {name} has no unit.",
        "{written:을를} {number:으로} 읽었습니다. 이 항목에는 단위가 없습니다.",
    ),
    "counter.other": (
        "{name} is counted in {unit_en}, not in {counter}. Is it the right field?",
        "{name}의 단위는 {counter:이가} 아니라 {unit_ko}입니다. 항목이 맞나요?",
    ),
    # -- text -----------------------------------------------------------------------------------------------
    "text.order_numeric": (
        "{name} holds text, so '9' comes after {text}. To compare numbers use number({name}).",
        "{name:은는} 글자라서 '9'가 {text}보다 뒤입니다. 숫자로 비교하려면 number({name})처럼 쓰세요.",
    ),
    "text.needs_text": (
        "Only text can be searched; {name} is {kind_en}.",
        "글자에서만 찾을 수 있는데 {name:은는} {kind_ko}입니다.",
    ),
    "text.like_constant": (
        "After LIKE stands a fixed pattern such as 'a%'; {name} is not one. CONTAINS takes any text.",
        "LIKE 뒤에는 'a%' 같은 정해진 패턴이 옵니다. {name:은는} 패턴이 아닙니다. CONTAINS에는 아무 글자나 됩니다.",
    ),
    "text.plus": (
        "Texts are joined with concat({left}, {right}).",
        "글자는 concat({left}, {right})처럼 이어 붙입니다.",
    ),
    # -- dates and windows ----------------------------------------------------------------------------------
    "date.difference": (
        "Dates cannot be subtracted like numbers. Use days between({left}, {right}).",
        "날짜끼리는 숫자처럼 뺄 수 없습니다. days between({left}, {right})처럼 쓰세요.",
    ),
    "date.plus_number": (
        "{name} {op} {number}: days, months or years? Write for example 30 days.",
        "{name} {op} {number:은는} 일, 개월, 년 중 무엇인가요? 30일처럼 쓰세요.",
    ),
    "duration.alone": (
        "{duration} is a length of time. It stands after time since, or after a date and + or -.",
        "{duration:은는} 기간입니다. '경과' 뒤나 날짜의 +, - 뒤에 쓰세요.",
    ),
    "duration.arithmetic": (
        "A length of time can be added to a date or taken from it, nothing else.",
        "기간은 날짜에 더하거나 빼는 데에만 쓸 수 있습니다.",
    ),
    "duration.constant": (
        "{left} and {right} are both fixed. Compare the time since a date.",
        "{left:과와} {right:은는} 둘 다 고정된 기간입니다. 날짜부터의 경과를 비교하세요.",
    ),
    "duration.expected": (
        "Compare with a length of time such as 5 years; {name} is {kind_en}.",
        "5년 같은 기간과 비교하세요. {name:은는} {kind_ko}입니다.",
    ),
    "duration.needs_unit": (
        "{number} what? Write days, months or years.",
        "{number:은는} 일, 개월, 년 중 무엇인가요? 단위를 쓰세요.",
    ),
    "duration.since_alone": (
        "Compare it with a length of time: {name} >= 1 year.",
        "기간과 비교하세요: {name} >= 1년.",
    ),
    "duration.with_date": (
        "{name} is a date; {duration} is a length of time. Did you mean time since {name}?",
        "{name:은는} 날짜인데 {duration:은는} 기간입니다. {name}부터의 경과 기간인가요?",
    ),
    "duration.with_number": (
        "{name} does not count in time; {duration} is a length of time. Did you mean {number}?",
        "{name:은는} 기간이 아닌데 {duration:은는} 기간입니다. {number:을를} 뜻하나요?",
    ),
    "duration.with_other": (
        "{name} is {kind_en}; {duration} is a length of time.",
        "{name:은는} {kind_ko}인데 {duration:은는} 기간입니다.",
    ),
    "duration.too_short": (
        "Windows count whole days. Use days, weeks, months or years.",
        "기간은 하루 단위로 셉니다. 일, 주, 개월, 년을 쓰세요.",
    ),
    "duration.too_long": (
        "That is too far away: at most 1,000 years.",
        "너무 먼 기간입니다. 최대 1,000년까지 쓸 수 있습니다.",
    ),
    "window.no_time": (
        "{relation} has no date, so it has no last days. Name its date column in the project, or leave the window out.",
        "{relation}에는 날짜가 없어 기간을 정할 수 없습니다. 프로젝트에서 날짜 열을 정하거나 기간을 빼세요.",
    ),
    "window.not_here": (
        "This window belongs inside an aggregate such as count(…).",
        "이 기간은 count(…) 같은 집계 안에서만 쓸 수 있습니다.",
    ),
    "window.swapped": (
        "Nothing lies between: write the longer time first, as in between 180 and 90 days ago.",
        "해당하는 기간이 없습니다. 180일 전부터 90일 전까지처럼 더 먼 쪽을 먼저 쓰세요.",
    ),
    "window.empty": ("This window has no days.", "이 기간에는 하루도 없습니다."),
    # -- aggregates -----------------------------------------------------------------------------------------
    "aggregate.nested": (
        "Inside {relation} there is one record at a time; {function}(…) cannot stand here."
        " Make it a measure and write subject.measure.",
        "{relation} 안에서는 기록을 하나씩 보므로 {function}(…)은 쓸 수 없습니다. 지표로 만들고 subject.지표로 쓰세요.",
    ),
    "aggregate.mixed": (
        "{name} belongs to {other}, but this is about {relation}. Use one kind of record at a time.",
        "{name:은는} {other}의 열인데 여기서는 {relation:을를} 봅니다. 한 번에 한 연결 데이터만 쓰세요.",
    ),
    "aggregate.no_relation": (
        "{function}(…) needs records: name a relation or relation.column. {name} is neither.",
        "{function}(…)에는 연결 데이터나 연결데이터.열이 필요합니다. {name:은는} 그렇지 않습니다.",
    ),
    "aggregate.which_relation": (
        "{name} is a column of {relation}. Write {relation}.{name}.",
        "{name:은는} {relation}의 열입니다. {relation}.{name:으로} 쓰세요.",
    ),
    "aggregate.which_column": (
        "{function} of which column of {relation}?",
        "{relation}의 어느 열에 {function:을를} 쓰나요?",
    ),
    "aggregate.of_value": (
        "{name} is one value of the customer, not a list of records; {function}(…) has nothing to work on.",
        "{name:은는} 기록의 목록이 아니라 고객의 값 하나라서 {function}(…)은 쓸 수 없습니다.",
    ),
    "aggregate.exists_of_value": (
        "{name} is one value of the customer, not a list of records. Is it a certain value, or missing?",
        "{name:은는} 기록의 목록이 아니라 고객의 값 하나입니다. 0인지, 값이 없는지 골라 쓰세요.",
    ),
    "aggregate.exists_column": (
        "Records exist, not columns: use {relation}, with a condition on {name} after where.",
        "있는지는 기록에 대해 묻습니다. {relation:을를} 쓰고 {name} 조건은 where 뒤에 쓰세요.",
    ),
    "aggregate.count_condition": (
        "To count the records where something holds, write count({relation} where …).",
        "조건에 맞는 기록을 세려면 count({relation} where …)처럼 쓰세요.",
    ),
    "aggregate.distinct": (
        "distinct goes with count only, not with {function}.",
        "distinct는 count와만 쓸 수 있습니다. {function}에는 쓸 수 없습니다.",
    ),
    "aggregate.distinct_rows": (
        "Distinct in what? Name a column of {relation}.",
        "무엇이 서로 다른가요? {relation}의 열을 쓰세요.",
    ),
    "aggregate.needs_number": (
        "{function} needs numbers; {name} is {kind_en}.",
        "{function}에는 숫자가 필요한데 {name:은는} {kind_ko}입니다.",
    ),
    "aggregate.no_time": (
        "{relation} has no date, so nothing is {function}. Name its date column in the project.",
        "{relation}에는 날짜가 없어 {function:을를} 알 수 없습니다. 프로젝트에서 날짜 열을 정하세요.",
    ),
    "aggregate.share_of_what": (
        "The share of {relation} in which what holds? Add where and a condition.",
        "{relation} 중 무엇의 비율인가요? where 뒤에 조건을 쓰세요.",
    ),
    "aggregate.share_condition": (
        "A share needs a condition; {name} is {kind_en}.",
        "비율에는 조건이 필요한데 {name:은는} {kind_ko}입니다.",
    ),
    # -- percentiles ----------------------------------------------------------------------------------------
    "population.in_rows": (
        "Ranks compare customers with each other, so they cannot stand inside a list of records.",
        "순위는 고객끼리 비교하는 것이라 기록 안에서는 쓸 수 없습니다.",
    ),
    "population.no_stage": (
        "among stage works in the criteria of a cell only; here there is no stage.",
        "'단계 내'는 셀의 분류 기준에서만 쓸 수 있습니다. 여기에는 단계가 없습니다.",
    ),
    "population.needs_order": (
        "Only numbers and dates can be ranked; {name} is {kind_en}.",
        "숫자나 날짜만 순위를 매길 수 있는데 {name:은는} {kind_ko}입니다.",
    ),
    "population.needs_number": (
        "Numbers are needed here; {name} is {kind_en}.",
        "여기에는 숫자가 필요한데 {name:은는} {kind_ko}입니다.",
    ),
    # -- calls ----------------------------------------------------------------------------------------------
    "call.arguments": (
        "{function}(…) takes {expected} values; {given} are given.",
        "{function}(…)에는 값 {expected}개가 필요한데 {given}개가 있습니다.",
    ),
    "call.arguments_many": (
        "{function}(…) takes at least {expected} values; {given} are given.",
        "{function}(…)에는 값이 {expected}개 이상 필요한데 {given}개가 있습니다.",
    ),
    "call.kind": (
        "{function}(…) needs {wanted_en} here; {name} is {kind_en}.",
        "{function}(…)의 이 자리에는 {wanted_ko:이가} 필요한데 {name:은는} {kind_ko}입니다.",
    ),
    "call.mixed": (
        "All values must be of one kind: {first} is {first_kind_en}, {other} is {other_kind_en}.",
        "값의 종류가 같아야 합니다: {first:은는} {first_kind_ko}, {other:은는} {other_kind_ko}입니다.",
    ),
    "call.clause": (
        "{function}(…) cannot have {clause}.",
        "{function}(…)에는 {clause:을를} 쓸 수 없습니다.",
    ),
    "call.constant": (
        "{function}(…) needs a fixed value here, such as 2; {name} is not one.",
        "{function}(…)의 이 자리에는 2 같은 고정된 값이 필요합니다. {name:은는} 고정된 값이 아닙니다.",
    ),
    "call.places": (
        "At most {most} decimal places.",
        "소수는 {most}자리까지만 됩니다.",
    ),
    "call.length": (
        "{function}(…) needs a length of 0 or more.",
        "{function}(…)의 길이는 0 이상이어야 합니다.",
    ),
    "call.number_already": (
        "{name} is a number already.",
        "{name:은는} 이미 숫자입니다.",
    ),
    "call.date_already": (
        "{name} is a date already; it needs no format.",
        "{name:은는} 이미 날짜라서 형식이 필요 없습니다.",
    ),
    "call.date_format": (
        "'{format}' is not a way to write dates. Use for example 'YYYY-MM-DD'.",
        "'{format}'은 날짜 형식이 아닙니다. 'YYYY-MM-DD'처럼 쓰세요.",
    ),
    "call.date_format_needed": (
        "How does {name} write dates? Add for example 'YYYYMMDD'.",
        "{name}에 날짜가 어떻게 적혀 있나요? 'YYYYMMDD'처럼 형식을 쓰세요.",
    ),
    "call.tiles": (
        "{function}(…) needs a number of parts from 2 to {most}; {name} is not one.",
        "{function}(…)에는 2부터 {most}까지의 등분 수가 필요합니다. {name:은는} 맞지 않습니다.",
    ),
    "call.swapped": (
        "Read the number first: {function}(10, spend) divides spend into 10.",
        "숫자를 먼저 읽었습니다: {function}(10, spend)는 spend를 10으로 나눕니다.",
    ),
    "call.quantile": (
        "Write a share from 0% to 100%, such as 80%; {name} is not one.",
        "80%처럼 0%부터 100%까지의 비율을 쓰세요. {name:은는} 맞지 않습니다.",
    ),
    # -- buttons --------------------------------------------------------------------------------------------
    "fix.use": ("Use {text}", "{text:으로} 바꾸기"),
    "fix.swap": ("Swap: {text}", "바꾸기: {text}"),
}
