"""Colours can be read in both themes, on every background they stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from editor.theme.roles import DARK, LIGHT, Roles, contrast, mixed

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from editor.views.main_window import MainWindow


@pytest.mark.parametrize("roles", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_colour_has_contrast_on_every_background(roles: Roles) -> None:
    backgrounds = (roles.window, roles.base, roles.card, roles.selection)
    for colour in (roles.text, roles.muted, roles.error, roles.warning, roles.good):
        for background in backgrounds:
            assert contrast(colour, background) >= 4.5, (colour, background)
    assert contrast(roles.accent_text, roles.accent) >= 4.5
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        assert contrast(roles.text, mixed(roles.card, roles.heat, share)) >= 4.5


def test_contrast_is_the_published_ratio() -> None:
    assert round(contrast("#000000", "#FFFFFF"), 2) == 21.0
    assert contrast("#777777", "#777777") == 1.0


def test_qt_s_own_texts_follow_the_language(window: MainWindow) -> None:
    from PySide6.QtWidgets import QDialogButtonBox

    def said() -> str:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        return box.button(QDialogButtonBox.StandardButton.Cancel).text()

    assert said() == "Cancel"
    window.session.set_language("ko")
    assert said() == "취소"
    window.session.set_language("en")
    assert said() == "Cancel"


def test_the_system_s_theme_is_followed_until_one_is_chosen(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    from editor.theme import palette
    from editor.views.looks import roles
    from tests.editor.conftest import until

    dark = True
    monkeypatch.setattr(palette, "system_is_dark", lambda: dark)
    window.follow_system()
    assert roles() == DARK
    until(lambda: window.palette().window().color().name().upper() == DARK.window)
    assert window.palette().window().color().name().upper() == DARK.window
    dark = False
    window._system_changed()
    assert roles() == LIGHT
    window.actions_["theme"].trigger()
    assert roles() == DARK
    window._system_changed()
    assert roles() == DARK
    window.actions_["theme.system"].trigger()
    assert roles() == LIGHT


def test_colours_of_a_rule_follow_the_theme(window: MainWindow) -> None:
    def underlined() -> str:
        mark = window.cell.rule.extraSelections()[0]
        style = mark.format
        return str(style.underlineColor().name().upper())

    from tests.editor.conftest import until
    from tests.editor.test_window import counted, type_rule

    type_rule(window, "visit_90d >= 5")
    counted(window)
    assert underlined() == LIGHT.error
    window.switch_theme()
    until(lambda: underlined() == DARK.error)
    window.switch_theme()
    until(lambda: underlined() == LIGHT.error)
    window.follow_system()


def test_our_font_writes_korean_where_the_system_cannot(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    from PySide6.QtGui import QRawFont

    from editor.theme import fonts

    before = qapp.font()
    monkeypatch.setattr(fonts, "system_has_hangul", lambda: False)
    family = fonts.ensure_hangul(qapp)
    assert family is not None
    assert qapp.font().families()[-1] == family
    data = fonts.files(fonts.__name__).joinpath(fonts.FILE).read_bytes()
    raw = QRawFont(data, 10)
    assert all(raw.supportsCharacter(ord(char)) for char in "가힣①⑨")
    monkeypatch.setattr(fonts, "system_has_hangul", lambda: True)
    assert fonts.ensure_hangul(qapp) is None
    qapp.setFont(before)


def test_the_font_s_licence_lies_beside_it() -> None:
    from editor.theme import fonts

    text = fonts.files(fonts.__name__).joinpath("OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in text and "NAVER" in text
