"""The terms of the glossary in the text of pages: the first of each leads to its meaning (decision 100)."""
