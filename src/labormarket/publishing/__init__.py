"""Figure in, four files out: picture, drawing, plotted rows, description; written together or not at all."""
