/* The page that corrects one article at a time. */

import { Bar, Dialog, Drawer, LabelBar } from "./frame.js";
import { Component, html, render } from "./html.js";
import { obey } from "./keys.js";
import { ArticleFields, Panel } from "./panel.js";
import { Rows } from "./rows.js";
import { Store } from "./store.js";
import { TextView } from "./text.js";
import { wording } from "./words.js";

/** What a browser keeps for this page, where it keeps anything. */
const kept = {
  get(name) {
    try { return localStorage.getItem(`zhfacts-annotate-${name}`); } catch { return null; }
  },
  put(name, value) {
    try { localStorage.setItem(`zhfacts-annotate-${name}`, value); } catch { /* nothing is lost but a habit */ }
  },
};

class Page extends Component {
  constructor() {
    super();
    const language = kept.get("language") ?? (navigator.language.startsWith("zh") ? "zh" : "en");
    this.state = { language, scheme: kept.get("scheme") ?? "" };
  }

  componentDidMount() {
    this.props.store.listeners.add(() => this.setState({}));
    this.dress();
  }

  dress() {
    const { language, scheme } = this.state;
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    document.documentElement.dataset.scheme = scheme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    document.title = wording(language)("page");
  }

  flip() {
    const language = this.state.language === "zh" ? "en" : "zh";
    kept.put("language", language);
    this.setState({ language }, () => this.dress());
  }

  theme() {
    const scheme = document.documentElement.dataset.scheme === "dark" ? "light" : "dark";
    kept.put("scheme", scheme);
    this.setState({ scheme }, () => this.dress());
  }

  render({ store }, { language }) {
    const word = wording(language);
    const { state } = store;
    const shared = { state, store, word };
    const { article, start, trouble, note, misfit, drawer } = state;
    return html`<${Bar} ...${shared} flip=${() => this.flip()} theme=${() => this.theme()} />
      ${trouble && html`<p class="trouble" role="alert">${trouble === "unreachable" ? word("unreachable") : trouble}</p>`}
      ${misfit && html`<p class="trouble mild">${word(`misfit_${misfit}`)}</p>`}
      <main class=${drawer ? "" : "wide"}>
        ${drawer && start && html`<${Drawer} ...${shared} />`}
        ${article
          ? html`<div class="reading"><${ArticleFields} ...${shared} /><${TextView} ...${shared} key=${article.id} /></div>
            <div class="work"><${Panel} ...${shared} /><${Rows} ...${shared} /></div>`
          : html`<p class="empty">${trouble ? "" : start && !state.loading ? word("no_articles") : word("loading")}</p>`}
      </main>
      <${LabelBar} ...${shared} /><${Dialog} ...${shared} />
      ${note && html`<p class="toast" role="status">${word(note.code)} ${note.detail}</p>`}
      ${start && html`<datalist id="known-units">${start.units.map(([code, said]) => html`<option value=${code}>${said}</option>`)}</datalist>`}`;
  }
}

const store = new Store();
render(html`<${Page} store=${store} />`, document.getElementById("page"));
addEventListener("keydown", (event) => {
  if (obey(store, event)) event.preventDefault();
});
addEventListener("click", (event) => {
  if (event.detail) event.target.closest?.("button")?.blur(); // or the next Enter would press it again
});
addEventListener("beforeunload", (event) => {
  if (store.version !== store.savedVersion) {
    store.flush();
    event.preventDefault();
  }
});
addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") store.flush();
  else if (store.state.start) store.refresh();
});
store.begin();
