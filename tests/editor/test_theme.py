"""Colours can be read in both themes, on every background they stand on."""

from __future__ import annotations

import pytest

from editor.theme.roles import DARK, LIGHT, Roles, contrast, mixed


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
