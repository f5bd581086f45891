#!/usr/bin/env python3
# ruff: noqa: E501
"""Draw every picture of "La página quieta".

One art direction for the whole book: a linocut printed in three inks (ochre,
vermilion, blue-black) on cream stock, a hair out of register.  Everything is
geometry; the only letters come from the EB Garamond that the book is set in.
The script is deterministic: run it twice and the files are the same.

    python book/art/draw.py            # everything
    python book/art/draw.py 03 tipo    # only the pictures whose name matches
"""

from __future__ import annotations

import math
import random
import sys
from pathlib import Path

import fontpkg_eb_garamond
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

HERE = Path(__file__).resolve().parent
BANNERS = HERE.parent / "static" / "style_1" / "banners"
PLATES = HERE.parent / "static" / "laminas"
FONT = Path(fontpkg_eb_garamond.__file__).parent / "files" / "EBGaramond[wght].ttf"

PAPER = (246, 238, 220)
INKS = {"och": (226, 170, 66), "ver": (214, 63, 38), "ink": (22, 33, 56)}
OFFSET = {"och": (-2.0, 1.4), "ver": (1.8, -1.2), "ink": (0.0, 0.0)}
HEX = {"paper": "#f6eedc", "och": "#e2aa42", "ver": "#d63f26", "ink": "#162138"}
SS = 3
SALT = 150  # how little ink is left where the roller skipped

Point = tuple[float, float]


class Plate:
    """Three masks, one per ink, drawn at SS times the final size."""

    def __init__(self, width: int, height: int, seed: int, salt: bool = True) -> None:
        self.salt = salt
        self.w, self.h = width, height
        self.rng = random.Random(seed)
        self.masks = {k: Image.new("L", (width * SS, height * SS), 0) for k in INKS}
        self.pens = {k: ImageDraw.Draw(m) for k, m in self.masks.items()}

    # -- primitives ---------------------------------------------------------
    def _each(self, inks: str) -> list[str]:
        return list(INKS) if inks == "all" else inks.split("+")

    def poly(self, inks: str, pts: list[Point], on: bool = True) -> None:
        scaled = [(x * SS, y * SS) for x, y in pts]
        for ink in self._each(inks):
            self.pens[ink].polygon(scaled, fill=255 if on else 0)

    def cut(self, pts: list[Point], inks: str = "all") -> None:
        self.poly(inks, pts, False)

    def rect(self, inks: str, x: float, y: float, w: float, h: float, on: bool = True, r: float = 0) -> None:
        box = (x * SS, y * SS, (x + w) * SS, (y + h) * SS)
        for ink in self._each(inks):
            self.pens[ink].rounded_rectangle(box, r * SS, fill=255 if on else 0)

    def disc(self, inks: str, x: float, y: float, r: float, on: bool = True) -> None:
        box = ((x - r) * SS, (y - r) * SS, (x + r) * SS, (y + r) * SS)
        for ink in self._each(inks):
            self.pens[ink].ellipse(box, fill=255 if on else 0)

    def path(self, inks: str, pts: list[Point], width: float, on: bool = True) -> None:
        """A stroke with round joins and ends."""
        scaled = [(x * SS, y * SS) for x, y in pts]
        r = width * SS / 2
        for ink in self._each(inks):
            pen, fill = self.pens[ink], 255 if on else 0
            pen.line(scaled, fill=fill, width=max(1, round(width * SS)), joint="curve")
            for x, y in (scaled[0], scaled[-1]):
                pen.ellipse((x - r, y - r, x + r, y + r), fill=fill)

    def gouge(self, inks: str, a: Point, b: Point, width: float, on: bool = False, bend: float = 0.0) -> None:
        """The mark of a V-tool: pointed at both ends, thickest in the middle."""
        (x1, y1), (x2, y2) = a, b
        length = math.hypot(x2 - x1, y2 - y1) or 1
        nx, ny = -(y2 - y1) / length, (x2 - x1) / length
        left: list[Point] = []
        right: list[Point] = []
        for i in range(13):
            t = i / 12
            bow = bend * math.sin(math.pi * t)
            half = width / 2 * math.sin(math.pi * t) ** 0.7
            cx, cy = x1 + (x2 - x1) * t + nx * bow, y1 + (y2 - y1) * t + ny * bow
            left.append((cx + nx * half, cy + ny * half))
            right.append((cx - nx * half, cy - ny * half))
        self.poly(inks, left + right[::-1], on)

    def grain(
        self,
        inks: str,
        x: float,
        y: float,
        w: float,
        h: float,
        step: float,
        width: float,
        along: str = "x",
        on: bool = False,
        fill: float = 0.8,
    ) -> None:
        """Rows of gouges inside a rectangle, as on carved wood."""
        rows = int((h if along == "x" else w) // step)
        for i in range(rows):
            pos = (i + 0.5) * step
            span = w if along == "x" else h
            at = self.rng.uniform(0, span * 0.12)
            while at < span * 0.94:
                end = min(span, at + span * self.rng.uniform(0.25, 0.7))
                if self.rng.random() < fill and end - at > 8:
                    jitter = self.rng.uniform(-0.12, 0.12) * step
                    if along == "x":
                        self.gouge(inks, (x + at, y + pos + jitter), (x + end, y + pos + jitter), width, on)
                    else:
                        self.gouge(inks, (x + pos + jitter, y + at), (x + pos + jitter, y + end), width, on)
                at = end + span * 0.05

    def text(
        self,
        inks: str,
        x: float,
        y: float,
        w: float,
        rows: int,
        lead: float,
        thick: float,
        on: bool = True,
        last: float = 0.6,
        skew: float = 0.0,
    ) -> None:
        """Grey lines that read as words from across the room."""
        for row in range(rows):
            limit = w * (last if row == rows - 1 else 1.0)
            at = thick * 2.2 if row == 0 else 0.0
            while at < limit - thick:
                word = min(self.rng.choice((2.1, 3.2, 4.4, 5.6, 7.2)) * thick, limit - at)
                yy = y + row * lead + skew * at
                self.path(
                    inks,
                    [(x + at + thick / 2, yy), (x + at + max(word - thick / 2, thick / 2), yy + skew * word)],
                    thick,
                    on,
                )
                at += word + thick * 1.15

    def glyph(
        self,
        inks: str,
        char: str,
        origin: Point,
        u: Point,
        v: Point,
        weight: int = 700,
        on: bool = True,
        mirror: bool = False,
        size: int = 900,
        box: tuple[float, float] | None = None,
    ) -> None:
        """Lay a letter on the parallelogram origin, origin+u, origin+v (y upwards along v)."""
        font = garamond(size, weight)
        advance = font.getlength(char)
        width, height = box or (advance, size * 1.0)
        tile = Image.new("L", (round(width), round(height)), 0)
        ImageDraw.Draw(tile).text(((width - advance) / 2, height * 0.76), char, font=font, fill=255, anchor="ls")
        if mirror:
            tile = tile.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        tw, th = tile.size
        ux, uy, vx, vy = u[0] * SS / tw, u[1] * SS / tw, -v[0] * SS / th, -v[1] * SS / th
        ox, oy = (origin[0] + v[0]) * SS, (origin[1] + v[1]) * SS
        det = ux * vy - vx * uy
        a, b, d, e = vy / det, -vx / det, -uy / det, ux / det
        xs = [p * SS for p in (origin[0], origin[0] + u[0], origin[0] + v[0], origin[0] + u[0] + v[0])]
        ys = [p * SS for p in (origin[1], origin[1] + u[1], origin[1] + v[1], origin[1] + u[1] + v[1])]
        left, top = math.floor(min(xs)), math.floor(min(ys))
        size_out = (math.ceil(max(xs)) - left, math.ceil(max(ys)) - top)
        dx, dy = left - ox, top - oy
        stamp = tile.transform(
            size_out, Image.Transform.AFFINE, (a, b, a * dx + b * dy, d, e, d * dx + e * dy), Image.Resampling.BICUBIC
        )
        for ink in self._each(inks):
            self.masks[ink].paste(255 if on else 0, (left, top), stamp)

    # -- printing -----------------------------------------------------------
    def pull(self) -> Image.Image:
        """Print the three blocks on cream paper."""
        size = (self.w, self.h)
        sheet = Image.new("RGB", size, PAPER)
        for ink, colour in INKS.items():
            dx, dy = OFFSET[ink]
            mask = self.masks[ink].transform(
                self.masks[ink].size, Image.Transform.AFFINE, (1, 0, -dx * SS, 0, 1, -dy * SS)
            )
            mask = mask.resize(size, Image.Resampling.BOX)
            # Salt: where the roller did not quite reach.
            salt = noise(size, self.rng, 3).point(lambda v: max(SALT, min(255, SALT + (v - 6) * 10)))
            if self.salt:
                mask = ImageChops.multiply(mask, salt)
            film = Image.composite(Image.new("RGB", size, colour), Image.new("RGB", size, "white"), mask)
            sheet = ImageChops.multiply(sheet, film)
        return sheet

    def save(self, path: Path, quality: int = 80, limit: int = 118_000) -> None:
        sheet = self.pull()
        while True:
            sheet.save(path, "WEBP", quality=quality, method=6)
            if path.stat().st_size <= limit or quality <= 54:
                break
            quality -= 2
        print(f"{path.relative_to(HERE.parent)}  {path.stat().st_size / 1000:.0f} kB  q{quality}")


def noise(size: tuple[int, int], rng: random.Random, radius: float) -> Image.Image:
    """Seeded noise, blurred and stretched; radius is the size of a speck."""
    step = max(1, round(radius))
    w, h = size[0] // step + 4, size[1] // step + 4
    img = Image.frombytes("L", (w, h), rng.randbytes(w * h)).filter(ImageFilter.GaussianBlur(1.1))
    img = img.point(lambda v: max(0, min(255, 128 + round((v - 128) * 2.4))))
    img = img.resize((w * step, h * step), Image.Resampling.BICUBIC)
    return img.crop((step, step, step + size[0], step + size[1]))


_fonts: dict[tuple[int, int], ImageFont.FreeTypeFont] = {}


def garamond(size: int, weight: int = 400) -> ImageFont.FreeTypeFont:
    key = (size, weight)
    if key not in _fonts:
        font = ImageFont.truetype(str(FONT), size)
        font.set_variation_by_axes([weight])
        _fonts[key] = font
    return _fonts[key]


def ring(cx: float, cy: float, r: float, a0: float = 0, a1: float = 360, n: int = 96) -> list[Point]:
    return [
        (
            cx + r * math.cos(math.radians(a0 + (a1 - a0) * i / n)),
            cy + r * math.sin(math.radians(a0 + (a1 - a0) * i / n)),
        )
        for i in range(n + 1)
    ]


def bezier(p0: Point, p1: Point, p2: Point, p3: Point, n: int = 48) -> list[Point]:
    out = []
    for i in range(n + 1):
        t = i / n
        k = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3)
        out.append(
            (
                sum(c * p[0] for c, p in zip(k, (p0, p1, p2, p3), strict=True)),
                sum(c * p[1] for c, p in zip(k, (p0, p1, p2, p3), strict=True)),
            )
        )
    return out


