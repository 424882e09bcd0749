/* The controls of a record's fields: words, a choice among few, a choice among many. */

import * as api from "./api.js";
import { period } from "./document.js";
import { Component, html } from "./html.js";
import { FIELD_KEYS, NEVER_EMPTY } from "./keys.js";
import { learnNames } from "./names.js";

/** Return the flaws of a field: of the record in hand or, in a fact, of the record that the field stands in. */
const flawsOf = (state, key, field) => state.flaws.filter((f) => f.item === key && f.field === field);

/** A label with its key, a control, and beneath it what is wrong or worth knowing. */
export function Field({ state, name, word, of, layer, wide, hint, children }) {
  const key = layer ? Object.entries(FIELD_KEYS[layer]).find(([, field]) => field === name)?.[0] : null;
  const flaws = of ? flawsOf(state, of, name) : [];
  return html`<div class=${`field ${wide ? "wide" : ""} ${flaws.length ? "wrong" : ""}`} data-field=${name}>
    <label for=${`field-${name}`}>${word(name)}${key && html`<kbd>${key.toUpperCase()}</kbd>`}</label>
    <div class="control">${children}
      ${flaws.map((f) => html`<p class="flaw" role="alert">${word(`flaw_${f.code}`)}${f.code === "rule" ? `: ${f.detail}` : ""}</p>`)}
      ${!flaws.length && hint ? html`<p class="hint">${hint}</p>` : null}
    </div>
  </div>`;
}

/** An input that is focused while its field is the one in hand. */
class Held extends Component {
  componentDidMount() { this.follow(); }

  componentDidUpdate() { this.follow(); }

  follow() {
    const { store, name } = this.props;
    const { field, selection } = store.state;
    const focused = document.activeElement === this.input;
    if (field === name && !focused && !selection && this.wasField !== name) {
      this.input.focus();
      this.input.select();
    }
    if (field !== name && focused) this.input.blur();
    this.wasField = field;
  }

  focused() {
    const { store, name } = this.props;
    this.wasField = name;
    if (store.state.field !== name) store.set({ field: name, selection: null });
  }

  leave(event) {
    event.preventDefault();
    event.stopPropagation();
    this.props.store.set({ field: null });
  }

  /** Keys that every field has; returns whether this was one. */
  common(event) {
    if (event.isComposing) return true;
    if (event.key === "Escape" || event.key === "Enter") {
      if (event.ctrlKey || event.metaKey) return true;
      this.leave(event);
      return true;
    }
    if (event.key === "F2") {
      event.preventDefault();
      this.input.blur();
      this.props.choose();
      return true;
    }
    return false;
  }
}

/** Words as they are typed; `put` gets them at every change. */
export class Words extends Held {
  render({ name, value, put, store, flawed, list, placeholder, choose }) {
    return html`<input id=${`field-${name}`} ref=${(e) => (this.input = e)} value=${value ?? ""} spellcheck="false" autocomplete="off"
      aria-invalid=${flawed ? "true" : undefined} placeholder=${placeholder} list=${list}
      onFocus=${() => this.focused()} onInput=${(e) => put(e.target.value)} onKeyDown=${(e) => this.common(e)} />`;
  }
}

/** A day; 2023, 2023-05, 2023Q2 and 2023H1 become the first or last day of what they say when the field is left. */
export class Day extends Held {
  done() {
    const { value, name, other, putBoth } = this.props;
    const days = value && period(value);
    if (days) putBoth(name === "start_date" ? [days[0], other || days[1]] : [other || days[0], days[1]]);
  }

  render({ name, value, put }) {
    return html`<input id=${`field-${name}`} ref=${(e) => (this.input = e)} value=${value ?? ""} spellcheck="false" autocomplete="off"
      placeholder="YYYY-MM-DD" class="day" onFocus=${() => this.focused()} onInput=${(e) => put(e.target.value)}
      onBlur=${() => this.done()} onKeyDown=${(e) => this.common(e)} />`;
  }
}

