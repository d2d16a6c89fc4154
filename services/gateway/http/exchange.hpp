// SPDX-License-Identifier: MIT
#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "bus/base/actor.hpp"
#include "bus/base/error.hpp"
#include "services/gateway/http/documents.hpp"
#include "services/gateway/http/http.hpp"
#include "services/gateway/http/metrics.hpp"
#include "services/gateway/http/refusal_log.hpp"
#include "services/gateway/http/trace.hpp"
#include "services/kit/service/span_log.hpp"

namespace rapport::gateway {

/// Where it is written down what became of a request, and what is remembered of answers.
struct Records {
    std::shared_ptr<Metrics> metrics;
    std::shared_ptr<RefusalLog> refusals;
    std::shared_ptr<kit::SpanLog> spans;
    std::shared_ptr<Documents> documents;
};

/// One request on its way: what is needed to answer it, and to count and trace the answer.
class Exchange final : public Responder {
public:
    Exchange(HttpRequest request, ResponderPtr responder, Records records);
    ~Exchange() override;

    void send(HttpResponse response) override;
    std::shared_ptr<Stream> stream(HttpResponse head) override;
    /// Answers with a problem document.
    void fail(const Error& error);
    void fail(int status, const Error& error);
    /// 405; `allowed` are the verbs that the path knows: `GET, POST`.
    void refuse_verb(const std::string& allowed);

    const HttpRequest request;
    const Trace trace;
    std::string route = "other";  ///< the pattern under which it is counted
    /// The methods that somebody may call, by operationId; said to those who answer a path of their own.
    std::function<std::vector<std::string>(const Actor& actor)> may;
    std::string idem;  ///< the key that a page of ours gives it; empty: the caller's, or a new one

private:
    void finish(HttpResponse& response);

    ResponderPtr responder_;
    const Records records_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};
using ExchangePtr = std::shared_ptr<Exchange>;

/// Paths that are answered by somebody else than a route (sign-in), exactly those; one that ends in `/` with whatever
/// one part follows it. Called on the HTTP thread.
using Mounts = std::map<std::string, std::function<void(const ExchangePtr& exchange)>, std::less<>>;

}  // namespace rapport::gateway
