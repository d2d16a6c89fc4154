// SPDX-License-Identifier: MIT
#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <set>
#include <thread>

#include "tests/integration/api.hpp"
#include "tests/integration/deployment.hpp"

namespace rapport::integration {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using ::testing::HasSubstr;

/// Somebody who opens complaints, one after another, and keeps the ids of those that were acknowledged.
class Opening {
public:
    explicit Opening(const Deployment& deployment)
        : http_(deployment.http()), thread_([this](const std::stop_token& stop) { run(stop); }) {}

    void wait_for(std::size_t count) {
        for (auto now = acknowledged_.load(); now < count; now = acknowledged_.load()) acknowledged_.wait(now);
    }
    std::size_t count() const { return acknowledged_; }
    /// The ids, in their order.
    std::vector<std::string> stop() {
        thread_.request_stop();
        thread_.join();
        return ids_;
    }

private:
    void run(const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            const auto answer = http_.post("/api/v1/complaints", complaint_about("While it is saved"));
            if (answer.status != 201) continue;
            ids_.push_back(answer.json().at("id"));
            ++acknowledged_;
            acknowledged_.notify_all();
        }
    }

    Http http_;
    std::vector<std::string> ids_;
    std::atomic<std::size_t> acknowledged_ = 0;
    std::jthread thread_;
};

json json_of(const std::filesystem::path& file) { return json::parse(std::ifstream(file)); }

/// Whether each consumer is at its source's head; waits for that.
bool caught_up(const Deployment& deployment) {
    for (int i = 0; i < 100; ++i) {
        const auto lag = json::parse(deployment.rapport({"lag", "-o", "json"}).out, nullptr, false);
        bool all = lag.is_array() && !lag.empty();
        if (all)
            for (const auto& each : lag) all = all && each.contains("lag") && each.at("lag") == 0;
        if (all) return true;
    }
    return false;
}

TEST(Backup, OfADeploymentThatTakesComplaintsComesBackWhole) {
    Deployment before;
    const auto folder = before.folder() / "backup";
    before.start();
    Opening opening(before);
    opening.wait_for(20);
    const auto at_least = opening.count();
    const auto saved = before.rapport({"backup", folder.string()});
    const auto at_most = opening.count() + 1;
    opening.wait_for(at_most + 20);
    const auto ids = opening.stop();
    ASSERT_EQ(saved.exit, 0) << saved.err;
    before.stop();

    Deployment after;
    const auto restored = after.rapport({"restore", folder.string()});
    ASSERT_EQ(restored.exit, 0) << restored.out << restored.err;
    after.start();

    std::set<std::string> there;
    auto http = after.http();
    for (const auto& complaint : all_complaints(http)) there.insert(complaint.at("id").get<std::string>());
    EXPECT_GE(there.size(), at_least);
    EXPECT_LE(there.size(), at_most);
    for (std::size_t i = 0; i < there.size(); ++i) EXPECT_TRUE(there.contains(ids.at(i))) << "number " << i;

    const auto verified = after.rapport({"events", "verify", "-o", "json"});
    EXPECT_EQ(verified.exit, 0) << verified.out;
    const auto manifest = json_of(folder / "manifest.json");
    for (const auto& store : manifest.at("stores")) {
        for (const auto& source : json::parse(verified.out)) {
            if (source.at("source") != store.at("service")) continue;
            EXPECT_GE(source.at("events"), store.at("inventory").at("history").at("events")) << source;
            EXPECT_NE(source.at("epoch"), store.at("inventory").at("history").at("epoch")) << source;
        }
    }
    EXPECT_TRUE(caught_up(after)) << after.rapport({"lag"}).out;
    EXPECT_EQ(http.post("/api/v1/complaints", complaint_about("Afterwards")).status, 201);
}

TEST(Backup, WhatWasToldAndNotHandledYetIsHandledAfterItCameBackAndNothingTwice) {
    if (!built("rapport-notifier")) GTEST_SKIP() << "rapport-notifier was not built";
    Deployment before;
    before.start();
    auto http = before.http();
    ASSERT_EQ(http.post("/api/v1/complaints", complaint_about("Told before")).status, 201);
    const auto sent = [&] { return http.get("/api/v1/notices?state=sent").json().value("total", 0); };
    while (sent() == 0) std::this_thread::yield();
    before.signal("notifier", SIGSTOP);
    ASSERT_EQ(http.post("/api/v1/complaints", complaint_about("Not told yet")).status, 201);
    const auto saved = before.rapport({"backup", (before.folder() / "backup").string()});
    ASSERT_EQ(saved.exit, 0) << saved.err;
    before.crash();

    Deployment after;
    ASSERT_EQ(after.rapport({"restore", (before.folder() / "backup").string()}).exit, 0);
    after.start();
    const auto told = [&] { return notices(after); };
    for (const auto until = std::chrono::steady_clock::now() + 20s;
         told().empty() && std::chrono::steady_clock::now() < until;)
        std::this_thread::yield();
    EXPECT_TRUE(caught_up(after));
    ASSERT_EQ(told().size(), 1) << "the one that was not told";
    EXPECT_EQ(told().begin()->second, 1);
}

TEST(Backup, IsRefusedWhereItIsDamagedOrAStoreIsInTheWay) {
    Deployment deployment;
    deployment.start();
    const auto folder = (deployment.folder() / "backup").string();
    ASSERT_EQ(deployment.rapport({"backup", folder}).exit, 0);
    const auto running = deployment.rapport({"restore", folder});
    EXPECT_EQ(running.exit, 1);
    EXPECT_THAT(running.err, HasSubstr("another rapport up"));
    deployment.stop();
    const auto in_the_way = deployment.rapport({"restore", folder});
    EXPECT_EQ(in_the_way.exit, 1);
    EXPECT_THAT(in_the_way.err, HasSubstr("--replace moves it out of the way"));
    EXPECT_EQ(deployment.rapport({"restore", folder, "--check"}).exit, 0);

    std::fstream(std::filesystem::path(folder) / "complaints.db", std::ios::in | std::ios::out | std::ios::binary)
        .seekp(4'200)
        .put('!');
    const auto damaged = deployment.rapport({"restore", folder, "--replace"});
    EXPECT_EQ(damaged.exit, 1);
    EXPECT_THAT(damaged.err, HasSubstr("complaints.db is damaged: its SHA-256"));
    EXPECT_THAT(deployment.rapport({"restore", "/nowhere"}).err, HasSubstr("/nowhere is no backup"));
}

TEST(Doctor, FindsADeploymentWellAndSaysWhatIsNot) {
    Deployment deployment;
    const auto stopped = deployment.rapport({"doctor"});
    EXPECT_EQ(stopped.exit, 1);
    EXPECT_THAT(stopped.out, HasSubstr("is not there"));

    deployment.start();
    const auto well = deployment.rapport({"doctor", "--deep", "--json"});
    const auto report = json::parse(well.out);
    EXPECT_EQ(report.at("failed"), 0) << well.out;
    EXPECT_EQ(well.exit, report.at("warnings") == 0 ? 0 : 5) << well.out;
    EXPECT_THAT(well.out, HasSubstr("store complaints"));

    deployment.signal("complaints", SIGSTOP);
    const auto ill = deployment.rapport({"doctor"});
    deployment.signal("complaints", SIGCONT);
    EXPECT_EQ(ill.exit, 1);
    EXPECT_THAT(ill.out, HasSubstr("failed   service complaints"));
    EXPECT_THAT(ill.out, HasSubstr("→ see its log"));
}

}  // namespace
}  // namespace rapport::integration
