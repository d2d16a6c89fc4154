// SPDX-License-Identifier: MIT
#include "tests/bench/http.hpp"

#include "bus/client/client.hpp"
#include "bus/events/event.hpp"
#include "tests/bench/connection.hpp"
#include "tests/bench/desk.hpp"
#include "tests/bench/up.hpp"

namespace rapport::bench {
namespace {

constexpr int connections = 32, window = 256, requests = 6'000, runs = 3;
using std::chrono::steady_clock;

double per_second(int count, steady_clock::time_point start) {
    return count / std::chrono::duration<double>(steady_clock::now() - start).count();
}

double over_http(const Up& up) {
    const std::string request = request_to_open(up.token());
    const auto start = steady_clock::now();
    post_from(connections, *up.run().http, request, requests);
    return per_second(requests, start);
}

double over_bus(bus::Loop& loop, bus::Client& client) {
    const std::string params = from_json(sample_complaint());
    const Actor actor{.id = "user:bench", .kind = "person", .roles = {"agent"}};
    static std::int64_t keys = 0;
    int sent = 0, answered = 0;
    const auto start = steady_clock::now();
    std::function<void()> next = [&] {
        ++sent;
        client.call(
            "complaints", "open", params,
            {.timeout = Millis(60'000), .idem = "bench-" + std::to_string(++keys), .actor = actor, .retry = true},
            [&](const bus::Reply& reply, bool) {
                if (reply.error) throw *reply.error;
                ++answered;
                if (sent < requests) next();
            });
    };
    for (int i = 0; i < window; ++i) next();
    loop.run_until([&] { return answered == requests; }, std::chrono::seconds(120));
    return per_second(requests, start);
}

}  // namespace

std::vector<Figure> measure_http() {
    const Up up({"complaints"});
    bus::Loop loop;
    bus::Client client(loop, up.run().bus);
    std::int64_t opened = 0;
    const auto settle = [&] {
        opened += requests;
        while (decode<bus::Watermark>(client.ask("complaints", "$watermark", {})).last < 2 * opened)
            loop.run_until([] { return false; }, Millis(20));
    };
    const auto http = [&] {
        const double rate = over_http(up);
        settle();
        return rate;
    };
    const auto bus = [&] {
        const double rate = over_bus(loop, client);
        settle();
        return rate;
    };
    const Pair pair = interleaved(runs, http, bus);
    return {
        {"complaints.open over HTTP, 32 connections", "/s", pair.value, pair.baseline, Bar{Bar::Is::at_least, 0.5}}};
}

}  // namespace rapport::bench
