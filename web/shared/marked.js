/* A text with marks: spans that may overlap, shown as segments that each know every mark over them. */

/** Return the segments of text[start, end): {start, end, marks}, cut wherever a mark begins or ends. */
export function segments(start, end, marks) {
  const inside = marks
    .filter((mark) => mark.end > start && mark.start < end && mark.end > mark.start)
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const borders = new Set([start, end]);
  for (const mark of inside) {
    borders.add(Math.max(start, mark.start));
    borders.add(Math.min(end, mark.end));
  }
  const places = [...borders].sort((a, b) => a - b);
  const found = [];
  let open = [];
  let next = 0;
  for (let n = 0; n + 1 < places.length; n++) {
    open = open.filter((mark) => mark.end > places[n]);
    while (next < inside.length && inside[next].start <= places[n]) open.push(inside[next++]);
    found.push({ start: places[n], end: places[n + 1], marks: open.slice() });
  }
  return found;
}

/** Return nodes for text[start, end): plain texts, and for each marked segment what `make(text, marks, segment)` gives. */
export function markedText(text, start, end, marks, make, written = (piece) => piece) {
  return segments(start, end, marks).map((segment) => {
    const piece = written(text.slice(segment.start, segment.end));
    return segment.marks.length ? make(piece, segment.marks, segment) : document.createTextNode(piece);
  });
}

const ASCII_WORD = /[0-9A-Za-z]$/;

/** Return a text on one line: broken lines joined, with a blank between Latin words and with nothing between others. */
export function oneLine(text) {
  return text.replace(/(.?)\s*[\r\n]+\s*(.?)/gu, (_, before, after) =>
    ASCII_WORD.test(before) && /^[0-9A-Za-z]/.test(after) ? `${before} ${after}` : before + after,
  );
}
