// SPDX-License-Identifier: MIT
#include "services/complaints/rules/links.hpp"

#include <algorithm>

#include "bus/base/error.hpp"

namespace rapport::complaints {
namespace {

/// Who complains, and nothing of what about.
Complaint of_the_same(const Complaint& complaint) {
    return {.party = complaint.party,
            .party_name = complaint.party_name,
            .contact = complaint.contact,
            .complainant = complaint.complainant,
            .category = complaint.category,
            .subcategory = complaint.subcategory,
            .owner = complaint.owner,
            .former_owner = complaint.former_owner,
            .service = complaint.service};
}

/// At most as long as a subject may be, without half a character at its end.
std::string shortened(std::string text) {
    constexpr std::size_t longest = 200;
    if (text.size() <= longest) return text;
    std::size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    text.resize(end);
    return text;
}

}  // namespace

LinkKind inverse(LinkKind kind) {
    switch (kind) {
        case LinkKind::related:
            return LinkKind::related;
        case LinkKind::follows:
            return LinkKind::followed_by;
        case LinkKind::followed_by:
            return LinkKind::follows;
        case LinkKind::split_from:
            return LinkKind::split_into;
        case LinkKind::split_into:
            return LinkKind::split_from;
        case LinkKind::duplicate_of:
            return LinkKind::has_duplicate;
        case LinkKind::has_duplicate:
            return LinkKind::duplicate_of;
    }
    return LinkKind::related;
}

Complaint follow_up(const Complaint& complaint, const std::string& text, Instant now) {
    Complaint next = of_the_same(complaint);
    next.subject = shortened("Re: " + complaint.subject);
    next.text = text;
    next.received_at = now;
    enter(next, State::received);
    return next;
}

Complaint part_of(const Complaint& complaint, const api::Part& part) {
    if (!complaint.open)
        throw Error(Code::failed_precondition, "a complaint that is " + std::string(name_of(complaint.state)) +
                                                   " is not split; open it again first");
    Complaint own = of_the_same(complaint);
    const auto take = [](auto& field, const auto& given) {
        if (given) field = given;
    };
    own.subject = part.subject;
    own.text = part.text ? part.text : complaint.text;
    take(own.category, part.category);
    take(own.subcategory, part.subcategory);
    take(own.owner, part.owner);
    take(own.service, part.service);
    own.remedy_sought = complaint.remedy_sought;
    own.received_via = complaint.received_via;
    own.received_at = complaint.received_at;
    own.impact = complaint.impact;
    own.safety_implication = complaint.safety_implication;
    own.immediate_action = complaint.immediate_action;
    own.acknowledged_at = complaint.acknowledged_at;
    enter(own, complaint.acknowledged_at ? State::acknowledged : State::received);
    return own;
}

Complaint after_reply(Complaint complaint, const Lifecycle& lifecycle, const kit::Asking& asking) {
    const auto goes_on = [&](std::string_view method) {
        return lifecycle.moved(std::move(complaint), {.method = method, .reason = "the complainant replied"}, asking);
    };
    if (complaint.state == State::waiting_on_customer) return goes_on(api::investigate.name);
    if (complaint.state == State::closed && lifecycle.may_reopen(complaint, asking.now))
        return goes_on(api::reopen.name);
    complaint.reply_by.reset();
    return complaint;
}

}  // namespace rapport::complaints
