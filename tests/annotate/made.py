"""Articles made up with what is hard for a page: an emoji before spans, two articles in one file, markup, no facts."""

import datetime as dt
import hashlib

from zhfacts.model import Article, Entity
from zhfacts.write import write_extract

EMOJI = "🎉📈喜报\n2023年，海州市新增企业3.2万家，同比增长8.5%。市长林晓云说，到2025年要达到5万家。\n"
SECOND = "云山县只有一句话，没有数字。"
HOSTILE = "<script>alert(1)</script>\n<img src=x onerror=alert(2)>\"'&amp; 海州市 ${7*7} {{7*7}} \u202e倒\u202c 7人\n"


class Builder:
    """Builds an article from its words: each span is found as the next of its words."""

    def __init__(self, id, file, text, start=0, date=None):
        self.text, self.start = text, start
        self.head = {"id": id, "file": file, "start": start, "end": start + len(text), "text": text, "date": date}
        self.layers = {layer: [] for layer in ("mentions", "quantities", "times", "facts", "roles")}

    def span(self, layer, words, label, nth=0, **fields):
        at = -1
        for _ in range(nth + 1):
            at = self.text.index(words, at + 1)
        id = f"{layer[0]}{len(self.layers[layer]) + 1}"
        place = {"start": self.start + at, "end": self.start + at + len(words), "text": words, "label": label}
        self.layers[layer].append({"id": id, **place, **fields})
        return id

    def fact(self, quantity, **fields):
        made = {"id": f"f{len(self.layers['facts']) + 1}", "quantity": quantity, "aspect": "level", "status": "actual"}
        self.layers["facts"].append(made | fields)

    def article(self, **more):
        digest = hashlib.sha256(self.text.encode()).hexdigest()
        return Article.model_validate({**self.head, **self.layers, "hash": digest, **more})


def emoji_article():
    """One with an emoji before everything, three facts, a role."""
    b = Builder("news", "news.txt", EMOJI, date=dt.date(2024, 1, 5))
    b.span("times", "2023年", "DATE", start_date=dt.date(2023, 1, 1), end_date=dt.date(2023, 12, 31), grain="year")
    b.span("times", "到2025年", "DATE", end_date=dt.date(2025, 12, 31))
    b.span("mentions", "海州市", "GPE", entity="GPE:海州市")
    b.span("mentions", "林晓云", "PERSON", entity="PERSON:林晓云")
    firms = b.span("quantities", "3.2万家", "CARDINAL", value="32000", unit="家")
    growth = b.span("quantities", "8.5%", "PERCENT", value="8.5", unit="%")
    goal = b.span("quantities", "5万家", "CARDINAL", value="50000", unit="家", nth=0)
    city = {"subject": "GPE:海州市", "subject_text": "海州市"}
    b.fact(firms, **city, indicator="新增企业", time="t1", score=0.93)
    b.fact(growth, **city, indicator="企业", aspect="rate", direction="up", comparison="yoy", time="t1", score=0.41)
    b.fact(goal, **city, indicator="企业", status="planned", time="t2", speaker="PERSON:林晓云", score=0.72)
    b.layers["roles"].append({"person": "PERSON:林晓云", "title": "市长", "organization": "GPE:海州市"})
    return b.article()


def two_in_one_file():
    """Two articles of one file, the second without facts."""
    first = Builder("pair#01", "pair.txt", "临江省用水量为12亿立方米。", 2)
    first.span("mentions", "临江省", "GPE", entity="GPE:临江省")
    first.fact(
        first.span("quantities", "12亿立方米", "QUANTITY", value="1200000000", unit="m3"), indicator="用水量", score=0.5
    )
    second = Builder("pair#02", "pair.txt", SECOND, 40)
    second.span("mentions", "云山县", "GPE", entity="GPE:云山县")
    return [first.article(), second.article()]


def hostile_article():
    """One whose text is an attack on a page; its first line is markup that is not read."""
    b = Builder("<b>x</b>&\"'", "hostile.html", HOSTILE)
    b.span("mentions", "海州市", "GPE", entity="GPE:海州市")
    b.span("quantities", "7人", "CARDINAL", value="7", unit="人")
    return b.article(markup=((0, 8), (16, 25)))


def entities_of(articles):
    ids = sorted(
        {m.entity for a in articles for m in a.mentions} | {f.subject for a in articles for f in a.facts if f.subject}
    )
    counted = {i: sum(m.entity == i for a in articles for m in a.mentions) for i in ids}
    held = {i: sum(any(m.entity == i for m in a.mentions) for a in articles) for i in ids}
    return [
        Entity(
            id=i,
            name=i.partition(":")[2],
            label=i.partition(":")[0],
            aliases=(i.partition(":")[2],),
            mentions=counted[i],
            articles=held[i],
        )
        for i in ids
    ]


def write(out, articles):
    """Write an extract of the articles."""
    write_extract(out, articles, entities_of(articles), [], {"names": "made up"}, [])
    return out


def no_measures(words, date):
    """Read no words."""
    return [], []
