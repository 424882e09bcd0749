"""Every public noun of zhfacts: what the rooms hand to each other and what an extract holds.

Imports nothing of ours. The classes below `Record` are the lines of an extract; their field descriptions are the
documentation, the JSON Schema and the table schemas alike. `Document` is an article on its way through the rooms.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Literal, NamedTuple, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer

NameLabel = Literal["PERSON", "ORG", "GPE", "LOC", "FAC", "PRODUCT", "EVENT", "LAW", "WORK_OF_ART"]
QuantityLabel = Literal["MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL", "DURATION"]
TimeLabel = Literal["DATE", "TIME"]
Modifier = Literal["about", "near", "over", "at_least", "at_most", "under"]
Aspect = Literal["level", "change", "rate", "share", "rank"]
Direction = Literal["up", "down"]
Comparison = Literal["yoy", "previous", "base"]
Status = Literal["actual", "planned"]
Modality = Literal["forecast", "target", "estimate", "denied", "hypothetical"]
UnusedReason = Literal["word", "indefinite", "order", "identifier", "designation", "marker", "slogan", "period", "bare"]
"""Why a written number is no quantity: part of an ordinary word; 一个 that only means "a"; a first or second that ranks
nothing; part of a code; made a name by what follows (500强); counts the items of a list; counts its own points in
quotation marks; a year or an epithet, no length of time; has no unit and counts nothing."""
UnstatedReason = Literal["again", "order", "length", "bound", "heading", "describes"]
"""Why a quantity states nothing: told before, or pointed back to (这三大); says which one of several and is no rank
(首批企业); a length of time by the way; bounds a class of things (500人以上企业); stands in the head or the name of a
row of a table; only describes what it counts or names (110千伏线路)."""
Standing = Literal["former", "acting", "elect"]
BlockKind = Literal["title", "heading", "byline", "dateline", "caption", "paragraph", "table"]
CellRole = Literal["head", "group", "label", "unit", "datum", "note"]
"""What a cell of a table is for: a head over columns; the name of the rows below it; the name of its row; the unit of
its row; something told; a serial number or a remark."""


def plain(value: Decimal) -> str:
    """Return a decimal without exponent and without trailing zeros: Decimal('4.20E+4') -> '42000'."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text if text not in ("-0", "") else "0"


def tidy(value: Decimal) -> Decimal:
    """Return the same number without exponent and trailing zeros: Decimal('4.20E+4') -> Decimal('42000')."""
    written = str(value)
    if value and "E" not in written and ("." not in written or written[-1] != "0"):
        return value
    return Decimal(plain(value))


Number = Annotated[Decimal, AfterValidator(tidy), PlainSerializer(plain, return_type=str, when_used="json")]


class Span(NamedTuple):
    """A half-open range of character offsets."""

    start: int
    end: int


class Block(NamedTuple):
    """A piece of an article with one function; offsets into the document's reading text."""

    start: int
    end: int
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Head:
    """What a field is called in Chinese at the head of a column; stands in its type, beside its description."""

    zh: str


class TableCell(NamedTuple):
    """A cell of a table that is not empty, with the cells that are its heads; offsets into the reading text."""

    start: int
    end: int
    role: CellRole
    row: int
    """Its place from the top, counted from 0 with the rows of heads."""
    column: int
    column_heads: tuple[Span, ...] = ()
    """The heads of its column, from the top line to the lowest; of a label what names its column (地区, 指标)."""
    groups: tuple[Span, ...] = ()
    """The names of the rows that stand over its row, the outermost first."""
    row_heads: tuple[Span, ...] = ()
    """The names of its row; empty for heads and groups."""
    unit: Span | None = None
    """The cell that states the unit of its row, in a table that has a column of units."""


class Story(NamedTuple):
    """What an article tells, or one of the stories of a digest; offsets into the reading text."""

    start: int
    end: int
    headline: str
    """The article's title, or the heading over the story."""
    place: str | None = None
    """Id of the place that it is about, which 全市 and 本省 stand for together with the places that hold it."""
    told: bool = False
    """Whether the title or words such as 全市 speak for the place; else it only holds most of what is named."""
    province: str | None = None
    """Id of the province in which most of what it names lies by its name, where there is one."""