# ---------------------------------------------------------------------------
# Banners
# ---------------------------------------------------------------------------
def peso() -> None:
    p = Plate(2400, 900, 101)
    for i in range(21):
        p.rect("och", 0, 30 + i * 42, 2400, 2.2)
    p.disc("och", 1810, 330, 265)
    for i in range(26):  # rays cut in the disc
        a = 2 * math.pi * i / 26
        p.gouge(
            "och",
            (1810 + 175 * math.cos(a), 330 + 175 * math.sin(a)),
            (1810 + 250 * math.cos(a), 330 + 250 * math.sin(a)),
            9,
        )
    p.rect("och", 0, 520, 2400, 380, False)
    p.rect("och", 0, 530, 2400, 370)
    p.grain("och", 0, 546, 2400, 354, 25, 5, fill=0.85)
    vec: Point = (150.0, -250.0)
    body = 372.0
    widths = {"a": 250, "r": 232, "t": 216, "e": 258, "l": 178}
    x, y = 470.0, 392.0
    total = sum(widths.values())
    # cast shadow
    p.poly(
        "ink",
        [
            (x + total, y + body),
            (x + total + vec[0], y + body + vec[1]),
            (x + total + 420, y + body + vec[1] + 56),
            (x + total + 250, y + body),
        ],
    )
    p.grain("ink", x + total + 30, y + body - 190, 340, 186, 14, 5, fill=0.9)
    for char in "artel":
        w = float(widths[char])
        lift = -58.0 if char == "t" else 0.0
        yy = y + lift
        h = body - lift
        front = [(x, yy), (x + w, yy), (x + w, yy + h), (x, yy + h)]
        top = [(x, yy), (x + w, yy), (x + w + vec[0], yy + vec[1]), (x + vec[0], yy + vec[1])]
        side = [(x + w, yy), (x + w + vec[0], yy + vec[1]), (x + w + vec[0], yy + h + vec[1]), (x + w, yy + h)]
        for shape in (front, top, side):
            p.cut(shape)
        p.poly("ink", side)
        for k in range(13):
            t = (k + 0.5) / 13
            sx, sy = x + w + vec[0] * t, yy + vec[1] * t
            p.gouge("ink", (sx, sy + 14), (sx, sy + h - 14), 5.2)
        p.poly("ink", front)
        p.grain("ink", x + 14, yy + 26, w - 28, 150, 19, 4.6, fill=0.75)
        p.cut([(x, yy + h - 122), (x + w, yy + h - 122), (x + w, yy + h - 92), (x, yy + h - 92)])
        p.rect("och", x, yy + h - 122, w, 30)
        p.cut([(x + w - 3.5, yy), (x + w, yy), (x + w, yy + h), (x + w - 3.5, yy + h)])
        p.poly("och", top)
        p.path("ink", [*top, top[0]], 4)
        # the letter, raised and reversed
        box = (1010 * w / 292, 1010.0)
        u: Point = (w, 0.0)
        for k in range(0, 31, 1):
            p.glyph("ink", char, (x, yy - k), u, vec, 700, mirror=True, box=box)
        p.glyph("ink+och", char, (x, yy - 31), u, vec, 700, on=False, mirror=True, box=box)
        p.glyph("ver", char, (x, yy - 31), u, vec, 700, mirror=True, box=box)
        x += w
    # a lonely space, the piece that prints nothing
    x, y, w, h = 1990.0, 640.0, 150.0, 124.0
    vec = (96.0, -96.0)
    p.cut(
        [
            (x, y),
            (x + vec[0], y + vec[1]),
            (x + w + vec[0], y + vec[1]),
            (x + w + vec[0], y + h + vec[1]),
            (x + w, y + h),
            (x, y + h),
        ]
    )
    p.poly("ver", [(x, y), (x + w, y), (x + w + vec[0], y + vec[1]), (x + vec[0], y + vec[1])])
    p.poly("ink", [(x, y), (x + w, y), (x + w, y + h), (x, y + h)])
    p.grain("ink", x + 8, y + 14, w - 16, h - 28, 16, 4)
    p.poly("ink", [(x + w, y), (x + w + vec[0], y + vec[1]), (x + w + vec[0], y + h + vec[1]), (x + w, y + h)])
    for k in range(7):
        t = (k + 0.5) / 7
        p.gouge("ink", (x + w + vec[0] * t, y + vec[1] * t + 8), (x + w + vec[0] * t, y + h + vec[1] * t - 8), 5)
    p.save(BANNERS / "01_peso.webp")


