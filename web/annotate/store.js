/* The state of the page and all that changes it: the article in hand, undo, saving, moving on. */

import * as api from "./api.js";
import {
  LAYERS, MARKS, added, changed, freeId, idOf, keyOf, layerOf, oneLine, record, relabelled, removed, resting,
} from "./document.js";
import { CodePoints } from "./offsets.js";
import { nextOpen, ordered, place, scores } from "./queue.js";

const PAUSE = 350; // milliseconds without a change after which it is saved
const DEPTH = 500; // steps that can be undone

/** Fields that words of the text can fill, and the layer whose marks fill a field. */
export const WORDS = ["subject", "also", "indicator", "title"];
const TAKES = {
  subject: "mentions", scope: "mentions", also: "mentions", speaker: "mentions", person: "mentions", organization: "mentions",
  entity: "mentions", time: "times", base_time: "times", value: "quantities", base_value: "quantities",
};

const names = new Map(); // canonical names of entities, by id, as far as the server has told them

/** Return the name of an entity: its canonical name, else what stands in its id (GPE:广州市 -> 广州市). */
export const nameOf = (entity) => names.get(entity) ?? entity.slice(entity.indexOf(":") + 1);

/** Remember the names of entities. */
export const learnNames = (told) => Object.entries(told).forEach(([id, name]) => names.set(id, name));

export class Store {
  constructor() {
    this.state = {
      start: null, articles: [], article: null, document: null, reviewed: {}, finished: false, server: "new", misfit: null,
      flaws: [], layer: "facts", current: null, field: null, selection: null, order: "least", saving: "saved", trouble: "",
      dialog: null, note: null, offer: null, drawer: true, loading: false,
    };
    this.listeners = new Set();
    this.past = [];
    this.future = [];
    this.visited = [];
    this.version = 0; // grows with every change to the article
    this.savedVersion = 0;
  }

  set(patch) {
    this.state = { ...this.state, ...patch };
    for (const listener of this.listeners) listener();
  }

  say(code, detail = "") {
    clearTimeout(this.noteTimer);
    this.set({ note: { code, detail } });
    this.noteTimer = setTimeout(() => this.set({ note: null }), 4000);
  }

  // ---- opening and moving between articles

  async begin() {
    try {
      const start = await api.start();
      this.set({ start, articles: start.articles });
      const wanted = decodeURIComponent(location.hash.slice(1));
      const first = start.articles.find((a) => a.id === wanted) ?? start.articles.find((a) => a.state !== "gold");
      if (first ?? start.articles[0]) await this.open((first ?? start.articles[0]).id);
    } catch (error) {
      this.set({ trouble: error.message || "unreachable" });
    }
  }

  async open(id, force = false) {
    if (!force && !(await this.flush())) return;
    this.set({ loading: true });
    try {
      const got = await api.article(id);
      this.past = [];
      this.future = [];
      this.visited = [];
      this.savedVersion = this.version;
      const article = {
        id: got.id, file: got.file, base: got.start, end: got.end, hash: got.hash, meta: got.meta,
        text: new CodePoints(got.text), markup: got.markup.map(([a, b]) => [a - got.start, b - got.start]),
      };
      const reviewed = Object.fromEntries(got.reviewed.map((key) => [key, true]));
      this.revision = got.revision;
      learnNames(got.names);
      this.set({
        article, document: got.document, reviewed, finished: got.finished, server: got.state, misfit: got.misfit,
        flaws: got.flaws, field: null, selection: null, saving: "saved", trouble: "", dialog: null, offer: null, loading: false,
      });
      const layer = LAYERS.find((l) => got.document[l].some((r) => !reviewed[keyOf(l, r.id)])) ?? "facts";
      this.select(nextOpen(got.document, reviewed, this.state.order, layer, null), layer);
      history.replaceState(null, "", `#${encodeURIComponent(id)}`);
    } catch (error) {
      this.set({ loading: false, trouble: error.message || "unreachable" });
    }
  }

