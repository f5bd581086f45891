"""English, French and German as the copy editor knows them, and the table of all tongues.

In: a BCP 47 tag. Out: its `Tongue`; None for a language that we have no table of. Sources: English, the lists of
commonly misspelt words in Merriam-Webster and New Hart's Rules (3, 21); French, Rectifications de 1990 and the
Académie's Dire, ne pas dire; German, Duden and the Amtliche Regelung der deutschen Rechtschreibung (2024).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from .spanish import SPANISH
from .tongue import Advice, Tongue, pattern


def _pairs(table: str) -> dict[str, str]:
    """`wrong/right` words; an underscore stands for a space."""
    rows = (row.split("/") for row in table.split())
    return {wrong: right.replace("_", " ") for wrong, right in rows}


_ENGLISH = _pairs(
    "accomodate/accommodate accomodation/accommodation acheive/achieve acheived/achieved accross/across "
    "agressive/aggressive alot/a_lot amature/amateur apparant/apparent arguement/argument annoucement/announcement "
    "basicly/basically becuase/because beggining/beginning beleive/believe belive/believe bizzare/bizarre "
    "buisness/business calender/calendar catagory/category cemetary/cemetery changable/changeable "
    "collegue/colleague comming/coming commitee/committee completly/completely concious/conscious "
    "consciencious/conscientious definately/definitely definitly/definitely dependance/dependence "
    "dissapear/disappear dissapoint/disappoint dilemna/dilemma ecstacy/ecstasy embarass/embarrass "
    "embarassed/embarrassed enviroment/environment existance/existence experiance/experience familar/familiar "
    "finaly/finally foriegn/foreign fourty/forty foward/forward freind/friend futher/further garantee/guarantee "
    "goverment/government grammer/grammar gaurd/guard happend/happened harrass/harass heighth/height "
    "heros/heroes hygeine/hygiene hypocracy/hypocrisy immediatly/immediately incidently/incidentally "
    "independant/independent indispensible/indispensable inteligence/intelligence interupt/interrupt "
    "irresistable/irresistible knowlege/knowledge liason/liaison libary/library lightening_bolt/lightning_bolt "
    "maintainance/maintenance manuever/manoeuvre millenium/millennium minature/miniature mischievious/mischievous "
    "mispell/misspell neccessary/necessary necesary/necessary neice/niece nieghbour/neighbour noticable/noticeable "
    "occassion/occasion occasionaly/occasionally occured/occurred occuring/occurring occurence/occurrence "
    "ocurred/occurred paralel/parallel parliment/parliament peice/piece perseverence/perseverance "
    "persistant/persistent posession/possession potatos/potatoes practicly/practically preceeding/preceding "
    "prefered/preferred priviledge/privilege probaly/probably proffesor/professor promiss/promise "
    "pronounciation/pronunciation publically/publicly realy/really reccomend/recommend recomend/recommend "
    "recieve/receive recieved/received refered/referred referance/reference relevent/relevant religous/religious "
    "remeber/remember repitition/repetition resistence/resistance rythm/rhythm sacrilegous/sacrilegious "
    "seige/siege seperate/separate seperately/separately similer/similar sincerly/sincerely speach/speech "
    "succesful/successful succesfull/successful suprise/surprise suprised/surprised tatoo/tattoo tendancy/tendency "
    "teh/the threshhold/threshold tommorow/tomorrow tounge/tongue truely/truly "
    "tyrany/tyranny underate/underrate unforseen/unforeseen unfortunatly/unfortunately untill/until "
    "upholstry/upholstery usefull/useful vaccum/vacuum vegatable/vegetable visious/vicious wether/whether "
    "wierd/weird wich/which withold/withhold writting/writing thier/their aswell/as_well infact/in_fact"
)
_FRENCH = _pairs(
    "etait/était etaient/étaient etais/étais etre/être meme/même memes/mêmes tres/très apres/après deja/déjà "
    "voila/voilà celà/cela aupres/auprès peut-etre/peut-être plutot/plutôt bientot/bientôt "
    "aussitot/aussitôt tot/tôt cote_a_cote/côte_à_côte tete/tête fete/fête hopital/hôpital "
    "premiere/première derniere/dernière maniere/manière matiere/matière lumiere/lumière riviere/rivière "
    "frere/frère mere/mère pere/père siecle/siècle systeme/système probleme/problème problemes/problèmes "
    "theme/thème caractere/caractère caracteres/caractères interet/intérêt interets/intérêts ecole/école "
    "ecrivain/écrivain ecrire/écrire ecriture/écriture editeur/éditeur edition/édition etude/étude etudes/études "
    "energie/énergie economie/économie evenement/événement epoque/époque idee/idée idees/idées annee/année "
    "annees/années journee/journée soiree/soirée entree/entrée pensee/pensée musee/musée lycee/lycée "
    "qualite/qualité quantite/quantité societe/société verite/vérité realite/réalité liberte/liberté "
    "beaute/beauté majorite/majorité minorite/minorité possibilite/possibilité activite/activité "
    "necessaire/nécessaire necessite/nécessité general/général generale/générale generaux/généraux "
    "different/différent differente/différente interessant/intéressant interessante/intéressante "
    "parmis/parmi malgrés/malgré malgres/malgré hormi/hormis biensur/bien_sûr biensûr/bien_sûr "
    "language/langage addresse/adresse dilemne/dilemme appeller/appeler rappeller/rappeler "
    "aggressif/agressif aggrandir/agrandir ammener/amener apercu/aperçu francais/français francaise/française "
    "lecon/leçon facon/façon garcon/garçon recu/reçu deca/deçà soupcon/soupçon balancoire/balançoire "
    "coeur/cœur oeuvre/œuvre oeuvres/œuvres soeur/sœur soeurs/sœurs oeil/œil boeuf/bœuf noeud/nœud voeu/vœu "
    "moeurs/mœurs oeuf/œuf manoeuvre/manœuvre choeur/chœur"
)
_GERMAN = _pairs(
    "daß/dass muß/muss mußte/musste müßte/müsste läßt/lässt faßt/fasst paßt/passt wußte/wusste gewußt/gewusst "
    "bewußt/bewusst bißchen/bisschen fluß/Fluss schluß/Schluss kuß/Kuss prozeß/Prozess genuß/Genuss "
    "standart/Standard rythmus/Rhythmus wiederspiegeln/widerspiegeln wiedersprechen/widersprechen "
    "wiederspruch/Widerspruch vorraus/voraus vorraussetzung/Voraussetzung vorraussichtlich/voraussichtlich "
    "aussergewöhnlich/außergewöhnlich agressiv/aggressiv akkustisch/akustisch anullieren/annullieren "
    "authorisieren/autorisieren addresse/Adresse packet/Paket paralell/parallel parrallel/parallel "
    "entgültig/endgültig entgeld/Entgelt seperat/separat symphatisch/sympathisch interresant/interessant "
    "interressant/interessant projezieren/projizieren reperatur/Reparatur rückrad/Rückgrat gallerie/Galerie "
    "billiard/Billard brilliant/brillant ebend/eben garnicht/gar_nicht garnichts/gar_nichts "
    "garkein/gar_kein zuhause/zu_Hause desweiteren/des_Weiteren nähmlich/nämlich "
    "maschiene/Maschine existens/Existenz komitee/Komitee "
    "verwand/verwandt endeckt/entdeckt endecken/entdecken hällt/hält "
    "wärend/während warscheinlich/wahrscheinlich morgends/morgens "
    "erschreckent/erschreckend lizens/Lizenz orginal/Original terasse/Terrasse tip/Tipp tips/Tipps"
)


def _speller(table: Mapping[str, str]) -> Tongue:
    known = {wrong: right for wrong, right in table.items() if wrong != right.lower()}

    def spell(word: str) -> Advice | None:
        right = known.get(word)
        return Advice(right, "misspelt") if right else None

    return Tongue(spell)


def _tongue(table: Mapping[str, str], **more: object) -> Tongue:
    return replace(_speller(table), **more)  # type: ignore[arg-type]


ENGLISH = _tongue(
    _ENGLISH,
    confusions=(
        pattern(r"(?:could|would|should|might|must)\s+(of)(?!\s+course)", "have", "of the verb to have"),
        pattern(r"(it’s|it's)\s+own", "its", "the possessive has no apostrophe"),
        pattern(r"(loose)\s+(?:the|his|her|their|my|our)\s+(?:mind|way|game|temper|money|job)", "lose", "the verb"),
        pattern(r"(?:more|less|better|worse|rather|other|larger|smaller|greater|fewer|higher|lower)\s+(then)\s+"
                r"(?:the|a|an|any|I|he|she|it|they|we|you|ever|expected)", "than", "in a comparison"),
        pattern(r"(your)\s+(?:welcome|right|wrong|going to)", "you’re", "you are"),
        pattern(r"(their)\s+(?:is|are|was|were)", "there", "of the place"),
        pattern(r"(?:an?|the|no|any|this|that)\s+(affect)\b(?!\s+display)", "effect", "the noun"),
    ),
    common=frozenset("the of and to in is that it was for with as on his her be at by this had not are but".split()),
    doubled=frozenset("had that very so no bye ha there is can".split()),
    variants=tuple(tuple(row.split("/")) for row in (
        "colour/color", "grey/gray", "centre/center", "honour/honor", "favourite/favorite", "labour/labor",
        "neighbour/neighbor", "behaviour/behavior", "theatre/theater", "travelled/traveled", "realise/realize",
        "organise/organize", "recognise/recognize", "analyse/analyze", "judgement/judgment", "towards/toward",
        "email/e-mail", "internet/Internet", "ageing/aging", "catalogue/catalog", "programme/program",
        "afterwards/afterward", "whilst/while", "acknowledgement/acknowledgment", "okay/OK",
    )),
    spaced_units=False,
)  # fmt: skip
FRENCH = _tongue(
    _FRENCH,
    confusions=(
        pattern(r"(?:je|tu|il|elle|on|nous|vous|ils|elles)\s+(à)", "a", "of the verb avoir"),
        pattern(r"(malgré\s+que)", "bien que", "censured by the Académie"),
        pattern(r"(ou)\s+(?:est-ce|es-tu|êtes-vous|sont-ils|vas-tu)", "où", "of the place"),
        pattern(r"(sa)\s+(?:va|fait|suffit|dépend|marche)", "ça", "cela"),
        pattern(r"(au\s+jour\s+d[’']aujourd[’']hui)", "aujourd’hui", "once is enough"),
        pattern(r"(quand\s+à)\s+(?:moi|toi|lui|elle|nous|vous|eux|la|le|les|l)", "quant à", "as to"),
    ),
    common=frozenset("le les des et est une dans pour que qui du au pas sur avec ce il elle plus ne sont aux".split()),
    doubled=frozenset("nous vous très si non oui bien tout".split()),
    small=frozenset("janvier février mars avril mai juin juillet août septembre octobre novembre décembre lundi mardi "
                    "mercredi jeudi vendredi samedi dimanche".split()) - {"mars", "avril", "mai"},
    variants=tuple(tuple(row.split("/")) for row in (
        "clé/clef", "événement/évènement", "connaître/connaitre", "maître/maitre", "août/aout", "coût/cout",
        "week-end/weekend", "oignon/ognon", "nénuphar/nénufar", "réglementer/règlementer", "yaourt/yogourt",
    )),
    sentence_case=True,
)  # fmt: skip
GERMAN = _tongue(
    _GERMAN,
    confusions=(
        pattern(r"(seit)\s+(?:ihr|wir|Sie)\s+(?:nicht|schon|so)", "seid", "of the verb sein"),
        pattern(r"(einzigste[nrms]?)", "einzige", "there is no superlative of it"),
        pattern(r"(besser|größer|kleiner|mehr|weniger|schneller|älter|jünger)\s+wie", "… als", "in a comparison"),
        pattern(r"(nichts\s+desto\s+trotz)", "nichtsdestotrotz", "one word (Duden)"),
        pattern(r"(im\s+vor(?:r)?aus)", "im Voraus", "with a capital (Duden)"),
    ),
    common=frozenset("der die das und ist nicht ein eine den dem mit von zu sich auf für als auch es im des".split()),
    doubled=frozenset("die das der sie den dem was nein ja sehr wer daß dass".split()),
    variants=tuple(tuple(row.split("/")) for row in (
        "Photo/Foto", "Photographie/Fotografie", "Delphin/Delfin", "Phantasie/Fantasie", "Potential/Potenzial",
        "potentiell/potenziell", "Graphik/Grafik", "Orthographie/Orthografie", "aufwendig/aufwändig",
        "Geographie/Geografie", "selbständig/selbstständig", "Internet/internet", "E-Mail/Email", "Cello/Violoncello",
        "zuhause/zu Hause", "sodass/so dass", "mithilfe/mit Hilfe", "zugunsten/zu Gunsten", "aufgrund/auf Grund",
    )),
    noun_capitals=True,
)  # fmt: skip

TONGUES: Mapping[str, Tongue] = {"es": SPANISH, "en": ENGLISH, "fr": FRENCH, "de": GERMAN}


def tongue(language: str) -> Tongue | None:
    """What is known of a language, by its first subtag."""
    return TONGUES.get(language.split("-")[0].lower())
