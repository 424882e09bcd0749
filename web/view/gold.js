/* Gold beside what was extracted: how often each field is right, and every fact of both sides field by field. */

import { h, fill } from "../shared/dom.js";
import { oneLine } from "../shared/marked.js";
import { inPortions } from "./conflicts.js";
import { articleAddress } from "./links.js";
import { colourOf } from "./marks.js";
import { factId } from "./record.js";
import { sentenceAt } from "./store.js";
import { fieldName, num, t, valueName } from "./words.js";

const FIELDS = ["quantity", "subject", "indicator", "time", "aspect", "status", "speaker", "direction", "comparison", "scope", "modality"];
const CORE = ["quantity", "subject", "indicator"];
const FULL = [...CORE, "time", "aspect", "status"];
const OUTCOMES = ["wrong", "missed", "spurious", "right"];

/** Return the view of gold against predicted; the query chooses an outcome and a field that is wrong. */
export async function goldView({ store, setQuery }, { query }) {
  const rows = store.compared ?? [];
  const chosen = { outcome: query.outcome?.[0] ?? null, field: query.field?.[0] ?? null };
  const list = h("div", {});
  const choices = h("div", { class: "switches" });
  const fits = (row) => (!chosen.outcome || row.outcome === chosen.outcome) && (!chosen.field || (row.gold && row.predicted && !row.right.includes(chosen.field)));
  const choose = async (name, value) => {
    chosen[name] = chosen[name] === value ? null : value;
    setQuery(chosen);
    await draw();
  };
  const draw = async () => {
    const found = rows.filter(fits);
    const button = (outcome) => h("button", { type: "button", class: "toggle", "aria-pressed": String(chosen.outcome === outcome), on: { click: () => choose("outcome", outcome) } }, `${t(outcome)} `, h("small", {}, num(rows.filter((row) => row.outcome === outcome).length)));
    fill(choices, OUTCOMES.map(button), chosen.field ? h("button", { type: "button", class: "toggle", "aria-pressed": "true", on: { click: () => choose("field", chosen.field) } }, `${fieldName(chosen.field)} × ${t("wrong")}`) : null, h("span", { class: "muted" }, t("shown")(found.length, rows.length)));
    fill(list, found.length ? await inPortions(found, (row) => pairBox(store, row)) : h("p", { class: "empty" }, t("nothing")));
  };
  await draw();
  return h("div", { class: "page" }, h("h1", {}, t("gold")), h("p", { class: "lead" }, t("goldNote")), h("div", { class: "plots" }, totals(rows), byField(rows, (field) => choose("field", field))), choices, list);
}

/** Return precision, recall and F1 of the facts that are right in the core fields, and in all that count. */
function totals(rows) {
  const gold = rows.filter((row) => row.gold).length;
  const predicted = rows.filter((row) => row.predicted).length;
  const line = (name, wanted) => {
    const hits = rows.filter((row) => row.gold && row.predicted && wanted.every((field) => row.right.includes(field))).length;
    const share = (of) => (of ? (hits / of).toFixed(3) : t("unsaid"));
    return h("tr", {}, h("th", { scope: "row" }, t(name)), h("td", { class: "figure" }, share(predicted)), h("td", { class: "figure" }, share(gold)), h("td", { class: "figure" }, share((gold + predicted) / 2)));
  };
  const heads = ["precision", "recall", "f1"].map((name) => h("th", { scope: "col", class: "figure" }, t(name)));
  return h("section", {}, h("h2", {}, t("outcome")), h("table", { class: "simple" }, h("thead", {}, h("tr", {}, h("td", {}), heads)), h("tbody", {}, line("coreRight", CORE), line("fullRight", FULL))), h("p", { class: "muted" }, `${t("goldSide")} ${num(gold)} · ${t("predictedSide")} ${num(predicted)}`));
}

function byField(rows, choose) {
  const both = rows.filter((row) => row.gold && row.predicted);
  const line = (field) => {
    const hits = both.filter((row) => row.right.includes(field)).length;
    const share = both.length ? hits / both.length : 0;
    const name = h("button", { type: "button", class: "plain-button", on: { click: () => choose(field) } }, h("span", { class: `chip field-${colourOf(field)}` }), fieldName(field));
    return h("tr", {}, h("th", { scope: "row" }, name), h("td", { class: "meter-cell" }, h("span", { class: "meter" }, h("i", { style: { width: `${share * 100}%` } }))), h("td", { class: "figure" }, both.length ? share.toFixed(3) : t("unsaid")), h("td", { class: "figure muted" }, `${num(hits)} / ${num(both.length)}`));
  };
  const used = FIELDS.filter((field) => both.some((row) => row.gold[field] !== null || row.predicted[field] !== null));
  return h("section", {}, h("h2", {}, t("byField")), h("table", { class: "simple" }, h("tbody", {}, used.map(line))));
}

async function pairBox(store, row) {
  const fact = row.fact >= 0 ? store.facts[row.fact] : null;
  const article = row.article >= 0 ? store.articles[row.article] : null;
  const said = (side, field) => (side ? (shown(field, side[field]) ?? t("unsaid")) : "");
  const line = (field) => {
    const right = row.right.includes(field);
    const known = row.gold && row.predicted;
    return h("tr", { class: known && !right ? "differs" : null }, h("th", { scope: "row" }, fieldName(field)), h("td", {}, said(row.gold, field)), h("td", {}, said(row.predicted, field)), h("td", { class: "verdict" }, known ? h("span", { class: right ? "good" : "bad", title: right ? t("correct") : t("wrong") }, right ? "✓" : "✗") : ""));
  };
  const used = FIELDS.filter((field) => [row.gold, row.predicted].some((side) => side && side[field] !== null));
  const link = article ? h("a", { href: articleAddress(article, fact ? { fact: factId(store, fact) } : {}) }, article.title ?? article.id) : row.file;
  return h(
    "section",
    { class: "compared" },
    h("p", { class: "source" }, h("span", { class: `tag tag-${row.outcome}` }, t(row.outcome)), link),
    h("div", { class: "sides" }, h("div", { class: "quote" }, await sentence(store, article, row)), h("table", { class: "fields" }, h("thead", {}, h("tr", {}, h("td", {}), h("th", { scope: "col" }, t("goldSide")), h("th", { scope: "col" }, t("predictedSide")), h("td", {}))), h("tbody", {}, used.map(line)))),
  );
}

function shown(field, value) {
  if (value === null) return null;
  if (field === "time") return value === "../.." ? t("undated") : value.replace("/", " – ");
  return ["aspect", "status", "direction", "comparison", "modality"].includes(field) ? valueName(value) : value;
}

async function sentence(store, article, row) {
  if (!article) return h("p", { class: "sentence" }, row.text);
  const body = await store.body(article);
  const end = row.start + row.length;
  const around = sentenceAt(body, row.start, end);
  return h("p", { class: "sentence" }, oneLine(body.text.slice(around.start, row.start)), h("mark", { class: "field-quantity" }, body.text.slice(row.start, end)), oneLine(body.text.slice(end, around.end)));
}
