"""Colours by role, light and dark. Each text colour has a contrast of at least 5.9:1 (light) and 7.2:1 (dark)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Roles:
    """One theme. ``heat``: background of a cell card at full share, mixed with ``card`` by the share."""

    window: str
    base: str
    card: str
    border: str
    text: str
    muted: str
    accent: str
    accent_text: str
    selection: str
    error: str
    warning: str
    good: str
    heat: str


LIGHT = Roles(
    window="#F6F8FA",
    base="#FFFFFF",
    card="#FFFFFF",
    border="#8C959F",
    text="#1F2328",
    muted="#57606A",
    accent="#0B57D0",
    accent_text="#FFFFFF",
    selection="#D3E3FD",
    error="#B42318",
    warning="#8A5A00",
    good="#1A6B33",
    heat="#B6DAFF",
)
DARK = Roles(
    window="#1E1F22",
    base="#131416",
    card="#2B2D30",
    border="#6F737A",
    text="#E6E6E6",
    muted="#B4B8BF",
    accent="#8AB4F8",
    accent_text="#1E1F22",
    selection="#26385C",
    error="#FF8A80",
    warning="#F2B84B",
    good="#6FCF97",
    heat="#1F4A7A",
)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def mixed(one: str, other: str, share: float) -> str:
    """``one`` with ``share`` (0 to 1) of ``other`` in it."""
    parts = [round(int(one[i : i + 2], 16) * (1 - share) + int(other[i : i + 2], 16) * share) for i in (1, 3, 5)]
    return "#" + "".join(f"{part:02X}" for part in parts)
