/* What is known of the item in hand, every field to be changed. */

import { keyOf, layerOf, record } from "./document.js";
import { Among, Choice, Day, Field, Words, entitiesCalled } from "./fields.js";
import { Component, html } from "./html.js";
import { choose } from "./keys.js";
import { nameOf } from "./names.js";

/** The editor of the item in hand: what it is, its fields, accept and remove. */
export function Panel({ state, store, word }) {
  const { current, document, reviewed } = state;
  const item = record(document, current);
  if (!item) return html`<${Nothing} state=${state} store=${store} word=${word} />`;
  const layer = layerOf(current);
  const Form = { facts: FactForm, quantities: QuantityForm, times: TimeForm, mentions: NameForm, roles: RoleForm }[layer];
  const done = reviewed[current];
  return html`<section class=${`panel panel-${layer}`} aria-label=${word(layer)} key=${current}>
    <header><h2>${word(layer)} <small>${item.id}</small></h2>
      ${item.score !== undefined && html`<span class="score" title=${word("score")}><i style=${{ width: `${item.score * 100}%` }}></i>${item.score.toFixed(2)}</span>`}
      ${done && html`<span class="done">✓ ${word("accepted_mark")}</span>`}
      <span class="space"></span>
      <button type="button" class="quiet" onClick=${() => store.remove()}>${word("remove")}<kbd>X</kbd></button>
      <button type="button" class="main" onClick=${() => store.accept()}>${word("accept_next")}<kbd>⏎</kbd></button>
    </header>
    <${Form} state=${state} store=${store} word=${word} item=${item} of=${current} />
    <${Offer} state=${state} store=${store} word=${word} />
  </section>`;
}

function Nothing({ state, store, word }) {
  const { document, reviewed, finished, flaws } = state;
  const open = ["facts", "quantities", "times", "mentions", "roles"].some((l) => document[l].some((r) => !reviewed[keyOf(l, r.id)]));
  if (open) return html`<section class="panel empty"><p>${word("nothing_chosen")}</p></section>`;
  return html`<section class="panel finish">
    <h2>✓ ${word("done_title")}</h2>
    <p>${finished ? word("finished_note") : word("done_text")}</p>
    ${flaws.length > 0 && html`<p class="flaw">${flaws.length} ${word("flaws")}</p>`}
    <p><button type="button" class="main" onClick=${() => store.finish()}>${flaws.length ? word("to_flaw") : finished ? word("next_article") : word("finish")}<kbd>⏎</kbd></button>
    ${finished && html` <button type="button" class="quiet" onClick=${() => store.withdraw()}>${word("withdraw")}</button>`}</p>
  </section>`;
}

function Offer({ state, store, word }) {
  const { offer } = state;
  if (!offer) return null;
  const told = Object.entries(offer.fields).filter(([n, v]) => v !== null && n !== "label").map(([, v]) => word(v));
  return html`<p class="offer">${word("reads_as")} <b>${word(offer.fields.label)} ${told.join(" ")}</b>
    <button type="button" onClick=${() => store.takeOffer()}>${word("take")}<kbd>R</kbd></button></p>`;
}

/** Return the entities of the article as options, the nearest to a place first; one in words is offered as new names. */
function entityOptions(state, at, labels) {
  const { document } = state;
  const near = new Map();
  for (const m of document.mentions) {
    if (!m.entity) continue;
    const far = Math.abs(m.start - at);
    if (!(near.get(m.entity) <= far)) near.set(m.entity, far);
  }
  for (const f of document.facts) for (const e of [f.subject, f.scope, f.speaker]) if (e && !near.has(e)) near.set(e, 1e9);
  const all = [...near].sort((a, b) => a[1] - b[1]).map(([id]) => ({ value: id, text: nameOf(id), note: id }));
  return (typed) => {
    const wanted = typed.trim();
    const found = wanted ? all.filter((o) => o.note.includes(wanted)) : all.slice(0, 12);
    const made = found.map((o) => ({ ...o, exact: o.text === wanted || o.value === wanted }));
    const fresh = wanted && !wanted.includes(":") ? labels.map((l) => ({ value: `${l}:${wanted}`, text: wanted, note: `+ ${l}:${wanted}` })) : [];
    return [...made, ...fresh.filter((o) => !near.has(o.value))];
  };
}

