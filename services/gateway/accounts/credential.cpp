// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/credential.hpp"

#include <algorithm>

namespace rapport::gateway::accounts {
namespace {

constexpr std::int64_t free_tries = 10;
constexpr std::int64_t tries_of_strangers = 50;
constexpr std::chrono::hours remembered{30 * 24};

}  // namespace

bool expired(const Credential& credential, Instant now) { return credential.expires && now >= *credential.expires; }

bool closed_to_strangers(const Credential& credential, Instant now) {
    return credential.failures >= tries_of_strangers && credential.hour_ends && now < *credential.hour_ends;
}

Credential failed(Credential credential, Instant now) {
    if (!credential.hour_ends || now >= *credential.hour_ends) {
        credential.failures = 0;
        credential.hour_ends = now + std::chrono::hours(1);
    }
    ++credential.failures;
    return credential;
}

bool locked(const Place& place, Instant now) { return place.locked_until && now < *place.locked_until; }

bool known(const Place& place, Instant now) { return place.signed_in && now < *place.signed_in + remembered; }

Place failed(Place place, Instant now) {
    place.changed = now;
    ++place.failures;
    if (place.failures < free_tries) return place;
    const auto doublings = std::min<std::int64_t>(place.failures - free_tries, 6);
    place.locked_until = now + std::min<Millis>(std::chrono::minutes(1LL << doublings), std::chrono::hours(1));
    return place;
}

Place succeeded(Place place, Instant now) {
    place.failures = 0;
    place.locked_until.reset();
    place.signed_in = place.changed = now;
    return place;
}

bool stale(const Place& place, Instant now) {
    return !known(place, now) && !locked(place, now) && now >= place.changed + std::chrono::hours(24);
}

}  // namespace rapport::gateway::accounts
