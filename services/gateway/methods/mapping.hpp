// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bus/base/error.hpp"
#include "services/gateway/http/http.hpp"
#include "services/gateway/methods/routes.hpp"

namespace rapport::gateway {

/// The largest body that is read.
inline constexpr std::size_t max_body = 1 << 20;

/// Something is wrong with the request as HTTP sees it: an error with a status of its own, such as 413 or 415.
class HttpError : public Error {
public:
    HttpError(int status, Code code, const std::string& message, Any details = {})
        : Error(code, message, std::move(details)), status_(status) {}
    int status() const { return status_; }

private:
    int status_;
};

/// HttpError 415 unless the body is said to be JSON, and not compressed.
void check_media_type(const HttpRequest& request);

/// invalid_argument for a path that takes no query parameters and got one.
void check_no_query(const HttpRequest& request);

/// The method's parameter as MessagePack: path, If-Match, and query (GET, DELETE) or JSON body (others). Of several
/// versions in If-Match the first is meant, or `version`. invalid_argument names the field; HttpError for a media type
/// that we do not read.
std::string params_of(const Route& route, const std::vector<std::string>& path_values, const HttpRequest& request,
                      std::optional<std::int64_t> version = {});

/// A method takes one version, If-Match may name several: the one to ask for next, where `error` says that it is the
/// current one. Nothing where If-Match does not name it, or it was `tried`.
std::optional<std::int64_t> other_version(const HttpRequest& request, const Error& error,
                                          std::span<const std::int64_t> tried);

/// What the method answered, as HTTP: status, JSON, ETag, Location; a file as itself, unless JSON is asked for. Of a
/// GET 304 where If-None-Match names its tag; HttpError 412 where If-Match does not.
HttpResponse response_of(const Route& route, const std::string& result, const HttpRequest& request);

/// Whether the request has that preference (RFC 7240), in small letters.
bool prefers(const HttpRequest& request, std::string_view preference);
/// The answer of a dry run: 200, and of nothing that is there.
void as_dry_run(HttpResponse& response);

}  // namespace rapport::gateway