  async step(by) {
    const { articles, article } = this.state;
    const at = articles.findIndex((a) => a.id === article?.id) + by;
    if (articles[at]) await this.open(articles[at].id);
  }

  async refresh() {
    try {
      this.set({ articles: await api.articles() });
    } catch {
      // said when the next article is opened or saved
    }
  }

  // ---- where one is

  /** Make an item the current one; `layer` says where to be if there is none. */
  select(key, layer = this.state.layer) {
    const { current, document } = this.state;
    if (current && current !== key && record(document, current)) this.visited.push(current);
    this.set({ current: key, layer: key ? layerOf(key) : layer, field: null, selection: null, offer: null });
  }

  back() {
    for (let key; (key = this.visited.pop()); ) {
      if (record(this.state.document, key)) {
        this.select(key);
        this.visited.pop();
        return;
      }
    }
  }

  keys(layer = this.state.layer) {
    return ordered(this.state.document, layer, this.state.order);
  }

  move(by) {
    const keys = this.keys();
    if (!keys.length) return;
    const at = keys.indexOf(this.state.current);
    this.select(keys[at < 0 ? (by > 0 ? 0 : keys.length - 1) : Math.min(keys.length - 1, Math.max(0, at + by))]);
  }

  show(layer) {
    const { document, reviewed, order } = this.state;
    const keys = ordered(document, layer, order);
    this.select(keys.find((key) => !reviewed[key]) ?? keys[0] ?? null, layer);
  }

  turn(by) {
    this.show(LAYERS[(LAYERS.indexOf(this.state.layer) + by + LAYERS.length) % LAYERS.length]);
  }

  // ---- changes, each a step that can be undone

  /** Change the document or what is accepted; steps with the same `group` in a row are one. */
  change(patch, group = null) {
    const { document, reviewed, layer, current } = this.state;
    if (!group || group !== this.group) {
      this.past.push({ document, reviewed, layer, current });
      if (this.past.length > DEPTH) this.past.shift();
    }
    this.group = group;
    this.future = [];
    this.set(patch);
    this.touched();
  }

  travel(from, to) {
    const step = from.pop();
    if (!step) return this.say("nothing_to_undo");
    const { document, reviewed, layer, current } = this.state;
    to.push({ document, reviewed, layer, current });
    this.group = null;
    this.set({ ...step, field: null, selection: null, offer: null });
    return this.touched();
  }

  undo() { this.travel(this.past, this.future); }

  redo() { this.travel(this.future, this.past); }

  update(key, fields, group = null) {
    const { document, reviewed } = this.state;
    this.change({ document: changed(document, key, fields), reviewed }, group);
  }

  /** Set a field of a fact by words or by what a mark means, resting on the given spans. */
  bind(key, field, fields, spans) {
    const fact = record(this.state.document, key);
    this.update(key, layerOf(key) === "facts" ? { ...fields, evidence: resting(fact.evidence, field, spans) } : fields);
  }

  /** Set a field to what is being typed: one step of undo for all of it, and no words of the text behind it. */
  bindGroup(key, field, fields) {
    const item = record(this.state.document, key);
    const evidence = layerOf(key) === "facts" ? { evidence: resting(item.evidence, field, []) } : {};
    this.update(key, { ...fields, ...evidence }, `${key} ${field}`);
  }

  relabel(label) {
    const { current, document } = this.state;
    if (!current || !MARKS.includes(layerOf(current))) return;
    const next = layerOf(current) === "mentions" ? relabelled(document, current, label) : changed(document, current, { label });
    this.change({ document: next });
  }

  /** Take the current item away and go to the one behind it. */
  remove() {
    const { current, document } = this.state;
    if (!current) return;
    const keys = this.keys();
    const at = keys.indexOf(current);
    const next = removed(document, current);
    const layer = layerOf(current);
    this.change({ document: next });
    const left = keys.filter((key) => record(next, key));
    this.select(left[Math.min(at, left.length - 1)] ?? null, layer);
    this.say("removed");
  }