def press(p: Plate, x: float, y: float, s: float, banner: bool = False) -> None:
    """A common press seen from the front; x is its axis, y the floor."""
    wood = lines = "ink"

    def q(*pts: Point) -> list[Point]:
        return [(x + a * s, y + b * s) for a, b in pts]

    def box(a: float, b: float, w: float, h: float) -> None:
        p.cut(q((a - 3, b - 3), (a + w + 3, b - 3), (a + w + 3, b + h + 3), (a - 3, b + h + 3)))
        p.poly(wood, q((a, b), (a + w, b), (a + w, b + h), (a, b + h)))

    def carve(a: float, b: float, w: float, h: float, along: str, step: float = 11, fill: float = 0.72) -> None:
        p.grain(lines, x + a * s, y + b * s, w * s, h * s, step * s, 3.0 * s, along, fill=fill)

    # cheeks and feet
    for a in (-150, 102):
        box(a, -640, 48, 640)
        carve(a + 5, -620, 38, 590, "y")
        box(a - 34, -40, 116, 40)
        carve(a - 28, -36, 104, 32, "x", 9)
    # winter, cap and head
    box(-172, -690, 344, 62)
    carve(-164, -684, 328, 50, "x")
    box(-190, -712, 380, 20)
    box(-104, -560, 208, 62)
    carve(-98, -554, 196, 50, "x")
    # screw
    for i in range(6):
        yy = -498 + i * 15
        p.cut(q((-33, yy - 3), (33, yy + 4), (33, yy + 18), (-33, yy + 11)))
        p.poly("och" if banner else "ver", q((-30, yy), (30, yy + 7), (30, yy + 15), (-30, yy + 8)))
    p.cut(q((-36, -410), (36, -410), (36, -372), (-36, -372)))
    p.poly("och" if banner else "ver", q((-34, -408), (34, -408), (34, -376), (-34, -376)))
    # bar
    p.path("all", q((24, -392), (150, -398), (262, -372), (312, -340)), 25 * s, False)
    p.path("ink", q((24, -392), (150, -398), (262, -372), (312, -340)), 15 * s)
    p.path("och" if banner else "ver", q((262, -372), (312, -340)), 20 * s)
    p.path("ink", q((262, -372), (312, -340)), 20 * s, False)
    # hose and platen
    box(-46, -374, 92, 62)
    carve(-42, -370, 84, 54, "y", 12)
    for a in (-70, 64):
        p.poly("ink", q((a, -374), (a + 6, -374), (a + 6, -300), (a, -300)))
    box(-98, -312, 196, 40)
    carve(-94, -308, 188, 32, "x", 10)
    # bed, forme, tympan
    box(-232, -214, 464, 32)
    carve(-226, -210, 452, 24, "x", 9)
    p.cut(q((-150, -238), (150, -238), (150, -217), (-150, -217)))
    p.poly("ver", q((-146, -236), (146, -236), (146, -218), (-146, -218)))
    p.cut(q((-166, -216), (-276, -404), (-302, -390), (-196, -214)))
    p.poly("och", q((-172, -218), (-278, -398), (-296, -388), (-192, -218)))
    p.path("ink", q((-172, -218), (-278, -398), (-296, -388), (-192, -218), (-172, -218)), 5 * s)
    # rails and legs of the carriage
    box(-290, -180, 580, 20)
    for a in (-262, 232):
        box(a, -160, 30, 160)
        carve(a + 4, -150, 22, 140, "y", 10)
    box(-92, -160, 184, 34)
    carve(-86, -156, 172, 26, "x", 9)
    # rounce
    p.disc("all", x, y - 110 * s, 46 * s, False)
    p.disc("ver", x, y - 110 * s, 40 * s)
    p.disc("ver", x, y - 110 * s, 26 * s, False)
    p.disc("ink", x, y - 110 * s, 10 * s)
    for k in range(6):
        a = math.pi * k / 3 + 0.2
        p.path(
            "ver",
            [
                (x + 10 * s * math.cos(a), y - 110 * s + 10 * s * math.sin(a)),
                (x + 33 * s * math.cos(a), y - 110 * s + 33 * s * math.sin(a)),
            ],
            6 * s,
        )


def prensa() -> None:
    p = Plate(2400, 900, 303)
    p.rect("ink", 0, 0, 2400, 900)
    cx, cy, r = 1200.0, 400.0, 366.0
    # halo: rings of gouges
    for k, rr in enumerate((402, 444, 494, 552)):
        n = 60 + 12 * k
        for i in range(n):
            a = 2 * math.pi * (i + 0.5 * (k % 2)) / n
            half = math.pi / n * 0.62
            p.gouge(
                "ink",
                (cx + rr * math.cos(a - half), cy + rr * math.sin(a - half)),
                (cx + rr * math.cos(a + half), cy + rr * math.sin(a + half)),
                7.4 - k * 1.2,
                bend=-rr * (1 - math.cos(half)),
            )
    p.disc("ink", cx, cy, r, False)
    p.disc("ver", cx, cy, r)
    for mx, my, mr in ((1010, 250, 54), (1086, 150, 26), (1390, 300, 40), (1440, 220, 18), (970, 400, 22)):
        p.disc("ver", mx, my, mr, False)
        p.disc("och", mx, my, mr)
    # stars
    for _ in range(46):
        sx, sy = p.rng.uniform(30, 2370), p.rng.uniform(20, 215)
        if math.hypot(sx - cx, sy - cy) < 610:
            continue
        arm = p.rng.choice((7, 9, 13))
        p.gouge("ink", (sx - arm, sy), (sx + arm, sy), 4.5)
        p.gouge("ink", (sx, sy - arm), (sx, sy + arm), 4.5)
    # floor
    p.rect("ink", 0, 792, 2400, 108)
    for i in range(6):
        p.path("ink", [(0, 806 + i * 17 + i * i), (2400, 806 + i * 17 + i * i)], 3, False)
    # drying lines with hanging sheets
    for x0, x1, n in ((-40, 760, 5), (1640, 2440, 5)):
        rope = [(x0 + (x1 - x0) * t / 40, 236 + 62 * math.sin(math.pi * t / 40)) for t in range(41)]
        p.path("ink", rope, 4.5, False)
        for i in range(n):
            t = (i + 0.62) / (n + 0.25)
            hx, hy = x0 + (x1 - x0) * t, 236 + 62 * math.sin(math.pi * t)
            tilt = p.rng.uniform(-7, 7)
            w, h = 118.0, 172.0
            sheet = [
                (hx - w / 2, hy - 6),
                (hx + w / 2, hy - 6),
                (hx + w / 2 + tilt, hy + h),
                (hx - w / 2 + tilt, hy + h),
            ]
            p.cut(sheet)
            if i == (1 if x0 < 0 else 3):
                p.poly("och", sheet)
            for half in (-1, 1):
                bx = hx - 48 if half < 0 else hx + 7
                p.text("ink", bx + tilt * 0.5, hy + 26, 41, 9, 14.5, 4.6, last=0.55)
            p.path("ink", [(hx + tilt * 0.1, hy - 4), (hx + tilt, hy + h)], 2)
            for peg in (hx - 47, hx + 34):
                p.rect("all", peg - 3, hy - 23, 19, 38, False, 4)
                p.rect("ver", peg, hy - 20, 13, 32, r=3)
    press(p, cx, 800, 0.99, banner=True)
    # stacks of paper at both sides
    for sx, n, w in ((330, 15, 300), (1790, 9, 330)):
        for i in range(n):
            dx = p.rng.uniform(-7, 7)
            p.rect("ink", sx + dx, 790 - (i + 1) * 13, w, 10, False, 2)
            if i % 5 == 2:
                p.rect("och" if i % 2 else "ver", sx + dx, 790 - (i + 1) * 13, w, 10, r=2)
    # ink ball resting on the right-hand pile
    p.disc("ink", 1950, 628, 50, False)
    p.disc("ver", 1950, 628, 46)
    p.rect("all", 1880, 628, 140, 50, False)
    p.rect("och", 1892, 632, 116, 38, r=6)
    p.path("all", [(1950, 582), (1950, 520)], 26, False)
    p.path("och", [(1950, 576), (1950, 522)], 17)
    p.save(BANNERS / "03_prensa.webp")


