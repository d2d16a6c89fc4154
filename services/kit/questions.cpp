// SPDX-License-Identifier: MIT
#include "services/kit/questions.hpp"

#include <algorithm>
#include <tuple>

namespace rapport::kit {
namespace {

/// The details of a refusal.
struct Blocking {
    std::vector<Held> holds;
    static constexpr auto fields = describe(Field{"holds", &Blocking::holds, "what is in the way"});
};

bool blocks(const Held& held, Blocks what) { return std::ranges::find(held.blocks, what) != held.blocks.end(); }

/// The request of the caller is not what is wrong where an answer is.
Holds holds_in(const std::string& service, const std::string& answer) {
    try {
        return decode<Holds>(answer);
    } catch (const Error& error) {
        throw Error(Code::internal,
                    service + " answers " + std::string(holds.name) + " with what is no answer: " + error.message());
    }
}

/// `2 complaints (C-2026-000001, C-2026-000002) of complaints`.
std::string in_words(const Held& held) {
    std::string text = std::to_string(held.count) + ' ' + held.kind + (held.count == 1 ? "" : "s");
    std::string names;
    for (const RecordRef& record : held.references)
        names.append(names.empty() ? "" : ", ").append(record.number.value_or(record.title));
    if (static_cast<std::size_t>(held.count) > held.references.size() && !names.empty()) names += ", …";
    if (!names.empty()) text.append(" (").append(names).append(1, ')');
    return text + " of " + held.service;
}

/// failed_precondition with what blocks that, but for what is seen to.
template <class SeenTo>
void refuse_what_is_blocked(const std::vector<Held>& held, Blocks what, SeenTo seen_to) {
    Blocking blocking;
    std::string text;
    bool can_hand_over = what == Blocks::retire;
    for (const Held& one : held) {
        if (!blocks(one, what) || seen_to(one)) continue;
        can_hand_over &= one.can_hand_over;
        text.append(text.empty() ? "" : "; ").append(in_words(one));
        blocking.holds.push_back(one);
    }
    if (blocking.holds.empty()) return;
    const char* const way_out =
        can_hand_over ? ": end them, or name in hand_over_to who goes on with them" : ": end them first";
    throw Error(Code::failed_precondition, "id: it has " + text + way_out, any_of(blocking));
}

}  // namespace

std::vector<Held> held(const Answers& answers) {
    std::vector<Held> all;
    for (const auto& [service, answer] : answers)
        for (Held& one : holds_in(service, answer).items) {
            one.service = service;
            all.push_back(std::move(one));
        }
    return all;
}

void check_may_retire(const std::vector<Held>& held, bool handing_over) {
    refuse_what_is_blocked(held, Blocks::retire,
                           [handing_over](const Held& one) { return handing_over && one.can_hand_over; });
}

void check_may_erase(const std::vector<Held>& held) {
    refuse_what_is_blocked(held, Blocks::erase, [](const Held&) { return false; });
}

std::optional<UserId> user_asked_for(const AskWork& request, const Actor& caller) {
    return request.user ? request.user : user_acting(caller);
}

WorkList narrowed(std::vector<WorkItem> items, const AskWork& request) {
    std::erase_if(items, [&request](const WorkItem& item) {
        return (request.kind && item.kind != *request.kind) ||
               (request.until && (!item.due || *item.due > *request.until));
    });
    std::ranges::sort(items, {}, [](const WorkItem& item) {
        return std::tuple(!item.due, item.due.value_or(Instant{}), item.record.id);
    });
    if (items.size() > WorkList::most) items.resize(WorkList::most);
    return {std::move(items)};
}

}  // namespace rapport::kit
