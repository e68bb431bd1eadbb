"""Commands on a checkout: its notebooks executed, its editions compared, its rows traced, its release packed."""
