"""What to do where a rule stops making sense: say it in the writer's words, offer a fix, go on reading.

Each repair either feeds a terminal that was missing, reads a word as what was meant, or leaves a word out.
"""

from __future__ import annotations

from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from dsl import keywords, reading
from dsl.diagnostics import Diagnostic, Edit, Fix
from dsl.feed import UNKNOWN, Feeder
from dsl.lexemes import Lexeme
from dsl.nodes import Span
from dsl.tables import END

# Feeding more than this many missing terminals in front of one lexeme means that none of them helps.
_MOST_MADE_UP = 80
_MOST_LEFT_OUT = 500
_CLOSE = 0.65

# Keywords and signs that can be missing, in the order in which they are tried.
_STRUCTURE = ("THEN", "END", "OF", "COLON", "LPAR", "AGO", "UNIT", "IN_CELL", "NUMBER", "TEXT", "NAME", "RPAR", "COMMA")
_STARTS_VALUE = frozenset({"NAME", "FUNCTION", "PARAM", "LPAR", "NUMBER", "TEXT", "DATE", "BOOLEAN", "TODAY", "NOT"})
_COMPARING = ("IN", "IS", "BETWEEN", "TEXTUAL", "DATED", "BAND")
_CAPITALS = frozenset({"AND", "OR", "NOT", "IS", "IN", "MISSING", "BETWEEN", "TEXTUAL", "IGNORING_CASE"})
_LITERALS = frozenset({"NUMBER", "TEXT", "DATE", "BOOLEAN", "PARAM"})


def recover(feeder: Feeder, lexeme: Lexeme, words: int) -> bool:
    """Repairs the place before or at ``lexeme``; False where reading on is pointless."""
    errors = sum(1 for found in feeder.builder.problems if found.severity == "error")
    if errors > 10 or feeder.made_up > _MOST_MADE_UP:
        if not errors:
            _report(feeder, "syntax.unexpected", lexeme.span, found=_written(feeder, lexeme))
        return False
    if feeder.skipping:
        return _leave_out(feeder, lexeme, words)
    for repair in (
        _reported,
        _typed_in_other_mode,
        _quotes_missing,
        _list_without_brackets,
        _value_missing,
        _operator_missing,
        _bracket_closed_twice,
    ):
        if repair(feeder, lexeme, words):
            return True
    if _bracket_open(feeder, lexeme) or _unknown_word(feeder, lexeme, words):
        return True
    if _connector_missing(feeder, lexeme) or _structure_missing(feeder, lexeme):
        return True
    return _leave_out(feeder, lexeme, words)


# -- helpers ---------------------------------------------------------------------------------------------


def _report(feeder: Feeder, code: str, span: Span, *fixes: Fix, **params: Any) -> None:
    feeder.builder.problems.append(Diagnostic(code, "error", span, params, fixes))


def _written(feeder: Feeder, lexeme: Lexeme) -> str:
    return " ".join(feeder.text[lexeme.start : lexeme.end].split())


def _made(terminal: str, at: int, value: object = None) -> Lexeme:
    made = Lexeme(terminal, at, at, value)
    made.type = terminal
    return made


def _last_end(feeder: Feeder) -> int:
    return feeder.fed[-1].end if feeder.fed else 0


def _supply(feeder: Feeder, terminal: str, at: int, value: object = None) -> bool:
    feeder.made_up += 1
    return feeder.feed(_made(terminal, at, value))


def _insert(feeder: Feeder, at: int, word: str) -> Edit:
    """An edit that writes a word between blanks."""
    before = "" if at == 0 or feeder.text[at - 1].isspace() else " "
    after = "" if at >= len(feeder.text) or feeder.text[at].isspace() else " "
    return Edit(Span(at, at), before + word + after)


def _next_kind(feeder: Feeder, words: int) -> str:
    return feeder.peek(feeder.at + max(words, 1)).kind


# -- repairs ---------------------------------------------------------------------------------------------


