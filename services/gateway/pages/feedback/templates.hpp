// SPDX-License-Identifier: MIT
#pragma once
#include <string_view>

/// The pages as mustache templates. `{{x}}` escapes; only pages that were filled from these are put in with `{{{x}}}`.
namespace rapport::gateway::feedback {

inline constexpr std::string_view layout_template = R"html(<!doctype html>
<html lang="{{language}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{{title}}</title>
<link rel="stylesheet" href="/feedback/style.css">
<script src="/feedback/zone.js" defer></script>
</head>
<body>
<header>
<nav aria-label="{{choose}}">
<ul class="languages">
{{#languages}}
<li><a href="{{path}}?lang={{tag}}" lang="{{tag}}" hreflang="{{tag}}"{{#current}} aria-current="true"{{/current}}>{{name}}</a></li>
{{/languages}}
</ul>
</nav>
</header>
<main>
{{{body}}}</main>
</body>
</html>
)html";

inline constexpr std::string_view start_template = R"html(<h1>{{title}}</h1>
<ul class="choices">
{{#forms}}
<li><a href="/feedback/{{kind}}">{{title}}</a><p>{{intro}}</p></li>
{{/forms}}
</ul>
<p>{{already}}</p>
)html";

inline constexpr std::string_view message_template = R"html(<h1>{{title}}</h1>
<p>{{text}}</p>
<p><a href="/feedback">{{back}}</a></p>
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
<fieldset{{#described}} aria-describedby="{{described}}"{{/described}}>
<legend>{{label}}</legend>
{{#problem}}<p class="problem" id="{{id}}-problem">{{problem}}</p>{{/problem}}
<div class="scale">
{{#choices}}<label><input type="radio"{{#first}} id="{{id}}"{{/first}} name="{{name}}" value="{{number}}"{{#chosen}} checked{{/chosen}} required> {{meaning}}</label>
{{/choices}}
</div>
</fieldset>
{{/scale}}
{{#consent}}
<label class="consent"><input type="checkbox" id="{{id}}" name="{{name}}" value="yes"{{#entered}} checked{{/entered}}> {{label}}</label>
{{#problem}}<p class="problem" id="{{id}}-problem">{{problem}}</p>{{/problem}}
{{/consent}}
{{#written}}
<label for="{{id}}">{{label}}{{#optional}}{{apart}}<span class="optional">{{optional}}</span>{{/optional}}</label>
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

inline constexpr std::string_view numbered_template =
    R"html({{before}}<span class="number">{{number}}</span>{{after}})html";

inline constexpr std::string_view followed_template = R"html({{#done}}<p class="done" role="status">{{done}}</p>
{{/done}}{{{trouble}}}<h1>{{{title}}}</h1>
<p class="subject">{{subject}}</p>
<p class="state"><strong>{{state}}</strong></p>
{{#origin}}<p>{{origin}}</p>
{{/origin}}
<dl>
{{#facts}}<div><dt>{{fact}}</dt><dd>{{#instant}}<time datetime="{{instant}}">{{is}}</time>{{/instant}}{{^instant}}{{is}}{{/instant}}</dd></div>
{{/facts}}
</dl>
{{#told}}
<section><h2>{{heading}}</h2><p class="said">{{words}}</p></section>
{{/told}}
{{#further}}
<section><h2>{{heading}}</h2><p class="said">{{{how}}}</p>
<p><a href="/feedback/{{kind}}">{{link}}</a></p></section>
{{/further}}
{{#actions}}
<section><h2>{{heading}}</h2>
{{{form}}}</section>
{{/actions}}
{{#conversation}}
<section><h2>{{conversation_heading}}</h2>
<ol class="notes">
{{#notes}}<li><p class="by">{{by}} · <time datetime="{{instant}}">{{at}}</time></p><p class="said">{{words}}</p>{{#remedy}}<p class="by">{{remedy_heading}}</p><p class="said">{{remedy}}</p>{{/remedy}}</li>
{{/notes}}
</ol></section>
{{/conversation}}
{{#reply}}
<section><h2>{{heading}}</h2>
{{{form}}}</section>
{{/reply}}
<p class="keep"><strong>{{keep}}</strong>{{apart}}{{keep_why}}</p>
)html";

}  // namespace rapport::gateway::feedback