  /** Move a border of the mark in hand by a character that a reader sees; of a fact that of its quantity. */
  border(side, by) {
    const key = this.markInHand();
    if (!key) return;
    const mark = record(this.state.document, key);
    const { article } = this.state;
    const at = this.beside(mark[side] - article.base, by) + article.base;
    const [start, end] = side === "start" ? [at, mark.end] : [mark.start, at];
    if (start < article.base || end > article.end || start >= end) return;
    this.update(key, { start, end }, `border ${key}`);
    this.offerReading(key);
  }

  /** Return the place one seen character further, over markup that nobody sees. */
  beside(at, by) {
    const { markup } = this.state.article;
    const step = (from) => markup.find(([a, b]) => (by > 0 ? from === a : from === b));
    let to = at;
    for (let hidden; (hidden = step(to)); ) to = by > 0 ? hidden[1] : hidden[0];
    to += by;
    return to;
  }

  markInHand() {
    const { current, document } = this.state;
    if (!current) return null;
    if (MARKS.includes(layerOf(current))) return current;
    if (layerOf(current) !== "facts") return null;
    return keyOf("quantities", record(document, current).quantity);
  }

  words(start, end) {
    const { article } = this.state;
    let seen = "";
    let at = start;
    for (const [a, b] of article.markup) {
      if (b <= at || a >= end) continue;
      seen += article.text.slice(at, Math.max(at, a));
      at = Math.min(b, end);
    }
    return oneLine(seen + article.text.slice(at, end));
  }

  wordsOf(mark) {
    const { base } = this.state.article;
    return this.words(mark.start - base, mark.end - base);
  }

  /** Ask how the words of a mark read now, and offer it where it differs from the fields. */
  async offerReading(key) {
    if (!["quantities", "times"].includes(layerOf(key))) return;
    const mark = record(this.state.document, key);
    try {
      const got = await api.reading(this.wordsOf(mark), mark.label, this.state.document.date);
      const read = layerOf(key) === "times" ? got.time : got.quantity;
      const now = record(this.state.document, key);
      if (!now || now.start !== mark.start || now.end !== mark.end) return;
      const names = layerOf(key) === "times"
        ? ["label", "start_date", "end_date", "start_time", "end_time"]
        : ["label", "value", "low", "high", "modifier", "unit"];
      const differs = read && names.some((n) => (read[n] ?? null) !== (now[n] ?? null));
      this.set({ offer: differs ? { key, fields: Object.fromEntries(names.map((n) => [n, read[n] ?? null])) } : null });
    } catch {
      this.set({ offer: null });
    }
  }

  takeOffer() {
    const { offer } = this.state;
    if (!offer) return;
    this.update(offer.key, offer.fields);
    this.set({ offer: null });
  }

  /** Mark words of the text (code points from the article's beginning) under a label of a layer. */
  async mark(layer, label, start, end) {
    const { article, document } = this.state;
    const place = { start: start + article.base, end: end + article.base };
    const same = document[layer].find((r) => r.start === place.start && r.end === place.end);
    if (same) {
      this.select(keyOf(layer, same.id));
      this.relabel(label);
      return;
    }
    const words = this.words(start, end);
    let fields = {};
    const twin = layer === "mentions" && document.mentions.find((m) => m.label === label && this.wordsOf(m) === words);
    try {
      const got = twin ? null : await api.reading(words, label, document.date);
      if (layer === "mentions") fields = { entity: twin?.entity ?? got?.entity ?? `${label}:${words}` };
      else if (layer === "quantities") fields = got.quantity ?? {};
      else fields = got.time ?? {};
    } catch {
      if (layer === "mentions") fields = { entity: `${label}:${words}` };
    }
    const now = this.state.document;
    if (this.state.article !== article) return;
    const id = freeId(now, layer);
    this.change({ document: added(now, layer, { ...fields, id, ...place, label }) });
    this.select(keyOf(layer, id));
  }

