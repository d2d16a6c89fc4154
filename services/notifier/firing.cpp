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
struct LetterRecipient {
    std::string name, address;
    std::optional<std::string> language;
    static constexpr auto fields = describe(Field{"name", &LetterRecipient::name, "what they are called"},
                                            Field{"address", &LetterRecipient::address, "where"},
                                            Field{"language", &LetterRecipient::language, "theirs, where it is known"});
};

/// A type of event, and what stands in its data.
struct KnownEvent {
    std::string type;
    std::shared_ptr<const Place> data;
};

std::string source_of(std::string_view type) { return std::string(type.substr(0, type.find('.'))); }

std::vector<std::string_view> sources(const EventSchemas& known) {
    std::vector<std::string_view> all;
    for (const auto& [type, schema] : known) {
        const auto source = std::string_view(type).substr(0, type.find('.'));
        if (all.empty() || all.back() != source) all.push_back(source);
    }
    return all;
}

/// Why there is no such event, and which one was meant.
std::string unknown_event(const std::string& type, const EventSchemas& known) {
    const std::string source = source_of(type);
    if (source == "notifier")
        return "the notifier does not hear its own events, or each notice would be an event to tell of; `GET "
               "/notices?state=failed` lists what was not sent";
    const auto services = sources(known);
    if (services.empty()) return "no service has said yet which events it tells; each does soon after its start";
    if (std::ranges::find(services, source) == services.end())
        return "no service of the name before the dot was heard here; " + not_one_of(source, services);
    std::vector<std::string_view> types;  // without the service, which they have in common
    for (const auto& [each, schema] : known)
        if (each.starts_with(source + ".")) types.push_back(std::string_view(each).substr(source.size() + 1));
    const auto given = std::string_view(type).substr(std::min(source.size() + 1, type.size()));
    const auto meant = nearest(given, types);
    return meant.empty() ? unknown_name(given, types)
                         : "unknown; did you mean `" + source + "." + std::string(meant) + "`?";
}

KnownEvent event_of(const Rule& rule, const EventSchemas& known) {
    const auto found = known.find(rule.event);
    if (found == known.end()) throw invalid("event", shown_name(rule.event) + ": " + unknown_event(rule.event, known));
    return {found->first, place_of_schema(found->second.bytes)};
}

RecordFields record_of(const KnownEvent& event) {
    RecordFields record(shape_of<bus::Event>());
    record.add("data", event.data);
    return record;
}

/// Whether an event of that type and source fails it, whatever else the event holds.
bool excludes(const Filter& filter, const KnownEvent& event) {
    const auto part_excludes = [&](const Filter& part) { return excludes(part, event); };
    if (filter.kind == Filter::Kind::all) return std::ranges::any_of(filter.parts, part_excludes);
    if (filter.kind == Filter::Kind::any) return std::ranges::all_of(filter.parts, part_excludes);
    if (filter.kind == Filter::Kind::none || (filter.field != "type" && filter.field != "source")) return false;
    const std::string source = source_of(event.type);
    return !matches(filter, [&](std::string_view path) -> Scalar {
        return std::string_view(path == "type" ? event.type : source);
    });
}

void check_where(const std::string& where, const KnownEvent& event) {
    const Filter filter = parse_filter(where);
    try {
        check_filter(filter, record_of(event));
    } catch (const Error& error) {
        throw invalid("where", error.message());
    }
    if (excludes(filter, event)) throw invalid("where", "leaves out every event of type " + event.type);
}

/// Whether it stands in the data, or in one of the records there.
bool is_said(const KnownEvent& event, std::string_view field) {
    if (event.data->kind == Place::Kind::any) return true;
    const auto has = [field](const auto& each) {
        return each.first == field || each.second->kind == Place::Kind::any || each.second->field(field);
    };
    return std::ranges::any_of(event.data->fields, has);
}

/// Whether events of that type may name such a recipient; addressee.cpp finds them there. Which parties an event
/// concerns its schema does not say; those of accounts concern none.
bool names(const KnownEvent& event, RecipientKind kind) {
    const RecordFields data(event.data);
    const auto has = [&data](const char* path) { return data.find(path, false).place != nullptr; };
    const bool of_accounts = source_of(event.type) == "accounts";
    switch (kind) {
        case Recipient::complainant:
            return has("complaint.complainant") || has("complaint.party") || has("question.giver") ||
                   has("suggestion.giver") || has("compliment.giver");
        case Recipient::account_manager:
        case Recipient::contact:
            return !of_accounts;
        case Recipient::owner:
            return !of_accounts && is_said(event, "owner");
        case Recipient::role:
            return has("role");
        case Recipient::user:
            return of_accounts && (has("user") || has("token.owner"));
        case Recipient::former_address:
            return has("former_email");
        case Recipient::channel:
        case Recipient::tagged:
        case Recipient::user_role:
        case Recipient::field:
            return true;
    }
    return false;
}

/// A field that may name somebody: text that is no time, and none of a few words.
void check_field(const std::string& path, const std::string& field, const KnownEvent& event) {
    const auto found = record_of(event).find(field, true);
    if (!found.place) throw invalid(path, "field:" + found.problem);
    const bool text = found.place->kind == Place::Kind::text && found.place->values.empty() &&
                      !found.place->format.starts_with("date");
    if (!text && found.place->kind != Place::Kind::any)
        throw invalid(path, "field:" + field + ": must be text that may be an address, or the id of a contact or user");
}

void check_recipients(const std::vector<Recipient>& recipients, const KnownEvent& event) {
    for (std::size_t i = 0; i < recipients.size(); ++i) {
        const std::string path = "recipients[" + std::to_string(i) + "]";
        if (recipients[i].kind == Recipient::field) check_field(path, recipients[i].which, event);
        if (names(event, recipients[i].kind)) continue;
        std::string there;
        for (std::size_t each = 0; each < names_of(RecipientKind{}).size(); ++each)
            if (const auto kind = static_cast<RecipientKind>(each); !says_which(kind) && names(event, kind))
                there.append(there.empty() ? "" : ", ").append(name_of(kind));
        throw invalid(path,
                      to_text(recipients[i]) + ": nobody such is named by " + event.type + "; there are " + there);
    }
}

}  // namespace

void check_fires(const Rule& rule, const EventSchemas& known) {
    const KnownEvent event = event_of(rule, known);
    if (rule.where) check_where(*rule.where, event);
    check_recipients(rule.recipients, event);
    LetterNames names{RecordFields(event.data), record_of(event)};
    names.event.add("recipient", shape_of<LetterRecipient>());
    names.event.add("organisation", shape_of<std::string>());
    for (const std::string_view filed : with_page)
        if (const auto found = names.data.find(filed, false); found.place) names.with_page.push_back(found.place);
    for (std::size_t i = 0; i < rule.templates.size(); ++i) {
        const std::string path = "templates[" + std::to_string(i) + "]";
        check_names(path + ".subject", rule.templates[i].subject, names);
        check_names(path + ".text", rule.templates[i].text, names);
    }
}

}  // namespace rapport::notifier
