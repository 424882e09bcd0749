/* What stands around the text: the bar on top, the list of articles, the dialogs, the bar at chosen words. */

import { LAYERS, MARKS, keyOf } from "./document.js";
import { Component, html } from "./html.js";
import { HELP } from "./keys.js";

const SHOWN = 400; // rows of the list of articles

export function Bar({ state, store, word, flip, theme }) {
  const { article, document, reviewed, saving, server, flaws, trouble, finished } = state;
  const all = document ? LAYERS.flatMap((l) => document[l].map((r) => keyOf(l, r.id))) : [];
  const done = all.filter((key) => reviewed[key]).length;
  const told = saving === "saved" ? `saved_${server}` : saving;
  const kept = saving === "saved" && finished && server !== "gold";
  return html`<header class="bar">
    <button type="button" class="icon" title=${`${word("articles")} (L)`} onClick=${() => store.set({ drawer: !state.drawer })}>☰</button>
    <strong>zhfacts</strong>
    ${article && html`
      <button type="button" class="icon" title=${`${word("previous_article")} (,)`} onClick=${() => store.step(-1)}>‹</button>
      <span class="id" title=${article.file}>${article.id}</span>
      <button type="button" class="icon" title=${`${word("next_article")} (.)`} onClick=${() => store.step(1)}>›</button>
      <progress max=${all.length || 1} value=${done}></progress><small>${done}/${all.length}</small>`}
    <span class="space"></span>
    <span class=${`saving ${saving} ${kept ? "kept" : ""}`} role="status" title=${kept ? word("kept_as_draft") : trouble}>${word(told)}</span>
    ${saving === "failed" && html`<button type="button" onClick=${() => store.flush()}>${word("retry")}</button>`}
    ${flaws.length > 0 && html`<button type="button" class="wrong" onClick=${() => store.showFlaw()}>${flaws.length} ${word("flaws")}</button>`}
    <button type="button" class="icon" title=${`${word("undo")} (Z)`} disabled=${!store.past.length} onClick=${() => store.undo()}>↶</button>
    <button type="button" class="icon" title=${`${word("redo")} (⇧Z)`} disabled=${!store.future.length} onClick=${() => store.redo()}>↷</button>
    <button type="button" class="quiet" onClick=${flip}>${word("language")}</button>
    <button type="button" class="icon" title=${word("theme")} onClick=${theme}>◐</button>
    <button type="button" class="icon" title=${`${word("help")} (?)`} onClick=${() => store.set({ dialog: "help" })}>?</button>
  </header>`;
}

export class Drawer extends Component {
  constructor() {
    super();
    this.state = { filter: "", least: false };
  }

  render({ state, store, word }, { filter, least }) {
    const { articles, article, start } = state;
    let found = articles.filter((a) => !filter || a.id.includes(filter) || a.title?.includes(filter));
    if (least) found = [...found].sort((a, b) => (a.least ?? 2) - (b.least ?? 2));
    const done = articles.filter((a) => a.state === "gold").length;
    return html`<aside class="drawer" aria-label=${word("articles")}>
      <header><h2>${word("articles")} <small>${done}/${articles.length} ${word("state_gold")}</small></h2>
        <input type="search" placeholder=${word("filter")} value=${filter} onInput=${(e) => this.setState({ filter: e.target.value })} />
        <button type="button" class="quiet" onClick=${() => this.setState({ least: !least })}>${word(least ? "least_first" : "extract_order")}</button></header>
      <ol>${found.slice(0, SHOWN).map((a) => html`<li key=${a.id} class=${`${a.state} ${a.id === article?.id ? "now" : ""}`}>
        <button type="button" onClick=${() => store.open(a.id)} title=${a.file}><b>${a.title ?? a.id}</b>
          <small><i class=${`dot ${a.state}`}></i>${word(`state_${a.state}`)}${a.state === "draft" ? ` ${a.reviewed}` : ""} · ${a.counts.facts} ${word("facts")}${a.least === null ? "" : html` · <span title=${word("least")}>${a.least.toFixed(2)}</span>`}</small></button></li>`)}</ol>
      ${found.length > SHOWN && html`<p class="hint">${word("more")}</p>`}
      <footer title=${start.gold}>${word("gold")}: ${start.gold}</footer>
    </aside>`;
  }
}

/** The labels for words that were chosen, beneath them. */
export class LabelBar extends Component {
  componentDidMount() { this.settle(); }

  componentDidUpdate() { this.settle(); }

