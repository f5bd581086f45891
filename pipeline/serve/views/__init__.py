"""The pages of the web proof, a view a file: a `WebProof` becomes trees of HTML, which `frame` makes into pages.

Everything goes through the tree and its serialiser, so that no title or file name can become markup.
"""
