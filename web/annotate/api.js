/* What the page asks its server; every address is relative to the page's own, which holds the token. */

/** An answer that is a refusal; `status` is that of HTTP, 0 where the server cannot be reached. */
export class Refusal extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Refusal("", 0);
  }
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refusal(content.error || answer.statusText, answer.status);
  return content;
}

const query = (values) => new URLSearchParams(values).toString();
const json = (method, content) => ({
  method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(content),
});

export const start = () => ask("api/start");
export const articles = () => ask("api/articles");
export const article = (id) => ask(`api/article?${query({ id })}`);
export const save = (id, content) => ask(`api/article?${query({ id })}`, json("PUT", content));
export const withdraw = (id, revision) => ask(`api/withdraw?${query({ id })}`, json("POST", { revision }));
export const entities = (words) => ask(`api/entities?${query({ words })}`);
export const reading = (words, label, date) => ask(`api/words?${query(date ? { words, label, date } : { words, label })}`);
