// SPDX-License-Identifier: MIT
#include "services/cli/plugin/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "bus/base/error.hpp"
#include "bus/base/text.hpp"
#include "bus/base/time.hpp"
#include "sdk/tools/explain.hpp"
#include "services/cli/output.hpp"
#include "services/cli/verb.hpp"

namespace rapport::cli::plugin {
namespace {

sdk::Instant now_of(const std::string& text) {
    const auto instant = text.empty() ? std::optional(SystemClock().now()) : instant_from(text);
    if (!instant)
        throw Error(Code::invalid_argument, "--now takes an instant such as 2026-01-31T12:00:00Z, not '" + text + "'");
    return sdk::Instant(std::chrono::milliseconds(instant->ms));
}

bool terminal_takes_unicode() {
    for (const auto* name : {"LC_ALL", "LC_CTYPE", "LANG"})
        if (const char* value = std::getenv(name); value && *value)
            return std::string_view(value).find("UTF-8") != std::string_view::npos ||
                   std::string_view(value).find("utf8") != std::string_view::npos;
    return false;
}

/// What came of all rows, told at the end.
class Summary {
public:
    void add(const sdk::Scored& scored) {
        ++counts_[static_cast<std::size_t>(scored.status)];
        if (scored.status != sdk::Status::scored) return;
        lowest_ = std::min(lowest_, scored.value);
        highest_ = std::max(highest_, scored.value);
        sum_ += scored.value;
    }
    std::size_t failed() const { return counts_[static_cast<std::size_t>(sdk::Status::failed)]; }
    void print() const {
        const auto scored = counts_[0];
        fmt::print(stderr, "{} rows: {} scored", scored + counts_[1] + counts_[2], scored);
        if (scored > 0)
            fmt::print(stderr, " (from {:.1f} to {:.1f}, mean {:.1f})", lowest_, highest_,
                       sum_ / static_cast<double>(scored));
        fmt::print(stderr, ", {} no score, {} failed\n", counts_[1], counts_[2]);
    }

private:
    std::size_t counts_[3] = {};
    double lowest_ = std::numeric_limits<double>::infinity(), highest_ = -lowest_, sum_ = 0;
};

std::string shown(const std::string& name, const sdk::Scored& scored, const sdk::RuleDescription& rule,
                  const RunOptions& options) {
    if (options.json) return sdk::tools::json_line(name, scored);
    if (options.explain)
        return printable_lines(sdk::tools::bars(name, scored, rule, {.unicode = terminal_takes_unicode()})) + "\n";
    if (scored.status == sdk::Status::scored)
        return printable_lines(fmt::format("{:<16} {:>10.1f}  {}\n", name, scored.value, scored.reason));
    return printable_lines(fmt::format("{:<16} {:>10}  {}\n", name, to_string(scored.status), scored.reason));
}

int score(const sdk::tools::Subject& subject, const RunOptions& options) {
    auto spec = subject.spec;
    if (options.in_process) spec.isolation = sdk::Isolation::in_process;
    sdk::RulePlugin rule(std::move(spec));
    Summary summary;
    const auto now = now_of(options.now);
    read_rows(options.data, rule.description().inputs, [&](std::vector<NamedRow> named) {
        std::vector<sdk::tools::Row> rows;
        for (auto& each : named) rows.push_back(std::move(each.row));
        const auto scores = rule.score(sdk::tools::batch_of(rule.description().inputs, rows, now));
        for (std::size_t i = 0; i < named.size(); ++i) {
            const auto scored = scores[i];
            summary.add(scored);
            std::cout << shown(named[i].name, scored, rule.description(), options);
        }
        flush_output();
    });
    summary.print();
    return summary.failed() == 0 ? Exit::ok : Exit::wrong;
}

sdk::Message message_of(const std::map<std::string, std::string>& texts, std::size_t number) {
    const auto text = [&](const char* name, const std::string& otherwise = "") {
        const auto at = texts.find(name);
        return at == texts.end() || at->second.empty() ? otherwise : at->second;
    };
    return {.key = text("key", fmt::format("row-{}", number)),
            .to = text("to"),
            .subject = text("subject"),
            .text = text("text"),
            .html = text("html"),
            .language = text("language")};
}

std::string shown(const sdk::Message& message, const sdk::Receipt& receipt, bool json) {
    const auto outcome = to_string(receipt.outcome);
    if (json)
        return fmt::format(R"({{"key":{},"outcome":"{}","retry_after_ms":{},"reference":{},"reason":{}}})"
                           "\n",
                           sdk::tools::quoted(message.key), outcome, receipt.retry_after.count(),
                           sdk::tools::quoted(receipt.reference), sdk::tools::quoted(receipt.reason));
    const auto why = receipt.outcome == sdk::Outcome::ok ? receipt.reference : receipt.reason;
    return printable_lines(fmt::format("{:<16} {:<8}  {}\n", message.key, outcome, why));
}

int send(const sdk::tools::Subject& subject, const RunOptions& options) {
    sdk::ChannelPlugin channel(subject.spec);
    channel.probe();
    if (!options.send) {
        fmt::print(stderr, "the channel would work; nothing is sent without --send\n");
        return Exit::ok;
    }
    std::vector<sdk::Message> messages;
    for (const auto& texts : read_texts(options.data)) messages.push_back(message_of(texts, messages.size() + 1));
    const auto receipts = channel.send(messages);
    for (std::size_t i = 0; i < messages.size(); ++i) std::cout << shown(messages[i], receipts[i], options.json);
    const bool all = std::ranges::all_of(receipts, [](const auto& each) { return each.outcome == sdk::Outcome::ok; });
    return all ? Exit::ok : Exit::wrong;
}

}  // namespace

int run(const sdk::tools::Subject& subject, const RunOptions& options) {
    return subject.is_rule() ? score(subject, options) : send(subject, options);
}

}  // namespace rapport::cli::plugin
