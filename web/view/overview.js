/* The overview: what is in the extract, by indicator, year, place, sureness and status, and where to look first. */

import { h } from "../shared/dom.js";
import { bars, columns } from "./charts.js";
import { band, NONE } from "./facets.js";
import { address } from "./links.js";
import { factLines } from "./record.js";
import { num, t } from "./words.js";

const MOST = 12;
const LEAST_SURE = 8;
const PLACES = new Set(["GPE", "LOC"]);
const YEARS = 24;

/** Return the overview of an extract. */
export function overview({ store }) {
  const { facts, articles } = store;
  const undatedFacts = facts.filter((fact) => !fact.end_date && !fact.start_date).length;
  const undatedArticles = articles.filter((article) => !article.date).length;
  const notes = [
    undatedFacts ? h("a", { href: address("facts", null, { year: NONE }) }, t("undatedFacts")(undatedFacts)) : null,
    undatedArticles ? h("a", { href: address("articles") }, t("undatedArticles")(undatedArticles)) : null,
    store.failures.length ? h("a", { href: "#unread", on: { click: scrollToUnread } }, t("failures")(store.failures.length)) : t("failuresNone"),
  ].filter(Boolean);
  const body = facts.length ? plots(store) : [h("p", { class: "empty" }, articles.length ? t("noFacts") : t("noArticles"))];
  return h(
    "div",
    { class: "page" },
    h("h1", {}, store.about.name),
    h("p", { class: "lead" }, t("summary")(articles.length, facts.length, store.entities.length)),
    tiles(store),
    h("p", { class: "notes" }, notes.map((note, n) => [n ? t("comma") : "", note])),
    body,
    unread(store),
    h("p", { class: "made" }, t("madeBy")(store.about.zhfacts ?? "")),
  );
}

function scrollToUnread(event) {
  event.preventDefault();
  document.getElementById("unread")?.scrollIntoView();
}

function tiles(store) {
  const shown = [
    ["articles", store.articles.length, "articles"],
    ["facts", store.facts.length, "facts"],
    ["entities", store.entities.length, "entities"],
    ["seriesOf", store.series.length, null],
    ["conflicts", store.conflicts.length, "conflicts"],
  ];
  return h("ul", { class: "tiles" }, shown.map(([name, count, view]) => h("li", {}, h(view ? "a" : "div", view ? { href: address(view) } : {}, h("b", {}, num(count)), h("span", {}, t(name))))));
}

function plots(store) {
  const { facts } = store;
  return [
    h(
      "div",
      { class: "plots" },
      plot("byIndicator", bars(top(facts, (fact) => fact.indicator_key ?? fact.indicator, (key) => address("facts", null, { indicator: key })), t("byIndicator"))),
      plot("byPlace", bars(top(facts.filter((fact) => isPlace(store, fact)), (fact) => store.entities[fact.entity].id, (id) => address("facts", null, { entity: id }), (id) => store.entityById.get(id).name), t("byPlace"))),
      plot("byYear", columns(byYear(facts), t("byYear"))),
      plot("byScore", columns(byScore(facts), t("byScore"))),
    ),
    h(
      "section",
      { class: "least-sure" },
      h("h2", {}, t("leastSure")),
      h("p", { class: "muted" }, t("leastSureNote")),
      factLines(store, leastSure(facts)),
      h("p", {}, h("a", { href: address("facts", null, { sort: "score" }) }, t("allBySure"))),
    ),
  ];
}

const plot = (name, drawn) => h("section", {}, h("h2", {}, t(name)), drawn);

const isPlace = (store, fact) => fact.entity >= 0 && PLACES.has(store.entities[fact.entity].label);

function counted(facts, value) {
  const counts = new Map();
  for (const fact of facts) {
    const found = value(fact);
    if (found !== null) counts.set(found, (counts.get(found) ?? 0) + 1);
  }
  return counts;
}

function top(facts, value, href, shown = (key) => key) {
  const rows = [...counted(facts, value)].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, MOST);
  return rows.map(([key, count]) => ({ name: shown(key), count, href: href(key) }));
}

/** Return years with their facts, every year between the first and the last; the rare early ones as one. */
function byYear(facts) {
  const counts = counted(facts, (fact) => fact.year);
  const years = [...counts.keys()].map(Number).sort((a, b) => a - b);
  const rows = [];
  if (years.length) {
    const last = years.at(-1);
    const first = Math.max(years[0], last - YEARS + 1);
    const early = years.filter((year) => year < first);
    if (early.length) {
      const count = early.reduce((sum, year) => sum + counts.get(String(year).padStart(4, "0")), 0);
      rows.push({ name: `< ${first}`, count, href: address("facts", null, { year: early.map((year) => String(year).padStart(4, "0")) }), quiet: true });
    }
    for (let year = first; year <= last; year++) rows.push({ name: String(year), count: counts.get(String(year)) ?? 0, href: address("facts", null, { year: String(year) }) });
  }
  const undated = facts.filter((fact) => fact.year === null).length;
  if (undated) rows.push({ name: t("undated"), count: undated, href: address("facts", null, { year: NONE }), quiet: true });
  return rows;
}

function byScore(facts) {
  const counts = counted(facts, (fact) => band(fact.score));
  const bands = ["0", "0.3", "0.5", "0.7", "0.9"];
  const rows = bands.map((least, n) => ({ name: n + 1 < bands.length ? `${least}–${bands[n + 1]}` : `≥ ${least}`, count: counts.get(least) ?? 0, href: address("facts", null, { score: least }) }));
  const without = facts.filter((fact) => fact.score === null).length;
  if (without) rows.push({ name: t("unscored"), count: without, href: address("facts", null, { score: NONE }), quiet: true });
  return rows;
}

function leastSure(facts) {
  return facts.filter((fact) => fact.score !== null).sort((a, b) => a.score - b.score || a.n - b.n).slice(0, LEAST_SURE);
}

function unread(store) {
  if (!store.failures.length) return null;
  return h(
    "section",
    { id: "unread" },
    h("h2", {}, t("unread")),
    h("table", { class: "simple" }, h("thead", {}, h("tr", {}, h("th", {}, t("file")), h("th", {}, t("reason")))), h("tbody", {}, store.failures.map(([file, reason]) => h("tr", {}, h("td", {}, file), h("td", {}, reason))))),
  );
}

