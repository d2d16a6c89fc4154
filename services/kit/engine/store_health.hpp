// SPDX-License-Identifier: MIT
#pragma once
#include <mutex>
#include <optional>
#include <string>

#include "bus/base/error.hpp"
#include "bus/base/fields.hpp"
#include "bus/base/time.hpp"

namespace rapport::kit {

/// How a service's store is, as `$stats` tells it.
struct StoreState {
    std::string state = "ok";
    std::optional<std::string> reason;
    std::optional<Instant> since;

    static constexpr auto fields =
        describe(Field{"state", &StoreState::state, "ok, or what is wrong: full, damaged, unwritable, failing, …"},
                 Field{"reason", &StoreState::reason, "what is wrong and what to do, for people"},
                 Field{"since", &StoreState::since, "since when"});
};

/// Whether a store takes what it is given, as those who use it find. Says in the log when trouble begins and when it is
/// over, once each. Thread-safe.
class StoreHealth {
public:
    explicit StoreHealth(std::string service) : service_(std::move(service)) {}

    /// An error of somebody who used the store; one that says nothing of the store changes nothing.
    void failed(const Error& error, Instant now);
    /// A change was committed. Damage does not pass by that.
    void recovered(Instant now);
    /// Something is wrong that may pass.
    bool ailing() const;
    StoreState state() const;

private:
    const std::string service_;
    mutable std::mutex mutex_;
    StoreState state_;
};

}  // namespace rapport::kit
