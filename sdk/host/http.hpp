// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sdk/include/rapport/http.h"

namespace rapport::sdk {

/// One exchange's other half; the members are those of rapport_http_response.
struct HttpAnswer {
    std::uint32_t outcome = RAPPORT_HTTP_ANSWERED;
    std::uint32_t status = 0;
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string body = {};
    std::int64_t retry_after_ms = 0;
    std::string reason = {};
};

/// Speaks HTTP for the channel in this process: the extension "rapport.http/1". Keeps connections open between
/// requests. One thread at a time.
class Http {
public:
    Http();
    ~Http();
    Http(const Http&) = delete;
    Http& operator=(const Http&) = delete;

    /// What the plugin is given.
    const rapport_http* table() const { return &table_; }
    /// From now on with a tape, for tests: where the file is there, every request must be the next one on it, and is
    /// answered from it without a network; where it is not, exchanges are written to it. Empty: none.
    void use_tape(const std::string& file);
    /// From now on these networks may be reached besides those that a request allows.
    void allow(std::string networks);

private:
    class Client;
    class Tape;

    HttpAnswer answer(const rapport_http_request& request);
    void give(HttpAnswer answer, rapport_http_response& into);

    std::unique_ptr<Client> client_;  // made with the first request
    std::unique_ptr<Tape> tape_;
    std::string allowed_;
    HttpAnswer last_;
    std::vector<rapport_text> last_headers_;
    rapport_http table_;
};

}  // namespace rapport::sdk
