/* The list of entities, and one entity: its names, its series as lines, its facts and its articles. */

import { h } from "../shared/dom.js";
import { searchable } from "./articles.js";
import { seriesLine } from "./charts.js";
import { amountWithUnit, statusText, timeText } from "./format.js";
import { column, Grid } from "./grid.js";
import { address, articleAddress, entityAddress } from "./links.js";
import { factId, factLink } from "./record.js";
import { fieldName, num, t, valueName } from "./words.js";

const NARROW = 720;
const MOST = 60;

/** Return the view of all entities, those with most facts first. */
export function entitiesView({ store, setQuery }, { query }) {
  if (!store.entities.length) return h("div", { class: "page" }, h("p", { class: "empty" }, t("nothing")));
  const rows = [...store.entities].sort((a, b) => b.facts - a.facts || b.mentions - a.mentions || a.n - b.n);
  const roomy = innerWidth > NARROW;
  const right = { hozAlign: "right", headerHozAlign: "right" };
  const columns = [
    column("name", fieldName("name"), undefined, (entity) => entity.name, { widthGrow: 2, minWidth: 130 }),
    column("label", fieldName("label"), roomy ? 150 : 100, (entity) => valueName(entity.label)),
    ...(roomy ? [column("aliases", fieldName("aliases"), undefined, aliases, { widthGrow: 3, headerSort: false })] : []),
    column("facts", fieldName("facts"), roomy ? 96 : 74, (entity) => num(entity.facts), right),
    column("mentions", fieldName("mentions"), roomy ? 96 : 74, (entity) => num(entity.mentions), right),
    ...(roomy ? [column("articles", fieldName("articles"), 96, (entity) => num(entity.articles), right)] : []),
  ];
  const grid = new Grid({ rows, columns, label: t("entities"), open: (entity) => (location.hash = entityAddress(entity)) });
  const byNumber = [...store.entities];
  return searchable(grid, byNumber, t("searchEntities"), (entity) => [entity.name, entity.id, ...entity.aliases.map(([alias]) => alias)], query, setQuery);
}

const aliases = (entity) => entity.aliases.map(([alias]) => alias).filter((alias) => alias !== entity.name).join("、");

/** Return the view of one entity. */
export async function entityView({ store }, { id }) {
  const entity = store.entityById.get(id);
  if (!entity) return h("div", { class: "page" }, h("p", { class: "empty" }, t("nothing")));
  const facts = store.facts.filter((fact) => fact.entity === entity.n || fact.speaker_id === entity.n);
  const series = store.series.filter((found) => found.observations[0].fact.entity === entity.n);
  const lines = series.filter((found) => new Set(found.observations.map(({ fact }) => fact.end_date)).size > 1);
  lines.sort((a, b) => b.observations.length - a.observations.length);
  const drawn = new Set(lines.flatMap((found) => found.observations.flatMap((observation) => observation.facts)));
  const rest = facts.filter((fact) => !drawn.has(fact));
  return h(
    "div",
    { class: "page" },
    h("p", { class: "kind" }, valueName(entity.label)),
    h("h1", {}, entity.name),
    h("p", { class: "lead" }, [t("factsHere")(entity.facts), t("mentionsTimes")(entity.mentions), t("inArticles")(entity.articles)].join(t("comma"))),
    identity(store, entity),
    lines.length ? h("section", {}, h("h2", {}, t("seriesOf")), legend(lines), h("div", { class: "series" }, lines.slice(0, MOST).map((found) => seriesBox(store, found)))) : null,
    rest.length ? h("section", {}, h("h2", {}, lines.length ? t("singles") : t("facts")), factTable(store, rest, entity)) : null,
    await whereMentioned(store, entity),
  );
}

function identity(store, entity) {
  const rows = [
    [t("aliases"), entity.aliases.length ? h("span", {}, entity.aliases.map(([alias, count]) => h("span", { class: "alias" }, alias, h("small", {}, num(count))))) : null],
    [t("parent"), entity.parent >= 0 ? h("a", { href: entityAddress(store.entities[entity.parent]) }, store.entities[entity.parent].name) : null],
    [t("externalIds"), Object.entries(entity.external_ids).map(([name, code]) => `${name} ${code}`).join(t("comma")) || null],
    ["ID", entity.id],
  ].filter(([, value]) => value);
  return h("table", { class: "fields identity" }, h("tbody", {}, rows.map(([name, value]) => h("tr", {}, h("th", { scope: "row" }, name), h("td", {}, value)))));
}

