// SPDX-License-Identifier: MIT
#include "services/notifier/addressee.hpp"

#include <algorithm>

#include "bus/base/codec.hpp"

namespace rapport::notifier {
namespace {

using Found = std::variant<Addressee, Unreachable>;

struct About {
    std::optional<Concerned> complaint;
    std::optional<std::string> role;
    static constexpr auto fields = describe(Field{"complaint", &About::complaint, "what the event is about"},
                                            Field{"role", &About::role, "who is to act"});
};

constexpr auto party_unknown = "the party is not known here";

/// What looks like an e-mail address and cannot end a header line. Whether it exists is for the mail server to say.
bool usable(const std::string& email) {
    const auto at = email.rfind('@');
    return at != email.npos && at > 0 && at + 1 < email.size() &&
           std::ranges::none_of(email, [](unsigned char c) { return c <= 0x20 || c == 0x7f; });
}

Found complainant(const Concerned& concerned, const std::optional<KnownParty>& party) {
    const auto& inline_ = concerned.complainant;
    if (inline_ && inline_->email) {
        if (!usable(*inline_->email)) return Unreachable{"what the complainant gave is no e-mail address"};
        return Addressee{inline_->name, *inline_->email, party ? party->language : std::nullopt};
    }
    if (!concerned.party) return Unreachable{"the complainant gave no e-mail address"};
    if (!party) return Unreachable{party_unknown, true};
    if (!party->email) return Unreachable{"the party has no e-mail address", true};
    if (!usable(*party->email)) return Unreachable{"what the registry has for the party is no e-mail address"};
    return Addressee{inline_ ? inline_->name : party->name, *party->email, party->language};
}

Found account_manager(const Concerned& concerned, const std::optional<KnownParty>& party) {
    if (!concerned.party) return Unreachable{"no party is named, so there is no account manager"};
    if (!party) return Unreachable{party_unknown, true};
    const auto& manager = party->account_manager;
    if (!manager) return Unreachable{"the party has no account manager", true};
    if (!manager->email) return Unreachable{"the account manager has no e-mail address", true};
    if (!usable(*manager->email))
        return Unreachable{"what the registry has for the account manager is no e-mail address"};
    return Addressee{manager->name, *manager->email, {}};
}

}  // namespace

Concerned concerned_by(const Any& data) {
    About about = decode<About>(data);
    Concerned concerned = about.complaint.value_or(Concerned{});
    concerned.role = std::move(about.role);
    return concerned;
}

Found addressee_of_us(Recipient recipient, const Concerned& concerned, const std::optional<KnownUser>& user) {
    if (recipient == Recipient::owner && !concerned.owner) return Unreachable{"nobody has it to work on"};
    if (recipient == Recipient::role && !concerned.role) return Unreachable{"the event names no role"};
    if (!user)
        return Unreachable{recipient == Recipient::owner ? "its owner is no user who is known here and may sign in"
                                                         : "no user who may sign in has the role " + *concerned.role,
                           true};
    if (!user->email) return Unreachable{"the user has no e-mail address", true};
    if (!usable(*user->email)) return Unreachable{"what accounts have for the user is no e-mail address"};
    return Addressee{user->name, *user->email, {}};
}

Found addressee(Recipient recipient, const Concerned& concerned, const std::optional<KnownParty>& party) {
    switch (recipient) {
        case Recipient::complainant:
            return complainant(concerned, party);
        case Recipient::account_manager:
            return account_manager(concerned, party);
        case Recipient::channel:
            return Addressee{};
        case Recipient::owner:
        case Recipient::role:
            break;
    }
    return Unreachable{"nobody of that kind is known here"};
}

}  // namespace rapport::notifier