/** A field that holds the id of an entity. */
function EntityField({ state, store, word, item, of, name, at, labels, clear }) {
  const flawed = state.flaws.some((f) => f.item === of && f.field === name);
  const put = (typed) => store.bindGroup(of, name, { [name]: typed.trim() || null });
  return html`<${Field} state=${state} name=${name} word=${word} of=${of} layer=${layerOf(of)}>
    <${Among} name=${name} store=${store} value=${item[name]} flawed=${flawed} options=${entityOptions(state, at, labels)} more=${entitiesCalled}
      choose=${() => choose(store)} put=${put} take=${(o) => store.bind(of, name, { [name]: o.value }, [])} />
    ${clear && item[name] && html`<button type="button" class="clear" title=${word("remove")} onClick=${() => store.bind(of, name, { [name]: null }, [])}>×</button>`}
  <//>`;
}

/** A field that holds the id of a time. */
function TimeRefField({ state, store, word, item, of, name, at }) {
  const { document } = state;
  const near = [...document.times].sort((a, b) => Math.abs(a.start - at) - Math.abs(b.start - at));
  const span = (t) => [t.start_date ?? "…", t.end_date ?? "…"].join(" – ");
  const shown = (t) => ({ value: t.id, text: store.wordsOf(t), note: span(t) });
  const now = document.times.find((t) => t.id === item[name]);
  const options = (typed) => near.map(shown).filter((o) => !typed || o.text.includes(typed) || o.note.includes(typed)).slice(0, 30);
  return html`<${Field} state=${state} name=${name} word=${word} of=${of} layer="facts" hint=${now ? span(now) : null}>
    <${Among} name=${name} store=${store} value=${now ? store.wordsOf(now) : ""} options=${options} choose=${() => choose(store)}
      take=${(o) => store.bind(of, name, { [name]: o.value }, [])} />
    ${item[name] && html`<button type="button" class="clear" title=${word("remove")} onClick=${() => store.bind(of, name, { [name]: null }, [])}>×</button>`}
  <//>`;
}

/** Return a long number as it is said (1400000000000: 1.4万亿); null where it is short or none. */
function inWords(value, locale) {
  const number = Number(value);
  if (!(Math.abs(number) >= 1e5)) return null;
  return new Intl.NumberFormat(locale, { notation: "compact", maximumSignificantDigits: 12 }).format(number);
}

/** Number, range and unit of a quantity; in a fact they are those of its quantity. */
function ValueFields({ state, store, word, quantity, layer }) {
  const key = keyOf("quantities", quantity.id);
  const put = (name) => (typed) => store.update(key, { [name]: typed.trim() }, `${key} ${name}`);
  const flawed = (name) => state.flaws.some((f) => f.item === key && f.field === name);
  const known = state.start.units.find(([code]) => code === quantity.unit);
  const unitHint = quantity.unit ? (known ? (known[1] === known[0] ? word("known_unit") : known[1]) : word("free_unit")) : null;
  const ranged = !quantity.value || quantity.low || quantity.high;
  const rangeHint = !ranged && state.field === "value" ? word("range_hint") : inWords(quantity.value, word("locale"));
  const text = (name, more = {}) => html`<${Words} name=${name} store=${store} value=${quantity[name]} put=${put(name)} flawed=${flawed(name)}
    choose=${() => choose(store)} ...${more} />`;
  return html`
    <${Field} state=${state} name="value" word=${word} of=${key} layer=${layer} hint=${rangeHint}>${text("value")}<//>
    <${Field} state=${state} name="unit" word=${word} of=${key} layer=${layer} hint=${unitHint}>${text("unit", { list: "known-units" })}<//>
    ${ranged && html`<${Field} state=${state} name="low" word=${word} of=${key}>${text("low")}<//>
    <${Field} state=${state} name="high" word=${word} of=${key}>${text("high")}<//>`}
    <${Field} state=${state} name="modifier" word=${word} of=${key} layer=${layer} wide=${true}>
      <${Choice} name="modifier" value=${quantity.modifier} values=${state.start.choices.modifier} word=${word}
        put=${(v) => store.update(key, { modifier: v })} /><//>`;
}

function ChoiceField({ state, store, word, item, of, name, wide }) {
  return html`<${Field} state=${state} name=${name} word=${word} of=${of} layer=${layerOf(of)} wide=${wide}>
    <${Choice} name=${name} value=${item[name]} values=${state.start.choices[name]} word=${word} put=${(v) => store.update(of, { [name]: v })} />
  <//>`;
}

