// SPDX-License-Identifier: MIT
#include "services/kit/service/service.hpp"

#include <gtest/gtest.h>

#include <future>

#include "bus/client/client.hpp"
#include "bus/testing/test_bus.hpp"
#include "services/kit/testing/store.hpp"

namespace rapport::kit {
namespace {

using namespace std::literals;

struct Said {
    std::string text;
    static constexpr auto fields = describe(Field{"text", &Said::text, "what"});
};
constexpr Command<Said, Said> say{"say", bus_only, roles(Role::agent)};
constexpr Event<Said> said{"radio.said", "somebody said something"};

/// Tells the world what it is told.
struct Radio {
    Said on_air(Unit& unit, const Said& what) {
        unit.emit(said, new_uuid(unit.now()), what);
        return what;
    }
    Definition definition() { return {"radio", "tells", {on(say, this, &Radio::on_air), tells(said)}, {}}; }
};
/// Listens until it has heard enough.
struct Listener {
    void hear(Unit&, const Said& what) {
        heard.push_back(what.text);
        if (heard.size() == 3) enough.set_value();
    }
    Definition definition() { return {"listener", "listens", {project(said, this, &Listener::hear)}, {}}; }
    std::vector<std::string> heard;
    std::promise<void> enough;
};

/// A service on a thread of its own.
class Running {
public:
    Running(Definition definition, const std::string& bus)
        : engine_(std::move(definition), store_.dsn(), clock_),
          service_(engine_, bus),
          thread_([this] { service_.run(); }) {}
    ~Running() {
        service_.stop();
        thread_.join();
    }

private:
    testing_kit::TestStore store_{"sqlite"};
    SystemClock clock_;
    Engine engine_;
    Service service_;
    std::thread thread_;
};

TEST(Service, ThatComesLaterReadsWhatItMissedFromTheSource) {
    bus::testing::TestBus bus;
    Radio radio;
    const Running on_air(radio.definition(), bus.url());
    bus::Loop loop;
    bus::Client client(loop, bus.endpoints().requests);
    for (const char* text : {"one", "two", "three"})
        client.ask("radio", "say", encode(Said{text}),
                   {.idem = text, .actor = Actor{.id = "user:1", .roles = {"agent"}}, .retry = true});
    Listener listener;
    auto enough = listener.enough.get_future();
    const Running listening(listener.definition(), bus.url());
    ASSERT_EQ(enough.wait_for(20s), std::future_status::ready);
    EXPECT_EQ(listener.heard, (std::vector<std::string>{"one", "two", "three"}));
}

}  // namespace
}  // namespace rapport::kit