  settle() {
    const chosen = this.bar && [...document.querySelectorAll(".text .chosen")].at(-1);
    if (!chosen) return;
    const at = chosen.getBoundingClientRect(), own = this.bar.getBoundingClientRect();
    const above = at.bottom + own.height + 12 > innerHeight;
    this.bar.style.left = `${Math.max(8, Math.min(at.left - 60, innerWidth - own.width - 12))}px`;
    this.bar.style.top = `${above ? at.top - own.height - 8 : at.bottom + 8}px`;
  }

  render({ state, store, word }) {
    return state.selection && html`<div class="labels" ref=${(e) => (this.bar = e)}><${Labels} state=${state} store=${store} word=${word} /></div>`;
  }
}

function Labels({ state, store, word }) {
  const { selection, field, layer, start } = state;
  if (field) return html`<b>${store.words(selection.start, selection.end)}</b>
    <button type="button" class="main" onClick=${() => store.fillWords(selection.start, selection.end, false)}>${word("use_words")} ${word(field)}<kbd>⏎</kbd></button>`;
  const first = MARKS.includes(layer) ? layer : "mentions";
  return html`${[first, ...MARKS.filter((l) => l !== first)].map((l) => html`<div class=${`group in-${l}`}><small>${word(l)}</small>${start.labels[l].map((label, n) => html`<button
      type="button" onClick=${() => store.mark(l, label, selection.start, selection.end)}>${l === first ? html`<kbd>${n + 1}</kbd>` : null}${word(label)}</button>`)}</div>`)}`;
}

export function Dialog({ state, store, word }) {
  const { dialog } = state;
  if (!dialog) return null;
  const Body = { help: Help, accept: AcceptAll, stale: StaleDialog }[dialog];
  return html`<div class="veil" onMouseDown=${(e) => e.target === e.currentTarget && dialog !== "stale" && store.set({ dialog: null })}>
    <div class=${`dialog ${dialog}`} role="dialog" aria-modal="true"><${Body} state=${state} store=${store} word=${word} /></div></div>`;
}

function Help({ store, word }) {
  return html`<header><h2>${word("help")}</h2><button type="button" class="icon" onClick=${() => store.set({ dialog: null })} title=${word("close")}>×</button></header>
    <div class="help">${HELP.map(([group, keys]) => html`<section><h3>${word(group)}</h3><dl>${keys.map(([key, what]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${word(what)}</dd></div>`)}</dl></section>`)}</div>
    <p>${word("help_pick")}</p><p>${word("help_save")}</p>`;
}

class AcceptAll extends Component {
  constructor() {
    super();
    this.state = { least: "0.8", also: false };
  }

  componentDidMount() {
    this.input.focus();
    this.input.select();
  }

  render({ store, word }, { least, also }) {
    const number = Number(least);
    const valid = least.trim() !== "" && number >= 0 && number <= 1;
    const count = valid ? store.acceptable(number, also).length : 0;
    const go = (event) => {
      event.preventDefault();
      if (valid) store.acceptAll(number, also);
    };
    return html`<form onSubmit=${go}><h2>${word("accept_all")}</h2>
      <label class="line">${word("accept_above")} <input ref=${(e) => (this.input = e)} class=${valid ? "" : "wrong"} value=${least} inputmode="decimal"
        onInput=${(e) => this.setState({ least: e.target.value })} onKeyDown=${(e) => e.key === "Escape" && store.set({ dialog: null })} /></label>
      <input type="range" min="0" max="1" step="0.05" value=${valid ? number : 1} onInput=${(e) => this.setState({ least: e.target.value })} />
      <label class="line"><input type="checkbox" checked=${also} onChange=${(e) => this.setState({ also: e.target.checked })} /> ${word("also_marks")}</label>
      <p>${word("will_accept")} <b>${count}</b> ${word("items")}</p>
      <footer><button type="button" onClick=${() => store.set({ dialog: null })}>${word("cancel")}</button> <button type="submit" class="main" disabled=${!count}>${word("accept")}<kbd>⏎</kbd></button></footer></form>`;
  }
}

function StaleDialog({ store, word }) {
  return html`<h2>${word("stale_title")}</h2><p>${word("stale_text")}</p>
    <footer><button type="button" class="main" onClick=${() => store.settle(false)}>${word("take_theirs")}</button>
    <button type="button" onClick=${() => store.settle(true)}>${word("keep_ours")}</button></footer>`;
}
