/* Records: a fact with every field, its words and what bound it; a quantity, a time or a name of an article. */

import { h } from "../shared/dom.js";
import { amountWithUnit, daysText, grouped, headline, numberText, rulesOf, scoreMeter, statusText, timeText } from "./format.js";
import { address, articleAddress, entityAddress } from "./links.js";
import { colourOf, markedSentence } from "./marks.js";
import { fieldName, num, t, unitName, valueName } from "./words.js";

/** Return the record of a fact. `inside` tells that its article is open already. */
export async function factRecord(store, fact, inside = false) {
  const article = store.articles[fact.article];
  const body = await store.body(article);
  const bound = body.facts[fact.n - article.first];
  return h(
    "div",
    { class: "record" },
    h("h2", {}, headline(fact) || t("record")),
    h("p", { class: "amount" }, amountWithUnit(fact)),
    h("div", { class: "quote" }, markedSentence(body, bound)),
    fieldTable(store, fact, body, bound),
    h(
      "p",
      { class: "record-links" },
      inside ? null : h("a", { class: "button", href: articleAddress(article, { fact: factId(store, fact) }) }, t("inArticle")),
      fact.entity >= 0 ? h("a", { class: "button", href: entityAddress(store.entities[fact.entity]) }, t("openEntity")) : null,
    ),
    source(article),
    seriesList(store, fact),
    conflictList(store, fact),
    h("p", { class: "place" }, `${t("position")}: ${article.file} [${num(fact.start)}, ${num(fact.end)})`),
  );
}

/** Return the id of a fact in the whole extract: ARTICLE/f1. */
export function factId(store, fact) {
  return `${store.articles[fact.article].id}/${fact.id}`;
}

/** Return the fact with such an id, or undefined. */
export function factById(store, id) {
  const cut = id.lastIndexOf("/");
  const article = store.articleById.get(id.slice(0, cut));
  return article && store.factsOf(article).find((fact) => fact.id === id.slice(cut + 1));
}

/** Return the fields of a fact, each with its colour, its value, the words it rests on and the rule that bound it. */
function fieldTable(store, fact, body, bound) {
  const rules = rulesOf(bound.rule);
  const words = {};
  for (const { field, start, end } of bound.evidence) (words[field] ??= []).push(body.text.slice(start, end));
  const quantity = body.quantities[bound.quantity];
  words.quantity = [body.text.slice(quantity.start, quantity.end)];
  if (bound.time >= 0 && !words.time) words.time = [body.text.slice(body.times[bound.time].start, body.times[bound.time].end)];
  rules.quantity = quantity.rule;
  const rows = [
    ["subject", named(store, fact.subject, fact.subject_id)],
    ["scope", named(store, fact.scope, fact.scope_id)],
    ["indicator", fact.indicator],
    ["quantity", amountWithUnit({ ...fact, direction: null })],
    ["time", daysText(fact) ?? fact.time_text ?? t("undated")],
    ["base_value", fact.base_value === null ? null : grouped(fact.base_value)],
    ["base_time", bound.base_time < 0 ? null : timeOf(body, bound.base_time)],
    ["aspect", valueName(fact.aspect)],
    ["direction", valueName(fact.direction)],
    ["comparison", valueName(fact.comparison)],
    ["status", valueName(fact.status)],
    ["modality", valueName(fact.modality)],
    ["speaker", named(store, fact.speaker, fact.speaker_id)],
    ["score", fact.score === null ? null : scoreMeter(fact.score)],
  ].filter(([, value]) => value !== null && value !== "");
  return h(
    "table",
    { class: "fields" },
    h("thead", {}, h("tr", {}, ["field", "value", "evidence", "boundBy"].map((head) => h("th", { scope: "col" }, t(head))))),
    h("tbody", {}, rows.map(([field, value]) => fieldRow(field, value, words[field], rules[field]))),
  );
}

function fieldRow(field, value, words, rule) {
  const marked = field !== "score" && words?.length;
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, h("span", { class: marked ? `chip field-${colourOf(field)}` : "chip" }), fieldName(field)),
    h("td", {}, value),
    h("td", { class: "words" }, (words ?? []).join(" … ")),
    h("td", { class: "rule" }, rule ?? ""),
  );
}

function timeOf(body, number) {
  const time = body.times[number];
  return daysText(time) ?? body.text.slice(time.start, time.end);
}

