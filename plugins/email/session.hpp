// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "letter.hpp"

namespace email {

/// How to reach the mail server.
struct Server {
    std::string url;  ///< smtp://host:port/own-name, or smtps://
    bool starttls = false;
    std::string user, password, ca_file;
    std::chrono::milliseconds timeout{};
};

/// Speaks with a mail server, and stays connected between letters. One thread at a time.
class Session {
public:
    Session(Server server, Sender from);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// Returns once the server has taken the letter. Throws rapport::Retry, Rejected or Bounced, or std::runtime_error
    /// where the connection broke after the letter had gone out and nobody knows.
    void send(const rapport::Message& message, const std::string& id);
    /// Connects, secures, signs in, and says nothing but NOOP. std::runtime_error says why that does not work.
    void check();

private:
    struct Talk;

    void prepare(Talk& talk);
    CURLcode perform();
    [[noreturn]] void fail(int code, const Talk& talk) const;
    template <class Value>
    void set(CURLoption option, Value value) {
        if (curl_easy_setopt(handle_, option, value) != CURLE_OK)
            throw std::runtime_error("libcurl lacks an option for mail");
    }

    Server server_;
    Sender from_;
    CURL* handle_;
};

}  // namespace email
