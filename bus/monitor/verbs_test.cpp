// SPDX-License-Identifier: MIT
#include "bus/monitor/verbs.hpp"

#include <gmock/gmock.h>

#include <CLI/CLI.hpp>
#include <sstream>

#include "bus/client/client.hpp"
#include "bus/events/publisher.hpp"
#include "bus/monitor/text.hpp"
#include "bus/server/server.hpp"
#include "bus/testing/test_bus.hpp"
#include "bus/wire/info.hpp"

namespace rapport::bus::monitor {
namespace {

using namespace std::chrono_literals;
using bus::testing::TestBus;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

/// A desk that opens and closes a complaint every few milliseconds, from when it is told to.
class TestDesk {
public:
    explicit TestDesk(const std::string& url) : url_(url), thread_([this] { serve(); }) {
        Loop loop;
        Client(loop, url).ask("desk", "$ping", {}, {.retry = true});
    }
    ~TestDesk() { loop_.stop(); }

private:
    void serve() {
        Server server(loop_, url_, {.service = "desk"}, [&](const Request& request) { answer(server, request); });
        Publisher publisher(loop_, Endpoints::of(url_).publish);
        loop_.every(2ms, [&] {
            const bool opens = ++sequence_ % 2 == 1;
            publisher.publish(event(opens ? "desk.opened" : "desk.closed"));
        });
        loop_.run();
    }

    Event event(const std::string& type) const {
        Event event;
        event.id = new_uuid({1});
        event.source = "desk";
        event.type = type;
        event.subject = "c-" + std::to_string(sequence_);
        event.epoch = "e";
        event.sequence = sequence_;
        event.actor.id = "user:7";
        event.data.bytes = from_json(R"({"priority":)" + std::to_string(sequence_ % 3) + "}");
        return event;
    }

    static void answer(Server& server, const Request& request) {
        if (request.method == "$info") return server.reply(request, encode(info(server.instance())));
        if (request.method == "echo") return server.reply(request, request.params);
        if (request.method == "who") return server.reply(request, encode(request.header.actor.value_or(Actor{}).id));
        if (request.method == "parts") {
            server.partial(request, from_json("1"));
            return server.reply(request, from_json("2"));
        }
        if (request.method == "refuse") return server.fail(request, invalid("party", "an id such as \x1b[31m"));
        server.fail(request, Error(Code::permission_denied, "not you"));
    }
    static ServiceInfo info(const std::string& instance) {
        return {"desk", "1.2.3", instance, "a desk", {{.name = "echo", .kind = "query", .doc = "says it again"}}, {}};
    }

    const std::string url_;
    Loop loop_;
    std::int64_t sequence_ = 0;
    std::jthread thread_;
};

class Verbs : public ::testing::Test {
protected:
    int run_tail(const Tail& options) { return tail(target, options, out, err, stop); }
    int run_call(const Call& options) { return call(target, options, in, out, err); }
    std::vector<std::string> lines() const {
        std::vector<std::string> all;
        std::istringstream text(out.str());
        for (std::string line; std::getline(text, line);) all.push_back(line);
        return all;
    }

