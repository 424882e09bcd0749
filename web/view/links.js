/* Addresses inside the page: #/facts?indicator=GDP, #/article/ID?fact=ID/f1, #/entity/GPE:广州市. */

/** Return the address of a view. */
export function address(view, id = null, query = {}) {
  const parts = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).filter((v) => v !== null && v !== undefined && v !== "").map((v) => `${name}=${encodeURIComponent(v)}`),
  );
  return `#/${view}${id === null ? "" : `/${encodeURIComponent(id)}`}${parts.length ? `?${parts.join("&")}` : ""}`;
}

/** Return view, id and query of an address; every value of the query is a list. */
export function parsed(hash) {
  const [path, query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const [view, ...rest] = path.split("/");
  const values = {};
  for (const pair of query.split("&").filter(Boolean)) {
    const [name, value = ""] = pair.split("=", 2);
    (values[name] ??= []).push(decoded(value));
  }
  return { view: view || "overview", id: rest.length ? decoded(rest.join("/")) : null, query: values };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export const articleAddress = (article, query = {}) => address("article", article.id, query);
export const entityAddress = (entity) => address("entity", entity.id);
