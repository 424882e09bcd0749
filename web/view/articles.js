/* The list of articles, and an article with all that was found in it marked; a click on a mark opens its record. */

import { h, fill } from "../shared/dom.js";
import { markedText } from "../shared/marked.js";
import { amountWithUnit, headline, scoreMeter } from "./format.js";
import { column, Grid } from "./grid.js";
import { articleAddress, entityAddress } from "./links.js";
import { colourOf, fieldSpans } from "./marks.js";
import { factId, factRecord, markRecord } from "./record.js";
import { fieldName, num, t, valueName } from "./words.js";

const NARROW = 720;
const KINDS = { PERSON: "person", ORG: "org", GPE: "site", LOC: "site", FAC: "site" };
const LAYERS = ["facts", "quantities", "times", "entities"];

/** Return the view of all articles. */
export function articlesView({ store, setQuery }, { query }) {
  if (!store.articles.length) return h("div", { class: "page" }, h("p", { class: "empty" }, t("noArticles")));
  const rows = store.articles;
  const roomy = innerWidth > NARROW;
  const wide = [
    column("date", fieldName("date"), 118, (article) => article.date ?? t("unsaid")),
    column("mentions", fieldName("mentions"), 92, (article) => num(article.mentions), { hozAlign: "right", headerHozAlign: "right" }),
    column("file", fieldName("file"), undefined, (article) => article.file, { widthGrow: 1 }),
  ];
  const columns = [
    column("title", fieldName("title"), undefined, (article) => article.title ?? article.id, { widthGrow: 3, minWidth: 160 }),
    ...(roomy ? wide.slice(0, 1) : []),
    column("facts", fieldName("facts"), 92, (article) => num(article.facts), { hozAlign: "right", headerHozAlign: "right" }),
    ...(roomy ? wide.slice(1) : []),
  ];
  const grid = new Grid({ rows, columns, label: t("articles"), open: (article) => (location.hash = articleAddress(article)) });
  return searchable(grid, rows, t("searchArticles"), (article) => [article.title, article.id, article.file, article.date, ...Object.values(article.meta)], query, setQuery);
}

/** Return a view of a table with a search above it. */
export function searchable(grid, rows, placeholder, texts, query, setQuery) {
  const known = rows.map((row) => texts(row).filter(Boolean).join("\n").toLowerCase());
  const count = h("p", { class: "count", role: "status" });
  const apply = () => {
    const terms = input.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const fits = known.map((text) => terms.every((term) => text.includes(term)));
    const total = fits.filter(Boolean).length;
    fill(count, t("shown")(total, rows.length));
    grid.element.classList.toggle("is-empty", total === 0);
    grid.element.dataset.empty = t("nothing");
    setQuery({ q: input.value.trim() || null });
    return grid.filter((row) => fits[row.n]);
  };
  const input = h("input", { type: "search", class: "search", value: query.q?.[0] ?? "", placeholder, "aria-label": t("search"), on: { input: apply } });
  return {
    node: h("div", { class: "main-column alone" }, h("div", { class: "bar" }, input, count), grid.element),
    shown: async () => {
      await grid.draw();
      await apply();
    },
    destroy: () => grid.destroy(),
  };
}

/** Return the view of one article; the query may name a fact to open. */
export async function articleView({ store, panel, setQuery }, { id, query }) {
  const article = store.articleById.get(id);
  if (!article) return h("div", { class: "page" }, h("p", { class: "empty" }, t("nothing")));
  const view = new ArticleView(store, panel, setQuery, article, await store.body(article));
  return { node: view.node, shown: () => view.openFirst(query.fact?.[0]), step: (by) => view.step(by), destroy: () => {} };
}

