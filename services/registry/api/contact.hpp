// SPDX-License-Identifier: MIT
#pragma once
#include "services/registry/api/party.hpp"

namespace rapport::registry::api {

struct ContactTag;
using ContactId = Id<ContactTag>;

/// As what a person speaks for a party.
enum class ContactRole { decision_maker, user, escalation, billing, technical, auditor };
constexpr auto names_of(ContactRole) {
    return std::array{"decision_maker"sv, "user"sv, "escalation"sv, "billing"sv, "technical"sv, "auditor"sv};
}
/// How somebody wishes to be written to.
enum class Channel { email, phone, post };
constexpr auto names_of(Channel) { return std::array{"email"sv, "phone"sv, "post"sv}; }

/// That somebody wants no letters.
struct OptOut {
    std::optional<Instant> since;
    std::optional<std::string> how;
    friend bool operator==(const OptOut&, const OptOut&) = default;
    static constexpr auto fields =
        describe(Field{"since", &OptOut::since, "since when; since now if left out"},
                 Field{"how", &OptOut::how, "how they said so, such as by the link in a letter", length(1, 200)});
};

/// A person who speaks for a party, in a role. The same person may do so for several parties and in several roles.
struct Contact {
    ContactId id;
    std::int64_t version = 0;
    PartyId person, party;
    ContactRole role = ContactRole::user;
    Channel channel = Channel::email;
    std::optional<std::string> language;
    bool inactive = false;
    std::optional<OptOut> opted_out;
    Instant created_at;

    static constexpr auto fields = describe(
        identity(&Contact::id, &Contact::version),
        Field{"person", &Contact::person, "the party, of sort person, that is this person", initial, filter, headline,
              listed(1)},
        Field{"party", &Contact::party, "the party that they speak for", initial, filter, listed(2)},
        Field{"role", &Contact::role, "as what; user unless said otherwise", editable, defaulted, filter, listed(3)},
        Field{"channel", &Contact::channel, "how they like to be reached; email unless said otherwise", editable,
              defaulted, listed(4)},
        Field{"language", &Contact::language, "BCP 47 tag, such as de or pt-BR; none: the person's, then the party's",
              length(1, 35), editable},
        Field{"inactive", &Contact::inactive, "gets no survey and no notice", editable, defaulted, filter},
        Field{"opted_out", &Contact::opted_out,
              "they want no notice as that, but on what they filed themselves; null: they do again", editable},
        Field{"created_at", &Contact::created_at, "when it was entered here", was("created")});
};

}  // namespace rapport::registry::api
