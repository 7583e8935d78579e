"""Changes (增减) in sentences and in tables: amounts, rates, shares, reasons."""
