// SPDX-License-Identifier: MIT
#include "tests/bench/bus.hpp"

#include <fmt/format.h>

#include "bus/base/wire.hpp"
#include "bus/client/client.hpp"
#include "bus/server/server.hpp"
#include "bus/testing/keyed_bus.hpp"
#include "bus/wire/info.hpp"
#include "tests/bench/contender.hpp"

namespace rapport::bench {
namespace {

using namespace std::chrono_literals;

constexpr int runs = 5;

/// `rapport tail` on that bus, as an operator leaves it running.
class Tapped {
public:
    explicit Tapped(const std::string& url)
        : tail_({program("rapport"), "tail", "--bus", url, "--kind", "req,rep", "-o", "jsonl", "-w", "/dev/null"}) {
        bus::Loop loop;
        bus::Client client(loop, url);
        for (bool listens = false; !listens;) {
            client.call("bus", "$stats", {}, {}, [&](const bus::Reply& reply, bool last) {
                if (!last) listens = to_json(reply.result).find("\"taps\":1") != std::string::npos;
            });
            loop.run_until([&] { return client.outstanding() == 0; }, 5s);
        }
    }

private:
    Process tail_;
};

/// Our client, bus and server; somebody may listen to the tap meanwhile.
class Ours : public Contender {
public:
    explicit Ours(bool tapped = false) {
        if (tapped) tap_.emplace(url_);
        client_.ask("echo", "m", {}, {.retry = true});
    }

private:
    void begin(int window, std::size_t body_size) override {
        window_ = static_cast<unsigned>(window);
        params_.clear();
        rapport::Writer(params_).text(std::string(body_size - head_size(body_size), 'x'));
        for (int i = 0; i < window; ++i) call();
    }
    void go_on() override {
        const auto before = answers();
        loop_.run_until([&] { return answers() >= before + window_; }, 1s);
    }
    void end() override {
        ending_ = true;
        loop_.run_until([this] { return client_.outstanding() == 0; }, 5s);
        ending_ = false;
    }
    std::vector<pid_t> processes() const override { return {broker_.pid(), service_.pid()}; }

    /// Of MessagePack text.
    static std::size_t head_size(std::size_t size) { return size < 256 ? 2 : 3; }
    void call() {
        client_.call("echo", "m", params_, {}, [this, sent = Steady::now()](const bus::Reply& reply, bool) {
            if (reply.error) throw *reply.error;
            answered(sent);
            if (!ending_) call();
        });
    }

    const std::string url_ = bus::testing::free_tcp_address();
    Process broker_{{program("rapport-bus"), "--listen", url_, "--log-level", "warn"}};
    Process service_ = in_role("bus-service", {url_});
    std::optional<Tapped> tap_;
    bus::Loop loop_;
    bus::Client client_{loop_, url_};
    unsigned window_ = 1;
    std::string params_;
    bool ending_ = false;
};

/// What it costs that somebody listens to everything, and takes what they can.
Figure tapped(int window, std::size_t body_size) {
    Ours listened_to(true), alone;
    const Pair pair = interleaved(
        runs, [&] { return listened_to.run(window, body_size).rate; },
        [&] { return alone.run(window, body_size).rate; });
    return {fmt::format("bus {} B, window {}, tapped", body_size, window), "/s", pair.value, pair.baseline,
            Bar{Bar::Is::at_least, 0.95}};
}

struct Cell {
    int window;
    std::size_t body_size;
    Sample ours, relay;
    std::optional<Sample> nats, nats_gathering;
};

constexpr std::pair<double Sample::*, const char*> columns[]{{&Sample::rate, "rate, /s"},
                                                             {&Sample::p50, "p50, µs"},
                                                             {&Sample::p99, "p99, µs"},
                                                             {&Sample::p999, "p99.9, µs"},
                                                             {&Sample::processor, "processor, µs a request"}};

/// All of them, every one with each window and body.
class Matrix {
public:
    Matrix() {
        fmt::print("{:>6} {:>6}", "B", "window");
        for (const auto& [field, name] : columns) fmt::print(" | {:<31}", name);
        fmt::print("\n{:>13}", "");
        for ([[maybe_unused]] const auto& column : columns)
            fmt::print(" | {:>7} {:>7} {:>7} {:>7}", "ours", "relay", "nats", "nats(g)");
        fmt::print("\n");
    }
    Cell measure(int window, std::size_t body_size) {
        std::vector<Sample> ours, relay, nats, gathering;
        for (int i = 0; i < runs; ++i) {
            relay.push_back(relay_->run(window, body_size));
            ours.push_back(ours_->run(window, body_size));
            if (!nats_) continue;
            nats.push_back(nats_->run(window, body_size));
            gathering.push_back(gathering_->run(window, body_size));
        }
        Cell cell{window, body_size, median(ours), median(relay), {}, {}};
        if (nats_) cell.nats = median(nats), cell.nats_gathering = median(gathering);
        print(cell);
        return cell;
    }

private:
    static std::string text(double value) { return fmt::format("{:.{}f}", value, value < 100 ? 1 : 0); }
    static void print(const Cell& cell) {
        fmt::print("{:>6} {:>6}", cell.body_size, cell.window);
        for (const auto& [field, name] : columns)
            fmt::print(" | {:>7} {:>7} {:>7} {:>7}", text(cell.ours.*field), text(cell.relay.*field),
                       cell.nats ? text((*cell.nats).*field) : "-",
                       cell.nats ? text((*cell.nats_gathering).*field) : "-");
        fmt::print("\n");
        std::fflush(stdout);
    }

