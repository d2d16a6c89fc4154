// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <gmock/gmock-more-matchers.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <sstream>
#include <thread>

#include "bus/base/program.hpp"
#include "tests/integration/deployment.hpp"

namespace rapport::integration {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// Whether it runs. Where the first process takes no orphans to their grave, as in a container, they stay as zombies.
bool alive(pid_t pid) {
    std::ifstream stat(fmt::format("/proc/{}/stat", pid));
    const std::string text{std::istreambuf_iterator<char>(stat), {}};
    const auto name_ends = text.rfind(')');
    return name_ends != text.npos && text.compare(name_ends, 3, ") Z") != 0;
}

std::vector<pid_t> pids_of(const Deployment& deployment) {
    std::vector<pid_t> pids;
    for (const auto& process : deployment.run().processes) pids.push_back(static_cast<pid_t>(process.pid.value_or(0)));
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

/// What `rapport up` says where one of its programs cannot start: one line, and nothing is started again.
void expect_refused(const Deployment& deployment, const std::vector<std::string>& more, const std::string& program,
                    const std::string& why) {
    std::vector<std::string> arguments{"up"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const auto ran = deployment.rapport(arguments, 60s);
    EXPECT_EQ(ran.exit, cannot_start) << ran.err;
    EXPECT_THAT(ran.err, HasSubstr("rapport: " + program + " cannot start: ")) << program;
    EXPECT_THAT(ran.err, HasSubstr(why));
    std::istringstream lines(ran.err);
    int told = 0;
    for (std::string line; std::getline(lines, line);) told += line.starts_with("rapport: still waiting") ? 0 : 1;
    EXPECT_EQ(told, 1) << ran.err;
    EXPECT_THAT(ran.out, Not(HasSubstr("ready")));
    EXPECT_TRUE(fs::is_empty(deployment.sockets()));
}

TEST(Up, SaysAtOnceAndInOneLineWhyAProgramCannotStart) {
    const int held = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof address;
    ASSERT_EQ(::bind(held, reinterpret_cast<sockaddr*>(&address), size), 0);
    ASSERT_EQ(::listen(held, 1), 0);
    ::getsockname(held, reinterpret_cast<sockaddr*>(&address), &size);
    const auto taken = "127.0.0.1:" + std::to_string(ntohs(address.sin_port));

    Deployment deployment({"complaints"});
    expect_refused(deployment, {"--http", taken, "complaints"}, "gateway", "Address already in use");
    for (const auto* wrong : {"8080", "nowhere:http", "127.0.0.1:70000", "127.0.0.1:", "-1:80", "example.org:80"})
        expect_refused(deployment, {"--http", wrong, "complaints"}, "gateway", "http: must be ADDRESS:PORT");
    expect_refused(deployment, {"--http", "192.0.2.1:80", "complaints"}, "gateway", "cannot listen on 192.0.2.1:80");
    EXPECT_EQ(deployment.rapport({"keys", "init"}).exit, 0);
    expect_refused(deployment, {"--http", "127.0.0.1:0", "--listen", "tcp://" + taken, "complaints"}, "bus",
                   "Address already in use");
    ::close(held);

    const auto config = deployment.state() / "config";
    fs::create_directories(config);
    const auto with_setting = [&](const std::string& program, const std::string& line, const std::string& why) {
        std::ofstream(config / (program + ".toml")) << line << '\n';
        expect_refused(deployment, {"--http", "127.0.0.1:0", "complaints"}, program, why);
        fs::remove(config / (program + ".toml"));
    };
    with_setting("complaints", "credit = 0", "credit");
    with_setting("complaints", "credti = 1", "credti: unknown; did you mean `credit`?");
    with_setting("complaints", "credit = ", "complaints.toml:1");
    with_setting("complaints", "store = \"sqlite:" + config.string() + "\"", "config is a folder");
    with_setting("complaints", "store = \"postgresql://u:geheim@127.0.0.1:1/d\"", "Connection refused");
    with_setting("complaints", "store = \"mysql://u:geheim@h/d\"", "sqlite:PATH");
    with_setting("gateway", "htpt = \"x\"", "htpt: unknown; did you mean `http`?");
    with_setting("gateway", "store = \"sqlite:/nonexistent/a.db\"", "there is no folder /nonexistent");
    for (const auto& log : fs::directory_iterator(deployment.state() / "log")) {
        std::ifstream file(log.path());
        EXPECT_THAT(std::string(std::istreambuf_iterator<char>(file), {}), Not(HasSubstr("geheim"))) << log.path();
    }
    deployment.start();  // all is mended
}

/// Once it is ready it goes on trying: what is wrong may be mended.
TEST(Up, StartsAgainWhatCannotStartJustNowOnceItIsReady) {
    Deployment deployment({"complaints"});
    deployment.start();
    const auto settings = deployment.state() / "config/complaints.toml";
    fs::create_directories(settings.parent_path());
    std::ofstream(settings) << "credit = 0\n";
    const pid_t before = deployment.pid_of("complaints");
    deployment.kill("complaints");
    // While it is down run.json names no process, and never one of number 0.
    const auto down = [&] { return deployment.pid_of("complaints") == 0; };
    for (int i = 0; i < 500 && !down(); ++i) std::this_thread::sleep_for(10ms);
    EXPECT_TRUE(down());
    std::ifstream file(deployment.state() / "run.json");
    EXPECT_THAT(std::string(std::istreambuf_iterator<char>(file), {}), Not(HasSubstr("\"pid\": 0")));
    fs::remove(settings);
    EXPECT_TRUE(deployment.comes_back("complaints", before));
}

/// What whoever wants a service to read its settings anew does.
TEST(Up, StartsAgainWhatSomebodyEndsInOrderHoweverOften) {
    Deployment deployment({"complaints"});
    deployment.start();
    for (int time = 0; time < 5; ++time) {
        const pid_t before = deployment.pid_of("complaints");
        deployment.signal("complaints", SIGTERM);
        ASSERT_TRUE(deployment.comes_back("complaints", before)) << time;
    }
    const auto ran = deployment.stop();
    EXPECT_THAT(ran.err, HasSubstr("complaints was ended by somebody; starting it again"));
    EXPECT_THAT(ran.err, Not(HasSubstr("again and again")));
}

}  // namespace
}  // namespace rapport::integration
