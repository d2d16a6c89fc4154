// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <gmock/gmock-more-matchers.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <csignal>
#include <fstream>
#include <thread>

#include "tests/integration/deployment.hpp"

namespace rapport::integration {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Whether it runs. Where the first process takes no orphans to their grave, as in a container, they stay as zombies.
bool alive(pid_t pid) {
    std::ifstream stat(fmt::format("/proc/{}/stat", pid));
    const std::string text{std::istreambuf_iterator<char>(stat), {}};
    const auto name_ends = text.rfind(')');
    return name_ends != text.npos && text.compare(name_ends, 3, ") Z") != 0;
}

std::vector<pid_t> pids_of(const Deployment& deployment) {
    std::vector<pid_t> pids;
    for (const auto& process : deployment.run().processes) pids.push_back(static_cast<pid_t>(process.pid));
    return pids;
}

/// Ends of processes that are not our children are seen a moment later.
bool gone_soon(pid_t pid) {
    for (int i = 0; i < 200 && alive(pid); ++i) std::this_thread::sleep_for(10ms);
    return !alive(pid);
}

TEST(Up, IsReadySaysHowToSignInAndLeavesNothingBehind) {
    Deployment deployment;
    deployment.start();
    RecordProperty("ready_ms", static_cast<int>(deployment.ready_after().count()));
    struct stat token {};
    ASSERT_EQ(::stat((deployment.state() / "admin.token").c_str(), &token), 0);
    EXPECT_EQ(token.st_mode & 0777, 0600u);
    const auto pids = pids_of(deployment);
    for (const pid_t pid : pids) EXPECT_TRUE(alive(pid));

    const auto began = std::chrono::steady_clock::now();
    const auto ran = deployment.stop();
    EXPECT_LT(std::chrono::steady_clock::now() - began, 4s);  // 3 s are promised, of a machine that is not busy
    EXPECT_EQ(ran.exit, 0) << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("admin.token"));
    for (const pid_t pid : pids) EXPECT_FALSE(alive(pid));
    EXPECT_TRUE(fs::is_empty(deployment.sockets()));
    EXPECT_FALSE(fs::exists(deployment.state() / "run.json"));
}

TEST(Up, AnswersOverHttpAsItSaid) {
    Deployment deployment;
    deployment.start();
    EXPECT_EQ(deployment.nobody().get("/healthz").status, 200);
    EXPECT_EQ(deployment.nobody().get("/readyz").status, 200);
    EXPECT_EQ(deployment.nobody().get("/api/v1/complaints").status, 401);
}

TEST(Up, RefusesAStateThatAnotherRunsOn) {
    Deployment deployment;
    deployment.start();
    const auto second = deployment.rapport({"up", "--http", "127.0.0.1:0"}, 10s);
    EXPECT_EQ(second.exit, 1);
    EXPECT_THAT(second.err, HasSubstr("another rapport up (process " + std::to_string(deployment.run().pid)));
    EXPECT_EQ(deployment.nobody().get("/readyz").status, 200);
}

TEST(Up, NamesTheServicesThereAreWhenAskedForAnother) {
    Deployment deployment({"complaint"});
    const auto ran = deployment.rapport({"up", "complaint"}, 10s);
    EXPECT_NE(ran.exit, 0);
    EXPECT_THAT(ran.err, HasSubstr("there is no service complaint"));
    EXPECT_THAT(ran.err, HasSubstr("complaints"));
}

TEST(Up, RunsAnySubsetOfServices) {
    if (!built("rapport-complaints")) GTEST_SKIP() << "rapport-complaints was not built";
    Deployment deployment({"complaints"});
    deployment.start();
    EXPECT_THAT(deployment.programs(), ::testing::ElementsAre("bus", "complaints", "gateway"));
    const auto opened =
        deployment.http().post("/api/v1/complaints", {{"complainant", {{"name", "Ada"}, {"email", "ada@example.org"}}},
                                                      {"subject", "No dial tone"},
                                                      {"text", "Since Monday."},
                                                      {"received_via", "web"}});
    EXPECT_EQ(opened.status, 201) << opened.body;
}

TEST(Up, StartsAgainEachProcessThatIsKilled) {
    Deployment deployment;
    deployment.start();
    for (const auto& program : deployment.programs()) {
        const pid_t before = deployment.pid_of(program);
        deployment.kill(program);
        EXPECT_TRUE(deployment.comes_back(program, before)) << program;
    }
    auto http = deployment.http();
    Response answer;
    for (int i = 0; i < 500 && answer.status != 200; ++i, std::this_thread::sleep_for(20ms))
        answer = http.get("/readyz");
    EXPECT_EQ(answer.status, 200) << "at the address that it had before";
}

TEST(Up, TakesItsProcessesWithItWhenItIsKilledItself) {
    Deployment deployment;
    deployment.start();
    const auto pids = pids_of(deployment);
    deployment.crash();
    for (const pid_t pid : pids) EXPECT_TRUE(gone_soon(pid));
    deployment.start();
    EXPECT_EQ(deployment.nobody().get("/readyz").status, 200);
}

TEST(Up, SaysWhatAProgramSaidThatDoesNotStart) {
    Deployment deployment;
    deployment.start();
    const auto taken = deployment.address().substr(std::string("http://").size());
    Deployment other;
    const auto ran = other.rapport({"up", "--http", taken}, 20s);
    EXPECT_EQ(ran.exit, 1);
    EXPECT_THAT(ran.err, HasSubstr("gateway ends again and again"));
    EXPECT_TRUE(fs::is_empty(other.sockets()));
}

}  // namespace
}  // namespace rapport::integration
