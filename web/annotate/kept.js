/* The article in hand and its keeping: read from the server, saved there after every change, settled where both differ. */

import * as api from "./api.js";
import { LAYERS, keyOf } from "./document.js";
import { learnNames } from "./names.js";
import { CodePoints } from "./offsets.js";
import { nextOpen } from "./queue.js";
import { linesOf, replacements } from "./text.js";

const PAUSE = 350; // milliseconds without a change after which it is saved

export class Kept {
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
      article.lines = linesOf(article);
      article.replaced = replacements(article);
      const reviewed = Object.fromEntries(got.reviewed.map((key) => [key, true]));
      this.revision = got.revision;
      this.judged = got.document; // flaws belong to this document
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

  async refresh() {
    try {
      this.set({ articles: await api.articles() });
    } catch {
      // said when the next article is opened or saved
    }
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
      this.judged = document;
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
