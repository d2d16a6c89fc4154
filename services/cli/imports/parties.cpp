// SPDX-License-Identifier: MIT
#include "services/cli/imports/parties.hpp"

#include <memory>
#include <set>

#include "bus/base/error.hpp"
#include "services/cli/imports/record.hpp"
#include "services/registry/api.hpp"

namespace rapport::cli::imports {
namespace {

namespace api = registry::api;

constexpr std::size_t names_in_call = 100;
constexpr bus::Loop::Duration patience{60'000};

/// Each party once: of two rows with one reference the second would silently win.
class Seen {
public:
    void check(const api::Reference& reference, std::size_t line) {
        const auto [first, added] = lines_.emplace(reference, line);
        if (!added && first->second != line)
            throw invalid("reference", "is that of line " + std::to_string(first->second) + " already");
    }

private:
    std::map<api::Reference, std::size_t> lines_;
};

/// The columns of a party are named as its fields, without the `party.` that they have in the call.
constexpr std::string_view inlined = "party";

Plan as_import_row(const kit::CsvReader& file, const MappingFile& how, const Parties&) {
    auto plan = by_field_names(shape_of<api::ImportRow>(), file, how, inlined);
    plan.mapping = [mapping = std::move(plan.mapping), seen = std::make_shared<Seen>()](const kit::CsvRow& row) {
        try {
            const auto mapped = decode<api::ImportRow>(mapping(row));
            auto request = checked(mapped);
            seen->check(mapped.reference, row.line);
            return request;
        } catch (const Error& error) {
            const std::string prefix = std::string(inlined) + ".";
            if (!error.message().starts_with(prefix)) throw;
            throw Error(error.code(), error.message().substr(prefix.size()));
        }
    };
    return plan;
}

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
    kit::ImportRows request;
    for (const auto& name : names)
        request.rows.push_back(any_of(api::ImportRow{.reference = {.system = std::string(system), .id = name},
                                                     .party = kit::Part<api::Party>::of({.name = name})}));
    const auto key = "import-" + to_text(new_uuid(SystemClock().now()));
    const auto answer = client.ask("registry", api::import_parties.name, encode(request),
                                   {.timeout = patience, .idem = key, .actor = actor, .retry = true});
    const auto entered = decode<kit::ImportedRows>(std::string_view(answer));
    if (entered.rows.size() != request.rows.size())
        throw Error(Code::internal, "registry answered another number of rows than it was asked about");
    for (std::size_t i = 0; i < request.rows.size(); ++i)
        if (entered.rows[i].id) parties.emplace(names[i], *entered.rows[i].id);
}

}  // namespace

const Kind& parties() {
    static const Kind kind{
        .name = "parties",
        .service = "registry",
        .method = api::import_parties.name,
        .may_change = true,
        .in_order = true,
        .formats = {{"csv", "columns named as the fields of a party, reference.id and so on; or --mapping",
                     as_import_row, true}}};
    return kind;
}

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
