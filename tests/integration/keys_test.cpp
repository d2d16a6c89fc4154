// SPDX-License-Identifier: MIT
// A deployment over TCP in which every process, and its operator, comes by key.
#include <gtest/gtest.h>

#include <csignal>

#include "bus/base/program.hpp"
#include "bus/testing/keyed_bus.hpp"
#include "tests/integration/deployment.hpp"

namespace rapport::integration {
namespace {

using namespace std::chrono_literals;

class ByKey : public ::testing::Test {
protected:
    void SetUp() override {
        ok({"keys", "init"});
        ok({"keys", "add", "registry", "--service"});
        ok({"keys", "add", "gateway", "--gateway"});
        ok({"keys", "add", "alice", "--operator"});
        ok({"keys", "add", "bob", "--observer"});
        bus.emplace(program("bus", {"--listen", address, "--keys", keys().string()}));
        registry.emplace(by_key("registry", {}));
        gateway.emplace(by_key("gateway", {"--http", "127.0.0.1:0", "--expect", "registry"}));
        const auto said = gateway->wait_for("\n", 60s);
        ASSERT_TRUE(said);
        const auto from = said->find("http://");
        http.emplace(said->substr(from, said->find('\n', from) - from), nowhere.token());
        ASSERT_TRUE(ready(200));
    }

    std::filesystem::path keys() const { return nowhere.state() / "keys"; }
    static std::vector<std::string> program(const std::string& name, const std::vector<std::string>& arguments) {
        std::vector<std::string> command{std::string(RAPPORT_PROGRAMS) + "/rapport-" + name};
        command.insert(command.end(), arguments.begin(), arguments.end());
        return command;
    }
    std::vector<std::string> by_key(const std::string& name, const std::vector<std::string>& more) const {
        auto command = program(name, {"--bus", address, "--key", (keys() / (name + ".key")).string(), "--state",
                                      nowhere.state().string()});
        command.insert(command.end(), more.begin(), more.end());
        return command;
    }
    void ok(const std::vector<std::string>& arguments) const {
        const auto ran = nowhere.rapport(arguments);
        EXPECT_EQ(ran.exit, 0) << ran.err;
    }
    /// A verb of somebody elsewhere.
    Ran elsewhere(std::vector<std::string> arguments, const std::string& name) const {
        arguments.insert(arguments.end(), {"--bus", address, "--key", (keys() / (name + ".key")).string()});
        return nowhere.rapport(std::move(arguments));
    }
    bool ready(int status) {
        for (const auto until = std::chrono::steady_clock::now() + 30s; std::chrono::steady_clock::now() < until;) {
            if (http->get("/readyz").status == status) return true;
            gateway->wait_for("what it never says", 50ms);  // and reads its log meanwhile, which would fill the pipe
        }
        return false;
    }

    const Deployment nowhere;  ///< its folder alone
    const std::string address = bus::testing::free_tcp_address();
    std::optional<Process> bus, registry, gateway;
    std::optional<Http> http;
};

TEST_F(ByKey, ADeploymentWorksAndEachMayWhatItsKeyMay) {
    const auto made = http->post("/api/v1/parties", {{"name", "Acme"}});
    ASSERT_EQ(made.status, 201) << made.body;
    const auto of_alice = elsewhere({"call", "registry", "list_parties", "{}"}, "alice");
    EXPECT_EQ(of_alice.exit, 0) << of_alice.err;
    EXPECT_NE(of_alice.out.find("Acme"), std::string::npos);
    const auto of_bob = elsewhere({"call", "registry", "list_parties", "{}"}, "bob");
    EXPECT_EQ(of_bob.exit, 4);
    EXPECT_NE(of_bob.err.find("the key `bob` lacks the grant call"), std::string::npos) << of_bob.err;
    EXPECT_EQ(elsewhere({"ls"}, "bob").exit, 0);
    // 4, or 3: ZeroMQ may close before it has told what it takes.
    EXPECT_NE(nowhere.rapport({"ls", "--bus", address}).exit, 0) << "without a key";
}

TEST_F(ByKey, ARevokedServiceIsGoneAtOnceAndBackWithItsNewKey) {
    ok({"keys", "revoke", "registry"});
    EXPECT_TRUE(ready(503));
    ok({"keys", "add", "registry", "--service"});
    EXPECT_TRUE(ready(200)) << "without a restart";
    EXPECT_EQ(http->post("/api/v1/parties", {{"name", "Acme"}}).status, 201);
}

TEST(Listening, OthersAreTakenWithKeysAlone) {
    const Deployment nowhere;
    const auto ran = nowhere.rapport({"up", "--listen", "tcp://0.0.0.0:5550"});
    EXPECT_EQ(ran.exit, 1);
    EXPECT_NE(ran.err.find("rapport keys init"), std::string::npos) << ran.err;
    Process bus({std::string(RAPPORT_PROGRAMS) + "/rapport-bus", "--listen", "tcp://0.0.0.0:5550"});
    const auto refused = bus.wait(10s);
    EXPECT_EQ(refused.exit, cannot_start);
    EXPECT_NE(refused.err.find("takes keys"), std::string::npos) << refused.err;
}

}  // namespace
}  // namespace rapport::integration
