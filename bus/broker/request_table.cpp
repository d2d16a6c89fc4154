// SPDX-License-Identifier: MIT
#include "bus/broker/request_table.hpp"

#include <sodium.h>

#include <cstring>

namespace rapport::bus {

RequestTable::Slot RequestTable::add(Worker& worker, Call call) {
    Slot slot;
    if (unused_.empty()) {
        slot = static_cast<Slot>(slots_.size());
        slots_.emplace_back();
    } else {
        slot = unused_.back();
        unused_.pop_back();
    }
    slots_[slot] = Held{std::move(call), &worker, random(), worker.newest, 0};
    if (worker.newest) slots_[worker.newest].newer = slot;
    worker.newest = slot;
    ++worker.in_hand;
    return slot;
}

RequestTable::Token RequestTable::token_of(Slot slot) const {
    Token token;
    std::memcpy(token.data(), &slot, sizeof slot);
    std::memcpy(token.data() + sizeof slot, &slots_[slot].number, sizeof(std::uint64_t));
    return token;
}

std::optional<RequestTable::Slot> RequestTable::find(std::string_view token, const Worker& worker) const {
    Slot slot;
    std::uint64_t number;
    if (token.size() != token_size) return {};
    std::memcpy(&slot, token.data(), sizeof slot);
    std::memcpy(&number, token.data() + sizeof slot, sizeof number);
    if (slot >= slots_.size() || number == 0) return {};
    const Held& held = slots_[slot];
    if (held.number != number || held.worker != &worker) return {};
    return slot;
}

Call RequestTable::remove(Slot slot) {
    Held& held = slots_[slot];
    if (held.older) slots_[held.older].newer = held.newer;
    if (held.newer) slots_[held.newer].older = held.older;
    else held.worker->newest = held.older;
    --held.worker->in_hand;
    held.worker = nullptr;
    held.number = 0;
    unused_.push_back(slot);
    return std::move(held.call);
}

std::uint64_t RequestTable::random() {
    if (random_left_ == 0) {
        randombytes_buf(random_.data(), sizeof random_);
        random_left_ = random_.size();
    }
    const std::uint64_t number = random_[--random_left_];
    return number ? number : random();
}

}  // namespace rapport::bus
