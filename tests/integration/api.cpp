// SPDX-License-Identifier: MIT
#include "tests/integration/api.hpp"

#include <stdexcept>

namespace rapport::integration {
namespace {

using nlohmann::json;

json page(Http& http, const std::string& path) {
    const auto answer = http.get(path);
    if (answer.status != 200)
        throw std::runtime_error("GET " + path + ": " + std::to_string(answer.status) + " " + answer.body);
    return answer.json();
}

}  // namespace

std::vector<json> all_complaints(Http& http) {
    std::vector<json> all;
    std::string after;
    do {
        auto part = page(http, "/api/v1/complaints?limit=200" + (after.empty() ? "" : "&after=" + after));
        for (auto& item : part.at("items")) all.push_back(std::move(item));
        after = part.value("next", "");
    } while (!after.empty());
    return all;
}

std::int64_t total_complaints(Http http) { return page(http, "/api/v1/complaints?limit=1").at("total"); }

json complaint_about(const std::string& subject) {
    return {{"complainant", {{"name", "Ada Lovelace"}, {"email", "ada@example.org"}}},
            {"subject", subject},
            {"text", "It has been so since Monday."},
            {"received_via", "web"}};
}

}  // namespace rapport::integration
