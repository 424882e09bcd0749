/* The article's text with its marks. A line is drawn again only when something in it changed, so that long articles stay
   smooth; marks may overlap, and every piece of text knows all of those that cover it. */

import { Component, html } from "./html.js";
import { MARKS, keyOf, layerOf, record } from "./document.js";
import { count } from "./offsets.js";

const REFERENCE = /&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z\d]{1,30});/g;
const FIELD_TAGS = ["subject", "scope", "speaker", "time", "base_time", "indicator", "base_value", "person", "organization"];

/** Return the lines of an article as {start, end} in code points, and of marked-up text the hidden stretches. */
export function linesOf(article) {
  const lines = [];
  let start = 0, at = 0;
  const hidden = article.markup;
  let h = 0;
  for (const character of article.text.text) {
    while (hidden[h] && hidden[h][1] <= at) h += 1;
    const seen = !(hidden[h] && hidden[h][0] <= at);
    if (character === "\n" && seen) {
      lines.push({ start, end: at });
      start = at + 1;
    }
    at += 1;
  }
  lines.push({ start, end: at });
  return lines;
}

const CELL = /^<\/t[dh]\b/i, BLOCK = /^<(?:br|\/(?:tr|p|div|li|h[1-6]))\b/i;

/** Return what a reader does not see as written: markup (as nothing, a gap after a cell, a new line after a block), and in
 *  marked-up text references (as a character). */
