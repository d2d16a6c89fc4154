// SPDX-License-Identifier: MIT
#pragma once
#include <string_view>

/// The pages as mustache templates. `{{x}}` escapes; only pages that were filled from these are put in with `{{{x}}}`.
namespace rapport::gateway::feedback {

inline constexpr std::string_view layout_template = R"html(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{{title}}</title>
<link rel="stylesheet" href="/feedback/style.css">
</head>
<body>
<main>
{{{body}}}</main>
</body>
</html>
)html";

inline constexpr std::string_view start_template = R"html(<h1>Tell us what you think</h1>
<ul class="choices">
{{#forms}}
<li><a href="/feedback/{{kind}}">{{title}}</a><p>{{intro}}</p></li>
{{/forms}}
</ul>
<p>Have you written to us already? Open the address of the page that you were given.</p>
)html";

inline constexpr std::string_view message_template = R"html(<h1>{{title}}</h1>
<p>{{text}}</p>
<p><a href="/feedback">To the beginning</a></p>
)html";

inline constexpr std::string_view trouble_template = R"html({{#said}}
<div class="trouble" role="alert">
<h2>{{said}}</h2>
<ul>{{#problems}}<li><a href="#{{id}}">{{problem}}</a></li>{{/problems}}</ul>
</div>
{{/said}}
)html";

/// One field: label, hint, what is wrong, and where to enter.
inline constexpr std::string_view field_template = R"html(<div class="field{{#problem}} wrong{{/problem}}">
{{#scale}}
<fieldset id="{{id}}"{{#described}} aria-describedby="{{described}}"{{/described}}>
<legend>{{label}}</legend>
{{#problem}}<p class="problem" id="{{id}}-problem">{{problem}}</p>{{/problem}}
<div class="scale">
{{#choices}}<label><input type="radio" name="{{name}}" value="{{number}}"{{#chosen}} checked{{/chosen}} required> {{meaning}}</label>
{{/choices}}
</div>
</fieldset>
{{/scale}}
{{#consent}}
<label class="consent"><input type="checkbox" id="{{id}}" name="{{name}}" value="yes"{{#entered}} checked{{/entered}}> {{label}}</label>
{{#problem}}<p class="problem" id="{{id}}-problem">{{problem}}</p>{{/problem}}
{{/consent}}
{{#written}}
<label for="{{id}}">{{label}}{{#optional}} <span class="optional">(may be left out)</span>{{/optional}}</label>
{{#hint}}<p class="hint" id="{{id}}-hint">{{hint}}</p>{{/hint}}
{{#problem}}<p class="problem" id="{{id}}-problem">{{problem}}</p>{{/problem}}
{{#paragraphs}}<textarea id="{{id}}" name="{{name}}" rows="{{rows}}" maxlength="{{most}}"{{#required}} required{{/required}}{{#problem}} aria-invalid="true"{{/problem}}{{#described}} aria-describedby="{{described}}"{{/described}}>
{{entered}}</textarea>{{/paragraphs}}
{{^paragraphs}}<input id="{{id}}" name="{{name}}" type="{{type}}" maxlength="{{most}}" value="{{entered}}"{{#autocomplete}} autocomplete="{{autocomplete}}"{{/autocomplete}}{{#required}} required{{/required}}{{#problem}} aria-invalid="true"{{/problem}}{{#described}} aria-describedby="{{described}}"{{/described}}>{{/paragraphs}}
{{/written}}
</div>
)html";

inline constexpr std::string_view form_template = R"html(<form method="post" action="{{target}}">
{{#once}}<input type="hidden" name="once" value="{{once}}">{{/once}}
{{{fields}}}<p><button type="submit">{{button}}</button></p>
</form>
)html";

inline constexpr std::string_view form_page_template = R"html({{{trouble}}}<h1>{{title}}</h1>
{{#intro}}<p>{{intro}}</p>
{{/intro}}{{{form}}}
)html";

inline constexpr std::string_view followed_template = R"html({{#done}}<p class="done" role="status">{{done}}</p>
{{/done}}{{{trouble}}}<h1>{{title}}</h1>
<p class="subject">{{subject}}</p>
<p class="state"><strong>{{state}}</strong></p>
<dl>
{{#facts}}<div><dt>{{fact}}</dt><dd>{{#instant}}<time datetime="{{instant}}">{{is}}</time>{{/instant}}{{^instant}}{{is}}{{/instant}}</dd></div>
{{/facts}}
</dl>
{{#told}}
<section><h2>{{heading}}</h2><p class="said">{{words}}</p></section>
{{/told}}
{{#actions}}
<section><h2>{{heading}}</h2>
{{{form}}}</section>
{{/actions}}
{{#conversation}}
<section><h2>What was said</h2>
<ol class="notes">
{{#notes}}<li><p class="by">{{by}}, <time datetime="{{instant}}">{{at}}</time></p><p class="said">{{words}}</p></li>
{{/notes}}
</ol></section>
{{/conversation}}
<p class="keep"><strong>Keep the address of this page.</strong> It is the only way to it, and whoever has it can read and reply here: give it to nobody.</p>
)html";

inline constexpr std::string_view style =
    R"css(:root { color-scheme: light dark; --line: #8a8a8a; --dim: #595959; --good: #1a7f37; --bad: #b42318; --link: #0b57d0; }
@media (prefers-color-scheme: dark) { :root { --line: #8a8a8a; --dim: #b0b0b0; --good: #4ac26b; --bad: #ff8a80; --link: #8ab4f8; } }
* { box-sizing: border-box; }
body { font: 1.0625rem/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 40rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: .5rem 0; } h2 { font-size: 1.15rem; margin: 0 0 .5rem; }
a { color: var(--link); } section { border-top: 1px solid var(--line); padding: 1rem 0 0; margin: 1.25rem 0 0; }
.field { margin: 1.25rem 0; } label, legend { font-weight: 600; } fieldset { border: 0; padding: 0; margin: 0; min-width: 0; }
.optional, .hint, .by, dt { color: var(--dim); font-weight: 400; } .hint, .problem, .by { margin: 0 0 .25rem; font-size: .9375rem; }
input:not([type=radio], [type=checkbox]), textarea { display: block; width: 100%; font: inherit; padding: .5rem; border: 1px solid var(--line); border-radius: .25rem; }
.wrong { border-left: .25rem solid var(--bad); padding-left: .75rem; } .problem { color: var(--bad); font-weight: 600; }
.trouble { border: 2px solid var(--bad); border-radius: .25rem; padding: .75rem 1rem; margin: 1rem 0; } .trouble ul { margin: 0; padding-left: 1.25rem; }
.trouble ul:empty { display: none; }
.done { border: 2px solid var(--good); border-radius: .25rem; padding: .75rem 1rem; }
button { font: inherit; font-weight: 600; padding: .65rem 1.25rem; border: 1px solid; border-radius: .25rem; cursor: pointer; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.scale label, .consent { display: block; font-weight: 400; padding: .35rem 0; } .scale input, .consent input { width: 1.1rem; height: 1.1rem; vertical-align: -.1rem; }
.said { white-space: pre-line; margin: 0; } .subject { font-size: 1.15rem; margin: 0; } .notes { list-style: none; padding: 0; } .notes li { margin: 0 0 1rem; }
.choices { list-style: none; padding: 0; } .choices a { font-size: 1.15rem; font-weight: 600; } .choices p { margin: 0 0 1rem; }
dl div { display: flex; flex-wrap: wrap; gap: 0 .75rem; } dt { min-width: 8rem; } dd { margin: 0; }
.keep { border-top: 1px solid var(--line); padding-top: 1rem; margin-top: 1.5rem; }
)css";

}  // namespace rapport::gateway::feedback
