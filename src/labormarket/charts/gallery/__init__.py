"""The charts, one module and one catalogue of words each; see docs/charts.md."""
