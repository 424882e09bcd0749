/* What a reader has chosen for all pages: language and colours. Kept where the browser lets us, else for this visit. */

const PREFIX = "zhfacts.";

/** Return what was chosen under a name, or null. */
export function chosen(name) {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

/** Keep a choice; null forgets it. */
export function choose(name, value) {
  try {
    if (value === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, value);
  } catch {
    // a browser that keeps nothing for files on the disk
  }
}

/** Return the language of the interface: "zh" or "en". What the page was written for wins over the browser's. */
export function language() {
  const known = chosen("language") ?? document.documentElement.dataset.language ?? navigator.language ?? "";
  return known.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** Show the colours that were chosen before, else those of the system, also when it changes them. */
export function applyScheme() {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    document.documentElement.dataset.scheme = chosen("scheme") ?? (system.matches ? "dark" : "light");
  };
  system.addEventListener("change", apply);
  apply();
}

/** Change between dark and light. */
export function toggleScheme() {
  const scheme = document.documentElement.dataset.scheme === "dark" ? "light" : "dark";
  document.documentElement.dataset.scheme = scheme;
  choose("scheme", scheme);
}
