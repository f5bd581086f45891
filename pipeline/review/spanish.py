"""Spanish: words that lack their tilde, words wrongly joined or parted, words taken for others.

In: a word, or a passage. Out: advice. Sources: Ortografía de la lengua española (RAE and ASALE, 2010), 2.2 and 2.3
(tildes), 3 (signs), 4 (capitals), 5 (words joined and parted); Diccionario panhispánico de dudas, by word; FundéuRAE,
by word. The lists of words are ours (`tables/es.txt`): what they hold generalises by ending.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from .tongue import Advice, Tongue, pattern

TILDES = str.maketrans("áéíóúÁÉÍÓÚ", "aeiouAEIOU")
ACUTE = dict(zip("aeiou", "áéíóú", strict=True))
MISSING = "it lacks its tilde (Ortografía, 2.3)"

# Endings that never go without a tilde: (pattern, what the ending becomes, words that are right as they are).
ENDINGS: tuple[tuple[re.Pattern[str], str, frozenset[str]], ...] = (
    (re.compile(r"(?<=[a-zñü]{2})((?:[bcdglmnñprvx]|(?<!s)s|st)i)on$"), r"\1ón", frozenset(
        "guion prion pion million billion fashion champion acromion corion".split())),
    (re.compile(r"(?<=\w)l[oó]gia(s?)$"), r"logía\1", frozenset(("logia", "logias"))),
    (re.compile(r"(?<=\w)(graf|sof|nom|metr|arqu|fon)ia(s?)$"), r"\1ía\2", frozenset(
        "arquia tarquia agrafia anomia antinomia colofonia".split())),
    (re.compile(r"(?<=\w)isim([oa]s?)$"), r"ísim\1", frozenset()),
    (re.compile(r"(?<=\w)abamos$"), "ábamos", frozenset(("acabamos", "grabamos", "cabamos", "alabamos", "recabamos",
        "socavamos", "trabamos", "clavamos", "probamos", "desgrabamos", "menoscabamos"))),
    (re.compile(r"(?<=[a-zñ]{2})(and|iend|yend)o((?:me|te|se|nos|os|l[aoe]s?)(?:l[aoe]s?)?)$"), r"\1o\2", frozenset(
        "farandola farandolas bandola bandolas mandola mandolas gandola gandolas".split())),
    (re.compile(r"(?<=[a-zñ]{2})[ei]r(?:me|te|se|nos)l[aoe]s?$"), r"\g<0>", frozenset()),
    (re.compile(r"(?<=[a-zñ])(ist|[aou]log|ograf|ectr|metr|[aeiou]tron|[pt]om|rom|onom|adem|tem?at|crat|mat|tet|rgan)"
                r"ic([oa]s?)$"), r"\1ic\2", frozenset(("cromica",))),
)  # fmt: skip
BEFORE_IC = re.compile(r"([aeiou])([bcdfglmnñprstvxz]{1,4}ic(?:[oa]s?|amente))$")
FEMININE_IC = re.compile(r"([aeiou])([bcdfglmnñprstvxz]{1,3}icamente)$")
CLITICS = re.compile(r"^(.*)(and|iend|yend)(o(?:me|te|se|nos|os|l[aoe]s?)(?:l[aoe]s?)?)$")
INFINITIVE = re.compile(r"^(.{2,})([ei])(r(?:me|te|se|nos)l[aoe]s?)$")
IMPURE = re.compile(
    r"^s[tpclmnqbfk](?!h)[a-zñáéíóúü]+(?:ci[oó]n|ciones|mente|idad|idades|ad[oa]s?|id[oa]s?|ando|iendo|ar|aron|"
    r"ieron|amient[oa]s?|encias?|anzas?|ant[eé]s?|ente?s?|al(?:es)?|ñ[oa]l?(?:es)?)$"
)
NOT_IMPURE = frozenset("snob stent stents scooter spray squash slalom smog spot sketch skater smoking small special "
                       "spa stand standard start".split())  # fmt: skip
LONGEST = 40
"""Letters; what is longer is no word."""
# Never with a tilde: RAE 2010, 2.3 (monosyllables; -iones).
TOO_MANY = {
    "fué": "fue", "fuí": "fui", "dió": "dio", "vió": "vio", "tí": "ti", "ví": "vi", "fé": "fe", "dí": "di",
    "ésto": "esto", "éso": "eso", "aquéllo": "aquello", "exámen": "examen", "orígen": "origen", "imágen": "imagen",
    "jóven": "joven", "volúmen": "volumen", "resúmen": "resumen", "márgen": "margen", "órden": "orden",
    "carácteres": "caracteres", "huída": "huida", "jesuíta": "jesuita", "heróico": "heroico",
    "gratuíto": "gratuito", "fluído": "fluido", "construído": "construido", "incluído": "incluido",
    "destruído": "destruido", "ruído": "ruido", "juício": "juicio", "contínuo": "continuo",
}  # fmt: skip
MISSPELT = {
    "haiga": "haya", "hayga": "haya", "nadien": "nadie", "enserio": "en serio", "aveces": "a veces",
    "porfavor": "por favor", "derepente": "de repente", "nisiquiera": "ni siquiera", "deacuerdo": "de acuerdo",
    "através": "a través", "atravez": "a través", "apesar": "a pesar", "almenos": "al menos",
    "sinembargo": "sin embargo", "asique": "así que", "osea": "o sea", "alomejor": "a lo mejor", "envez": "en vez",
    "exhuberante": "exuberante", "exhorbitante": "exorbitante", "ezquisito": "exquisito", "inflacción": "inflación",
    "transfusion": "transfusión", "abanzar": "avanzar", "haveces": "a veces", "haver": "haber", "hiba": "iba",
    "llendo": "yendo", "prevee": "prevé", "preveer": "prever", "preveyendo": "previendo",
    "idiosincracia": "idiosincrasia", "conección": "conexión", "reflección": "reflexión",
    "discusion": "discusión", "disgresión": "digresión", "desición": "decisión", "decición": "decisión",
    "ocación": "ocasión", "presición": "precisión", "comvertir": "convertir", "combertir": "convertir",
    "tubieron": "tuvieron", "tubimos": "tuvimos", "estubo": "estuvo", "estubieron": "estuvieron",
    "obserbar": "observar", "absorver": "absorber", "absorvente": "absorbente",
    "vaiven": "vaivén", "atraves": "a través", "guión": "guion", "truhán": "truhan",
}  # fmt: skip


@cache
def accented() -> dict[str, str]:
    """Words without their tilde, and with it."""
    sections = _sections()
    made: dict[str, str] = {}
    for word in _forms(sections):
        made.setdefault(word.translate(TILDES), word)
        made.setdefault(word.translate(TILDES).replace("ü", "u"), word)
    for word in sections["homographs"]:
        made.pop(word, None)
    return {plain: word for plain, word in made.items() if plain != word}


def _forms(sections: dict[str, list[str]]) -> Iterator[str]:
    for base in sections["adjectives"]:
        if base.endswith("o"):
            yield from (base, base[:-1] + "a", base + "s", base[:-1] + "as", base[:-1] + "amente")
        else:
            yield from (base, base + "s")
    for base in sections["nouns"]:
        yield base
        if base[-1] in "aeiouáéó":
            yield base + "s"
    yield from sections["adverbs"]
    yield from sections["words"]
    yield from (f"{stem}ió" for stem in sections["preterites"])


@cache
def _sections() -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    name = ""
    text = (files("pipeline.review") / "tables" / "es.txt").read_text(encoding="utf-8")
    for line in text.split("\n"):
        if line.startswith("["):
            name = line.strip("[]")
        elif name and not line.startswith("#"):
            made.setdefault(name, []).extend(line.split())
    return made


@lru_cache(maxsize=100_000)
def spell(word: str) -> Advice | None:
    """What is wrong with a word in small letters, for sure."""
    if len(word) > LONGEST:
        return None
    if word in TOO_MANY:
        return Advice(TOO_MANY[word], "it has no tilde (Ortografía, 2.3)")
    if word.endswith("iónes"):
        return Advice(word[:-5] + "iones", "its plural has no tilde (Ortografía, 2.3)")
    if word in MISSPELT:
        return Advice(MISSPELT[word], "misspelt")
    right = _with_tilde(word)
    if right:
        return Advice(right, MISSING)
    if IMPURE.match(word) and word not in NOT_IMPURE:
        return Advice("e" + (_with_tilde("e" + word)[1:] or word), "no Spanish word begins with s and a consonant")
    return None


def _with_tilde(word: str) -> str:
    """The word with its tilde; empty when it has one, or none that is known to lack."""
    if any(letter in "áéíóú" for letter in word):
        return ""
    homographs = _homographs()
    if word in homographs:
        return ""
    known = accented().get(word) or _by_ending(word)
    return known if known != word else ""


@cache
def _homographs() -> frozenset[str]:
    return frozenset(_sections()["homographs"])


def _by_ending(word: str) -> str:
    for found, right, never in ENDINGS[:5]:
        if word not in never and found.search(word):
            return found.sub(right, word)
    if (verb := CLITICS.match(word)) and len(verb[1]) > 1 and word not in ENDINGS[5][2]:
        return verb[1] + verb[2].replace("a", "á", 1).replace("e", "é", 1) + verb[3]
    if verb := INFINITIVE.match(word):
        return verb[1] + ACUTE[verb[2]] + verb[3]
    adverb = FEMININE_IC.search(word)
    adjective = adverb or (BEFORE_IC.search(word) if ENDINGS[7][0].search(word) else None)
    if adjective and len(word) > 7:
        return word[: adjective.start()] + ACUTE[adjective[1]] + adjective[2]
    return ""


_DETERMINERS = (
    r"un|una|unos|unas|el|del|al|este|esta|ese|esa|aquel|cada|su|mi|tu|nuestro|otro|otra|cualquier|ningún|algún|"
    r"primer|tercer|segundo|último|gran|mismo"
)
_NOUN_TILDES = {
    "termino": "término", "publico": "público", "numero": "número", "calculo": "cálculo", "deposito": "depósito",
    "credito": "crédito", "titulo": "título", "articulo": "artículo", "animo": "ánimo", "transito": "tránsito",
    "habito": "hábito", "capitulo": "capítulo", "dialogo": "diálogo", "catalogo": "catálogo", "prologo": "prólogo",
    "critico": "crítico", "computo": "cómputo", "ejercito": "ejército", "circulo": "círculo", "simbolo": "símbolo",
    "modulo": "módulo", "vinculo": "vínculo", "estimulo": "estímulo", "indice": "índice", "limite": "límite",
    "medico": "médico",
}  # fmt: skip

PHRASES = (
    pattern(r"al\s+rededor", "alrededor", "one word (Diccionario panhispánico de dudas)"),
    pattern(r"en\s+frente", "enfrente", "one word (Diccionario panhispánico de dudas)"),
    pattern(r"a\s+cerca\s+de", "acerca de", "two words (Diccionario panhispánico de dudas)"),
    pattern(r"apesar\s+de", "a pesar de", "three words (Diccionario panhispánico de dudas)"),
    pattern(r"por\s+que\s+razon", "por qué razón", MISSING),
    pattern(r"(?<!h)echo\s+de\s+que|el\s+echo\s+de", "el hecho de", "of the verb hacer, with h"),
    pattern(r"haber\s+si", "a ver si", "of the verb ver (Fundéu)"),
    pattern(r"ha\s+parte", "aparte", "one word, without h"),
    pattern(r"en\s+base\s+a\s+que", "basándose en que", "censured by the academies (Diccionario panhispánico)"),
)
CONFUSIONS = (
    *(pattern(rf"(?:{_DETERMINERS})\s+({plain})", right, "a noun after an article has its tilde")
      for plain, right in _NOUN_TILDES.items()),
    pattern(r"(?<=\w )(mas)\s+\w+", "más", "without a tilde it means 'but'"),
    pattern(r"(aun)\s+no", "aún no", "in the sense of 'still' it has a tilde (Ortografía, 2.3)"),
    pattern(r"no\s+(se)\s+(?:mucho|nada|qué|que|cómo|como|cuándo|dónde|por|si)", "sé", "of the verb saber"),
    pattern(r"(se)\s+ya\s+c[oó]mo", "sé", "of the verb saber"),
    pattern(r"para\s+(que)\s+\w+[aei]r(?:l[aoe]s?|me|te|se|nos)?", "qué", "it asks a question"),
    pattern(r"(?:entender|comprender|saber|explicar|sé|sabe|saben|sabemos|ver)\s+(como)", "cómo",
            "it asks a question, and has a tilde then"),
    pattern(r"por(que)\?", "por qué", "it asks a question"),
    pattern(r"(entorno)\s+a(?:l|\s+l[ao]s?|\s+un[ao]?s?)", "en torno", "two words (Fundéu)"),
    pattern(r"(si\s+quiera)", "siquiera", "one word, unless it is 'if he wants'"),
    pattern(r"(sobretodo)", "sobre todo", "as one word it is a coat"),
    pattern(r"(de\s+el)\s+[a-zñáéíóú]+", "del", "the two are drawn together (Ortografía, 5.2)"),
    pattern(r"(a\s+el)\s+(?!que)[a-zñáéíóú]+", "al", "the two are drawn together (Ortografía, 5.2)"),
    pattern(r"(ex\s+(?!profeso|aequo|libris|cathedra|nihilo|primer|alt[oa]|capitán)([a-zñáéíóú]{4,}))", r"ex\2",
            "a prefix is joined to its word (Ortografía, 2.3.1)"),
    pattern(r"(hechar|hecha|hechan|hecho)\s+(?:de\s+menos|a\s+perder|la\s+culpa|un\s+vistazo)", "echar", "without h"),
)  # fmt: skip
COMMON = frozenset("el la los las de del que y en un una con por para es se lo como pero su sus al no muy más".split())
MONTHS = frozenset("enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre "
                   "diciembre lunes martes miércoles jueves viernes sábado domingo".split())
VARIANTS = tuple(tuple(row.split("/")) for row in (
    "periodo/período", "vídeo/video", "icono/ícono", "quizá/quizás", "septiembre/setiembre", "oscuro/obscuro",
    "sustancia/substancia", "sicología/psicología", "solo/sólo", "este/éste", "chófer/chofer", "fútbol/futbol",
    "cartel/cártel", "austriaco/austríaco", "policiaco/policíaco", "zodiaco/zodíaco", "élite/elite", "alvéolo/alveolo",
    "adonde/a donde", "guión/guion", "post/pos", "carné/carnet", "currículum/currículo", "yogur/yogurt",
    "reescribir/rescribir", "reemplazar/remplazar", "email/e-mail", "internet/Internet", "web/Web",
))  # fmt: skip

SPANISH = Tongue(
    spell, PHRASES, CONFUSIONS, COMMON, frozenset("muy poco no sí ya casi tan ja je nos os".split()), MONTHS,
    inverted=True, variants=VARIANTS, sentence_case=True,
)  # fmt: skip
