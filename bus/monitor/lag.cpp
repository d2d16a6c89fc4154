// SPDX-License-Identifier: MIT
#include <algorithm>
#include <ostream>

#include "bus/monitor/directory.hpp"
#include "bus/monitor/output.hpp"
#include "bus/monitor/text.hpp"

namespace rapport::bus::monitor {
namespace {

struct Behind {
    std::string service, consumer, source;
    std::int64_t at = 0;
    std::optional<std::int64_t> head, lag;
    static constexpr auto fields =
        describe(Field{"service", &Behind::service, "who follows"},
                 Field{"consumer", &Behind::consumer, "projection or reaction"},
                 Field{"source", &Behind::source, "whose history"}, Field{"at", &Behind::at, "handled up to here"},
                 Field{"head", &Behind::head, "the newest there is; absent if the source does not answer"},
                 Field{"lag", &Behind::lag, "events to be handled still"});
};

std::vector<Behind> find(Directory& directory, const std::optional<std::string>& only) {
    // The consumers first: what is told meanwhile then counts as lag, never the other way round.
    const auto names = directory.names();
    const auto stats = directory.stats(only ? directory.names(only) : names);
    const auto heads = directory.watermarks(names);
    std::vector<Behind> all;
    for (const auto& [service, instances] : stats) {
        std::map<std::pair<std::string, std::string>, std::int64_t>
            at;  // replicas share one cursor: the farthest counts
        for (const auto& instance : instances)
            for (const auto& cursor : instance.cursors) {
                auto& sequence = at[{cursor.source, cursor.consumer}];
                sequence = std::max(sequence, cursor.sequence);
            }
        for (const auto& [whose, sequence] : at) {
            Behind behind{service, whose.second, whose.first, sequence, {}, {}};
            if (const auto head = heads.find(whose.first); head != heads.end()) {
                behind.head = head->second.last;
                behind.lag = std::max<std::int64_t>(head->second.last - sequence, 0);
            }
            all.push_back(std::move(behind));
        }
    }
    return all;
}

}  // namespace

int lag(const Target& target, const Lag& options, std::ostream& out, std::ostream& err) try {
    Loop loop;
    Client client(loop, target.requests_endpoint);
    Directory directory(loop, client, target.actor, options.timeout);
    const auto all = find(directory, options.service);
    if (write_json(all, options.format, out)) return 0;
    std::vector<std::vector<std::string>> rows{{"SERVICE", "CONSUMER", "SOURCE", "AT", "HEAD", "LAG"}};
    const auto number = [](const auto& value) { return value ? std::to_string(*value) : std::string("?"); };
    for (const auto& each : all)
        rows.push_back({printable(each.service), printable(each.consumer), printable(each.source),
                        std::to_string(each.at), number(each.head), number(each.lag)});
    print_table(rows, "AT HEAD LAG", out);
    out.flush();
    return 0;
} catch (const Error& error) {
    return report(error, err);
}

}  // namespace rapport::bus::monitor
