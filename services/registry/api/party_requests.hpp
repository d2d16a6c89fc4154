// SPDX-License-Identifier: MIT
#pragma once
#include "services/registry/api/contact.hpp"
#include "services/registry/api/relationship.hpp"

namespace rapport::registry::api {

/// Parties, or the one that another system calls so: `reference_system` and `reference` go together.
struct ListParties : kit::ListOf<Party> {
    std::optional<std::string> reference_system, reference;

    static constexpr auto more = describe(Field{"reference_system", &ListParties::reference_system,
                                                "with `reference`: the one of that reference", length(1, 60)},
                                          Field{"reference", &ListParties::reference,
                                                "with `reference_system`: what that system calls it", length(1, 200)});
    static Shape shape() { return kit::shape_with_more<ListParties, ListOf>(); }
};

/// Retires a party, and says who goes on with what is still open.
struct RetireParty {
    PartyId id;
    std::optional<std::int64_t> version;
    std::optional<PartyId> hand_over_to;
    std::vector<std::string> without;
    static constexpr auto fields = describe(
        identity(&RetireParty::id, &RetireParty::version),
        Field{"hand_over_to", &RetireParty::hand_over_to,
              "the party that its agreements in force, open complaints and the like go over to"},
        Field{"without", &RetireParty::without,
              "services that are not asked what depends on the party, since they do not run any more", length(0, 100)});
};
/// Data of the event that tells of it.
struct PartyRetired : kit::Changed<Party> {
    std::optional<PartyId> hand_over_to = {};

    static constexpr auto more =
        describe(Field{"hand_over_to", &PartyRetired::hand_over_to, "the party that goes on with what belonged to it"});
    static Shape shape() { return kit::shape_with_more<PartyRetired, Changed>(); }
};

/// Has what is personal of a party forgotten.
struct EraseParty {
    PartyId id;
    std::optional<std::int64_t> version;
    std::vector<std::string> without;
    static constexpr auto fields = describe(identity(&EraseParty::id, &EraseParty::version),
                                            Field{"without", &EraseParty::without, as_in<RetireParty>});
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
/// Parties that may be the same one.
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
        describe(Field{"type", &ImportedRelationship::type, as_in<Relationship>},
                 Field{"stage", &ImportedRelationship::stage, "how far it has come; awareness if left out, not ended"},
                 Field{"since", &ImportedRelationship::since, as_in<Relationship>});
};
/// For whom a person that is imported speaks.
struct ImportedContact {
    Reference party;
    std::optional<ContactRole> role;
    std::optional<Channel> channel;
    static constexpr auto fields = describe(Field{"party", &ImportedContact::party, "the party that they speak for"},
                                            Field{"role", &ImportedContact::role, as_in<Contact>},
                                            Field{"channel", &ImportedContact::channel, as_in<Contact>});
};
/// One party as another system knows it.
struct ImportRow {
    Reference reference;
    kit::Part<Party> party;
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

}  // namespace rapport::registry::api
