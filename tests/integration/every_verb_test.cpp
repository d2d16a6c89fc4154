// SPDX-License-Identifier: MIT
#include "tests/integration/every_verb.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <memory>
#include <set>
#include <sstream>

#include "bus/base/program.hpp"

namespace rapport::integration {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

class EveryVerb : public ::testing::Test {
protected:
    static void SetUpTestSuite() { bench_ = std::make_unique<VerbBench>(); }
    static void TearDownTestSuite() { bench_.reset(); }

    std::string running() const { return bench_->running().state().string(); }
    std::string bus() const { return bench_->running().run().bus; }
    /// A folder that is not there, and that nobody is to make.
    fs::path nowhere() const { return bench_->running().folder() / "nowhere"; }
    Environment all_elsewhere() const {
        return {{"RAPPORT_STATE", nowhere()},
                {"RAPPORT_BUS", "ipc://" + nowhere().string()},
                {"RAPPORT_KEY", "/no.key"},
                {"RAPPORT_COMPLAINTS_STATE", nowhere()},
                {"RAPPORT_GATEWAY_STATE", nowhere()}};
    }
    static void expect_reached(const Verb& verb, const Ran& ran, const char* how) {
        EXPECT_NE(ran.exit, 3) << verb.words << ", " << how << ": " << ran.err;
        EXPECT_NE(ran.exit, -1) << verb.words << ", " << how << ": it does not end";
        EXPECT_THAT(ran.out + ran.err, Not(HasSubstr("nowhere"))) << verb.words << ", " << how;
        EXPECT_THAT(ran.out + ran.err, Not(HasSubstr("nothing runs on"))) << verb.words << ", " << how;
    }

    static inline std::unique_ptr<VerbBench> bench_;
};

std::vector<Verb> those(bool (*which)(const Verb&)) {
    auto verbs = every_verb();
    std::erase_if(verbs, [which](const Verb& verb) { return !which(verb); });
    return verbs;
}

TEST_F(EveryVerb, ThatAsksABusAsksTheOneThatItsFlagsName) {
    for (const auto& verb : those([](const Verb& v) { return v.takes_bus; })) {
        expect_reached(verb, bench_->run(verb, {"--state", running()}, all_elsewhere()), "--state");
        expect_reached(verb, bench_->run(verb, {"--bus", bus()}, all_elsewhere()), "--bus");
        const auto ran =
            bench_->run(verb, {"--state", nowhere()}, {{"RAPPORT_STATE", running()}, {"RAPPORT_BUS", bus()}});
        EXPECT_NE(ran.exit, 0) << verb.words;
        EXPECT_THAT(ran.out + ran.err, HasSubstr(nowhere().string())) << verb.words << " asked another deployment";
    }
    EXPECT_FALSE(fs::exists(nowhere()));
}

TEST_F(EveryVerb, ThatAsksABusAsksTheOneOfTheEnvironmentWithoutFlags) {
    for (const auto& verb : those([](const Verb& v) { return v.takes_bus; })) {
        expect_reached(verb, bench_->run(verb, {}, {{"RAPPORT_STATE", running()}}), "RAPPORT_STATE");
        expect_reached(verb, bench_->run(verb, {}, {{"RAPPORT_BUS", bus()}}), "RAPPORT_BUS");
    }
}

TEST_F(EveryVerb, ThatAsksABusIsNotToldOfTwo) {
    for (const auto& verb : those([](const Verb& v) { return v.takes_bus; })) {
        if (verb.words == "doctor") continue;  // looks at both, as its help says
        EXPECT_EQ(bench_->run(verb, {"--state", running(), "--bus", bus()}, {}).exit, 2) << verb.words;
    }
}

/// What tells, when it has run, on which folder.
bool worked_on(const std::string& words, const fs::path& state, const Ran& ran) {
    if (words == "up") return fs::exists(state / "lock");
    if (words == "keys init") return ran.err.find((state / "keys").string()) != ran.err.npos;  // there are some
    if (words == "restore") return ran.exit == 0 && ran.out.find(state.string()) != ran.out.npos;
    if (words == "keys list") return ran.out.find("three") != ran.out.npos;
    if (words == "plugin list") return ran.out.find("acme.rule") != ran.out.npos;
    return ran.exit == 0;  // of backup, keys add, rotate and revoke, and plugin lift: elsewhere there is nothing
}

TEST_F(EveryVerb, ThatWorksOnAFolderWorksOnTheOneThatItsFlagNames) {
    for (const auto& verb : those([](const Verb& v) { return v.takes_state && !v.takes_bus; })) {
        for (const bool by_flag : {true, false}) {
            bench_->lay_out_stopped();
            const std::string state = bench_->stopped();
            const auto ran = by_flag ? bench_->run(verb, {"--state", state}, all_elsewhere())
                                     : bench_->run(verb, {}, {{"RAPPORT_STATE", state}});
            EXPECT_TRUE(worked_on(verb.words, state, ran))
                << verb.words << (by_flag ? ", by flag: " : ", by environment: ") << ran.exit << ran.out << ran.err;
            EXPECT_FALSE(fs::exists(nowhere())) << verb.words;
        }
    }
}

TEST_F(EveryVerb, ThatOnlyReadsMakesNothing) {
    const std::set<std::string> makes{"up", "restore", "keys init"};
    for (const auto& verb : those([](const Verb& v) { return v.takes_state; })) {
        if (makes.contains(verb.words)) continue;
        bench_->run(verb, {"--state", nowhere()}, {});
        EXPECT_FALSE(fs::exists(nowhere())) << verb.words;
        fs::remove_all(nowhere());
    }
    const Verb import{.words = "import complaints"};
    EXPECT_EQ(bench_->run(import, {"--dry-run", "--state", nowhere()}, {}).exit, 0);
    const auto wrong = bench_->running().folder() / "wrong.csv";
    std::ofstream(wrong)
        << "reference.system,reference.id,subject,received_via,received_at\nold,1,Told,web,x\nold,2,Told,web,y\n";
    const auto ran =
        Process({RAPPORT_PROGRAMS "/rapport", "import", "complaints", wrong, "--dry-run", "--state", nowhere()})
            .wait(20s);
    EXPECT_THAT(ran.out, HasSubstr("would import 0, rejected 2\n")) << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("line 2: "));
    EXPECT_FALSE(fs::exists(nowhere()));
}

