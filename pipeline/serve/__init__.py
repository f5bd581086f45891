"""The web proof: a book in the browser, rebuilt on every save (`galerada serve`), or as a folder of files.

In: a book's folder. Out: pages of HTML that are served on this machine alone, or handed over (`site.static`).
The views are pure functions of a `WebProof`; the server knows nothing of books, and the views nothing of sockets.
"""
