// SPDX-License-Identifier: MIT
#include "bus/monitor/verbs.hpp"

#include <CLI/CLI.hpp>

#include "bus/monitor/directory.hpp"
#include "bus/monitor/text.hpp"
#include "bus/monitor/verbs_fixture.hpp"
#include "bus/testing/test_service.hpp"

namespace rapport::bus::monitor {
namespace {

using bus::testing::TestService;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

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

TEST_F(Verbs, CallTellsUnderWhichTraceItAsksIfAsked) {
    EXPECT_EQ(run_call({.service = "desk", .method = "trace", .tell_trace = true}), 0);
    EXPECT_EQ(err.str(), "trace " + out.str().substr(4, 32) + "\n");
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

TEST_F(Verbs, CallRefusesAFieldThatTheServiceDoesNotKnow) {
    const TestService shop(bus.url(), {.service = "shop"}, [](Server& server, const Request& request) {
        ServiceInfo info{.name = "shop", .methods = {{.name = "order", .kind = "command"}}};
        info.methods[0].request.bytes = request_schema_of(shape_of<TestDesk::Data>());
        if (request.method == "$info") return server.reply(request, encode(info));
        server.reply(request, request.params);
    });
    Loop loop;
    Client(loop, bus.url()).ask("shop", "$ping", {}, {.retry = true});
    EXPECT_EQ(run_call({.service = "shop", .method = "order", .params = R"({"priority":1,"nmae":"Ann"})"}), 1);
    EXPECT_EQ(err.str(),
              "invalid_argument: nmae: unknown; did you mean "
              "`name`?\n{\"field\":\"nmae\",\"errors\":[{\"field\":\"nmae\",\"reason\":\"unknown_field\"}]}\n");
    EXPECT_EQ(run_call({.service = "shop", .method = "order", .params = R"({"priority":1,"name":"Ann"})"}), 0);
    EXPECT_EQ(run_call({.service = "shop", .method = "other", .params = R"({"nmae":1})"}), 0)
        << "of which nothing is told";
    EXPECT_EQ(run_call({.service = "shop", .method = "order"}), 0);
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

TEST_F(Verbs, LsCountsAWorkerOfAnotherMakeThatDoesNotSayWhatItIs) {
    const TestService foreign(bus.url(), {.service = "foreign"}, [](Server& server, const Request& request) {
        server.fail(request, Error(Code::unimplemented, "no such method"));
    });
    Loop loop;
    EXPECT_THROW(Client(loop, bus.url()).ask("foreign", "any", {}, {.retry = true}), Error);
    EXPECT_EQ(ls(target, {}, out, err), 0);
    EXPECT_THAT(out.str(), HasSubstr("foreign  1          ?        ?\n"));
    EXPECT_EQ(err.str(), "foreign: does not say what it is: no such method\n");
}

TEST_F(Verbs, LsAsJsonHasEverything) {
    EXPECT_EQ(ls(target, {.format = Format::jsonl}, out, err), 0);
    EXPECT_THAT(out.str(), AllOf(StartsWith("{\"name\":\"desk\""), HasSubstr("\"version\":\"1.2.3\""),
                                 HasSubstr("\"doc\":\"says it again\"")));
}

TEST_F(Verbs, InfoTellsWhatAServiceIsAndItsFields) {
    EXPECT_EQ(info(target, {.service = "desk"}, out, err), 0);
    EXPECT_THAT(out.str(), AllOf(StartsWith("desk: a desk\n  instance "), HasSubstr("query echo  GET /echo  for agent"),
                                 HasSubstr("  desk.opened\n      one was opened")));
    out.str({});
    EXPECT_EQ(info(target, {.service = "desk", .method = "echo"}, out, err), 0);
    EXPECT_THAT(out.str(), AllOf(HasSubstr("Parameter"), HasSubstr("  priority  integer  required  0 to 2\n"),
                                 HasSubstr("who (personal)")));
    EXPECT_EQ(info(target, {.service = "desk", .method = "none"}, out, err), 1);
    EXPECT_EQ(info(target, {.service = "nobody"}, out, err), 3);
}

TEST_F(Verbs, StatsAddUpAllInstances) {
    EXPECT_EQ(stats(target, {.service = "nobody"}, out, err), 3);
    const Latency fast = [] {
        Histogram histogram;
        for (int i = 0; i < 99; ++i) histogram.record(1ms);
        return histogram.told();
    }();
    const Latency slow = [] {
        Histogram histogram;
        for (int i = 0; i < 99; ++i) histogram.record(1s);
        return histogram.told();
    }();
    const auto told = [](const Latency& latency) {
        return encode(InstanceStats{.id = "i", .endpoints = {{"get", 99, 1, "not_found", latency}}});
    };
    const auto serve = [](const std::string& answer) {
        return [answer](Server& server, const Request& request) { server.reply(request, answer); };
    };
    const TestService one(bus.url(), {.service = "twin"}, serve(told(fast)));
    const TestService other(bus.url(), {.service = "twin"}, serve(told(slow)));
    Loop loop;
    Client client(loop, bus.url());
    for (int instances = 0; instances < 2;) {
        for (const auto& served : Directory(loop, client, {}, 2s).served())
            if (served.name == "twin") instances = static_cast<int>(served.instances);
    }
    EXPECT_EQ(stats(target, {.service = "twin"}, out, err), 0);
    EXPECT_THAT(lines().at(1), ::testing::MatchesRegex("twin\\.get +198 +2 +1\\.0. ms +1 s +1 s +1 s  not_found"));
}

TEST_F(Verbs, PingTellsHowLongEachTookToAnswer) {
    EXPECT_EQ(ping(target, {.count = 2, .interval = 1ms}, out, err, stop), 0);
    EXPECT_THAT(out.str(), AllOf(HasSubstr("bus "), HasSubstr("desk "), HasSubstr("s\n")));
    EXPECT_EQ(lines().size(), 6u);
    EXPECT_EQ(ping(target, {.service = "bus"}, out, err, stop), 0);
    EXPECT_EQ(ping(target, {.service = "nobody"}, out, err, stop), 3);
}

TEST_F(Verbs, LagIsWhatAConsumerHasNotHandledYet) {
    const InstanceStats told{.cursors = {{"reaction", "desk", 0, true}, {"projection", "gone", 7, true}}};
    const TestService follower(bus.url(), {.service = "follower"},
                               [&](Server& server, const Request& request) { server.reply(request, encode(told)); });
    Loop loop;
    Client(loop, bus.url()).ask("follower", "$ping", {}, {.retry = true});
    EXPECT_EQ(lag(target, {.service = "follower"}, out, err), 0);
    EXPECT_THAT(lines().at(1), ::testing::MatchesRegex("follower +reaction +desk +0 +([0-9]+) +([0-9]+)"));
    EXPECT_THAT(lines().at(2), ::testing::MatchesRegex("follower +projection +gone +7 +\\? +\\?"));
}

/// A service that is further than its source, as it can only be when that lost something; the other in another epoch.
void beyond(Server& server, const Request& request) {
    if (request.method == "$stats")
        return server.reply(
            request,
            from_json(
                R"({"cursors":[{"consumer":"projection","source":"desk","sequence":1000000,"placed":true,"epoch":"e"},)"
                R"({"consumer":"reaction","source":"desk","sequence":1000000,"placed":true,"epoch":"old"}]})"));
    server.fail(request, Error(Code::unimplemented, "no such method"));
}
/// One that noticed, and goes on.
void noticed(Server& server, const Request& request) {
    if (request.method == "$stats")
        return server.reply(
            request, from_json(R"({"cursors":[{"consumer":"projection","source":"desk","sequence":1,"epoch":"e"}]})"));
    if (request.method == "$losses")
        return server.reply(
            request,
            from_json(R"({"losses":[{"row":1,"consumer":"projection","source":"desk","epoch":"e","handled":30,)"
                      R"("last":16,"noticed":"2026-11-24T08:00:00.000Z"}]})"));
    server.fail(request, Error(Code::unimplemented, "no such method"));
}

TEST_F(Verbs, LagTellsOfSourcesThatLostTheEndOfTheirHistory) {
    const TestService ahead(bus.url(), {.service = "ahead"}, beyond), knows(bus.url(), {.service = "knows"}, noticed);
    Loop loop;
    for (const auto* name : {"ahead", "knows"}) Client(loop, bus.url()).ask(name, "$ping", {}, {.retry = true});
    EXPECT_EQ(lag(target, {}, out, err), 0);
    EXPECT_THAT(out.str(), HasSubstr("desk to ahead's projection: the end of the history was lost: 1000000 events"));
    EXPECT_THAT(out.str(),
                HasSubstr("desk to knows's projection: the end of the history was lost: 30 events were handled, "
                          "and at 2026-11-24T08:00:00.000Z the source had 16"));
    EXPECT_THAT(out.str(), Not(HasSubstr("reaction:"))) << "of another epoch: that is met by itself";
    EXPECT_EQ(err.str(), "") << "who knows nothing of losses has none";
}

TEST_F(Verbs, StatsTellOfAStoreThatIsInTrouble) {
    const TestService service(bus.url(), {.service = "full"}, [](Server& server, const Request& request) {
        server.reply(
            request,
            from_json(R"({"store":{"state":"full","reason":"make room","since":"2026-11-24T08:00:00.000Z"}})"));
    });
    Loop loop;
    Client(loop, bus.url()).ask("full", "$ping", {}, {.retry = true});
    EXPECT_EQ(stats(target, {}, out, err), 0);
    EXPECT_THAT(out.str(), HasSubstr("full: its store is in trouble (full): make room\n"));
    EXPECT_THAT(out.str(), Not(HasSubstr("desk: its store")));
}

/// A service with two parked events, of which the second cannot be handled still.
void parked(Server& server, const Request& request) {
    const auto letter = [](int row) {
        return R"({"row":)" + std::to_string(row) +
               R"(,"consumer":"reaction","source":"desk","subject":"c-1","sequence":4,)"
               R"("error":"is poisonous","parked":"2026-11-24T08:00:00.000Z","event":{"id":"01a20f6f-637a-73bc-8bd6-71be7245504d",)"
               R"("source":"desk","type":"desk.opened","subject":"c-1","time":"2026-11-24T08:00:00.000Z","sequence":4,"epoch":"e",)"
               R"("recorded":"2026-11-24T08:00:00.000Z","actor":{"id":"user:7"},"data":{"priority":1,"name":"Ann"}}})";
    };
    const auto params = request.params.empty() ? std::string("{}") : to_json(request.params);
    if (request.method == "$dead_letters")
        return server.reply(
            request, from_json(params == R"({"after":0})" ? R"({"letters":[)" + letter(1) + "," + letter(2) + "]}"
                                                          : R"({"letters":[]})"));
    if (params == R"({"row":1})" && request.method != "$info") return server.reply(request, from_json("{}"));
    server.fail(request, Error(Code::failed_precondition, "is poisonous"));
}

TEST_F(Verbs, DeadLettersAreListedShownDrivenAgainAndDropped) {
    const TestService service(bus.url(), {.service = "parked"}, parked);
    Loop loop;
    Client(loop, bus.url()).ask("parked", "$ping", {}, {.retry = true});
    const auto run = [&](const Dead& options) {
        out.str({});
        return dead(target, options, out, err);
    };
    EXPECT_EQ(run({.service = "parked"}), 0);
    EXPECT_THAT(lines().at(1),
                ::testing::MatchesRegex("parked +1  2026-11-24T08:00:00.000Z  desk #4  c-1  +is poisonous"));
    EXPECT_EQ(run({.what = Dead::Do::show, .service = "parked", .rows = {2}}), 0);
    EXPECT_THAT(out.str(), AllOf(HasSubstr("\"row\": 2"), HasSubstr("\"name\": \"***\"")));
    EXPECT_EQ(run({.what = Dead::Do::redrive, .service = "parked", .rows = {1}}), 0);
    EXPECT_EQ(out.str(), "parked 1 handled\n");
    EXPECT_EQ(run({.what = Dead::Do::redrive, .service = "parked", .all = true}), 1);
    EXPECT_EQ(out.str(), "parked 1 handled\n");
    EXPECT_THAT(err.str(), HasSubstr("parked 2: failed_precondition: is poisonous"));
    EXPECT_EQ(run({.what = Dead::Do::drop, .service = "parked", .rows = {1}}), 0);
    EXPECT_EQ(out.str(), "parked 1 dropped\n");
    EXPECT_EQ(run({.what = Dead::Do::drop, .service = "parked", .rows = {7}}), 1);
}

TEST_F(Verbs, AreFoundOnACommandLine) {
    CLI::App app;
    Action action;
    add_verbs(
        app, [this] { return target; }, action);
    ::testing::internal::CaptureStdout();
    app.parse("call desk echo [1,2] --timeout 5 --idempotency-key k");
    EXPECT_EQ(action(), 0);
    EXPECT_EQ(::testing::internal::GetCapturedStdout(), "[1,2]\n");
    EXPECT_THROW(app.parse("call desk"), CLI::ParseError);
}

/// Takes so many writes, then is full.
class Full : public std::streambuf {
public:
    explicit Full(int room) : room_(room) {}

private:
    std::streamsize xsputn(const char*, std::streamsize size) override { return room_ > 0 ? size : 0; }
    int_type overflow(int_type c) override { return room_ > 0 ? traits_type::not_eof(c) : traits_type::eof(); }
    int sync() override { return room_-- > 0 ? 0 : -1; }
    int room_;
};

TEST_F(Verbs, ThatGoOnAndOnEndWhereTheirOutputCannotBeWritten) {
    const std::vector<std::pair<const char*, std::function<void(std::ostream&)>>> verbs{
        {"tail", [&](std::ostream& o) { tail(target, {}, o, err, stop); }},
        {"tail of calls",
         [&](std::ostream& o) {
             tail(target, {.kinds = {Kind::event, Kind::req}}, o, err, stop);
         }},
        {"ping", [&](std::ostream& o) { ping(target, {.count = 1'000'000, .interval = 1ms}, o, err, stop); }},
        {"top", [&](std::ostream& o) { top(target, {.interval = 1ms, .once = true}, o, err, stop); }},
        {"call", [&](std::ostream& o) { call(target, {.service = "desk", .method = "parts"}, in, o, err); }}};
    for (const auto& [name, verb] : verbs)
        for (const int room : {0, 1, 5}) {
            Full full(room);
            std::ostream closed(&full);
            verb(closed);
            EXPECT_TRUE(!closed || room > 0) << name;
        }
}

TEST(Text, DurationsHaveAUnit) {
    const std::vector<std::pair<std::string, std::chrono::microseconds>> durations{
        {"10m", 10min}, {"1.5s", 1'500ms}, {"250ms", 250ms}, {"7d", 168h}, {"2h", 2h}, {"5us", 5us}};
    for (const auto& [text, duration] : durations) EXPECT_EQ(duration_from(text), duration) << text;
    for (const auto* wrong : {"", "10", "m", "-1s", "10 m", "1w", "1e300d"})
        EXPECT_FALSE(duration_from(wrong)) << wrong;
}

TEST(Text, TimesTakenAreShortAtAnyLength) {
    const std::vector<std::pair<std::int64_t, std::string>> times{
        {7, "7 µs"}, {3'210, "3.21 ms"}, {1'500'000, "1.5 s"}, {600'000'000, "10 min"}};
    for (const auto& [us, text] : times) EXPECT_EQ(took_text(us), text);
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
