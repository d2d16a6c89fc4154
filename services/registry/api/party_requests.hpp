// SPDX-License-Identifier: MIT
#pragma once
#include "services/registry/api/contact.hpp"
#include "services/registry/api/relationship.hpp"

namespace rapport::registry::api {

/// Changes what is named and nothing else.
struct UpdateParty {
    PartyId id;
    std::optional<std::int64_t> version;
    std::optional<Sort> sort;
    std::optional<std::string> name;
    Patch<std::string> legal_name;
    Patch<PartyId> parent;
    Patch<std::string> industry, country, time_zone, language, website;
    std::optional<std::vector<Email>> emails;
    std::optional<std::vector<Phone>> phones;
    std::optional<std::vector<Address>> addresses;
    std::optional<std::vector<std::string>> tags;
    std::optional<std::vector<Reference>> references;

    static constexpr auto fields =
        describe(Field{"id", &UpdateParty::id, "which"},
                 Field{"version", &UpdateParty::version, "the version that was read: aborted if it is another by now"},
                 Field{"sort", &UpdateParty::sort, "organisation or person"},
                 Field{"name", &UpdateParty::name, "what it is called", length(1, 300), personal},
                 Field{"legal_name", &UpdateParty::legal_name, "its registered name", length(1, 300), personal},
                 Field{"parent", &UpdateParty::parent, "the party that it belongs to"},
                 Field{"industry", &UpdateParty::industry, "what it does", length(1, 100)},
                 Field{"country", &UpdateParty::country, "ISO 3166-1 alpha-2, such as DE", length(1, 20)},
                 Field{"time_zone", &UpdateParty::time_zone, "IANA name, such as Europe/Berlin", length(1, 64)},
                 Field{"language", &UpdateParty::language, "BCP 47 tag, such as de or pt-BR", length(1, 35)},
                 Field{"website", &UpdateParty::website, "beginning with https:// or http://", length(8, 500)},
                 Field{"emails", &UpdateParty::emails, "all of them; the first is preferred", length(0, 20)},
                 Field{"phones", &UpdateParty::phones, "all of them; the first is preferred", length(0, 20)},
                 Field{"addresses", &UpdateParty::addresses, "all of them; the first is preferred", length(0, 20)},
                 Field{"tags", &UpdateParty::tags, "all of them", length(0, 50)},
                 Field{"references", &UpdateParty::references, "all of them", length(0, 50)});
};

/// Retires a party, or takes that back.
struct RetireParty {
    PartyId id;
    std::optional<std::int64_t> version;
    static constexpr auto fields =
        describe(Field{"id", &RetireParty::id, "which"},
                 Field{"version", &RetireParty::version, "the version that was read: aborted if it is another by now"});
};

struct ListParties {
    std::int64_t limit = 50;
    std::optional<std::string> after, search, sort;
    bool retired = false;
    std::optional<std::string> tag, country, reference_system, reference;
    std::optional<PartyId> parent;

    static constexpr auto fields = describe(
        Field{"limit", &ListParties::limit, "how many, 200 at most", defaulted},
        Field{"after", &ListParties::after, "`next` of the page before"},
        Field{"search", &ListParties::search, "words of the name; the last may be a beginning"},
        Field{"sort", &ListParties::sort, "name; newest first if left out"},
        Field{"retired", &ListParties::retired, "the retired ones instead of the others", defaulted},
        Field{"tag", &ListParties::tag, "those that carry it"},
        Field{"country", &ListParties::country, "ISO 3166-1 alpha-2"},
        Field{"reference_system", &ListParties::reference_system, "with `reference`: the one of that reference"},
        Field{"reference", &ListParties::reference, "with `reference_system`: what that system calls it"},
        Field{"parent", &ListParties::parent, "those that belong to that party"});
};

/// A party that may be the same one as another.
struct Candidate {
    PartyId id;
    std::string name;
    std::vector<std::string> because;
    static constexpr auto fields =
        describe(Field{"id", &Candidate::id, "which"}, Field{"name", &Candidate::name, "what it is called", personal},
                 Field{"because", &Candidate::because, "what is the same: name, email, phone, domain"});
};
struct Candidates {
    std::vector<Candidate> items;
    static constexpr auto fields = describe(Field{"items", &Candidates::items, "the likeliest first, at most 20"});
};

/// What a party that is imported is to us.
struct ImportedRelationship {
    RelationshipType type = RelationshipType::customer;
    std::optional<Stage> stage;
    std::optional<Day> since;
    static constexpr auto fields =
        describe(Field{"type", &ImportedRelationship::type, "what they are to us"},
                 Field{"stage", &ImportedRelationship::stage, "how far it has come; awareness if left out, not ended"},
                 Field{"since", &ImportedRelationship::since, "its first day"});
};
/// For whom a person that is imported speaks.
struct ImportedContact {
    Reference party;
    std::optional<ContactRole> role;
    std::optional<Channel> channel;
    static constexpr auto fields =
        describe(Field{"party", &ImportedContact::party, "the party that they speak for"},
                 Field{"role", &ImportedContact::role, "as what; user if left out"},
                 Field{"channel", &ImportedContact::channel, "how they like to be reached; email if left out"});
};
/// One party as another system knows it.
struct ImportRow {
    Reference reference;
    CreateParty party;
    std::optional<Reference> parent;
    std::vector<ImportedRelationship> relationships;
    std::vector<ImportedContact> speaks_for;
    static constexpr auto fields = describe(
        Field{"reference", &ImportRow::reference, "by which it is found again"},
        Field{"party", &ImportRow::party, "what is said of it; what is not said stays as it is"},
        Field{"parent", &ImportRow::parent, "the party that it belongs to, by its reference"},
        Field{"relationships", &ImportRow::relationships, "what it is to us; one that is there stays as it is",
              length(0, 9)},
        Field{"speaks_for", &ImportRow::speaks_for,
              "of a person: the parties that they speak for, by their references; a link that is there stays as it is",
              length(0, 20)});
};
/// Enters parties, or changes those that have the reference already. A row that is refused changes nothing and does
/// not keep the others back.
struct ImportParties {
    std::vector<Any> rows;
    bool notify = false;
    static constexpr auto fields =
        describe(Field{"rows", &ImportParties::rows,
                       "each an ImportRow, in order; one that is wrong is refused by itself", length(1, 500)},
                 Field{"notify", &ImportParties::notify, "tell people, as if they were entered one by one", defaulted});
};
enum class Imported { created, updated, unchanged, refused };
constexpr auto names_of(Imported) { return std::array{"created"sv, "updated"sv, "unchanged"sv, "refused"sv}; }
struct ImportedRow {
    Imported outcome = Imported::created;
    std::optional<PartyId> id;
    std::optional<std::string> error;
    static constexpr auto fields = describe(Field{"outcome", &ImportedRow::outcome, "what became of the row"},
                                            Field{"id", &ImportedRow::id, "the party; none if refused"},
                                            Field{"error", &ImportedRow::error, "why it was refused"});
};
struct ImportedParties {
    std::vector<ImportedRow> rows;
    static constexpr auto fields = describe(Field{"rows", &ImportedParties::rows, "one for each row, in order"});
};

}  // namespace rapport::registry::api
