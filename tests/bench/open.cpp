// SPDX-License-Identifier: MIT
#include "bus/events/subscriber.hpp"
#include "tests/bench/bare_store.hpp"
#include "tests/bench/desk.hpp"

namespace rapport::bench {
namespace {

constexpr int runs = 5, opens = 10'000;

double seconds_of(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

std::vector<Figure> measure_open() {
    Desk desk;
    bus::testing::TempFolder folder;
    BareStore bare(desk.store(), (folder.path() / "bare.db").string());
    std::vector<double> with_scores;
    const auto open = [&] {
        double rate = 0;
        with_scores.push_back(opens / seconds_of([&] {
                                  rate = desk.open(opens);
                                  desk.settle();
                              }));
        return rate;
    };
    const Pair pair = interleaved(runs, open, [&] { return bare.write(opens); });
    return {{"complaints.open, durable, window 256", "/s", pair.value, pair.baseline, Bar{Bar::Is::at_least, 0.5}},
            {"the same until all are scored, too", "/s", median(with_scores), pair.baseline, {}}};
}

std::vector<Figure> measure_import() {
    Desk desk;
    bus::testing::TempFolder folder;
    BareStore bare(desk.store(), (folder.path() / "bare.db").string());
    const auto import = [&] {
        const double rate = desk.import(opens);
        desk.settle();
        return rate;
    };
    const Pair pair = interleaved(runs, import, [&] { return bare.write(opens); });
    return {{"import of complaints, rows", "/s", pair.value, {}, Bar{Bar::Is::at_least, 10'000}},
            {"the same, against a bare loop", "/s", pair.value, pair.baseline, {}}};
}

std::vector<Figure> measure_events() {
    Desk desk;
    // Half of what it can go on with: opens at a rate at which they are scored, too.
    const double half = opens / seconds_of([&] {
                            desk.open(opens);
                            desk.settle();
                        }) /
                        2;
    std::vector<double> lags;
    bus::Subscriber subscriber(desk.loop(), bus::Endpoints::of(desk.url()).subscribe, {"complaints.opened"},
                               {.on_event = [&](const bus::Event& event) {
                                   lags.push_back(static_cast<double>((SystemClock().now() - event.recorded).count()));
                               }});
    const auto pause = std::chrono::duration<double>(1 / half);
    auto next = std::chrono::steady_clock::now() + Millis(200);  // the subscription is on its way
    const auto wanted = static_cast<int>(half * 5);
    int sent = 0;
    const auto timer = desk.loop().every(Millis(1), [&] {
        for (; sent < wanted && std::chrono::steady_clock::now() >= next; ++sent) {
            desk.send_open([] {});
            next += std::chrono::duration_cast<std::chrono::steady_clock::duration>(pause);
        }
    });
    desk.loop().run_until([&] { return static_cast<int>(lags.size()) >= wanted; }, std::chrono::seconds(30));
    desk.loop().cancel(timer);
    if (lags.empty()) throw std::runtime_error("no event came");
    std::ranges::sort(lags);
    const auto at = [&](double share) {
        return lags[static_cast<std::size_t>(share * static_cast<double>(lags.size() - 1))];
    };
    return {{"committed → handled by a subscriber, p50", "ms", at(0.5), {}, {}},
            {"committed → handled by a subscriber, p99", "ms", at(0.99), {}, Bar{Bar::Is::at_most, 20}}};
}

}  // namespace rapport::bench