def pliego() -> None:
    p = Plate(2400, 900, 404)
    p.rect("och", 0, 690, 2400, 210)
    p.grain("och", 0, 700, 2400, 200, 24, 6, fill=0.85)
    p.disc("och", 420, 300, 190)
    for i in range(9):
        p.gouge("och", (270 + i * 4, 170 + i * 34), (570 - i * 4, 170 + i * 34), 8)
    n, x0, step = 8, 250.0, 238.0
    dip = 92.0
    y0, h = 176.0, 500.0
    xs = [x0 + i * step for i in range(n + 1)]
    ys = [y0 + (dip if i % 2 else 0) for i in range(n + 1)]
    # shadow on the table
    p.poly(
        "ink",
        [
            (xs[0], ys[0] + h + 4),
            *[(xs[i], ys[i] + h) for i in range(n + 1)],
            (xs[n] + 120, ys[n] + h + 66),
            (xs[0] + 120, ys[0] + h + 120),
        ],
    )
    p.grain("ink", xs[0], 690, xs[n] - xs[0] + 140, 110, 14, 5.5, fill=0.95)
    for i in range(n):
        face = [(xs[i], ys[i]), (xs[i + 1], ys[i + 1]), (xs[i + 1], ys[i + 1] + h), (xs[i], ys[i] + h)]
        p.cut(face)
        slope = (ys[i + 1] - ys[i]) / step
        if i % 2:  # the side in shade: solid, with carved lines
            p.poly("ink", face)
            for row in range(15):
                a = 54 + row * 27.0
                x1 = xs[i] + 120 if row == 14 else xs[i + 1] - 42
                xa = xs[i] + 34 + (28 if row == 0 else 0)
                p.gouge("ink", (xa, ys[i] + a + slope * (xa - xs[i])), (x1, ys[i] + a + slope * (x1 - xs[i])), 8.5)
        else:
            p.text("ink", xs[i] + 40, ys[i] + 66 + slope * 40, step - 76, 14, 27, 8.6, last=0.45, skew=slope)
            if i == 2:  # an initial
                p.poly(
                    "ink",
                    [
                        (xs[i] + 26, ys[i] + 44 + slope * 26),
                        (xs[i] + 122, ys[i] + 44 + slope * 122),
                        (xs[i] + 122, ys[i] + 138 + slope * 122),
                        (xs[i] + 26, ys[i] + 138 + slope * 26),
                    ],
                    False,
                )
                p.poly(
                    "ver",
                    [
                        (xs[i] + 34, ys[i] + 54 + slope * 34),
                        (xs[i] + 108, ys[i] + 54 + slope * 108),
                        (xs[i] + 108, ys[i] + 128 + slope * 108),
                        (xs[i] + 34, ys[i] + 128 + slope * 34),
                    ],
                )
                p.glyph(
                    "ver",
                    "A",
                    (xs[i] + 34, ys[i] + 128 + slope * 34),
                    (74, 74 * slope),
                    (0, -74),
                    600,
                    on=False,
                    box=(900, 900),
                )
        p.path("ink", [*face, face[0]], 4.5)
    # the thread, in and out through every fold
    thread: list[Point] = []
    for k in range(-30, 331):
        t = k / 300
        x = x0 + t * step * n
        phase = t * n * math.pi
        thread.append((x, 470 + 120 * math.sin(phase) * (1 if 0 <= t <= 1 else 0.8) + 10 * math.sin(phase / 2)))
    runs: list[list[Point]] = [[]]
    for pt in thread:
        t = (pt[0] - x0) / step
        hidden = 0 < t < n and (t % 2) > 1.0  # behind the dark faces
        if hidden:
            if runs[-1]:
                runs.append([])
        else:
            runs[-1].append(pt)
    ex, ey = thread[-1]
    lx, ly = thread[0]
    runs = [run for run in runs if len(run) > 1]
    runs[0] = bezier((64, 560), (66, 520), (28, 460), (lx, ly), 40)[:-1] + runs[0]
    runs[-1] += bezier((ex, ey), (ex + 24, ey - 66), (2250, 300), (2222, 236))[1:]
    for run in runs:
        if len(run) > 1:
            p.path("all", run, 21, False)
            p.path("ver", run, 12)
    for i in range(1, n):
        hy = 470 + 10 * math.sin(i * math.pi / 2)
        p.disc("all", xs[i], hy, 14, False)
        p.disc("ink", xs[i], hy, 10)
    # needle at the right
    a, b = (2206.0, 250.0), (2346.0, 40.0)
    p.gouge("all", a, b, 40, False)
    p.gouge("ink", a, b, 25, True)
    p.gouge("ink", (2216, 235), (2238, 202), 9)
    p.disc("all", 64, 560, 22, False)
    p.disc("ver", 64, 560, 17)
    p.save(BANNERS / "04_pliego.webp")


def galerada() -> None:
    p = Plate(2400, 900, 505, salt=False)
    p.rect("ink", 0, 0, 2400, 900)
    p.grain("ink", 0, 0, 2400, 900, 45, 6.5, fill=0.6)
    # the tray
    x, y, w, h = 130.0, 150.0, 1420.0, 610.0
    p.cut([(x - 12, y - 12), (x + w + 12, y - 12), (x + w + 12, y + h + 12), (x - 12, y + h + 12)])
    p.rect("och", x, y, w, h)
    for i in range(30):
        p.gouge("och", (x + 46, y + 62 + i * 18), (x + w - 10, y + 62 + i * 18), 4)
    p.rect("ver", x, y, w, 40)
    p.rect("ver", x, y + h - 40, w, 40)
    p.rect("ver", x, y, 40, h)
    p.rect("och", x, y, w, 40)
    for sx in (x + 20, x + 480, x + 940, x + w - 24):
        for sy in (y + 20, y + h - 20):
            p.disc("all", sx, sy, 8, False)
            p.disc("ink", sx, sy, 6)
    # rows of type, seen from above: every sort is a little square with a face
    row_h, tx = 62.0, x + 62
    copy = (
        "la página está quieta para ",
        "que se mueva quien la lee y ",
        "nadie nota que estuvo allí ",
        "quien puso la coma donde ",
        "debía ni quien la quitó de ",
        "donde no debía con lápiz ",
        "rojo y buena luz a la hora ",
        "en que todo parece negro ",
    )
    for row in range(8):
        ty = y + 58 + row * row_h
        at = tx
        for char in reversed("de la galerada " + copy[row]):
            sw = 27.0 if char == " " else 12 + garamond(90, 600).getlength(char) * 0.56
            if at + sw > x + w - 40:
                break
            p.cut([(at, ty), (at + sw - 3, ty), (at + sw - 3, ty + row_h - 6), (at, ty + row_h - 6)])
            p.rect("ink", at, ty, sw - 3, row_h - 6)
            if char == " ":
                p.gouge("ink", (at + 5, ty + 40), (at + sw - 8, ty + 14), 4.5)
            else:
                p.glyph(
                    "ink",
                    char,
                    (at, ty + row_h - 6),
                    (sw - 3, 0),
                    (0, -(row_h - 6)),
                    600,
                    on=False,
                    mirror=True,
                    size=90,
                    box=((sw - 3) / 56 * 100, 100),
                )
            at += sw
    # the proof: a long strip that peels off and curls up
    left, right = 1010.0, 1800.0
    top, bottom = 84.0, 790.0
    lift = [(left, bottom + 30), (left + 60, top + 40), (right + 330, top - 44), (right + 280, bottom - 60)]
    p.poly(
        "ink", [(left - 26, bottom + 60), (left + 30, top + 70), (right + 200, top + 20), (right + 320, bottom + 10)]
    )
    p.cut(lift)
    ux = ((lift[3][0] - lift[0][0]), (lift[3][1] - lift[0][1]))
    slope = ux[1] / ux[0]
    vx = (lift[1][0] - lift[0][0]) / (lift[1][1] - lift[0][1])
    rows = 15
    for row in range(rows):
        yy = top + 118 + row * 42
        xx = left + 60 + (yy - (top + 40)) * vx + 110
        p.text("ink", xx, yy, 790, 1, 42, 13, last=0.52 if row == rows - 1 else 1.0, skew=slope * 0.92)

    def level(row: float, px: float) -> float:
        yy = top + 118 + row * 42
        return yy + slope * 0.92 * (px - (left + 170 + (yy - (top + 40)) * vx))

    # roll at the right edge
    rx, rr = right + 305, 62.0
    roll = [
        (rx - rr + 34, top - 70),
        (rx + rr + 34, top - 78),
        (rx + rr - 18, bottom - 44),
        (rx - rr - 18, bottom - 40),
    ]
    p.cut(roll)
    p.poly("och", roll)
    for k in range(7):
        t = k / 6
        a = (roll[0][0] + (roll[1][0] - roll[0][0]) * (0.08 + 0.84 * t**1.5), top - 60)
        b = (roll[3][0] + (roll[2][0] - roll[3][0]) * (0.08 + 0.84 * t**1.5), bottom - 52)
        p.gouge("ink", a, b, 4 + 9 * (1 - t) ** 2, True)
    p.path("ink", [roll[0], roll[3]], 5)
    p.path("ink", [roll[1], roll[2]], 5)
    for cx, cy in (((roll[0][0] + roll[1][0]) / 2, top - 74), ((roll[2][0] + roll[3][0]) / 2, bottom - 42)):
        cap = [(cx + rr * math.cos(a), cy + 20 * math.sin(a)) for a in [i * math.pi / 24 for i in range(49)]]
        p.cut(cap)
        p.poly("och", cap)
        p.path("ink", cap, 5)
    spiral = []
    for i in range(90):
        a = i * 0.21
        k = 1 - i / 96
        spiral.append(((roll[0][0] + roll[1][0]) / 2 + rr * k * math.cos(a), top - 74 + 20 * k * math.sin(a)))
    p.path("ink", spiral, 3.5)
    # corrections in red: a caret, an underline, a deleatur
    p.path("ver", [(1300, level(2.9, 1300)), (1322, level(2.1, 1322)), (1344, level(2.9, 1344))], 9)
    p.path("ver", [(1226 + i * 4, level(6.5, 1226 + i * 4) + 7 * math.sin(i * 0.62)) for i in range(72)], 8)
    p.path(
        "ver",
        [
            (1664 + 96 * math.cos(i / 20), level(4, 1664 + 96 * math.cos(i / 20)) + 27 * math.sin(i / 20))
            for i in range(-10, 124)
        ],
        8,
    )
    p.path("ver", [(1420, level(9.5, 1420)), (1716, level(9.5, 1716))], 9)
    loop = (
        bezier((1062, 470), (1190, 450), (1156, 300), (1104, 342))
        + bezier((1104, 342), (1056, 400), (1126, 450), (1146, 540))[1:]
    )
    p.path("ver", loop, 10)
    # pencil
    a, b = (1560.0, 880.0), (2200.0, 716.0)
    ang = math.atan2(b[1] - a[1], b[0] - a[0])
    nx, ny = -math.sin(ang) * 26, math.cos(ang) * 26
    dx, dy = math.cos(ang), math.sin(ang)

    def along(t: float, s: float) -> Point:
        return (a[0] + dx * t + nx * s, a[1] + dy * t + ny * s)

    p.cut([along(-10, 0), along(92, -1.25), along(690, -1.25), along(690, 1.25), along(92, 1.25)])
    p.poly("och", [along(0, 0), along(92, -1), along(92, 1)])
    p.poly("ver", [along(92, -1), along(640, -1), along(640, 1), along(92, 1)])
    p.poly("ver", [along(0, 0), along(30, -0.33), along(30, 0.33)])
    p.poly("ink", [along(640, -1), along(680, -1), along(680, 1), along(640, 1)])
    p.gouge("ver", along(110, -0.35), along(620, -0.35), 7)
    p.gouge("ink", along(100, 0.45), along(636, 0.45), 7, True)
    p.save(BANNERS / "05_galerada.webp")