def _reported(feeder: Feeder, lexeme: Lexeme, words: int) -> bool:
    """A place that the lexer has reported stands where no value can: leave it out silently."""
    if lexeme.type != "HOLE" or lexeme.value != "reported":
        return False
    feeder.guessed = True
    feeder.at += 1
    return True


def _typed_in_other_mode(feeder: Feeder, lexeme: Lexeme, words: int) -> bool:
    """뭉 for AND: a keyword typed with the keyboard in the other mode."""
    if lexeme.type != UNKNOWN:
        return False
    meant = typed_keyword(str(lexeme.value))
    if meant is None:
        return False
    word, language = meant
    for spelled, (terminal, value) in keywords.phrases()[word]:
        if len(spelled) == 1 and feeder.can(terminal):
            shown = _shown(word)
            fix = Fix("fix.keyboard_use", (Edit(lexeme.span, shown),), {"keyword": shown})
            code = "keyboard.hangul" if language == "en" else "keyboard.latin"
            _report(feeder, code, lexeme.span, fix, written=_written(feeder, lexeme), word=word, keyword=shown)
            made = Lexeme(terminal, lexeme.start, lexeme.end, value)
            made.type = terminal
            feeder.feed(made)
            feeder.at += 1
            return True
    return False


def typed_keyword(word: str) -> tuple[str, str] | None:
    """The keyword that ``word`` is when its keys are read in the other keyboard mode, and its language."""
    from dsl.hangul import keys

    found = keywords.hangul_typed().get(keys(word).lower())
    if found is None or found[0] == word.lower():
        return None
    return found


def _quotes_missing(feeder: Feeder, lexeme: Lexeme, words: int) -> bool:
    """``in cell 2.1``: cells and stages are named in quotes."""
    if lexeme.type not in ("NUMBER", "NAME", UNKNOWN) or not feeder.can("TEXT"):
        return False
    if not feeder.fed or feeder.fed[-1].type not in ("IN_CELL", "IN_STAGE"):
        return False
    written = _written(feeder, lexeme)
    quoted = "'" + written.replace("'", "''") + "'"
    fix = Fix("fix.word_replace", (Edit(lexeme.span, quoted),), {"word": quoted})
    _report(feeder, "syntax.unquoted_name", lexeme.span, fix, name=written, text=quoted)
    made = Lexeme("TEXT", lexeme.start, lexeme.end, written)
    made.type = "TEXT"
    feeder.at += 1
    return feeder.feed(made)


def _list_without_brackets(feeder: Feeder, lexeme: Lexeme, words: int) -> bool:
    """``grade IN 'VIP', 'Gold'``: a list stands in brackets."""
    if lexeme.type not in _LITERALS | {"NAME"} or not feeder.fed or feeder.fed[-1].type != "IN":
        return False
    if not feeder.can("LPAR"):
        return False
    last = feeder.at
    while (
        not feeder.open
        and feeder.peek(last + 1).kind == "COMMA"
        and feeder.peek(last + 2).kind in _LITERALS
        and last + 2 < len(feeder.lexemes)
    ):
        last += 2
    end = feeder.lexemes[last].end
    edits = (Edit(Span(lexeme.start, lexeme.start), "("), Edit(Span(end, end), ")"))
    _report(feeder, "list.no_brackets", Span(lexeme.start, end), Fix("fix.list_brackets", edits))
    feeder.feed(_made("LPAR", lexeme.start))
    while feeder.at <= last:
        item, _ = feeder.terminal(feeder.at)
        feeder.feed(item)
        feeder.at += 1
    return feeder.feed(_made("RPAR", end))


def _value_missing(feeder: Feeder, lexeme: Lexeme, words: int) -> bool:
    """``visits_90d >=`` and the like: a hole takes the value's place."""
    ends = lexeme.type == END and feeder.can("HOLE") and not feeder.can("COMPARE")
    if lexeme.type == "LPAR" or not (ends or feeder.can("HOLE", lexeme.type)):
        return False
    before = feeder.fed[-1] if feeder.fed else None
    at = _last_end(feeder)
    if before is not None and before.type == "HOLE" and before.start == before.end:
        return False
    if before is None:
        _report(feeder, "syntax.missing_value_before", lexeme.span, before=_written(feeder, lexeme))
        at = lexeme.start
    else:
        _report(feeder, "syntax.missing_value", before.span, after=_written(feeder, before))
    return _supply(feeder, "HOLE", at)


