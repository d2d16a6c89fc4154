// SPDX-License-Identifier: MIT
#include <signal.h>
#include <sys/wait.h>

#include <chrono>
#include <fstream>

#include "sdk/host/sample.hpp"

namespace rapport::sdk {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using Kind = PluginError::Kind;

constexpr Instant now{1'700'000'000'000ms};

PluginSpec unruly(std::chrono::milliseconds deadline = 5s) {
    auto spec = sample("unruly_rule", "unruly");
    spec.deadline = deadline;
    spec.log = [](LogLevel, std::string_view) {};
    return spec;
}

Batch orders(std::initializer_list<const char*> all) {
    Batch batch(now);
    auto& column = batch.column("do", InputType::text);
    for (const auto* each : all) column.add(each);
    return batch;
}

std::vector<Status> statuses(const Scores& scores) { return scores.statuses; }

class Rule : public testing::TestWithParam<Isolation> {
protected:
    static RulePlugin plugin(PluginSpec spec = unruly()) {
        spec.isolation = GetParam();
        return RulePlugin(spec);
    }
};

INSTANTIATE_TEST_SUITE_P(Where, Rule, testing::Values(Isolation::child, Isolation::in_process), [](const auto& tested) {
    return tested.param == Isolation::child ? "InAChild" : "InProcess";
});

TEST_P(Rule, DescribesItself) {
    const auto rule = plugin();
    const auto& description = rule.description();
    EXPECT_EQ(description.id, "com.example.unruly");
    EXPECT_EQ(description.version, "1.0.0");
    EXPECT_EQ(description.title, "Does what it is told");
    EXPECT_EQ(description.lowest, -1000);
    EXPECT_EQ(description.highest, 1000);
    ASSERT_EQ(description.inputs.size(), 4u);
    EXPECT_EQ(description.inputs[3].name, "time");
    EXPECT_EQ(description.inputs[3].type, InputType::time);
    EXPECT_EQ(description.inputs[3].doc, "adds the seconds since then");
    ASSERT_EQ(description.factors.size(), 1u);
    EXPECT_THAT(
        description.settings_schema,
        HasSubstr(R"("count":{"description":"a number","type":"integer","minimum":1,"maximum":10,"default":3})"));
    EXPECT_EQ(description.settings, R"({"at_start":"","count":3,"on":true,"ratio":0.5})");
}

TEST_P(Rule, ScoresTheTutorialsNetPromoterScore) {
    auto nps = plugin(sample("nps", "nps"));
    Batch batch(now);
    batch.add_row({{"survey.nps", std::vector<double>{10, 9, 8, 7, 6, 0, 10, 10}}});
    batch.add_row({{"survey.nps", std::vector<double>{10, 9}}});
    batch.add_row({{"other", 1.0}});
    const auto scores = nps.score(batch);
    const auto first = scores[0];
    EXPECT_EQ(first.status, Status::scored);
    EXPECT_DOUBLE_EQ(first.value, 25);
    ASSERT_EQ(first.factors.size(), 2u);
    EXPECT_EQ(first.factors[0].name, "promoters");
    EXPECT_DOUBLE_EQ(first.factors[0].contribution, 50);
    EXPECT_DOUBLE_EQ(first.factors[1].contribution, -25);
    EXPECT_EQ(scores[1].reason, "too few answers");
    EXPECT_THAT(statuses(scores), ElementsAre(Status::scored, Status::no_score, Status::no_score));
}

TEST_P(Rule, GetsEveryTypeOfInputAndNothingWhereNothingIsKnown) {
    auto rule = plugin();
    Batch batch(now);
    batch.add_row({{"number", 5.0}, {"flag", true}, {"time", Instant(now - 3s)}});
    batch.add_row({{"flag", false}});
    batch.add_row({});
    EXPECT_THAT(rule.score(batch).values, ElementsAre(18, 1, 1));
}

TEST_P(Rule, GetsItsSettings) {
    auto spec = unruly();
    spec.settings = R"({"count": 7, "ratio": 1, "on": false})";
    EXPECT_EQ(plugin(spec).score(orders({"settings"}))[0].reason, "7 1.000000 off");
}

TEST_P(Rule, AnswersNothingForNothing) { EXPECT_EQ(plugin().score(Batch(now)).size(), 0u); }

TEST_P(Rule, FailsOnlyTheRowsThatThrowOrAnswerNonsense) {
    auto rule = plugin();
    const auto scores =
        rule.score(orders({"", "throw", "throw 42", "nan", "infinity", "far", "no sum", "sure", "latin-1", ""}));
    const std::vector<std::string> reasons = {"",
                                              "no such thing",
                                              "the rule threw something that is not a std::exception",
                                              "the rule's value is not a number",
                                              "the rule's value is not a number",
                                              "the rule's value 1001 is outside its range -1000 to 1000",
                                              "the rule's factors sum to 1, not to its value 500",
                                              "the rule's confidence is not between 0 and 1",
                                              "the rule's reason is not UTF-8",
                                              ""};
    EXPECT_EQ(scores.reasons, reasons);
    for (std::size_t row = 0; row < reasons.size(); ++row)
        EXPECT_EQ(scores[row].status, reasons[row].empty() ? Status::scored : Status::failed);
}

TEST_P(Rule, SaysWhyTheWholeOfItFailed) {
    const auto error = refusal([] { plugin(sample("fails", "raw")).score(orders({""})); });
    EXPECT_EQ(error.kind, Kind::failed);
    EXPECT_THAT(error.what(), HasSubstr("not today"));
}

TEST_P(Rule, WorksAgainstTheBareAbi) {
    EXPECT_DOUBLE_EQ(plugin(sample("raw", "raw")).score(orders({"", ""}))[1].value, 0.5);
}

TEST_P(Rule, RefusesAColumnOfAnotherType) {
    Batch batch(now);
    batch.add_row({{"do", 1.0}});
    const auto error = refusal([&] { plugin().score(batch); });
    EXPECT_EQ(error.kind, Kind::input);
    EXPECT_THAT(error.what(), HasSubstr("takes 'do' as text, the batch gives it as number"));
}

TEST_P(Rule, LogsThroughTheHost) {
    auto spec = unruly();
    std::vector<std::string> lines;
    spec.log = [&](LogLevel level, std::string_view line) {
        lines.push_back(std::to_string(static_cast<int>(level)) + " " + std::string(line));
    };
    spec.settings = R"({"at_start": "log"})";
    auto rule = plugin(spec);
    rule.score(orders({"log"}));
    EXPECT_THAT(lines, ElementsAre("2 started", "1 a line"));
}

TEST_P(Rule, ScoresAsMuchAsIsAsked) {
    auto rule = plugin(sample("twice", "twice"));
    Batch batch(now);
    auto& column = batch.column("number", InputType::number);
    for (int r = 0; r < 100'000; ++r) r % 3 ? column.add(double(r)) : column.skip();
    const auto scores = rule.score(batch);
    for (std::size_t r = 0; r < 100'000; ++r) ASSERT_EQ(scores.values[r], r % 3 ? 2.0 * r : 0) << r;
    EXPECT_EQ(scores[3].reason, "no number");
}

TEST_P(Rule, TwoOfOneFileAreApart) {
    auto one = unruly(), other = unruly();
    one.settings = R"({"count": 1})";
    other.settings = R"({"count": 2})";
    auto first = plugin(one), second = plugin(other);
    EXPECT_THAT(first.score(orders({"settings"}))[0].reason, HasSubstr("1 "));
    EXPECT_THAT(second.score(orders({"settings"}))[0].reason, HasSubstr("2 "));
}

TEST_P(Rule, RunsOnWhenItsFileIsReplaced) {
    const Folder folder;
    auto spec = sample("nps", "nps");
    std::filesystem::copy_file(spec.file, folder / "nps.so");
    spec.file = folder / "nps.so";
    auto rule = plugin(spec);
    std::ofstream(spec.file, std::ios::trunc) << "gone";
    EXPECT_EQ(rule.score(orders({""}))[0].status, Status::no_score);
}

// What follows ends a process: only ever a child's.

struct Deadly {
    const char* order;
    const char* how;
};

std::vector<Deadly> deadly() {
    std::vector<Deadly> all = {{"abort", "was ended by signal 6"},
                               {"exit", "ended itself with exit code 7"},
                               {"hang", "did not answer within its deadline"},
                               {"chatter", "did not answer within its deadline"}};
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // a sanitizer takes these for itself
    all.push_back({"crash", "was ended by signal 11"});
    all.push_back({"overflow", "was ended by signal 11"});
#endif
    return all;
}

class DeadlyRow : public testing::TestWithParam<Deadly> {};

INSTANTIATE_TEST_SUITE_P(Each, DeadlyRow, testing::ValuesIn(deadly()),
                         [](const auto& tested) { return tested.param.order; });

TEST_P(DeadlyRow, FailsAloneAndTheRestScores) {
    RulePlugin rule(unruly(300ms));
    const auto scores = rule.score(orders({"", "", GetParam().order, "throw", "", ""}));
    EXPECT_THAT(statuses(scores), ElementsAre(Status::scored, Status::scored, Status::failed, Status::failed,
                                              Status::scored, Status::scored));
    EXPECT_THAT(scores[2].reason, HasSubstr(GetParam().how));
    EXPECT_THAT(scores[2].reason, HasSubstr("on this row"));
    EXPECT_EQ(scores[3].reason, "no such thing");
    EXPECT_EQ(rule.score(orders({""}))[0].status, Status::scored);
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST(Child, HasALimitOnItsMemory) {
    auto spec = unruly();
    spec.memory_limit = std::uint64_t{200} << 20;
    RulePlugin rule(spec);
    EXPECT_EQ(rule.score(orders({"eat"}))[0].reason, "std::bad_alloc");
}
#endif

TEST(Child, IsEndedAtItsDeadline) {
    RulePlugin rule(unruly(200ms));
    const auto before = std::chrono::steady_clock::now();
    EXPECT_EQ(rule.score(orders({"hang"}))[0].status, Status::failed);
    EXPECT_LT(std::chrono::steady_clock::now() - before, 2s);
}

TEST(Child, LogsAThousandLinesOfACallAtMost) {
    auto spec = unruly(300ms);
    std::size_t lines = 0;
    std::string last;
    spec.log = [&](LogLevel, std::string_view line) { ++lines, last = line; };
    RulePlugin rule(spec);
    rule.score(orders({"chatter"}));
    EXPECT_EQ(lines, 1000u);
    EXPECT_THAT(last, HasSubstr("it logs too much"));
}

TEST(Child, ThatDiesIsNoticedLongBeforeTheDeadline) {
    RulePlugin rule(unruly(30s));
    const auto before = std::chrono::steady_clock::now();
    rule.score(orders({"exit"}));
    EXPECT_LT(std::chrono::steady_clock::now() - before, 5s);
}

TEST(Child, FindsSeveralDeadlyRowsAmongManyAndCountsOneDeath) {
    RulePlugin rule(unruly());
    Batch batch(now);
    auto& column = batch.column("do", InputType::text);
    for (int row = 0; row < 1000; ++row) column.add(row == 17 || row == 900 ? "exit" : "");
    for (int call = 0; call < 2; ++call) {
        const auto scores = rule.score(batch);
        for (std::size_t row = 0; row < 1000; ++row)
            ASSERT_EQ(scores.statuses[row], row == 17 || row == 900 ? Status::failed : Status::scored);
    }
}

TEST(Child, GivesUpOnABatchThatIsDeadlyThroughout) {
    RulePlugin rule(unruly());
    Batch batch(now);
    auto& column = batch.column("do", InputType::text);
    for (int row = 0; row < 200; ++row) column.add("exit");
    const auto scores = rule.score(batch);
    for (const auto status : scores.statuses) ASSERT_EQ(status, Status::failed);
    EXPECT_THAT(scores[199].reason, HasSubstr("again and again"));
}

PluginSpec deadly_whatever_comes() {
    auto spec = unruly();
    spec.settings = R"({"at_start": "exit whatever comes"})";
    return spec;
}

TEST(Child, IsQuarantinedWhereItDiesThreeTimesWhateverItIsGiven) {
    auto spec = deadly_whatever_comes();
    std::string logged;
    spec.log = [&](LogLevel, std::string_view line) { logged = line; };
    RulePlugin rule(spec);
    for (int death = 0; death < 3; ++death) EXPECT_EQ(rule.score(orders({""}))[0].status, Status::failed);
    const auto error = refusal([&] { rule.score(orders({""})); });
    EXPECT_EQ(error.kind, Kind::quarantined);
    EXPECT_THAT(error.what(), HasSubstr("it died 3 times within five minutes whatever it was given, last it ended "
                                        "itself with exit code 7"));
    EXPECT_EQ(logged, error.what());
    RulePlugin anew(unruly());
    EXPECT_EQ(anew.score(orders({""}))[0].status, Status::scored);
}

TEST_P(DeadlyRow, QuarantinesNobodyHoweverOftenItComes) {
    const Folder folder;
    auto spec = unruly(200ms);
    spec.records = folder.path();
    RulePlugin rule(spec);
    for (int time = 0; time < 4; ++time)
        EXPECT_THAT(rule.score(orders({GetParam().order}))[0].reason, HasSubstr(GetParam().how));
    EXPECT_EQ(rule.score(orders({""}))[0].status, Status::scored);
    RulePlugin after_a_restart(spec);
    EXPECT_EQ(after_a_restart.score(orders({""}))[0].status, Status::scored);
}

TEST(Child, LeavesAnothersCallsUnharmed) {
    RulePlugin bad(unruly()), good(unruly());
    bad.score(orders({"abort"}));
    EXPECT_EQ(good.score(orders({""}))[0].status, Status::scored);
}

TEST(Child, GoesWithItsService) {
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    const pid_t service = ::fork();
    ASSERT_GE(service, 0);
    if (service == 0) {
        ::close(pipe[0]);
        // The child's standard error is the pipe's other end: it closes when the last of them has ended.
        ::dup2(pipe[1], STDERR_FILENO);
        ::close(pipe[1]);
        RulePlugin rule(unruly());
        ::kill(::getpid(), SIGKILL);
    }
    ::close(pipe[1]);
    ::waitpid(service, nullptr, 0);
    char nothing = 0;
    EXPECT_EQ(::read(pipe[0], &nothing, 1), 0) << "something was written, or the child lives on";
    ::close(pipe[0]);
}

}  // namespace
}  // namespace rapport::sdk
