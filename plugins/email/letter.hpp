// SPDX-License-Identifier: MIT
#pragma once

#include <curl/curl.h>

#include <memory>
#include <rapport/plugin.hpp>
#include <string>

namespace email {

/// Who a letter is from; `name` and `reply_to` may be empty.
struct Sender {
    std::string address, name, reply_to;
};

/// Frees what libcurl made.
struct CurlFree {
    void operator()(curl_mime* mime) const { curl_mime_free(mime); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Headers = std::unique_ptr<curl_slist, CurlFree>;
using Mime = std::unique_ptr<curl_mime, CurlFree>;

/// The letter's own headers. `id` is its Message-ID.
Headers headers_of(const rapport::Message& message, const Sender& from, const std::string& id, std::time_t now);

/// The letter's content: text, HTML beside it where there is any, attachments after them.
Mime content_of(CURL* handle, const rapport::Message& message);

}  // namespace email
