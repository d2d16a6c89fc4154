// SPDX-License-Identifier: MIT
// Services on another machine, which come by key over a cable that fails.
#include <fmt/format.h>

#include <map>
#include <thread>

#include "bus/security/key_file.hpp"
#include "tests/faults/case.hpp"
#include "tests/faults/network.hpp"

namespace rapport::faults {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

std::pair<std::string, std::string> new_pair() {
    const auto pair = bus::new_key_pair();
    return {pair.public_key, pair.secret_key};
}

/// Bus, complaints and gateway here; registry and notifier on the other machine.
class Remote : public Case {
protected:
    Remote() : Case({"complaints"}) {}
    void SetUp() override {
        if (const auto why = Network::refused(); !why.empty()) GTEST_SKIP() << why;
        network_.emplace();
        keys({"init"});
        for (const auto* service : {"registry", "notifier"}) keys({"add", service, "--service"});
        deployment_.options({"--listen", address_});
        deployment_.start();
        for (const auto* service : {"registry", "notifier"}) {
            elsewhere_.push_back(service);
            run_there(service);
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
    fs::path key_of(const std::string& service) const { return deployment_.state() / "keys" / (service + ".key"); }
    void run_there(const std::string& service) {
        processes_[service].reset();
        processes_[service] = std::make_unique<integration::Process>(
            network_->there({std::string(RAPPORT_PROGRAMS) + "/rapport-" + service, "--bus", address_, "--key",
                             key_of(service).string(), "--state", deployment_.state().string(), "--log-level", "off"}));
    }
    bool serves(const std::string& service) const {
        return deployment_.rapport({"call", service, "$watermark", "--timeout", "1"}).exit == 0;
    }
    void keys(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "keys");
        const auto ran = deployment_.rapport(arguments);
        ASSERT_EQ(ran.exit, 0) << ran.err;
    }

    const std::string address_ = "tcp://10.77.0.1:5550";
    std::optional<Network> network_;
    std::map<std::string, std::unique_ptr<integration::Process>> processes_;
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
        EXPECT_TRUE(until([&] { return !serves(service); }, 20s)) << service << " goes on with a key that was revoked";
        keys({"add", service, "--service"});
        recovers(service + "'s key was revoked");
    }
    for (const auto& service : elsewhere_) {
        keys({"rotate", service});
        recovers(service + "'s key was rotated");
    }
    conclude("the keys of registry and notifier revoked under load, allowed again, and rotated");
}

TEST_F(Remote, AWrongKeyIsKeptOutUntilTheRightOneIsThere) {
    start();
    const auto right = bus::KeyFile::read(key_of("notifier"));
    auto nobodys = right, of_another_bus = right;
    std::tie(nobodys.public_key, nobodys.secret_key) = new_pair();
    of_another_bus.bus = new_pair().first;
    for (const auto& wrong : {nobodys, of_another_bus}) {
        wrong.write(key_of("notifier"));
        run_there("notifier");
        load_->get_on(100);
        EXPECT_FALSE(serves("notifier")) << "with a key that is wrong";
        recovers("the notifier came with a wrong key");
        right.write(key_of("notifier"));
        EXPECT_TRUE(until([&] { return serves("notifier"); }, 20s)) << "with the right key, without a restart";
    }
    conclude("the notifier with a key that nobody knows, and with that of another bus, until the right one was there");
}

}  // namespace
}  // namespace rapport::faults
