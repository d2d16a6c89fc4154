// SPDX-License-Identifier: MIT
#pragma once
#include <compare>

#include "bus/base/fields.hpp"

namespace rapport::notifier {

using namespace std::literals;

/// What kind of recipient. Those from `contact` on say which behind a colon: `contact:escalation`.
enum class RecipientKind {
    complainant,
    account_manager,
    channel,
    owner,
    role,
    user,
    former_address,
    contact,    ///< who speaks for the event's parties in that role
    tagged,     ///< who speaks for any party that has that tag
    user_role,  ///< our users who have that role
    field,      ///< whom that field of the event names: an address, or the id of a contact or user
};
constexpr auto names_of(RecipientKind) {
    return std::array{"complainant"sv,    "account_manager"sv, "channel"sv, "owner"sv,     "role"sv, "user"sv,
                      "former_address"sv, "contact"sv,         "tagged"sv,  "user_role"sv, "field"sv};
}

/// To whom, in terms of the event: one word, such as `owner`, or a word and which: `contact:escalation`,
/// `field:data.complaint.complainant.email`. So it stands in rules, notices and events.
struct Recipient {
    using enum RecipientKind;
    RecipientKind kind = complainant;
    std::string which = {};  ///< a contact's role, a tag, a user's role, a path; empty of kinds that need none

    Recipient() = default;
    // NOLINTNEXTLINE(google-explicit-constructor): a kind that needs no more is a recipient
    Recipient(RecipientKind kind_, std::string which_ = {}) : kind(kind_), which(std::move(which_)) {}
    /// Whether there may be several of it, each told by a notice of their own.
    bool may_be_several() const;
    friend auto operator<=>(const Recipient&, const Recipient&) = default;
    static Shape shape();
};

/// Whether it has to say which.
constexpr bool says_which(RecipientKind kind) { return kind >= RecipientKind::contact; }
std::string to_text(const Recipient& recipient);
/// Nothing for what is no recipient. Whether there is such a role or field is not looked at.
std::optional<Recipient> recipient_from(std::string_view text);

}  // namespace rapport::notifier
