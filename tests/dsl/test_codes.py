"""Every code of a diagnostic or fix has texts in both languages, which name only what they are given."""

from __future__ import annotations

from dsl.messages import parameters, texts
from tests.support.codes import given, mentioned

MADE = {
    # Put together from parts: the whole code stands nowhere.
    *(f"percent.unclear_{side}" for side in ("top", "bottom")),
    *(f"fix.{where}_{side}" for where in ("inside", "outside") for side in ("top", "bottom")),
    "project.file.unreadable_permission",
    "project.file.unwritable_permission",
    "source.ambiguous_date",
    "source.ambiguous_number",
    "cell.not_here",
    "stage.not_here",
}
PREFIXES = ("project.", "backend.", "usage.")
FAMILIES = {code.partition(".")[0] for code in texts()}
NO_CODES = {"project.info"}  # `info` of a table, taken for a function of that name


def test_every_code_of_the_sources_has_texts() -> None:
    known = [one for one in given() if one.code not in NO_CODES]
    unknown = {f"{one.code} ({one.where})" for one in known if _text_of(one.code) is None}
    assert unknown == set()
    assert len({one.code for one in known}) > 350, "the search finds calls at all"


def _text_of(code: str) -> str | None:
    """A code may end in ``_similar`` once a suggestion is known."""
    return next((one for one in (code, f"{code}_similar") if one in texts()), None)


def test_every_text_has_a_code_that_can_be_given() -> None:
    known = mentioned() | {one.code for one in given()}

    def used(code: str) -> bool:
        plain = code.removesuffix("_similar")
        short = [plain.removeprefix(prefix) for prefix in PREFIXES if plain.startswith(prefix)]
        return any(one in known for one in (code, plain, *short))

    assert {code for code in texts() if code not in MADE and not used(code)} == set()


def test_both_languages_are_there() -> None:
    for code, (english, korean) in texts().items():
        assert english.strip() and korean.strip(), code


def test_texts_name_only_what_they_are_given() -> None:
    wrong = []
    for one in given():
        code = _text_of(one.code)
        if one.names is None or code is None or code != one.code:
            continue
        for text in texts()[code]:
            missing = parameters(text) - one.names
            if missing:
                wrong.append(f"{one.where}: {one.code} lacks {sorted(missing)}")
    assert wrong == []
