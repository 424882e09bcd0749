/* The extract as objects: the index is read at once, the bodies of articles part by part when they are wanted. */

import { unpack } from "../shared/packed.js";

const PART = 50;

const FACT_ENTITIES = ["subject_id", "scope_id", "speaker_id"];
const FACT_NUMBERS = ["article", "start", "end"];

/** Return the store of the page that this script stands in. */
export async function openStore() {
  const index = await unpack(document.getElementById("index").textContent);
  const parts = [...document.querySelectorAll("script.bodies")].map((element) => element.textContent);
  return new Store(index, parts);
}

export class Store {
  constructor(index, parts) {
    this.about = index.about;
    this.heads = index.heads;
    this.units = index.units;
    this.failures = index.failures;
    this.compared = index.compared;
    this.words = index.words;
    this.parts = parts;
    this.opened = new Map();
    this.articles = this.readArticles(index.articles);
    this.entities = this.readEntities(index.entities);
    this.facts = this.readFacts(index.facts);
    this.series = this.readSeries(index.series);
    this.conflicts = index.conflicts.map(([one, other]) => [this.facts[one], this.facts[other]]);
    this.articleById = new Map(this.articles.map((article) => [article.id, article]));
    this.entityById = new Map(this.entities.map((entity) => [entity.id, entity]));
  }

  word(number) {
    return number < 0 ? null : this.words[number];
  }

  readArticles(columns) {
    return columns.id.map((_, n) => {
      const article = { n, first: 0 };
      for (const name of ["id", "file", "title", "date"]) article[name] = this.word(columns[name][n]);
      for (const name of ["mentions", "quantities", "times", "facts", "roles", "meta", "start", "end", "duplicate_of"])
        article[name] = columns[name][n];
      return article;
    });
  }

  readEntities(columns) {
    return columns.id.map((_, n) => ({
      n,
      id: this.word(columns.id[n]),
      name: this.word(columns.name[n]),
      label: this.word(columns.label[n]),
      aliases: columns.aliases[n].map((alias, at) => [this.word(alias), columns.alias_counts[n][at] ?? 0]),
      external_ids: columns.external_ids[n],
      parent: columns.parent[n],
      mentions: columns.mentions[n],
      articles: columns.articles[n],
      facts: 0,
    }));
  }

  readFacts(columns) {
    const texts = Object.keys(columns).filter(
      (name) => ![...FACT_ENTITIES, ...FACT_NUMBERS, "score"].includes(name),
    );
    let last = -1;
    return columns.article.map((article, n) => {
      const fact = { n };
      for (const name of texts) fact[name] = this.word(columns[name][n]);
      for (const name of FACT_ENTITIES) fact[name] = columns[name][n];
      for (const name of FACT_NUMBERS) fact[name] = columns[name][n];
      fact.score = columns.score[n] < 0 ? null : columns.score[n] / 1000;
      fact.number = numberOf(fact);
      fact.year = fact.end_date ? fact.end_date.slice(0, 4) : null;
      fact.entity = fact.subject_id >= 0 ? fact.subject_id : fact.scope_id;
      fact.title = this.articles[article].title ?? this.articles[article].id;
      if (article !== last) this.articles[article].first = n;
      last = article;
      if (fact.entity >= 0) this.entities[fact.entity].facts += 1;
      return fact;
    });
  }

  /** Return the series that have an entity: {facts: [first fact of each observation], told: [all facts], rivals}. */
  readSeries(columns) {
    const series = [];
    columns.series.forEach((number, n) => {
      const facts = columns.facts[n].map((fact) => this.facts[fact]);
      series[number] ??= { n: number, observations: [] };
      series[number].observations.push({ fact: facts[0], facts, rivals: columns.rivals[n] });
      for (const fact of facts) fact.series = number;
    });
    return series;
  }

  /** Return the facts of an article. */
  factsOf(article) {
    return this.facts.slice(article.first, article.first + article.facts);
  }

  /** Return the body of an article: its text and all that was found in it, in UTF-16 places of the text. */
  async body(article) {
    return (await this.part(Math.floor(article.n / PART)))[article.n % PART];
  }

  part(number) {
    if (!this.opened.has(number))
      this.opened.set(
        number,
        unpack(this.parts[number]).then((kinds) =>
          kinds.text.map((_, n) => this.readBody(Object.fromEntries(Object.keys(kinds).map((kind) => [kind, kinds[kind][n]])))),
        ),
      );
    return this.opened.get(number);
  }

  /** Return all bodies, in the order of the articles. */
  async bodies() {
    return (await Promise.all(this.parts.map((_, number) => this.part(number)))).flat();
  }

  readBody(body) {
    const texts = (columns, names) => (item, n) => {
      for (const name of names) item[name] = this.word(columns[name][n]);
      return item;
    };
    const all = (columns, kind, numbers = []) => {
      const rest = Object.keys(columns).filter((name) => !["start", "length", ...numbers].includes(name));
      const spans = placed(columns).map(texts(columns, rest));
      spans.forEach((span, n) => {
        span.kind = kind;
        span.n = n;
        for (const name of numbers) span[name] = columns[name][n];
      });
      return spans;
    };
    return {
      text: body.text,
      sentences: placed(body.sentences),
      mentions: all(body.mentions, "mention", ["entity"]),
      quantities: all(body.quantities, "quantity"),
      times: all(body.times, "time"),
      facts: body.facts.quantity.map((quantity, n) => ({
        quantity,
        time: body.facts.time[n],
        base_time: body.facts.base_time[n],
        rule: body.facts.rule[n].map((pair) => this.word(pair)).join(" "),
        evidence: placed(body.facts.evidence[n]).map(texts(body.facts.evidence[n], ["field"])),
      })),
      roles: body.roles.person.map((person, n) => ({
        person,
        title: this.word(body.roles.title[n]),
        organization: body.roles.organization[n],
        standing: this.word(body.roles.standing[n]),
      })),
    };
  }
}

/** Return the spans of columns: starts are counted from the one before. */
function placed(columns) {
  let at = 0;
  return columns.start.map((gap, n) => {
    at += gap;
    return { start: at, end: at + columns.length[n] };
  });
}

/** Return the number of a fact for sorting and drawing: the middle of a range, negative where it goes down. */
function numberOf(fact) {
  const ends = [fact.value ?? fact.low, fact.value ?? fact.high].filter((end) => end !== null).map(Number);
  if (!ends.length) return null;
  const middle = ends.reduce((sum, end) => sum + end, 0) / ends.length;
  return fact.direction === "down" && middle > 0 ? -middle : middle;
}

/** Return the sentence of a body that a place is in, cut to what is near it where it is very long. */
export function sentenceAt(body, start, end, reach = 300) {
  let low = 0;
  let high = body.sentences.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (body.sentences[middle].start <= start) low = middle;
    else high = middle - 1;
  }
  let found = body.sentences[low];
  if (!found || start < found.start || start >= found.end) {
    const left = body.text.lastIndexOf("\n", start - 1) + 1;
    const right = body.text.indexOf("\n", end);
    found = { start: left, end: right < 0 ? body.text.length : right };
  }
  return { start: Math.max(found.start, start - reach), end: Math.max(end, Math.min(found.end, end + reach)) };
}
