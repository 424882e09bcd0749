"""Language knowledge that every room shares: tables, words by jieba, gazetteer, headings, width and script."""
