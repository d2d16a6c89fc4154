// SPDX-License-Identifier: MIT
#include "bus/monitor/tail.hpp"

#include <CLI/CLI.hpp>
#include <fstream>
#include <set>

#include "bus/monitor/verbs_fixture.hpp"

namespace rapport::bus::monitor {
namespace {

using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::Each;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;

/// Calls the desk now and then, until it goes.
class Caller {
public:
    explicit Caller(const std::string& url, std::string method = "echo",
                    std::string params = R"({"priority":1,"name":"Ann"})")
        : thread_([this, url, method, params = from_json(params)] {
              Client client(loop_, url);
              loop_.every(5ms, [&client, method, params] {
                  client.call("desk", method, params, {.traceparent = traceparent, .actor = Actor{.id = "user:7"}},
                              [](const Reply&, bool) {});
              });
              loop_.run();
          }) {}
    ~Caller() { loop_.stop(); }
    static constexpr auto traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    static constexpr auto trace = "0af7651916cd43dd8448eb211c80319c";

private:
    Loop loop_;
    std::jthread thread_;
};

using TailEvents = Verbs;
using TailCalls = Verbs;

TEST_F(TailEvents, AsManyCloudEventsAsAskedOneALine) {
    EXPECT_EQ(run_tail({.patterns = {"desk.*"}, .count = 3, .form = Form::jsonl}), 0);
    ASSERT_EQ(lines().size(), 3U);
    for (const auto& line : lines())
        EXPECT_THAT(line,
                    AllOf(StartsWith(R"({"specversion":"1.0",)"), HasSubstr(R"("source":"desk")"), EndsWith("}}")));
    EXPECT_EQ(err.str(), "listening\n");
}

TEST_F(TailEvents, KeepToPatternsAndFilter) {
    EXPECT_EQ(run_tail({.patterns = {"desk.op*", "elsewhere.*"},
                        .where = "data.priority = 1 and actor ~ USER",
                        .count = 3,
                        .form = Form::jsonl}),
              0);
    for (const auto& line : lines())
        EXPECT_THAT(line, AllOf(HasSubstr(R"("type":"desk.opened")"), HasSubstr(R"("priority":1)")));
}

TEST_F(TailEvents, OfExcludedTypesAndOtherActorsAreNotShown) {
    EXPECT_EQ(
        run_tail({.exclude = {"*.opened"}, .sources = {"de*"}, .actor = "user:*", .count = 2, .form = Form::jsonl}), 0);
    EXPECT_THAT(lines(), Each(HasSubstr("desk.closed")));
    out.str({});
    EXPECT_EQ(run_tail({.actor = "local:*", .wait = 50ms}), 5);
    EXPECT_EQ(run_tail({.sources = {"other"}, .wait = 50ms}), 5);
    EXPECT_EQ(run_tail({.types = {"desk.gone"}, .wait = 50ms}), 5);
    EXPECT_EQ(out.str(), "");
}

TEST_F(TailEvents, ForPeopleAreALine) {
    EXPECT_EQ(run_tail({.count = 1}), 0);
    EXPECT_THAT(lines().at(0), AllOf(HasSubstr("  desk."), HasSubstr("  user:7  {\"priority\":")));
    EXPECT_THAT(lines().at(0), MatchesRegex("....-..-.. ..:..:.*"));
}

TEST_F(TailEvents, MaskWhatIsPersonalUnlessAskedForAndAllowed) {
    EXPECT_EQ(run_tail({.count = 1, .form = Form::jsonl}), 0);
    EXPECT_THAT(lines().at(0), HasSubstr(R"("name":"***")"));
    out.str({});
    EXPECT_EQ(run_tail({.count = 1, .form = Form::jsonl, .show_personal = true}), 0);
    EXPECT_THAT(lines().at(0), HasSubstr(R"("name":"Ann")"));
    EXPECT_EQ(run_tail({.where = "data.name = Ann", .wait = 50ms}), 5) << "a filter must not tell what is masked";
}

TEST_F(TailEvents, AreRedactedCutOrBareAsAsked) {
    EXPECT_EQ(run_tail({.count = 1, .form = Form::jsonl, .redact = {"data.priority"}}), 0);
    EXPECT_EQ(run_tail({.count = 1, .form = Form::jsonl, .redact = {"priority"}}), 0);
    EXPECT_THAT(lines(), Each(HasSubstr(R"("priority":"***")")));
    out.str({});
    EXPECT_EQ(run_tail({.count = 1, .form = Form::jsonl, .show_personal = true, .truncate = 2}), 0);
    EXPECT_THAT(out.str(), HasSubstr(R"("name":"An…")"));
    out.str({});
    EXPECT_EQ(run_tail({.count = 1, .form = Form::jsonl, .headers_only = true}), 0);
    EXPECT_THAT(out.str(), Not(HasSubstr("priority")));
}

TEST_F(TailEvents, InATemplateHexOrRaw) {
    EXPECT_EQ(run_tail({.patterns = {"desk.opened"},
                        .count = 1,
                        .form = Form::text_template,
                        .text_template = R"({type}\t{data.name}{nothing}!)"}),
              0);
    EXPECT_EQ(out.str(), "desk.opened\t***!\n");
    EXPECT_EQ(run_tail({.form = Form::text_template, .text_template = "{type"}), 2);
    EXPECT_EQ(run_tail({.form = Form::raw}), 2) << "bytes cannot be masked";
    out.str({});
    EXPECT_EQ(run_tail({.where = "data.priority = 1", .count = 1, .form = Form::hex, .show_personal = true}), 0);
    EXPECT_THAT(out.str(), HasSubstr("\n00000000  82 a8 70 72 69 6f"));
    out.str({});
    EXPECT_EQ(run_tail({.where = "data.priority = 1", .count = 2, .form = Form::raw, .show_personal = true}), 0);
    EXPECT_EQ(out.str(), encode(TestDesk::Data{1, "Ann"}) + encode(TestDesk::Data{1, "Ann"}));
}

TEST_F(TailEvents, InUtcOrAsTimeSinceTheLineBefore) {
    EXPECT_EQ(run_tail({.count = 2, .times = Times::utc}), 0);
    EXPECT_THAT(lines().at(1), MatchesRegex("....-..-..T..:..:..\\....Z  .*"));
    out.str({});
    EXPECT_EQ(run_tail({.count = 2, .times = Times::delta}), 0);
    EXPECT_THAT(lines().at(0), MatchesRegex(" *\\+0.000  .*"));
}

TEST_F(TailEvents, SampleIsOneOfSoMany) {
    EXPECT_EQ(run_tail({.sample = 10, .count = 3, .form = Form::text_template, .text_template = "{sequence}"}), 0);
    const auto all = lines();
    EXPECT_EQ(std::stoll(all.at(2)) - std::stoll(all.at(1)), 10);
}

TEST_F(TailEvents, SinceASequenceAreTheHistoryThenWhatComesWithoutGapOrRepetition) {
    EXPECT_EQ(run_tail({.since = std::int64_t{1},
                        .count = 200,
                        .verify_gaps = true,
                        .form = Form::text_template,
                        .text_template = "{sequence}"}),
              0);
    const auto all = lines();
    ASSERT_EQ(all.size(), 200u);
    for (std::size_t i = 0; i < all.size(); ++i) ASSERT_EQ(std::stoull(all[i]), i + 1);
}

TEST_F(TailEvents, SinceATimeBeginThere) {
    ASSERT_EQ(run_tail({.count = 20}), 0);
    const auto from = SystemClock().now();
    ASSERT_EQ(run_tail({.count = 20}), 0);
    out.str({});
    EXPECT_EQ(run_tail({.since = from, .end = true, .form = Form::text_template, .text_template = "{recorded}"}), 0);
    ASSERT_GE(lines().size(), 19u);
    EXPECT_GE(lines().front(), to_text(from));
    EXPECT_LE(lines().front(), to_text(from + 1s));
    out.str({});
    EXPECT_EQ(
        run_tail({.since = 1h, .until = from, .end = true, .form = Form::text_template, .text_template = "{time}"}), 0);
    ASSERT_FALSE(lines().empty());
    EXPECT_LE(lines().back(), to_text(from));
}

TEST_F(TailEvents, LastPerSubjectIsTheNewestOfEach) {
    ASSERT_EQ(run_tail({.since = std::int64_t{1}, .count = 30}), 0);
    out.str({});
    EXPECT_EQ(
        run_tail({.end = true, .last_per_subject = true, .form = Form::text_template, .text_template = "{subject}"}),
        0);
    const auto all = lines();
    EXPECT_EQ(all.size(), 5u);
    EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), 5u);
}