function named(store, text, entity) {
  return entity >= 0 ? h("a", { href: entityAddress(store.entities[entity]) }, text) : text;
}

function source(article) {
  return h("p", { class: "source" }, h("a", { href: articleAddress(article) }, article.title ?? article.id), article.date ? `\u3000${article.date}` : "");
}

/** Return the other observations of a fact's series, in time order; null where it has none. */
function seriesList(store, fact) {
  const series = fact.series === undefined ? null : store.series[fact.series];
  if (!series || series.observations.length < 2) return null;
  const rows = series.observations.map((observation) => observation.fact).sort((a, b) => (a.end_date < b.end_date ? -1 : 1));
  return h("section", {}, h("h3", {}, t("sameSeries")), h("ul", { class: "plain" }, rows.map((other) => h("li", {}, factLink(store, other, `${timeText(other)}　${amountWithUnit(other)}`), other.status === "planned" ? ` ${valueName("planned")}` : ""))));
}

function conflictList(store, fact) {
  const found = store.conflicts.filter((pair) => pair.includes(fact));
  if (!found.length) return null;
  const rivals = found.map(([one, other]) => (one === fact ? other : one));
  return h("section", {}, h("h3", {}, t("conflicts")), h("ul", { class: "plain" }, rivals.map((other) => h("li", {}, factLink(store, other, `${amountWithUnit(other)}　${other.title}`)))));
}

/** Return a link to a fact in its article. */
export function factLink(store, fact, text) {
  return h("a", { href: articleAddress(store.articles[fact.article], { fact: factId(store, fact) }) }, text);
}

/** Return a list of facts, each a line that leads to its place. */
export function factLines(store, facts) {
  return h("ol", { class: "lines" }, facts.map((fact) => h("li", {}, h("a", { href: address("facts", null, { fact: factId(store, fact) }) }, h("span", { class: "line-head" }, headline(fact) || fact.quantity_text), h("span", { class: "line-amount" }, amountWithUnit(fact)), h("span", { class: "line-more" }, [timeText(fact), statusText(fact)].filter(Boolean).join("\u3000"))), h("span", { class: "line-score" }, scoreMeter(fact.score)))));
}

/** Return the record of a mention, quantity or time of an article. */
export function markRecord(store, body, mark) {
  const text = body.text.slice(mark.start, mark.end);
  if (mark.kind === "mention") return mentionRecord(store, mark, text);
  const rows = mark.kind === "quantity" ? quantityRows(mark) : timeRows(mark);
  return h("div", { class: "record" }, h("h2", {}, text), pairs([...rows, ["rule", mark.rule]]));
}

function quantityRows(mark) {
  return [
    ["label", valueName(mark.label)],
    ["quantity", numberText(mark)],
    ["modifier", valueName(mark.modifier)],
    ["unit", unitName(mark.unit)],
    ["precision", mark.precision && grouped(mark.precision)],
    ["value_si", mark.value_si && `${grouped(mark.value_si)} ${mark.unit_si ?? ""}`],
  ];
}

function timeRows(mark) {
  return [
    ["label", valueName(mark.label)],
    ["start_date", mark.start_date],
    ["end_date", mark.end_date],
    ["start_time", mark.start_time],
    ["end_time", mark.end_time],
    ["grain", valueName(mark.grain)],
    ["certainty", valueName(mark.certainty)],
  ];
}

function mentionRecord(store, mark, text) {
  const entity = mark.entity >= 0 ? store.entities[mark.entity] : null;
  return h(
    "div",
    { class: "record" },
    h("h2", {}, text),
    pairs([
      ["label", valueName(mark.label)],
      ["name", entity && h("a", { href: entityAddress(entity) }, entity.name)],
      ["aliases", entity?.aliases.map(([alias]) => alias).join("、")],
      ["mentions", entity && num(entity.mentions)],
      ["articles", entity && num(entity.articles)],
      ["rule", mark.rule],
    ]),
    entity ? h("p", { class: "record-links" }, h("a", { class: "button", href: entityAddress(entity) }, t("openEntity"))) : null,
  );
}

/** Return fields and values as a table; what is not there is left out. */
export function pairs(rows) {
  return h("table", { class: "fields" }, h("tbody", {}, rows.filter(([, value]) => value).map(([field, value]) => h("tr", {}, h("th", { scope: "row" }, fieldName(field)), h("td", {}, value)))));
}
