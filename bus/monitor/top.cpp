// SPDX-License-Identifier: MIT
#include <unistd.h>

#include <ostream>

#include "bus/monitor/output.hpp"
#include "bus/monitor/text.hpp"
#include "bus/monitor/top_screen.hpp"

namespace rapport::bus::monitor {
namespace {

constexpr std::chrono::milliseconds patience{1'500};
/// How often keys and the stop flag are looked at.
constexpr Loop::Duration glance{100};

class Watch {
public:
    Watch(const Target& target, const Top& options)
        : options_(options),
          client_(loop_, target.requests_endpoint),
          directory_(loop_, client_, target.actor, patience) {}

    void look() {
        auto services = directory_.served(true);
        std::erase_if(services, [](const Served& service) { return service.instances == 0; });
        std::vector<std::string> names;
        for (const auto& service : services) names.push_back(service.name);
        view_.look(std::move(services), lags(names), std::chrono::steady_clock::now());
    }

    std::vector<TopRow> rows() const {
        auto rows = view_.rows();
        if (!options_.methods) std::erase_if(rows, [](const TopRow& row) { return row.method.has_value(); });
        return rows;
    }

    int once(std::ostream& out, const std::atomic<bool>& stop) {
        look();
        pause([&] { return stop.load(); });
        look();
        if (write_json(rows(), options_.json ? Format::json : Format::pretty, out)) return 0;
        print_table(top_lines(rows()), "RATE/s BYTES/s ERRORS/s P50 P99 QUEUE BUSY LAG", out);
        out.flush();
        return 0;
    }

    /// A bus that is away for a while is said to be; one that never was is an error.
    int screen(const std::atomic<bool>& stop) {
        look();
        TopScreen screen(options_.methods);
        bool going = true;
        loop_.watch_fd(STDIN_FILENO, [&] { going = screen.take_keys(); });
        const auto timer = loop_.every(glance, [&] { going = going && screen.take_keys(); });
        while (going && !stop) {
            pause([&] { return !going || stop; });
            std::string trouble;
            try {
                if (going && !stop) look();
            } catch (const Error& error) {
                trouble = std::string("the bus does not answer: ") + error.what();
            }
            screen.show(view_.rows(), view_.total(), trouble);
        }
        loop_.cancel(timer);
        loop_.unwatch_fd(STDIN_FILENO);
        return 0;
    }

private:
    void pause(const std::function<bool()>& over) {
        const auto timer = loop_.every(glance, [] {});
        loop_.run_until(over, std::chrono::ceil<Loop::Duration>(options_.interval));
        loop_.cancel(timer);
    }

    /// The sum of what each service has still to handle, of those that follow others.
    std::map<std::string, std::int64_t> lags(const std::vector<std::string>& names) {
        std::map<std::string, std::int64_t> lags;
        const auto stats = directory_.stats(names);
        std::map<std::string, std::int64_t> heads;
        for (const auto& [name, instances] : stats)
            for (const auto& instance : instances) heads[name] = std::max(heads[name], instance.last_sequence);
        for (const auto& [name, instances] : stats)
            for (const auto& instance : instances)
                for (const auto& cursor : instance.cursors)
                    if (const auto head = heads.find(cursor.source); head != heads.end())
                        lags[name] += std::max<std::int64_t>(head->second - cursor.sequence, 0);
        return lags;
    }

    const Top& options_;
    Loop loop_;
    Client client_;
    Directory directory_;
    TopView view_;
};

}  // namespace

int top(const Target& target, const Top& options, std::ostream& out, std::ostream& err,
        const std::atomic<bool>& stop) try {
    Watch watch(target, options);
    return options.once || options.json ? watch.once(out, stop) : watch.screen(stop);
} catch (const Error& error) {
    return report(error, err);
}

}  // namespace rapport::bus::monitor
