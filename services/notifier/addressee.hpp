// SPDX-License-Identifier: MIT
#pragma once
#include <variant>

#include "bus/events/event.hpp"
#include "services/notifier/rule.hpp"

namespace rapport::notifier {

/// Somebody who can be told.
struct Addressee {
    std::string name, address;
    std::optional<std::string> language;
};
/// Nobody who can be told, and why. `may_change`: what the registry tells may be on its way.
struct Unreachable {
    std::string reason;
    bool may_change = false;
};

/// What we know of a party of the registry.
struct KnownParty {
    struct Manager {
        std::string name;
        std::optional<std::string> email;
    };
    std::string name;
    std::optional<std::string> email, language;
    std::optional<Manager> account_manager;
};

/// A user of ours, as accounts tell of them.
struct KnownUser {
    std::string id, name;
    std::optional<std::string> email;
};

/// Whom an event is about, as far as it says so itself.
struct Concerned {
    struct Person {
        std::string name;
        std::optional<std::string> email;
        static constexpr auto fields =
            describe(Field{"name", &Person::name, "what they are called", defaulted, personal},
                     Field{"email", &Person::email, "where they can be reached", personal});
    };
    std::optional<Uuid> party;
    std::optional<Person> complainant;
    /// A user of ours whose sign-in the event is about.
    struct User {
        std::string id, name;
        std::optional<std::string> email;         ///< where they are reached since
        std::optional<std::string> former_email;  ///< where they were reached until then, if that changed
    };
    std::optional<std::string> owner;  ///< the user who works on it
    std::optional<std::string> role;   ///< that is to act
    std::optional<User> user;

    static constexpr auto fields =
        describe(Field{"party", &Concerned::party, "the registry's party"},
                 Field{"complainant", &Concerned::complainant, "who complains, as they said themselves"},
                 Field{"owner", &Concerned::owner, "the user who works on it"},
                 Field{"role", &Concerned::role, "the role that is to act"});
};

/// Reads it from an event: of accounts the user, of others its `complaint` and its `role`. Nobody if the event has
/// none.
Concerned concerned_by(const bus::Event& event);

/// Who that recipient is, where `party` is what is known of the event's party.
std::variant<Addressee, Unreachable> addressee(Recipient recipient, const Concerned& concerned,
                                               const std::optional<KnownParty>& party);
/// One of us, where `user` is what is known of the one whom the event names as its owner or is about, or who has its
/// role. An address in the event itself counts more than what is known.
std::variant<Addressee, Unreachable> addressee_of_us(Recipient recipient, const Concerned& concerned,
                                                     const std::optional<KnownUser>& user);

}  // namespace rapport::notifier
