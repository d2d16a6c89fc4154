// SPDX-License-Identifier: MIT
#include "bus/base/text.hpp"
#include "bus/events/dead_letter.hpp"
#include "bus/monitor/top_view.hpp"
#include "bus/monitor/verbs_fixture.hpp"
#include "bus/wire/introspection.hpp"
#include "bus/wire/tracing.hpp"

namespace rapport::bus::monitor {
namespace {

/// Sets a window's title, colours what follows in the C1 way, turns its direction, rings, deletes, begins lines anew.
const std::string evil = "x\x1b]0;owned\x07\u009b31m\u202egnp.exe\u2066\u2028\x7f\r\n\ty";
constexpr auto trace_id = "0af7651916cd43dd8448eb211c80319c";

struct Data {
    std::string text = evil;
    static constexpr auto fields = describe(Field{"text", &Data::text, "any"});
};

/// A service that says nothing but that, wherever it may say text.
class HostileService {
public:
    explicit HostileService(const std::string& url) : url_(url), thread_([this] { serve(); }) {
        Loop loop;
        Client(loop, url).ask("hostile", "$ping", {}, {.retry = true});
    }
    ~HostileService() { loop_.stop(); }

private:
    void serve() {
        Server server(loop_, url_, {.service = "hostile"}, [&](const Request& request) { answer(server, request); });
        Publisher publisher(loop_, Endpoints::of(url_).publish);
        loop_.every(2ms, [&] { publisher.publish(event(++told_)); });
        loop_.run();
    }

    static Event event(std::int64_t sequence) {
        Event event{.id = new_uuid({1}), .source = "hostile", .type = "hostile." + evil, .subject = evil};
        event.epoch = "e";
        event.sequence = sequence;
        event.time = event.recorded = SystemClock().now();
        event.traceparent = std::string("00-") + trace_id + "-00f067aa0ba902b7-01";
        event.actor.id = evil;
        event.data = any_of(Data{});
        return event;
    }

    void answer(Server& server, const Request& request) const {
        if (request.method == "$info") return server.reply(request, encode(info()));
        if (request.method == "$stats") return server.reply(request, encode(stats()));
        if (request.method == "$watermark") return server.reply(request, encode(Watermark{"hostile", "e", told_}));
        if (request.method == "$events") return server.reply(request, encode(page(request)));
        if (request.method == "$spans") return server.reply(request, encode(spans()));
        if (request.method == "$dead_letters") return server.reply(request, encode(letters(request)));
        if (request.method == "say") return server.reply(request, encode(Data{}));
        Any details;
        details.bytes = encode(Data{});
        server.fail(request, Error(Code::failed_precondition, evil, details));
    }

    static ServiceInfo info() {
        Any schema;
        schema.bytes = from_json(R"({"type":"object","properties":{"PLACE":{"type":"PLACE","format":"PLACE",
            "description":"PLACE"},"e":{"type":"string","enum":["PLACE"]}}})");
        for (auto at = schema.bytes.find("\xa5PLACE"); at != std::string::npos; at = schema.bytes.find("\xa5PLACE")) {
            std::string text;
            Writer(text).text(evil);
            schema.bytes.replace(at, 6, text);
        }
        return {.name = evil,
                .version = evil,
                .instance = evil,
                .doc = evil,
                .methods = {{.name = "say",
                             .kind = evil,
                             .doc = evil,
                             .verb = evil,
                             .path = evil,
                             .roles = {evil},
                             .request = schema,
                             .result = schema}},
                .events = {{evil, evil, schema}}};
    }
    static InstanceStats stats() {
        return {.id = evil, .endpoints = {{evil, 3, 1, evil, {}}}, .cursors = {{evil, evil, 1}}};
    }
    EventPage page(const Request& request) const {
        const auto asked = decode<ReadEvents>(request.params);
        EventPage page{.epoch = "e", .last = told_};
        const auto end = std::min(page.last, asked.after + asked.limit);
        for (auto sequence = asked.after + 1; sequence <= end; ++sequence) page.events.push_back(event(sequence));
        return page;
    }
    static Spans spans() {
        return {
            {{.trace = trace_id, .id = "00f067aa0ba902b7", .service = evil, .kind = evil, .name = evil, .error = evil},
             {.trace = trace_id, .id = "00f067aa0ba902b8", .service = evil, .kind = "job", .name = evil}}};
    }
    static DeadLetters letters(const Request& request) {
        if (decode<ReadDeadLetters>(request.params).after > 0) return {};
        return {{{.row = 1,
                  .consumer = evil,
                  .source = evil,
                  .subject = evil,
                  .sequence = 1,
                  .error = evil,
                  .event = any_of(event(1))}}};
    }

    const std::string url_;
    Loop loop_;
    std::atomic<std::int64_t> told_ = 0;
    std::jthread thread_;
};

