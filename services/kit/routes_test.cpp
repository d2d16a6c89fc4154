// SPDX-License-Identifier: MIT
// Timers and jobs as a service declares them.
#include "services/kit/routes.hpp"

#include <gmock/gmock-matchers.h>

#include "services/kit/testing/desk_test.hpp"

namespace rapport::kit {
namespace {

using namespace std::literals;
using testing::ElementsAre;

struct LampTag;
using LampId = Id<LampTag>;

struct Ask {
    LampId lamp;
    std::string what;
    std::string where = "here";  // came later
    static constexpr auto fields = describe(Field{"lamp", &Ask::lamp, "which"}, Field{"what", &Ask::what, "what to do"},
                                            Field{"where", &Ask::where, "where"});
};
struct Light {
    std::string colour;
    static constexpr auto fields = describe(Field{"colour", &Light::colour, "of what is seen"});
};
constexpr Command<Ask, Nothing> ask{"ask", bus_only, managers};
constexpr Timer<LampId> dim{"dim"};
constexpr Timer<> night{"night", "the_next"};
constexpr Job<Ask, Light> light{"light", 10, 1};

/// What asks for timers and jobs, and notes what comes of them.
class Lamps {
public:
    Definition definition() {
        const auto lit = [this](const std::string& queue) {
            return job(
                light, [this](View&, auto asked) { return run(asked); },
                [this](Unit&, const Ask& asked, const Light& seen) { note(asked.where + " " + seen.colour); },
                [this](Unit&, const Ask& asked, const auto& why) { note(asked.what + ": " + why); }, queue);
        };
        return {"lamps",
                "keeps lamps",
                {on(ask, this, &Lamps::asked), timer(dim, this, &Lamps::dimmed), timer(night, this, &Lamps::slept),
                 lit(""), lit("hall")},
                {}};
    }

    std::vector<std::string> notes;

private:
    Nothing asked(Unit& unit, const Ask& request) {
        if (request.what == "dim") unit.at(dim, request.lamp, unit.now() + 60s);
        if (request.what == "stay") unit.cancel(dim, request.lamp);
        if (request.what == "night") unit.after(night, 1h);
        if (request.what == "late night") unit.at(night, unit.now() + 2h);
        if (request.what == "day") unit.cancel(night);
        if (request.what.starts_with("light")) unit.start(light, request, request.where == "hall" ? "hall" : "");
        return {};
    }
    void note(std::string text) { notes.push_back(std::move(text)); }
    void dimmed(Unit&, const LampId& lamp) { note("dimmed " + to_text(lamp).substr(0, 2)); }
    void slept(Unit&) { note("slept"); }
    std::vector<JobResult<Light>> run(std::span<const Ask> asked) {
        std::vector<JobResult<Light>> results;
        for (const Ask& one : asked) {
            if (one.what == "light silently") results.emplace_back();
            else if (one.what == "light broken") results.push_back({.error = "it is broken"});
            else results.push_back({.result = Light{"green"}});
        }
        return results;
    }
};

class RoutesTest : public testing_kit::DeskTest<Lamps> {
protected:
    void say(const std::string& what, const std::string& where = "here") { bed.call(ask, {lamp, what, where}); }
    std::vector<std::string> kinds() {
        std::vector<std::string> all;
        for (const auto& [kind] : bed.reader().rows<std::string>("select kind from kit_jobs order by id"))
            all.push_back(kind);
        return all;
    }
    const LampId lamp{uuid_from("a1000000-0000-7000-8000-000000000001").value()};
};
RAPPORT_ON_EACH_STORE(RoutesTest);

TEST_P(RoutesTest, ATimerIsForTheIdThatItWasSetFor) {
    say("dim");
    bed.advance(59s);
    EXPECT_THAT(desk.notes, ElementsAre());
    bed.advance(1s);
    EXPECT_THAT(desk.notes, ElementsAre("dimmed a1"));
    say("dim");
    say("stay");
    bed.advance(2min);
    EXPECT_EQ(desk.notes.size(), 1U);
}

TEST_P(RoutesTest, OfATimerWithoutKeysThereIsOneAppointmentUnderTheKeyThatStoresHave) {
    say("night");
    say("late night");
    EXPECT_EQ(bed.reader().row<std::string>("select key from kit_timers where name = 'night'"),
              std::tuple("the_next"s));
    bed.advance(1h);
    EXPECT_THAT(desk.notes, ElementsAre());
    bed.advance(1h);
    EXPECT_THAT(desk.notes, ElementsAre("slept"));
    say("night");
    say("day");
    bed.advance(3h);
    EXPECT_EQ(desk.notes.size(), 1U);
}

TEST_P(RoutesTest, ATimerWhoseStoredKeyIsNoIdFailsAndHoldsUpNoOther) {
    const auto store = Db::open(bed.dsn(), Db::Mode::write);
    store->run("insert into kit_timers (name, key, due) values ('dim', 'lamp 7', ?)", {bed.clock.now()});
    say("dim");
    EXPECT_EQ(refusal([&] { bed.advance(0s); }), "internal the key of the timer dim is no id");
    EXPECT_NO_THROW(bed.advance(59s)) << "it comes again in a minute";
    EXPECT_THROW(bed.advance(1s), Error);
    EXPECT_NO_THROW(bed.advance(1s));
    EXPECT_THAT(desk.notes, ElementsAre("dimmed a1"));
}

TEST_P(RoutesTest, AJobIsGivenWhatItWasStartedWithAndItsResult) {
    say("light");
    say("light broken");
    bed.run_jobs();
    EXPECT_THAT(desk.notes, ElementsAre("here green", "light broken: it is broken"));
}

TEST_P(RoutesTest, EachQueueOfAJobIsItsOwn) {
    say("light");
    say("light", "hall");
    EXPECT_THAT(kinds(), ElementsAre("light", "light.hall"));
    bed.run_jobs();
    EXPECT_THAT(desk.notes, ElementsAre("here green", "hall green"));
}

TEST_P(RoutesTest, APayloadThatAnEarlierVersionStoredIsRead) {
    say("light", "there");
    const auto store = Db::open(bed.dsn(), Db::Mode::write);
    store->run("update kit_jobs set payload = ?", {R"({"lamp":")" + to_text(lamp) + R"(","what":"light"})"});
    bed.run_jobs();
    EXPECT_THAT(desk.notes, ElementsAre("here green"));
}

TEST_P(RoutesTest, ARunThatSaysNothingOfAPayloadIsAMistake) {
    say("light silently");
    EXPECT_THROW(bed.run_jobs(), std::logic_error);
}

}  // namespace
}  // namespace rapport::kit
