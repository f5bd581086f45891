"""Words: a language's marks and labels, and the rules that set a manuscript's text."""