TEST_F(TailEvents, ThatAreMissingAreSaidAndEndItIfAsked) {
    const auto skipping = [this](Tail options) {
        Loop loop;
        std::jthread skips([&] {
            loop.every(20ms, [&] { desk.skip(7); });
            loop.run();
        });
        const int exit_code = run_tail(options);
        loop.stop();
        return exit_code;
    };
    EXPECT_EQ(skipping({.verify_gaps = true}), 6);
    EXPECT_THAT(err.str(), HasSubstr("missed 7 of desk"));
    EXPECT_EQ(skipping({.strict = true}), 7);
    EXPECT_EQ(skipping({.count = 100}), 0);
}

TEST_F(TailEvents, EndWhenStopped) {
    stop = true;
    EXPECT_EQ(run_tail({}), 0);
}

TEST_F(TailEvents, EndInSilenceWhenNobodyReads) {
    out.setstate(std::ios::badbit);
    EXPECT_EQ(run_tail({}), 0);
    EXPECT_EQ(err.str(), "listening\n");
}

TEST_F(TailEvents, SayWhatIsWrongWithAFilter) {
    EXPECT_EQ(run_tail({.where = "a ="}), 2);
    EXPECT_THAT(err.str(), StartsWith("filter, position 4: expected a value"));
}

TEST_F(TailEvents, SayThatNobodyIsThere) {
    target.requests_endpoint = "ipc:///tmp/rapport-no-bus-here";
    EXPECT_EQ(run_tail({}), 3);
    EXPECT_THAT(err.str(), StartsWith("unavailable: "));
}

