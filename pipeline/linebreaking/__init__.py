"""The lines of a paragraph, chosen all together, as TeX chooses them; the page's engine only draws them.

`cascade` reads how each text is set from the style sheets, `measuring` measures words with HarfBuzz, `material` cuts a
paragraph into what may be broken, `optimum` chooses the breaks, `fitting` fits each line to its measure, and `setting`
puts the lines into the tree.
"""