export function replacements(article) {
  if (!article.markup.length) return [];
  const gap = (tag) => (CELL.test(tag) ? "\u2003" : BLOCK.test(tag) ? "\n" : "");
  const found = article.markup.map(([start, end]) => ({ start, end, tag: true, seen: gap(article.text.slice(start, end)) }));
  for (const r of found) if (r.seen === "\n" && /[\r\n]/.test(article.text.slice(r.end, Math.min(r.end + 1, article.text.length)))) r.seen = "";
  const parser = new DOMParser();
  const text = article.text.text;
  for (const match of text.matchAll(REFERENCE)) {
    const start = count(text.slice(0, match.index));
    const seen = parser.parseFromString(match[0], "text/html").body.textContent;
    if (seen !== match[0]) found.push({ start, end: start + match[0].length, seen });
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Return the stretches of the text that the fields of the item in hand rest on: {start, end, field}. */
export function roles(state) {
  const { document, current, article } = state;
  if (!current || !article) return [];
  const item = record(document, current);
  if (!item) return [];
  const found = [];
  const add = (r, field) => r && found.push({ start: r.start - article.base, end: r.end - article.base, field });
  const layer = layerOf(current);
  if (layer === "facts") {
    add(document.quantities.find((q) => q.id === item.quantity), "quantity");
    for (const field of ["time", "base_time"]) add(document.times.find((t) => t.id === item[field]), field);
    for (const e of item.evidence ?? []) if (FIELD_TAGS.includes(e.field) && !e.field.endsWith("time")) add(e, e.field);
    for (const field of ["subject", "scope", "speaker"]) {
      if (!item[field] || found.some((f) => f.field === field)) continue;
      const at = found[0]?.start + article.base;
      const names = document.mentions.filter((m) => m.entity === item[field]);
      names.sort((a, b) => Math.abs(a.start - at) - Math.abs(b.start - at));
      add(names[0], field);
    }
  } else if (layer === "roles") {
    for (const field of ["person", "organization"])
      for (const m of document.mentions) if (item[field] && m.entity === item[field]) add(m, field);
  } else add(item, "self");
  return found;
}

/** Return the pieces of a line: cut wherever something begins or ends, with all that covers each. */
function pieces(line, marks, tags, replaced, selection) {
  const cuts = new Set([line.start, line.end]);
  const cut = (a, b) => {
    if (a > line.start && a < line.end) cuts.add(a);
    if (b > line.start && b < line.end) cuts.add(b);
  };
  for (const m of marks) cut(m.start, m.end);
  for (const t of tags) cut(t.start, t.end);
  for (const r of replaced) cut(r.start, r.end);
  if (selection) cut(selection.start, selection.end);
  const places = [...cuts].sort((a, b) => a - b);
  const covers = (x, at) => x.start <= at && at < x.end;
  return places.slice(0, -1).map((start, n) => ({
    start, end: places[n + 1],
    marks: marks.filter((m) => covers(m, start)),
    tags: tags.filter((t) => covers(t, start)),
    seen: replaced.find((r) => covers(r, start))?.seen,
    chosen: Boolean(selection && covers(selection, start)),
  }));
}

class Line extends Component {
  shouldComponentUpdate(next) {
    return next.signature !== this.props.signature;
  }

  render({ line, text, marks, tags, replaced, selection, word, title }) {
    if (line.start === line.end) return html`<div class="line" data-s=${line.start}><span data-s=${line.start}></span></div>`;
    const made = pieces(line, marks, tags, replaced, selection).map((p) => {
      if (p.seen === "") return null;
      const layers = [...new Set(p.marks.map((m) => m.layer))];
      const first = p.tags.filter((t) => t.start === p.start || (t.start < line.start && p.start === line.start));
      const names = [
        ...layers.map((l) => `in-${l}`), p.marks.some((m) => m.start === p.start) ? "starts" : "", p.marks.some((m) => m.open) ? "open" : "", p.marks.some((m) => m.flawed) ? "flawed" : "",
        p.tags.length ? "tagged" : "", ...p.tags.map((t) => `tag-${t.field}`), p.chosen ? "chosen" : "",
      ];
      const tag = first.map((t) => (t.field === "self" ? "" : word(t.field))).filter(Boolean).join(" ");
      return html`<span
        class=${names.filter(Boolean).join(" ")}
        data-s=${p.start} data-e=${p.seen === undefined ? undefined : p.end}
        data-k=${p.marks.map((m) => m.key).join(" ") || undefined}
        data-tag=${tag || undefined}>${p.seen ?? text.slice(p.start, p.end)}</span>`;
    });
    return html`<div class=${title ? "line headline" : "line"} data-s=${line.start}>${made}</div>`;
  }
}

export class TextView extends Component {
  componentDidUpdate(before) {
    const { state } = this.props;
    if (before.state.current !== state.current || before.state.article !== state.article) this.reveal(".tag-quantity, .tag-self, .tag-person");
    if (state.selection?.byKey && before.state.selection !== state.selection) this.reveal(".chosen");
  }

  componentDidMount() {
    this.reveal(".tag-quantity, .tag-self, .tag-person");
  }

  reveal(what) {
    const found = this.box.querySelector(what);
    if (!found) {
      if (!this.props.state.current) this.box.scrollTop = 0;
      return;
    }
    const box = this.box.getBoundingClientRect(), at = found.getBoundingClientRect();
    if (at.top < box.top + box.height * 0.15 || at.bottom > box.top + box.height * 0.8) {
      this.box.scrollTop += at.top - box.top - box.height * 0.38;
    }
  }

  render({ state, store, word }) {
    const { article, document, reviewed, flaws, selection } = state;
    if (article !== this.article) {
      this.article = article;
      this.lines = article.lines;
      this.replaced = article.replaced;
    }
    const flawed = new Set(flaws.map((f) => f.item));
    const marks = MARKS.flatMap((layer) => document[layer].map((r) => {
      const key = keyOf(layer, r.id);
      return { layer, key, start: r.start - article.base, end: r.end - article.base, open: !reviewed[key], flawed: flawed.has(key) };
    })).sort((a, b) => a.start - b.start || b.end - a.end);
    const tags = roles(state);
    const inLine = (items, line) => items.filter((x) => x.start < line.end && x.end > line.start);
    // marks in text order: those of a line are near each other
    let from = 0;
    const lines = this.lines.map((line) => {
      while (from < marks.length && marks[from].end <= line.start && marks[from].start < line.start) from += 1;
      const here = [];
      for (let n = from; n < marks.length && marks[n].start < line.end; n += 1) if (marks[n].end > line.start) here.push(marks[n]);
      const tagged = inLine(tags, line);
      const chosen = selection && selection.start < line.end && selection.end > line.start ? selection : null;
      const signature = [
        article.id, word("page"), line.start, ...here.map((m) => `${m.key},${m.start},${m.end},${m.open},${m.flawed}`),
        ...tagged.map((t) => `${t.field},${t.start},${t.end}`), chosen ? `${chosen.start}-${chosen.end}` : "",
      ].join(";");
      return { line, here, tagged, chosen, signature };
    });
    return html`<div class="text" ref=${(e) => (this.box = e)} onMouseUp=${(e) => this.up(e, store)} lang="zh" tabindex="-1">
      <div class="page">${lines.map(({ line, here, tagged, chosen, signature }, n) => html`<${Line}
        key=${line.start} line=${line} text=${article.text} marks=${here} tags=${tagged} replaced=${inLine(this.replaced, line)}
        selection=${chosen} signature=${signature} word=${word} title=${n === this.headline(document)} />`)}</div>
    </div>`;
  }

  /** Return the number of the line that is the article's title. */
  headline(document) {
    if (this.titleOf !== document.title) {
      this.titleOf = document.title;
      const { text } = this.article;
      this.titleLine = document.title ? this.lines.findIndex((l) => text.slice(l.start, l.end).trim() === document.title) : -1;
    }
    return this.titleLine;
  }

  up(event, store) {
    if (event.button !== 0) return;
    const chosen = getSelection();
    const range = !chosen.isCollapsed && chosen.rangeCount ? chosen.getRangeAt(0) : null;
    if (range && this.box.contains(range.startContainer) && this.box.contains(range.endContainer)) {
      const start = position(range.startContainer, range.startOffset, "start"), end = position(range.endContainer, range.endOffset, "end");
      chosen.removeAllRanges();
      if (start < end) store.choseWords(...store.trimmed(start, end), event.altKey);
      return;
    }
    const keys = event.target.closest?.("[data-k]")?.dataset.k.split(" ");
    store.clicked(keys ?? []);
  }
}

/** Return the code point at a place of the page. */
function position(node, offset, side) {
  if (node.nodeType !== Node.TEXT_NODE) {
    const child = node.childNodes[Math.min(offset, node.childNodes.length - 1)];
    const inside = child?.nodeType === Node.ELEMENT_NODE ? (child.matches("[data-s]") ? child : child.querySelector("[data-s]")) : null;
    const piece = inside ?? (child?.nodeType === Node.TEXT_NODE ? child.parentElement : node.closest("[data-s]"));
    if (!piece) return 0;
    return Number(piece.dataset.s) + (offset >= node.childNodes.length && node.childNodes.length ? count(piece.textContent) : 0);
  }
  const piece = node.parentElement.closest("[data-s]");
  const start = Number(piece.dataset.s);
  if (piece.dataset.e) return offset === 0 || (side === "start" && offset < node.length) ? start : Number(piece.dataset.e);
  return start + count(node.data.slice(0, offset));
}
