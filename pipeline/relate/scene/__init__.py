"""Scene: the article as statements need it: clauses, the words around each quantity, places, headings, referents."""
