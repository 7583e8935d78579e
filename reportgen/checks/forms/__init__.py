"""How the document is written (形式): codes and names, years, units, numbering, punctuation."""
