// SPDX-License-Identifier: MIT
// Channels that hang, in a whole deployment with real servers.
#include <fmt/format.h>

#include <fstream>
#include <thread>

#include "bus/base/program.hpp"
#include "sdk/host/testing/server.hpp"
#include "tests/faults/case.hpp"
#include "tests/integration/api.hpp"

namespace rapport::faults {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr auto secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// Two webhooks, of which the server of one never answers, and two channels of another plugin, of which one hangs in
/// its own code.
class Channel : public ::testing::Test {
protected:
    Channel() {
        fs::create_directories(deployment_.state() / "config");
        configure(1'500);
    }

    void configure(int deadline_ms) {
        const auto webhook = [&](const std::string& name, const sdk::Server& server, const std::string& path) {
            return fmt::format(
                "[[channels]]\nname = \"{}\"\nid = \"rapport.webhook\"\ndeadline_ms = {}\n"
                "settings = {{ url = \"http://127.0.0.1:{}{}\", secret = \"file:{}\", timeout_ms = 1000, "
                "allowed_networks = \"127.0.0.1\" }}\n",
                name, deadline_ms, server.port(), path, server.folder().write("secret", secret));
        };
        const auto pager = [&](const std::string& name, int limit) {
            return fmt::format(
                "[[channels]]\nname = \"{0}\"\nid = \"com.example.unruly\"\nfile = \"{1}\"\ndeadline_ms = {2}\n"
                "settings = {{ attempts = \"{3}\" }}\n",
                name, (sdk_samples() / "sample_unruly_channel.so").string(), limit,
                (deployment_.folder() / name).string());
        };
        std::ofstream(deployment_.state() / "config" / "notifier.toml")
            << webhook("silent-hook", silent_, "/never") << webhook("hook", answers_, "/hook")
            << pager("frozen-pager", 500) << pager("pager", 10'000);
    }
    static fs::path sdk_samples() {
        return fs::read_symlink("/proc/self/exe").parent_path().parent_path() / "sample-plugins";
    }
    void rule(const std::string& channel, const std::string& text) {
        const nlohmann::json rule = {{"name", channel},
                                     {"event", "complaints.opened"},
                                     {"channel", channel},
                                     {"recipients", {"channel"}},
                                     {"templates", {{{"language", "en"}, {"subject", "s"}, {"text", text}}}}};
        for (int tries = 0;; ++tries, std::this_thread::sleep_for(100ms)) {
            const auto made = deployment_.http().post("/api/v1/notification-rules", rule);
            if (made.status == 201) return;
            // Until complaints have said what they tell.
            ASSERT_TRUE(tries < 100 && made.body.find("no service") != std::string::npos) << made.body;
        }
    }
    void complaint() {
        const auto opened = deployment_.http().post("/api/v1/complaints", integration::complaint_about("Slow network"));
        ASSERT_EQ(opened.status, 201) << opened.body;
        ++complaints_;
    }
    std::size_t lines(const std::string& name) const {
        std::size_t count = 0;
        std::ifstream in(deployment_.folder() / name);
        for (std::string line; std::getline(in, line);) ++count;
        return count;
    }
    std::int64_t failures(const std::string& channel) const {
        const auto all = deployment_.http().get("/api/v1/notification-channels").json();
        for (const auto& each : all.value("items", nlohmann::json::array()))
            if (each.at("name") == channel) return each.at("failures");
        return 0;
    }
    /// Those that work have delivered every complaint within a few seconds.
    void expect_delivered(const std::string& when) {
        EXPECT_TRUE(until([&] { return answers_.kept().size() == complaints_ && lines("pager") == complaints_; }, 10s))
            << when << ": of " << complaints_ << " the webhook has " << answers_.kept().size() << ", the pager "
            << lines("pager");
    }

    const sdk::Server silent_{"http_server.py", {secret}}, answers_{"http_server.py", {secret}};
    Deployment deployment_;
    std::size_t complaints_ = 0;
};

TEST_F(Channel, OneThatHangsHoldsUpNoOtherOfItsPluginBeforeAndAfterARestart) {
    deployment_.start();
    rule("silent-hook", "hello");
    rule("hook", "hello");
    rule("frozen-pager", "hang");
    rule("pager", "hello");
    for (int failure = 1; failure <= 4; ++failure) {
        complaint();
        expect_delivered("before the restart");
        EXPECT_TRUE(until([&] { return lines("frozen-pager") >= complaints_ && failures("frozen-pager") > 0; }, 20s));
        deployment_.http().post("/api/v1/notification-channels/frozen-pager/resume", nlohmann::json::object());
    }
    deployment_.stop();
    deployment_.start();
    complaint();
    expect_delivered("after the restart");
    deployment_.stop();
    fmt::print(
        "{} Channel.OneThatHangs…: a webhook whose server is silent, and a plugin that hangs, four times each; the "
        "others delivered {} and {} of {}, also after a restart\n",
        HasFailure() ? "FAILED" : "ok    ", answers_.kept().size(), lines("pager"), complaints_);
    std::fflush(stdout);
}

TEST_F(Channel, OneWhoseDeadlineIsNotLongerThanItsPluginsTimeoutIsRefusedWithTheRightValue) {
    configure(1'000);
    const auto programs = fs::read_symlink("/proc/self/exe").parent_path();
    integration::Process notifier({programs / "rapport-notifier", "--state", deployment_.state(), "--bus",
                                   "ipc://" + (deployment_.folder() / "nobody").string()});
    const auto ran = notifier.wait(20s);
    EXPECT_EQ(ran.exit, cannot_start);
    EXPECT_NE(ran.err.find("channels[0].deadline_ms: must be more than the plugin's timeout_ms, which is 1000: "
                           "deadline_ms = 3000 would do"),
              std::string::npos)
        << ran.err;
}

}  // namespace
}  // namespace rapport::faults
