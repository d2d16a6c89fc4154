// SPDX-License-Identifier: MIT
// The letters of one complaint from receipt to closing, in each language, as a mail server receives them.
#include <fmt/format.h>
#include <glob.h>
#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <thread>

#include "sdk/host/testing/server.hpp"
#include "tests/integration/deployment.hpp"

namespace rapport::integration {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using nlohmann::json;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// Debian's libfaketime, which stands in for the clock in what is started with it.
std::string faketime() {
    glob_t found{};
    std::string path;
    if (::glob("/usr/lib/*/faketime/libfaketimeMT.so.1", 0, nullptr, &found) == 0) path = found.gl_pathv[0];
    ::globfree(&found);
    return path;
}

/// What each language's letters have in common.
struct Wanted {
    std::string language, name, greeting, end, day;
};
const Wanted wanted[] = {
    {"en", "Ann Example", "Dear Ann Example,\n\n", "Kind regards\nACME Service\n", " (Europe/Berlin)"},
    {"zh", "李雷", "尊敬的李雷：\n\n您好！", "此致\n敬礼\n\nACME Service\n", "（Europe/Berlin）"},
    {"de", "Anna Beispiel", "Guten Tag Anna Beispiel,\n\n", "Mit freundlichen Grüßen\nACME Service\n",
     " Uhr (Europe/Berlin)"},
};

/// One mail as a mail program shows it.
struct Mail {
    std::string subject, language, text;
};

class Letters : public ::testing::Test {
protected:
    void SetUp() override {
        const auto library = faketime();
        ASSERT_FALSE(library.empty()) << "libfaketime is not here: Debian's package of that name brings it";
        set_clock("+0");
        deployment_.environment({{"LD_PRELOAD", library},
                                 {"FAKETIME_TIMESTAMP_FILE", clock()},
                                 {"FAKETIME_NO_CACHE", "1"},
                                 {"FAKETIME_DONT_FAKE_MONOTONIC", "1"}});
        const auto folder = deployment_.state() / "config";
        fs::create_directories(folder);
        std::ofstream(folder / "notifier.toml") << fmt::format(R"(
channel = "email"

[[channels]]
name = "email"
id = "rapport.email"
settings = {{ host = "127.0.0.1", port = {}, security = "none", from = "desk@us.example" }}
)",
                                                               server_.port());
        // A test files more than one person does in a minute.
        std::ofstream(folder / "gateway.toml") << R"(outside_per_minute = 10000

[organisation]
name = "ACME Service"
public_url = "https://help.example.com"
time_zone = "Europe/Berlin"
)";
        deployment_.start();
        us_.emplace(deployment_.http());
    }
    fs::path clock() const { return deployment_.folder() / "clock"; }
    /// Sets the clock of all that runs so much off, in one step.
    void set_clock(const std::string& offset) const {
        const auto fresh = clock().string() + ".new";
        std::ofstream(fresh) << offset << '\n';
        fs::rename(fresh, clock());
    }

    json us(const std::string& path, const json& body = json::object()) {
        const auto answer = us_->post("/api/v1" + path, body);
        EXPECT_LT(answer.status, 300) << path << ' ' << answer.body;
        return answer.json();
    }
    /// Filed on the page in that language; its token.
    std::string file(const Wanted& by, const std::string& subject) {
        auto anybody = deployment_.nobody();
        const auto filed = anybody.post("/api/v1/outside/complaints", {{"name", by.name},
                                                                       {"email", by.language + "@example.org"},
                                                                       {"language", by.language},
                                                                       {"subject", subject},
                                                                       {"text", "x"}});
        EXPECT_EQ(filed.status, 201) << filed.body;
        return filed.json().at("token");
    }
    std::string newest() { return us_->get("/api/v1/complaints").json().at("items").at(0).at("id"); }
    void propose(const std::string& id, const char* offer) {
        us("/complaints/" + id + "/propose", {{"resolution", offer}});
    }
    void investigate(const std::string& id) {
        us("/complaints/" + id + "/acknowledge");
        us("/complaints/" + id + "/assess", {{"severity", "low"}});
        us("/complaints/" + id + "/investigate");
    }
    /// The next mail that the server takes.
    Mail next() {
        for (const auto until = std::chrono::steady_clock::now() + 30s; std::chrono::steady_clock::now() < until;
             std::this_thread::sleep_for(20ms)) {
            const auto all = server_.kept();
            if (all.size() <= read_) continue;
            const json& mail = all[read_++];
            return {mail.at("subject"), mail.at("language"), mail.at("text")};
        }
        ADD_FAILURE() << "no mail came";
        return {};
    }
    /// The next mail must be what they are to get at this point.
    void expect(const Wanted& by, const std::string& number, const std::string& token,
                const std::vector<std::string>& says, bool day = false) {
        check(next(), by, number, token, says, day);
    }
    static void check(const Mail& mail, const Wanted& by, const std::string& number, const std::string& token,
                      const std::vector<std::string>& says, bool day) {
        EXPECT_THAT(mail.subject, HasSubstr(number));
        EXPECT_EQ(mail.language, by.language);
        EXPECT_THAT(mail.text, StartsWith(by.greeting));
        EXPECT_THAT(mail.text, EndsWith(by.end));
        EXPECT_THAT(mail.text, HasSubstr("\nhttps://help.example.com/feedback/complaint/" + token + "\n"));
        for (const std::string& said : says) EXPECT_THAT(mail.text, HasSubstr(said));
        EXPECT_EQ(mail.text.find(by.day) != std::string::npos, day) << mail.text;
        if (std::getenv("RAPPORT_SHOW_LETTERS"))
            std::cout << "Subject: " << mail.subject << "\n\n" << mail.text << "---\n";
    }

    const sdk::Server server_{"smtp_server.py", {"none"}};
    Deployment deployment_{{"complaints", "registry", "notifier"}};
    std::optional<Http> us_;
    std::size_t read_ = 0;
};

