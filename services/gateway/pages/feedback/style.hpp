// SPDX-License-Identifier: MIT
#pragma once
#include <string_view>

/// How the pages look, and the one script that they have.
namespace rapport::gateway::feedback {

inline constexpr std::string_view style =
    R"css(:root { color-scheme: light dark; --canvas: #f4f3ef; --surface: #fff; --raised: #fff; --line: #e6e3dc; --control: #87837a; --text: #1d1c1a; --dim: #55524b; --accent: #0b6377; --accent-2: #084e5e; --on-accent: #fff; --tint: #e2f0f2; --good: #1c6838; --good-tint: #e7f3ea; --bad: #b0281f; --bad-tint: #fcecea; }
@media (prefers-color-scheme: dark) { :root { --canvas: #121211; --surface: #1a1a18; --raised: #232321; --line: #2e2d2a; --control: #7f7b72; --text: #eceae4; --dim: #b9b5ab; --accent: #6fc6d8; --accent-2: #93d6e4; --on-accent: #06252d; --tint: #15313a; --good: #7ecb98; --good-tint: #17301f; --bad: #f59a8f; --bad-tint: #3b1d1a; } }
* { box-sizing: border-box; }
body { font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif; margin: 0; color: var(--text); background: var(--canvas); }
:lang(zh) { font-family: system-ui, -apple-system, "PingFang SC", "Microsoft YaHei UI", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif; line-break: strict; }
header, main { max-width: 46rem; margin: 0 auto; padding: 0 1rem; }
main { background: var(--surface); border-radius: 8px; padding: 1.25rem 1rem 2rem; overflow-wrap: anywhere; }
h1 { font-size: 1.375rem; line-height: 1.3; font-weight: 600; margin: 0 0 .75rem; text-wrap: balance; } h2 { font-size: 1rem; font-weight: 600; margin: 0 0 .5rem; }
a { color: var(--accent); } a:hover { color: var(--accent-2); } section { border-top: 1px solid var(--line); padding: 1.25rem 0 0; margin: 1.5rem 0 0; }
.languages { display: flex; flex-wrap: wrap; justify-content: flex-end; list-style: none; margin: 0; padding: 0; }
.languages a { display: block; padding: .65rem .75rem; text-decoration: none; } .languages a:hover { text-decoration: underline; }
.languages [aria-current] { color: var(--text); font-weight: 600; text-decoration: underline; text-underline-offset: .35em; text-decoration-thickness: 2px; }
.field { margin: 1.25rem 0; } label, legend { font-weight: 600; } legend { padding: 0; } fieldset { border: 0; padding: 0; margin: 0; min-width: 0; }
.optional, .hint, .by, dt { color: var(--dim); font-weight: 400; } .hint, .problem, .by { margin: 0 0 .25rem; font-size: .875rem; }
input:not([type=radio], [type=checkbox]), textarea { display: block; width: 100%; min-height: 2.75rem; margin-top: .25rem; font: inherit; color: inherit; background: var(--surface); padding: .5rem .65rem; border: 1px solid var(--control); border-radius: 6px; }
input:hover, textarea:hover { border-color: var(--dim); } [aria-invalid] { border: 2px solid var(--bad) !important; }
.problem { color: var(--bad); font-weight: 600; } .trouble { border-left: 3px solid var(--bad); background: var(--bad-tint); border-radius: 6px; padding: .75rem 1rem; margin: 0 0 1.25rem; }
.trouble ul { margin: 0; padding-left: 1.25rem; } .trouble ul:empty { display: none; } .trouble h2:last-of-type:has(+ ul:empty) { margin: 0; }
.done { border-left: 3px solid var(--good); background: var(--good-tint); border-radius: 6px; padding: .75rem 1rem; margin: 0 0 1.25rem; }
button { font: inherit; font-weight: 600; min-height: 2.75rem; padding: .5rem 1.25rem; color: var(--on-accent); background: var(--accent); border: 1px solid transparent; border-radius: 6px; cursor: pointer; } button:hover { background: var(--accent-2); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 1px; }
.scale label, .consent { display: flex; align-items: center; gap: .6rem; min-height: 2.75rem; font-weight: 400; } .scale input, .consent input { flex: none; width: 1.25rem; height: 1.25rem; margin: 0; accent-color: var(--accent); }
.number { white-space: nowrap; } .said { white-space: pre-line; margin: 0; } .subject { font-size: 1.125rem; margin: 0; } .state { margin: .5rem 0 1rem; } .notes { list-style: none; padding: 0; margin: 0; } .notes li { margin: 0 0 1.25rem; } .said + .by { margin-top: .5rem; }
.choices { list-style: none; padding: 0; margin: 0 0 1.5rem; } .choices li { border-top: 1px solid var(--line); padding: .75rem 0; } .choices a { display: inline-block; padding: .35rem 0; font-size: 1.125rem; font-weight: 600; } .choices p { margin: 0; color: var(--dim); }
dl { margin: 0; } dl div { display: flex; flex-wrap: wrap; gap: 0 .75rem; padding: .15rem 0; } dd { margin: 0; } time { font-variant-numeric: tabular-nums; }
.keep { background: var(--tint); border-radius: 6px; padding: .75rem 1rem; margin: 1.75rem 0 0; font-size: .875rem; }
@media (min-width: 30rem) { dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .3rem .75rem; } dl div { display: contents; } }
@media (min-width: 48rem) { main { padding: 1.5rem 2rem 2.5rem; margin-bottom: 2rem; } header { padding: 0 1.25rem; } }
@media (forced-colors: active) { button { border-color: currentColor; } }
)css";

/// The zone that the page names stays on each time, to be seen by whoever points at it. The reader's is put at the end
/// by us: some languages have it between the day and the time. `GMT-5` gets a minus sign, at which no line ends.
inline constexpr std::string_view zone_script = R"js(// SPDX-License-Identifier: MIT
"use strict";
const language = document.documentElement.lang;
const locale = navigator.languages.find((each) => each.split("-")[0] === language) ?? language;
const format = new Intl.DateTimeFormat(locale, {
  weekday: "long", year: "numeric", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
});
const named = new Intl.DateTimeFormat(locale, { timeZoneName: "short" });
const [before, after] = language === "zh" ? ["（", "）"] : [" (", ")"];
for (const time of document.querySelectorAll("time[datetime]")) {
  const at = new Date(time.dateTime);
  if (Number.isNaN(at.getTime())) continue;
  time.title = time.textContent;
  const zone = named.formatToParts(at).find((part) => part.type === "timeZoneName").value.replace(/-(?=\d)/, "\u2212");
  time.textContent = format.format(at) + before + zone + after;
}
)js";

}  // namespace rapport::gateway::feedback