class ArticleTable(NamedTuple):
    """A table as a structure: what stands over it and its cells, row by row; offsets into the reading text.

    `captions` are the lines over it, the nearest last, and rows at its top that span it; `measures` those among them
    that state a unit for the whole table (单位：亿元).
    """

    captions: tuple[Span, ...]
    measures: tuple[Span, ...]
    cells: tuple[TableCell, ...]


class Record(BaseModel):
    """Base of everything that an extract holds: immutable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Located(Record):
    """Something that stands at one place of the source."""

    id: Annotated[str, Head("编号")]
    """Identifier, unique in its article: m1, q1, t1."""
    start: Annotated[int, Head("起点")] = Field(ge=0)
    """First character, in Unicode code points of the decoded raw file."""
    end: Annotated[int, Head("终点")] = Field(ge=0)
    """Position after the last character (half-open)."""
    text: Annotated[str, Head("原文")]
    """Exactly what stands there in the raw file."""


class Mention(Located):
    """One mention of a named entity."""

    label: Annotated[NameLabel, Head("类别")]
    """Kind of name, an OntoNotes 5 label."""
    entity: Annotated[str | None, Head("实体")] = None
    """Id of the entity that is meant (entities.id)."""
    rule: Annotated[str | None, Head("依据")] = None
    """What recognised it: the model, a gazetteer or a rule by name."""


class Quantity(Located):
    """A number that measures, counts, orders or rates something, with its unit and modifier."""

    label: Annotated[QuantityLabel, Head("类别")]
    """Kind of quantity."""
    value: Annotated[Number | None, Head("数值")] = None
    """The stated number with its scale applied, exact; null for a range."""
    low: Annotated[Number | None, Head("下限")] = None
    """Lower end of a range, else null."""
    high: Annotated[Number | None, Head("上限")] = None
    """Upper end of a range, else null."""
    modifier: Annotated[Modifier | None, Head("限定")] = None
    """Hedge or bound; null when the number is stated as exact."""
    unit: Annotated[str | None, Head("单位")] = None
    """ISO 4217 for money, % or pp, a UCUM code where there is one, else the classifier as written."""
    precision: Annotated[Number | None, Head("精度")] = None
    """Step of the last digit as written: 4.2万 -> 1000, 5.0% -> 0.1."""
    value_si: Annotated[Number | None, Head("国际单位数值")] = None
    """`value` in the SI unit `unit_si`, for physical measures and durations."""
    unit_si: Annotated[str | None, Head("国际单位")] = None
    """UCUM code of the SI unit of `value_si`."""
    rule: Annotated[str | None, Head("依据")] = None
    """The grammar rule or table row that made it."""


class Time(Located):
    """An expression that places something in time."""

    label: Annotated[TimeLabel, Head("类别")]
    """DATE for a day or longer, TIME within a day."""
    start_date: Annotated[dt.date | None, Head("起始日期")] = None
    """First day meant, inclusive; null where it cannot be known or the range is open."""
    end_date: Annotated[dt.date | None, Head("截止日期")] = None
    """Last day meant, inclusive; null where it cannot be known or the range is open."""
    start_time: Annotated[str | None, Head("起始时刻")] = None
    """Begin within the day, HH:MM:SS, where the text gives one."""
    end_time: Annotated[str | None, Head("截止时刻")] = None
    """End within the day, HH:MM:SS, where the text gives one."""
    grain: Annotated[str | None, Head("粒度")] = None
    """Smallest calendar unit stated: day, week, month, quarter, half, year, plan, ..."""
    certainty: Annotated[Literal["stated", "resolved", "vague"] | None, Head("确定性")] = None
    """stated in full, resolved from context, or vague."""
    rule: Annotated[str | None, Head("依据")] = None
    """The grammar rule or table row that made it."""


class Numeral(Record):
    """A written number that is no quantity and no part of a time or a name."""

    start: int = Field(ge=0)
    """First character, in Unicode code points of the decoded raw file."""
    end: int = Field(ge=0)
    """Position after the last character (half-open)."""
    reason: UnusedReason
    """Why it is no quantity."""


class Unstated(Record):
    """A quantity that states nothing, by the decision itself."""

    quantity: str
    """Id of the quantity in the same article."""
    reason: UnstatedReason | None = None
    """Why it states nothing; null where what decided gives no reason."""
    score: float | None = Field(None, ge=0, le=1)
    """Probability that it states nothing; null where it was not weighed."""
    rule: str | None = None
    """What decided: model, model and reader, table, or another decider by name."""


class Evidence(Record):
    """Words that a field of a fact rests on: those that it names, or the cue that decided it."""

    field: str
    """Name of the fact's field."""
    start: int = Field(ge=0)
    """First character, in Unicode code points of the decoded raw file."""
    end: int = Field(ge=0)
    """Position after the last character (half-open)."""