    TestBus bus;
    TestDesk desk{bus.url()};
    Target target{bus.url()};
    std::istringstream in;
    std::ostringstream out, err;
    std::atomic<bool> stop = false;
};

TEST_F(Verbs, TailPrintsAsManyCloudEventsAsAskedOneALine) {
    EXPECT_EQ(run_tail({.patterns = {"desk.*"}, .count = 3, .format = Format::jsonl}), 0);
    ASSERT_EQ(lines().size(), 3U);
    for (const auto& line : lines())
        EXPECT_THAT(line,
                    AllOf(StartsWith(R"({"specversion":"1.0",)"), HasSubstr(R"("source":"desk")"), EndsWith("}}")));
    EXPECT_EQ(err.str(), "listening\n");
}

TEST_F(Verbs, TailKeepsToItsPatternsAndFilter) {
    EXPECT_EQ(run_tail({.patterns = {"desk.op*", "elsewhere.*"},
                        .count = 3,
                        .format = Format::jsonl,
                        .where = "data.priority = 1 and actor ~ USER"}),
              0);
    for (const auto& line : lines())
        EXPECT_THAT(line, AllOf(HasSubstr(R"("type":"desk.opened")"), HasSubstr(R"("priority":1)")));
}

TEST_F(Verbs, TailPrintsALineForPeople) {
    EXPECT_EQ(run_tail({.count = 1}), 0);
    EXPECT_THAT(lines().at(0), AllOf(HasSubstr("  desk."), HasSubstr("  user:7  {\"priority\":")));
}

TEST_F(Verbs, TailEndsWhenStopped) {
    stop = true;
    EXPECT_EQ(run_tail({}), 0);
}

TEST_F(Verbs, TailEndsInSilenceWhenNobodyReads) {
    out.setstate(std::ios::badbit);
    EXPECT_EQ(run_tail({}), 0);
    EXPECT_EQ(err.str(), "listening\n");
}

TEST_F(Verbs, TailSaysWhatIsWrongWithAFilter) {
    EXPECT_EQ(run_tail({.where = "a ="}), 2);
    EXPECT_THAT(err.str(), StartsWith("filter, position 4: expected a value"));
}

TEST_F(Verbs, TailSaysThatNobodyIsThere) {
    target.requests_endpoint = "ipc:///tmp/rapport-no-bus-here";
    EXPECT_EQ(run_tail({}), 3);
    EXPECT_THAT(err.str(), StartsWith("unavailable: "));
}

TEST_F(Verbs, CallPrintsTheAnswerAsJson) {
    EXPECT_EQ(run_call({.service = "desk", .method = "echo", .params = R"({"a":[1,2]})"}), 0);
    EXPECT_EQ(out.str(), "{\"a\":[1,2]}\n");
}

TEST_F(Verbs, CallIndentsIfAskedAndReadsItsParameterFromStandardInput) {
    in.str(R"({"a": 1})");
    EXPECT_EQ(run_call({.service = "desk", .method = "echo", .params = "-", .indent = true}), 0);
    EXPECT_EQ(out.str(), "{\n  \"a\": 1\n}\n");
}

TEST_F(Verbs, CallPrintsEachPart) {
    EXPECT_EQ(run_call({.service = "desk", .method = "parts"}), 0);
    EXPECT_EQ(out.str(), "1\n2\n");
}

TEST_F(Verbs, CallAsksInTheNameOfItsActor) {
    target.actor = Actor{.id = "local:1000", .kind = "local"};
    EXPECT_EQ(run_call({.service = "desk", .method = "who"}), 0);
    EXPECT_EQ(out.str(), "\"local:1000\"\n");
}

TEST_F(Verbs, CallTellsErrorsByExitCodeAndOnStandardError) {
    EXPECT_EQ(run_call({.service = "desk", .method = "refuse"}), 1);
    EXPECT_EQ(err.str(), "invalid_argument: party: an id such as ?[31m\n{\"field\":\"party\"}\n");
    EXPECT_EQ(run_call({.service = "desk", .method = "other"}), 4);
    EXPECT_EQ(run_call({.service = "nobody", .method = "get"}), 3);
    EXPECT_EQ(run_call({.service = "desk", .method = "echo", .params = "{"}), 2);
    EXPECT_THAT(err.str(), EndsWith("parameter: not valid JSON at byte 2\n"));
    EXPECT_EQ(out.str(), "");
}

TEST_F(Verbs, LsListsWhoServesWhat) {
    EXPECT_EQ(ls(target, {}, out, err), 0);
    EXPECT_EQ(lines().at(0), "SERVICE  INSTANCES  VERSION  METHODS");
    EXPECT_THAT(out.str(), HasSubstr("desk     1          1.2.3    echo\n"));
    EXPECT_EQ(err.str(), "");
}

TEST_F(Verbs, LsOfOneServiceSaysWhatItsMethodsDo) {
    EXPECT_EQ(ls(target, {.service = "desk"}, out, err), 0);
    EXPECT_THAT(out.str(), AllOf(StartsWith("desk: a desk\n  instance "), HasSubstr("query echo: says it again")));
    EXPECT_EQ(ls(target, {.service = "nobody"}, out, err), 3);
}

TEST_F(Verbs, LsAsJsonHasEverything) {
    EXPECT_EQ(ls(target, {.format = Format::jsonl}, out, err), 0);
    EXPECT_THAT(out.str(), AllOf(StartsWith("{\"name\":\"desk\""), HasSubstr("\"version\":\"1.2.3\""),
                                 HasSubstr("\"doc\":\"says it again\"")));
}

TEST_F(Verbs, AreFoundOnACommandLine) {
    CLI::App app;
    int exit_code = -1;
    add_verbs(
        app, [this] { return target; }, exit_code);
    ::testing::internal::CaptureStdout();
    app.parse("call desk echo [1,2] --timeout 5 --idempotency-key k");
    EXPECT_EQ(::testing::internal::GetCapturedStdout(), "[1,2]\n");
    EXPECT_EQ(exit_code, 0);
    ::testing::internal::CaptureStdout();
    app.parse("tail desk.* -n 1 -o jsonl --where 'type = desk.opened'");
    EXPECT_THAT(::testing::internal::GetCapturedStdout(), StartsWith("{\"specversion\""));
    EXPECT_THROW(app.parse("tail -n 0"), CLI::ParseError);
    EXPECT_THROW(app.parse("tail -o xml"), CLI::ParseError);
    EXPECT_THROW(app.parse("call desk"), CLI::ParseError);
}

TEST(Pattern, StarStandsForAnyText) {
    for (const auto& [type, pattern] : std::vector<std::pair<std::string, std::string>>{{"a.b", "a.b"},
                                                                                        {"a.b", "*"},
                                                                                        {"a.b", "a.*"},
                                                                                        {"a.", "a.*"},
                                                                                        {"a.b", "*.b"},
                                                                                        {"a.b.c", "a*c"},
                                                                                        {"a.b.b", "*.b"},
                                                                                        {"a.b.c.d", "*.b*d"},
                                                                                        {"a", "a*"},
                                                                                        {"a", "**"}})
        EXPECT_TRUE(matches_pattern(type, pattern)) << type << ' ' << pattern;
    for (const auto& [type, pattern] : std::vector<std::pair<std::string, std::string>>{
             {"a.b", "a"}, {"ab", "a.*"}, {"a.b", "*.c"}, {"a", "a*a"}, {"a.b", ""}, {"ab", "a*b*b"}})
        EXPECT_FALSE(matches_pattern(type, pattern)) << type << ' ' << pattern;
}

}  // namespace
}  // namespace rapport::bus::monitor
