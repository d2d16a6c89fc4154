// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "tests/integration/http.hpp"

/// What several tests ask of the HTTP API.
namespace rapport::integration {

/// Every complaint there is, page by page. Throws if a page is no 200.
std::vector<nlohmann::json> all_complaints(Http& http);
/// How many there are, as a page of the list says.
std::int64_t total_complaints(Http http);
/// The body of a complaint that is given inline.
nlohmann::json complaint_about(const std::string& subject);

}  // namespace rapport::integration