class Fact(Record):
    """A statement that binds a quantity to what it measures."""

    id: Annotated[str, Head("编号")]
    """Identifier, unique in its article: f1."""
    quantity: Annotated[str, Head("数量编号")]
    """Id of the quantity in the same article."""
    subject: Annotated[str | None, Head("主体编号")] = None
    """Id of the entity that has the indicator; null where no entity is meant."""
    subject_text: Annotated[str | None, Head("主体")] = None
    """Name of the subject, or the noun phrase as written where no entity is meant."""
    also: Annotated[tuple[str, ...], Head("其他主体")] = ()
    """In gold: other subjects that satisfy a careful reader: names of entities or noun phrases."""
    scope: Annotated[str | None, Head("范围编号")] = None
    """Id of the entity within which it holds, where the subject is a noun phrase; null where that is not clear."""
    indicator: Annotated[str | None, Head("指标")] = None
    """What is measured, counted or rated, in the article's own words; 得分 or 战绩 of a game also where it has none."""
    indicator_key: Annotated[str | None, Head("统一指标")] = None
    """Normal form of the indicator, one for all the words by which articles name the same thing."""
    aspect: Annotated[Aspect, Head("性质")]
    """level | change | rate | share | rank."""
    direction: Annotated[Direction | None, Head("增减")] = None
    """up | down, for change and rate."""
    comparison: Annotated[Comparison | None, Head("对比")] = None
    """What a change, rate or rank is measured against."""
    base_value: Annotated[Number | None, Head("基数")] = None
    """The number that a change or rate starts from, in the quantity's unit, where the text states it."""
    base_time: Annotated[str | None, Head("基期编号")] = None
    """Id of the time expression in the same article that dates what it is measured against."""
    time: Annotated[str | None, Head("时间编号")] = None
    """Id of the time expression in the same article that dates the statement."""
    status: Annotated[Status, Head("状态")]
    """planned where the words say so, else actual."""
    modality: Annotated[Modality | None, Head("语气")] = None
    """forecast, target, estimate, denied or hypothetical where a word says so; null for a plain statement."""
    speaker: Annotated[str | None, Head("说话人编号")] = None
    """Id of the entity that is quoted as the source."""
    score: Annotated[float | None, Head("可信度")] = Field(None, ge=0, le=1)
    """Probability that quantity, subject and indicator are all right; null where unknown or a server was asked."""
    rule: Annotated[str | None, Head("依据")] = None
    """What bound the fields, as field=rule pairs parted by blanks: cue, model, or asked:NAME of a server's model."""
    evidence: Annotated[tuple[Evidence, ...], Head("出处")] = ()
    """Where the words stand that the fields rest on, in text order."""


class Role(Record):
    """A person's title in an organisation."""

    person: Annotated[str, Head("人物编号")]
    """Id of the person."""
    title: Annotated[str, Head("职务")]
    """Title as written."""
    organization: Annotated[str | None, Head("机构编号")] = None
    """Id of the organisation or place, null where it is not known; in gold its bare name where no mention has it."""
    standing: Annotated[Standing | None, Head("任职情况")] = None
    """former (原, 前, 时任), acting (代, 代理) or elect (候任); null where no word says so."""


