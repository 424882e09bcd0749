"""Language knowledge that every room shares: tables, jieba's dictionary, folding of width and script, headings."""
