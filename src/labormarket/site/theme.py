"""The charts' own colours as style sheet variables, so that page and pictures can't drift apart."""

from __future__ import annotations

from labormarket.charts.style import DARK, LIGHT, Palette


def theme_css() -> str:
    """Return the variables of light and dark paper; what is printed is light, whatever the screen was."""
    return (
        f":root{{color-scheme:light dark;{_variables(LIGHT)}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{_variables(DARK)}}}}}\n"
    )


def _variables(palette: Palette) -> str:
    named = {"ground": palette.ground, "ink": palette.ink, "muted": palette.muted}
    named |= {"rule": palette.rule, "grid": palette.grid}
    named |= {f"step-{number}": colour for number, colour in enumerate(palette.steps)}
    return "".join(f"--{name}:{colour};" for name, colour in named.items())
