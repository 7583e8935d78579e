"""Published budgets transcribed as expected figures, and the means to compare a built document with them."""
