/* A table of many rows by Tabulator: sorted by its heads, moved in and opened by keyboard, printed whole. */

import { ExportModule, FilterModule, FormatModule, InteractionModule, PrintModule, ResizeColumnsModule, SortModule, Tabulator } from "tabulator-tables";

import { h } from "../shared/dom.js";

Tabulator.registerModule([ExportModule, FilterModule, FormatModule, InteractionModule, PrintModule, ResizeColumnsModule, SortModule]);

const PRINTED = 2000;

/** Sort numbers, or texts by their characters; what is not there comes last either way. */
export function sorter(a, b, _one, _other, _column, direction) {
  if (a === b) return 0;
  if (a === null || a === undefined || a === "") return direction === "asc" ? 1 : -1;
  if (b === null || b === undefined || b === "") return direction === "asc" ? -1 : 1;
  if (typeof a === "number" && typeof b === "number") return a - b;
  return collator.compare(String(a), String(b));
}

const collator = new Intl.Collator("zh-CN", { numeric: true });

/** Return a column: `shown(row)` gives its cell's node or text. */
export function column(field, title, width, shown, more = {}) {
  return {
    field,
    title,
    width,
    sorter,
    headerSortTristate: false,
    formatter: (cell) => node(shown ? shown(cell.getData()) : cell.getValue()),
    ...more,
  };
}

function node(content) {
  return content instanceof Node ? content : document.createTextNode(content ?? "");
}

export class Grid {
  /** `open(row)` is called when a row is clicked or Enter is pressed on it. */
  constructor({ rows, columns, label, sort = [], open }) {
    this.open = open;
    this.current = null;
    this.host = h("div", { class: "grid" });
    this.element = h("div", { class: "grid-frame", tabindex: "0", role: "region", "aria-label": label, on: { keydown: (event) => this.key(event) } }, this.host);
    this.ready = new Promise((resolve) => {
      this.start = () => {
        this.table = new Tabulator(this.host, {
          data: rows,
          columns,
          index: "n",
          layout: "fitColumns",
          height: "100%",
          rowHeight: 40,
          placeholder: "",
          initialSort: sort,
          headerSortElement: "<span class='sort-mark'></span>",
          columnDefaults: { resizable: "header", minWidth: 56 },
          printAsHtml: true,
          printStyled: false,
          printRowRange: () => this.table.getRows("active").slice(0, PRINTED),
        });
        this.table.on("rowClick", (_event, row) => this.choose(row));
        this.table.on("tableBuilt", () => resolve(this));
      };
    });
  }

  /** Draw the table; its place must be in the page. */
  draw() {
    this.start();
    return this.ready;
  }

  /** Show only rows for which a function of their data holds. */
  async filter(holds) {
    await this.ready;
    this.table.setFilter(holds);
  }

  /** Return the data of the rows that are shown, in their order. */
  shownRows() {
    return this.table.rowManager.activeRows.map((row) => row.getData());
  }

  async sort(field, direction) {
    await this.ready;
    this.table.setSort(field, direction);
  }

  choose(row, quietly = false) {
    this.mark(row);
    if (!quietly) this.open?.(row.getData());
  }

  mark(row) {
    this.current?.getElement().classList.remove("current");
    this.current = row;
    row?.getElement().classList.add("current");
  }

  /** Mark the row with such data and bring it into sight. */
  async reveal(data) {
    await this.ready;
    const row = this.table.getRow(data.n);
    if (!row) return;
    this.mark(row);
    try {
      await this.table.scrollToRow(row, "center", false);
    } catch {
      // the row is not among those that are shown
    }
  }

  /** Go some rows on from the current one; with `open` open it. */
  step(by, open = false) {
    const rows = this.table.rowManager.activeRows;
    if (!rows.length) return;
    const at = this.current ? rows.findIndex((row) => row.getData().n === this.current.getData().n) : -1;
    const next = rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? 0 : at + by))];
    this.mark(next.getComponent());
    this.table.scrollToRow(next.getComponent(), "nearest", false).catch(() => {});
    if (open) this.open?.(next.getData());
  }

  key(event) {
    if (event.target !== this.element) return;
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 12, PageUp: -12 };
    if (event.key in steps) this.step(steps[event.key]);
    else if (event.key === "Enter" && this.current) this.choose(this.current);
    else return;
    event.preventDefault();
  }

  destroy() {
    this.table?.destroy();
  }
}
