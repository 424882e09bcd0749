/* The state of the page: where one is, what is accepted, when an article is finished. */

import * as api from "./api.js";
import { LAYERS, keyOf, layerOf, record } from "./document.js";
import { Edits } from "./edits.js";
import { nextOpen, ordered, scores } from "./queue.js";

export class Store extends Edits {
  async begin() {
    try {
      const start = await api.start();
      this.set({ start, articles: start.articles });
      const wanted = location.hash.slice(1);
      const first = start.articles.find((a) => encodeURIComponent(a.id) === wanted) ?? start.articles.find((a) => a.state !== "gold");
      if (first ?? start.articles[0]) await this.open((first ?? start.articles[0]).id);
    } catch (error) {
      this.set({ trouble: error.message || "unreachable" });
    }
  }

  async step(by) {
    const { articles, article } = this.state;
    const at = articles.findIndex((a) => a.id === article?.id) + by;
    if (articles[at]) await this.open(articles[at].id);
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

  /** Accept the item in hand, of a name with `alike` all that are like it too, and go to the next one that is open. */
  async accept(alike = false) {
    const { current, layer, document, order } = this.state;
    if (!current) {
      const open = nextOpen(document, this.state.reviewed, order, layer, null);
      if (open) this.select(open);
      else await this.finish();
      return;
    }
    const keys = this.together(current);
    if (alike && layerOf(current) === "mentions") keys.push(...this.alike().same.map((m) => keyOf("mentions", m.id)));
    if (this.state.document !== this.judged) await this.flush(); // what is typed is judged first
    if (this.state.current !== current) return;
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
    const siblings = articles.filter((a) => a.file === article.file && a.state !== "gold").length;
    if (next) await this.open(next.id);
    if (siblings) this.say("finished_some", siblings);
    else this.say(next ? "finished" : "all_finished", article.id);
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
}