function legend(lines) {
  const facts = lines.flatMap((found) => found.observations.map(({ fact }) => fact));
  const items = [
    ["actual", true],
    ["planned", facts.some((fact) => fact.status === "planned")],
    ["hedged", facts.some((fact) => fact.modifier)],
    ["range", facts.some((fact) => fact.value === null)],
  ];
  return h("p", { class: "legend" }, items.filter(([, there]) => there).map(([name]) => h("span", {}, h("i", { class: `key key-${name}`, "aria-hidden": "true" }), t(name))));
}

/** Return a series as a line with its name, and the same numbers as a list that opens. */
function seriesBox(store, found) {
  const { observations } = found;
  const { fact } = observations[0];
  const noun = fact.subject_id < 0 ? fact.subject : null;
  const name = [noun, fact.indicator_key ?? fact.indicator].filter(Boolean).join("\u3000");
  const kind = [fact.aspect === "level" ? null : valueName(fact.aspect), valueName(fact.comparison)].filter(Boolean).join(t("comma"));
  const ordered = [...observations].sort((a, b) => (a.fact.end_date < b.fact.end_date ? -1 : 1));
  const rows = ordered.map((o) => h("li", {}, factLink(store, o.fact, `${timeText(o.fact)}　${amountWithUnit(o.fact)}`), o.fact.status === "planned" ? `\u3000${statusText(o.fact)}` : "", o.facts.length > 1 ? h("small", {}, ` ×${o.facts.length}`) : ""));
  return h("section", { class: "series-box" }, h("h3", {}, name, kind ? h("small", {}, kind) : ""), seriesLine(observations, t("chartAlt")(name)), h("details", {}, h("summary", {}, t("seriesWith")(observations.length)), h("ul", { class: "plain" }, rows)));
}

function factTable(store, facts, entity) {
  const ordered = [...facts].sort((a, b) => ((a.end_date ?? "9999") < (b.end_date ?? "9999") ? -1 : 1));
  const row = (fact) =>
    h(
      "tr",
      {},
      h("td", {}, fact.entity === entity.n ? [fact.subject_id < 0 ? `${fact.subject}\u3000` : "", fact.indicator ?? ""] : h("span", { class: "muted" }, `${fieldName("speaker")}: ${fact.subject ?? ""} ${fact.indicator ?? ""}`)),
      h("td", { class: "figure" }, factLink(store, fact, amountWithUnit(fact))),
      h("td", { class: "when" }, timeText(fact)),
      h("td", { class: "when roomy" }, statusText(fact)),
      h("td", { class: "roomy" }, h("a", { href: articleAddress(store.articles[fact.article], { fact: factId(store, fact) }) }, fact.title)),
    );
  const heads = ["indicator", "value", "time_text", "status", "title"].map((name) => h("th", { scope: "col", class: { value: "figure", status: "roomy", title: "roomy" }[name] }, fieldName(name)));
  const more = facts.length > MOST ? h("p", {}, h("a", { href: address("facts", null, { entity: entity.id }) }, `${t("all")} (${num(facts.length)})`)) : null;
  return [h("div", { class: "scroll" }, h("table", { class: "simple" }, h("thead", {}, h("tr", {}, heads)), h("tbody", {}, ordered.slice(0, MOST).map(row)))), more];
}

async function whereMentioned(store, entity) {
  const bodies = await store.bodies();
  const found = store.articles.filter((article) => bodies[article.n].mentions.some((mention) => mention.entity === entity.n));
  if (!found.length) return null;
  const row = (article) => h("li", {}, h("a", { href: articleAddress(article) }, article.title ?? article.id), article.date ? h("span", { class: "muted" }, ` ${article.date}`) : "");
  return h("section", {}, h("h2", {}, t("articles")), h("ul", { class: "plain" }, found.slice(0, 4 * MOST).map(row)));
}
