"""How files are written and shown: whole or not at all, by one writer, as safe text and CSV; errors with a mend."""
