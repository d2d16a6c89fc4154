// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <string>

#include "services/gateway/exchange.hpp"

namespace rapport::gateway::feedback {

/// The pages below /feedback, on which people without an account file a complaint, a compliment or a suggestion, and
/// follow it by its link. They ask of the API what anybody outside can ask, under the same limit, and know no more.
class Pages {
public:
    /// How the API is asked: as if the request had come over HTTP. The key is the one under which it has one effect.
    using Api = std::function<void(HttpRequest request, ResponderPtr responder, std::string key)>;
    explicit Pages(Api api) : api_(std::move(api)) {}

    /// Answers what is below /feedback, then or later; false: another path. Thread-safe.
    bool answer(const ExchangePtr& exchange) const;

private:
    Api api_;
};

}  // namespace rapport::gateway::feedback
