"""Texts of a command line that was typed wrongly, and of files that cannot be written. English, Korean."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # -- the command line --------------------------------------------------------------------------------------
    "usage.missing_argument": (
        "{name} is missing: {help}",
        "{name}{name:|이가} 빠졌습니다: {help}",
    ),
    "usage.missing_option": (
        "{option} is missing: {help}",
        "{option} 옵션이 빠졌습니다: {help}",
    ),
    "usage.together": (
        "{options} are needed here, since a rule alone does not say which data it is about.",
        "여기서는 {options}도 필요합니다. 규칙만으로는 어느 데이터인지 알 수 없습니다.",
    ),
    "usage.no_option": (
        "There is no option {option}.",
        "{option} 옵션이 없습니다.",
    ),
    "usage.no_option_similar": (
        "There is no option {option}. Did you mean {suggestion}?",
        "{option} 옵션이 없습니다. {suggestion}인가요?",
    ),
    "usage.no_command": (
        "There is no command {command}. The commands are {commands}.",
        "{command} 명령이 없습니다. 있는 명령: {commands}.",
    ),
    "usage.no_command_similar": (
        "There is no command {command}. Did you mean {suggestion}?",
        "{command} 명령이 없습니다. {suggestion}인가요?",
    ),
    "usage.extra": (
        '"{value}" is one word too many. Put quotes around a rule, a name or a path that holds spaces.',
        '"{value}"{value:|은는} 남는 말입니다. 빈칸이 있는 규칙, 이름, 경로는 따옴표로 묶으세요.',
    ),
    "usage.value": (
        "The value of {option} does not fit: {help}",
        "{option} 값이 맞지 않습니다: {help}",
    ),
    "usage.needs_value": (
        "{option} needs a value: {help}",
        "{option} 옵션에는 값이 필요합니다: {help}",
    ),
    "usage.takes_none": (
        "{option} takes no value.",
        "{option} 옵션에는 값을 쓰지 않습니다.",
    ),
    "usage.choice": (
        '{option} knows no "{value}". Choose one of {choices}.',
        '{option}에 "{value}"{value:|은는} 없습니다. {choices} 가운데 고르세요.',
    ),
    "usage.wrong": (
        "This command line could not be read.",
        "명령을 읽을 수 없습니다.",
    ),
    # -- writing files -----------------------------------------------------------------------------------------
    "write.space": (
        "No space is left where {file} is to be written. Make room, or choose another place.",
        "{file:을를} 쓸 곳에 남은 공간이 없습니다. 공간을 비우거나 다른 곳을 고르세요.",
    ),
    "write.permission": (
        "You may not write {file}. Choose another place, or ask its owner for permission.",
        "{file:을를} 쓸 권한이 없습니다. 다른 곳을 고르거나 소유자에게 요청하세요.",
    ),
    "write.folder": (
        "{file} is a folder. Name a file.",
        "{file:은는} 폴더입니다. 파일 이름을 쓰세요.",
    ),
    "write.no_folder": (
        "The folder of {file} is not there. Make it first, or choose another one.",
        "{file:을를} 둘 폴더가 없습니다. 먼저 만들거나 다른 폴더를 고르세요.",
    ),
    "write.not_a_folder": (
        "{file} cannot be written: a part of its path is a file, not a folder.",
        "{file:을를} 쓸 수 없습니다. 경로 가운데 폴더가 아니라 파일인 곳이 있습니다.",
    ),
    "write.exists": (
        "{file} is in the way. Choose another place, or move it.",
        "{file:이가} 이미 있어 쓸 수 없습니다. 다른 곳을 고르거나 옮기세요.",
    ),
    "write.name": (
        "{file} cannot be a file's name here. Choose a shorter or simpler one.",
        "{file:은는} 파일 이름으로 쓸 수 없습니다. 더 짧거나 단순한 이름을 고르세요.",
    ),
    "write.loop": (
        "{file} leads in a circle of links. Name the real place.",
        "{file:은는} 서로를 가리키는 링크라 끝이 없습니다. 실제 위치를 쓰세요.",
    ),
    "write.own": (
        "{file} is the project or its data, which is never written over. Choose another name.",
        "{file:은는} 프로젝트나 그 데이터라서 덮어쓰지 않습니다. 다른 이름을 고르세요.",
    ),
    "write.own_table": (
        "The project reads the table {table}, so it is never written over. Choose another name.",
        "{table:은는} 프로젝트가 읽는 테이블이라서 덮어쓰지 않습니다. 다른 이름을 고르세요.",
    ),
    "write.output": (
        "The output could not be written to the end: {reason}",
        "출력을 끝까지 쓰지 못했습니다: {reason}",
    ),
    "write.failed": (
        "{file} could not be written: {reason}",
        "{file:을를} 쓰지 못했습니다: {reason}",
    ),
}