def _operator_missing(feeder: Feeder, lexeme: Lexeme, words: int) -> bool:
    """``visits_90d 5``: two values and nothing that compares them."""
    if not feeder.can("POST_COMPARE", lexeme.type) or feeder.fed[-1].type not in _LITERALS | {"UNIT"}:
        return False
    value = feeder.fed[-1]
    start = feeder.fed[-2].start if value.type == "UNIT" and len(feeder.fed) > 1 else value.start
    signs = ("=",) if value.type in ("TEXT", "BOOLEAN") else (">=", "<=", "=")
    fixes = tuple(Fix("fix.operator_insert", (_insert(feeder, start, s),), {"operator": s}) for s in signs)
    shown = feeder.text[start : value.end]
    _report(feeder, "syntax.missing_operator", Span(start, value.end), *fixes, value=shown)
    return _supply(feeder, "POST_COMPARE", value.end, "=")


def _bracket_closed_twice(feeder: Feeder, lexeme: Lexeme, words: int) -> bool:
    if lexeme.type != "RPAR" or feeder.open:
        return False
    fix = Fix("fix.bracket_remove", (Edit(lexeme.span, ""),))
    _report(feeder, "syntax.extra_bracket", lexeme.span, fix)
    feeder.at += 1
    return True


def _bracket_open(feeder: Feeder, lexeme: Lexeme) -> bool:
    """The text ends, or a bracket's content does, before its bracket is closed."""
    if lexeme.type != END or not feeder.open or not feeder.can("RPAR"):
        return False
    opener = feeder.open[-1]
    end = _last_end(feeder)
    fix = Fix("fix.bracket_close", (Edit(Span(end, end), ")"),))
    _report(feeder, "syntax.unclosed_bracket", opener.span, fix)
    return _supply(feeder, "RPAR", end)


def _unknown_word(feeder: Feeder, lexeme: Lexeme, words: int) -> bool:
    """A word where only a keyword can stand: a misspelt one is read as meant, after it is reported."""
    if lexeme.type != UNKNOWN:
        return False
    written = str(lexeme.value)
    table = {word: entries for word, entries in keywords.phrases().items() if _fits(feeder, entries)}
    close = get_close_matches(written.lower(), table, n=2, cutoff=_CLOSE) if len(written) > 1 else []
    following = _next_kind(feeder, words)
    if not close and following in ("COMPARE", "LPAR", "PLUS", "MINUS", "STAR", "SLASH"):
        return False
    if not close and feeder.can("AND", "NAME") and feeder.means(feeder.at + 1, *_COMPARING):
        return False
    fixes = tuple(Fix("fix.word_replace", (Edit(lexeme.span, _shown(word)),), {"word": _shown(word)}) for word in close)
    code = "syntax.misspelt_keyword" if close else "syntax.unknown_word"
    params = {"word": _written(feeder, lexeme), "suggestion": _shown(close[0]) if close else ""}
    _report(feeder, code, lexeme.span, *fixes, **params)
    feeder.at += 1
    if close:
        for spelled, (terminal, value) in table[close[0]]:
            if len(spelled) == 1 and feeder.can(terminal):
                made = Lexeme(terminal, lexeme.start, lexeme.end, value)
                made.type = terminal
                return feeder.feed(made)
    feeder.guessed = True
    if following in ("NUMBER", "TEXT", "DATE") and feeder.can("COMPARE", following):
        return _supply(feeder, "COMPARE", lexeme.end, "=")
    if following != END and feeder.can("AND"):
        return _supply(feeder, "AND", lexeme.end)
    return True


def _fits(feeder: Feeder, entries: Any) -> bool:
    return any(len(words) == 1 and feeder.accepts(reading_[0]) for words, reading_ in entries)


