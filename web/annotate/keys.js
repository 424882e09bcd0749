/* The keys: one table that the page obeys and that the help panel lists. */

import { MARKS, keyOf, layerOf, record } from "./document.js";

/** The key of each field, by layer. */
export const FIELD_KEYS = {
  facts: {
    s: "subject", f: "scope", w: "also", i: "indicator", v: "value", u: "unit", m: "modifier", t: "time", a: "aspect", d: "direction",
    c: "comparison", e: "status", o: "modality", b: "base_value", g: "base_time", p: "speaker",
  },
  quantities: { v: "value", u: "unit", m: "modifier" },
  times: { s: "start_date", e: "end_date" },
  mentions: { e: "entity" },
  roles: { p: "person", t: "title", g: "organization", s: "standing" },
};
const JUMPS = { V: "quantity", S: "subject", F: "scope", T: "time", G: "base_time", P: "speaker" };
/** Fields whose key goes through their values; those that may not be empty have no null among them. */
export const CYCLES = ["aspect", "direction", "comparison", "status", "modality", "modifier", "standing"];
export const NEVER_EMPTY = ["aspect", "status"];

/** Groups of [keys as shown, word] for the help panel. */
export const HELP = [
  ["keys_accept", [["Enter / Space", "k_accept"], ["Shift Enter", "k_accept_alike"], ["Shift A", "k_all"], ["Shift U", "k_unreview"], ["Ctrl Enter", "k_finish"]]],
  ["keys_move", [["↑ ↓ / K J", "k_move"], ["[ ]", "k_layer"], [", .", "k_article"], ["Backspace", "k_back"], ["PgUp PgDn", "k_scroll"], ["Shift O", "k_order"]]],
  ["keys_mark", [["← →", "k_end"], ["Shift ← →", "k_start"], ["N", "k_new"], ["1 … 9", "k_label"], ["X / Delete", "k_delete"], ["Shift X", "k_delete_alike"], ["Q", "k_spread"], ["R", "k_take"]]],
  ["keys_fact", [
    ["S", "subject"], ["F", "scope"], ["W", "also"], ["I", "indicator"], ["V", "value"], ["U", "unit"], ["M", "modifier"], ["T", "time"],
    ["A", "aspect"], ["D", "direction"], ["C", "comparison"], ["E", "status"], ["O", "modality"], ["B", "base_value"], ["G", "base_time"],
    ["P", "speaker"], ["Shift V S F T G P", "k_jump"], ["F2", "k_words"],
  ]],
  ["keys_mark_fields", [["V U M", "k_quantity"], ["F", "k_to_fact"], ["S E", "k_time"], ["E", "k_entity"]]],
  ["keys_role", [["P", "person"], ["T", "title"], ["G", "organization"], ["S", "standing"]]],
  ["keys_other", [["Z / Ctrl Z", "k_undo"], ["Shift Z / Ctrl Y", "k_redo"], ["L", "k_drawer"], ["?", "k_help"], ["Esc", "k_escape"]]],
];

/** Return the key of an event, also where an input method has taken its letter. */
function keyName(event) {
  if (event.key !== "Process" && event.keyCode !== 229) return event.key;
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  if (letter) return event.shiftKey ? letter : letter.toLowerCase();
  return { Space: " ", Comma: ",", Period: ".", BracketLeft: "[", BracketRight: "]", Slash: event.shiftKey ? "?" : "/" }[event.code]
    ?? (/^Digit([1-9])$/.exec(event.code)?.[1] || event.code);
}

const inField = (target) => target.closest?.("input, textarea, select") !== null;

/** Obey a key; returns whether it meant something. `labels` are those of each layer. */
export function obey(store, event) {
  const { state } = store;
  const name = keyName(event);
  const command = event.ctrlKey || event.metaKey;
  if (!state.document) return false;
  if (command && name === "Enter") return run(() => store.finish());
  if (inField(event.target)) return false; // fields have their own keys, and the browser's undo
  if (command && name.toLowerCase() === "z") return run(() => (event.shiftKey ? store.redo() : store.undo()));
  if (command && name.toLowerCase() === "y") return run(() => store.redo());
  if (event.altKey || command) return false;
  if (name === "Escape") return run(() => escape(store));
  if (state.dialog) return false;
  if (state.selection && choosing(store, name, event)) return true;
  const known = COMMANDS[name];
  if (known) return run(() => known(store, event));
  if (/^[1-9]$/.test(name)) return label(store, Number(name));
  if (state.current) return ofItem(store, name);
  return false;
}

function run(work) {
  work();
  return true;
}

function escape(store) {
  const { dialog } = store.state;
  if (dialog === "stale") return;
  store.set(dialog ? { dialog: null } : { field: null, selection: null, offer: null });
}

