"""What is said to have changed (增减): amounts, rates, shares, reasons; in sentences and in tables."""
