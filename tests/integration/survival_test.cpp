// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "tests/integration/api.hpp"
#include "tests/integration/deployment.hpp"

namespace rapport::integration {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

/// The one who complains about that.
std::string address_of(std::string subject) {
    std::replace(subject.begin(), subject.end(), ' ', '.');
    return subject + "@example.org";
}

/// Clients that open one complaint after another, each until it is acknowledged, whatever dies meanwhile.
class Clients {
public:
    Clients(const Deployment& deployment, int count) {
        for (int client = 0; client < count; ++client)
            threads_.emplace_back([this, &deployment, client] {
                auto http = deployment.http();
                for (int i = 0; !stopping_; ++i) open(http, fmt::format("client {} complaint {}", client, i));
            });
    }
    ~Clients() { stop(); }

    /// Waits until `more` complaints were acknowledged from now on; false after a minute.
    bool get_on(std::size_t more) {
        const auto wanted = count_ + more;
        for (const auto until = Steady::now() + 60s; count_ < wanted; std::this_thread::sleep_for(10ms))
            if (Steady::now() > until) return false;
        return true;
    }
    /// What was acknowledged, by subject, after the last answers.
    const std::map<std::string, json>& stop() {
        stopping_ = true;
        threads_.clear();
        return acknowledged_;
    }

private:
    void open(Http& http, const std::string& subject) {
        auto complaint = complaint_about(subject);
        complaint["complainant"]["email"] = address_of(subject);
        const auto answer = http.post_until_answered("/api/v1/complaints", complaint, "key of " + subject);
        EXPECT_EQ(answer.status, 201) << subject << ": " << answer.body;
        if (answer.status != 201) return;
        const std::lock_guard lock(mutex_);
        acknowledged_[subject] = answer.json();
        ++count_;
    }

    std::mutex mutex_;
    std::map<std::string, json> acknowledged_;
    std::atomic<std::size_t> count_ = 0;
    std::atomic<bool> stopping_ = false;
    std::vector<std::jthread> threads_;
};

class Survival : public ::testing::Test {
protected:
    /// Kills each program, one after another, with some work of every client between two blows.
    void kill_each_in_turn(Clients& clients) const {
        for (const auto& program : deployment_.programs()) {
            const pid_t before = deployment_.pid_of(program);
            deployment_.kill(program);
            ASSERT_TRUE(deployment_.comes_back(program, before)) << program;
            ASSERT_TRUE(clients.get_on(16)) << "nothing is acknowledged any more since " << program << " was killed";
        }
    }

    /// Each complainant is told of the receipt, exactly once.
    void expect_told_once(const std::map<std::string, json>& acknowledged) const {
        // Notices that were on their way to a notifier that died are taken up again after 5 s, 20 s, …
        std::map<std::string, int> told;
        for (const auto until = Steady::now() + 100s; told.size() < acknowledged.size() && Steady::now() < until;
             std::this_thread::sleep_for(100ms))
            told = notices(deployment_);
        EXPECT_EQ(told.size(), acknowledged.size());
        for (const auto& [subject, complaint] : acknowledged) EXPECT_EQ(told[address_of(subject)], 1) << subject;
    }

    Deployment deployment_;
};

TEST_F(Survival, NothingAcknowledgedIsLostOrDoubledWhateverIsKilled) {
    deployment_.start();
    Clients clients(deployment_, 8);
    ASSERT_TRUE(clients.get_on(16));
    for (int round = 0; round < 2; ++round) kill_each_in_turn(clients);
    const auto& acknowledged = clients.stop();

    auto http = deployment_.http();
    std::map<std::string, json> there;
    std::set<std::string> numbers;
    for (const auto& complaint : all_complaints(http)) {
        EXPECT_TRUE(there.emplace(complaint.at("subject"), complaint).second) << "twice: " << complaint;
        EXPECT_TRUE(numbers.insert(complaint.at("number")).second) << "number twice: " << complaint;
    }
    EXPECT_EQ(there.size(), acknowledged.size());
    for (const auto& [subject, complaint] : acknowledged) {
        ASSERT_TRUE(there.contains(subject)) << subject;
        EXPECT_EQ(there.at(subject).at("id"), complaint.at("id"));
        EXPECT_EQ(there.at(subject).at("number"), complaint.at("number"));
    }
    if (built("rapport-notifier")) expect_told_once(acknowledged);
    const auto verified = deployment_.rapport({"events", "verify"});
    EXPECT_EQ(verified.exit, 0) << verified.out << verified.err;
}

}  // namespace
}  // namespace rapport::integration
