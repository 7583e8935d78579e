"""Random valid budgets, and what they must print, worked out a second time from the manual alone."""
