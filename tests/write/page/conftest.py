"""Extracts to look at: one whose texts try to break the page, and small ones without facts or articles."""

import hashlib

import pytest
from zhfacts.model import Article, Entity, Evidence, Fact, Failure, Mention, Quantity, Time
from zhfacts.write import write_extract

SCRIPT = "<script>document.title='broken'</script>\"onerror=alert(1) x='"
SENTENCES = "😀2023年，<img src=x onerror=alert(2)>绿城市出口额约35亿元，</script>比上年增长12%。"
TEXT = f"{SCRIPT}\n{SENTENCES}-->]]>&lt;b&gt;\u2028😀完。\n"


def article_of(text, identifier="hostile", start=0, **more):
    """Return an article with the facts that TEXT states, as far as its words are there."""

    def span(words):
        at = start + text.index(words)
        return {"start": at, "end": at + len(words)}

    def located(kind, identifier, words, **fields):
        return kind(id=identifier, text=words, **span(words), **fields)

    quantities = (
        located(
            Quantity, "q1", "约35亿元", label="MONEY", value="3500000000", unit="CNY", modifier="about", rule=SCRIPT
        ),
        located(Quantity, "q2", "12%", label="PERCENT", value="12", unit="%"),
    )
    fact = {"subject": "GPE:绿城市", "subject_text": "绿城市", "time": "t1", "status": "actual"}
    fact |= {"indicator": "出口额", "indicator_key": "出口额"}
    words = {"subject": "绿城市", "indicator": "出口额", "time": "2023年"}
    evidence = tuple(Evidence(field=f, **span(w)) for f, w in words.items())
    bound = f"subject={SCRIPT} time=clause0"
    return Article(
        id=identifier,
        file="hostile.txt",
        start=start,
        end=start + len(text),
        title=SCRIPT,
        text=text,
        hash=hashlib.sha256(text.encode()).hexdigest(),
        sentences=((start, start + len(SCRIPT)), (start + len(SCRIPT) + 1, start + len(text) - 1)),
        meta={SCRIPT: SCRIPT},
        mentions=(located(Mention, "m1", "绿城市", label="GPE", entity="GPE:绿城市"),),
        quantities=quantities,
        times=(located(Time, "t1", "2023年", label="DATE", start_date="2023-01-01", end_date="2023-12-31"),),
        facts=(
            Fact(id="f1", quantity="q1", aspect="level", score=0.51, rule=bound, evidence=evidence, **fact),
            Fact(id="f2", quantity="q2", aspect="rate", direction="up", comparison="yoy", score=0.98, **fact),
        ),
        **more,
    )


CITY = Entity(
    id="GPE:绿城市", name="绿城市", label="GPE", aliases=("绿城市", SCRIPT), alias_counts=(1, 1), mentions=1, articles=1
)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory):
    """The folder of an extract whose every text is an attack."""
    out = tmp_path_factory.mktemp("hostile") / "extract"
    write_extract(out, [article_of(TEXT)], [CITY], [Failure(file=f"{SCRIPT}.txt", reason=SCRIPT)])
    return out


@pytest.fixture
def extract_of(tmp_path):
    """The function that writes an extract of some articles of CITY."""

    def write(articles, entities=None):
        out = tmp_path / "small"
        write_extract(out, articles, ([CITY] if articles else []) if entities is None else entities)
        return out

    return write


@pytest.fixture
def hostile_article():
    return article_of(TEXT)
