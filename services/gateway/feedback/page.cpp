// SPDX-License-Identifier: MIT
#include "services/gateway/feedback/page.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <array>
#include <kainjow/mustache.hpp>
#include <nlohmann/json.hpp>

#include "bus/base/time.hpp"
#include "services/gateway/feedback/templates.hpp"

namespace rapport::gateway::feedback {
namespace {

using kainjow::mustache::data;
using Json = nlohmann::json;
using Kind = Ask::Kind;

std::string filled(std::string_view text, const data& with) {
    kainjow::mustache::mustache page{std::string(text)};
    return page.render(with);
}

std::string page(const std::string& title, const std::string& body) {
    data whole("title", title);
    whole.set("body", body);
    return filled(layout_template, whole);
}

/// Empty text is nothing to a template.
data words(std::string_view text) { return text.empty() ? data(false) : data(std::string(text)); }

std::string text_of(const Json& of, const char* name) {
    const auto found = of.find(name);
    return found != of.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string value_in(const Values& values, std::string_view name) {
    const auto found = values.find(name);
    return found == values.end() ? std::string() : found->second;
}

/// `24 November 2026, 14:20 UTC`; what is no instant as it is.
std::string for_people(const std::string& instant) {
    const auto at = instant_from(instant);
    if (!at) return instant;
    const std::tm time = fmt::gmtime(static_cast<std::time_t>(at->ms / 1'000));
    return fmt::format("{} {:%B %Y, %H:%M} UTC", time.tm_mday, time);
}

std::string id_of(const Form& form, const Ask& ask) { return std::string(form.kind) + '-' + std::string(ask.name); }

data choices_of(const Ask& ask, const std::string& entered) {
    static constexpr std::array meanings{"1: not at all", "2", "3", "4", "5: very much"};
    data choices(data::type::list);
    for (std::size_t i = 0; i < ask.most && i < meanings.size(); ++i) {
        const std::string number = std::to_string(i + 1);
        data choice("number", number);
        choice.set("meaning", meanings[i]);
        choice.set("chosen", entered == number);
        choices.push_back(choice);
    }
    return choices;
}

std::string field(const Form& form, const Ask& ask, const Trouble& trouble) {
    const std::string id = id_of(form, ask), problem = value_in(trouble.fields, ask.name);
    const std::string entered = value_in(trouble.entered, ask.name);
    std::string described = ask.hint.empty() ? "" : id + "-hint";
    if (!problem.empty()) described += (described.empty() ? "" : " ") + id + "-problem";
    data all("id", id);
    all.set("name", std::string(ask.name));
    all.set("label", std::string(ask.label));
    all.set("hint", words(ask.hint));
    all.set("problem", words(problem));
    all.set("described", words(described));
    all.set("entered", words(entered));
    all.set("autocomplete", words(ask.autocomplete));
    all.set("optional", ask.missing.empty() && !ask.either);
    all.set("required", !ask.missing.empty());
    all.set("most", std::to_string(ask.most));
    all.set("rows", ask.most > 5'000 ? "8" : "4");
    all.set("type", ask.kind == Kind::email ? "email" : ask.kind == Kind::phone ? "tel" : "text");
    all.set("scale", ask.kind == Kind::scale);
    all.set("consent", ask.kind == Kind::consent);
    all.set("written", ask.kind != Kind::scale && ask.kind != Kind::consent);
    all.set("paragraphs", ask.kind == Kind::paragraphs);
    all.set("choices", choices_of(ask, entered));
    return filled(field_template, all);
}

std::string form_of(const Form& form, const std::string& target, const std::string& once, const Trouble& trouble) {
    std::string fields;
    for (const Ask& ask : form.asks) fields += field(form, ask, trouble);
    data all("target", target);
    all.set("once", words(once));
    all.set("fields", fields);
    all.set("button", std::string(form.button));
    return filled(form_template, all);
}

std::string told(const Form* form, const Trouble& trouble) {
    data problems(data::type::list);
    if (form)
        for (const Ask& ask : form->asks)
            if (const auto found = trouble.fields.find(ask.name); found != trouble.fields.end()) {
                data problem("id", id_of(*form, ask));
                problem.set("problem", found->second);
                problems.push_back(problem);
            }
    data all("said", words(trouble.said));
    all.set("problems", problems);
    return filled(trouble_template, all);
}

std::string titled(std::string_view title, const Trouble& trouble) {
    return (trouble.said.empty() ? "" : "Error: ") + std::string(title);
}

struct Sentence {
    std::string_view of, says;
};

/// Where it is, in the words of whoever waits for it.
std::string_view sentence(std::span<const Sentence> sentences, std::string_view of) {
    for (const Sentence& each : sentences)
        if (each.of == of) return each.says;
    return {};
}

constexpr Sentence complaint_states[] = {
    {"received", "We have received your complaint."},
    {"acknowledged", "We have read your complaint and will judge how urgent it is."},
    {"assessed", "We have judged how urgent it is and will look into it."},
    {"investigating", "We are looking into it."},
    {"waiting_on_customer", "We are waiting for a reply from you."},
    {"waiting_on_supplier", "We are waiting for a supplier of ours."},
    {"proposed", "We have made you an offer. Tell us below whether you agree."},
    {"accepted", "You have agreed to our offer. We are carrying it out."},
    {"disputed", "You have not agreed to our offer. We will look into it once more."},
    {"closed", "Your complaint is closed."},
    {"withdrawn", "Your complaint was withdrawn."},
    {"rejected", "We have not taken up your complaint. The reason is below."},
    {"duplicate",
     "We have another complaint about the same, and work on that one. What you reply here is kept with it."},
};
constexpr Sentence compliment_states[] = {
    {"received", "We have received your compliment."},
    {"thanked", "Thank you!"},
    {"forwarded", "Thank you! Those whom you praise have been told."},
    {"published", "Thank you! Those whom you praise have been told, and we have shown it to others."},
};
constexpr Sentence suggestion_states[] = {
    {"received", "We have received your suggestion."},
    {"considered", "We are considering it."},
    {"answered", "We have answered you."},
};
constexpr Sentence done_sentences[] = {
    {"filed", "Thank you: it has reached us."},
    {"reply", "Your reply has reached us."},
    {"accept", "Thank you. You have agreed to our offer."},
    {"dispute", "You have told us that you do not agree."},
    {"satisfaction", "Thank you for your opinion."},
};

std::span<const Sentence> states_of(const Form& form) {
    if (form.kind == "compliment") return compliment_states;
    if (form.kind == "suggestion") return suggestion_states;
    return complaint_states;
}

data facts_of(const Json& shown) {
    data facts(data::type::list);
    const auto instant = [&](const char* name, const char* label) {
        const std::string at = text_of(shown, name);
        if (at.empty()) return;
        data fact("fact", label);
        fact.set("is", for_people(at));
        fact.set("instant", at);
        facts.push_back(fact);
    };
    instant("received_at", "Received");
    if (text_of(shown, "state") == "proposed") instant("reply_by", "Closed without your reply");
    instant("answered_at", "Answered");
    instant("closed_at", "Closed");
    if (const auto satisfaction = shown.find("satisfaction");
        satisfaction != shown.end() && satisfaction->is_number()) {
        data fact("fact", "Your opinion");
        fact.set("is", satisfaction->dump() + " of 5");
        fact.set("instant", false);
        facts.push_back(fact);
    }
    return facts;
}

data told_of(const Json& shown) {
    static constexpr std::pair<const char*, const char*> parts[] = {
        {"text", "What you wrote"}, {"resolution", "What we offer"},
        {"answer", "Our answer"},   {"final_position", "Our final position"},
        {"ended_because", "Why"},   {"recourse", "Where else you can turn to"}};
    data told(data::type::list);
    for (const auto& [name, heading] : parts)
        if (const std::string said = text_of(shown, name); !said.empty()) {
            data part("heading", heading);
            part.set("words", said);
            told.push_back(part);
        }
    return told;
}

data notes_of(const Json& shown) {
    data notes(data::type::list);
    for (const Json& note : shown.value("notes", Json::array())) {
        data one("by", note.value("from_complainant", false) ? "You" : "We");
        one.set("instant", text_of(note, "at"));
        one.set("at", for_people(text_of(note, "at")));
        one.set("words", text_of(note, "text"));
        notes.push_back(one);
    }
    return notes;
}

/// The actions that there are now.
data actions_of(const Form& filed, const Json& shown, const Form* failed, const Trouble& trouble) {
    data actions(data::type::list);
    if (filed.kind != "complaint") return actions;
    const std::string page = "/feedback/complaint/" + text_of(shown, "token") + '/';
    for (const auto& [name, may] :
         {std::pair("accept", shown.value("may_accept", false)),
          std::pair("dispute", shown.value("may_dispute", false)),
          std::pair("satisfaction", shown.value("may_rate", false)), std::pair("reply", true)}) {
        if (!may) continue;
        const Form& form = *action(name);
        data one("heading", std::string(form.title));
        one.set("form", form_of(form, page + name, {}, failed == &form ? trouble : Trouble{}));
        actions.push_back(one);
    }
    return actions;
}

}  // namespace

std::string start_page() {
    data forms(data::type::list);
    for (const Form& form : filings()) {
        data one("kind", std::string(form.kind));
        one.set("title", std::string(form.title));
        one.set("intro", std::string(form.intro));
        forms.push_back(one);
    }
    return page("Tell us what you think", filled(start_template, data("forms", forms)));
}

std::string form_page(const Form& form, const std::string& target, const std::string& once, const Trouble& trouble) {
    data all("title", std::string(form.title));
    all.set("intro", words(form.intro));
    all.set("trouble", told(&form, trouble));
    all.set("form", form_of(form, target, once, trouble));
    return page(titled(form.title, trouble), filled(form_page_template, all));
}

std::string followed_page(const Form& form, const Json& shown, std::string_view done, const Form* failed,
                          const Trouble& trouble) {
    std::string title(form.kind);
    title[0] = static_cast<char>(title[0] - 'a' + 'A');
    title += ' ' + text_of(shown, "number");
    const std::string praised = text_of(shown, "praised");
    data all("title", title);
    all.set("subject", praised.empty() ? text_of(shown, "subject") : praised);
    all.set("state", std::string(sentence(states_of(form), text_of(shown, "state"))));
    all.set("done", words(sentence(done_sentences, done)));
    all.set("trouble", told(failed, trouble));
    all.set("facts", facts_of(shown));
    all.set("told", told_of(shown));
    all.set("actions", actions_of(form, shown, failed, trouble));
    const data notes = notes_of(shown);
    all.set("conversation", notes.is_non_empty_list());
    all.set("notes", notes);
    return page(titled(title, trouble), filled(followed_template, all));
}

std::string message_page(const std::string& title, const std::string& text) {
    data all("title", title);
    all.set("text", text);
    return page(title, filled(message_template, all));
}

std::string_view style_sheet() { return style; }

}  // namespace rapport::gateway::feedback
