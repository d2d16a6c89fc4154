// SPDX-License-Identifier: MIT
#include "services/kit/service/writer.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "services/kit/testing/store.hpp"

namespace rapport::kit {
namespace {

struct Said {
    std::string text;
    static constexpr auto fields = describe(Field{"text", &Said::text, "what"});
};
constexpr Command<Said, Said> say{"say", bus_only, roles(Role::agent)};

/// Notes what it is told to say; a speech takes all the time that a group has.
struct Announcer {
    std::vector<std::string> course;
    Said on_air(Unit&, const Said& what) {
        if (what.text == "a speech") std::this_thread::sleep_for(Writer::patience);
        course.push_back("said " + what.text);
        return what;
    }
};

TEST(Writer, AnswersTheFirstOfALongGroupBeforeItComesToTheLast) {
    Announcer announcer;
    const testing_kit::TestStore store("sqlite");
    const SystemClock clock;
    Engine engine({"radio", "tells", {on(say, &announcer, &Announcer::on_air)}, {}}, store.dsn(), clock);
    Writer writer(engine, [](Committed&) {});
    for (const char* text : {"a word", "a speech", "good night"})
        writer.push(
            Invocation{.method = "say",
                       .params = encode(Said{text}),
                       .header = {.actor = Actor{.id = "user:1", .roles = {"agent"}}}},
            [&announcer, text](const Outcome&) { announcer.course.push_back(std::string("answered ") + text); });
    writer.start();
    writer.stop();
    const auto& course = announcer.course;
    ASSERT_EQ(course.size(), 6U);
    const auto last = std::ranges::find(course, "said good night");
    EXPECT_NE(std::find(course.begin(), last, "answered a word"), last);
    EXPECT_NE(std::find(course.begin(), last, "answered a speech"), last);
    EXPECT_EQ(course.back(), "answered good night");
}

}  // namespace
}  // namespace rapport::kit