TEST_F(TailCalls, AreRequestsAndAnswersOfOneNumber) {
    const Caller caller(bus.url());
    EXPECT_EQ(run_tail({.kinds = {Kind::req, Kind::rep},
                        .count = 60,
                        .form = Form::text_template,
                        .text_template = "{kind} {call} {actor} {trace}"}),
              0);
    std::map<std::string, int> kinds;
    std::set<std::string> asked;
    for (const auto& line : lines()) {
        const std::string kind = line.substr(0, 3), call = line.substr(4, line.find(' ', 4) - 4);
        if (kind == "req") asked.insert(call);
        if (!asked.contains(call)) continue;  // it was asked before anybody listened
        ++kinds[kind];
        EXPECT_THAT(line, EndsWith(std::string(" user:7 ") + Caller::trace)) << "an answer tells who asked, too";
    }
    EXPECT_GE(kinds["req"], 2);
    EXPECT_GE(kinds["rep"], 2);
}

TEST_F(TailCalls, MatchedAreShownOnceEachWithTheirLatency) {
    const Caller caller(bus.url());
    EXPECT_EQ(run_tail({.kinds = {Kind::req, Kind::rep}, .match_replies = true, .count = 30, .form = Form::jsonl}), 0);
    std::set<std::string> calls;
    auto matched = lines();
    // The first may have been asked before anybody listened.
    std::erase_if(matched, [](const std::string& line) { return line.find("\"params\"") == line.npos; });
    for (const auto& line : matched) {
        EXPECT_THAT(line, AllOf(HasSubstr(R"("took_ms":)"), HasSubstr(R"("params":{"priority":1,"name":"***"})"),
                                HasSubstr(R"("result":{"priority":1,"name":"***"})")));
        calls.insert(line.substr(line.find("\"call\""), 12));
    }
    EXPECT_EQ(calls.size(), matched.size());
    EXPECT_GE(calls.size(), 5u);
}

TEST_F(TailCalls, MatchedForPeopleSayHowItWent) {
    const Caller caller(bus.url()), failing(bus.url(), "refuse");
    // The first answers may be to what was asked before anybody listened.
    EXPECT_EQ(run_tail({.where = "code is null", .match_replies = true, .count = 30}), 0);
    EXPECT_THAT(lines(), Contains(AllOf(HasSubstr("desk.echo"), HasSubstr("s  ok  user:7  {"), HasSubstr("} → {"))));
    EXPECT_EQ(run_tail({.errors = true, .match_replies = true, .count = 30}), 0);
    EXPECT_THAT(lines(), Contains(AllOf(HasSubstr("desk.refuse"), HasSubstr("  invalid_argument  user:7"))));
}

