// SPDX-License-Identifier: MIT
#include "services/cli/demo/player.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include <thread>

#include "bus/base/error.hpp"
#include "bus/base/wire.hpp"
#include "bus/server/server.hpp"
#include "bus/testing/test_bus.hpp"

namespace rapport::cli::demo {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::SizeIs;

/// What was asked of a service, and by whom.
struct Asked {
    std::string method, by, key;
    Json params;
};

/// Services that know a call again by its key, and parties by their references.
class Shelves {
public:
    explicit Shelves(const std::string& url) : url_(url), thread_([this] { serve(); }) {}
    ~Shelves() { loop_.stop(); }

    std::vector<Asked> done;  ///< what changed something; read while nothing is asked
    bool own_data = false;
    std::string refuses = {};  ///< a method
    Instant begun = SystemClock().now();

private:
    void serve() {
        std::vector<std::unique_ptr<bus::Server>> servers;
        for (const char* name : {"registry", "accounts", "complaints"}) {
            servers.push_back(nullptr);
            auto& server = servers.back();
            const std::size_t at = servers.size() - 1;
            server = std::make_unique<bus::Server>(
                loop_, url_, bus::ServerOptions{.service = name},
                [this, &servers, at](const bus::Request& request) { take(*servers[at], request); });
        }
        loop_.run();
    }
    void take(bus::Server& server, const bus::Request& request) {
        if (request.method == refuses) return server.fail(request, Error(Code::internal, "no room"));
        const Json params = Json::parse(to_json(request.params));
        if (request.method == "list_parties") return answer(server, request, parties(params));
        if (request.method == "list_users") return answer(server, request, {{"items", Json::array({Json::object()})}});
        const std::string key = request.header.idem.value_or("");
        if (const auto again = answers_.find(key); again != answers_.end())
            return answer(server, request, again->second);
        done.push_back({request.method, request.header.actor ? request.header.actor->id : "", key, params});
        answer(server, request, answers_[key] = made(request.method, params));
    }
    static void answer(bus::Server& server, const bus::Request& request, const Json& json) {
        server.reply(request, from_json(json.dump()));
    }
    Json parties(const Json& params) const {
        const std::string wanted = params.value("reference", "");
        if (wanted.empty()) return {{"items", own_data ? Json::array({Json::object()}) : Json::array()}};
        if (!references_.contains(wanted)) return {{"items", Json::array()}};
        return {{"items", Json::array({{{"id", "p"}, {"created_at", to_text(begun)}, {"references", Json::array()}}})}};
    }
    Json made(const std::string& method, const Json& params) {
        if (method == "update_party")
            for (const Json& more : params["references"]) references_.insert(more["id"]);
        if (method != "import_parties") return {{"id", "id-" + std::to_string(answers_.size())}};
        Json rows = Json::array();
        for (const Json& row : params["rows"]) {
            references_.insert(row["reference"]["id"]);
            if (row.contains("party"))
                for (const Json& more : row["party"].value("references", Json::array())) references_.insert(more["id"]);
            rows.push_back(row.contains("bad") ? Json({{"outcome", "rejected"}, {"error", "it is bad"}})
                                               : Json({{"outcome", "created"}, {"id", row["reference"]["id"]}}));
        }
        return {{"rows", rows}};
    }

    std::string url_;
    bus::Loop loop_;
    std::map<std::string, Json> answers_;
    std::set<std::string> references_;
    std::jthread thread_;
};

class DemoPlayerTest : public ::testing::Test {
protected:
    Played play(Player::Options options = {}) {
        bus::Loop loop;
        bus::Client client(loop, bus_.url());
        options.speaker = Actor{.id = "local:0", .kind = "local", .roles = {"admin"}};
        std::vector<Script> scripts;
        for (const auto& [name, text] : files) scripts.push_back(read_script(name, text, options.seed));
        return Player(client, std::move(options)).play(std::move(scripts), running, "a password of theirs");
    }
    std::string refusal(Player::Options options = {}) {
        try {
            play(std::move(options));
        } catch (const Error& error) {
            return error.message();
        }
        return "nothing is wrong";
    }
    std::vector<std::string> methods() const {
        std::vector<std::string> all;
        for (const Asked& each : shelves_.done) all.push_back(each.method);
        return all;
    }

