// SPDX-License-Identifier: MIT
#include "services/gateway/events/listening.hpp"

#include <algorithm>

#include "bus/base/names.hpp"
#include "services/kit/own_parties.hpp"

namespace rapport::gateway {
namespace {

bool has_role(const Actor& actor, std::initializer_list<std::string_view> any) {
    return std::any_of(actor.roles.begin(), actor.roles.end(),
                       [&](const auto& role) { return std::find(any.begin(), any.end(), role) != any.end(); });
}

void add_types(std::string_view list, std::vector<std::string>& types) {
    while (!list.empty()) {
        const auto end = std::min(list.find(','), list.size());
        if (end) types.emplace_back(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
    }
}

}  // namespace

Wanted wanted_by(const Actor& actor, const HttpRequest& request) {
    if (!has_role(actor, {"admin", "manager", "agent", "account_manager", "auditor"}))
        throw Error(Code::permission_denied,
                    "events are for the roles admin, manager, agent, account_manager and auditor");
    Wanted wanted{.own_parties = kit::OwnParties::limit(actor)};
    if (wanted.own_parties || !has_role(actor, {"admin", "auditor"})) wanted.not_sources.emplace_back("accounts");
    for (const auto& [name, value] : query_of(request.query)) {
        if (name != "type") throw invalid(shown_name(name), unknown_name(name, {"type"}));
        add_types(value, wanted.types);
    }
    if (const auto last = request.header("Last-Event-ID")) {
        wanted.after = EventId::of(*last);
        if (!wanted.after) throw invalid("Last-Event-ID", "must be SOURCE:SEQUENCE, as the id of an event was");
        if (std::count(wanted.not_sources.begin(), wanted.not_sources.end(), wanted.after->source))
            throw Error(Code::permission_denied, "the events of that source are for the roles admin and auditor");
    }
    return wanted;
}

}  // namespace rapport::gateway
