// SPDX-License-Identifier: MIT
#include <cstdlib>

#include "services/complaints/testing.hpp"
#include "services/kit/calendar/testing/helpdesk_log.hpp"
#include "services/kit/calendar/testing/slow_calendar.hpp"

namespace rapport::complaints {
namespace {

/// Real cases of a help desk as complaints, each moved at the time at which it really was.
class ClockReplayTest : public testing::Test {
protected:
    void SetUp() override {
        const kit::Calendar hours = kit::helpdesk_hours();
        const gateway::accounts::api::BusinessCalendar calendar{.id = kit::office_hours_id,
                                                                .version = 2,
                                                                .name = "Help desk",
                                                                .time_zone = hours.time_zone,
                                                                .hours = hours.hours,
                                                                .breaks = hours.breaks,
                                                                .holidays = hours.holidays};
        bed.deliver(gateway::accounts::api::calendar_changed, calendar.id, {.entity = calendar, .changes = {}});
    }
    void move_clock(Instant to) { bed.advance(to - bed.clock.now()); }

    ComplaintId begin() {
        const auto id = bed.call(api::open, {{.complainant = Complainant{.name = "Ann"}, .subject = "x"}}).id;
        bed.call(api::acknowledge, {id});
        bed.call(api::assess, {.id = id, .severity = Severity::low});
        bed.call(api::investigate, {id});
        return id;
    }
    void step(const ComplaintId& id, bool waits) {
        const bool waited = bed.call(api::get, {id}).state == State::waiting_on_customer;
        if (waited && !waits) bed.call(api::investigate, {id});
        if (!waited && waits) bed.call(api::wait, {.id = id, .reason = "an answer"});
    }
    Complaint end(const ComplaintId& id) {
        step(id, false);
        bed.call(api::propose, {id, {}, "It works again"});
        bed.call(api::accept, {id});
        return bed.call(api::close, {.id = id});
    }

    Desk desk{Settings{}};
    testing_kit::TestBed bed{desk.definition()};
};

TEST_F(ClockReplayTest, RealCasesTookWhatTheSlowReferenceCountsWithWaitingLeftOut) {
    const kit::HelpdeskLog log = kit::helpdesk_log();
    if (!log.skipped.empty()) GTEST_SKIP() << log.skipped;
    const char* const every = std::getenv("RAPPORT_EVERY_CASE");
    const std::size_t one_in = every ? std::stoul(every) : 50;  // all of them take minutes
    const Instant first = *instant_from("2010-01-01T00:00:00Z"), last = *instant_from("2013-01-01T00:00:00Z");
    const kit::SlowCalendar slow(kit::helpdesk_hours(), first, last);

    std::multimap<Instant, std::pair<const std::vector<kit::HelpdeskStep>*, std::size_t>> moves;
    std::size_t number = 0;
    for (const auto& [_, steps] : log.cases)
        if (number++ % one_in == 0)
            for (std::size_t i = 0; i < steps.size(); ++i) moves.emplace(steps[i].at, std::pair(&steps, i));
    std::map<const void*, ComplaintId> complaints;
    bed.clock.set(first);
    std::size_t ended = 0;
    for (const auto& [at, move] : moves) {
        const auto& [steps, i] = move;
        move_clock(at);
        if (i == 0) complaints[steps] = begin();
        if (i + 1 < steps->size()) {
            step(complaints[steps], (*steps)[i].waits);
            continue;
        }
        const CaseClock resolve = end(complaints[steps]).clocks.at(2);
        std::int64_t paused = 0, worked = 0, waited = 0;
        for (const Paused& pause : resolve.pauses) paused += pause.ms;
        for (std::size_t k = 1; k < steps->size(); ++k)
            ((*steps)[k - 1].waits ? waited : worked) += slow.ms_between((*steps)[k - 1].at, (*steps)[k].at);
        EXPECT_EQ(resolve.state, ClockState::stopped);
        EXPECT_EQ(resolve.used_ms, worked);
        EXPECT_EQ(paused, waited);
        ++ended;
    }
    EXPECT_EQ(ended, complaints.size());
    std::cout << ended << " of " << log.cases.size() << " cases; RAPPORT_EVERY_CASE=1 replays all\n";
}

}  // namespace
}  // namespace rapport::complaints
