// SPDX-License-Identifier: MIT
// Services on another machine, which come by key over a cable that fails.
#include <fmt/format.h>

#include <thread>

#include "tests/faults/case.hpp"
#include "tests/faults/network.hpp"

namespace rapport::faults {
namespace {

using namespace std::chrono_literals;

/// Bus, complaints and gateway here; registry and notifier on the other machine.
class Remote : public Case {
protected:
    Remote() : Case({"complaints"}) {}
    void SetUp() override {
        if (const auto why = Network::refused(); !why.empty()) GTEST_SKIP() << why;
        network_.emplace();
        keys({"init"});
        for (const auto* service : {"registry", "notifier"}) keys({"add", service, "--service"});
        deployment_.options({"--listen", bus});
        deployment_.start();
        for (const auto* service : {"registry", "notifier"}) {
            elsewhere_.push_back(service);
            processes_.push_back(std::make_unique<integration::Process>(
                network_->there({std::string(RAPPORT_PROGRAMS) + "/rapport-" + service, "--bus", bus, "--key",
                                 (deployment_.state() / "keys" / (std::string(service) + ".key")).string(), "--state",
                                 deployment_.state().string(), "--log-level", "off"})));
        }
        // The gateway knows only from themselves what services elsewhere answer.
        auto http = deployment_.http();
        for (const auto* path : {"/api/v1/parties", "/api/v1/notices"})
            ASSERT_TRUE(until([&] { return http.get(path).status == 200; }, 30s)) << path;
    }
    void TearDown() override {
        processes_.clear();
        if (deployment_.running()) deployment_.stop();
        network_.reset();
    }
    void keys(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "keys");
        const auto ran = deployment_.rapport(arguments);
        ASSERT_EQ(ran.exit, 0) << ran.err;
    }

    const std::string bus = "tcp://10.77.0.1:5550";
    std::optional<Network> network_;
    std::vector<std::unique_ptr<integration::Process>> processes_;
};

TEST_F(Remote, ThePartitionHeals) {
    start();
    network_->lose_what_goes(true);
    network_->lose_what_comes(true);
    std::this_thread::sleep_for(8s);
    network_->lose_what_goes(false);
    network_->lose_what_comes(false);
    recovers("the network was cut");
    conclude("registry and notifier on another machine, 8 s without a network between");
}

TEST_F(Remote, ADropInOneDirectionHeals) {
    start();
    network_->lose_what_goes(true);
    std::this_thread::sleep_for(8s);
    network_->lose_what_goes(false);
    recovers("what the bus sends was lost");
    network_->lose_what_comes(true);
    std::this_thread::sleep_for(8s);
    network_->lose_what_comes(false);
    recovers("what the bus is sent was lost");
    conclude("what goes to the other machine lost for 8 s, then what comes from it");
}

TEST_F(Remote, AKeyIsRevokedAndAllowedLater) {
    start();
    for (const auto& service : elsewhere_) {
        keys({"revoke", service});
        EXPECT_TRUE(until(
            [&] {
                return deployment_.rapport({"call", service, "$watermark", "--timeout", "1"}).exit != 0;
            },
            20s))
            << service << " goes on with a key that was revoked";
        keys({"add", service, "--service"});
        recovers(service + "'s key was revoked");
    }
    for (const auto& service : elsewhere_) {
        keys({"rotate", service});
        recovers(service + "'s key was rotated");
    }
    conclude("the keys of registry and notifier revoked under load, allowed again, and rotated");
}

}  // namespace
}  // namespace rapport::faults
