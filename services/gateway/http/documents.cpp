// SPDX-License-Identifier: MIT
#include "services/gateway/http/documents.hpp"

#include "bus/base/error.hpp"
#include "services/gateway/http/encoding.hpp"
#include "services/gateway/http/entity_tag.hpp"

namespace rapport::gateway {
namespace {

/// They are told often, and made once.
constexpr int thorough = 9;

/// An If-None-Match that nobody can read says nothing.
bool is_known(const HttpRequest& request, const std::string& tag) {
    try {
        const auto known = tag_condition(request, "If-None-Match");
        return known && names_weakly(*known, tag);
    } catch (const Error&) {
        return false;
    }
}

}  // namespace

bool Documents::at(std::string_view path) {
    return path == "/api/openapi.json" || path == "/api/v1/event-types" || path.starts_with("/api/v1/words/");
}

void Documents::conclude(const HttpRequest& request, HttpResponse& response) {
    if (response.status != 200 || (request.verb != "GET" && request.verb != "HEAD")) return;
    const std::string content = tag_of_content(response.body);
    const bool small = wanted_coding(request, "gzip") > 0;
    const std::string tag = content + (small ? "-gzip" : "");
    std::erase_if(response.headers, [](const auto& header) { return header.first == "Cache-Control"; });
    response.headers.emplace_back("Cache-Control", "private, no-cache");
    response.headers.emplace_back("ETag", '"' + tag + '"');
    add_vary(response, "Accept-Encoding");
    if (is_known(request, tag)) {
        response.status = 304;
        response.body.clear();
        return;
    }
    if (!small) return;
    const std::scoped_lock lock(mutex_);
    if (compressed_.size() >= most && !compressed_.contains(request.path)) compressed_.clear();
    Compressed& known = compressed_[request.path];
    if (known.tag != content) known = {content, gzipped(response.body, thorough)};
    response.body = known.bytes;
    response.headers.emplace_back("Content-Encoding", "gzip");
}

}  // namespace rapport::gateway