def errata() -> None:
    p = Plate(2400, 900, 606)
    cols, rows, cell, gap = 17, 6, 126.0, 12.0
    pitch = cell + gap
    x0 = (2400 - (cols * pitch - gap)) / 2
    y0 = (900 - (rows * pitch - gap)) / 2
    odd = (10, 3)
    p.rect("och", x0 - 14, y0 - 14, cols * pitch - gap + 28, rows * pitch - gap + 28)
    for c in range(cols):
        for r in range(rows):
            x, y = x0 + c * pitch, y0 + r * pitch
            if (c, r) == odd:
                p.rect("all", x, y, cell, cell, False, 5)
                p.grain("ver", x + 6, y + 6, cell - 12, cell - 12, 16, 5, on=True, fill=1.0)
                continue
            p.rect("och", x, y, cell, cell, False, 5)
            p.rect("ink", x, y, cell, cell, r=5)
            p.glyph("ink", "e", (x, y + cell), (cell, 0), (0, -cell), 600, on=False, box=(700, 760), size=1000)
            for _ in range(p.rng.choice((0, 1, 1))):
                edge = p.rng.uniform(8, 30)
                yy = y + p.rng.choice((p.rng.uniform(8, 20), p.rng.uniform(cell - 18, cell - 8)))
                p.gouge("ink", (x + edge, yy), (x + cell - edge * p.rng.uniform(0.6, 2), yy), 3.6)
    # the one that got up and turned round
    cx, cy = x0 + odd[0] * pitch + cell / 2 + 112, y0 + odd[1] * pitch + cell / 2 - 112
    ang, half = math.radians(17), 84.0

    def rot(a: float, b: float, ox: float = 0, oy: float = 0) -> Point:
        return (cx + ox + a * math.cos(ang) - b * math.sin(ang), cy + oy + a * math.sin(ang) + b * math.cos(ang))

    shadow = [
        rot(-half, -half, -16, 24),
        rot(half, -half, -16, 24),
        rot(half, half, -16, 24),
        rot(-half, half, -16, 24),
    ]
    p.poly("ink", shadow)
    k = half + 13
    p.cut([rot(-k, -k), rot(k, -k), rot(k, k), rot(-k, k)])
    p.poly("ver", [rot(-half, -half), rot(half, -half), rot(half, half), rot(-half, half)])
    o = rot(half, -half)  # turned letter: its foot is up
    u = (-2 * half * math.cos(ang), -2 * half * math.sin(ang))
    v = (-2 * half * math.sin(ang), 2 * half * math.cos(ang))
    p.glyph("ver", "e", o, u, v, 600, on=False, box=(700, 760), size=1000)
    p.save(BANNERS / "06_errata.webp")


def gear(p: Plate, inks: str, cx: float, cy: float, r: float, teeth: int, turn: float = 0.0, spokes: int = 6) -> None:
    pts: list[Point] = []
    depth = r * 0.13
    for i in range(teeth):
        base = 2 * math.pi * (i + turn) / teeth
        step = 2 * math.pi / teeth
        for f, rad in ((0.0, r - depth), (0.18, r - depth), (0.30, r), (0.58, r), (0.70, r - depth)):
            a = base + f * step
            pts.append((cx + rad * math.cos(a), cy + rad * math.sin(a)))
    p.poly(inks, pts)
    p.disc(inks, cx, cy, r * 0.68, False)
    for i in range(spokes):
        a = 2 * math.pi * (i + turn) / spokes
        p.path(
            inks,
            [
                (cx + r * 0.1 * math.cos(a), cy + r * 0.1 * math.sin(a)),
                (cx + r * 0.72 * math.cos(a), cy + r * 0.72 * math.sin(a)),
            ],
            r * 0.11,
        )
    p.disc(inks, cx, cy, r * 0.22)
    p.disc(inks, cx, cy, r * 0.09, False)


def linea() -> None:
    p = Plate(2400, 900, 707)
    for i in range(9):
        p.rect("och", 0, 60 + i * 76, 2400, 2.2)
    # three wheels, overprinted
    gear(p, "och", 1080, 330, 322, 28, 0.25, 6)
    gear(p, "ver", 1516, 232, 196, 17, 0.42, 5)
    gear(p, "ink", 1380, 516, 150, 13, 0.1, 5)
    # channels of the magazine, with the matrices sliding down
    for i in range(8):
        a, b = (1760 + i * 74.0, -20.0), (1500 + i * 74.0, 668.0)
        if i:
            p.path("ink", [(a[0] - 37, a[1]), (b[0] - 37, b[1])], 5)
        for t in (
            (0.16, 0.74),
            (0.42, 0.9),
            (0.08, 0.58),
            (0.3, 0.8),
            (0.12, 0.5),
            (0.36, 0.66),
            (0.2, 0.86),
            (0.46, 0.7),
        )[i]:
            mx, my = a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t
            if my < 480 and mx < 1750:
                continue
            ang = math.atan2(b[1] - a[1], b[0] - a[0])
            c, s = math.cos(ang), math.sin(ang)
            piece = [
                (-34, -18),
                (-22, -18),
                (-15, -10),
                (-8, -18),
                (36, -18),
                (36, 18),
                (-8, 18),
                (-15, 10),
                (-22, 18),
                (-34, 18),
            ]
            shape = [(mx + u * c - v * s, my + u * s + v * c) for u, v in piece]
            p.cut(shape)
            p.poly("ver" if (i * 3 + round(t * 10)) % 4 == 0 else "ink", shape)
            p.disc("all", mx + 16 * c, my + 16 * s, 6, False)
    # keyboard
    for row in range(6):
        for col in range(8):
            x, y = 96 + col * 76 + (row % 2) * 22, 150 + row * 84
            p.disc("och", x + 5, y + 9, 31)
            p.disc("all", x, y, 31, False)
            lit = (row, col) in {(1, 3), (3, 6), (4, 1)}
            p.disc("ver" if lit else "ink", x, y, 29)
            p.gouge("ver" if lit else "ink", (x - 14, y - 13), (x + 10, y - 18), 5, bend=-3)
    # the slug: one bright bar from side to side
    top, h = 714.0, 186.0
    p.cut([(0, top - 40), (2400, top - 40), (2400, top + h + 8), (0, top + h + 8)])
    p.rect("ink", 0, top, 2400, h)
    p.grain("ink", 0, top + 60, 2400, 120, 17, 4.6, fill=0.8)
    for x in range(110, 2400, 260):
        p.rect("ink", x, top + 62, 16, h, False, 6)
    line = "una línea de una pieza · una línea de una pieza"
    big = garamond(round(128 * SS * 2330 / garamond(128, 700).getlength(line)), 700)
    tile = Image.new("L", (2400 * SS, 150 * SS), 0)
    ImageDraw.Draw(tile).text((36 * SS, 118 * SS), line, font=big, fill=255, anchor="ls")
    tile = tile.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    # raised face above the bar
    for k in range(22):
        p.masks["ink"].paste(255, (0, round((top - 96 + k) * SS)), tile)
    p.masks["ink"].paste(0, (0, round((top - 98) * SS)), tile)
    p.masks["och"].paste(0, (0, round((top - 98) * SS)), tile)
    p.masks["ver"].paste(255, (0, round((top - 98) * SS)), tile)
    p.save(BANNERS / "07_linea.webp")


