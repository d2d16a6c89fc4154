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

/// Those that the registry refuses stay without a party.
void enter(bus::Client& client, const std::optional<Actor>& actor, std::string_view system,
           const std::vector<std::string>& names, Parties& parties) {
    api::ImportParties request;
    for (const auto& name : names)
        request.rows.push_back(
            any_of(api::ImportRow{.reference = {.system = std::string(system), .id = name}, .party = {.name = name}}));
    const auto key = "import-" + to_text(new_uuid(SystemClock().now()));
    const auto answer = client.ask("registry", api::import_parties.name, encode(request),
                                   {.timeout = patience, .idem = key, .actor = actor, .retry = true});
    const auto entered = decode<api::ImportedParties>(std::string_view(answer));
    if (entered.rows.size() != request.rows.size())
        throw Error(Code::internal, "registry answered another number of rows than it was asked about");
    for (std::size_t i = 0; i < request.rows.size(); ++i)
        if (entered.rows[i].id) parties.emplace(names[i], *entered.rows[i].id);
}

}  // namespace

Parties enter_parties(bus::Client& client, const std::optional<Actor>& actor, kit::CsvReader& file,
                      const PartyColumn& column) {
    Parties parties;
    std::vector<std::string> some;
    for (const auto& name : names_in(file, column.name)) {
        some.push_back(name);
        if (some.size() < names_in_call) continue;
        enter(client, actor, column.system, some, parties);
        some.clear();
    }
    if (!some.empty()) enter(client, actor, column.system, some, parties);
    return parties;
}

}  // namespace rapport::cli::imports