TEST_F(Letters, OfOneComplaintFromReceiptToClosingInEachLanguage) {
    for (const Wanted& by : wanted) {
        SCOPED_TRACE(by.language);
        const std::string token = file(by, "No network in the branch"), id = newest();
        const std::string number = us_->get("/api/v1/complaints/" + id).json().at("number");
        expect(by, number, token, {"No network in the branch"});
        investigate(id);
        us("/complaints/" + id + "/notes", {{"text", "A technician comes on Monday."}, {"visibility", "public"}});
        expect(by, number, token, {"A technician comes on Monday."});
        propose(id, "A new switch");
        expect(by, number, token, {"A new switch"}, true);
        us("/complaints/" + id + "/dispute", {{"reason", "It is the old one"}});
        us("/complaints/" + id + "/investigate");
        propose(id, "Another switch");
        expect(by, number, token, {"Another switch"}, true);
        us("/complaints/" + id + "/accept");
        us("/complaints/" + id + "/close");
        expect(by, number, token, {"Another switch"});
        // What the link leads to.
        auto anybody = deployment_.nobody();
        const auto page = anybody.get("/feedback/complaint/" + token, {{"Accept-Language", by.language}});
        EXPECT_EQ(page.status, 200);
        EXPECT_THAT(page.body, HasSubstr("<html lang=\"" + by.language + "\">"));
        EXPECT_THAT(page.body, HasSubstr("A technician comes on Monday."));
    }
}

TEST_F(Letters, OfARejectionAndAFinalPositionTellWhereElseToTurn) {
    for (const Wanted& by : wanted) {
        SCOPED_TRACE(by.language);
        const std::string rejected = file(by, "Rain in May"), first = newest();
        const std::string number = us_->get("/api/v1/complaints/" + first).json().at("number");
        expect(by, number, rejected, {});
        us("/complaints/" + first + "/acknowledge");
        us("/complaints/" + first + "/reject", {{"reason", "The weather is not ours"}, {"recourse", "The ombudsman"}});
        expect(by, number, rejected, {"The weather is not ours", "The ombudsman"});

        const std::string disputed = file(by, "Slow answers"), second = newest();
        const std::string other = us_->get("/api/v1/complaints/" + second).json().at("number");
        expect(by, other, disputed, {});
        investigate(second);
        propose(second, "We answer sooner");
        expect(by, other, disputed, {"We answer sooner"}, true);
        us("/complaints/" + second + "/dispute", {{"reason", "Not soon enough"}});
        us("/complaints/" + second + "/close",
           {{"final_position", "Sooner it will not be"}, {"recourse", "The chamber"}});
        expect(by, other, disputed, {"Sooner it will not be", "The chamber"});
    }
}

TEST_F(Letters, ThatNobodyAnswersAreFollowedByAReminderAndTheClosing) {
    std::map<std::string, std::pair<std::string, std::string>> offered;
    for (const Wanted& by : wanted) {
        const std::string token = file(by, "Noise"), id = newest();
        const std::string number = us_->get("/api/v1/complaints/" + id).json().at("number");
        expect(by, number, token, {});
        investigate(id);
        propose(id, "Quieter fans");
        expect(by, number, token, {"Quieter fans"}, true);
        offered[by.language] = {number, token};
    }
    for (const bool reminder : {true, false}) {
        set_clock(reminder ? "+8d" : "+15d");
        std::map<std::string, Mail> mails;
        for (std::size_t i = 0; i < std::size(wanted); ++i) {
            Mail mail = next();
            mails[mail.language] = std::move(mail);
        }
        for (const Wanted& by : wanted)
            check(mails[by.language], by, offered[by.language].first, offered[by.language].second, {"Quieter fans"},
                  reminder);
    }
}

}  // namespace
}  // namespace rapport::integration