def fluye() -> None:
    p = Plate(2400, 900, 808)
    p.disc("och", 1850, 360, 250)
    for i in range(10):
        yy = 300 + i * 34
        half = math.sqrt(max(0, 250**2 - (yy - 360) ** 2))
        p.gouge("och", (1850 - half - 4, yy), (1850 + half + 4, yy), 5 + i * 1.5)
    # the page
    px, py, pw, ph = 170.0, 96.0, 560.0, 724.0
    p.poly("ink", [(px + 22, py + 22), (px + pw + 22, py + 22), (px + pw + 22, py + ph + 22), (px + 22, py + ph + 22)])
    p.cut([(px, py), (px + pw, py), (px + pw, py + ph), (px, py + ph)])
    p.path("ink", [(px, py), (px + pw, py), (px + pw, py + ph), (px, py + ph), (px, py)], 5)
    # lines that begin as print and end as sea
    first, lead, count = 246.0, 40.0, 13

    def level(row: int, x: float) -> float:
        base = first + row * lead
        t = max(0.0, min(1.0, (x - 640) / 1100))
        ease = t * t * (3 - 2 * t)
        target = 470 + row * 38.0
        amp = (16 + row * 3.6) * ease
        return base + (target - base) * ease + amp * math.sin(x / (96 + row * 7) + row * 0.82)

    def boat() -> None:
        bx, by = 1500.0, level(0, 1500) + 26
        deck = [(bx - 190, by - 96), (bx, by - 60), (bx + 190, by - 96), (bx + 118, by + 6), (bx - 118, by + 6)]
        sail = [(bx - 92, by - 78), (bx, by - 286), (bx + 92, by - 78), (bx, by - 60)]
        p.path("all", [*deck, deck[0]], 16, False)
        p.path("all", [*sail, sail[0]], 16, False)
        p.cut(deck)
        p.cut(sail)
        p.poly("ver", [(bx - 92, by - 78), (bx, by - 286), (bx, by - 60)])
        p.poly("och", [(bx + 92, by - 78), (bx, by - 286), (bx, by - 60)])
        p.poly("ver", [(bx + 92, by - 78), (bx, by - 286), (bx, by - 60)])
        for k in range(7):
            p.gouge("ver", (bx + 10, by - 232 + k * 25), (bx + 18 + k * 9.5, by - 222 + k * 24), 6)
        p.poly("ink", [(bx - 190, by - 96), (bx, by - 60), (bx, by + 6), (bx - 118, by + 6)])
        for k in range(4):
            p.gouge("ink", (bx - 160 + k * 17, by - 74 + k * 19), (bx - 16, by - 46 + k * 14), 5)
        p.text("ink", bx + 26, by - 44, 110, 3, 17, 5.5, last=0.7)
        p.path("ink", [*deck, deck[0]], 5)
        p.path("ink", [*sail, sail[0]], 5)

    for row in range(count):
        if row == 1:
            boat()
        pts_top: list[Point] = []
        pts_bot: list[Point] = []
        for i in range(0, 421):
            x = 640 + (2420 - 640) * i / 420
            t = max(0.0, min(1.0, (x - 640) / 1100))
            ease = t * t * (3 - 2 * t)
            thick = 12 + (8 + row * 1.1) * ease * (0.65 + 0.35 * math.sin(x / (96 + row * 7) + row * 0.82 + 1.2))
            yy = level(row, x)
            pts_top.append((x, yy - thick / 2))
            pts_bot.append((x, yy + thick / 2))
        band = pts_top + pts_bot[::-1]
        halo = [(x, y - 5) for x, y in pts_top] + [(x, y + 5) for x, y in pts_bot[::-1]]
        p.cut(halo)
        p.poly("ver" if row in (4, 9) else "ink", band)
        start = px + 84 + (44 if row in (0, 7) else 0)
        p.text("ver" if row in (4, 9) else "ink", start, first + row * lead, 646 - start, 1, 0, 12, last=1.0)
    p.text("ver", px + 84, 182, 330, 1, 0, 20, last=1.0)
    # gulls: two strokes each
    for gx, gy, s in ((1180, 190, 1.0), (1290, 130, 0.7), (2190, 150, 0.85)):
        p.gouge("ink", (gx - 44 * s, gy - 8 * s), (gx, gy + 8 * s), 9 * s, True, bend=-12 * s)
        p.gouge("ink", (gx, gy + 8 * s), (gx + 44 * s, gy - 8 * s), 9 * s, True, bend=-12 * s)
    p.save(BANNERS / "08_fluye.webp")


def lamina_prensa() -> None:
    p = Plate(1500, 1200, 909)
    p.disc("och", 750, 560, 470)
    for i in range(72):
        a = 2 * math.pi * i / 72
        r0 = 390 + 22 * (i % 2)
        p.gouge(
            "och",
            (750 + r0 * math.cos(a), 560 + r0 * math.sin(a)),
            (750 + 458 * math.cos(a), 560 + 458 * math.sin(a)),
            7,
        )
    p.rect("ink", 60, 1096, 1380, 44)
    p.grain("ink", 60, 1098, 1380, 40, 13, 4.5)
    press(p, 750, 1098, 1.38)
    for side, n in ((110, 13), (1190, 18)):
        for i in range(n):
            dx = p.rng.uniform(-7, 7)
            p.rect("all", side + dx - 3, 1094 - (i + 1) * 15, 206, 14, False)
            p.rect("ver" if i % 6 == 3 else "ink", side + dx, 1094 - (i + 1) * 15, 200, 9, r=2)
    p.save(PLATES / "prensa.webp", 84)


# ---------------------------------------------------------------------------
# SVG: letters and figures are outlines, so that no font is needed
# ---------------------------------------------------------------------------
_outline: dict[int, TTFont] = {}


def outline(
    text: str,
    x: float,
    y: float,
    size: float,
    weight: int = 500,
    anchor: str = "middle",
    flip: bool = False,
    turn: float = 0.0,
) -> str:
    if weight not in _outline:
        _outline[weight] = instantiateVariableFont(TTFont(FONT), {"wght": weight})
    font = _outline[weight]
    glyphs, cmap, scale = font.getGlyphSet(), font.getBestCmap(), size / font["head"].unitsPerEm
    names = [cmap[ord(c)] for c in text]
    width = sum(glyphs[n].width for n in names) * scale
    shift = {"middle": -width / 2, "start": 0.0, "end": -width}[anchor]
    pen = SVGPathPen(glyphs, ntos=lambda v: f"{v:.1f}".rstrip("0").rstrip("."))
    at = shift
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    for name in names:
        sx = -scale if flip else scale
        ox = -at if flip else at
        glyphs[name].draw(
            TransformPen(pen, (sx * cos, sx * sin, scale * sin, -scale * cos, x + ox * cos, y + ox * sin))
        )
        at += glyphs[name].width * scale
    return pen.getCommands()


