// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <string_view>

#include "services/gateway/http/http.hpp"

namespace rapport::gateway {

/// How much a content coding, `gzip` or `br`, is wanted by Accept-Encoding (RFC 9110, 12.5.3), from 0 to 1; 0 where
/// nothing is said of it.
double wanted_coding(const HttpRequest& request, std::string_view coding);

/// The bytes as gzip (RFC 1952). `effort` from 1, quick, to 9, small.
std::string gzipped(std::string_view bytes, int effort);

/// Adds a name to what an answer depends on (Vary).
void add_vary(HttpResponse& response, std::string_view name);

/// Compresses an answer if it is JSON of more than 1 kB and the client wants gzip. What tells a secret of its own, the
/// session's, is left as it is: beside text that others choose, its length would tell of the secret (BREACH).
void compress(const HttpRequest& request, HttpResponse& response);

}  // namespace rapport::gateway
