/* Preact with templates; all that goes in by ${...} is text or an attribute, never markup. */

import { Component, h, render } from "preact";
import htm from "htm";

export const html = htm.bind(h);
export { Component, render };
