// SPDX-License-Identifier: MIT
#include "bus/broker/request_table.hpp"

#include <sodium.h>

#include <cstring>
#include <utility>

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
    slots_[slot] = Held{std::move(call), &worker, random(), slots_[slot].before, worker.newest, 0};
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

std::optional<RequestTable::Named> RequestTable::read(std::string_view token) const {
    Named named;
    if (token.size() != token_size) return {};
    std::memcpy(&named.slot, token.data(), sizeof named.slot);
    std::memcpy(&named.number, token.data() + sizeof named.slot, sizeof named.number);
    if (named.slot >= slots_.size() || named.number == 0) return {};
    return named;
}

std::optional<RequestTable::Slot> RequestTable::find(std::string_view token, const Worker& worker) const {
    const auto named = read(token);
    if (!named || slots_[named->slot].number != named->number || slots_[named->slot].worker != &worker) return {};
    return named->slot;
}

bool RequestTable::was_good(std::string_view token) const {
    const auto named = read(token);
    return named && slots_[named->slot].before == named->number;
}

Call RequestTable::remove(Slot slot) {
    Held& held = slots_[slot];
    if (held.older) slots_[held.older].newer = held.newer;
    if (held.newer) slots_[held.newer].older = held.older;
    else held.worker->newest = held.older;
    --held.worker->in_hand;
    held.worker = nullptr;
    held.before = std::exchange(held.number, 0);
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
