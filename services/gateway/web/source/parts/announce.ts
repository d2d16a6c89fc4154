// SPDX-License-Identifier: MIT
const regions = new Map<string, HTMLElement>();

function region(live: "polite" | "assertive"): HTMLElement {
  const known = regions.get(live);
  if (known?.isConnected) return known;
  const made = document.createElement("div");
  made.className = "reader";
  made.setAttribute("aria-live", live);
  made.setAttribute("role", live === "polite" ? "status" : "alert");
  made.dataset.live = live;
  document.body.append(made);
  regions.set(live, made);
  return made;
}

/** Says a text to readers: counts and results politely, failures at once. */
export function announce(text: string, urgent = false): void {
  const place = region(urgent ? "assertive" : "polite");
  const line = document.createElement("p");
  line.textContent = text;
  place.append(line);
  setTimeout(() => line.remove(), 7000);
}