  /** Make what the layer holds anew: a fact of a quantity, a role. Facts begin like the one in hand. */
  create() {
    const { layer, current, document } = this.state;
    if (layer === "roles") {
      const before = record(document, current);
      const id = freeId(document, "roles");
      const person = before?.person ?? document.mentions.find((m) => m.label === "PERSON")?.entity;
      this.change({ document: added(document, "roles", { id, ...(person ? { person } : {}) }) });
      this.select(keyOf("roles", id));
      this.set({ field: person ? "title" : "person" });
      return;
    }
    const from = current && layerOf(current) === "facts" ? place(document, "facts", record(document, current)) : 0;
    const bare = document.quantities
      .filter((q) => !document.facts.some((f) => f.quantity === q.id))
      .sort((a, b) => (a.start < from) - (b.start < from) || a.start - b.start);
    const taken = layer === "quantities" && current ? idOf(current) : bare[0]?.id;
    if (taken) this.createFact(taken);
    else this.say("no_bare_quantity");
  }

  createFact(quantity) {
    const { document, current } = this.state;
    const like = current && layerOf(current) === "facts" ? record(document, current) : this.factBefore(quantity);
    const { subject, subject_text, scope, time, status = "actual", speaker } = like ?? {};
    const id = freeId(document, "facts");
    const kept = Object.entries({ subject, subject_text, scope, time, speaker }).filter(([, v]) => v !== undefined);
    const made = { id, quantity, aspect: "level", status, ...Object.fromEntries(kept), evidence: [] };
    this.change({ document: added(document, "facts", made) });
    this.select(keyOf("facts", id));
    this.set({ field: "indicator" });
  }

  /** Return the fact of the nearest quantity before another. */
  factBefore(quantity) {
    const { document } = this.state;
    const at = document.quantities.find((q) => q.id === quantity).start;
    const found = document.facts.map((f) => [place(document, "facts", f), f]).filter(([p]) => p < at);
    return found.sort((a, b) => b[0] - a[0])[0]?.[1];
  }

  /** Go from a quantity to its fact, or make one. */
  toFact() {
    const { current, document } = this.state;
    if (!current || layerOf(current) !== "quantities") return;
    const fact = document.facts.find((f) => f.quantity === idOf(current));
    if (fact) this.select(keyOf("facts", fact.id));
    else this.createFact(idOf(current));
  }

  // ---- the mouse in the text

  /** Return a choice of words without blanks at its ends. */
  trimmed(start, end) {
    const { text } = this.state.article;
    while (start < end && !text.slice(start, start + 1).trim()) start += 1;
    while (start < end && !text.slice(end - 1, end).trim()) end -= 1;
    return [start, end];
  }

  choseWords(start, end, joined) {
    if (start >= end) return;
    if (this.state.field && WORDS.includes(this.state.field)) this.fillWords(start, end, joined);
    else this.set({ selection: { start, end }, field: null });
  }

  /** Fill the field in hand with words of the text; `joined` puts them behind what is there. */
  fillWords(start, end, joined) {
    const { field, current, document, article } = this.state;
    if (!WORDS.includes(field)) return this.say("wrong_mark");
    const item = record(document, current);
    const span = [start + article.base, end + article.base];
    const words = this.words(start, end);
    const before = (item.evidence ?? []).filter((e) => e.field === field).map((e) => [e.start, e.end]);
    this.set({ selection: null });
    if (field === "indicator") {
      const text = joined && item.indicator ? `${item.indicator} ${words}` : words;
      this.bind(current, field, { indicator: text }, joined ? [...before, span] : [span]);
    } else if (field === "subject") {
      this.bind(current, field, { subject: null, subject_text: words }, [span]);
    } else if (field === "also") {
      this.update(current, { also: [...(item.also ?? []), words] });
    } else this.update(current, { [field]: words });
    return this.set({ field: joined ? field : null });
  }

