/* The page: its head, the views by address, the panel of records, and the keys. */

import { fill, h } from "../shared/dom.js";
import { unpack } from "../shared/packed.js";
import { applyScheme, toggleScheme } from "../shared/settings.js";
import { articlesView, articleView } from "./articles.js";
import { conflictsView } from "./conflicts.js";
import { entitiesView, entityView } from "./entities.js";
import { factsView } from "./facts.js";
import { goldView } from "./gold.js";
import { address, parsed } from "./links.js";
import { overview } from "./overview.js";
import { openStore } from "./store.js";
import { changeLanguage, speak, t } from "./words.js";

const VIEWS = {
  overview, facts: factsView, articles: articlesView, article: articleView, entities: entitiesView, entity: entityView,
  conflicts: conflictsView, gold: goldView,
};
const TABS = ["overview", "facts", "articles", "entities", "conflicts", "gold"];
const TAB_OF = { article: "articles", entity: "entities" };

/** The panel beside a view that shows one record. */
class Panel {
  constructor() {
    this.body = h("div", { class: "panel-body" });
    this.element = h("aside", { class: "panel", hidden: true, tabindex: "-1" });
    this.events = {};
  }

  open(record, events = {}) {
    const step = (by, name, sign) => (events.step ? h("button", { type: "button", class: "icon", title: t(name), "aria-label": t(name), on: { click: () => events.step(by) } }, sign) : null);
    this.events = events;
    this.element.setAttribute("aria-label", t("record"));
    const close = h("button", { type: "button", class: "icon", title: t("close"), "aria-label": t("close"), on: { click: () => this.close() } }, "×");
    fill(this.element, h("div", { class: "panel-head" }, step(-1, "previous", "↑"), step(1, "next", "↓"), close), fill(this.body, record));
    this.element.hidden = false;
    this.element.scrollTop = 0;
    document.body.classList.add("with-panel");
  }

  /** Close the panel; `quietly` when its view goes too. */
  close(quietly = false) {
    if (this.element.hidden) return;
    this.element.hidden = true;
    document.body.classList.remove("with-panel");
    const { closed } = this.events;
    this.events = {};
    if (!quietly) closed?.();
  }
}

class Page {
  constructor(store) {
    this.store = store;
    this.panel = new Panel();
    this.main = h("main", { id: "main", tabindex: "-1" });
    this.head = h("header", {});
    this.help = h("dialog", { class: "help" });
    this.view = null;
    this.turn = 0;
    this.at = location.hash;
    const skip = h("a", { class: "skip", href: "#main", on: { click: (event) => this.skip(event) } }, t("skip"));
    document.body.prepend(skip, this.head, h("div", { class: "stage" }, this.main, this.panel.element), this.help);
    addEventListener("hashchange", () => this.show());
    addEventListener("keydown", (event) => this.key(event));
  }

  skip(event) {
    event.preventDefault();
    this.main.focus();
  }

  drawHead(current) {
    const tabs = TABS.filter((name) => name !== "gold" || this.store.compared);
    const link = (name) => h("a", { href: address(name), "aria-current": name === current ? "page" : null }, t(name));
    const button = (name, text, action) => h("button", { type: "button", class: "quiet", title: t(name), "aria-label": t(name), on: { click: action } }, text);
    fill(
      this.head,
      h("a", { class: "brand", href: address("overview") }, "zhfacts"),
      h("nav", { "aria-label": "zhfacts" }, tabs.map(link)),
      h("div", { class: "tools" }, button("language", t("language"), () => this.turnLanguage()), button("scheme", "◐", () => this.turnScheme()), button("help", "?", () => this.showHelp())),
    );
    this.head.querySelector("[aria-current]")?.scrollIntoView({ inline: "nearest", block: "nearest" });
  }

  turnLanguage() {
    changeLanguage();
    speak(this.store);
    this.show();
  }

  turnScheme() {
    toggleScheme();
  }

  async show() {
    const turn = ++this.turn;
    this.at = location.hash;
    const place = parsed(this.at);
    const name = place.view in VIEWS && (place.view !== "gold" || this.store.compared) ? place.view : "overview";
    this.panel.close(true);
    this.view?.destroy?.();
    this.view = null;
    const current = TAB_OF[name] ?? name;
    this.drawHead(current);
    document.title = `${place.id ?? t(current)} · ${this.store.about.name} · zhfacts`;
    const made = await VIEWS[name]({ store: this.store, panel: this.panel, setQuery: (query) => this.setQuery(turn, place, query) }, place);
    if (turn !== this.turn) return;
    this.view = made instanceof Node ? { node: made } : made;
    fill(this.main, this.view.node);
    this.main.dataset.view = name;
    scrollTo(0, 0);
    await this.view.shown?.();
    if (turn === this.turn) this.main.dataset.ready = String(turn);
  }

  /** Keep what a view has chosen in the address, without showing it anew, unless the reader has gone on meanwhile. */
  setQuery(turn, place, query) {
    if (turn !== this.turn || location.hash !== this.at) return;
    history.replaceState(null, "", address(place.view, place.id, query));
    this.at = location.hash;
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== "checkbox";
    if (event.key === "Escape") {
      if (typing) event.target.blur();
      else this.panel.close();
      return;
    }
    if (typing) return;
    const tabs = TABS.filter((name) => name !== "gold" || this.store.compared);
    const actions = {
      "/": () => this.main.querySelector("input[type=search]")?.focus(),
      "?": () => this.showHelp(),
      j: () => (this.panel.events.step ?? this.view?.step)?.(1),
      k: () => (this.panel.events.step ?? this.view?.step)?.(-1),
      ...Object.fromEntries(tabs.map((name, n) => [String(n + 1), () => (location.hash = address(name))])),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  showHelp() {
    const rows = t("keys").map(([key, what]) => h("tr", {}, h("th", { scope: "row" }, h("kbd", {}, key)), h("td", {}, what)));
    fill(this.help, h("h2", {}, t("help")), h("table", {}, h("tbody", {}, rows)), licences(), h("button", { type: "button", class: "button", on: { click: () => this.help.close() } }, t("close")));
    if (!this.help.open) this.help.showModal();
  }
}

/** Return the licences of what the page is made with, unpacked when they are looked at. */
function licences() {
  const text = h("pre", {});
  const open = async () => (text.textContent ||= await unpack(document.getElementById("licences").textContent));
  return h("details", { on: { toggle: open } }, h("summary", {}, t("licences")), text);
}

async function start() {
  applyScheme();
  speak(null);
  try {
    const store = await openStore();
    speak(store);
    await new Page(store).show();
  } catch (error) {
    document.body.prepend(h("p", { class: "empty", role: "alert" }, `${t("failed")}. ${t("oldBrowser")} (${error})`));
    throw error;
  }
}

start();