def _shown(word: str) -> str:
    """A keyword as it is printed: the signs of logic and comparison in capitals."""
    readings = keywords.phrases().get(word, ())
    return word.upper() if any(meaning[0] in _CAPITALS for _, meaning in readings) else word


def _connector_missing(feeder: Feeder, lexeme: Lexeme) -> bool:
    """Two conditions in a row: AND or OR?"""
    kind = "NAME" if lexeme.type == UNKNOWN else lexeme.type
    if kind not in _STARTS_VALUE or not feeder.can("AND", kind):
        return False
    at = _last_end(feeder)
    korean = feeder.builder.korean
    fixes = tuple(
        Fix("fix.connector_insert", (_insert(feeder, at, word),), {"word": word})
        for word in (("그리고", "또는") if korean else ("AND", "OR"))
    )
    _report(feeder, "syntax.missing_connector", lexeme.span, *fixes, before=_written(feeder, lexeme))
    return _supply(feeder, "AND", at)


def _structure_missing(feeder: Feeder, lexeme: Lexeme) -> bool:
    """One keyword, sign or number is missing in front of this."""
    for terminal in _STRUCTURE:
        fits = feeder.can(terminal, lexeme.type) or (lexeme.type == END and feeder.can(terminal))
        if not fits and terminal in ("THEN", "COLON"):
            fits = feeder.can(terminal, "HOLE", lexeme.type)
        if not fits:
            continue
        at = _last_end(feeder)
        _report_structure(feeder, terminal, lexeme, at)
        feeder.guessed = True
        value: object = None
        if terminal == "NUMBER":
            value = reading.Amount(Decimal(1))
        elif terminal in ("UNIT", "TEXT", "NAME"):
            value = "day"
        return _supply(feeder, terminal, at, value)
    return False


def _report_structure(feeder: Feeder, terminal: str, lexeme: Lexeme, at: int) -> None:
    korean = feeder.builder.korean
    before = _written(feeder, feeder.fed[-1]) if feeder.fed else ""
    span = feeder.fed[-1].span if feeder.fed else lexeme.span
    if terminal == "UNIT":
        words = ("일", "개월", "년") if korean else ("days", "months", "years")
        glue = "" if korean else " "
        fixes = tuple(Fix("fix.unit_add", (Edit(Span(at, at), glue + word),), {"unit": word}) for word in words)
        _report(feeder, "window.missing_unit", span, *fixes, number=before)
    elif terminal == "NUMBER":
        _report(feeder, "syntax.missing_number", span, after=before)
    elif terminal in ("TEXT", "NAME"):
        _report(feeder, "syntax.missing_name", span, after=before)
    elif terminal == "RPAR":
        fix = Fix("fix.bracket_close", (Edit(Span(at, at), ")"),))
        _report(feeder, "syntax.unclosed_bracket", feeder.open[-1].span if feeder.open else span, fix)
    else:
        sign = {"COLON": ":", "LPAR": "(", "COMMA": ","}.get(terminal)
        keyword = next((k for k in keywords.KEYWORDS if k.terminal == terminal), None)
        word = sign or (_shown(keyword.word("ko" if korean else "en")) if keyword is not None else "")
        fix = Fix("fix.word_insert", (_insert(feeder, at, word),), {"word": word})
        _report(feeder, "syntax.missing_word", span, fix, word=word, after=before)


def _leave_out(feeder: Feeder, lexeme: Lexeme, words: int) -> bool:
    if lexeme.type == END:
        if not any(found.severity == "error" for found in feeder.builder.problems):
            after = _written(feeder, feeder.fed[-1]) if feeder.fed else ""
            _report(feeder, "syntax.incomplete", lexeme.span, after=after)
        return False
    if not feeder.skipping:
        fix = Fix("fix.word_remove", (Edit(lexeme.span, ""),), {"word": _written(feeder, lexeme)})
        _report(feeder, "syntax.unexpected", lexeme.span, fix, found=_written(feeder, lexeme))
    feeder.skipping = True
    feeder.guessed = True
    feeder.left_out += 1
    feeder.at += max(words, 1)
    return feeder.left_out <= _MOST_LEFT_OUT
