// SPDX-License-Identifier: MIT
#include "sdk/host/http_client.hpp"

#include <unistd.h>

#include <algorithm>
#include <stdexcept>
#include <string_view>

#include "sdk/host/networks.hpp"

namespace rapport::sdk {
namespace {

constexpr long default_timeout_ms = 10'000;
constexpr std::size_t default_max_body = 64 * 1024;

std::string_view view(rapport_text text) {
    return text.size == 0 ? std::string_view{} : std::string_view{text.data, text.size};
}

/// As a C string that stays one line: what would end a header early is refused.
std::string one_line(rapport_text text, const char* what) {
    if (std::ranges::any_of(view(text), [](char c) { return c == '\r' || c == '\n' || c == '\0'; }))
        throw std::invalid_argument(std::string(what) + " has a line end or a NUL in it");
    return std::string(view(text));
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    const auto first = text.find_first_not_of(blank);
    return first == text.npos ? std::string_view{} : text.substr(first, text.find_last_not_of(blank) - first + 1);
}

}  // namespace

/// What one request gathers while libcurl works on it.
struct Http::Client::Transfer {
    explicit Transfer(const CurlLibrary& curl_) : curl(curl_) {}
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;
    ~Transfer() { curl.slist_free_all(headers); }

    const CurlLibrary& curl;
    HttpAnswer answer;
    Networks allowed{""}, also_allowed{""};
    std::size_t max_body = default_max_body;
    std::string refused;  // the address that was not connected to
    bool truncated = false;
    curl_slist* headers = nullptr;

    /// Connects to what is allowed only. Called with the very address, after names were looked up and on each redirect.
    static curl_socket_t open(void* self, curlsocktype, curl_sockaddr* to) {
        auto& transfer = *static_cast<Transfer*>(self);
        const auto address = address_of(to->addr);
        if (!is_public(address) && !transfer.allowed.hold(address) && !transfer.also_allowed.hold(address)) {
            transfer.refused = to_text(address);
            return CURL_SOCKET_BAD;
        }
        return ::socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
    }

    static std::size_t header(char* data, std::size_t, std::size_t size, void* self) {
        auto& answer = static_cast<Transfer*>(self)->answer;
        const std::string_view line(data, size);
        if (line.starts_with("HTTP/"))
            answer.headers.clear(), answer.body.clear();  // the answer before was not the last
        else if (const auto colon = line.find(':'); colon != line.npos)
            answer.headers.emplace_back(lower(trimmed(line.substr(0, colon))), trimmed(line.substr(colon + 1)));
        return size;
    }

