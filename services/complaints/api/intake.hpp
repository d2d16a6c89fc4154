// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/complaint.hpp"
#include "services/kit/entities/import.hpp"
#include "services/kit/entities/moves.hpp"
#include "services/kit/method.hpp"

/// How complaints come.
namespace rapport::complaints::api {

using kit::AtVersion, kit::Shown, kit::WithReason;
using kit::CREATE, kit::GET, kit::PATCH, kit::POST, kit::Role, kit::roles;

inline constexpr kit::Roles desk = roles(Role::agent, Role::account_manager);
inline constexpr kit::Roles workers = roles(Role::agent);

/// Opens a complaint. Who complains is a known party, or is given inline, or both.
struct Open {
    std::optional<PartyId> party;
    std::optional<ContactId> contact;
    std::optional<Complainant> complainant;
    std::string subject;
    std::optional<std::string> text, remedy_sought, category, subcategory;
    std::optional<kit::UserId> owner;
    std::optional<ServiceId> service;
    ReceivedVia received_via = ReceivedVia::web;
    std::optional<Instant> received_at;
    std::optional<std::int32_t> impact, complexity;
    bool safety_implication = false, immediate_action = false;
    std::optional<Reference> reference;

    static constexpr auto fields = describe(
        Field{"party", &Open::party, "who complains, if the registry knows them"},
        Field{"contact", &Open::contact,
              "the id of the registry's contact who speaks for the party (not the person's own id)"},
        Field{"complainant", &Open::complainant, "who complains, given here; needed where there is no party"},
        Field{"subject", &Open::subject, "one line", length(1, 200)},
        Field{"text", &Open::text, "what happened, in their words", length(0, 50'000), multiline, personal},
        Field{"remedy_sought", &Open::remedy_sought, "what they want done", length(0, 2'000), multiline},
        Field{"category", &Open::category, "what kind of complaint it is", length(1, 200)},
        Field{"subcategory", &Open::subcategory, "more precisely", length(1, 200)},
        Field{"owner", &Open::owner, "the user who works on it"},
        Field{"service", &Open::service, "the service that it is about, as the registry knows it"},
        Field{"received_via", &Open::received_via, "how it came", defaulted},
        Field{"received_at", &Open::received_at, "when it came, if not now"},
        Field{"impact", &Open::impact, "from 1 (hardly any) to 5 (business stands still)", between(1, 5)},
        Field{"complexity", &Open::complexity, "from 1 (answered at once) to 5 (many have to work together)",
              between(1, 5)},
        Field{"safety_implication", &Open::safety_implication, "whether somebody's safety is concerned", defaulted},
        Field{"immediate_action", &Open::immediate_action, "whether something must be done at once", defaulted},
        Field{"reference", &Open::reference, "its id in another system; unique within that system"});
};

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
        Field{"reference", &ImportRow::reference, "its id there"},
        Field{"party", &ImportRow::party, "who complains, if the registry knows them"},
        Field{"complainant", &ImportRow::complainant, "who complains, where there is no party"},
        Field{"subject", &ImportRow::subject, "one line", length(1, 200)},
        Field{"text", &ImportRow::text, "what happened, in their words", length(0, 50'000), multiline, personal},
        Field{"remedy_sought", &ImportRow::remedy_sought, "what they want done", length(0, 2'000), multiline},
        Field{"category", &ImportRow::category, "what kind of complaint it is", length(1, 200)},
        Field{"subcategory", &ImportRow::subcategory, "more precisely", length(1, 200)},
        Field{"owner", &ImportRow::owner,
              "the user who works on it, by id, name to sign in with or e-mail address; one who is no user here is "
              "kept as "
              "`former_owner`",
              length(1, 200)},
        Field{"impact", &ImportRow::impact, "from 1 (hardly any) to 5 (business stands still)", between(1, 5)},
        Field{"priority", &ImportRow::priority, "P1 (first) to P4; from severity and impact if left out"},
        Field{"resolution", &ImportRow::resolution, "how it ended", length(0, 10'000), multiline},
        Field{"received_via", &ImportRow::received_via, "how it came", defaulted},
        Field{"received_at", &ImportRow::received_at, "when it came"},
        Field{"closed_at", &ImportRow::closed_at, "when it was closed"},
        Field{"open", &ImportRow::open, "whether it is still worked on", defaulted});
};

inline constexpr kit::Command<Open, Shown<Complaint>> open{"open", CREATE("/complaints"), desk, "Open a complaint."};
inline constexpr kit::Command<kit::ImportRows, kit::ImportedRows> import_rows{
    "import", kit::bus_only, roles(), "Import complaints of another system, once each: rows are ImportRow."};

inline constexpr kit::Event<Told> opened{"complaints.opened", "a complaint came"};
inline constexpr kit::Event<Told> scored{"complaints.scored", "the severity rule has given its opinion"};

}  // namespace rapport::complaints::api