def svg(path: Path, w: int, h: int, title: str, body: list[str]) -> None:
    text = "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img">',
            f"<title>{title}</title>",
            *body,
            "</svg>",
            "",
        ]
    )
    path.write_text(text, encoding="utf-8")
    print(f"{path.relative_to(HERE.parent)}  {path.stat().st_size / 1000:.0f} kB")


def words(
    rng: random.Random,
    x: float,
    y: float,
    w: float,
    rows: int,
    lead: float,
    thick: float,
    skip: tuple[float, float, int, int] | None = None,
) -> str:
    """Path data for lines of words; skip=(x0, x1, row0, row1) leaves a window."""
    out = []
    for row in range(rows):
        at = 0.0
        limit = w * (0.55 if row == rows - 1 else 1)
        while at < limit - thick:
            word = min(rng.choice((2.1, 3.2, 4.4, 5.6, 7.2)) * thick, limit - at)
            a, b = x + at + thick / 2, x + at + max(word - thick / 2, thick / 2 + 0.1)
            if skip and skip[2] <= row <= skip[3] and b > skip[0] - thick and a < skip[1] + thick:
                if a < skip[0] - 2 * thick:
                    out.append(f"M{a:.0f} {y + row * lead:.0f}H{skip[0] - 1.4 * thick:.0f}")
                if b > skip[1] + 2 * thick:
                    out.append(f"M{skip[1] + 1.4 * thick:.0f} {y + row * lead:.0f}H{b:.0f}")
            else:
                out.append(f"M{a:.0f} {y + row * lead:.0f}H{b:.0f}")
            at += word + thick * 1.2
    return "".join(out)


def casa() -> None:
    rng = random.Random(202)
    x0, y0, w, h = 690.0, 75.0, 510.0, 765.0  # left page; the right one mirrors it
    x1, x2 = x0 + w, x0 + 2 * w
    y1 = y0 + h
    c = HEX
    b = [f'<rect width="2400" height="900" fill="{c["paper"]}"/>']
    b.append(
        f'<g stroke="{c["och"]}" stroke-width="2.4">'
        + "".join(f'<path d="M0 {y0 + i * h / 18:.1f}H2400"/>' for i in range(19))
        + "</g>"
    )
    b.append(f'<circle cx="2040" cy="285" r="150" fill="{c["och"]}"/>')
    b.append(
        '<path d="'
        + "".join(
            f"M{2040 - (150**2 - (yy - 285) ** 2) ** 0.5:.0f} {yy}H{2040 + (150**2 - (yy - 285) ** 2) ** 0.5:.0f}"
            for yy in (190, 214, 240, 268, 298, 330)
        )
        + f'" stroke="{c["paper"]}" stroke-width="6"/>'
    )
    # skyline: closed books as the neighbours' houses
    for x, bw, top, fill, bands in (
        (60, 96, 430, "ink", (500, 760)),
        (160, 70, 350, "ver", (420,)),
        (234, 120, 520, "ink", (580, 610)),
        (358, 84, 300, "och", (380, 400, 740)),
        (446, 106, 470, "ver", (560,)),
        (1856, 92, 460, "ver", (520, 760)),
        (1952, 126, 380, "ink", (450, 480)),
        (2082, 74, 540, "och", (600,)),
        (2160, 100, 330, "ink", (400, 740)),
        (2264, 84, 480, "ver", (540, 560)),
    ):
        b.append(f'<path d="M{x} {y1}V{top + 12}Q{x + bw / 2} {top - 14} {x + bw} {top + 12}V{y1}Z" fill="{c[fill]}"/>')
        b.append(
            '<path d="' + "".join(f"M{x} {yy}H{x + bw}" for yy in bands) + f'" stroke="{c["paper"]}" stroke-width="7"/>'
        )
    b.append(f'<rect x="0" y="{y1}" width="2400" height="{900 - y1}" fill="{c["ink"]}"/>')
    b.append(f'<path d="M0 {y1 + 22}H2400M0 {y1 + 40}H2400" stroke="{c["paper"]}" stroke-width="3"/>')
    # spread
    b.append(f'<rect x="{x0 - 16}" y="{y0 + 14}" width="{2 * w + 32}" height="{h - 14}" fill="{c["ink"]}"/>')
    b.append(
        f'<rect x="{x0}" y="{y0}" width="{2 * w}" height="{h - 8}" fill="{c["paper"]}" stroke="{c["ink"]}" stroke-width="5"/>'
    )
    # text blocks: inner 1/9, top 1/9, outer 2/9, foot 2/9
    bw, bh = w * 6 / 9, h * 6 / 9
    ty = y0 + h / 9
    lx, rx = x0 + 2 * w / 9, x1 + w / 9
    b.append(
        f'<g fill="{c["och"]}" opacity="0.38"><rect x="{lx:.1f}" y="{ty:.1f}" width="{bw:.1f}" height="{bh:.1f}"/>'
        f'<rect x="{rx:.1f}" y="{ty:.1f}" width="{bw:.1f}" height="{bh:.1f}"/></g>'
    )
    lead = bh / 16
    win = (rx + bw * 0.36, rx + bw * 0.64, 8, 15)
    b.append(
        f'<path d="{words(rng, lx + 2, ty + lead * 0.55, bw - 4, 16, lead, 12)}'
        f'{words(rng, rx + 2, ty + lead * 0.55, bw - 4, 16, lead, 12, win)}" '
        f'stroke="{c["ink"]}" stroke-width="12" stroke-linecap="round" fill="none"/>'
    )
    # a door in the right-hand block
    dx0, dx1, dy = win[0], win[1], ty + lead * 8
    b.append(
        f'<path d="M{dx0:.0f} {ty + bh:.0f}V{dy + 48:.0f}Q{(dx0 + dx1) / 2:.0f} {dy - 30:.0f} {dx1:.0f} {dy + 48:.0f}V{ty + bh:.0f}Z" '
        f'fill="{c["ver"]}" stroke="{c["paper"]}" stroke-width="8"/>'
    )
    b.append(f'<circle cx="{dx1 - 20:.0f}" cy="{ty + bh - 110:.0f}" r="8" fill="{c["paper"]}"/>')
    # the construction: diagonals of the spread and of each page
    b.append(
        f'<g stroke="{c["ver"]}" stroke-width="4.5" fill="none" stroke-linejoin="round">'
        f'<path d="M{x0} {y1 - 8}L{x2} {y0}M{x2} {y1 - 8}L{x0} {y0}"/>'
        f'<path d="M{x0} {y1 - 8}L{x1} {y0}L{x2} {y1 - 8}"/>'
        f'<rect x="{lx:.1f}" y="{ty:.1f}" width="{bw:.1f}" height="{bh:.1f}"/>'
        f'<rect x="{rx:.1f}" y="{ty:.1f}" width="{bw:.1f}" height="{bh:.1f}"/></g>'
    )
    b.append(f'<path d="M{x1} {y0}V{y1 - 8}" stroke="{c["ink"]}" stroke-width="5"/>')
    for px, py in ((lx, ty + bh), (lx + bw, ty), (rx, ty), (rx + bw, ty + bh), (x1, y0)):
        b.append(
            f'<circle cx="{px:.1f}" cy="{py:.1f}" r="11" fill="{c["ink"]}"/><circle cx="{px:.1f}" cy="{py:.1f}" r="4.5" fill="{c["paper"]}"/>'
        )
    svg(BANNERS / "02_casa.svg", 2400, 900, "La casa del texto", b)