/// Of what prints something and ends with 0 where somebody reads it.
void expect_told(const std::string& what, const std::function<Ran(Output)>& run) {
    const auto read = run(Output::read);
    EXPECT_NE(read.out, "") << what << ": " << read.err;
    const auto full = run(Output::full_disk);
    EXPECT_EQ(full.exit, read.exit == 0 ? 1 : read.exit) << what << ": " << full.err;
    EXPECT_THAT(full.err, HasSubstr("cannot write to standard output: No space left on device")) << what;
    const auto gone = run(Output::nobody_reads);
    EXPECT_EQ(gone.exit, read.exit == 0 ? nobody_reads : read.exit) << what << ": " << gone.err;
    EXPECT_THAT(gone.err, Not(HasSubstr("standard output"))) << what;
}

TEST_F(EveryVerb, WhoseOutputDoesNotArriveDoesNotEndWith0) {
    const std::set<std::string> silent{"tail", "dead show", "dead redrive", "dead drop", "trace", "up", "health"};
    for (const auto& verb : every_verb()) {
        if (silent.contains(verb.words)) continue;  // of these there is nothing to print here: see below
        const auto run = [&](Output output) {
            if (!verb.takes_state) return bench_->run(verb, {}, {}, output);
            if (verb.takes_bus) return bench_->run(verb, {"--state", running()}, {}, output);
            bench_->lay_out_stopped();
            if (verb.words == "keys init") fs::remove_all(bench_->stopped() / "keys");
            return bench_->run(verb, {"--state", bench_->stopped()}, {}, output);
        };
        if (verb.words == "plugin check") {  // takes long where it is read to its end
            EXPECT_EQ(run(Output::full_disk).exit, 1);
            EXPECT_EQ(run(Output::nobody_reads).exit, nobody_reads);
        } else {
            expect_told(verb.words, run);
        }
    }
}

TEST_F(EveryVerb, WhoseHelpDoesNotArriveDoesNotEndWith0) {
    std::vector<std::vector<std::string>> commands{{"rapport", "--help"},
                                                   {"rapport", "--version"},
                                                   {"rapport-bus", "--help"},
                                                   {"rapport-bus", "--version"},
                                                   {"rapport-gateway", "--help"}};
    for (const auto& service : {"complaints", "registry", "notifier"})
        commands.push_back({"rapport-" + std::string(service), "--help"});
    for (const auto& verb : every_verb()) {
        commands.push_back({"rapport"});
        std::istringstream words(verb.words + " --help");
        for (std::string word; words >> word;) commands.back().push_back(word);
    }
    for (auto command : commands) {
        const std::string what = ::testing::PrintToString(command);
        command.front().insert(0, RAPPORT_PROGRAMS "/");
        EXPECT_EQ(Process(command, {}, Output::full_disk).wait(20s).exit, 1) << what;
        EXPECT_EQ(Process(command, {}, Output::nobody_reads).wait(20s).exit, nobody_reads) << what;
    }
}

/// The history is printed as it is read, and ends with what is printed; without an end it ends with its reader.
TEST_F(EveryVerb, ThatGoesOnEndsWhenItsOutputDoesNotArrive) {
    auto http = bench_->running().http();
    ASSERT_EQ(http.post("/api/v1/complaints", {{"complainant", {{"name", "Ada"}, {"email", "ada@example.org"}}},
                                               {"subject", "Told"},
                                               {"received_via", "web"}})
                  .status,
              201);
    for (const std::vector<std::string>& arguments : {std::vector<std::string>{"tail", "--since", "1h", "--end"},
                                                      {"tail", "--since", "1h"},
                                                      {"tail", "--since", "1h", "-o", "jsonl"},
                                                      {"ping", "-n", "100000", "--interval", "1ms"}}) {
        const auto run = [&](Output output) {
            std::vector<std::string> command{RAPPORT_PROGRAMS "/rapport"};
            command.insert(command.end(), arguments.begin(), arguments.end());
            command.insert(command.end(), {"--state", running()});
            return Process(command, {}, output).wait(30s);
        };
        EXPECT_EQ(run(Output::full_disk).exit, 1) << ::testing::PrintToString(arguments);
        EXPECT_EQ(run(Output::nobody_reads).exit, nobody_reads) << ::testing::PrintToString(arguments);
    }
}

}  // namespace
}  // namespace rapport::integration
