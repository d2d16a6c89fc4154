// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/complaint.hpp"
#include "services/kit/entities/import.hpp"
#include "services/kit/entities/moves.hpp"
#include "services/kit/method.hpp"

/// How complaints come.
namespace rapport::complaints::api {

using kit::AtVersion, kit::Changed, kit::Edit, kit::ListOf, kit::New, kit::Shown, kit::WithReason;
using kit::CREATE, kit::GET, kit::managers, kit::PATCH, kit::POST, kit::Role, kit::roles;

inline constexpr kit::Roles desk = roles(Role::agent, Role::account_manager);
inline constexpr kit::Roles workers = roles(Role::agent);

/// A complaint as another system recorded it.
struct ImportRow {
    Reference reference;
    std::optional<PartyId> party;
    std::optional<Complainant> complainant;
    std::string subject;
    std::optional<std::string> text, remedy_sought, category, subcategory;
    std::optional<kit::UserText> owner;
    std::optional<std::string> resolution;
    std::optional<std::int32_t> impact;
    std::optional<Priority> priority;
    ReceivedVia received_via = ReceivedVia::other;
    Instant received_at;
    std::optional<Instant> closed_at;
    bool open = true;

    static constexpr auto fields = describe(
        Field{"reference", &ImportRow::reference, "its id there"}, Field{"party", &ImportRow::party, as_in<Complaint>},
        Field{"complainant", &ImportRow::complainant, as_in<Complaint>},
        Field{"subject", &ImportRow::subject, as_in<Complaint>}, Field{"text", &ImportRow::text, as_in<Complaint>},
        Field{"remedy_sought", &ImportRow::remedy_sought, as_in<Complaint>},
        Field{"category", &ImportRow::category, as_in<Complaint>},
        Field{"subcategory", &ImportRow::subcategory, as_in<Complaint>},
        Field{"owner", &ImportRow::owner,
              "the user who works on it, by id, name to sign in with or e-mail address; one who is no user here is "
              "kept as `former_owner`",
              length(1, 200)},
        Field{"impact", &ImportRow::impact, as_in<Complaint>},
        Field{"priority", &ImportRow::priority, "P1 (first) to P4; from severity and impact if left out"},
        Field{"resolution", &ImportRow::resolution, "how it ended", length(0, 10'000), multiline},
        Field{"received_via", &ImportRow::received_via, as_in<Complaint>},
        Field{"received_at", &ImportRow::received_at, "when it came"},
        Field{"closed_at", &ImportRow::closed_at, "when it was closed"},
        Field{"open", &ImportRow::open, "whether it is still worked on", defaulted});
};

inline constexpr kit::Command<New<Complaint>, Shown<Complaint>> open{
    "open", CREATE("/complaints"), desk,
    "Open a complaint. Who complains is a known party, or is given inline, or both."};
inline constexpr kit::Command<kit::ImportRows, kit::ImportedRows> import_rows{
    "import", kit::bus_only, roles(), "Import complaints of another system, once each: rows are ImportRow."};

inline constexpr kit::Event<ComplaintEvent> opened{"complaints.opened", "a complaint was opened"};
inline constexpr kit::Event<ComplaintEvent> scored{"complaints.scored", "the severity rule has scored a complaint"};

}  // namespace rapport::complaints::api
