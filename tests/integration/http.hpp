// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

namespace rapport::integration {

/// What came back of one request.
struct Response {
    int status = 0;                              ///< 0: no answer (refused, cut off)
    std::map<std::string, std::string> headers;  ///< names in lower case
    std::string body;

    /// The body; null if it is no JSON.
    nlohmann::json json() const { return nlohmann::json::parse(body, nullptr, false); }
};

using Headers = std::map<std::string, std::string>;

/// A program that speaks to the gateway over one connection. Not thread-safe: one each.
class Http {
public:
    /// `token` goes with each request, if there is one.
    explicit Http(std::string address, std::string token = {});
    ~Http();
    Http(Http&&) noexcept;

    Response get(const std::string& path, const Headers& headers = {});
    Response post(const std::string& path, const nlohmann::json& body, const Headers& headers = {});
    /// Any body, sent as it is.
    Response send(const std::string& verb, const std::string& path, const std::string& body,
                  const Headers& headers = {});
    /// The same until there is an answer that is none of 502, 503, 504: as a client does that must get through. All
    /// tries have one Idempotency-Key. Gives up after a minute.
    Response post_until_answered(const std::string& path, const nlohmann::json& body, const std::string& key);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace rapport::integration
