// SPDX-License-Identifier: MIT
#include <ostream>

#include "bus/monitor/directory.hpp"
#include "bus/monitor/output.hpp"
#include "bus/monitor/text.hpp"
#include "bus/wire/introspection.hpp"

namespace rapport::bus::monitor {
namespace {

using Steady = std::chrono::steady_clock;

struct Pong {
    std::string service, instance;
    double took_ms = 0;
    static constexpr auto fields =
        describe(Field{"service", &Pong::service, "who"}, Field{"instance", &Pong::instance, "which process"},
                 Field{"took_ms", &Pong::took_ms, "there and back"});
};

/// One round; how many of those that the bus asked did not answer.
std::int64_t ask(Directory& directory, const PingAll& options, std::vector<Pong>& pongs, std::ostream& err) {
    std::int64_t silent = 0;
    auto names = options.service == "bus" ? std::vector<std::string>{} : directory.names(options.service);
    if (!options.service || names.empty()) names.insert(names.begin(), "bus");
    const auto begin = Steady::now();
    directory.ask_all(names, "$ping", [&](const std::string& service, const Reply& reply, bool last) {
        const double took = std::chrono::duration<double, std::milli>(Steady::now() - begin).count();
        if (reply.error) {
            ++silent;
            err << printable(service) << ": " << printable(reply.error->what()) << std::endl;
        } else if (!last) {
            pongs.push_back({service, decode<Ping>(reply.result).instance, took});
        } else if (const auto asked = decode<Asked>(reply.result); asked.answered < asked.asked) {
            silent += asked.asked - asked.answered;
            err << printable(service) << ": " << asked.asked - asked.answered << " of " << asked.asked
                << " instances did not answer" << std::endl;
        }
    });
    return silent;
}

void print(const std::vector<Pong>& pongs, std::ostream& out) {
    std::vector<std::vector<std::string>> rows{{"SERVICE", "INSTANCE", "TOOK"}};
    for (const auto& pong : pongs)
        rows.push_back({printable(pong.service), printable(pong.instance),
                        took_text(static_cast<std::int64_t>(pong.took_ms * 1'000))});
    print_table(rows, "TOOK", out);
    out.flush();
}

}  // namespace

int ping(const Target& target, const PingAll& options, std::ostream& out, std::ostream& err,
         const std::atomic<bool>& stop) try {
    Loop loop;
    Client client(loop, target.requests_endpoint);
    Directory directory(loop, client, target.actor, options.timeout);
    std::int64_t silent = 0;
    for (std::int64_t round = 0; round < options.count && out && !stop; ++round) {
        const auto pause = std::chrono::ceil<Loop::Duration>(options.interval);
        if (round > 0) loop.run_until([&] { return stop.load(); }, pause);
        std::vector<Pong> pongs;
        silent += ask(directory, options, pongs, err);
        if (!write_json(pongs, options.format, out)) print(pongs, out);
    }
    return silent > 0 ? cannot_connect : 0;
} catch (const Error& error) {
    return report(error, err);
}

}  // namespace rapport::bus::monitor