const COMMANDS = {
  Enter: (store, event) => (event.target.closest?.("button") ? event.target.click() : store.accept(event.shiftKey)),
  " ": (store, event) => (event.target.closest?.("button") ? event.target.click() : store.accept()),
  ArrowDown: (store) => store.move(1),
  ArrowUp: (store) => store.move(-1),
  j: (store) => store.move(1),
  k: (store) => store.move(-1),
  Home: (store) => store.move(-Infinity),
  End: (store) => store.move(Infinity),
  ArrowRight: (store, event) => store.border(event.shiftKey ? "start" : "end", 1),
  ArrowLeft: (store, event) => store.border(event.shiftKey ? "start" : "end", -1),
  "[": (store) => store.turn(-1),
  "]": (store) => store.turn(1),
  ",": (store) => store.step(-1),
  ".": (store) => store.step(1),
  Backspace: (store) => store.back(),
  A: (store) => store.set({ dialog: "accept" }),
  U: (store) => store.unreview(),
  O: (store) => store.set({ order: store.state.order === "least" ? "text" : "least" }),
  x: (store) => store.remove(),
  X: (store) => store.remove(true),
  q: (store) => store.spread(),
  PageDown: () => scroll(0.85),
  PageUp: () => scroll(-0.85),
  Delete: (store) => store.remove(),
  z: (store) => store.undo(),
  Z: (store) => store.redo(),
  n: (store) => (MARKS.includes(store.state.layer) ? choose(store) : store.create()),
  r: (store) => store.takeOffer(),
  l: (store) => store.set({ drawer: !store.state.drawer }),
  "?": (store) => store.set({ dialog: "help" }),
};

/** Turn the text over by a share of what is in view. */
function scroll(share) {
  const text = document.querySelector(".text");
  text.scrollTop += text.clientHeight * share;
}

function label(store, number) {
  const { layer, start } = store.state;
  const wanted = start.labels[layer]?.[number - 1];
  if (wanted) store.relabel(wanted);
  return Boolean(wanted);
}

function ofItem(store, name) {
  const { current, document, layer } = store.state;
  if (layerOf(current) !== layer) return false;
  if (layer === "quantities" && name === "f") return run(() => store.toFact());
  if (layer === "facts" && JUMPS[name]) return run(() => jump(store, JUMPS[name]));
  const field = FIELD_KEYS[layer][name];
  if (!field) return false;
  if (CYCLES.includes(field)) cycle(store, field);
  else store.set({ field });
  return record(document, current) !== undefined;
}

/** Give a field its next value. */
export function cycle(store, field) {
  const { current, document, start } = store.state;
  const key = field === "modifier" && layerOf(current) === "facts" ? store.markInHand() : current;
  const values = [...(NEVER_EMPTY.includes(field) ? [] : [null]), ...start.choices[field]];
  const now = values.indexOf(record(document, key)[field] ?? null);
  store.update(key, { [field]: values[(now + 1) % values.length] });
}

/** Go to the mark that a field of the fact in hand means, the nearest where there are several. */
function jump(store, field) {
  const { current, document } = store.state;
  const fact = record(document, current);
  if (field === "quantity") return store.select(keyOf("quantities", fact.quantity));
  if (field.endsWith("time")) return fact[field] ? store.select(keyOf("times", fact[field])) : undefined;
  const at = document.quantities.find((q) => q.id === fact.quantity).start;
  const names = document.mentions.filter((m) => m.entity && m.entity === fact[field]);
  names.sort((a, b) => Math.abs(a.start - at) - Math.abs(b.start - at));
  return names.length ? store.select(keyOf("mentions", names[0].id)) : undefined;
}

// ---- choosing words by keyboard

/** Begin to choose words, beside the mark in hand. */
export function choose(store) {
  const { article, document, current } = store.state;
  const key = current && (store.markInHand() ?? current);
  const near = record(document, key);
  const at = near?.end ? Math.min(near.end - article.base, article.text.length - 1) : store.firstSeen ?? 0;
  store.set({ selection: { start: at, end: store.beside(at, 1), byKey: true } });
}

function choosing(store, name, event) {
  const { selection, article, field } = store.state;
  const { start, end } = selection;
  const length = article.text.length;
  const within = (a, b) => a >= 0 && b <= length && a < b && store.set({ selection: { start: a, end: b, byKey: true } });
  const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 1, ArrowUp: -1 }[name];
  if (by && name.endsWith("Down") | name.endsWith("Up")) return run(() => toLine(store, by, within));
  if (by && event.shiftKey) return run(() => within(start, store.beside(end, by)));
  if (by) return run(() => within(store.beside(start, by), store.beside(end, by)));
  if (name === "Enter" || name === " ") {
    return run(() => (field ? store.fillWords(start, end, false) : markDefault(store, start, end)));
  }
  const { layer, start: known } = store.state;
  const labels = known.labels[MARKS.includes(layer) ? layer : "mentions"];
  const wanted = /^[1-9]$/.test(name) && labels[Number(name) - 1];
  if (!wanted || field) return false;
  return run(() => store.mark(MARKS.includes(layer) ? layer : "mentions", wanted, start, end));
}

/** Take the choice to the line above or below, as far from its beginning. */
function toLine(store, by, within) {
  const { selection, article } = store.state;
  const { lines } = article;
  const size = selection.end - selection.start;
  const now = lines.findIndex((l) => selection.start <= l.end);
  let to = now + by;
  while (lines[to] && lines[to].start === lines[to].end) to += by;
  if (!lines[to]) return;
  const at = Math.min(lines[to].start + selection.start - lines[now].start, Math.max(lines[to].start, lines[to].end - size));
  within(at, Math.min(at + size, article.text.length));
}

function markDefault(store, start, end) {
  const { layer, start: known, document, current } = store.state;
  const into = MARKS.includes(layer) ? layer : "mentions";
  const like = current && layerOf(current) === into ? record(document, current)?.label : null;
  store.mark(into, like ?? known.labels[into][0], start, end);
}