    static std::size_t body(char* data, std::size_t, std::size_t size, void* self) {
        auto& transfer = *static_cast<Transfer*>(self);
        const auto left = transfer.max_body - transfer.answer.body.size();
        transfer.answer.body.append(data, std::min(size, left));
        transfer.truncated = size > left;
        return transfer.truncated ? 0 : size;
    }
};

Http::Client::Client() : curl_(CurlLibrary::get()), handle_(curl_.easy_init()) {
    if (!handle_) throw std::runtime_error("libcurl gives no handle");
}

Http::Client::~Client() { curl_.easy_cleanup(handle_); }

void Http::Client::prepare(const rapport_http_request& request, Transfer& transfer) {
    curl_.easy_reset(handle_);  // also what a request that was refused halfway left
    transfer.allowed = Networks(view(request.allowed_networks));
    if (request.max_body) transfer.max_body = request.max_body;
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    set(CURLOPT_PROXY, "");  // whatever the environment says: it is addresses of ours that are checked
    set(CURLOPT_USERAGENT, "Rapport");
    set(CURLOPT_URL, one_line(request.url, "the URL").c_str());
    set(CURLOPT_TIMEOUT_MS, request.timeout_ms ? static_cast<long>(request.timeout_ms) : default_timeout_ms);
    set(CURLOPT_FOLLOWLOCATION, request.max_redirects ? 1L : 0L);
    set(CURLOPT_MAXREDIRS, static_cast<long>(request.max_redirects));
    set(CURLOPT_POSTREDIR, static_cast<long>(CURL_REDIR_POST_ALL));
    if (request.ca_file.size) set(CURLOPT_CAINFO, one_line(request.ca_file, "the file of authorities").c_str());
    set(CURLOPT_OPENSOCKETFUNCTION, &Transfer::open);
    set(CURLOPT_OPENSOCKETDATA, &transfer);
    set(CURLOPT_HEADERFUNCTION, &Transfer::header);
    set(CURLOPT_HEADERDATA, &transfer);
    set(CURLOPT_WRITEFUNCTION, &Transfer::body);
    set(CURLOPT_WRITEDATA, &transfer);
    if (request.flags & RAPPORT_HTTP_CONNECT_ONLY) return set(CURLOPT_CONNECT_ONLY, 1L);

    const auto method = one_line(request.method, "the method");
    if (method != "GET" || request.body.size) {
        set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size));
        set(CURLOPT_POSTFIELDS, request.body.size ? request.body.data : "");
        if (method != "POST") set(CURLOPT_CUSTOMREQUEST, method.c_str());
    }
    const auto add = [&](const std::string& line) {
        transfer.headers = curl_.slist_append(transfer.headers, line.c_str());
    };
    add("Expect:");  // no waiting for leave to send the body
    for (std::uint32_t i = 0; i < request.header_count; ++i)
        add(one_line(request.headers[2 * i], "a header's name") + ": " +
            one_line(request.headers[2 * i + 1], "a header's value"));
    set(CURLOPT_HTTPHEADER, transfer.headers);
}

HttpAnswer Http::Client::perform(const rapport_http_request& request, const std::string& allowed) {
    Transfer transfer(curl_);
    transfer.also_allowed = Networks(allowed);
    prepare(request, transfer);
    const auto code = curl_.easy_perform(handle_);
    auto answer = concluded(code, request, transfer);
    curl_.easy_reset(handle_);  // it points to nothing of this transfer any more
    return answer;
}

HttpAnswer Http::Client::concluded(CURLcode code, const rapport_http_request& request, Transfer& transfer) const {
    auto answer = std::move(transfer.answer);
    if (code == CURLE_OK || (code == CURLE_WRITE_ERROR && transfer.truncated)) {
        long status = 0;
        curl_off_t seconds = 0;
        curl_.easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &status);
        curl_.easy_getinfo(handle_, CURLINFO_RETRY_AFTER, &seconds);
        answer.status = static_cast<std::uint32_t>(status);
        answer.retry_after_ms = std::clamp<std::int64_t>(seconds, 0, 7 * 86'400) * 1000;
        return answer;
    }
    curl_off_t before_sending = 0;
    curl_.easy_getinfo(handle_, CURLINFO_PRETRANSFER_TIME_T, &before_sending);
    answer = {.outcome = before_sending > 0 ? RAPPORT_HTTP_UNANSWERED : RAPPORT_HTTP_NOT_SENT,
              .reason = curl_.easy_strerror(code)};
    switch (code) {
        case CURLE_COULDNT_CONNECT:
            if (!transfer.refused.empty())
                return {.outcome = RAPPORT_HTTP_REFUSED,
                        .reason = transfer.refused +
                                  " is not a public address; name its network in the channel's "
                                  "settings if it is to be reached"};
            [[fallthrough]];
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
            answer.outcome = RAPPORT_HTTP_NOT_SENT;
            return answer;
        case CURLE_UNSUPPORTED_PROTOCOL:
        case CURLE_URL_MALFORMAT:
            return {.outcome = RAPPORT_HTTP_REFUSED, .reason = "only http and https URLs are spoken with"};
        case CURLE_TOO_MANY_REDIRECTS:
            return {.outcome = RAPPORT_HTTP_REFUSED,
                    .reason = "it redirects more than " + std::to_string(request.max_redirects) + " times"};
        default:
            return answer;
    }
}

}  // namespace rapport::sdk
