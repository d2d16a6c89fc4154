// SPDX-License-Identifier: MIT
#include "services/kit/engine/store_health.hpp"

#include <spdlog/spdlog.h>

#include "bus/base/retry.hpp"

namespace rapport::kit {
namespace {

constexpr std::string_view ok = "ok", damaged = "damaged", prefix = "store_";

/// What is wrong with the store. Somebody else who holds it for a while is not.
std::string trouble_in(const Error& error) {
    if (error.code() == Code::in_doubt) return "away";
    const auto reason = error.code() == Code::unavailable ? reason_of(error) : std::nullopt;
    if (!reason || !reason->starts_with(prefix) || *reason == "store_busy") return {};
    return reason->substr(prefix.size());
}

}  // namespace

void StoreHealth::failed(const Error& error, Instant now) {
    std::string trouble = trouble_in(error);
    if (trouble.empty()) return;
    const std::scoped_lock lock(mutex_);
    if (state_.state == trouble || state_.state == damaged) return;
    // A disk that is full is one that fails in between: what it is called may change, trouble begins but once.
    const bool begins = state_.state == ok || trouble == damaged;
    state_ = {.state = std::move(trouble),
              .reason = error.message(),
              .since = state_.state == ok ? std::optional(now) : state_.since};
    if (!begins) return;
    spdlog::error("the store of {} is in trouble ({}): {}", service_, state_.state, error.message());
}

void StoreHealth::recovered(Instant now) {
    const std::scoped_lock lock(mutex_);
    if (state_.state == ok || state_.state == damaged) return;
    spdlog::warn("the store of {} takes changes again; it was in trouble ({}) for {} s", service_, state_.state,
                 (now - state_.since.value_or(now)) / Millis(1'000));
    state_ = {};
}

bool StoreHealth::ailing() const {
    const std::scoped_lock lock(mutex_);
    return state_.state != ok && state_.state != damaged;
}

StoreState StoreHealth::state() const {
    const std::scoped_lock lock(mutex_);
    return state_;
}

}  // namespace rapport::kit
