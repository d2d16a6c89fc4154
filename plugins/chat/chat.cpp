// SPDX-License-Identifier: MIT
#include <optional>
#include <rapport/http.hpp>
#include <rapport/plugin.hpp>

#include "post.hpp"

namespace {

/// Posts messages into a room of a chat, through its incoming webhook.
struct Chat : rapport::Channel {
    // A message a second is what Slack takes, and 4,000 characters what it shows well; the others take more.
    static constexpr Limits limits{.max_subject = 250, .max_text = 4'000, .max_batch = 1, .max_per_minute = 60};

    Setting<std::string> service{this, "service", "slack", "slack, mattermost or teams", 1, 20};
    Setting<rapport::Secret> url{
        this, "url", rapport::required, "the address of the incoming webhook: whoever knows it can post", 8, 2000};
    Setting<int> timeout_ms{this, "timeout_ms", 8'000, "how long one message may take", 10, 600'000};
    Setting<std::string> allowed_networks{
        this, "allowed_networks",
        "",   "networks that are not public and may be reached: 10.1.0.0/16, fd00::/8; * for all",
        0,    2000};
    Setting<std::string> ca_file{this, "ca_file", "", "PEM file of the authorities to trust; empty: the system's",
                                 0,    4096};

    void start() {
        service_ = chat::service_of(*service);
        if (!url->reveal().starts_with("https://") && !url->reveal().starts_with("http://"))
            throw std::invalid_argument("'/url' must start with https:// or http://");
        http_ = rapport::Http(*this);
    }

    void probe() {
        auto request = prepared();
        request.connect_only = true;
        http_(request);
    }

    Receipt send(const Message& message) {
        auto request = prepared();
        request.headers = {{"content-type", "application/json; charset=utf-8"}};
        request.body = chat::post(service_, message.subject, message.text);
        const auto response = http_(request);
        rapport::expect_taken(response);
        // Teams' connectors answer 200 also where the message went nowhere.
        if (service_ == chat::Service::teams && response.body.find("HTTP error 429") != std::string::npos)
            throw rapport::retry(std::chrono::seconds(30), "Teams takes no more at the moment");
        return {};
    }

private:
    rapport::HttpRequest prepared() const {
        return {.url = url->reveal(),
                .timeout = std::chrono::milliseconds(timeout_ms),
                .allowed_networks = allowed_networks,
                .ca_file = ca_file};
    }

    chat::Service service_ = chat::Service::slack;
    rapport::Http http_;
};

}  // namespace

RAPPORT_CHANNEL(Chat, "rapport.chat", "1.0.0", "Slack, Mattermost or Teams")
