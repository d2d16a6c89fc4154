// SPDX-License-Identifier: MIT
#pragma once

#include "sdk/host/curl_library.hpp"
#include "sdk/host/http.hpp"

namespace rapport::sdk {

/// The part of Http that speaks with others, through libcurl.
class Http::Client {
public:
    /// std::runtime_error where libcurl is not there.
    Client();
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// Never throws for what the other side does. std::invalid_argument for a malformed request. `allowed` are networks
    /// that may be reached besides those that the request allows.
    HttpAnswer perform(const rapport_http_request& request, const std::string& allowed);

private:
    struct Transfer;

    void prepare(const rapport_http_request& request, Transfer& transfer);
    HttpAnswer concluded(CURLcode code, const rapport_http_request& request, Transfer& transfer) const;
    template <class Value>
    void set(CURLoption option, Value value) {
        curl_.easy_setopt(handle_, option, value);
    }

    const CurlLibrary& curl_;
    CURL* handle_;
};

}  // namespace rapport::sdk