function FactForm({ state, store, word, item, of }) {
  const { document, start, field } = state;
  const quantity = document.quantities.find((q) => q.id === item.quantity);
  const at = quantity.start;
  const labels = ["GPE", "ORG", "PERSON", "LOC"];
  const shared = { state, store, word, item, of };
  const entityNote = item.subject ?? (item.subject_text ? word("as_words") : null);
  const flawed = state.flaws.some((f) => f.item === of && f.field === "subject");
  const indicators = [...new Set(document.facts.filter((f) => f !== item).map((f) => f.indicator).filter(Boolean))];
  const indicatorOptions = (typed) => indicators.filter((i) => i !== typed && i.includes(typed)).slice(0, typed ? 12 : 6)
    .map((i) => ({ value: i, text: i, note: "" }));
  const typedSubject = (typed) => store.bindGroup(of, "subject", isId(typed, start)
    ? { subject: typed.trim(), subject_text: nameOf(typed.trim()) } : { subject: null, subject_text: typed });
  return html`<div class="form">
    <${Field} state=${state} name="subject" word=${word} of=${of} layer="facts" wide=${true}>
      <${Among} name="subject" store=${store} value=${item.subject_text ?? (item.subject ? nameOf(item.subject) : "")} note=${entityNote}
        flawed=${flawed} options=${entityOptions(state, at, labels)} more=${entitiesCalled} put=${typedSubject} choose=${() => choose(store)}
        take=${(o) => store.bind(of, "subject", { subject: o.value, subject_text: nameOf(o.value) }, [])} />
    <//>
    <${Field} state=${state} name="indicator" word=${word} of=${of} layer="facts" wide=${true} hint=${field === "indicator" ? word("pick_hint") : null}>
      <${Among} name="indicator" store=${store} value=${item.indicator} options=${indicatorOptions} choose=${() => choose(store)}
        put=${(typed) => store.bindGroup(of, "indicator", { indicator: typed })}
        take=${(o) => store.bind(of, "indicator", { indicator: o.value }, [])} />
    <//>
    <${ValueFields} state=${state} store=${store} word=${word} quantity=${quantity} layer="facts" />
    <${TimeRefField} ...${shared} name="time" at=${at} />
    <${EntityField} ...${shared} name="speaker" at=${at} labels=${["PERSON", "ORG"]} clear=${true} />
    <${ChoiceField} ...${shared} name="aspect" wide=${true} />
    <${ChoiceField} ...${shared} name="direction" />
    <${ChoiceField} ...${shared} name="status" />
    <${ChoiceField} ...${shared} name="comparison" wide=${true} />
    <${ChoiceField} ...${shared} name="modality" wide=${true} />
    <details class="wide" open=${Boolean(item.base_value || item.base_time || item.scope || item.also?.length) || ["base_value", "base_time", "scope", "also"].includes(field)}>
      <summary>${word("scope")} · ${word("also")} · ${word("base_value")} · ${word("base_time")}</summary>
      <div class="form">
        <${EntityField} ...${shared} name="scope" at=${at} labels=${["GPE", "LOC", "ORG"]} clear=${true} />
        <${Field} state=${state} name="also" word=${word} of=${of} layer="facts">
          <${Words} name="also" store=${store} value=${(item.also ?? []).join("；")} choose=${() => choose(store)}
            put=${(typed) => store.update(of, { also: typed.split(/[;；]/) }, `${of} also`)} /><//>
        <${Field} state=${state} name="base_value" word=${word} of=${of} layer="facts">
          <${Words} name="base_value" store=${store} value=${item.base_value} choose=${() => choose(store)}
            put=${(typed) => store.bindGroup(of, "base_value", { base_value: typed.trim() || null })} /><//>
        <${TimeRefField} ...${shared} name="base_time" at=${at} />
      </div>
    </details>
  </div>`;
}

/** Tell whether what is typed is the id of an entity. */
function isId(typed, start) {
  const label = typed.slice(0, Math.max(0, typed.indexOf(":")));
  return start.labels.mentions.includes(label) && typed.trim().length > label.length + 1;
}

function LabelField({ state, store, word, item, layer }) {
  return html`<${Field} state=${state} name="label" word=${word} of=${state.current} wide=${true}>
    <${Choice} name="label" value=${item.label} values=${state.start.labels[layer]} word=${word} digits=${true} put=${(v) => store.relabel(v)} /><//>`;
}

/** The words of a mark, with what is wrong with their place. */
function Place({ state, store, word, item, of, layer }) {
  const clash = state.document[layer].find((r) => r.id !== item.id && r.start < item.end && item.start < r.end);
  return html`<${Field} state=${state} name="start" word=${() => word("text")} of=${of} wide=${true}
    hint=${clash ? `${word("warn_overlap")}: ${store.wordsOf(clash)}` : null}>
    <p class="words"><button type="button" onClick=${() => store.border("start", -1)} title=${word("k_start")}>◂</button><button
      type="button" onClick=${() => store.border("start", 1)} title=${word("k_start")}>▸</button><b>${store.wordsOf(item)}</b><button
      type="button" onClick=${() => store.border("end", -1)} title=${word("k_end")}>◂</button><button
      type="button" onClick=${() => store.border("end", 1)} title=${word("k_end")}>▸</button></p><//>`;
}