def tipo() -> None:
    c = HEX
    b = [f'<rect width="1500" height="1000" fill="{c["paper"]}"/>']
    b.append(
        f'<g stroke="{c["och"]}" stroke-width="2">'
        + "".join(f'<path d="M0 {y}H1500"/>' for y in range(50, 1000, 50))
        + "</g>"
    )
    b.append(f'<circle cx="660" cy="430" r="330" fill="{c["och"]}"/>')
    b.append(
        f'<rect y="632" width="1500" height="368" fill="{c["paper"]}"/><rect y="642" width="1500" height="358" fill="{c["och"]}"/>'
    )
    b.append(
        "".join(
            f'<path d="M0 {y}H1500" stroke="{c["paper"]}" stroke-width="3"/>' for y in (676, 716, 762, 814, 872, 936)
        )
    )
    x, y, w, h, vx, vy = 500, 400, 330, 480, 170, -210
    # body
    b.append(f'<path d="M{x} {y}h{w}v{h}h-{w}z" fill="{c["ink"]}"/>')
    b.append(f'<path d="M{x + w} {y}l{vx} {vy}v{h}l-{vx} {-vy}z" fill="{c["ink"]}"/>')
    lines = "".join(
        f"M{x + w + vx * t:.0f} {y + vy * t + 16:.0f}V{y + h + vy * t - 18:.0f}"
        for t in [(i + 0.6) / 11 for i in range(11)]
    )
    b.append(f'<path d="{lines}" stroke="{c["paper"]}" stroke-width="5.5" stroke-linecap="round"/>')
    rng = random.Random(7)
    front = []
    for i in range(8):
        at = x + 22 + rng.uniform(0, 40)
        while at < x + w - 60:
            end = min(x + w - 20, at + rng.uniform(60, 180))
            front.append(f"M{at:.0f} {y + 44 + i * 24}H{end:.0f}")
            at = end + 22
    b.append(f'<path d="{"".join(front)}" stroke="{c["paper"]}" stroke-width="4" stroke-linecap="round"/>')
    # nick
    b.append(f'<path d="M{x} {y + 300}h{w}l{vx} {vy}v38l-{vx} {-vy}h-{w}z" fill="{c["paper"]}"/>')
    b.append(f'<path d="M{x} {y + 304}h{w}l{vx} {vy}v30l-{vx} {-vy}h-{w}z" fill="{c["ver"]}"/>')
    # foot groove
    b.append(f'<path d="M{x + 110} {y + h}v-34q55 -30 110 0v34z" fill="{c["paper"]}"/>')
    b.append(f'<path d="M{x + w} {y}V{y + h}" stroke="{c["paper"]}" stroke-width="5"/>')
    # shoulder and raised letter
    b.append(
        f'<path d="M{x} {y}h{w}l{vx} {vy}h-{w}z" fill="{c["paper"]}" stroke="{c["ink"]}" stroke-width="6" stroke-linejoin="round"/>'
    )
    # letter outline laid on the top face: mirrored, sheared
    letter = outline("R", 0, 0, 236, 700, flip=True)
    m = f"1 0 {-vx / 210:.3f} {210 / 210 * 0.98:.3f}"
    for k in range(0, 33, 2):
        b.append(f'<path transform="matrix({m} {x + w / 2 + 20} {y - 24 - k})" d="{letter}" fill="{c["ink"]}"/>')
    b.append(f'<path transform="matrix({m} {x + w / 2 + 20} {y - 58})" d="{letter}" fill="{c["ver"]}"/>')
    # height arrow
    b.append(
        f'<g stroke="{c["ink"]}" stroke-width="5" fill="none"><path d="M410 362V872M410 362l-13 26M410 362l13 26M410 872l-13 -26M410 872l13 -26"/>'
        f'<path d="M386 354H478M386 880H434" stroke-width="3.5"/></g>'
    )
    # numbers
    marks = (
        ("1", 1090, 110, 832, 238),
        ("2", 1180, 270, 940, 232),
        ("3", 1180, 560, 1006, 512),
        ("4", 1180, 830, 850, 858),
    )
    for n, mx, my, tx, tyy in marks:
        b.append(
            f'<path d="M{mx} {my}L{tx} {tyy}" stroke="{c["ink"]}" stroke-width="4"/><circle cx="{tx}" cy="{tyy}" r="8" fill="{c["ink"]}" stroke="{c["paper"]}" stroke-width="3"/>'
        )
        b.append(f'<circle cx="{mx}" cy="{my}" r="42" fill="{c["paper"]}" stroke="{c["ink"]}" stroke-width="5"/>')
        b.append(f'<path d="{outline(n, mx, my + 18, 56, 600)}" fill="{c["ink"]}"/>')
    svg(PLATES / "tipo.svg", 1500, 1000, "Partes de un tipo de imprenta", b)


def lamina_pliego() -> None:
    c = HEX
    rng = random.Random(44)
    b = [f'<rect width="1500" height="760" fill="{c["paper"]}"/>']
    b.append(f'<rect y="650" width="1500" height="110" fill="{c["och"]}"/>')

    def sheet(x: float, y: float, pages: tuple[tuple[int, bool], ...], tone: str) -> None:
        pw, ph = 210.0, 270.0
        b.append(f'<rect x="{x + 14}" y="{y + 14}" width="{2 * pw}" height="{2 * ph}" fill="{c["ink"]}"/>')
        b.append(
            f'<rect x="{x}" y="{y}" width="{2 * pw}" height="{2 * ph}" fill="{c["paper"]}" stroke="{c["ink"]}" stroke-width="5"/>'
        )
        for i, (number, turned) in enumerate(pages):
            px, py = x + (i % 2) * pw, y + (i // 2) * ph
            even_left = number % 2 == 0
            mx = 40 if even_left else 24
            text = words(rng, 0, 0, pw - 64, 9, 17, 6.4)
            cx, cy = px + pw / 2, py + ph / 2
            spin = f' transform="rotate(180 {cx:.1f} {cy:.1f})"' if turned else ""
            b.append(
                f'<g{spin}><path transform="translate({px + mx:.1f} {py + 34:.1f})" d="{text}" stroke="{c["ink"]}" '
                f'stroke-width="6.4" stroke-linecap="round"/>'
                f'<path d="{outline(str(number), cx, py + ph - 22, 66, 600)}" fill="{c[tone]}"/></g>'
            )
        b.append(
            f'<path d="M{x + pw} {y}V{y + 2 * ph}M{x} {y + ph}H{x + 2 * pw}" stroke="{c["ver"]}" stroke-width="4" stroke-dasharray="16 10"/>'
        )

    sheet(80, 70, ((5, True), (4, True), (8, False), (1, False)), "ver")
    sheet(570, 70, ((3, True), (6, True), (2, False), (7, False)), "ver")
    # the folded quire, fanned
    bx, by = 1100.0, 610.0
    b.append(f'<path d="M{bx - 24} {by + 16}H{bx + 340}L{bx + 300} {by + 44}H{bx - 60}Z" fill="{c["ink"]}"/>')
    for i in range(4):
        dx, up = 300 - i * 34, i * 20
        fill = (c["paper"], c["och"], c["paper"], c["ver"])[i]
        b.append(
            f'<path d="M{bx} {by}V{by - 400}L{bx + dx} {by - 400 - 78 + up}V{by - 78 + up + 40}Z" fill="{fill}" stroke="{c["ink"]}" stroke-width="5" stroke-linejoin="round"/>'
        )
    b.append(f'<path d="M{bx} {by - 402}V{by + 2}" stroke="{c["ink"]}" stroke-width="14" stroke-linecap="round"/>')
    for k in range(3):
        yy = by - 330 + k * 130
        b.append(f'<path d="M{bx - 1} {yy}V{yy + 62}" stroke="{c["ver"]}" stroke-width="7" stroke-linecap="round"/>')
    slope = (-78 + 60) / (300 - 102)
    b.append(
        f'<g transform="matrix(1 {slope:.3f} 0 1 {bx + 30:.0f} {by - 352:.0f})">'
        f'<path d="{words(rng, 0, 30, 132, 3, 26, 9)}" stroke="{c["paper"]}" stroke-width="9" stroke-linecap="round"/>'
        f'<path d="{outline("1", 66, 250, 150, 600)}" fill="{c["paper"]}"/></g>'
    )
    svg(PLATES / "pliego.svg", 1500, 760, "Un pliego en cuarto", b)


DRAWINGS = {
    "01_peso": peso,
    "02_casa": casa,
    "03_prensa": prensa,
    "04_pliego": pliego,
    "05_galerada": galerada,
    "06_errata": errata,
    "07_linea": linea,
    "08_fluye": fluye,
    "lamina_tipo": tipo,
    "lamina_prensa": lamina_prensa,
    "lamina_pliego": lamina_pliego,
}


def main() -> None:
    BANNERS.mkdir(parents=True, exist_ok=True)
    PLATES.mkdir(parents=True, exist_ok=True)
    wanted = sys.argv[1:]
    for name, draw in DRAWINGS.items():
        if not wanted or any(w in name for w in wanted):
            draw()


if __name__ == "__main__":
    main()
