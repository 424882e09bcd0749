/* The names of entities. */

const names = new Map(); // canonical names by id, as far as the server has told them

/** Return the name of an entity: its canonical name, else what stands in its id (GPE:广州市 -> 广州市). */
export const nameOf = (entity) => names.get(entity) ?? entity.slice(entity.indexOf(":") + 1);

/** Remember the names of entities. */
export const learnNames = (told) => Object.entries(told).forEach(([id, name]) => names.set(id, name));