class ArticleView {
  constructor(store, panel, setQuery, article, body) {
    Object.assign(this, { store, panel, setQuery, article, body });
    this.facts = store.factsOf(article);
    const told = new Set(body.facts.map((fact) => fact.quantity));
    this.marks = [
      ...body.mentions.map((mark) => ({ ...mark, layer: "entities", style: `kind-${KINDS[mark.label] ?? "other"}` })),
      ...body.times.map((mark) => ({ ...mark, layer: "times", style: "kind-time" })),
      ...body.quantities.map((mark) => ({ ...mark, layer: told.has(mark.n) ? "facts" : "quantities", style: told.has(mark.n) ? "kind-fact" : "kind-quantity" })),
    ];
    this.layers = new Set(LAYERS);
    this.focused = null;
    this.text = h("div", { class: "article-text", on: { click: (event) => this.clicked(event), keydown: (event) => this.key(event) } });
    this.draw();
    this.node = h("article", { class: "page article" }, h("h1", {}, article.title ?? article.id), this.details(), this.switches(), this.text, this.factList(), this.roles());
  }

  details() {
    const { article, store } = this;
    const original = article.duplicate_of >= 0 ? store.articles[article.duplicate_of] : null;
    const meta = Object.entries(article.meta).map(([name, value]) => h("span", {}, `${name}: ${value}`));
    return h("p", { class: "details" }, h("span", {}, article.date ?? t("undatedArticle")), h("span", {}, `${t("file")}: ${article.file}`), h("span", {}, t("factsHere")(article.facts)), original ? h("span", {}, `${t("reprintOf")} `, h("a", { href: articleAddress(original) }, original.title ?? original.id)) : null, meta);
  }

  switches() {
    const names = { facts: "layerFacts", quantities: "layerQuantities", times: "layerTimes", entities: "layerEntities" };
    const one = (layer) => {
      const box = h("input", { type: "checkbox", checked: true, on: { change: () => this.toggle(layer, box.checked) } });
      return h("label", { class: `switch layer-${layer}` }, box, h("span", {}, t(names[layer])));
    };
    return h("div", { class: "switches" }, h("span", { class: "muted" }, t("layers")), LAYERS.map(one), this.kinds(), h("span", { class: "muted hint" }, t("noMark")));
  }

  /** Return what the lines under names mean. */
  kinds() {
    return h("span", { class: "kinds" }, Object.entries(t("kinds")).map(([kind, name]) => h("i", { class: `line-${kind}` }, name)));
  }

  toggle(layer, on) {
    if (on) this.layers.add(layer);
    else this.layers.delete(layer);
    this.draw();
  }