class Article(Record):
    """One article: a line of articles.jsonl. All offsets are into the decoded raw file."""

    id: Annotated[str, Head("编号")]
    """Readable identifier: the file's stem, with #NN where the file holds several articles."""
    file: Annotated[str, Head("文件")]
    """Name of the raw file; with #N for row N of a table of texts."""
    start: Annotated[int, Head("起点")] = Field(ge=0)
    """Where the article begins in the raw file."""
    end: Annotated[int, Head("终点")] = Field(ge=0)
    """Where the article ends in the raw file."""
    title: Annotated[str | None, Head("标题")] = None
    """Title, null where the text has none."""
    date: Annotated[dt.date | None, Head("发布日期")] = None
    """Publication date, only where the text or its metadata states it."""
    meta: Annotated[dict[str, str], Head("附注")] = {}
    """What a page or a table of texts says of the article beyond title and date: url, source, author, own columns."""
    duplicate_of: Annotated[str | None, Head("重复于")] = None
    """Id of the article that has the same text, or of which this is a reprint."""
    text: Annotated[str, Head("全文")] = ""
    """The raw file from start to end."""
    hash: Annotated[str, Head("校验值")] = ""
    """SHA-256 of `text` in UTF-8: two articles with the same content have the same hash."""
    sentences: tuple[tuple[int, int], ...] = ()
    """Sentences as [start, end]."""
    markup: tuple[tuple[int, int], ...] = ()
    """Tags and other marks that a reader does not see, as [start, end]."""
    words: tuple[int, ...] = ()
    """Lengths of the words that `text` divides into, blanks included."""
    mentions: tuple[Mention, ...] = ()
    """Named entities, in text order."""
    quantities: tuple[Quantity, ...] = ()
    """Quantities, in text order."""
    times: tuple[Time, ...] = ()
    """Time expressions, in text order."""
    numerals: tuple[Numeral, ...] = ()
    """Written numbers that are no quantities, and why, in text order."""
    facts: tuple[Fact, ...] = ()
    """Facts, in the order of their quantities."""
    unstated: tuple[Unstated, ...] = ()
    """Quantities that state nothing, and why, in text order."""
    roles: tuple[Role, ...] = ()
    """Roles of persons, each triple once."""


class GoldFile(Record):
    """What an annotator marked in one raw file: a JSON file of `annotations/`."""

    file: str
    """Name of the raw file."""
    articles: tuple[Article, ...]
    """Its articles, without their texts, in text order."""


class Entity(Record):
    """One person, place, organisation or other named thing, over all articles: a line of entities.jsonl."""

    id: Annotated[str, Head("编号")]
    """Readable, stable identifier, LABEL:name, with a distinguishing suffix for namesakes."""
    name: Annotated[str, Head("名称")]
    """Canonical name by the guidelines' Link rules."""
    label: Annotated[NameLabel, Head("类别")]
    """Kind of name."""
    aliases: Annotated[tuple[str, ...], Head("别称")] = ()
    """Every written form, most frequent first."""
    alias_counts: Annotated[tuple[int, ...], Head("别称次数")] = ()
    """How often each of the aliases was seen, in their order."""
    label_counts: Annotated[dict[NameLabel, int], Head("类别次数")] = {}
    """How often its mentions carry each label."""
    external_ids: Annotated[dict[str, str], Head("外部编码")] = {}
    """Identifiers elsewhere: gb2260, iso3166, stock, ..."""
    parent: Annotated[str | None, Head("上级地区")] = None
    """Id of the place that holds this place."""
    context: Annotated[tuple[str, ...], Head("关联实体")] = ()
    """Ids of the bodies and places that tell a person from namesakes."""
    mentions: Annotated[int, Head("提及次数")] = 0
    """How many mentions it has."""
    articles: Annotated[int, Head("文章数")] = 0
    """In how many articles it is mentioned."""


