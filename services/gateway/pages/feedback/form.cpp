// SPDX-License-Identifier: MIT
#include "services/gateway/pages/feedback/form.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bus/base/error.hpp"
#include "bus/base/names.hpp"
#include "bus/base/text.hpp"
#include "bus/base/utf8.hpp"
#include "services/gateway/http/http.hpp"

namespace rapport::gateway::feedback {
namespace {

using Kind = Ask::Kind;

constexpr Ask who{.name = "name", .label = "Your name", .missing = "Enter your name.", .autocomplete = "name"};
constexpr Ask email{.name = "email",
                    .label = "Your e-mail address",
                    .kind = Kind::email,
                    .most = 254,
                    .wrong = "Enter an e-mail address such as ann@example.com.",
                    .autocomplete = "email"};
constexpr Ask phone{.name = "phone",
                    .label = "Your telephone number",
                    .kind = Kind::phone,
                    .most = 50,
                    .wrong = "Enter a telephone number such as +49 30 1234567.",
                    .autocomplete = "tel"};
constexpr Ask with_hint(Ask ask, std::string_view hint) {
    ask.hint = hint;
    return ask;
}
constexpr Ask either(Ask ask, std::string_view missing = {}) {
    ask.missing = missing;
    ask.either = true;
    return ask;
}
/// Whoever waits for an answer has to be reached, by one or the other.
constexpr Ask answered_by_email = either(with_hint(email, "We need this or your telephone number, to answer you."),
                                         "Give an e-mail address or a telephone number.");
constexpr Ask answered_by_phone = either(phone);
constexpr Ask subject{.name = "subject",
                      .label = "What it is about",
                      .hint = "One line, such as: No network in the branch since Monday",
                      .missing = "Say in one line what it is about."};

constexpr Ask complaint_asks[] = {
    who,
    answered_by_email,
    answered_by_phone,
    subject,
    {.name = "text",
     .label = "What happened",
     .hint = "When it began, whom it concerns, what was said to you. Leave out passwords and card numbers.",
     .kind = Kind::paragraphs,
     .most = 20'000,
     .missing = "Say what happened."},
    {.name = "remedy_sought", .label = "What you would like us to do", .kind = Kind::paragraphs, .most = 2'000},
};
constexpr Ask compliment_asks[] = {
    who,
    with_hint(email, "If you would like to be thanked."),
    phone,
    {.name = "praised",
     .label = "Whom you praise",
     .hint = "A person or a team of ours",
     .missing = "Say whom you praise: a person, or a team."},
    {.name = "text",
     .label = "What they did well",
     .kind = Kind::paragraphs,
     .most = 20'000,
     .missing = "Say what they did well."},
    {.name = "consent_to_publish", .label = "You may show this to others, with my name", .kind = Kind::consent},
};
constexpr Ask suggestion_asks[] = {
    who,
    with_hint(email, "If you would like to be answered."),
    phone,
    {.name = "subject", .label = "Your suggestion in one line", .missing = "Say in one line what you suggest."},
    {.name = "text",
     .label = "What we should do, and why",
     .kind = Kind::paragraphs,
     .most = 20'000,
     .missing = "Say what we should do."},
};

constexpr Ask question_asks[] = {
    who,
    answered_by_email,
    answered_by_phone,
    {.name = "subject",
     .label = "Your question in one line",
     .hint = "Such as: Can we reach you on public holidays?",
     .missing = "Say in one line what you want to know."},
    {.name = "text",
     .label = "What you want to know",
     .hint = "What you know already helps us to answer. Leave out passwords and card numbers.",
     .kind = Kind::paragraphs,
     .most = 20'000,
     .missing = "Say what you want to know."},
};

constexpr Form filing_forms[] = {
    {"complaint", "/api/v1/outside/complaints", "Make a complaint",
     "Tell us what went wrong. You get a page of your own on which you see what becomes of it and can reply.",
     "Send the complaint", complaint_asks},
    {"compliment", "/api/v1/outside/compliments", "Give a compliment", "Tell us who did well. We pass it on to them.",
     "Send the compliment", compliment_asks},
    {"suggestion", "/api/v1/outside/suggestions", "Make a suggestion",
     "Tell us what we could do better. You get a page of your own on which you find our answer.", "Send the suggestion",
     suggestion_asks},
    {"question", "/api/v1/outside/questions", "Ask a question",
     "Ask what you want to know about us and our services. You get a page of your own on which you find our answer.",
     "Send the question", question_asks},
};

constexpr Ask reply_asks[] = {
    {.name = "text", .label = "Your reply", .kind = Kind::paragraphs, .most = 20'000, .missing = "Write your reply."}};
constexpr Ask dispute_asks[] = {{.name = "text",
                                 .label = "Why you do not agree",
                                 .kind = Kind::paragraphs,
                                 .most = 2'000,
                                 .missing = "Say why you do not agree."}};
constexpr Ask satisfaction_asks[] = {{.name = "satisfaction",
                                      .label = "How satisfied are you with how we handled your complaint?",
                                      .kind = Kind::scale,
                                      .most = 5,
                                      .missing = "Choose a number from 1 to 5."},
                                     {.name = "comment", .label = "Why", .kind = Kind::paragraphs, .most = 5'000}};

constexpr Form action_forms[] = {
    {.kind = "reply", .title = "Reply", .button = "Send the reply", .asks = reply_asks},
    {.kind = "accept", .title = "If you agree", .button = "I agree"},
    {.kind = "dispute", .title = "If you do not agree", .button = "I do not agree", .asks = dispute_asks},
    {.kind = "satisfaction", .title = "Your opinion", .button = "Send", .asks = satisfaction_asks},
};

const Form* among(std::span<const Form> forms, std::string_view kind) {
    const auto found = std::ranges::find(forms, kind, &Form::kind);
    return found == forms.end() ? nullptr : &*found;
}

std::string_view value_in(const Values& values, std::string_view name) {
    const auto found = values.find(name);
    return found == values.end() ? std::string_view{} : found->second;
}

/// A number that the scale has; 0 for anything else.
int chosen(const Ask& ask, std::string_view text) {
    const int number = text.size() == 1 ? text[0] - '0' : 0;
    return number >= 1 && number <= static_cast<int>(ask.most) ? number : 0;
}

std::string problem_of(const Ask& ask, std::string_view value, Language language) {
    const auto say = [language](std::string_view text) { return std::string(in(language, text)); };
    if (value.empty()) return say(ask.missing);
    if (ask.kind == Kind::consent) return {};
    if (ask.kind == Kind::scale) return chosen(ask, value) ? std::string() : say(ask.missing);
    const std::size_t length = look_at(value).characters;
    if (length == ask.most + 1) return say("This is too long: leave out 1 character.");
    if (length > ask.most)
        return in(language, "This is too long: leave out {} characters.", std::to_string(length - ask.most));
    const bool wrong =
        (ask.kind == Kind::email && !is_email_address(value)) || (ask.kind == Kind::phone && value.size() < 3);
    return wrong ? say(ask.wrong) : std::string();
}

bool is_one_line(const Form& form, std::string_view name) {
    const auto ask = std::ranges::find(form.asks, name, &Ask::name);
    return ask != form.asks.end() && (ask->kind == Kind::line || ask->kind == Kind::email || ask->kind == Kind::phone);
}

/// Marks that turn the direction of text, and the byte order mark.
bool formats(char32_t c) { return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff; }

/// Address books put them around what is copied from them. Nobody sees them, so nobody could take them out.
std::string without_formatting(std::string_view text) {
    std::string plain;
    while (!text.empty()) {
        const Utf8 next = next_in(text);
        const std::size_t size = std::max<std::size_t>(next.size, 1);
        if (next.size == 0 || !formats(next.code)) plain += text.substr(0, size);
        text.remove_prefix(size);
    }
    return plain;
}

}  // namespace

const Form* filing(std::string_view kind) { return among(filing_forms, kind); }
std::span<const Form> filings() { return filing_forms; }
const Form* action(std::string_view name) { return among(action_forms, name); }
std::span<const Form> actions() { return action_forms; }

Values values_of(const Form& form, std::string_view body) {
    Values values;
    for (const auto& [name, value] : query_of(body)) {
        std::string room;
        const std::string plain = is_one_line(form, name) ? without_formatting(value) : value;
        const auto text = kept(plain, TextForm::lines, room);
        if (!values.emplace(name, text).second) throw invalid(shown_name(name), "is given more than once");
    }
    return values;
}

void check_names(const Form& form, const Values& values) {
    std::vector<std::string_view> known;
    for (const Ask& ask : form.asks) known.push_back(ask.name);
    for (const auto& [name, value] : values)
        if (name != once_field && std::ranges::find(known, name) == known.end())
            throw invalid(shown_name(name), unknown_name(name, known));
}

Values problems_of(const Form& form, const Values& values, Language language) {
    const auto entered = [&values](const Ask& ask) { return !value_in(values, ask.name).empty(); };
    const bool one_of_them = std::ranges::any_of(form.asks, [&](const Ask& ask) { return ask.either && entered(ask); });
    Values problems;
    for (const Ask& ask : form.asks) {
        if (ask.either && one_of_them && !entered(ask)) continue;
        if (auto problem = problem_of(ask, value_in(values, ask.name), language); !problem.empty())
            problems[std::string(ask.name)] = std::move(problem);
    }
    return problems;
}

nlohmann::json body_of(const Form& form, const Values& values) {
    auto body = nlohmann::json::object();
    for (const Ask& ask : form.asks) {
        const std::string_view value = value_in(values, ask.name);
        if (value.empty()) continue;
        const std::string name(ask.name);
        if (ask.kind == Kind::consent) body[name] = true;
        else if (ask.kind == Kind::scale) body[name] = chosen(ask, value);
        else body[name] = value;
    }
    return body;
}

}  // namespace rapport::gateway::feedback