TEST_F(TailCalls, ThatFailOrAreSlowAreFoundByOneOption) {
    const Caller caller(bus.url()), failing(bus.url(), "refuse");
    EXPECT_EQ(run_tail({.errors = true, .count = 2, .form = Form::text_template, .text_template = "{kind} {code}"}), 0);
    EXPECT_THAT(lines(), Each("err invalid_argument"));
    EXPECT_EQ(run_tail({.min_latency = 1h, .wait = 100ms}), 5);
    EXPECT_EQ(run_tail({.min_latency = 1us, .count = 1}), 0);
}

TEST_F(TailCalls, KeepToMethodActorAndTrace) {
    const Caller caller(bus.url()), other(bus.url(), "who");
    for (const std::string method : {"echo", "desk.echo", "e*"}) {
        EXPECT_EQ(run_tail({.methods = {method}, .count = 4, .form = Form::text_template, .text_template = "{method}"}),
                  0);
        EXPECT_THAT(lines(), Each("echo"));
    }
    EXPECT_EQ(run_tail({.kinds = {Kind::rep}, .trace = Caller::trace, .actor = "user:7", .count = 2}), 0);
    EXPECT_EQ(run_tail({.kinds = {Kind::rep}, .trace = "another", .wait = 100ms}), 5);
    EXPECT_EQ(run_tail({.patterns = {"desk.who"},
                        .kinds = {Kind::req},
                        .count = 2,
                        .form = Form::text_template,
                        .text_template = "{method}"}),
              0);
    EXPECT_EQ(lines().back(), "who");
}

TEST_F(TailCalls, WithoutASchemaAreMaskedWhole) {
    const Caller caller(bus.url(), "who", R"("a name")");
    EXPECT_EQ(run_tail({.kinds = {Kind::req}, .count = 1, .form = Form::jsonl}), 0);
    EXPECT_THAT(out.str(), HasSubstr(R"("params":"***")"));
}

TEST_F(TailCalls, OfWorkersAreHeartbeats) {
    EXPECT_EQ(run_tail({.kinds = {Kind::hb}, .count = 1, .form = Form::jsonl}), 0);
    EXPECT_THAT(out.str(), AllOf(HasSubstr(R"("kind":"hb")"), HasSubstr(R"("service":"desk")")));
}

TEST_F(TailCalls, AndEventsComeTogetherIfBothAreAskedFor) {
    const Caller caller(bus.url());
    // How many of the one come for one of the other is left to them.
    const auto both = AllOf(HasSubstr("  event  desk.opened"), HasSubstr("  req    desk.echo"));
    for (int i = 0; i < 50 && !::testing::Matches(both)(out.str()); ++i)
        EXPECT_EQ(run_tail({.kinds = {Kind::event, Kind::req}, .count = 40}), 0);
    EXPECT_THAT(out.str(), both);
}

TEST_F(Verbs, TailIsFoundOnACommandLine) {
    CLI::App app;
    Action action;
    add_verbs(
        app, [this] { return target; }, action);
    ::testing::internal::CaptureStdout();
    app.parse(
        "tail --exclude x --kind event,err --redact a,b desk.* -n 1 -o jsonl --where 'type = desk.opened' --since 10m");
    EXPECT_EQ(action(), 0);
    EXPECT_THAT(::testing::internal::GetCapturedStdout(), StartsWith("{\"specversion\""));
    const bus::testing::TempFolder folder;
    const auto file = folder.path() / "events";
    app.parse("tail -n 1 -f {type} -w " + file.string());
    EXPECT_EQ(action(), 0);
    std::string written;
    std::getline(std::ifstream(file), written);
    EXPECT_THAT(written, StartsWith("desk."));
    for (const auto* wrong : {"tail -n 0", "tail -o xml", "tail --kind what", "tail --since yesterday", "tail --wait 5",
                              "tail --until later", "tail --utc --delta", "tail --sample 0"})
        EXPECT_THROW(app.parse(wrong), CLI::ParseError) << wrong;
}

}  // namespace
}  // namespace rapport::bus::monitor
