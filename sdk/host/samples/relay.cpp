// SPDX-License-Identifier: MIT
#include <rapport/http.hpp>
#include <rapport/plugin.hpp>

#ifndef IDEMPOTENT
#define IDEMPOTENT true
#endif

namespace {

using namespace std::chrono_literals;

/// Posts messages over HTTP, with the fault that its settings name.
struct Relay : rapport::Channel {
    static constexpr Limits limits{.idempotent = IDEMPOTENT, .receipts = true};
    Setting<std::string> url{this, "url", rapport::required, "where to", 8, 2000};
    Setting<int> timeout_ms{this, "timeout_ms", 2'000, "how long one message may take", 10, 600'000};
    Setting<std::string> fault{this, "fault", "", "what is wrong with it; empty: nothing"};
    rapport::Http http;

    void start() { http = rapport::Http(*this); }
    void probe() {
        if (has("is content")) return;
        auto asked = request("probe", "is anybody there?");
        asked.connect_only = !has("probes with a message");
        http(asked);
    }
    Receipt send(const Message& message) {
        if (has("sends nothing")) return {"sent"};
        if (has("gossips")) log(rapport::Level::info, std::string(message.to) + ": " + std::string(message.text));
        auto asked = request(has("hides the key") ? "k" : message.key, message.text);
        if (has("is impatient")) asked.timeout = 300ms;
        try {
            const auto answer = http(asked);
            if (has("rejects all but 200") && answer.status != 200) throw rapport::rejected("no");
            if (has("does not pause") && answer.status == 429) throw rapport::retry(1s, "busy");
            if (!has("takes any answer")) rapport::expect_taken(answer);
            return {has("forgets the reference") ? "" : answer.body};
        } catch (const rapport::Rejected&) {
            throw;
        } catch (const std::exception& error) {
            if (has("is impatient")) return {http(request(message.key, message.text)).body};
            if (has("retries whatever happens")) throw rapport::retry(1s, error.what());
            throw;
        }
    }

private:
    bool has(std::string_view one) const { return *fault == one; }
    rapport::HttpRequest request(std::string_view key, std::string_view text) const {
        return {.url = url,
                .headers = {{"idempotency-key", std::string(key)}},
                .body = std::string(text),
                .timeout = std::chrono::milliseconds(timeout_ms)};
    }
};

}  // namespace

RAPPORT_CHANNEL(Relay, "com.example.relay", "1.0.0", "Relay")
