"""What the document has to hold (要件): tables, sections, sentences, terms, days."""