/** One of a few values, all in view. */
export function Choice({ name, value, values, put, word, digits }) {
  const all = NEVER_EMPTY.includes(name) || name === "label" ? values : [null, ...values];
  return html`<div class="choice" role="radiogroup" id=${`field-${name}`}>${all.map((v, n) => html`<button
    type="button" role="radio" aria-checked=${(value ?? null) === v ? "true" : "false"} class=${`${(value ?? null) === v ? "on" : ""} ${v === null ? "null" : ""}`}
    onClick=${() => put(v)}>${digits && n < 9 ? html`<kbd>${n + 1}</kbd>` : null}${v === null ? "–" : word(v)}</button>`)}</div>`;
}

/** One of many: what is typed narrows the list, ↑ ↓ choose, Enter takes it.
 *
 * `options(typed)` gives {value, text, note, exact}; `more(typed)` promises further ones; `put(typed)` is told what is typed,
 * where words of one's own are allowed; `take(option)` what is chosen. */
export class Among extends Held {
  constructor() {
    super();
    this.state = { open: false, at: -1, typed: null, more: [] };
  }

  typed(text) {
    this.setState({ typed: text, open: true, at: -1, more: [] });
    this.props.put?.(text);
    clearTimeout(this.timer);
    if (this.props.more && text.trim()) {
      this.timer = setTimeout(async () => {
        const found = await this.props.more(text.trim()).catch(() => []);
        if (this.state.typed === text) this.setState({ more: found });
      }, 120);
    }
  }

  list() {
    const { typed, more } = this.state;
    const own = this.props.options(typed ?? "");
    const known = new Set(own.map((o) => o.value));
    return [...own, ...more.filter((o) => !known.has(o.value))].slice(0, 40);
  }

  at(list) {
    if (this.state.at >= 0) return Math.min(this.state.at, list.length - 1);
    if (!this.state.typed) return -1;
    return this.props.put ? list.findIndex((o) => o.exact) : list.length ? 0 : -1;
  }

  take(option, event) {
    event.preventDefault();
    event.stopPropagation();
    this.setState({ open: false, at: -1, typed: null, more: [] });
    this.props.take(option);
    this.props.store.set({ field: null });
  }

  key(event) {
    const list = this.list(), at = this.at(list);
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      event.stopPropagation();
      const to = event.key === "ArrowDown" ? Math.min(list.length - 1, at + 1) : Math.max(-1, at - 1);
      this.setState({ open: true, at: to });
      return;
    }
    if (event.key === "Enter" && this.state.open && at >= 0 && !event.ctrlKey) {
      this.take(list[at], event);
      return;
    }
    if (this.common(event)) this.setState({ open: false });
  }

  componentDidUpdate() {
    this.follow();
    this.input.parentElement.querySelector(".options .at")?.scrollIntoView({ block: "nearest" });
  }

  render({ name, value, note, flawed, placeholder, put }, { open, typed }) {
    const list = open ? this.list() : [];
    const at = this.at(list);
    const shown = typed !== null && !put ? typed : (value ?? "");
    return html`<div class="among">
      <input id=${`field-${name}`} ref=${(e) => (this.input = e)} value=${shown} spellcheck="false" autocomplete="off" role="combobox"
        aria-expanded=${open ? "true" : "false"} aria-autocomplete="list" placeholder=${placeholder} aria-invalid=${flawed ? "true" : undefined}
        onFocus=${() => { this.focused(); this.setState({ open: true, typed: null, at: -1 }); }}
        onBlur=${() => this.setState({ open: false, typed: null })}
        onInput=${(e) => this.typed(e.target.value)} onKeyDown=${(e) => this.key(e)} />
      ${note && html`<span class="note" title=${note}>${note}</span>`}
      ${open && list.length > 0 && html`<ul class="options" role="listbox" onMouseDown=${(e) => e.preventDefault()}>${list.map((o, n) => html`<li
        role="option" key=${o.value ?? o.text} aria-selected=${n === at ? "true" : "false"} class=${n === at ? "at" : ""}
        onClick=${(e) => this.take(o, e)}><span>${o.text}</span><small>${o.note}</small></li>`)}</ul>`}
    </div>`;
  }
}

/** Return a function that asks for entities of the whole extract. */
export async function entitiesCalled(typed) {
  const found = await api.entities(typed);
  learnNames(Object.fromEntries(found.map((e) => [e.id, e.name])));
  return found.map((e) => ({ value: e.id, text: e.name, note: e.id, exact: e.name === typed }));
}
