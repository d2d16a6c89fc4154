// SPDX-License-Identifier: MIT
#pragma once
#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "tests/integration/deployment.hpp"

namespace rapport::faults {

using integration::Deployment;
using Millis = std::chrono::milliseconds;

/// What was answered with success: complaints by subject, as the answers said.
using Acknowledged = std::map<std::string, nlohmann::json>;

/// Who complains about that, by e-mail.
std::string address_of(std::string subject);

/// Clients that open one complaint after another, each with an idempotency key and until it is acknowledged, whatever
/// happens meanwhile.
class Load {
public:
    /// `name` begins all subjects and keys. With `parties`, every fourth complaint is that of a party, which its client
    /// enters just before.
    Load(const Deployment& deployment, const std::string& name, bool parties, int clients = 4);
    ~Load() { stop(); }

    /// What was acknowledged until now.
    std::size_t count() const { return count_; }
    /// Waits until so many more were acknowledged; throws if that takes longer than a minute.
    void get_on(std::size_t more) const;
    /// Waits until every client was acknowledged something that it began to ask for after now, and answers how long
    /// that took; nothing if it takes longer than the limit, or a client was refused and gave up.
    std::optional<Millis> everyone_gets_on(Millis limit = std::chrono::minutes(1)) const;
    /// Waits for the answers that are due, and says what all clients were acknowledged.
    const Acknowledged& stop();

private:
    using Steady = std::chrono::steady_clock;
    struct Client {
        std::atomic<Steady::time_point> begun{Steady::time_point{}};  ///< the last request that was acknowledged
        std::atomic<bool> ended = false;                              ///< it was refused, and gave up
        std::jthread thread;
    };
    void run(Client& client, integration::Http http, const std::string& name, bool parties);
    std::optional<nlohmann::json> create(integration::Http& http, const std::string& path, const nlohmann::json& body,
                                         const std::string& key);

    std::mutex mutex_;
    Acknowledged acknowledged_;
    std::atomic<std::size_t> count_ = 0;
    std::atomic<bool> stopping_ = false;
    std::vector<std::unique_ptr<Client>> clients_;
};

}  // namespace rapport::faults
