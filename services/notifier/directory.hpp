// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/entities/replica.hpp"
#include "services/notifier/addressee.hpp"

namespace rapport::registry::api {
struct Contact;
struct Party;
struct Relationship;
}  // namespace rapport::registry::api

namespace rapport::notifier {

/// What the notifier knows of the registry and of accounts: how parties are reached, who of us answers for them, and
/// how we are reached ourselves.
class Directory {
public:
    Directory();
    kit::Routes routes();
    std::optional<KnownParty> party(const kit::View& view, const Uuid& id) const;
    /// Nothing also while the person behind it is not known.
    std::optional<KnownContact> contact(const kit::View& view, const Uuid& id) const;
    /// Those who speak for any of these parties in that role: contacts that are not inactive, of people who are not
    /// retired, by id, at most 100.
    std::vector<std::string> contacts_of(const kit::View& view, const std::vector<Uuid>& parties,
                                         const std::string& role) const;
    /// The same of parties that have that tag, however it is written, at most `limit`.
    std::vector<std::string> contacts_tagged(const kit::View& view, const std::string& tag, std::size_t limit) const;
    /// Since when nothing arrives at that address, as the registry has it.
    std::optional<Instant> invalid_since(const kit::View& view, const std::string& address) const;
    /// Since when whoever is at that address wants no notices.
    std::optional<Instant> opted_out_since(const kit::View& view, const std::string& address) const;
    /// The user who may sign in, by id (also as an actor's, `user:…`), or by the name that they sign in with, as
    /// earlier versions named them.
    std::optional<kit::KnownUser> user(const kit::View& view, const std::string& named) const;
    /// Those who may sign in and have the role, at most 100.
    std::vector<std::string> users_with(const kit::View& view, const std::string& role) const;

private:
    void note_tags_and_marks(kit::Unit& unit, const registry::api::Party& party) const;
    void forget_tags_and_marks(kit::Unit& unit);
    std::optional<Instant> marked_since(const kit::View& view, std::string_view kind, const std::string& address) const;

    kit::Replica<registry::api::Party> parties_;
    kit::Replica<registry::api::Contact> contacts_;
    /// One that has no account manager, or ended, has no user.
    kit::Replica<registry::api::Relationship> managers_;
};

}  // namespace rapport::notifier
