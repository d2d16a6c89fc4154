// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <string>

#include "services/gateway/http/exchange.hpp"
#include "services/gateway/pages/feedback/wording.hpp"

namespace rapport::gateway::feedback {

/// How pages are for those who say nothing of themselves.
struct Locale {
    Language language = Language::en;  ///< of those whose browser asks for none of ours
    std::string time_zone = "UTC";     ///< in which times are said where no script says them in the reader's
};

/// The pages below /feedback, on which people without an account file a complaint, a compliment, a suggestion or a
/// question, and follow it by its link. They ask of the API what anybody outside can ask, under the same limit, and
/// know no more.
class Pages {
public:
    /// How the API is asked: as if the request had come over HTTP. The key is the one under which it has one effect.
    using Api = std::function<void(HttpRequest request, ResponderPtr responder, std::string key)>;
    /// `locale` is asked for each page. With `over_tls` the cookie of the language is sent over TLS alone.
    Pages(Api api, std::function<Locale()> locale, bool over_tls)
        : api_(std::move(api)), locale_(std::move(locale)), over_tls_(over_tls) {}

    /// Answers what is below /feedback, then or later; false: another path. Thread-safe.
    bool answer(const ExchangePtr& exchange) const;

private:
    Api api_;
    std::function<Locale()> locale_;
    bool over_tls_;
};

}  // namespace rapport::gateway::feedback
