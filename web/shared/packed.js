/* Data that the page holds as text: JSON in GBK, deflated without a header (RFC 1951), in letters of base 85. */

const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%,()*+-;.=/?@^_:{|}~";
const VALUES = new Uint8Array(128);
for (let at = 0; at < LETTERS.length; at++) VALUES[LETTERS.charCodeAt(at)] = at;

/** Return the bytes of a text in base 85: five letters are four bytes, most significant first. */
function bytesOf(text) {
  const bytes = new Uint8Array(Math.ceil(text.length / 5) * 4);
  const view = new DataView(bytes.buffer);
  for (let from = 0, to = 0; from < text.length; from += 5, to += 4) {
    let number = 0;
    for (let at = from; at < from + 5; at++) number = number * 85 + (at < text.length ? VALUES[text.charCodeAt(at)] : 84);
    view.setUint32(to, number);
  }
  return bytes.subarray(0, Math.floor((text.length * 4) / 5));
}

/** Return what was packed into a text. */
export async function unpack(text) {
  const inflated = new Blob([bytesOf(text)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return JSON.parse(new TextDecoder("gb18030").decode(await new Response(inflated).arrayBuffer()));
}
