// SPDX-License-Identifier: MIT
#pragma once
#include "services/registry/api/party.hpp"

namespace rapport::registry::api {

struct ContactTag;
using ContactId = Id<ContactTag>;

enum class ContactRole { decision_maker, user, escalation, billing, technical, auditor };
constexpr auto names_of(ContactRole) {
    return std::array{"decision_maker"sv, "user"sv, "escalation"sv, "billing"sv, "technical"sv, "auditor"sv};
}
enum class Channel { email, phone, post };
constexpr auto names_of(Channel) { return std::array{"email"sv, "phone"sv, "post"sv}; }

/// A person who speaks for a party, in a role. The same person may do so for several parties and in several roles.
struct Contact {
    ContactId id;
    std::int64_t version = 0;
    PartyId person, party;
    ContactRole role = ContactRole::user;
    Channel channel = Channel::email;
    std::optional<std::string> language;
    bool inactive = false;
    Instant created;

    static constexpr auto fields = describe(
        Field{"id", &Contact::id, "which"}, Field{"version", &Contact::version, "counts its changes, from 1"},
        Field{"person", &Contact::person, "the party that is this person"},
        Field{"party", &Contact::party, "the party that they speak for"}, Field{"role", &Contact::role, "as what"},
        Field{"channel", &Contact::channel, "how they like to be reached"},
        Field{"language", &Contact::language, "BCP 47 tag; none: the person's, then the party's", length(2, 35)},
        Field{"inactive", &Contact::inactive, "gets no survey and no notice", defaulted},
        Field{"created", &Contact::created, "when it was entered here"});
};

/// Links a person to a party. already_exists if the link is there in that role.
struct CreateContact {
    PartyId person, party;
    std::optional<ContactRole> role;
    std::optional<Channel> channel;
    std::optional<std::string> language;
    static constexpr auto fields =
        describe(Field{"person", &CreateContact::person, "a party of sort person"},
                 Field{"party", &CreateContact::party, "the party that they speak for"},
                 Field{"role", &CreateContact::role, "as what; user if left out"},
                 Field{"channel", &CreateContact::channel, "how they like to be reached; email if left out"},
                 Field{"language", &CreateContact::language, "BCP 47 tag, such as de or pt-BR", length(1, 35)});
};
struct UpdateContact {
    ContactId id;
    std::optional<std::int64_t> version;
    std::optional<ContactRole> role;
    std::optional<Channel> channel;
    Patch<std::string> language;
    std::optional<bool> inactive;
    static constexpr auto fields = describe(
        Field{"id", &UpdateContact::id, "which"},
        Field{"version", &UpdateContact::version, "the version that was read: aborted if it is another by now"},
        Field{"role", &UpdateContact::role, "as what"},
        Field{"channel", &UpdateContact::channel, "how they like to be reached"},
        Field{"language", &UpdateContact::language, "BCP 47 tag, such as de or pt-BR", length(1, 35)},
        Field{"inactive", &UpdateContact::inactive, "gets no survey and no notice"});
};
struct ListContacts {
    std::int64_t limit = 50;
    std::optional<std::string> after;
    std::optional<PartyId> party, person;
    std::optional<ContactRole> role;
    std::optional<bool> inactive;
    static constexpr auto fields =
        describe(Field{"limit", &ListContacts::limit, "how many, 200 at most", defaulted},
                 Field{"after", &ListContacts::after, "`next` of the page before"},
                 Field{"party", &ListContacts::party, "those who speak for it"},
                 Field{"person", &ListContacts::person, "the parties that they speak for"},
                 Field{"role", &ListContacts::role, "as what"},
                 Field{"inactive", &ListContacts::inactive, "only those that are, or are not"});
};
struct ContactEvent {
    Contact contact;
    std::vector<Change> changes;
    static constexpr auto fields =
        describe(Field{"contact", &ContactEvent::contact, "as it is now"},
                 Field{"changes", &ContactEvent::changes, "before and after, of what changed"});
};

}  // namespace rapport::registry::api
