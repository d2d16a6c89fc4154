// SPDX-License-Identifier: MIT
#pragma once
#include <gtest/gtest.h>

#include <thread>
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

/// Fails with `what` unless that is so within 30 s; it is looked at every 20 ms.
template <class Wanted>
void wait_until(const char* what, Wanted wanted) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    for (; !wanted(); std::this_thread::sleep_for(std::chrono::milliseconds(20)))
        ASSERT_LT(std::chrono::steady_clock::now(), end) << what;
}

}  // namespace rapport::integration