    std::unique_ptr<Contender> ours_ = std::make_unique<Ours>(), relay_ = through_bare_relay(),
                               nats_ = through_nats(false), gathering_ = through_nats(true);
};

/// All of a cell, for those who take the figures as JSON.
void list(const Cell& cell, std::vector<Figure>& figures) {
    const auto against = [&](const char* yardstick, const Sample& theirs) {
        for (const auto& [field, name] : columns)
            figures.push_back({.name = fmt::format("bus {} B, window {}, against {}, {}", cell.body_size, cell.window,
                                                   yardstick, name),
                               .value = cell.ours.*field,
                               .baseline = theirs.*field,
                               .shown = false});
    };
    against("a bare relay", cell.relay);
    if (!cell.nats) return;
    against("nats-server", *cell.nats);
    against("nats-server, gathering", *cell.nats_gathering);
}

/// What the bars speak of.
void judge(const Cell& cell, std::vector<Figure>& figures) {
    if (cell.body_size != 256) return;
    if (cell.window == 1)
        figures.push_back({"bus 256 B, window 1, round trip", "µs", 1e6 / cell.ours.rate, 1e6 / cell.relay.rate,
                           Bar{Bar::Is::at_most, 1.2}});
    if (cell.window != 256) return;
    figures.push_back({"bus 256 B, window 256, against a bare relay", "/s", cell.ours.rate, cell.relay.rate,
                       Bar{Bar::Is::at_least, 0.7}});
    if (cell.nats)
        figures.push_back({"bus 256 B, window 256, against nats-server", "/s", cell.ours.rate, cell.nats->rate,
                           Bar{Bar::Is::at_least, 1.25}});
}

}  // namespace

std::vector<Figure> measure_bus() {
    std::vector<Figure> figures;
    {
        Matrix matrix;
        for (const std::size_t body_size : {64, 256, 4096})
            for (const int window : {1, 16, 64, 256, 1024}) {
                const Cell cell = matrix.measure(window, body_size);
                list(cell, figures);
                judge(cell, figures);
            }
    }
    figures.push_back(tapped(256, 256));
    return figures;
}

int bus_service(std::span<const std::string> arguments) {
    bus::Loop loop;
    bus::Server* self = nullptr;
    bus::Server server(loop, arguments[0], {.service = "echo", .credit = 256}, [&](const bus::Request& request) {
        if (request.method != "$info") return self->reply(request, request.params);
        self->reply(request, encode(bus::ServiceInfo{.name = "echo", .version = "1", .instance = "1"}));
    });
    self = &server;
    loop.run();
    return 0;
}

}  // namespace rapport::bench
