// SPDX-License-Identifier: MIT
// A service that reacts to every other one: whom it hears, from when on, and what it learns of each.
#include <gmock/gmock-matchers.h>

#include "bus/client/client.hpp"
#include "bus/testing/test_bus.hpp"
#include "services/kit/service/stats.hpp"
#include "services/kit/testing/running.hpp"

namespace rapport::kit {
namespace {

using namespace std::literals;
using testing::Contains;
using testing::ElementsAre;
using testing::Not;
using testing_kit::Running;
using testing_kit::until;

struct Say {
    std::string text;
    static constexpr auto fields = describe(Field{"text", &Say::text, "what is said"});
};
struct All {
    static constexpr auto fields = describe();
};
struct Texts {
    std::vector<std::string> texts;
    static constexpr auto fields = describe(Field{"texts", &Texts::texts, "in order"});
};
constexpr Command<Say, Nothing> say{"say", bus_only, roles(Role::agent)};
constexpr Query<All, Texts> list_heard{"heard", bus_only, roles(Role::agent)};
constexpr Query<All, Texts> list_known{"known", bus_only, roles(Role::agent)};

/// A source of any name: says what it is told to.
class Speaker {
public:
    explicit Speaker(std::string name) : type_(name + ".said"), name_(std::move(name)) {}
    Definition definition() {
        return {name_, "says what it is told to", {on(say, this, &Speaker::speak), tells(event())}, {}};
    }

private:
    Event<Say> event() const { return {type_, "somebody said something"}; }
    Nothing speak(Unit& unit, const Say& request) {
        unit.emit(event(), new_uuid(unit.now()), request);
        return {};
    }
    const std::string type_, name_;
};

constexpr Migration schema[] = {
    {"001_heard", "create table heard (row $row, text text not null);\ncreate table known (type text primary key);\n"}};
constexpr Event<Say> echoed{"listener.echoed", "something was heard"};

/// Hears all of them, and itself says something of each event.
class Listener {
public:
    Definition definition() {
        return {"listener",
                "hears everything",
                {react_to_every(this, &Listener::hear), learn(this, &Listener::know), tells(echoed),
                 on(list_heard, this, &Listener::heard), on(list_known, this, &Listener::known)},
                schema};
    }

private:
    void hear(Unit& unit, const bus::Event& event) {
        const auto said = decode_stored<Say>(event.data);
        unit.db().run("insert into heard (text) values (?)", {event.type + " " + said.text});
        unit.emit(echoed, event.id, said);
    }
    void know(Unit& unit, const bus::ServiceInfo& info) {
        for (const bus::EventInfo& event : info.events)
            unit.db().run("insert into known (type) values (?) on conflict (type) do nothing", {event.type});
    }
    Texts heard(View& view, const All&) { return texts(view, "select text from heard order by row"); }
    Texts known(View& view, const All&) { return texts(view, "select type from known order by type"); }
    static Texts texts(View& view, const char* sql) {
        Texts all;
        for (auto& [text] : view.db().rows<std::string>(sql)) all.texts.push_back(std::move(text));
        return all;
    }
};

class EverySourceTest : public testing::TestWithParam<std::string> {
protected:
    void tell(const std::string& source, const std::string& text) {
        client_.ask(source, "say", encode(Say{text}), {.timeout = 20s, .actor = manager, .retry = true});
    }
    std::vector<std::string> ask(const Query<All, Texts>& query) {
        const bus::CallOptions options{.timeout = 20s, .actor = manager, .query = true, .retry = true};
        return decode<Texts>(client_.ask("listener", query.name, {}, options)).texts;
    }
    bool follows(const std::string& source) {
        bool found = false;
        client_.call("listener", "$stats", {}, {.actor = manager}, [&](const bus::Reply& reply, bool last) {
            if (last) return loop_.stop();
            for (const auto& cursor : decode<ServiceStats>(reply.result).cursors) found |= cursor.source == source;
        });
        loop_.run();
        return found;
    }
    bool hears(const std::vector<std::string>& all) {
        return until([&] { return ask(list_heard).size() >= all.size(); }) && ask(list_heard) == all;
    }