  /** Draw the text line by line with the marks of the chosen layers, or with the fields of one fact. */
  draw(fact = null) {
    const { text } = this.body;
    const fields = fact ? fieldSpans(this.body, this.body.facts[fact.n - this.article.first]).map((span) => ({ ...span, layer: "field" })) : [];
    const marks = [...this.marks.filter((mark) => this.layers.has(mark.layer)), ...fields];
    this.seen = new Set();
    const lines = [];
    let at = 0;
    let joined = false;
    for (const line of text.split("\n")) {
      const end = at + line.length;
      const near = marks.filter((mark) => mark.end > at && mark.start < end);
      if (line.trim()) lines.push(h("p", { class: joined ? "joined" : null }, markedText(text, at, end, near, (piece, over, segment) => this.segment(piece, over, segment), (piece) => piece)));
      joined = Boolean(line.trim()) && !/[。！？；：.!?”」』）)]\s*$/u.test(line);
      at = end + 1;
    }
    fill(this.text, lines);
    this.text.classList.toggle("one-fact", fact !== null);
  }

  /** Return an element for a piece under marks: it opens the uppermost of them, and is reached by keyboard once a mark. */
  segment(piece, over, segment) {
    const field = over.filter((mark) => mark.layer === "field");
    const found = over.filter((mark) => mark.layer !== "field");
    const top = found.find((mark) => mark.kind === "quantity") ?? found.at(-1);
    const classes = [...new Set(found.map((mark) => mark.style)), ...(field.length ? [`field-${colourOf(field.at(-1).field)}`] : [])];
    if (!top) return h("mark", { class: classes.join(" "), title: field.map((mark) => fieldName(mark.field)).join(t("comma")) }, piece);
    const key = `${top.kind}-${top.n}`;
    const first = !this.seen.has(key);
    this.seen.add(key);
    const label = [valueName(top.label), field.length ? fieldName(field.at(-1).field) : null].filter(Boolean).join(t("comma"));
    return h("mark", { class: classes.join(" "), role: "button", tabindex: first ? "0" : null, title: label, data: { key, ends: segment.end === top.end ? "1" : "0" } }, piece);
  }

  clicked(event) {
    const mark = event.target.closest("[data-key]");
    if (mark) this.openKey(mark.dataset.key);
  }

  key(event) {
    if ((event.key === "Enter" || event.key === " ") && event.target.dataset.key) {
      event.preventDefault();
      this.openKey(event.target.dataset.key);
    }
  }

  openFirst(id) {
    const fact = id && this.facts.find((found) => factId(this.store, found) === id);
    if (fact) this.openFact(fact);
  }

  openKey(key) {
    const [kind, n] = key.split("-");
    const mark = this.marks.find((found) => found.kind === kind && found.n === Number(n));
    const at = this.body.facts.findIndex((fact) => kind === "quantity" && fact.quantity === mark.n);
    if (at >= 0) this.openFact(this.facts[at]);
    else {
      this.draw();
      this.focus(key);
      this.show(markRecord(this.store, this.body, mark));
      this.setQuery({});
    }
  }

  async openFact(fact) {
    const bound = this.body.facts[fact.n - this.article.first];
    this.draw(fact);
    this.focus(`quantity-${bound.quantity}`);
    this.setQuery({ fact: factId(this.store, fact) });
    this.show(await factRecord(this.store, fact, true));
  }

  show(record) {
    this.panel.open(record, {
      step: (by) => this.step(by),
      closed: () => {
        const key = this.focused;
        this.draw();
        this.setQuery({});
        if (key) this.element(key)?.focus({ preventScroll: true });
      },
    });
  }

  element(key) {
    return this.text.querySelector(`[data-key="${key}"]`);
  }

  focus(key) {
    this.focused = key;
    for (const element of this.text.querySelectorAll(`[data-key="${key}"]`)) element.classList.add("current");
    this.element(key)?.scrollIntoView({ block: innerWidth > NARROW ? "center" : "start" });
  }

  /** Open the next or previous fact, from the one that is open. */
  step(by) {
    if (!this.facts.length) return;
    const at = this.facts.findIndex((fact) => `quantity-${this.body.facts[fact.n - this.article.first].quantity}` === this.focused);
    const next = at < 0 ? (by > 0 ? 0 : this.facts.length - 1) : at + by;
    if (this.facts[next]) this.openFact(this.facts[next]);
  }

  factList() {
    if (!this.facts.length) return null;
    const row = (fact) => h("li", {}, h("button", { type: "button", class: "line", on: { click: () => this.openFact(fact) } }, h("span", { class: "line-head" }, headline(fact) || fact.quantity_text), h("span", { class: "line-amount" }, amountWithUnit(fact))), h("span", { class: "line-score" }, scoreMeter(fact.score)));
    return h("section", { class: "below" }, h("h2", {}, t("facts")), h("ol", { class: "lines" }, this.facts.map(row)));
  }

  roles() {
    if (!this.body.roles.length) return null;
    const name = (number) => (number < 0 ? t("unsaid") : h("a", { href: entityAddress(this.store.entities[number]) }, this.store.entities[number].name));
    return h("section", { class: "below" }, h("h2", {}, t("roles")), h("table", { class: "simple" }, h("tbody", {}, this.body.roles.map((role) => h("tr", {}, h("td", {}, name(role.person)), h("td", {}, role.title, role.standing ? ` (${valueName(role.standing)})` : ""), h("td", {}, name(role.organization)))))));
  }
}
