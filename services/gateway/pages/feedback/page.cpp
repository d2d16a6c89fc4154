// SPDX-License-Identifier: MIT
#include "services/gateway/pages/feedback/page.hpp"

#include <algorithm>
#include <array>
#include <kainjow/mustache.hpp>
#include <nlohmann/json.hpp>

#include "services/gateway/pages/feedback/style.hpp"
#include "services/gateway/pages/feedback/templates.hpp"
#include "services/kit/language/local_time.hpp"

namespace rapport::gateway::feedback {
namespace {

using kainjow::mustache::data;
using Json = nlohmann::json;
using Kind = Ask::Kind;

std::string filled(std::string_view text, const data& with) {
    kainjow::mustache::mustache page{std::string(text)};
    return page.render(with);
}

std::string text_of(const Json& of, const char* name) {
    const auto found = of.find(name);
    return found != of.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string value_in(const Values& values, std::string_view name) {
    const auto found = values.find(name);
    return found == values.end() ? std::string() : found->second;
}

std::string id_of(const Form& form, const Ask& ask) { return std::string(form.kind) + '-' + std::string(ask.name); }

/// Writes the parts of pages for one reader.
class Writer {
public:
    explicit Writer(const Reader& reader) : reader_(reader) {}

    std::string say(std::string_view en) const { return std::string(in(reader_.language, en)); }
    std::string say(std::string_view en, const std::string& with) const { return in(reader_.language, en, with); }
    /// HTML of a sentence with a number in it, which no line's end tears.
    std::string numbered(std::string_view en, const std::string& number) const;
    /// What stands between two sentences, or before a bracket.
    std::string apart() const { return reader_.language == Language::zh ? "" : " "; }
    std::string colon() const { return reader_.language == Language::zh ? "：" : ": "; }
    /// Empty text is nothing to a template.
    data words(std::string_view en) const { return either(say(en)); }
    static data either(const std::string& text) { return text.empty() ? data(false) : data(text); }

    std::string page(const std::string& title, const std::string& body) const;
    std::string titled(const std::string& title, const Trouble& trouble) const {
        return trouble.said.empty() ? title : say("Error: {}", title);
    }
    /// What is no instant stays as it is.
    std::string time(const std::string& instant) const {
        const auto at = instant_from(instant);
        return at ? kit::local_text(*at, reader_.time_zone, reader_.language) : instant;
    }

    std::string form(const Form& form, const std::string& target, const std::string& once,
                     const Trouble& trouble) const;
    std::string trouble(const Form* form, const Trouble& trouble) const;
    data further(const Form& form, const Json& shown) const;
    data facts(const Json& shown) const;
    data told(const Form& form, const Json& shown) const;
    data notes(const Json& shown) const;
    data actions(const Form& filed, const Json& shown, const Form* failed, const Trouble& trouble,
                 std::initializer_list<const char*> names) const;

private:
    data languages() const;
    data choices(const Ask& ask, const std::string& entered) const;
    std::string problem_in_list(const Ask& ask, const std::string& problem) const;
    std::string field(const Form& form, const Ask& ask, const Trouble& trouble) const;
    data note(const char* by, const Json& shown, const char* at, const std::string& text) const;

    const Reader& reader_;
};

/// What each is called by those who read it.
constexpr std::string_view own_names[] = {"English", "中文", "Deutsch"};

std::string Writer::numbered(std::string_view en, const std::string& number) const {
    const std::string whole = say(en);
    const auto at = whole.find("{}");
    data parts("before", whole.substr(0, at));
    parts.set("number", number);
    parts.set("after", whole.substr(at + 2));
    return filled(numbered_template, parts);
}

data Writer::languages() const {
    data all(data::type::list);
    for (const Language language : kit::languages) {
        data one("tag", std::string(kit::tag_of(language)));
        one.set("name", std::string(own_names[static_cast<std::size_t>(language)]));
        one.set("path", reader_.path);
        one.set("current", language == reader_.language);
        all.push_back(one);
    }
    return all;
}

std::string Writer::page(const std::string& title, const std::string& body) const {
    data whole("title", title);
    whole.set("language", std::string(kit::tag_of(reader_.language)));
    whole.set("choose", say("Language"));
    whole.set("languages", languages());
    whole.set("body", body);
    return filled(layout_template, whole);
}

data Writer::choices(const Ask& ask, const std::string& entered) const {
    static constexpr std::array meanings{"1: not at all", "2", "3", "4", "5: very much"};
    data choices(data::type::list);
    for (std::size_t i = 0; i < ask.most && i < meanings.size(); ++i) {
        const std::string number = std::to_string(i + 1);
        data choice("number", number);
        choice.set("meaning", say(meanings[i]));
        choice.set("chosen", entered == number);
        choice.set("first", i == 0);  // where the list of what is wrong leads
        choices.push_back(choice);
    }
    return choices;
}

std::string Writer::field(const Form& form, const Ask& ask, const Trouble& trouble) const {
    const std::string id = id_of(form, ask), problem = say(value_in(trouble.fields, ask.name));
    const std::string entered = value_in(trouble.entered, ask.name);
    std::string described = ask.hint.empty() ? "" : id + "-hint";
    if (!problem.empty()) described += (described.empty() ? "" : " ") + id + "-problem";
    data all("id", id);
    all.set("name", std::string(ask.name));
    all.set("label", say(ask.label));
    all.set("hint", words(ask.hint));
    all.set("problem", either(problem));
    all.set("described", either(described));
    all.set("entered", either(entered));
    all.set("autocomplete", either(std::string(ask.autocomplete)));
    all.set("optional", ask.missing.empty() && !ask.either ? data(say("(optional)")) : data(false));
    all.set("apart", apart());
    all.set("required", !ask.missing.empty() && !ask.either);
    all.set("most", std::to_string(ask.most));
    all.set("rows", ask.most > 5'000 ? "8" : "4");
    all.set("type", ask.kind == Kind::email ? "email" : ask.kind == Kind::phone ? "tel" : "text");
    all.set("scale", ask.kind == Kind::scale);
    all.set("consent", ask.kind == Kind::consent);
    all.set("written", ask.kind != Kind::scale && ask.kind != Kind::consent);
    all.set("paragraphs", ask.kind == Kind::paragraphs);
    all.set("choices", choices(ask, entered));
    return filled(field_template, all);
}

std::string Writer::form(const Form& form, const std::string& target, const std::string& once,
                         const Trouble& trouble) const {
    std::string fields;
    for (const Ask& ask : form.asks) fields += field(form, ask, trouble);
    data all("target", target);
    all.set("once", either(once));
    all.set("fields", fields);
    all.set("button", say(form.button));
    return filled(form_template, all);
}

/// Away from its field, what could be said of any field is said with that one's name.
std::string Writer::problem_in_list(const Ask& ask, const std::string& problem) const {
    const std::string said = say(problem);
    const bool own = said == say(ask.missing) || said == say(ask.wrong);
    return own ? said : say(ask.label) + colon() + said;
}

std::string Writer::trouble(const Form* form, const Trouble& trouble) const {
    data problems(data::type::list);
    if (form)
        for (const Ask& ask : form->asks)
            if (const auto found = trouble.fields.find(ask.name); found != trouble.fields.end()) {
                data problem("id", id_of(*form, ask));
                problem.set("problem", problem_in_list(ask, found->second));
                problems.push_back(problem);
            }
    data all("said", words(trouble.said));
    all.set("problems", problems);
    return filled(trouble_template, all);
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
constexpr Sentence question_states[] = {
    {"received", "We have received your question. You will find our answer here."},
    {"answered", "We have answered you."},
    {"closed", "We have answered you. Your question is closed."},
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
    if (form.kind == "question") return question_states;
    return complaint_states;
}

data Writer::facts(const Json& shown) const {
    data facts(data::type::list);
    const auto instant = [&](const char* name, const char* label) {
        const std::string at = text_of(shown, name);
        if (at.empty()) return;
        data fact("fact", say(label));
        fact.set("is", time(at));
        fact.set("instant", at);
        facts.push_back(fact);
    };
    instant("received_at", "Received");
    if (text_of(shown, "state") == "proposed") instant("reply_by", "Please answer by");
    instant("answered_at", "Answered");
    instant("closed_at", "Closed");
    if (const auto satisfaction = shown.find("satisfaction");
        satisfaction != shown.end() && satisfaction->is_number()) {
        data fact("fact", say("Your opinion"));
        fact.set("is", say("{} of 5", satisfaction->dump()));
        fact.set("instant", false);
        facts.push_back(fact);
    }
    return facts;
}

/// What stands by itself: what they come for first. What was written to and fro about a complaint stands in order,
/// below.
data Writer::told(const Form& form, const Json& shown) const {
    static constexpr std::pair<const char*, const char*> parts[] = {{"answer", "Our answer"},
                                                                    {"text", "What you wrote"},
                                                                    {"resolution", "What we offer"},
                                                                    {"dispute", "Why you do not agree"},
                                                                    {"final_position", "Our final position"},
                                                                    {"ended_because", "Why"},
                                                                    {"recourse", "Where else you can turn to"},
                                                                    {"satisfaction_comment", "Your opinion"}};
    data told(data::type::list);
    const bool rates = shown.value("may_rate", false);  // the form shows it
    for (const auto& [name, heading] : parts) {
        const std::string said = text_of(shown, name);
        if (said.empty() || (form.kind == "complaint" && std::string_view(name) == "text")) continue;
        if (rates && std::string_view(name) == "satisfaction_comment") continue;
        data part("heading", say(heading));
        part.set("words", said);
        told.push_back(part);
    }
    return told;
}

data Writer::note(const char* by, const Json& shown, const char* at, const std::string& text) const {
    const std::string instant = text_of(shown, at);
    data one("by", say(by));
    one.set("instant", instant);
    one.set("at", time(instant));
    one.set("words", text);
    one.set("remedy", false);
    return one;
}

/// Where whoever was answered can ask on.
data Writer::further(const Form& form, const Json& shown) const {
    if (form.kind != "question" || text_of(shown, "answer").empty()) return data(false);
    data further("heading", say("If something is still unclear"));
    further.set("how", numbered("Ask once more and give the number {}: we then know what it is about.",
                                text_of(shown, "number")));
    further.set("kind", std::string(form.kind));
    further.set("link", say("Ask another question"));
    return further;
}

/// What began it first, then what was said since, in order.
data Writer::notes(const Json& shown) const {
    data notes(data::type::list);
    if (const std::string text = text_of(shown, "text"); !text.empty()) {
        data first = note("You", shown, "received_at", text);
        first.set("remedy", either(text_of(shown, "remedy_sought")));
        first.set("remedy_heading", say("What you would like us to do"));
        notes.push_back(first);
    }
    std::vector<Json> said = shown.value("notes", std::vector<Json>());
    std::ranges::stable_sort(said, {}, [](const Json& note) { return text_of(note, "at"); });
    for (const Json& each : said)
        notes.push_back(note(each.value("from_complainant", false) ? "You" : "We", each, "at", text_of(each, "text")));
    return notes;
}

/// What the form begins with: of the handling, what was said of it before.
Trouble said_before(const Form& asked, const Json& shown) {
    Trouble before;
    if (asked.kind != "satisfaction") return before;
    if (const auto satisfaction = shown.find("satisfaction"); satisfaction != shown.end() && satisfaction->is_number())
        before.entered["satisfaction"] = satisfaction->dump();
    before.entered["comment"] = text_of(shown, "satisfaction_comment");
    return before;
}

/// Those of the named actions that there are now.
data Writer::actions(const Form& filed, const Json& shown, const Form* failed, const Trouble& trouble,
                     std::initializer_list<const char*> names) const {
    data actions(data::type::list);
    if (filed.kind != "complaint") return actions;
    const std::string page = "/feedback/complaint/" + text_of(shown, "token") + '/';
    const std::map<std::string_view, bool> may = {{"accept", shown.value("may_accept", false)},
                                                  {"dispute", shown.value("may_dispute", false)},
                                                  {"satisfaction", shown.value("may_rate", false)},
                                                  {"reply", true}};
    for (const char* name : names) {
        if (!may.at(name)) continue;
        const Form& asked = *action(name);
        data one("heading", say(asked.title));
        one.set("form", form(asked, page + name, {}, failed == &asked ? trouble : said_before(asked, shown)));
        actions.push_back(one);
    }
    return actions;
}

/// `Complaint {}`, with its number.
constexpr Sentence titles[] = {
    {"complaint", "Complaint {}"},
    {"compliment", "Compliment {}"},
    {"suggestion", "Suggestion {}"},
    {"question", "Question {}"},
};

}  // namespace

std::string start_page(const Reader& reader) {
    const Writer writer(reader);
    data forms(data::type::list);
    for (const Form& form : filings()) {
        data one("kind", std::string(form.kind));
        one.set("title", writer.say(form.title));
        one.set("intro", writer.say(form.intro));
        forms.push_back(one);
    }
    const std::string title = writer.say("Write to us");
    data all("forms", forms);
    all.set("title", title);
    all.set("already", writer.say("Have you written to us already? Open the address of the page that you were given."));
    return writer.page(title, filled(start_template, all));
}

std::string form_page(const Form& form, const std::string& target, const std::string& once, const Trouble& trouble,
                      const Reader& reader) {
    const Writer writer(reader);
    const std::string title = writer.say(form.title);
    data all("title", title);
    all.set("intro", writer.words(form.intro));
    all.set("trouble", writer.trouble(&form, trouble));
    all.set("form", writer.form(form, target, once, trouble));
    return writer.page(writer.titled(title, trouble), filled(form_page_template, all));
}

std::string followed_page(const Form& form, const Json& shown, std::string_view done, const Form* failed,
                          const Trouble& trouble, const Reader& reader) {
    const Writer writer(reader);
    const std::string number = text_of(shown, "number");
    const std::string_view named = sentence(titles, form.kind);
    const std::string title = writer.say(named, number);
    const std::string praised = text_of(shown, "praised");
    const bool replies = form.kind == "complaint";
    data all("title", writer.numbered(named, number));
    all.set("subject", praised.empty() ? text_of(shown, "subject") : praised);
    all.set("state", writer.say(sentence(states_of(form), text_of(shown, "state"))));
    all.set("origin", shown.value("was_question", false)
                          ? writer.words("You asked us this as a question. We treat it as a complaint.")
                          : data(false));
    all.set("done", writer.words(sentence(done_sentences, done)));
    all.set("trouble", writer.trouble(failed, trouble));
    all.set("facts", writer.facts(shown));
    all.set("told", writer.told(form, shown));
    all.set("further", writer.further(form, shown));
    all.set("actions", writer.actions(form, shown, failed, trouble, {"accept", "dispute", "satisfaction"}));
    const data notes = replies ? writer.notes(shown) : data(data::type::list);
    all.set("conversation", notes.is_non_empty_list());
    all.set("conversation_heading", writer.say("What was written"));
    all.set("notes", notes);
    all.set("reply", writer.actions(form, shown, failed, trouble, {"reply"}));
    all.set("apart", writer.apart());
    all.set("keep", writer.say("Keep the address of this page."));
    all.set(
        "keep_why",
        writer.say(replies ? "It is the only way to it, and whoever has it can read and reply here: give it to nobody."
                           : "It is the only way to it, and whoever has it can read here: give it to nobody."));
    return writer.page(writer.titled(title, trouble), filled(followed_template, all));
}

std::string message_page(const std::string& title, const std::string& text, const Reader& reader) {
    const Writer writer(reader);
    data all("title", writer.say(title));
    all.set("text", writer.say(text));
    all.set("back", writer.say("To the beginning"));
    return writer.page(writer.say(title), filled(message_template, all));
}

std::string_view style_sheet() { return style; }
std::string_view script() { return zone_script; }

}  // namespace rapport::gateway::feedback
