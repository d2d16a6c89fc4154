// SPDX-License-Identifier: MIT
#include "services/notifier/firing.hpp"

#include <algorithm>

#include "bus/base/error.hpp"
#include "bus/base/names.hpp"
#include "bus/events/event.hpp"
#include "services/notifier/known_events.hpp"
#include "services/notifier/letter.hpp"
#include "services/notifier/template_names.hpp"

namespace rapport::notifier {
namespace {

/// What a letter knows of whom it is for.
struct Told {
    std::string name, address;
    std::optional<std::string> language;
    static constexpr auto fields =
        describe(Field{"name", &Told::name, "what they are called"}, Field{"address", &Told::address, "where"},
                 Field{"language", &Told::language, "theirs, where it is known"});
};

const KnownEvent& event_of(const Rule& rule) {
    const auto all = known_events();
    const auto known = std::ranges::find(all, std::string_view(rule.event), &KnownEvent::type);
    if (known != all.end()) return *known;
    const std::string source = rule.event.substr(0, rule.event.find('.'));
    const auto services = heard_services();
    if (std::ranges::find(services, source) == services.end())
        throw invalid("event", shown_name(rule.event) + ": of the service before the dot nothing is heard here; " +
                                   not_one_of(source, services));
    std::vector<std::string_view> types;  // without the service, which they have in common
    for (const KnownEvent& event : all)
        if (event.type.starts_with(source + ".")) types.push_back(event.type.substr(source.size() + 1));
    const auto given = std::string_view(rule.event).substr(std::min(source.size() + 1, rule.event.size()));
    const auto meant = nearest(given, types);
    throw invalid("event", shown_name(rule.event) + ": " +
                               (meant.empty() ? unknown_name(given, types)
                                              : "unknown; did you mean `" + source + "." + std::string(meant) + "`?"));
}

RecordFields record_of(const KnownEvent& event) {
    RecordFields record(shape_of<bus::Event>());
    record.add("data", *event.data);
    return record;
}

/// Whether an event of that type and source fails it, whatever else the event holds.
bool excludes(const Filter& filter, const KnownEvent& event) {
    const auto part_excludes = [&](const Filter& part) { return excludes(part, event); };
    if (filter.kind == Filter::Kind::all) return std::ranges::any_of(filter.parts, part_excludes);
    if (filter.kind == Filter::Kind::any) return std::ranges::all_of(filter.parts, part_excludes);
    if (filter.kind == Filter::Kind::none || (filter.field != "type" && filter.field != "source")) return false;
    const auto source = event.type.substr(0, event.type.find('.'));
    return !matches(filter, [&](std::string_view path) -> Scalar { return path == "type" ? event.type : source; });
}

void check_where(const std::string& where, const KnownEvent& event) {
    const Filter filter = parse_filter(where);
    try {
        check_filter(filter, record_of(event));
    } catch (const Error& error) {
        throw invalid("where", error.message());
    }
    if (excludes(filter, event)) throw invalid("where", "leaves out every event of type " + std::string(event.type));
}

/// Whether events of that type name such a recipient; addressee.cpp finds them there.
bool names(const KnownEvent& event, Recipient recipient) {
    const RecordFields data(*event.data);
    const auto has = [&data](const char* path) { return data.find(path, false).shape != nullptr; };
    switch (recipient) {
        case Recipient::complainant:
            return has("complaint.complainant") || has("complaint.party") || has("question.giver") ||
                   has("suggestion.giver") || has("compliment.giver");
        case Recipient::account_manager:
            return has("complaint.party");
        case Recipient::owner:
            return has("complaint.owner");
        case Recipient::role:
            return has("role");
        case Recipient::user:
            return event.type.starts_with("accounts.") && has("user");
        case Recipient::former_address:
            return has("former_email");
        case Recipient::channel:
            return true;
    }
    return false;
}

void check_recipients(const std::vector<Recipient>& recipients, const KnownEvent& event) {
    for (std::size_t i = 0; i < recipients.size(); ++i) {
        if (names(event, recipients[i])) continue;
        std::string there;
        for (std::size_t each = 0; each < names_of(Recipient{}).size(); ++each)
            if (names(event, static_cast<Recipient>(each)))
                there.append(there.empty() ? "" : ", ").append(name_of(static_cast<Recipient>(each)));
        throw invalid("recipients[" + std::to_string(i) + "]", std::string(name_of(recipients[i])) +
                                                                   ": nobody such is named by " +
                                                                   std::string(event.type) + "; there are " + there);
    }
}

}  // namespace

void check_fires(const Rule& rule) {
    const KnownEvent& event = event_of(rule);
    if (rule.where) check_where(*rule.where, event);
    check_recipients(rule.recipients, event);
    LetterNames known{RecordFields(*event.data), record_of(event)};
    known.event.add("recipient", shape_of<Told>());
    known.event.add("organisation", shape_of<std::string>());
    for (const std::string_view filed : with_page)
        if (const auto found = known.data.find(filed, false); found.shape)
            known.with_page.push_back(&value_shape(*found.shape));
    for (std::size_t i = 0; i < rule.templates.size(); ++i) {
        const std::string path = "templates[" + std::to_string(i) + "]";
        check_names(path + ".subject", rule.templates[i].subject, known);
        check_names(path + ".text", rule.templates[i].text, known);
    }
}

}  // namespace rapport::notifier
