"""Performance targets (绩效): their forms beside each other and beside the budget."""
