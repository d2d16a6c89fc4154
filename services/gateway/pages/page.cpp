// SPDX-License-Identifier: MIT
#include "services/gateway/pages/page.hpp"

#include <fmt/format.h>

#include "services/gateway/http/http.hpp"
#include "services/gateway/http/problem.hpp"

namespace rapport::gateway {
namespace {

constexpr std::string_view style = R"css(
:root { color-scheme: light dark; --line: #8884; --dim: #666; --good: #1a7f37; --bad: #b42318; }
@media (prefers-color-scheme: dark) { :root { --dim: #a3a3a3; --good: #4ac26b; --bad: #ff7b72; } }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.15rem; margin: 0; }
section { border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; margin: 1rem 0; }
table { border-collapse: collapse; width: 100%; } th { text-align: left; font-weight: 600; }
td, th { padding: .25rem .75rem .25rem 0; border-top: 1px solid var(--line); vertical-align: top; }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; } .dim { color: var(--dim); }
.up { color: var(--good); } .down { color: var(--bad); } summary { cursor: pointer; margin-top: .5rem; }
)css";

std::string whole_page(std::string_view title, std::string_view body) {
    return fmt::format(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
        "content=\"width=device-width, initial-scale=1\"><title>{}</title><link rel=\"stylesheet\" "
        "href=\"/style.css\"></head>\n"
        "<body>{}</body></html>\n",
        escaped(title), body);
}

std::string method_row(const bus::MethodInfo& method) {
    const std::string path = "/api/v1" + method.path.value_or("");
    const std::string shown = "<code>" + escaped(path) + "</code>";
    const bool link = *method.verb == "GET" && path.find('{') == path.npos;
    return fmt::format("<tr><td><code>{}</code></td><td>{}</td><td>{}</td></tr>\n", escaped(*method.verb),
                       link ? "<a href=\"" + escaped(path) + "\">" + shown + "</a>" : shown, escaped(method.doc));
}

std::string service_section(const bus::ServiceInfo& service, const Snapshot& snapshot) {
    std::string rows;
    std::size_t count = 0;
    for (const bus::MethodInfo& method : service.methods) {
        if (!method.verb || !method.path) continue;
        rows += method_row(method);
        ++count;
    }
    const auto up = snapshot.up.find(service.name);
    const bool running = up != snapshot.up.end();
    std::string state = running ? "running" : "not running";
    if (running && up->second > 1) state += fmt::format(", {} instances", up->second);
    std::string out = fmt::format(
        "<section><h2>{} <small class=\"dim\">{}</small> <small class=\"{}\">{} {}</small></h2>\n<div>{}</div>\n",
        escaped(service.name), escaped(service.version), running ? "up" : "down", running ? "●" : "○", state,
        escaped(service.doc));
    if (count)
        out += fmt::format(
            "<details><summary>{} methods</summary><table><thead><tr><th scope=\"col\">Verb</th>"
            "<th scope=\"col\">Path</th><th scope=\"col\">What it does</th></tr></thead><tbody>\n{}"
            "</tbody></table></details>",
            count, rows);
    return out + "</section>\n";
}

}  // namespace

std::string_view style_sheet() { return style; }

std::string index_page(const Snapshot& snapshot) {
    std::string body = "<header><h1>Rapport</h1>\n<p class=\"dim\">";
    body += snapshot.bus ? "The bus answers." : "<strong class=\"down\">The bus does not answer.</strong>";
    for (const std::string& name : snapshot.missing)
        body += " <strong class=\"down\">" + escaped(name) + " is missing.</strong>";
    body +=
        "</p></header>\n<nav aria-label=\"Machine-readable\"><a href=\"/api/openapi.json\">OpenAPI document</a> · "
        "<a href=\"/api/v1/events\">Events</a> · <a href=\"/healthz\">Health</a> · <a href=\"/readyz\">Readiness</a> · "
        "<a href=\"/metrics\">Metrics</a></nav>\n<main>\n";
    if (snapshot.offer->routes.find("POST", "/api/v1/outside/complaints").route)
        body += "<p><a href=\"/feedback\">Where people without an account write to us</a></p>\n";
    for (const bus::ServiceInfo& service : snapshot.offer->services) body += service_section(service, snapshot);
    if (snapshot.offer->services.empty()) body += "<p>No service has been heard yet.</p>";
    return whole_page("Rapport", body + "</main>");
}

std::string problem_page(std::string_view code) {
    const std::string_view meaning = meaning_of(code);
    if (meaning.empty()) return {};
    return whole_page(code,
                      fmt::format("<main><h1><code>{}</code></h1><p>{}</p><p><a href=\"/\">Rapport</a></p></main>",
                                  escaped(code), escaped(meaning)));
}

}  // namespace rapport::gateway
