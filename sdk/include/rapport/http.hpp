// SPDX-License-Identifier: MIT
#pragma once

/// HTTP through the host, for channels: no network library in the plugin. Standard library only.

#include <utility>

#include "rapport/channel.hpp"
#include "rapport/http.h"

namespace rapport {

/// The members are explained in <rapport/http.h>.
struct HttpRequest {
    std::string method = "POST", url;
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string body = {};
    std::chrono::milliseconds timeout{8'000};
    uint32_t max_redirects = 0;
    std::string allowed_networks = {}, ca_file = {};
    bool connect_only = false;
};

/// What a server answered. `retry_after` is what its header of that name says; 0: nothing.
struct HttpResponse {
    uint32_t status = 0;
    std::vector<std::pair<std::string, std::string>> headers = {};  ///< names in lower case
    std::string body = {};
    std::chrono::milliseconds retry_after{0};

    /// The value of a header, named in lower case; empty where there is none.
    std::string_view header(std::string_view name) const {
        for (const auto& [each, value] : headers)
            if (each == name) return value;
        return {};
    }
};

/// What the host does for one plugin. Construct it in start(); use it during probe() and send().
class Http {
public:
    Http() = default;
    /// std::runtime_error where the host does not offer HTTP.
    explicit Http(const Plugin& plugin) : host_(static_cast<const rapport_http*>(plugin.extension(RAPPORT_HTTP))) {
        if (!host_) throw std::runtime_error("this host does not offer " RAPPORT_HTTP);
    }

    /// Throws Retry where nothing was sent, Rejected where the host refuses, std::runtime_error where nobody knows what
    /// became of the request.
    HttpResponse operator()(const HttpRequest& request) const;

private:
    const rapport_http* host_ = nullptr;
};

inline HttpResponse Http::operator()(const HttpRequest& request) const {
    std::vector<rapport_text> headers;
    for (const auto& [name, value] : request.headers)
        headers.insert(headers.end(), {detail::borrow(name), detail::borrow(value)});
    const rapport_http_request asked{sizeof asked,
                                     request.connect_only ? uint32_t{RAPPORT_HTTP_CONNECT_ONLY} : 0,
                                     detail::borrow(request.method),
                                     detail::borrow(request.url),
                                     headers.data(),
                                     static_cast<uint32_t>(request.headers.size()),
                                     static_cast<uint32_t>(request.timeout.count()),
                                     request.max_redirects,
                                     0,
                                     detail::borrow(request.body),
                                     detail::borrow(request.allowed_networks),
                                     detail::borrow(request.ca_file)};
    rapport_http_response given{};
    given.size = sizeof given;
    host_->request(host_->context, &asked, &given);
    const std::string reason(detail::view(given.reason));
    if (given.outcome == RAPPORT_HTTP_NOT_SENT) throw retry(std::chrono::milliseconds{0}, reason);
    if (given.outcome == RAPPORT_HTTP_REFUSED) throw rejected(reason);
    if (given.outcome != RAPPORT_HTTP_ANSWERED) throw std::runtime_error(reason);
    HttpResponse response{
        given.status, {}, std::string(detail::view(given.body)), std::chrono::milliseconds{given.retry_after_ms}};
    for (uint32_t i = 0; i < given.header_count; ++i)
        response.headers.emplace_back(detail::view(given.headers[2 * i]), detail::view(given.headers[2 * i + 1]));
    return response;
}

/// What an answer means for a message: returns where it was taken (2xx). Throws Retry where the other side is certain
/// not to have taken it but may later (408, 425, 429, 503), std::runtime_error where it failed and nobody knows how far
/// it got (other 5xx), and Rejected for everything else.
inline void expect_taken(const HttpResponse& response) {
    if (response.status >= 200 && response.status < 300) return;
    std::string why = "answered " + std::to_string(response.status);
    if (const auto to = response.header("location"); !to.empty())
        why.append(", a redirect to ").append(to).append(" that is not followed");
    else if (!response.body.empty())
        why.append(": ").append(response.body.substr(0, response.body.find_first_of("\r\n")).substr(0, 200));
    switch (response.status) {
        case 408:
        case 425:
        case 429:
        case 503:
            throw retry(response.retry_after, why);
        default:
            if (response.status >= 500) throw std::runtime_error(why);
            throw rejected(why);
    }
}

/// `text` as a JSON string, quotes included.
inline std::string json_string(std::string_view text) {
    std::string out;
    detail::append_quoted(out, text);
    return out;
}

}  // namespace rapport
