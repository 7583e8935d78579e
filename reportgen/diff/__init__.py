"""Two documents, or two budgets, compared (比对): what moved, what changed, what merely has another year.

changes    what is different, as data
renaming   members that two budgets call differently (by likeness and members); renamed: what they are called
figures    figures of two budgets by their names (sides, facts); importance: their order in a summary
reasons    what two budget files say in words (words: of which figure or unit, where)
"""
