/* All that changes an article, each change a step that can be undone. */

import * as api from "./api.js";
import { MARKS, added, changed, freeId, idOf, keyOf, layerOf, oneLine, record, relabelled, removed, resting } from "./document.js";
import { Kept } from "./kept.js";
import { nameOf } from "./names.js";
import { place } from "./queue.js";

const DEPTH = 500; // steps that can be undone

/** Fields that words of the text can fill, and the layer whose marks fill a field. */
const WORDS = ["subject", "also", "indicator", "title"];
const TAKES = {
  subject: "mentions", scope: "mentions", also: "mentions", speaker: "mentions", person: "mentions", organization: "mentions",
  entity: "mentions", time: "times", base_time: "times", value: "quantities", base_value: "quantities",
};

export class Edits extends Kept {
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

  /** Take the current item away and go to the one behind it; of a name, with `alike`, all that are like it too. */
  remove(alike = false) {
    const { current, document } = this.state;
    if (!current) return;
    const keys = this.keys();
    const at = keys.indexOf(current);
    let next = removed(document, current);
    if (alike && layerOf(current) === "mentions") for (const m of this.alike().same) next = removed(next, keyOf("mentions", m.id));
    const layer = layerOf(current);
    const reviewed = Object.fromEntries(Object.entries(this.state.reviewed).filter(([key]) => record(next, key)));
    this.change({ document: next, reviewed });
    const left = keys.filter((key) => record(next, key));
    this.select(left[Math.min(at, left.length - 1)] ?? null, layer);
    this.say("removed");
  }

  /** Return what has the same words as the name in hand: `same` and `other` are names that are and are not like it, `bare`
   *  the places where no name is marked. */
  alike() {
    const { current, document, article } = this.state;
    const name = record(document, current);
    const words = article.text.slice(name.start - article.base, name.end - article.base);
    const size = name.end - name.start;
    const twins = document.mentions.filter((m) => m.id !== name.id && this.wordsOf(m) === this.wordsOf(name));
    const like = (m) => m.label === name.label && m.entity === name.entity;
    const free = (start) => !document.mentions.some((m) => m.start < start + size && start < m.end);
    const bare = article.text.all(words).map((at) => at + article.base).filter(free).map((start) => [start, start + size]);
    return { same: twins.filter(like), other: twins.filter((m) => !like(m)), bare };
  }

  /** Make all that has the words of the name in hand like it. */
  spread() {
    const { current, document } = this.state;
    if (!current || layerOf(current) !== "mentions") return;
    const { label, entity = null } = record(document, current);
    const { other, bare } = this.alike();
    let next = document;
    for (const m of other) next = changed(next, keyOf("mentions", m.id), { label, entity });
    for (const [start, end] of bare) {
      next = added(next, "mentions", { id: freeId(next, "mentions"), start, end, label, ...(entity && { entity }) });
    }
    if (next !== document) this.change({ document: next });
    this.say("spread", other.length + bare.length);
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

  /** Return the place one seen character further: over markup that nobody sees, over a character reference as a whole. */
  beside(at, by) {
    const { replaced } = this.state.article;
    const over = (from, tag) => replaced.find((r) => Boolean(r.tag) === tag && from === (by > 0 ? r.start : r.end));
    const far = (r) => (by > 0 ? r.end : r.start);
    let to = at;
    for (let hidden; (hidden = over(to, true)); ) to = far(hidden);
    const reference = over(to, false);
    return reference ? far(reference) : to + by;
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
    for (const r of article.replaced) {
      if (r.end <= at || r.start >= end) continue;
      seen += article.text.slice(at, Math.max(at, r.start)) + (r.tag ? "" : r.seen);
      at = Math.min(r.end, end);
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
    const twin = layer === "mentions" && document.mentions.find((m) => m.label === label && this.wordsOf(m) === words);
    const entity = layer === "mentions" && { entity: twin?.entity ?? `${label}:${words}` };
    const made = { id: freeId(document, layer), ...place, label, ...entity };
    const key = keyOf(layer, made.id);
    this.change({ document: added(document, layer, made) }, `mark ${key}`);
    this.select(key);
    if (!twin) await this.readMark(key, made, words);
  }

  /** Fill the fields of a new mark with how its words read, unless a person was faster; one step with its making. */
  async readMark(key, made, words) {
    const { article } = this.state;
    try {
      const got = await api.reading(words, made.label, this.state.document.date);
      const { label, ...read } = { mentions: got.entity && { entity: got.entity }, quantities: got.quantity, times: got.time }[layerOf(key)] ?? {};
      if (this.state.article !== article || record(this.state.document, key) !== made || !Object.keys(read).length) return;
      this.update(key, read, `mark ${key}`);
    } catch {
      // the mark stays as it is, to be filled by hand
    }
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
}
