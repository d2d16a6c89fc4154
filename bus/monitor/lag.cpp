// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ostream>

#include "bus/base/codec.hpp"
#include "bus/events/loss.hpp"
#include "bus/monitor/directory.hpp"
#include "bus/monitor/output.hpp"
#include "bus/monitor/text.hpp"

namespace rapport::bus::monitor {
namespace {

struct Behind {
    std::string service, consumer, source;
    std::int64_t at = 0;
    std::optional<std::int64_t> head, lag;
    std::optional<std::string> trouble;
    static constexpr auto fields = describe(
        Field{"service", &Behind::service, "who follows"},
        Field{"consumer", &Behind::consumer, "projection or reaction"},
        Field{"source", &Behind::source, "whose history"}, Field{"at", &Behind::at, "handled up to here"},
        Field{"head", &Behind::head, "the newest there is; absent if the source does not answer"},
        Field{"lag", &Behind::lag, "events to be handled still"},
        Field{"trouble", &Behind::trouble, "the source lost the end of its history, and nobody acknowledged it"});
};

/// By service, consumer and source.
using Losses = std::map<std::array<std::string, 3>, std::string>;

/// What they noticed; of services of other makes, which know nothing of this, nothing.
Losses losses_of(Directory& directory, const std::vector<std::string>& services, std::ostream& err) {
    Losses found;
    directory.ask_all(services, "$losses", [&](const std::string& service, const Reply& reply, bool last) {
        if (!last || (reply.error && reply.error->code() == Code::unimplemented)) return;
        if (reply.error) {
            err << printable(service) << ": says nothing of losses: " << printable(reply.error->message()) << std::endl;
            return;
        }
        for (const auto& loss : decode<bus::Losses>(reply.result).losses)
            found[{service, loss.consumer, loss.source}] = in_words(loss);
    });
    return found;
}

/// What the source has, and what its consumer handled, if that is more.
std::optional<std::string> ahead(const CursorOf& cursor, const Watermark& head) {
    if (cursor.epoch != head.epoch || cursor.sequence <= head.last) return {};
    return fmt::format("the end of the history was lost: {} events were handled, and the source has {}",
                       cursor.sequence, head.last);
}

std::vector<Behind> find(Directory& directory, const std::optional<std::string>& only, std::ostream& err) {
    // The consumers first: what is told meanwhile then counts as lag, never the other way round.
    const auto names = directory.names();
    const auto services = only ? directory.names(only) : names;
    const auto stats = directory.stats(services);
    const auto heads = directory.watermarks(names);
    const auto losses = losses_of(directory, services, err);
    std::vector<Behind> all;
    for (const auto& [service, instances] : stats) {
        std::map<std::pair<std::string, std::string>, CursorOf> at;  // replicas share one cursor: the farthest counts
        for (const auto& instance : instances)
            for (const auto& cursor : instance.cursors) {
                auto& farthest = at[{cursor.source, cursor.consumer}];
                if (cursor.sequence >= farthest.sequence) farthest = cursor;
            }
        for (const auto& [whose, cursor] : at) {
            Behind behind{service, whose.second, whose.first, cursor.sequence, {}, {}, {}};
            if (const auto head = heads.find(whose.first); head != heads.end()) {
                behind.head = head->second.last;
                behind.lag = std::max<std::int64_t>(head->second.last - cursor.sequence, 0);
                behind.trouble = ahead(cursor, head->second);
            }
            const auto loss = losses.find({service, whose.second, whose.first});
            if (!behind.trouble && loss != losses.end()) behind.trouble = loss->second;
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
    const auto all = find(directory, options.service, err);
    if (write_json(all, options.format, out)) return 0;
    std::vector<std::vector<std::string>> rows{{"SERVICE", "CONSUMER", "SOURCE", "AT", "HEAD", "LAG"}};
    const auto number = [](const auto& value) { return value ? std::to_string(*value) : std::string("?"); };
    for (const auto& each : all)
        rows.push_back({printable(each.service), printable(each.consumer), printable(each.source),
                        std::to_string(each.at), number(each.head), number(each.lag)});
    print_table(rows, "AT HEAD LAG", out);
    for (const auto& each : all)
        if (each.trouble)
            out << printable(each.source) << " to " << printable(each.service) << "'s " << printable(each.consumer)
                << ": " << printable(*each.trouble) << '\n';
    out.flush();
    return 0;
} catch (const Error& error) {
    return report(error, err);
}

}  // namespace rapport::bus::monitor
