"""Books to measure with: prose, notes, pictures, tables and code, the same each time.

    python benchmarks/books.py FOLDER --chapters 100      writes the manuscript of such a book

A chapter has some 1,100 words, a banner, five notes, and in turn a table, a listing or a list: four to five pages of
6x9 in. Every word is drawn from a list of ours; what matters is the work, not the sense.
"""

from __future__ import annotations

import argparse
import io
import random
from pathlib import Path

from PIL import Image, ImageDraw

WORDS = """agua año aire alguien ahora amigo antes árbol arena arriba aunque ayer azul barco barrio boca bosque calle
cama camino campo canción cansancio carta casa ceniza cielo ciudad claridad cocina comienzo conocimiento corazón cosa
cuaderno cuerpo cuidado desde despacio desván diferencia difícil distancia domingo durante edificio encima entonces
entre escalera escribir escritura espejo esperanza estación estrella extraordinario familia faro fondo frío fuego
gente golpe habitación hermano historia hombre hora huerto imprenta instrumento invierno jardín juego lámpara largo
lectura lejos lento letra libro ligero línea llave lluvia luz madera madre maestro mañana mano mar mercado mesa miedo
mientras mirada molino mundo música navegación niebla niño noche nombre nube nunca ojo orilla oscuridad otoño página
palabra pan papel pared pasillo patio paz pensamiento pequeño perro piedra plaza poco pregunta primavera profundidad
pronto puente puerta punto quizá rama razón recuerdo reloj respuesta río ropa rumor sal secreto siempre silencio sillón
sol sombra sonido sueño tarde techo tiempo tierra tipografía todavía trabajo transformación tren tristeza último
universidad vaso velocidad ventana verano verdad viaje vida viento voz zapato""".split()
SMALL = "a al con de del el en es la las lo los no o para pero por que se si sin su un una y ya".split()
CLOSINGS = (".", ".", ".", ".", ";", ":", "?", "…")


class Author:
    """Writes the same chapter each time."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def words(self, count: int) -> list[str]:
        pick = self.chance.random
        return [self.chance.choice(SMALL if pick() < 0.42 else WORDS) for _ in range(count)]

    def sentence(self) -> str:
        words = self.words(self.chance.randint(7, 24))
        if len(words) > 12:
            words[6] += ","
        if self.chance.random() < 0.08:
            words[2] = f"*{words[2]}*"
        text = " ".join(words)
        return text[0].upper() + text[1:] + self.chance.choice(CLOSINGS[:4])

    def paragraph(self, note: str = "") -> str:
        return " ".join(self.sentence() for _ in range(self.chance.randint(3, 6))) + note

    def table(self) -> str:
        rows = [f"| {' '.join(self.words(2))} | {self.chance.randint(1, 999)} | {self.chance.random():.2f} |"
                for _ in range(7)]  # fmt: skip
        return "\n".join(["| Cosa | Cantidad | Parte |", "|:---|---:|---:|", *rows])

    def code(self) -> str:
        nine = range(9)
        lines = [f"{self.chance.choice('abcd')}{n} = {self.chance.choice('xyz')} * {n}" for n in nine]
        return "```python\n" + "\n".join(lines) + "\n```"

    def items(self) -> str:
        return "\n".join(f"- {self.sentence()}" for _ in range(4))

    def chapter(self, number: int, words: int = 1100) -> str:
        parts, count, notes = [], 0, []
        inset = (self.table, self.code, self.items)[number % 3]()
        while count < words:
            call = ""
            if len(parts) % 3 == 1 and len(notes) < 5:
                notes.append(f"[^{len(notes) + 1}]: {self.sentence()}")
                call = f"[^{len(notes)}]"
            text = self.paragraph(call)
            count += len(text.split())
            parts.append(text)
            if len(parts) % 6 == 0:
                parts.append(f"## {' '.join(self.words(3)).capitalize()}")
        parts.insert(len(parts) // 2, inset)
        title = " ".join(self.words(3)).capitalize()
        head = f"---\ntitle: {title}\nweight: {number}\nimage: banner-{number:03}.jpg\n---\n\n"
        return head + "\n\n".join([*parts, *notes]) + "\n"


def banner(seed: int, width: int = 1600, height: int = 640) -> bytes:
    """A JPEG of about 90 KiB: fields of colour under a grid."""
    chance = random.Random(seed)
    image = Image.new("RGB", (width, height), tuple(chance.randint(60, 220) for _ in range(3)))
    draw = ImageDraw.Draw(image)
    for _ in range(220):
        x, y, r = chance.randint(0, width), chance.randint(0, height), chance.randint(8, 120)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=tuple(chance.randint(0, 255) for _ in range(3)))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


def write_book(folder: Path, chapters: int, words: int = 1100) -> int:
    """The book in the folder; how many words it has."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = "title: Un libro largo\nlanguage: es\nauthor: Nadie\nprint: {trim: 6x9in}\n"
    (folder / "book.yaml").write_text(settings, encoding="utf-8")
    count = 0
    for number in range(1, chapters + 1):
        text = Author(number).chapter(number, words)
        count += len(text.split())
        (folder / f"capitulo-{number:03}.md").write_text(text, encoding="utf-8")
        (folder / f"banner-{number:03}.jpg").write_bytes(banner(number))
    return count


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("folder", type=Path)
    given.add_argument("--chapters", type=int, default=100)
    wanted = given.parse_args()
    print(f"{write_book(wanted.folder, wanted.chapters):,} words in {wanted.chapters} chapters")


if __name__ == "__main__":
    main()