    const Actor manager{.id = "user:1", .kind = "person", .roles = {"manager"}};
    testing_kit::TestStore alpha_store{GetParam()}, beta_store{GetParam()}, listener_store{GetParam()};
    Speaker alpha{"alpha"}, beta{"beta"};
    Listener listener;
    bus::testing::TestBus bus_;
    bus::Loop loop_;
    bus::Client client_{loop_, bus_.url()};
};
INSTANTIATE_TEST_SUITE_P(Stores, EverySourceTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

TEST_P(EverySourceTest, HearsASourceThatIsMadeAfterItsStartAndLearnsWhatItTells) {
    const Running hearing(listener.definition(), listener_store.dsn(), bus_.url());
    EXPECT_THAT(ask(list_known), ElementsAre());
    const Running source(alpha.definition(), alpha_store.dsn(), bus_.url());
    ASSERT_TRUE(until([&] { return follows("alpha"); }));
    tell("alpha", "one");
    tell("alpha", "two");
    EXPECT_TRUE(hears({"alpha.said one", "alpha.said two"}));
    EXPECT_TRUE(until([&] { return ask(list_known) == std::vector{"alpha.said"s}; }));
}

TEST_P(EverySourceTest, BeginsAtTheHeadOfASourceThatIsFullOfEvents) {
    const Running source(alpha.definition(), alpha_store.dsn(), bus_.url());
    for (int i = 0; i < 20; ++i) tell("alpha", "history");
    const Running hearing(listener.definition(), listener_store.dsn(), bus_.url());
    ASSERT_TRUE(until([&] { return follows("alpha"); }));
    tell("alpha", "news");
    EXPECT_TRUE(hears({"alpha.said news"}));
}

TEST_P(EverySourceTest, RemembersWhomItHeardThoughTheSourceIsDownAtItsNextStart) {
    {
        const Running source(alpha.definition(), alpha_store.dsn(), bus_.url());
        const Running hearing(listener.definition(), listener_store.dsn(), bus_.url());
        ASSERT_TRUE(until([&] { return follows("alpha"); }));
        tell("alpha", "one");
        ASSERT_TRUE(hears({"alpha.said one"}));
    }
    {
        const Running source(alpha.definition(), alpha_store.dsn(), bus_.url());
        tell("alpha", "two");
    }
    const Running hearing(listener.definition(), listener_store.dsn(), bus_.url());
    ASSERT_TRUE(until([&] { return follows("alpha"); })) << "though it is down";
    const Running newcomer(beta.definition(), beta_store.dsn(), bus_.url());
    ASSERT_TRUE(until([&] { return follows("beta"); }));
    const Running source(alpha.definition(), alpha_store.dsn(), bus_.url());
    EXPECT_TRUE(hears({"alpha.said one", "alpha.said two"}));
    tell("beta", "three");
    EXPECT_TRUE(hears({"alpha.said one", "alpha.said two", "beta.said three"}));
}

TEST_P(EverySourceTest, DoesNotHearItself) {
    const Running source(alpha.definition(), alpha_store.dsn(), bus_.url());
    const Running hearing(listener.definition(), listener_store.dsn(), bus_.url());
    ASSERT_TRUE(until([&] { return follows("alpha"); }));
    tell("alpha", "one");
    ASSERT_TRUE(hears({"alpha.said one"}));
    tell("alpha", "two");
    EXPECT_TRUE(hears({"alpha.said one", "alpha.said two"}));
    EXPECT_FALSE(follows("listener"));
    EXPECT_THAT(ask(list_known), Not(Contains("listener.echoed")));
}

}  // namespace
}  // namespace rapport::kit
