// SPDX-License-Identifier: MIT
#pragma once
#include <variant>

#include "bus/events/event.hpp"
#include "services/kit/users.hpp"
#include "services/notifier/rule.hpp"

namespace rapport::notifier {

/// Somebody who can be told.
struct Addressee {
    std::string name, address;
    std::optional<std::string> language, time_zone = {};
    std::string link = {};  ///< to the page of what they filed; empty: they have none
};
/// Nobody who can be told, and why. `may_change`: what the registry tells may be on its way.
struct Unreachable {
    std::string reason;
    bool may_change = false;
};

/// What we know of a party of the registry.
struct KnownParty {
    /// The account manager, as a letter may go to them. Without name and address: accounts know no such user who may
    /// sign in.
    struct Manager {
        std::string name;
        std::optional<std::string> email;
    };
    std::string name;
    std::optional<std::string> email, language, time_zone = {};
    std::optional<Manager> account_manager = {};
};

/// A person who speaks for a party: how the registry reaches them, and in which language for that party.
struct KnownContact {
    KnownParty person;
    std::optional<std::string> language;
    bool inactive = false;  ///< or the person is retired
    std::optional<Instant> opted_out_since = {};
};

/// Whom an event is about, as far as it says so itself.
struct Concerned {
    /// Somebody outside, whom the event names.
    struct Person {
        std::string name;
        std::optional<std::string> email, language = {};
    };
    std::optional<Uuid> party;
    std::optional<Person> complainant;
    std::optional<Uuid> contact = {};
    /// A user of ours whose sign-in the event is about.
    struct User {
        std::string id, name;
        std::optional<std::string> email;         ///< where they are reached since
        std::optional<std::string> former_email;  ///< where they were reached until then, if that changed
    };
    std::optional<std::string> owner = {};  ///< the user who works on it, by id, or by name as earlier versions told it
    std::optional<std::string> role = {};   ///< that is to act
    std::optional<User> user = {};
    std::vector<Uuid> parties = {};  ///< those that the event says it concerns; else `party`
};

/// Reads it from an event: of accounts the user, of others its parties, its `role`, and what stands in the record that
/// it is about: `complaint`, `question`, `entity` … Whatever has another form is not there.
Concerned concerned_by(const bus::Event& event);

/// Who that recipient is, where `party` and `contact` are what is known of those whom the event names. A complainant is
/// written to where they said themselves, else where the contact is reached, else where the party is; in the contact's
/// language for that party, else the one that they used themselves, else the person's, else the party's.
std::variant<Addressee, Unreachable> addressee(const Recipient& recipient, const Concerned& concerned,
                                               const std::optional<KnownParty>& party,
                                               const std::optional<KnownContact>& contact = {});
/// A contact, where `contact` is what is known of them: by the address of the person.
std::variant<Addressee, Unreachable> addressee_of_contact(const std::optional<KnownContact>& contact);
/// One of us, where `user` is what is known of the one whom the event names as its owner or is about, or who has its
/// role. An address in the event itself counts more than what is known.
std::variant<Addressee, Unreachable> addressee_of_us(const Recipient& recipient, const Concerned& concerned,
                                                     const std::optional<kit::KnownUser>& user);

}  // namespace rapport::notifier
