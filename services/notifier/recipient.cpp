// SPDX-License-Identifier: MIT
#include "services/notifier/recipient.hpp"

#include <algorithm>

namespace rapport::notifier {
namespace {

constexpr std::size_t longest = 300;

}  // namespace

bool Recipient::may_be_several() const {
    return kind == role || kind == account_manager || kind == contact || kind == tagged || kind == user_role ||
           kind == field;
}

std::string to_text(const Recipient& recipient) {
    std::string text(name_of(recipient.kind));
    return recipient.which.empty() ? text : text + ":" + recipient.which;
}

std::optional<Recipient> recipient_from(std::string_view text) {
    const auto colon = text.find(':');
    constexpr auto names = names_of(RecipientKind{});
    const auto name = std::ranges::find(names, text.substr(0, colon));
    if (name == names.end() || text.size() > longest) return {};
    const auto kind = static_cast<RecipientKind>(name - names.begin());
    const std::string_view which = colon == text.npos ? std::string_view() : text.substr(colon + 1);
    if (says_which(kind) == which.empty() || (!says_which(kind) && colon != text.npos)) return {};
    return Recipient(kind, std::string(which));
}

Shape Recipient::shape() {
    return shapes::text_like<Recipient>(
        "recipient",
        "one of complainant, account_manager, channel, owner, role, user, former_address, contact:ROLE, tagged:TAG, "
        "user_role:ROLE, field:PATH",
        recipient_from);
}

}  // namespace rapport::notifier