  /** A click on text under some marks: fills the field in hand, else makes one of them the current item. */
  clicked(keys) {
    const { field, current, layer, document } = this.state;
    this.set({ selection: null });
    if (field && current && keys.length) return this.pick(field, keys);
    if (!keys.length) return this.set({ field: null });
    const facts = layer === "facts"
      ? keys.filter((k) => layerOf(k) === "quantities").flatMap((k) => document.facts.filter((f) => f.quantity === idOf(k)))
      : [];
    const own = [...facts.map((f) => keyOf("facts", f.id)), ...keys.filter((k) => layerOf(k) === layer), ...keys];
    const turn = [...new Set(own)];
    return this.select(turn[(turn.indexOf(current) + 1) % turn.length]);
  }

  /** Fill a field by one of the marks under a click. */
  pick(field, keys) {
    const { current, document } = this.state;
    const layer = TAKES[field];
    const key = keys.find((k) => layerOf(k) === layer) ?? (WORDS.includes(field) ? keys.at(-1) : null);
    if (!key || layerOf(current) === layer) return this.say("wrong_mark");
    const mark = record(document, key);
    const spans = [[mark.start, mark.end]];
    if (layerOf(key) !== layer || field === "title") {
      const { base } = this.state.article;
      return this.fillWords(mark.start - base, mark.end - base, false);
    }
    if (layer === "mentions" && !mark.entity) return this.say("wrong_mark");
    if (field === "subject") this.bind(current, field, { subject: mark.entity, subject_text: nameOf(mark.entity) }, spans);
    else if (field === "also") {
      const also = record(document, current).also ?? [];
      this.update(current, { also: [...new Set([...also, nameOf(mark.entity)])] });
    } else if (layer === "mentions") this.bind(current, field, { [field]: mark.entity }, spans);
    else if (layer === "times") this.bind(current, field, { [field]: mark.id }, spans);
    else if (field === "base_value") this.bind(current, field, { base_value: mark.value ?? null }, spans);
    else this.update(current, { quantity: mark.id });
    return this.set({ field: null });
  }

  // ---- accepting

  /** Return the keys that are looked at together with an item: of a fact also those of its quantity and times. */
  together(key) {
    if (layerOf(key) !== "facts") return [key];
    const fact = record(this.state.document, key);
    const times = [fact.time, fact.base_time].filter(Boolean).map((id) => keyOf("times", id));
    return [key, keyOf("quantities", fact.quantity), ...times];
  }

  flawed(keys) {
    return this.state.flaws.some((f) => keys.includes(f.item));
  }

  async accept() {
    const { current, layer, document, order } = this.state;
    if (!current) {
      const open = nextOpen(document, this.state.reviewed, order, layer, null);
      if (open) this.select(open);
      else await this.finish();
      return;
    }
    const keys = this.together(current);
    if (this.version !== this.savedVersion) await this.flush(); // what is typed is judged first
    if (this.flawed(keys)) return this.say("mend_first");
    const reviewed = { ...this.state.reviewed, ...Object.fromEntries(keys.map((key) => [key, true])) };
    if (keys.some((key) => !this.state.reviewed[key])) this.change({ reviewed });
    this.select(nextOpen(this.state.document, reviewed, order, layer, current));
  }

  /** Return the keys that are not accepted and would be with a least score, of facts, and with the marks of `also`. */
  acceptable(least, also) {
    const { document, reviewed } = this.state;
    const known = scores(document);
    const found = [];
    for (const layer of LAYERS) {
      for (const r of document[layer]) {
        const key = keyOf(layer, r.id);
        const score = known.get(key);
        const fits = layer === "facts" ? (score ?? (least > 0 ? -1 : 0)) >= least : also && (score === undefined || score >= least);
        if (fits && !this.flawed([key])) found.push(key);
      }
    }
    const all = new Set(found.flatMap((key) => this.together(key)));
    return [...all].filter((key) => !reviewed[key]);
  }

