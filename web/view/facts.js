/* The table of facts with facets and search; a row opens the record of its fact. */

import { h, fill } from "../shared/dom.js";
import { FacetFilter, facetsOf } from "./facets.js";
import { amountText, scoreMeter, scoreText, statusText, timeText } from "./format.js";
import { column, Grid } from "./grid.js";
import { plainSentence } from "./marks.js";
import { factById, factId, factRecord } from "./record.js";
import { fieldName, num, spoken, t, unitName } from "./words.js";

const FEW = 6;
const MANY = 200;
const NARROW = 720;

/** Return the view of all facts; the query chooses facets, a search (q), an order (sort) and an open fact (fact). */
export function factsView({ store, panel, setQuery }, { query }) {
  if (!store.facts.length) return h("div", { class: "page" }, h("p", { class: "empty" }, t("noFacts")));
  const view = new FactsView(store, panel, setQuery, query);
  return { node: view.node, shown: () => view.shown(), destroy: () => view.destroy(), step: (by) => view.grid.step(by, true) };
}

class FactsView {
  constructor(store, panel, setQuery, query) {
    Object.assign(this, { store, panel, setQuery });
    this.facets = facetsOf(store);
    this.filter = new FacetFilter(store.facts, this.facets, query);
    this.filter.search = query.q?.[0] ?? "";
    this.sort = query.sort?.[0] ?? null;
    this.opened = query.fact?.[0] ?? null;
    this.wide = new Set();
    this.sentences = null;
    this.search = h("input", { type: "search", class: "search", value: this.filter.search, placeholder: t("searchFacts"), "aria-label": t("search"), on: { input: () => this.searched() } });
    this.count = h("p", { class: "count", role: "status" });
    this.reset = h("button", { type: "button", class: "quiet", on: { click: () => this.clear() } }, t("reset"));
    this.facetBox = h("div", { class: "facets-body" });
    const download = h("button", { type: "button", class: "quiet", on: { click: () => this.download() } }, t("download"));
    const heads = h("summary", {}, t("filters"));
    const aside = h("details", { class: "facets", open: innerWidth > NARROW }, heads, this.facetBox);
    const sort = this.sort ? [{ column: this.sort, dir: "asc" }] : [];
    this.grid = new Grid({ rows: store.facts, columns: this.columns(), label: t("facts"), sort, open: (fact) => this.openFact(fact) });
    const bar = h("div", { class: "bar" }, this.search, this.count, this.reset, download);
    this.node = h("div", { class: "split" }, aside, h("div", { class: "main-column" }, bar, this.grid.element));
  }

  columns() {
    const roomy = innerWidth > NARROW;
    const all = [
      column("subject", fieldName("subject"), 140, (fact) => fact.subject ?? ""),
      column("indicator", fieldName("indicator"), undefined, (fact) => fact.indicator ?? "", { minWidth: 150, widthGrow: 2 }),
      column("number", fieldName("value"), 160, (fact) => h("span", { class: "figure" }, amountText(fact)), { hozAlign: "right", headerHozAlign: "right" }),
      column("unit", fieldName("unit"), 84, (fact) => unitName(fact.unit)),
      column("end_date", fieldName("time_text"), 138, timeText),
      column("status", fieldName("status"), spoken() === "zh" ? 112 : 142, (fact) => h("span", { class: `status-${fact.status}` }, statusText(fact))),
      ...(this.store.facts.some((fact) => fact.speaker) ? [column("speaker", fieldName("speaker"), 96, (fact) => fact.speaker ?? "")] : []),
      column("score", fieldName("score"), 104, (fact) => scoreMeter(fact.score)),
      column("n", fieldName("sentence"), undefined, (fact) => h("span", { class: "sentence-cell" }, this.sentences?.[fact.n] ?? t("sentenceLoading")), { minWidth: 140, widthGrow: 4, headerSort: false }),
    ];
    const narrow = new Set(["subject", "indicator", "number", "unit"]);
    if (roomy) return all;
    return all.filter(({ field }) => narrow.has(field)).map((c) => ({ ...c, width: c.field === "number" ? 118 : c.field === "unit" ? 64 : undefined, minWidth: c.field === "number" || c.field === "unit" ? 56 : 84 }));
  }

  async shown() {
    await this.grid.draw();
    await this.apply();
    const bodies = await this.store.bodies();
    this.sentences = this.store.facts.map((fact) => {
      const body = bodies[fact.article];
      const quantity = body.quantities[body.facts[fact.n - this.store.articles[fact.article].first].quantity];
      return plainSentence(body, quantity.start, quantity.end);
    });
    this.filter.addSentences(this.sentences);
    if (this.gone) return;
    for (const row of this.grid.table.getRows("visible")) row.reformat();
    if (this.filter.search) await this.apply();
    const fact = this.opened && factById(this.store, this.opened);
    if (fact) {
      await this.grid.reveal(fact);
      await this.openFact(fact);
    }
  }