function QuantityForm(props) {
  const { state, store, word, item } = props;
  const fact = state.document.facts.find((f) => f.quantity === item.id);
  return html`<div class="form">
    <${Place} ...${props} layer="quantities" />
    <${LabelField} ...${props} layer="quantities" />
    <${ValueFields} state=${state} store=${store} word=${word} quantity=${item} layer="quantities" />
    <p class="wide"><button type="button" onClick=${() => store.toFact()}>${fact ? word("to_fact") : word("create_fact")}<kbd>F</kbd></button></p>
  </div>`;
}

function TimeForm(props) {
  const { state, store, word, item, of } = props;
  const put = (name) => (typed) => store.update(of, { [name]: typed.trim(), grain: null, certainty: null }, `${of} ${name}`);
  const both = ([start_date, end_date]) => store.update(of, { start_date, end_date, grain: null, certainty: null }, `${of} days`);
  return html`<div class="form">
    <${Place} ...${props} layer="times" />
    <${LabelField} ...${props} layer="times" />
    ${["start_date", "end_date"].map((name) => html`<${Field} state=${state} name=${name} word=${word} of=${of} layer="times">
      <${Day} name=${name} store=${store} value=${item[name]} other=${item[name === "start_date" ? "end_date" : "start_date"]}
        put=${put(name)} putBoth=${both} choose=${() => choose(store)} /><//>`)}
    ${["start_time", "end_time"].map((name) => html`<${Field} state=${state} name=${name} word=${word} of=${of}>
      <${Words} name=${name} store=${store} value=${item[name]} put=${put(name)} placeholder="HH:MM:SS" choose=${() => choose(store)} /><//>`)}
  </div>`;
}

function NameForm(props) {
  const { state, store, word, item, of } = props;
  const { same, other, bare } = store.alike();
  const own = [...state.start.labels.mentions].sort((a, b) => (b === item.label) - (a === item.label)).slice(0, 1);
  return html`<div class="form">
    <${Place} ...${props} layer="mentions" />
    <${LabelField} ...${props} layer="mentions" />
    <div class="wide"><${EntityField} state=${state} store=${store} word=${word} item=${item} of=${of} name="entity" at=${item.start} labels=${own} clear=${true} /></div>
    ${same.length + other.length + bare.length > 0 && html`<p class="wide alike">${same.length > 0 && html`<span>${same.length} ${word("alike")}</span>
      <button type="button" onClick=${() => store.accept(true)}>${word("accept_alike")}<kbd>⇧⏎</kbd></button>`}
      ${other.length + bare.length > 0 && html`<button type="button" onClick=${() => store.spread()}>${word("spread_to")} ${other.length ? `${other.length} ${word("otherwise")}` : ""} ${bare.length ? `${bare.length} ${word("unmarked")}` : ""}<kbd>Q</kbd></button>`}</p>`}
  </div>`;
}

function RoleForm(props) {
  const { state, store, word, item, of } = props;
  const at = state.document.mentions.find((m) => m.entity === item.person)?.start ?? 0;
  return html`<div class="form">
    <div class="wide"><${EntityField} ...${props} name="person" at=${at} labels=${["PERSON"]} /></div>
    <${Field} state=${state} name="title" word=${word} of=${of} layer="roles" wide=${true}>
      <${Words} name="title" store=${store} value=${item.title} choose=${() => choose(store)}
        put=${(typed) => store.update(of, { title: typed }, `${of} title`)} /><//>
    <div class="wide"><${EntityField} ...${props} name="organization" at=${at} labels=${["ORG", "GPE"]} clear=${true} /></div>
    <${ChoiceField} ...${props} name="standing" wide=${true} />
  </div>`;
}

/** Title and date of the article. */
export class ArticleFields extends Component {
  render({ state, store, word }) {
    const { document, flaws } = state;
    const put = (name) => (e) => store.change({ document: { ...document, [name]: e.target.value || null } }, `article ${name}`);
    const wrong = flaws.find((f) => f.item === "" && f.field === "date");
    return html`<div class="article-fields">
      <input class="headline" value=${document.title ?? ""} aria-label=${word("article_title")} placeholder=${word("article_title")} onInput=${put("title")} />
      <input class=${`day ${wrong ? "wrong" : ""}`} value=${document.date ?? ""} aria-label=${word("date")} title=${word("date")} placeholder="YYYY-MM-DD" onInput=${put("date")} />
      ${flaws.filter((f) => f.item === "").map((f) => html`<p class="flaw" role="alert">${word(`flaw_${f.code}`)} ${f.detail}</p>`)}
    </div>`;
  }
}
