// SPDX-License-Identifier: MIT
#include "post.hpp"

#include <rapport/http.hpp>
#include <stdexcept>

namespace chat {
namespace {

/// Slack knows three special characters; everything it would act upon stands in < >.
std::string for_slack(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '&') out += "&amp;";
        else if (c == '<') out += "&lt;";
        else if (c == '>') out += "&gt;";
        else out += c;
    }
    return out;
}

/// What Markdown would act upon, made plain with a backslash. `@` mentions people in Mattermost: a zero-width space
/// parts it from the name.
std::string for_markdown(std::string_view text) {
    constexpr std::string_view special = "\\`*_{}[]()#+-.!|<>~";
    std::string out;
    for (const char c : text) {
        if (special.find(c) != special.npos) out += '\\';
        out += c;
        if (c == '@') out += "\xE2\x80\x8B";
    }
    return out;
}

std::string bold_over(std::string_view mark, const std::string& subject, const std::string& text, const char* gap) {
    if (subject.empty()) return text;
    return std::string(mark) + subject + std::string(mark) + (text.empty() ? "" : gap + text);
}

std::string card_text(std::string_view text, const char* more) {
    return R"({"type":"TextBlock","wrap":true,)" + std::string(more) + "\"text\":" + rapport::json_string(text) + "}";
}

/// An Adaptive Card, which Teams' workflows take.
std::string card(std::string_view subject, std::string_view text) {
    std::string blocks;
    if (!subject.empty()) blocks = card_text(for_markdown(subject), R"("weight":"bolder","size":"medium",)");
    if (!text.empty()) blocks.append(blocks.empty() ? "" : ",").append(card_text(for_markdown(text), ""));
    return R"({"type":"message","attachments":[{"contentType":"application/vnd.microsoft.card.adaptive","content":)"
           R"({"$schema":"http://adaptivecards.io/schemas/adaptive-card.json","type":"AdaptiveCard","version":"1.4","body":[)" +
           blocks + "]}}]}";
}

}  // namespace

Service service_of(std::string_view name) {
    if (name == "slack") return Service::slack;
    if (name == "mattermost") return Service::mattermost;
    if (name == "teams") return Service::teams;
    throw std::invalid_argument("'/service' must be slack, mattermost or teams");
}

std::string post(Service service, std::string_view subject, std::string_view text) {
    if (service == Service::teams) return card(subject, text);
    const auto content = service == Service::slack ? bold_over("*", for_slack(subject), for_slack(text), "\n")
                                                   : bold_over("**", for_markdown(subject), for_markdown(text), "\n\n");
    return "{\"text\":" + rapport::json_string(content) + "}";
}

}  // namespace chat
