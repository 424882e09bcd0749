/* Code points and UTF-16 units: records count code points, JavaScript's strings count units, so an emoji is one and two. */

/** A text whose places are code points. `length` counts them. */
export class CodePoints {
  constructor(text) {
    this.text = text;
    this.units = null; // place of each code point in units, only where the two differ
    this.length = text.length;
    if (/[\ud800-\udbff]/.test(text)) {
      this.units = [];
      for (let at = 0; at < text.length; at += text.codePointAt(at) > 0xffff ? 2 : 1) this.units.push(at);
      this.length = this.units.length;
      this.units.push(text.length);
    }
  }

  /** Return the characters from code point `start` up to `end`. */
  slice(start, end) {
    return this.units ? this.text.slice(this.units[start], this.units[end]) : this.text.slice(start, end);
  }

  /** Return the places at which some words begin. */
  all(words) {
    const found = [];
    let place = 0, last = 0;
    for (let at = this.text.indexOf(words); words && at >= 0; at = this.text.indexOf(words, at + words.length)) {
      place += this.units ? count(this.text.slice(last, at)) : at - last;
      last = at;
      found.push(place);
    }
    return found;
  }
}

/** Return how many code points a string has. */
export function count(text) {
  let n = 0;
  for (const _ of text) n += 1;
  return n;
}
