"""Whether a page is in the book today, and when it was written.

In: a page's front matter, and the day. Out: why it is left out, or nothing. As Hugo and the hugo-book theme have it:
drafts, pages of the future, expired ones, `bookHidden`, `build` and `headless`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from ..model import FrontMatter
from .frontmatter import moment

# Hugo, configuration `frontmatter`: the keys that may say a date, the first that is there has the say.
_DATE = ("date", "publishdate", "pubdate", "published", "lastmod", "modified")
_PUBLISHED = ("publishdate", "pubdate", "published", "date")
_EXPIRES = ("expirydate", "unpublishdate")
_NEVER = ("never", "false")


@dataclass(frozen=True, slots=True)
class Absence:
    """Why a page is left out."""

    why: str
    below: bool = True
    """Whether, when it is a section's own page, all of the section goes with it."""
    dates: bool = True
    """Whether it still lends its date to the section that holds it."""


def absence(meta: FrontMatter, today: date, draft: bool) -> Absence | None:
    """Why the page is left out; None when it is in the book."""
    if why := "" if draft else _not_now(meta, today):
        return Absence(why, dates=False)
    return Absence("bookHidden") if meta.hidden else _unlisted(meta.params)


def _unlisted(params: Mapping[str, object]) -> Absence | None:
    if str(params.get("headless", "")).lower() == "true":
        return Absence("headless")
    for name in ("build", "_build"):
        options = params.get(name)
        said = {key: str(value).lower() for key, value in options.items()} if isinstance(options, dict) else {}
        if said.get("list") in _NEVER:
            return Absence(f"{name}: list: {said['list']}")
        if said.get("render") in _NEVER:
            return Absence(f"{name}: render: {said['render']}", below=False)
    return None


def _not_now(meta: FrontMatter, today: date) -> str:
    if meta.draft or str(meta.params.get("published", "")).lower() == "false":
        return "a draft; --draft takes it in"
    key, begins = _first(meta, _PUBLISHED)
    if begins and _day(begins) > today:
        return f"its {key} lies ahead ({_day(begins).isoformat()}); --draft takes it in"
    _, ends = _first(meta, _EXPIRES)
    return f"it expired on {_day(ends).isoformat()}" if ends and _day(ends) <= today else ""


def instant(meta: FrontMatter) -> float:
    """The moment of its date, to sort by; the beginning of time for a page without a date."""
    _, found = _first(meta, _DATE)
    return found.timestamp() if found else float("-inf")


def has_date(meta: FrontMatter) -> bool:
    """Whether it says a date of any kind."""
    return bool(_first(meta, (*_DATE, *_EXPIRES))[1])


def _first(meta: FrontMatter, keys: tuple[str, ...]) -> tuple[str, datetime | None]:
    for key in keys:
        value = meta.params.get(key)
        found = moment(str(value).strip()) if value is not None else None
        if found is not None:
            return key, _utc(found)
    return "", None


def _utc(day: datetime | date) -> datetime:
    """Hugo reads a date without a zone as UTC."""
    if not isinstance(day, datetime):
        day = datetime.combine(day, time())
    return day if day.tzinfo else day.replace(tzinfo=UTC)


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()
