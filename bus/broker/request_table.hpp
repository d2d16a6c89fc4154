// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "bus/broker/service.hpp"

namespace rapport::bus {

/// The requests in workers' hands, by the token under which each was handed out. A token is a slot and a random number
/// that is new for each request, so it can neither be guessed nor mean a later request; and only the worker that holds
/// the request may use it.
class RequestTable {
public:
    static constexpr std::size_t token_size = 12;
    using Token = std::array<char, token_size>;
    using Slot = std::uint32_t;

    /// A place in the table: a request, and its neighbours among those that the same worker holds.
    struct Held {
        Call call;
        Worker* worker = nullptr;
        std::uint64_t number = 0;   ///< 0: nobody's
        std::uint64_t before = 0;   ///< of the request that stood here before
        Slot older = 0, newer = 0;  ///< the others in the same worker's hands; 0: none
    };

    RequestTable() : slots_(1) {}

    /// Puts the call into the worker's hands.
    Slot add(Worker& worker, Call call);
    Token token_of(Slot slot) const;
    /// The slot that the token means, if it is in this worker's hands.
    std::optional<Slot> find(std::string_view token, const Worker& worker) const;
    /// Whether the token was good a short time ago: its request has been answered, or taken away.
    bool was_good(std::string_view token) const;
    Held& operator[](Slot slot) { return slots_[slot]; }
    /// Takes it out of its worker's hands.
    Call remove(Slot slot);
    std::size_t size() const { return slots_.size() - 1 - unused_.size(); }

private:
    struct Named {
        Slot slot;
        std::uint64_t number;
    };
    std::optional<Named> read(std::string_view token) const;
    std::uint64_t random();

    std::vector<Held> slots_;  ///< the first stands for "none"
    std::vector<Slot> unused_;
    std::array<std::uint64_t, 512> random_{};
    std::size_t random_left_ = 0;
};

}  // namespace rapport::bus
