// SPDX-License-Identifier: MIT
#include <cstdlib>
#include <fstream>
#include <rapport/plugin.hpp>
#include <string>

#ifndef IDEMPOTENT
#define IDEMPOTENT false
#endif
#ifndef PER_MINUTE
#define PER_MINUTE 0
#endif

namespace {

using namespace std::chrono_literals;

/// Does what a message's text says, and notes each attempt in a file.
struct Unruly : rapport::Channel {
    static constexpr Limits limits{.idempotent = IDEMPOTENT,
                                   .receipts = true,
                                   .max_subject = 80,
                                   .max_text = 160,
                                   .max_batch = 4,
                                   .max_per_minute = PER_MINUTE};
    Setting<std::string> attempts{this, "attempts", rapport::required, "where attempts are noted", 1};
    Setting<std::string> trouble{this, "trouble", "", "why probe() fails"};

    void probe() {
        if (!trouble->empty()) throw std::runtime_error(*trouble);
    }

    Receipt send(const Message& message) {
        std::ofstream(*attempts, std::ios::app) << message.key << '\n';
        if (message.text == "retry") throw rapport::retry(30s, "the line is busy");
        if (message.text == "retry one day") throw rapport::retry(std::chrono::milliseconds::max(), "one day, perhaps");
        if (message.text == "reject") throw rapport::rejected("no such number");
        if (message.text == "bounce") throw rapport::bounced("nobody has that number");
        if (message.text == "throw") throw std::runtime_error("lost the connection");
        if (message.text == "latin-1") throw rapport::rejected("gr\xfc\xdf");
        if (message.text == "die") std::abort();
        while (message.text == "hang") {
        }
        while (message.text == "chatter") log(rapport::Level::info, "on and on");
        return {"sent " + std::string(message.key) + " to " + std::string(message.to)};
    }
};

}  // namespace

RAPPORT_CHANNEL(Unruly, "com.example.unruly", "1.0.0", "Does what it is told")
