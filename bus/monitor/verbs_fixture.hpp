// SPDX-License-Identifier: MIT
#pragma once
#include <gmock/gmock-matchers.h>

#include <deque>
#include <mutex>
#include <sstream>

#include "bus/client/client.hpp"
#include "bus/events/publisher.hpp"
#include "bus/monitor/tail.hpp"
#include "bus/server/server.hpp"
#include "bus/testing/test_bus.hpp"
#include "bus/wire/info.hpp"

/// What the tests of the verbs look at.
namespace rapport::bus::monitor {

using namespace std::chrono_literals;
using bus::testing::TestBus;

/// A desk that opens and closes a complaint every few milliseconds, and remembers all it told.
class TestDesk {
public:
    /// What its requests and events carry.
    struct Data {
        std::int64_t priority = 0;
        std::string name;
        static constexpr auto fields =
            describe(Field{"priority", &Data::priority, "0 to 2"}, Field{"name", &Data::name, "who", personal});
    };

    explicit TestDesk(const std::string& url) : url_(url), thread_([this] { serve(); }) {
        Loop loop;
        Client(loop, url).ask("desk", "$ping", {}, {.retry = true});
    }
    ~TestDesk() { loop_.stop(); }
    /// Leaves out so many sequences, as a bus that drops events does.
    void skip(std::int64_t count) {
        loop_.post([this, count] { sequence_ += count; });
    }

private:
    void serve() {
        Server server(loop_, url_, {.service = "desk"}, [&](const Request& request) { answer(server, request); });
        Publisher publisher(loop_, Endpoints::of(url_).publish);
        loop_.every(2ms, [&] {
            const bool opens = ++sequence_ % 2 == 1;
            told_.push_back(event(opens ? "desk.opened" : "desk.closed"));
            publisher.publish(told_.back());
        });
        loop_.every(20ms, [&] {
            publisher.publish(Watermark{"desk", "e", told_.empty() ? 0 : told_.back().sequence});
        });
        loop_.run();
    }

    Event event(const std::string& type) const {
        Event event;
        event.id = new_uuid({1});
        event.source = "desk";
        event.type = type;
        event.subject = "c-" + std::to_string(sequence_ % 5);
        event.epoch = "e";
        event.sequence = sequence_;
        event.time = event.recorded = SystemClock().now();
        event.actor.id = "user:7";
        event.data = any_of(Data{sequence_ % 3, "Ann"});
        return event;
    }

    void answer(Server& server, const Request& request) const {
        if (request.method == "$info") return server.reply(request, encode(info(server.instance())));
        if (request.method == "$watermark")
            return server.reply(request, encode(Watermark{"desk", "e", told_.empty() ? 0 : told_.back().sequence}));
        if (request.method == "$events") return server.reply(request, encode(page(decode<ReadEvents>(request.params))));
        if (request.method == "echo") return server.reply(request, request.params);
        if (request.method == "who") return server.reply(request, encode(request.header.actor.value_or(Actor{}).id));
        if (request.method == "trace") return server.reply(request, encode(request.header.traceparent.value_or("")));
        if (request.method == "parts") {
            server.partial(request, from_json("1"));
            return server.reply(request, from_json("2"));
        }
        if (request.method == "refuse") return server.fail(request, invalid("party", "an id such as \x1b[31m"));
        if (request.method.starts_with('$')) return server.fail(request, Error(Code::unimplemented, "no such method"));
        server.fail(request, Error(Code::permission_denied, "not you"));
    }

    EventPage page(const ReadEvents& asked) const {
        EventPage page{.epoch = "e", .last = told_.empty() ? 0 : told_.back().sequence};
        for (const auto& event : told_)
            if (event.sequence > asked.after && static_cast<std::int64_t>(page.events.size()) < asked.limit)
                page.events.push_back(event);
        return page;
    }

    static ServiceInfo info(const std::string& instance) {
        const Any schema{schema_of(shape_of<Data>())};
        return {.name = "desk",
                .version = "1.2.3",
                .instance = instance,
                .doc = "a desk",
                .methods = {{.name = "echo",
                             .kind = "query",
                             .doc = "says it again",
                             .verb = "GET",
                             .path = "/echo",
                             .roles = {"agent"},
                             .request = schema,
                             .result = schema}},
                .events = {{"desk.opened", "one was opened", schema}, {"desk.closed", "one was closed", schema}}};
    }

    const std::string url_;
    Loop loop_;
    std::int64_t sequence_ = 0;
    std::deque<Event> told_;
    std::jthread thread_;
};

/// A bus with a service on it, and what a verb wrote.
class Verbs : public ::testing::Test {
protected:
    int run_tail(const Tail& options) { return tail(target, options, out, err, stop); }
    int run_call(const Call& options) { return call(target, options, in, out, err); }
    std::vector<std::string> lines() const {
        std::vector<std::string> all;
        std::istringstream text(out.str());
        for (std::string line; std::getline(text, line);) all.push_back(line);
        return all;
    }

    TestBus bus;
    TestDesk desk{bus.url()};
    Target target{bus.url()};
    std::istringstream in;
    std::ostringstream out, err;
    std::atomic<bool> stop = false;
};

}  // namespace rapport::bus::monitor