  acceptAll(least, also) {
    const keys = this.acceptable(least, also);
    if (keys.length) this.change({ reviewed: { ...this.state.reviewed, ...Object.fromEntries(keys.map((k) => [k, true])) } });
    const { document, order, layer } = this.state;
    this.set({ dialog: null });
    this.select(nextOpen(document, this.state.reviewed, order, layer, null));
    this.say("accepted", keys.length);
  }

  unreview() {
    const { current, reviewed } = this.state;
    if (!current || !reviewed[current]) return;
    const { [current]: _, ...rest } = reviewed;
    this.change({ reviewed: rest });
  }

  /** Make the article gold and open the next one that is none. */
  async finish() {
    if (!(await this.flush())) return;
    if (this.state.flaws.length) return this.showFlaw();
    this.set({ finished: true });
    this.touched();
    if (!(await this.flush())) return;
    if (this.state.server !== "gold") return this.showFlaw();
    const { articles, article } = this.state;
    const at = articles.findIndex((a) => a.id === article.id);
    const next = [...articles.slice(at + 1), ...articles.slice(0, at)].find((a) => a.state !== "gold");
    if (next) await this.open(next.id);
    this.say(next ? "finished" : "all_finished", article.id);
  }

  showFlaw() {
    const { flaws, document } = this.state;
    const flaw = flaws.find((f) => record(document, f.item)) ?? flaws[0];
    if (flaw && record(document, flaw.item)) {
      this.select(flaw.item);
      this.set({ field: flaw.field });
    }
    this.say("mend_first");
  }

  async withdraw() {
    if (!(await this.flush())) return;
    try {
      await api.withdraw(this.state.article.id, this.revision);
      await this.open(this.state.article.id, true);
      await this.refresh();
    } catch (error) {
      this.failed(error);
    }
  }

  // ---- saving

  touched() {
    this.version += 1;
    this.set({ saving: "pending" });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), PAUSE);
  }

  /** Save what is not saved, one request at a time; false where that failed. */
  async flush() {
    clearTimeout(this.timer);
    while (this.running) await this.running;
    if (this.version === this.savedVersion || !this.state.article) return true;
    this.running = this.send();
    const saved = await this.running;
    this.running = null;
    return saved && (this.version === this.savedVersion || this.flush());
  }

  async send() {
    const { article, document, reviewed, finished } = this.state;
    const version = this.version;
    this.set({ saving: "saving" });
    try {
      const content = { revision: this.revision, hash: article.hash, document, reviewed: Object.keys(reviewed), finished };
      const got = await api.save(article.id, content);
      this.revision = got.revision;
      this.savedVersion = version;
      const articles = this.state.articles.map((a) =>
        a.id === article.id ? { ...a, state: got.state, reviewed: Object.keys(reviewed).length } : a);
      this.set({ server: got.state, flaws: got.flaws, saving: "saved", trouble: "", misfit: null, articles });
      return true;
    } catch (error) {
      this.failed(error);
      return false;
    }
  }

  failed(error) {
    if (error.status === 409) this.set({ saving: "stale", dialog: "stale" });
    else this.set({ saving: "failed", trouble: error.message || "unreachable" });
  }

  /** After a change elsewhere: take what is there, or put ours in its place. */
  async settle(ours) {
    this.set({ dialog: null });
    const id = this.state.article.id;
    if (!ours) {
      this.savedVersion = this.version;
      await this.open(id, true);
      return this.refresh();
    }
    try {
      const got = await api.article(id);
      if (got.hash !== this.state.article.hash) {
        this.say("text_changed");
        this.savedVersion = this.version;
        await this.open(id, true);
        return;
      }
      this.revision = got.revision;
      await this.flush();
    } catch (error) {
      this.failed(error);
    }
  }
}
