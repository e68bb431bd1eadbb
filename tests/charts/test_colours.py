"""Colours: what is read stands out, what is told apart stays apart in greyscale and for colour-blind eyes."""

import itertools

import colour
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from labormarket.charts.gallery.day_jobs import STEP_OF_VERDICT
from labormarket.charts.gallery.minimum_wages import OVER_STEP, UNDER_STEP
from labormarket.charts.marks import mix
from labormarket.charts.rows import BAND_TINT
from labormarket.charts.style import DARK, LIGHT, Palette
from labormarket.tiers import TIER_NAMES

# WCAG 2.2, success criteria 1.4.3 (text) and 1.4.11 (marks).
LEAST_TEXT_CONTRAST, LEAST_MARK_CONTRAST = 4.5, 3.0
# CIEDE2000: about 2 is the least difference that an eye sees in two colours side by side.
LEAST_STEP, LEAST_APART = 3.0, 6.0
LEAST_LIGHTNESS_STEP = 4.0
SIGHTS = ("full sight", "Protanomaly", "Deuteranomaly", "Tritanomaly")

palettes = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
sights = pytest.mark.parametrize("sight", SIGHTS)


def linear_rgb(color: str) -> np.ndarray:
    return np.asarray(colour.cctf_decoding(np.array(to_rgb(color)), function="sRGB"))


def contrast(one: str, other: str) -> float:
    low, high = sorted(float(colour.RGB_to_XYZ(linear_rgb(color), "sRGB")[1]) for color in (one, other))
    return (high + 0.05) / (low + 0.05)


def see(color: str, sight: str) -> np.ndarray:
    """Return what an eye of full severity sees, as CIE Lab (Machado, Oliveira and Fernandes 2009)."""
    rgb = linear_rgb(color)
    if sight != SIGHTS[0]:
        # The package warns that its model of tritanopia is an approximation: here it is one more eye to please.
        with colour.utilities.suppress_warnings(colour_usage_warnings=True):
            rgb = np.clip(colour.matrix_cvd_Machado2009(sight, 1.0) @ rgb, 0, 1)
    return np.asarray(colour.XYZ_to_Lab(colour.RGB_to_XYZ(rgb, "sRGB")))


def differ(one: str, other: str, sight: str) -> float:
    return float(colour.delta_E(see(one, sight), see(other, sight), method="CIE 2000"))


def told_apart(palette: Palette) -> dict[str, tuple[str, str]]:
    """The pairs of colours that mean different things beside each other, by what they tell apart."""
    more, either, less = (palette.steps[STEP_OF_VERDICT[verdict]] for verdict in ("more", "either", "less"))
    return {
        "under and over the minimum wage": (palette.steps[UNDER_STEP], palette.steps[OVER_STEP]),
        "more than the day job and either": (more, either),
        "either and less than the day job": (either, less),
        **{f"AI pay and day job, {step}": (palette.steps[step], palette.rule) for step in STEP_OF_VERDICT.values()},
    }


def test_contrast_is_measured_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert differ("#ff0000", "#8a7400", "Deuteranomaly") < differ("#ff0000", "#8a7400", "full sight") / 2


@palettes
def test_text_stands_out_from_the_paper_and_from_its_own_tint(palette: Palette) -> None:
    assert len(palette.steps) == len(TIER_NAMES)
    for color in (*palette.steps, palette.ink, palette.muted):
        assert contrast(color, palette.ground) >= LEAST_TEXT_CONTRAST, color
    for step, color in itertools.product(palette.steps, (palette.ink, palette.muted)):
        band = mix(step, palette.ground, BAND_TINT)
        assert contrast(step, band) >= LEAST_TEXT_CONTRAST, step
        assert contrast(color, band) >= LEAST_TEXT_CONTRAST, (step, color)


@palettes
def test_numbers_on_a_disc_and_every_mark_stand_out(palette: Palette) -> None:
    for mark in (*palette.steps, palette.rule):
        assert contrast(mark, palette.ground) >= LEAST_MARK_CONTRAST, mark


@palettes
@sights
def test_neighbouring_tiers_keep_apart_and_in_order(palette: Palette, sight: str) -> None:
    lightness = [see(color, sight)[0] for color in palette.steps]
    steps = np.diff(lightness) if palette is DARK else -np.diff(lightness)
    assert (steps > LEAST_LIGHTNESS_STEP).all(), steps
    for one, other in itertools.pairwise(palette.steps):
        assert differ(one, other, sight) > LEAST_STEP, (one, other)


@palettes
@sights
def test_what_means_different_things_looks_different(palette: Palette, sight: str) -> None:
    for what, pair in told_apart(palette).items():
        assert differ(*pair, sight) > LEAST_APART, what


@palettes
def test_what_means_different_things_looks_different_in_greyscale(palette: Palette) -> None:
    for what, (one, other) in told_apart(palette).items():
        assert abs(see(one, "full sight")[0] - see(other, "full sight")[0]) > LEAST_APART, what
