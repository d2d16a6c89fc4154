// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <string>

#include "services/gateway/http/exchange.hpp"
#include "services/gateway/pages/feedback/wording.hpp"

namespace rapport::gateway::feedback {

/// What the operator says of the pages.
struct PageSettings {
    Language language = Language::en;  ///< for those whose browser asks for none of ours
    std::string time_zone = "UTC";     ///< in which times are said where no script says them in the reader's
    bool over_tls = false;             ///< the language's cookie is sent over TLS alone
};

/// The pages below /feedback, on which people without an account file a complaint, a compliment, a suggestion or a
/// question, and follow it by its link. They ask of the API what anybody outside can ask, under the same limit, and
/// know no more.
class Pages {
public:
    /// How the API is asked: as if the request had come over HTTP. The key is the one under which it has one effect.
    using Api = std::function<void(HttpRequest request, ResponderPtr responder, std::string key)>;
    explicit Pages(Api api, PageSettings settings = {}) : api_(std::move(api)), settings_(std::move(settings)) {}

    /// Answers what is below /feedback, then or later; false: another path. Thread-safe.
    bool answer(const ExchangePtr& exchange) const;

private:
    Api api_;
    PageSettings settings_;
};

}  // namespace rapport::gateway::feedback
