// SPDX-License-Identifier: MIT
#include "services/gateway/events/listening.hpp"

#include <algorithm>

#include "bus/base/codec.hpp"
#include "bus/base/names.hpp"
#include "services/kit/own_parties.hpp"

namespace rapport::gateway {
namespace {

constexpr std::size_t most_values = 200;

bool has_role(const Actor& actor, std::initializer_list<std::string_view> any) {
    return std::any_of(actor.roles.begin(), actor.roles.end(),
                       [&](const auto& role) { return std::find(any.begin(), any.end(), role) != any.end(); });
}

/// `a,b` behind what there is already.
void add_values(const std::string& name, std::string_view list, std::vector<std::string>& values) {
    while (!list.empty()) {
        const auto end = std::min(list.find(','), list.size());
        if (end) values.emplace_back(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    if (values.size() > most_values) throw invalid(name, "must be at most 200 values");
}

void add_parties(std::string_view list, std::vector<Uuid>& parties) {
    std::vector<std::string> values;
    add_values("party", list, values);
    for (const std::string& value : values) {
        const auto party = uuid_from(value);
        if (!party) throw invalid("party", "must be ids of parties");
        parties.push_back(*party);
    }
    if (parties.size() > most_values) throw invalid("party", "must be at most 200 values");
}

/// The first part of each path must be one of an event's own fields: below `data` anything may stand.
void check_fields(const Filter& filter) {
    static const std::vector<std::string_view> known = [] {
        std::vector<std::string_view> names;
        for (const FieldShape& field : shape_of<bus::CloudEvent>().fields()) names.push_back(field.name);
        return names;
    }();
    if (filter.kind == Filter::Kind::test) {
        const std::string first = filter.field.substr(0, filter.field.find('.'));
        if (std::ranges::find(known, first) == known.end())
            throw invalid("where", shown_name(filter.field) + ": " + unknown_name(first, known) +
                                       ", and what an event tells stands below data: data.complaint.state");
    }
    for (const Filter& part : filter.parts) check_fields(part);
}

Filter filter_from(const std::string& text) {
    try {
        Filter filter = parse_filter(text);
        check_fields(filter);
        return filter;
    } catch (const Error& error) {
        if (error.message().starts_with("where: ")) throw;
        throw invalid("where", error.message());
    }
}

void add_parameter(const std::string& name, const std::string& value, Wanted& wanted) {
    if (name == "type") return add_values(name, value, wanted.types);
    if (name == "subject") return add_values(name, value, wanted.subjects);
    if (name == "party") return add_parties(value, wanted.parties);
    if (name == "where") {
        if (wanted.where) throw invalid(name, "is given twice");
        wanted.where = filter_from(value);
    } else if (name == "data") {
        if (value != "full" && value != "ref") throw invalid(name, not_one_of(value, {"full", "ref"}));
        wanted.references = value == "ref";
    } else if (name == "after") {
        auto after = positions_from(value);
        if (!after) throw invalid(name, "must be SOURCE:SEQUENCE, of several sources with commas between them");
        wanted.after = *std::move(after);
    } else {
        throw invalid(shown_name(name), unknown_name(name, {"type", "subject", "party", "where", "data", "after"}));
    }
}

}  // namespace

Wanted wanted_by(const Actor& actor, const HttpRequest& request) {
    if (!has_role(actor, {"admin", "manager", "agent", "account_manager", "auditor"}))
        throw Error(Code::permission_denied,
                    "events are for the roles admin, manager, agent, account_manager and auditor");
    Wanted wanted{.own_parties = kit::OwnParties::limit(actor)};
    if (wanted.own_parties || !has_role(actor, {"admin", "auditor"})) wanted.not_sources.emplace_back("accounts");
    for (const auto& [name, value] : query_of(request.query)) add_parameter(name, value, wanted);
    // A browser that comes again sends it, and still asks with the `after` that it began with.
    if (const auto last = request.header("Last-Event-ID"); last && !last->empty()) {
        const auto after = positions_from(*last);
        if (!after) throw invalid("Last-Event-ID", "must be SOURCE:SEQUENCE, as the id of an event was");
        for (const auto& [source, sequence] : *after) wanted.after[source] = sequence;
    }
    for (const auto& [source, sequence] : wanted.after)
        if (!wanted.hears(source))
            throw Error(Code::permission_denied,
                        "the events of " + source + " are for the roles admin and auditor who see all parties");
    return wanted;
}

}  // namespace rapport::gateway
