// SPDX-License-Identifier: MIT
#include "services/cli/imports/parties.hpp"

#include <set>

#include "bus/base/error.hpp"
#include "services/registry/api.hpp"

namespace rapport::cli::imports {
namespace {

namespace api = registry::api;

constexpr std::size_t names_in_call = 200;
constexpr bus::Loop::Duration patience{60'000};

std::set<std::string> names_in(kit::CsvReader& file, std::string_view column) {
    const auto at = file.column(column);
    std::set<std::string> names;
    for (kit::CsvRow row; file.next(row);)
        if (!row.rejected && !row.fields[at].empty() && clean_text(row.fields[at])) names.insert(row.fields[at]);
    return names;
}

void enter(bus::Client& client, const std::optional<Actor>& actor, const api::ImportParties& request,
           Parties& parties) {
    const auto key = "import-" + to_text(new_uuid(SystemClock().now()));
    const auto answer = client.ask("registry", api::import_parties.name, encode(request),
                                   {.timeout = patience, .idem = key, .actor = actor, .retry = true});
    const auto entered = decode<api::ImportedParties>(std::string_view(answer));
    if (entered.rows.size() != request.rows.size())
        throw Error(Code::internal, "registry answered another number of rows than it was asked about");
    for (std::size_t i = 0; i < request.rows.size(); ++i)
        if (entered.rows[i].id) parties.emplace(request.rows[i].party.name, *entered.rows[i].id);
}

}  // namespace

Parties enter_parties(bus::Client& client, const std::optional<Actor>& actor, kit::CsvReader& file,
                      const PartyColumn& column) {
    Parties parties;
    api::ImportParties request;
    for (const auto& name : names_in(file, column.name)) {
        request.rows.push_back(
            {.reference = {.system = std::string(column.system), .id = name}, .party = {.name = name}});
        if (request.rows.size() < names_in_call) continue;
        enter(client, actor, request, parties);
        request.rows.clear();
    }
    if (!request.rows.empty()) enter(client, actor, request, parties);
    return parties;
}

}  // namespace rapport::cli::imports
