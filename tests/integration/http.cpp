// SPDX-License-Identifier: MIT
#include "tests/integration/http.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

namespace rapport::integration {
namespace {

/// curl's own state, which it wants made once and before there are threads.
struct Curl {
    Curl() { curl_global_init(CURL_GLOBAL_DEFAULT); }
    ~Curl() { curl_global_cleanup(); }
};
const Curl curl;

std::size_t take_body(char* data, std::size_t size, std::size_t count, void* response) {
    static_cast<Response*>(response)->body.append(data, size * count);
    return size * count;
}

std::size_t take_header(char* data, std::size_t size, std::size_t count, void* response) {
    const std::string line(data, size * count);
    if (const auto colon = line.find(':'); colon != line.npos) {
        auto name = line.substr(0, colon);
        std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
        const auto begin = line.find_first_not_of(' ', colon + 1), end = line.find_last_not_of("\r\n ");
        static_cast<Response*>(response)->headers[name] =
            begin == line.npos || end < begin ? "" : line.substr(begin, end - begin + 1);
    }
    return size * count;
}

}  // namespace

struct Http::State {
    std::string address, token;
    CURL* handle = curl_easy_init();
    ~State() { curl_easy_cleanup(handle); }
};

Http::Http(std::string address, std::string token) : state_(std::make_unique<State>()) {
    state_->address = std::move(address);
    state_->token = std::move(token);
}
Http::~Http() = default;
Http::Http(Http&&) noexcept = default;

Response Http::send(const std::string& verb, const std::string& path, const std::string& body, const Headers& headers) {
    Response response;
    CURL* const handle = state_->handle;
    curl_easy_reset(handle);
    const auto url = state_->address + path;
    curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, verb.c_str());
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT, 30L);
    curl_easy_setopt(handle, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &response);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, &response);
    if (verb != "GET") {
        curl_easy_setopt(handle, CURLOPT_POSTFIELDS, body.data());
        curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    }
    curl_slist* list = curl_slist_append(nullptr, "Expect:");
    if (!headers.contains("Content-Type")) list = curl_slist_append(list, "Content-Type: application/json");
    if (!state_->token.empty()) list = curl_slist_append(list, ("Authorization: Bearer " + state_->token).c_str());
    for (const auto& [name, value] : headers)
        list = curl_slist_append(list, fmt::format("{}: {}", name, value).c_str());
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, list);
    const auto result = curl_easy_perform(handle);
    curl_slist_free_all(list);
    long status = 0;
    if (result == CURLE_OK) curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    response.status = static_cast<int>(status);
    return response;
}

Response Http::get(const std::string& path, const Headers& headers) { return send("GET", path, {}, headers); }

Response Http::post(const std::string& path, const nlohmann::json& body, const Headers& headers) {
    return send("POST", path, body.dump(), headers);
}

Response Http::post_until_answered(const std::string& path, const nlohmann::json& body, const std::string& key) {
    using namespace std::chrono_literals;
    const auto until = std::chrono::steady_clock::now() + 60s;
    for (;;) {
        auto response = post(path, body, {{"Idempotency-Key", key}});
        const bool answered = response.status != 0 && (response.status < 502 || response.status > 504);
        if (answered || std::chrono::steady_clock::now() > until) return response;
        std::this_thread::sleep_for(20ms);
    }
}

}  // namespace rapport::integration
