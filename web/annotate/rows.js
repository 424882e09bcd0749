/* All items of a layer as rows of a table. */

import { LAYERS, keyOf } from "./document.js";
import { Component, html } from "./html.js";
import { nameOf } from "./names.js";

const COLUMNS = {
  facts: ["score", "subject", "indicator", "value", "unit", "time", "status", "speaker"],
  quantities: ["text", "label", "value", "unit", "modifier"],
  times: ["text", "label", "start_date", "end_date"],
  mentions: ["text", "label", "entity"],
  roles: ["person", "title", "organization", "standing"],
};

/** Return what a row shows in a column. */
function cell(state, store, layer, item, column, word) {
  const { document } = state;
  const quantity = layer === "facts" ? document.quantities.find((q) => q.id === item.quantity) : item;
  if (column === "text") return store.wordsOf(item);
  if (column === "subject") return item.subject_text ?? (item.subject ? nameOf(item.subject) : "");
  if (column === "value") return quantity.value ?? (quantity.low || quantity.high ? `${quantity.low ?? ""}–${quantity.high ?? ""}` : "");
  if (column === "unit") return quantity.unit ?? "";
  if (column === "time") {
    const time = document.times.find((t) => t.id === item.time);
    return time ? store.wordsOf(time) : "";
  }
  if (["speaker", "person", "organization"].includes(column)) return item[column] ? nameOf(item[column]) : "";
  if (column === "score") return item.score === undefined ? "" : item.score.toFixed(2);
  if (["label", "status", "modifier", "standing"].includes(column)) return item[column] ? word(item[column]) : "";
  return item[column] ?? "";
}

class Row extends Component {
  shouldComponentUpdate(next) {
    return next.cells.join("\u0000") !== this.props.cells.join("\u0000") || ["done", "now", "wrong"].some((n) => next[n] !== this.props[n]);
  }

  componentDidMount() { this.show(); }

  componentDidUpdate() { this.show(); }

  show() {
    if (this.props.now) this.row.scrollIntoView({ block: "nearest" });
  }

  render({ columns, cells, done, now, wrong, choose }) {
    return html`<tr ref=${(e) => (this.row = e)} class=${`${done ? "done" : "open"} ${now ? "now" : ""} ${wrong ? "wrong" : ""}`} aria-selected=${now ? "true" : "false"} onClick=${choose}>
      <td class="mark">${wrong ? "!" : done ? "✓" : ""}</td>${cells.map((c, n) => html`<td class=${`c-${columns[n]}`} title=${c}>${c}</td>`)}</tr>`;
  }
}

/** The tabs of the layers with their progress, and the rows of the layer in hand. */
export function Rows({ state, store, word }) {
  const { document, reviewed, layer, current, flaws, order } = state;
  const columns = COLUMNS[layer];
  const wrong = new Set(flaws.map((f) => f.item));
  const items = new Map(document[layer].map((r) => [keyOf(layer, r.id), r]));
  return html`<section class="rows">
    <nav role="tablist">${LAYERS.map((l) => {
      const done = document[l].filter((r) => reviewed[keyOf(l, r.id)]).length;
      return html`<button type="button" role="tab" data-layer=${l} aria-selected=${l === layer ? "true" : "false"} class=${l === layer ? "on" : ""} onClick=${() => store.show(l)}>
        ${word(l)} <small class=${done === document[l].length ? "all" : ""}>${done}/${document[l].length}</small></button>`;
    })}
    </nav>
    <div class="tools">
      ${["facts", "roles"].includes(layer) && html`<button type="button" class="quiet" onClick=${() => store.create()}>+ ${word(layer === "facts" ? "create_fact" : "create_role")}<kbd>N</kbd></button>`}
      <span class="space"></span>
      <button type="button" class="quiet" onClick=${() => store.set({ order: order === "least" ? "text" : "least" })}>${word(order === "least" ? "least_first" : "text_order")}<kbd>⇧O</kbd></button>
      <button type="button" class="quiet" onClick=${() => store.set({ dialog: "accept" })}>${word("accept_all")}<kbd>⇧A</kbd></button>
    </div>
    <div class="table"><table>
      <thead><tr><th></th>${columns.map((c) => html`<th class=${`c-${c}`}>${word(c)}</th>`)}</tr></thead>
      <tbody>${store.keys(layer).map((key) => html`<${Row} key=${key} columns=${columns} done=${Boolean(reviewed[key])} now=${key === current}
        wrong=${wrong.has(key)} choose=${() => store.select(key)}
        cells=${columns.map((c) => String(cell(state, store, layer, items.get(key), c, word)))} />`)}</tbody>
    </table>${items.size === 0 && html`<p class="empty">${word("no_items")}</p>`}</div>
  </section>`;
}