class Failure(Record):
    """An input that could not be read: a line of failures.jsonl."""

    file: str
    """The input as given."""
    reason: str
    """Why, in one line."""


@dataclass(slots=True)
class Cluster:
    """One thing named in one article, before articles are compared.

    `id` is provisional and unique in its document; `forms` counts the written forms; `context` holds the ids of
    the clusters (places, organisations) that tell namesakes apart.
    """

    id: str
    name: str
    label: NameLabel
    forms: dict[str, int] = field(default_factory=dict)
    external_ids: dict[str, str] = field(default_factory=dict)
    parent: str | None = None
    context: tuple[str, ...] = ()


@dataclass(slots=True)
class Document:
    """An article on its way through the rooms.

    `text` is the reading text: width and script folded, broken lines joined, captions moved out of sentences, blocks
    parted by "\\n". `offsets[i]` is the position of `text[i]` in `raw`, the whole decoded file; one entry more than
    `text` is long is not needed, because a span's end is the position after its last character. Until `run` turns
    the document into an `Article`, every span in it counts in the reading text.
    """

    id: str
    file: str
    raw: str
    start: int
    end: int
    text: str
    offsets: array[int]
    title: str | None = None
    date: dt.date | None = None
    blocks: list[Block] = field(default_factory=list)
    tables: list[ArticleTable] = field(default_factory=list)
    sentences: list[Span] = field(default_factory=list)
    headings: list[Span] = field(default_factory=list)
    """The sentences that head a section, in text order."""
    stories: list[Story] = field(default_factory=list)
    """What it tells, in text order: one story, or those of a digest."""
    mentions: list[Mention] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)
    supposed: dict[int, tuple[dt.date | None, dt.date | None]] = field(default_factory=dict)
    """Of a document without a date: the days that times without days would have, by their starts in the text."""
    numerals: list[Numeral] = field(default_factory=list)
    clusters: list[Cluster] = field(default_factory=list)
    place: str | None = None
    """Id of the place that the whole article is about."""
    facts: list[Fact] = field(default_factory=list)
    unstated: list[Unstated] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    markup: dict[int, int] = field(default_factory=dict)
    """Raw position -> length of a tag, or of a character reference (&#24924;) that stands for one character."""
    meta: dict[str, str] = field(default_factory=dict)
    """What its file says of the article beyond title and date."""
    base: int = 0
    """Where `raw` begins in the decoded file, for a document that has only its own part of it."""

    def raw_span(self, start: int, end: int) -> Span | None:
        """Return where `text[start:end]` stands in `raw`, or None where a removed piece (a caption) parts it."""
        positions = self.offsets[start:end]
        if not positions:
            return None
        span = Span(positions[0], positions[-1] + self.markup.get(positions[-1], 1))
        if span.end - span.start == len(positions):
            return span
        if any(a >= b for a, b in pairwise(positions)):
            return None
        kept = set(positions)
        at = span.start
        while at < span.end:
            if at not in kept and at not in self.markup and not self.raw[at].isspace():
                return None
            at += self.markup.get(at, 1)
        return span

    def written(self, start: int, end: int) -> str:
        """Return the characters of the raw file behind `text[start:end]`, without what the reading text leaves out.

        A character reference is given as the character that it stands for.
        """
        places = enumerate(self.offsets[start:end], start)
        return "".join(self.text[n] if at in self.markup else self.raw[at] for n, at in places)


L = TypeVar("L", bound=Located)


def numbered(items: Iterable[L], prefix: str) -> list[L]:
    """Return located items in text order with the ids prefix1, prefix2, ..."""
    ordered = sorted(items, key=lambda x: (x.start, x.end))
    return [x.model_copy(update={"id": f"{prefix}{n}"}) for n, x in enumerate(ordered, 1)]


def entity_id(label: str, name: str) -> str:
    """Return the readable id of an entity: entity_id('GPE', '广州市') -> 'GPE:广州市'."""
    return f"{label}:{name}"
