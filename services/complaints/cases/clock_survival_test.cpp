// SPDX-License-Identifier: MIT
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

#include "services/complaints/testing.hpp"

namespace rapport::complaints {
namespace {

constexpr std::size_t group = 64;

/// The desk over a store, in a process that may be killed at any time.
class Life {
public:
    explicit Life(const std::string& dsn) : engine_(desk_.definition(), dsn, clock_) {}

    void open(std::size_t complaints) {
        const kit::New<Complaint> request{{.complainant = Complainant{.name = "Ann"}, .subject = "x"}};
        for (std::size_t opened = 0; opened < complaints; opened += group) {
            std::vector<kit::Work> work;
            for (std::size_t i = opened; i < std::min(opened + group, complaints); ++i) {
                kit::Invocation invocation{.method = std::string(api::open.name), .params = encode(request)};
                invocation.header.actor = {.id = "user:test", .kind = "person", .roles = {"manager"}};
                work.emplace_back(std::move(invocation));
            }
            run(work);
        }
    }
    /// Lets the month pass in which all is due, half a day at a time; `told` after each commit of several timers. Of
    /// every second complaint a change comes before its timers.
    void live(const std::function<void()>& told) {
        const Instant end = testing_kit::ManualClock().now() + std::chrono::days(26);
        for (std::int32_t impact = 1; clock_.now() < end; clock_.advance(std::chrono::hours(12)), ++impact) {
            change_every_second(impact % 5 + 1);
            for (auto due = engine_.due_timers(group); !due.empty(); due = engine_.due_timers(group)) {
                std::vector<kit::Work> work(due.begin(), due.end());
                run(work);
                if (work.size() > 1) told();
            }
        }
    }
    /// How often each clock of each complaint was told to have come to each mark.
    std::map<std::string, int> marks() {
        std::map<std::string, int> marks;
        for (const auto& [type, body] : engine_.open_reader()->rows<std::string, std::string>(
                 "select type, body from kit_events where type like 'complaints.clock_%'")) {
            const auto told = decode<api::ClockEvent>(from_json(body));
            ++marks[to_text(told.entity.id) + " " + std::string(name_of(told.clock)) + " " + type];
        }
        return marks;
    }

    /// How often each complaint was brought to each level.
    std::map<std::string, int> levels() {
        std::map<std::string, int> levels;
        for (const auto& [body] : engine_.open_reader()->rows<std::string>("select body from kit_events where type = ?",
                                                                           {std::string(api::escalated.type)})) {
            const auto told = decode<api::EscalationEvent>(from_json(body));
            ++levels[to_text(told.entity.id) + " " + std::to_string(*told.entity.escalation_level)];
        }
        return levels;
    }

private:
    void change_every_second(std::int32_t impact) {
        const auto ids = engine_.open_reader()->rows<std::string>("select id from complaints where row % 2 = 0");
        for (std::size_t changed = 0; changed < ids.size(); changed += group) {
            std::vector<kit::Work> work;
            for (std::size_t i = changed; i < std::min(changed + group, ids.size()); ++i) {
                kit::Invocation invocation{
                    .method = std::string(api::update.name),
                    .params = encode(kit::Edit<Complaint>::of(ComplaintId(uuid_from(std::get<0>(ids[i])).value()))
                                         .set(&Complaint::impact, impact))};
                invocation.header.actor = {.id = "user:test", .kind = "person", .roles = {"manager"}};
                work.emplace_back(std::move(invocation));
            }
            run(work);
        }
    }
    void run(std::vector<kit::Work>& work) {
        for (const kit::Outcome& outcome : engine_.run(work).outcomes)
            if (outcome.error) throw Error(outcome.error->code(), outcome.error->message());
    }

    testing_kit::ManualClock clock_;
    Desk desk_{Settings{}};
    kit::Engine engine_;
};

TEST(ClockSurvival, EveryClockTellsEachMarkOnceOverAKillInTheMiddle) {
    const char* const given = std::getenv("RAPPORT_CLOCKS");
    const std::size_t complaints = given ? std::stoul(given) / 3 + 1 : 500;  // of three clocks each
    const testing_kit::TestStore store("sqlite");
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    const pid_t child = fork();
    if (child == 0) {
        Life life(store.dsn());
        life.open(complaints);
        life.live([&] { (void)!write(pipe[1], "x", 1); });
        _exit(0);
    }
    close(pipe[1]);
    char told = 0;
    const std::size_t middle = complaints / group * 5 / 2;  // of five waves: the first day tells two marks at once
    for (std::size_t i = 0; i < middle && read(pipe[0], &told, 1) == 1; ++i) continue;
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    close(pipe[0]);
    ASSERT_TRUE(WIFSIGNALED(status)) << "it was done before it was killed";

    Life life(store.dsn());
    const std::size_t before = life.marks().size();
    EXPECT_GT(before, complaints);
    EXPECT_LT(before, complaints * 6);
    life.live([] {});
    const auto marks = life.marks();
    EXPECT_EQ(marks.size(), complaints * 6) << "three clocks, two marks each";
    for (const auto& [mark, times] : marks) EXPECT_EQ(times, 1) << mark;
    const auto levels = life.levels();
    EXPECT_EQ(levels.size(), complaints * 2) << "by a clock to the second level, by silence to the third";
    for (const auto& [level, times] : levels) EXPECT_EQ(times, 1) << level;
    std::cout << complaints * 3 << " clocks; " << before << " marks told before the kill, " << marks.size()
              << " in all; RAPPORT_CLOCKS=100000 runs more\n";
}

}  // namespace
}  // namespace rapport::complaints
