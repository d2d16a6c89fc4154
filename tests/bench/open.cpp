// SPDX-License-Identifier: MIT
#include "tests/bench/open.hpp"

#include <algorithm>

#include "bus/base/codec.hpp"
#include "bus/client/client.hpp"
#include "bus/events/event.hpp"
#include "tests/bench/bare_store.hpp"

namespace rapport::bench {
namespace {

constexpr int runs = 5, opens = 10'000, window = 256;

/// The complaints service as it ships, on a bus as it ships, and a client that keeps `window` opens out.
class Desk {
public:
    Desk() {
        rate(window);
        settle();
    }
    std::string store() const { return (folder_.path() / "complaints.db").string(); }
    double rate(int count) {
        const auto start = std::chrono::steady_clock::now();
        int sent = 0, answered = 0;
        std::function<void()> send = [&] {
            ++sent;
            client_.call("complaints", "open", params_,
                         {.timeout = Millis(60'000), .idem = std::to_string(++keys_), .actor = actor_, .retry = true},
                         [&](const bus::Reply& reply, bool) {
                             if (reply.error) throw *reply.error;
                             ++answered;
                             if (sent < count) send();
                         });
        };
        for (int i = 0; i < window && i < count; ++i) send();
        if (!loop_.run_until([&] { return answered == count; }, std::chrono::seconds(120)))
            throw std::runtime_error("not all opens were answered");
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
        return count / took.count();
    }

    /// Waits until the severity rule has scored what was opened, so that its work does not fall into what is measured
    /// next.
    void settle() {
        while (decode<bus::Watermark>(client_.ask("complaints", "$watermark", {})).last < 2 * keys_)
            loop_.run_until([] { return false; }, Millis(20));
    }

private:
    bus::testing::TempFolder folder_;
    const std::string url_ = "ipc://" + (folder_.path() / "bus").string();
    Process broker_{{program("rapport-bus"), "--listen", url_, "--log-level", "warn"}};
    Process service_{
        {program("rapport-complaints"), "--bus", url_, "--state", folder_.path().string(), "--log-level", "error"}};
    bus::Loop loop_;
    bus::Client client_{loop_, url_};
    const Actor actor_{.id = "user:bench", .kind = "person", .roles = {"agent"}};
    const std::string params_ = from_json(
        R"({"complainant":{"name":"Ann Example","email":"ann@example.com"},"subject":"The network was down all morning",)"
        R"("text":"From seven to eleven nobody in the branch could work: no mail, no telephone, no till. We called four times and )"
        R"(were told each time that somebody would call back. Nobody did.","category":"network","received_via":"phone","impact":4})");
    std::int64_t keys_ = 0;
};

}  // namespace

std::vector<Figure> measure_open() {
    Desk desk;
    bus::testing::TempFolder folder;
    BareStore bare(desk.store(), (folder.path() / "bare.db").string());
    std::vector<double> with_scores;
    const auto open = [&] {
        const auto start = std::chrono::steady_clock::now();
        const double rate = desk.rate(opens);
        desk.settle();
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
        with_scores.push_back(opens / took.count());
        return rate;
    };
    const Pair pair = interleaved(runs, open, [&] { return bare.write(opens); });
    std::ranges::nth_element(with_scores, with_scores.begin() + runs / 2);
    return {{"complaints.open, durable, window 256", "/s", pair.value, pair.baseline, Bar{Bar::Is::at_least, 0.5}},
            {"the same until all are scored, too", "/s", with_scores[runs / 2], pair.baseline, {}}};
}

}  // namespace rapport::bench