class HostileBus : public ::testing::Test {
protected:
    /// Whether the verb said something, and nothing in it controls a terminal.
    void expect_harmless(const std::string& verb) {
        const std::string said = out.str() + err.str();
        EXPECT_NE(said, "") << verb;
        const TextLook look = look_at(said);
        EXPECT_TRUE(look.utf8) << verb;
        EXPECT_FALSE(look.unsound) << verb << ": " << printable_lines(said).substr(0, 2'000);
        EXPECT_EQ(said.find_first_of("\r\t"), std::string::npos)
            << verb << ": " << printable_lines(said).substr(0, 2'000);
        out.str({});
        err.str({});
    }

    bus::testing::TestBus bus;
    HostileService service{bus.url()};
    Target target{bus.url()};
    std::istringstream in;
    std::ostringstream out, err;
    std::atomic<bool> stop = false;
};

TEST_F(HostileBus, NothingThatAServiceSaysOfItselfControlsATerminal) {
    for (const auto format : {Format::pretty, Format::json, Format::jsonl}) {
        ls(target, {.format = format}, out, err);
        expect_harmless("ls");
        ls(target, {.service = "hostile", .format = format}, out, err);
        expect_harmless("ls hostile");
        info(target, {.service = "hostile", .format = format}, out, err);
        expect_harmless("info");
        info(target, {.service = "hostile", .method = "say", .format = format}, out, err);
        expect_harmless("info say");
        info(target, {.service = "hostile", .method = evil, .format = format}, out, err);
        expect_harmless("info of an event");
        info(target, {.service = "hostile", .method = "no" + evil, .format = format}, out, err);
        expect_harmless("info of nothing");
        stats(target, {.format = format}, out, err);
        expect_harmless("stats");
        ping(target, {.format = format}, out, err, stop);
        expect_harmless("ping");
        lag(target, {.format = format}, out, err);
        expect_harmless("lag");
        dead(target, {.service = "hostile", .show_personal = true, .format = format}, out, err);
        expect_harmless("dead list");
        for (const auto what : {Dead::Do::show, Dead::Do::redrive, Dead::Do::drop}) {
            dead(target, {.what = what, .service = "hostile", .rows = {1}, .show_personal = true, .format = format},
                 out, err);
            expect_harmless("dead show, redrive, drop");
        }
        trace(target, {.id = trace_id, .format = format}, out, err);
        expect_harmless("trace");
    }
}

TEST_F(HostileBus, NoAnswerOrErrorControlsATerminal) {
    for (const bool indent : {false, true}) {
        EXPECT_EQ(call(target, {.service = "hostile", .method = "say", .params = "{}", .indent = indent}, in, out, err),
                  0);
        expect_harmless("call");
        EXPECT_EQ(
            call(target, {.service = "hostile", .method = "fail", .params = "{}", .indent = indent}, in, out, err), 1);
        expect_harmless("call that fails");
    }
    call(target, {.service = "no" + evil, .method = evil}, in, out, err);
    expect_harmless("call of nobody");
}

TEST_F(HostileBus, NothingThatHappensControlsATerminal) {
    Tail tail{.count = 5, .show_personal = true};
    for (const auto form : {Form::pretty, Form::json, Form::jsonl, Form::hex, Form::text_template}) {
        tail.form = form;
        tail.text_template = "{type} {subject} {actor} {data.text} {data}";
        EXPECT_EQ(monitor::tail(target, tail, out, err, stop), 0);
        expect_harmless("tail of events, form " + std::to_string(static_cast<int>(form)));
    }
}

TEST_F(HostileBus, NoCallThatIsWatchedControlsATerminal) {
    std::jthread caller([&](const std::stop_token& over) {
        Loop loop;
        Client client(loop, bus.url());
        while (!over.stop_requested()) try {
                client.ask("hostile", evil, encode(Data{}), {.actor = Actor{.id = evil}});
            } catch (const Error&) {
            }
    });
    Tail tail{.kinds = {Kind::req, Kind::err}, .count = 6, .show_personal = true};
    for (const bool matched : {false, true}) {
        tail.match_replies = matched;
        for (const auto form : {Form::pretty, Form::json, Form::jsonl, Form::hex, Form::text_template}) {
            tail.form = form;
            tail.text_template = "{service}.{method} {actor} {params} {error.message} {error}";
            EXPECT_EQ(monitor::tail(target, tail, out, err, stop), 0);
            expect_harmless("tail of calls, form " + std::to_string(static_cast<int>(form)));
        }
    }
    EXPECT_EQ(top(target, {.interval = 200ms, .once = true}, out, err, stop), 0);
    expect_harmless("top");
    EXPECT_EQ(top(target, {.interval = 200ms, .once = true, .json = true}, out, err, stop), 0);
    expect_harmless("top as JSON");
}

}  // namespace
}  // namespace rapport::bus::monitor