  searched() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      this.filter.search = this.search.value.trim();
      this.apply();
    }, 120);
  }

  clear() {
    for (const set of this.filter.chosen) set.clear();
    this.filter.search = this.search.value = "";
    this.apply();
  }

  async apply() {
    const { passing, total, counts } = this.filter.result();
    fill(this.count, t("shown")(total, this.store.facts.length));
    const filtered = total < this.store.facts.length || this.filter.search;
    this.reset.hidden = !filtered;
    this.drawFacets(counts);
    await this.grid.filter((fact) => passing[fact.n] === 1);
    this.grid.element.classList.toggle("is-empty", total === 0);
    this.grid.element.dataset.empty = t("nothing");
    this.keepQuery();
  }

  keepQuery() {
    this.setQuery({ ...this.filter.query(), q: this.filter.search || null, sort: this.sort, fact: this.opened });
  }

  drawFacets(counts) {
    fill(this.facetBox, this.facets.map((facet, n) => (counts[n].size > 1 || this.filter.chosen[n].size ? this.facetList(facet, n, counts[n]) : null)));
  }

  facetList(facet, n, counts) {
    const chosen = this.filter.chosen[n];
    const order = facet.ordered ? (a, b) => (a[0] === "~" ? 1 : b[0] === "~" ? -1 : a[0] < b[0] ? 1 : -1) : (a, b) => b[1] - a[1];
    const rows = [...counts].sort((a, b) => chosen.has(b[0]) - chosen.has(a[0]) || order(a, b));
    const room = this.wide.has(facet.name) ? MANY : FEW;
    const more = rows.length > FEW ? h("button", { type: "button", class: "more", on: { click: () => this.widen(facet.name) } }, this.wide.has(facet.name) ? t("less") : `${t("more")} (${num(rows.length - FEW)})`) : null;
    return h("fieldset", {}, h("legend", {}, facetTitle(facet.name)), rows.slice(0, Math.max(room, chosen.size)).map(([value, count]) => this.choice(facet, n, value, count)), more);
  }

  choice(facet, n, value, count) {
    const chosen = this.filter.chosen[n];
    const shown = value === "~" ? facet.none : (facet.shown?.(value) ?? value);
    const box = h("input", { type: "checkbox", checked: chosen.has(value), on: { change: () => this.choose(n, value, box.checked) } });
    return h("label", { class: chosen.has(value) ? "choice chosen" : "choice", title: shown }, box, h("span", {}, shown), h("small", {}, num(count)));
  }

  choose(n, value, on) {
    if (on) this.filter.chosen[n].add(value);
    else this.filter.chosen[n].delete(value);
    const focus = [document.activeElement?.closest("fieldset")?.querySelector("legend")?.textContent, value];
    this.apply().then(() => this.refocus(...focus, n));
  }

  refocus(legend, value, n) {
    const shown = value === "~" ? this.facets[n].none : (this.facets[n].shown?.(value) ?? value);
    for (const list of this.facetBox.querySelectorAll("fieldset"))
      if (list.querySelector("legend").textContent === legend)
        [...list.querySelectorAll("label")].find((label) => label.title === shown)?.querySelector("input").focus({ preventScroll: true });
  }

  widen(name) {
    if (!this.wide.delete(name)) this.wide.add(name);
    this.drawFacets(this.filter.result().counts);
  }

  async openFact(fact) {
    this.opened = factId(this.store, fact);
    this.keepQuery();
    const record = await factRecord(this.store, fact);
    this.panel.open(record, {
      step: (by) => this.grid.step(by, true),
      closed: () => {
        this.opened = null;
        this.grid.mark(null);
        this.keepQuery();
      },
    });
  }

  /** Save the facts that are shown, in their order, as CSV; cells that a spreadsheet would take for formulas are quoted. */
  download() {
    const names = ["subject", "indicator", "value", "low", "high", "modifier", "unit", "direction", "aspect", "comparison", "status", "modality", "start_date", "end_date", "time_text", "speaker", "score", "title", "sentence", "start", "end"];
    const cell = (fact, name) => {
      if (name === "sentence") return this.sentences?.[fact.n] ?? "";
      if (name === "score") return fact.score === null ? "" : scoreText(fact.score);
      const value = fact[name] ?? "";
      return typeof value === "string" && /^[=+\-@\t\r]/.test(value) && Number.isNaN(Number(value)) ? `'${value}` : String(value);
    };
    const line = (cells) => cells.map((text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join(",");
    const rows = this.grid.shownRows().map((fact) => line(names.map((name) => cell(fact, name))));
    const blob = new Blob([`\ufeff${[line(names), ...rows].join("\r\n")}\r\n`], { type: "text/csv" });
    const link = h("a", { href: URL.createObjectURL(blob), download: "facts.csv" });
    link.click();
    URL.revokeObjectURL(link.href);
  }

  destroy() {
    this.gone = true;
    clearTimeout(this.waiting);
    this.grid.destroy();
  }
}

function facetTitle(name) {
  const own = { entity: t("entity"), year: t("year"), article: t("article") };
  return own[name] ?? fieldName(name);
}

