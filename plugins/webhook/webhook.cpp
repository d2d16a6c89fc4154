// SPDX-License-Identifier: MIT
#include <rapport/http.hpp>
#include <rapport/plugin.hpp>

#include "envelope.hpp"

namespace {

/// Posts the event that a message is about to a program of somebody's, signed after Standard Webhooks.
struct Webhook : rapport::Channel {
    static constexpr Limits limits{.idempotent = true, .max_batch = 1};

    Setting<std::string> url{this, "url", rapport::required, "where to, https://…", 8, 2000};
    Setting<rapport::Secret> secret{
        this, "secret", rapport::required, "that signs: whsec_ and base64; with several, one a line, each signs",
        1,    4096};
    Setting<int> timeout_ms{this, "timeout_ms", 8'000, "how long one delivery may take", 10, 600'000};
    Setting<int> max_redirects{this, "max_redirects", 0, "redirects that are followed", 0, 10};
    Setting<std::string> allowed_networks{
        this, "allowed_networks",
        "",   "networks that are not public and may be reached: 10.1.0.0/16, fd00::/8; * for all",
        0,    2000};
    Setting<std::string> ca_file{this, "ca_file", "", "PEM file of the authorities to trust; empty: the system's",
                                 0,    4096};

    void start() {
        if (!url->starts_with("https://") && !url->starts_with("http://"))
            throw std::invalid_argument("'/url' must start with https:// or http://");
        keys_ = webhook::keys_of(secret->reveal());
        http_ = rapport::Http(*this);
    }

    void probe() {
        auto request = prepared();
        request.connect_only = true;
        http_(request);
    }

    Receipt send(const Message& message) {
        if (message.key.empty()) throw rapport::rejected("a message without a key cannot be known again");
        auto request = prepared();
        const auto now =
            std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch());
        request.body = webhook::body_of(message);
        request.headers = {{"content-type", "application/cloudevents+json; charset=utf-8"},
                           {"webhook-id", std::string(message.key)},
                           {"webhook-timestamp", std::to_string(now.count())},
                           {"webhook-signature", webhook::signature(keys_, message.key, now.count(), request.body)}};
        rapport::expect_taken(http_(request));
        return {};
    }

private:
    rapport::HttpRequest prepared() const {
        return {.url = url,
                .timeout = std::chrono::milliseconds(timeout_ms),
                .max_redirects = static_cast<std::uint32_t>(*max_redirects),
                .allowed_networks = allowed_networks,
                .ca_file = ca_file};
    }

    std::vector<std::string> keys_;
    rapport::Http http_;
};

}  // namespace

RAPPORT_CHANNEL(Webhook, "rapport.webhook", "1.0.0", "Signed webhook")