    std::set<std::string> running{"registry", "accounts", "complaints"};
    std::vector<std::pair<std::string, std::string>> files{
        {"1.json", R"({"steps": [{"do": "registry.import_parties", "makes": "parties", "rows": {"provider": {}}}]})"},
        {"2.json",
         R"({"empty_store_only": true, "steps": [{"do": "accounts.update_organisation", "each": {"o": {}}}]})"},
        {"3.json", R"({"steps": [
            {"do": "accounts.create_user", "makes": "users", "each": {"ann": {"name": "ann.lee", "roles": ["agent"]}}},
            {"do": "registry.import_parties", "makes": "parties", "rows": {"acme": {}, "zen": {}}}]})"},
        {"4.json", R"({"steps": [
            {"do": "complaints.open", "as": "ann", "makes": "complaints", "each": {"c": {"party": "@acme", "received_at": "~-1d 09:00"}}},
            {"do": "complaints.rate", "as": "outside", "each": {"r": {"id": "@c"}}}]})"}};
    bus::testing::TestBus bus_;
    Shelves shelves_{bus_.url()};
};

TEST_F(DemoPlayerTest, MakesEachStepInTheNameOfWhoDoesIt) {
    const Played played = play();
    EXPECT_FALSE(played.was_there);
    EXPECT_THAT(played.made, ElementsAre(Pair("parties", 3u), Pair("users", 1u), Pair("complaints", 1u)));
    EXPECT_THAT(played.people, ElementsAre(Pair("ann.lee", "agent")));
    EXPECT_THAT(methods(), ElementsAre("import_parties", "update_organisation", "create_user", "import_parties", "open",
                                       "rate", "set_password", "update_party"));
    const Asked& open = shelves_.done[4];
    EXPECT_TRUE(open.by.starts_with("user:id-")) << open.by;
    EXPECT_EQ(open.params["party"], "1/acme");
    EXPECT_EQ(open.params["received_at"], to_text(Day{day_of(shelves_.begun).days - 1}) + "T09:00:00.000Z")
        << "counted from when it began";
    EXPECT_EQ(shelves_.done[5].by, "outside");
    EXPECT_EQ(shelves_.done[2].by, "local:0");
    EXPECT_THAT(shelves_.done[6].params["hash"].get<std::string>(), HasSubstr("$argon2id$"));
}

TEST_F(DemoPlayerTest, TheSameAgainAddsNothing) {
    play();
    const auto calls = shelves_.done.size();
    EXPECT_TRUE(play().was_there);
    EXPECT_THAT(shelves_.done, SizeIs(calls));
    EXPECT_FALSE(play({.seed = 2, .beside_own_data = true}).was_there) << "another seed is another demo";
}

TEST_F(DemoPlayerTest, WhatWasBrokenOffGoesOnWhereItWas) {
    shelves_.refuses = "rate";
    EXPECT_THAT(refusal(), HasSubstr("complaints.rate (r): no room"));
    const auto calls = shelves_.done.size();
    shelves_.own_data = true;  // what was made so far
    shelves_.refuses.clear();
    play();
    std::vector<std::string> more = methods();
    more.erase(more.begin(), more.begin() + static_cast<std::ptrdiff_t>(calls));
    EXPECT_THAT(more, ElementsAre("rate", "set_password", "update_party")) << "all else was known by its key";
}

TEST_F(DemoPlayerTest, WhatWasBrokenOffLongAgoIsRefused) {
    shelves_.refuses = "rate";
    refusal();
    shelves_.refuses.clear();
    shelves_.begun = SystemClock().now() - std::chrono::days(7);
    EXPECT_THAT(refusal(), HasSubstr("begin with a new state"));
}

TEST_F(DemoPlayerTest, OwnDataIsLeftAloneUnlessOneSaysOtherwise) {
    shelves_.own_data = true;
    EXPECT_THAT(refusal(), HasSubstr("--beside"));
    EXPECT_TRUE(shelves_.done.empty());
    play({.beside_own_data = true});
    EXPECT_THAT(methods(), ::testing::Not(::testing::Contains("update_organisation")));
}

TEST_F(DemoPlayerTest, WhatIsOfAServiceThatDoesNotRunIsLeftOutAndTold) {
    running.erase("complaints");
    const Played played = play();
    EXPECT_THAT(played.left_out, ElementsAre("4.json"));
    EXPECT_THAT(played.made, ElementsAre(Pair("parties", 3u), Pair("users", 1u)));
}

TEST_F(DemoPlayerTest, ARowThatIsRejectedIsSaidWithItsReason) {
    files[2].second = R"({"steps": [{"do": "registry.import_parties", "rows": {"acme": {"bad": true}}}]})";
    EXPECT_THAT(refusal(), ::testing::AllOf(HasSubstr("acme"), HasSubstr("it is bad")));
}

}  // namespace
}  // namespace rapport::cli::demo
