"""What the server shows: the newest site, its number, and a bell that rings when there is a newer one.

In: sites, from whoever builds them. Out: the same, to any number of threads.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from .site import File, Site

KEPT = 2
"""Older sites whose pictures can still be had: a page that was fetched a moment ago goes on fetching them."""


@dataclass(frozen=True, slots=True)
class News:
    """What is on the board."""

    site: Site
    version: int
    said: str
    """What has happened, in words."""


@dataclass(slots=True)
class Board:
    """One site at a time."""

    news: News
    closed: bool = False
    older: tuple[Site, ...] = ()
    _bell: threading.Condition = field(default_factory=threading.Condition)

    def put(self, site: Site, said: str) -> None:
        """Show a newer site; requests that are being answered keep the one they began with."""
        with self._bell:
            self.older = (self.news.site, *self.older)
            self.news = News(site, self.news.version + 1, said)
            gone, self.older = self.older[KEPT:], self.older[:KEPT]
            self._bell.notify_all()
        for old in gone:
            old.plates.close()

    def found(self, name: str) -> tuple[Site, File] | None:
        """A file by its name: of the newest site; of an older one, if its name says what it holds."""
        for site in (self.news.site, *self.older):
            file = site.files.get(name)
            if file is not None and (file.lasting or site is self.news.site):
                return site, file
        return None

    def after(self, version: int, seconds: float) -> News | None:
        """The news once they are newer than this; None when there were none for so long, or the board is closed."""
        with self._bell:
            self._bell.wait_for(lambda: self.closed or self.news.version != version, seconds)
            return self.news if not self.closed and self.news.version != version else None

    def close(self) -> None:
        """No more news: whoever waits is told."""
        with self._bell:
            self.closed = True
            self._bell.notify_all()
